"""The decisions of a day, whole, as other engines can look them up.

Comes in: an agreement, a record and an instant. Goes out: a row for each question, and few sets of words for each
outcome. Knows nothing of any engine.
"""
