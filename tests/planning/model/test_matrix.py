"""A matrix of nothing, one that asks the impossible, and one of which parts are left out."""

import numpy as np

from firstcall.planning.model.matrix import Matrix
from firstcall.planning.search.highs import solve


def test_a_model_of_nothing_costs_nothing_unless_something_is_asked_of_it() -> None:
    matrix = Matrix()
    assert solve(matrix.arrays(), whole=True).objective == 0
    matrix.row("impossible", [], low=1)
    assert solve(matrix.arrays(), whole=False).state == "infeasible"


def test_what_is_left_out_is_gone_and_the_rest_keeps_its_place() -> None:
    matrix = Matrix()
    dear, idle, cheap = matrix.column("dear", cost=3.0), matrix.column("idle"), matrix.column("cheap", cost=1.0)
    matrix.row("says nothing", [(idle, 1.0), (dear, -1.0)])
    matrix.row("few", [(cheap, 1.0)], high=2.0)
    matrix.row("enough", [(dear, 1.0), (cheap, 1.0)], low=5.0)
    left, kept = matrix.arrays().without(np.asarray([0]), np.asarray([idle]))
    assert (kept.tolist(), len(left.row_low), left.first.tolist(), left.columns.tolist()) == (
        [dear, cheap], 2, [0, 1, 3], [1, 0, 1],
    )  # fmt: skip
    assert solve(left, whole=False).objective == solve(matrix.arrays(), whole=False).objective == 11.0
