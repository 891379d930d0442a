"""What permits: approvals, for whom they are mainly meant, how much they reach, and what a consent may lift.

Comes in: a clause and the record. Goes out: an effect, or the facts it reads. Knows nothing of other clauses.
"""
