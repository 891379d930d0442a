"""Billing exports reduced to exact sums by stream and day.

Comes in: tables of an engine. Goes out: entries. Knows nothing of what is owed.
"""
