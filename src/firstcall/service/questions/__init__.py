"""Questions as flags and files give them, and the words of an entry held against the agreement.

Comes in: texts. Goes out: what the engine is asked.
"""
