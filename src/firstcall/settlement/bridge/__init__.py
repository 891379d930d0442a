"""Two parties' numbers side by side: every difference has a class, and they add up.

Comes in: two statements or two sets of rows. Goes out: classed differences.
"""
