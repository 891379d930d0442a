"""What cuts questions into classes.

In: the text, the record and arrays; out: turning points, axes of merged words and ranks. It knows no answer.
"""
