"""The closed list of clause kinds, a file a family; each field says what it means and what it is by default.

Comes in: the fields of one clause. Goes out: its model. Knows nothing of the clauses beside it.
"""
