"""A route or a move in rows, on pages and as values.

In: answers of `planning.routes`; out: sheets, pages and plain values. It judges nothing and reads no files.
"""
