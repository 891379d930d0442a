"""Sentences that earlier stages compose in English, as patterns, so that they can be said in another language.

Comes in: English. Goes out: the phrase and its parts, or nothing where no pattern fits.
"""
