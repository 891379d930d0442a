"""The record as one party may see it, and two parties' records side by side.

Comes in: a record and a party. Goes out: a record of its own, or differences. Knows nothing of files.
"""
