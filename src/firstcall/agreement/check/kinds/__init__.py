"""What only one kind of clause can have wrong, beyond what its own fields can see.

Comes in: a clause and the text it stands in. Goes out: faults with their places. Knows nothing of other versions.
"""
