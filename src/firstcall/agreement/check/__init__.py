"""What the models cannot see by themselves.

Names that point nowhere, amendments that do not fit, texts that do not hang together. Comes in: a document and
its places. Goes out: problems and remarks. Knows nothing of records.
"""
