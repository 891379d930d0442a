"""Dates that hang on the record: on which day they fall, and which clauses speak because of it.

Comes in: the text, and what has happened by an instant. Goes out: days, unknown ones as None. Knows nothing of
offers or of money.
"""
