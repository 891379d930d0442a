"""Legs to a statement: nets, due dates, digest, what was issued and what has changed since.

Comes in: reckoned legs. Goes out: statements and deltas. Knows nothing of files and words.
"""
