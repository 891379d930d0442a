"""From counted entries to the lines of a leg: rates, floors, caps, rounding, minimums, drawdown; exact throughout.

Comes in: dated terms and books. Goes out: lines by period. Knows nothing of other legs.
"""

RECKONING = 2
"""The number of this arithmetic. In the first, what was caught up or carried could be a unit that nobody owed."""
