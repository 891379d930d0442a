"""A partnership's time as a drawing: what is on it, and how it is drawn.

Comes in: versions, clauses, transactions, happenings. Goes out: SVG. Decides nothing and asks nothing of the agreement.
"""
