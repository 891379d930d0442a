"""The closed list of things that can happen, one model each.

Comes in: the payload of one event. Goes out: its model. Knows nothing of streams, of other events, or of what
an event does.
"""
