"""Why an answer is what it is: the sentences of decisions, ways to yes and readings, as phrases."""

REASONS: tuple[str, ...] = ()
