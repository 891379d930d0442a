"""Papers: drafts as text, page and mail; the notice of an offer, the answers to one, and the page with its clock.

Comes in: an offer and what is due of it. Goes out: papers in a language; nothing is sent.
"""
