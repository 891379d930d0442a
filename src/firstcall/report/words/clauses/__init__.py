"""A clause in plain words, so that counsel can hold it against the contract.

Comes in: a clause of a consolidated text. Goes out: sentences in one language.
"""
