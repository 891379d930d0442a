"""Decisions as files for other engines, each with a README that says what it cannot carry.

Comes in: the decisions of a day. Goes out: JSON, SQL, Cedar policies, and what stands beside them.
"""
