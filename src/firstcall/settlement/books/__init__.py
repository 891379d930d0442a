"""What there is to settle: entries, what was delivered when, what counts and what does not.

Comes in: rows as service read them. Goes out: Books. Knows nothing of rates.
"""
