"""What a plan tells, drawn.

In: results of `planning` and the words of a page; out: drawings with their titles, keys and notes.
"""
