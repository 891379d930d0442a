"""The terms in force, as rows and as a page for counsel.

Comes in: terms. Goes out: rows, text, a page with a line to sign off.
"""
