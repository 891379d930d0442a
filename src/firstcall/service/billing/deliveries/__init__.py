"""What was delivered when.

In: files of bills and revenue with their digests; out: which of them count, where they overlap and what
changed. It settles nothing.
"""
