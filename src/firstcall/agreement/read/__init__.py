"""Text -> plain values and places, and every fault of typing at its place.

Comes in: the bytes of a file. Goes out: values, places, problems. Knows the models only as what a value must
fit.
"""
