"""Events <-> lines, each stream a chain of hashes; corrections, and events that are only supposed.

Comes in: lines or fields. Goes out: a Record and what was known of it at an instant. Knows nothing of what
events mean.
"""
