"""The one fold from events to offers: rights, windows, answers, terms compared, quantities shared.

Comes in: the events of one offer and the right on each day. Goes out: an Offer. Knows nothing of questions or
acts.
"""
