"""One act judged by the clauses in force: which reach it, what each says, which go before which.

Comes in: a question and a position. Goes out: effects, weighed. Knows nothing of readings, citations or paths.
"""
