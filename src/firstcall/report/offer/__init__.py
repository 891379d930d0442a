"""An offer and what is due, as facts, rows, text and calendar.

Comes in: offers and dues. Goes out: rows, text, files' contents.
"""
