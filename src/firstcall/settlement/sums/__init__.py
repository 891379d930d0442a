"""From payment clauses to sums: each on its day, what is set against what is prepaid, what lateness costs.

Comes in: payment clauses as they stood. Goes out: sums, and their lines by month. Knows nothing of other legs.
"""
