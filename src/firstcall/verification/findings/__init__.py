"""Is an agreement sound? Every fault that can be found in its text, with the questions that show it.

Comes in: an agreement. Goes out: findings, each with its severity, its clauses, the fewest sets of questions that have
it, and a fix. Knows nothing of places in files, and of no record but what acts could make.
"""
