"""Ways round a restriction: acts that are taken, after which what it names can be done without its holder's say.

Comes in: an agreement, read as its base. Goes out: findings, each with the shortest trace of acts, which can be played
as a record. Knows nothing of how a trace is told.
"""
