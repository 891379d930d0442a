"""From a model to a plan: the solver, whole blocks, a proven gap, and no decision that knows too much."""
