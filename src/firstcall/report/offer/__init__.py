"""An offer, what is due, and the papers of a notice, as rows, text, calendar, page and mail.

Comes in: offers and dues. Goes out: rows, text, files' contents.
"""
