"""A Decision and the ways to a free answer, as JSON and as lines.

Comes in: decisions and paths. Goes out: rows and text.
"""
