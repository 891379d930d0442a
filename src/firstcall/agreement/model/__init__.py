"""What may be written in an agreement, as frozen models.

Basis and grades, exact numbers, scopes, the words that scopes name, clauses, points of construction. Comes in:
values of a file. Goes out: models, each valid by itself. Knows nothing of other clauses, of time, or of where
in a file a value stood.
"""
