"""Events and two parties' records, as lines and as JSON.

Comes in: events and differences. Goes out: lines and plain data. Knows nothing of what events do.
"""
