"""Sentences that earlier stages compose in English, as patterns, so that they can be said in another language."""
