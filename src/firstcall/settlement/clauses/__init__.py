"""Money clauses as they stood over time.

Comes in: an agreement and its record. Goes out: dated terms and settlement periods. Knows nothing of rows.
"""
