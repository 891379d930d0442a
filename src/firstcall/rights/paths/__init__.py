"""From a barred answer to a free one, and what would turn an answer.

Comes in: a question with its decision. Goes out: ways, each replayed to its end. Decides nothing itself.
"""
