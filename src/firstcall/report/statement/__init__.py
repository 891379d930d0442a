"""A statement, its account and its bridge.

Goes out: plain data, text, a page, and the papers that bookkeeping keeps.
"""
