"""A matrix of nothing, and one that asks the impossible."""

from firstcall.planning.model.matrix import Matrix
from firstcall.planning.search.highs import solve


def test_a_model_of_nothing_costs_nothing_unless_something_is_asked_of_it() -> None:
    matrix = Matrix()
    assert solve(matrix.arrays(), whole=True).objective == 0
    matrix.row("impossible", [], low=1)
    assert solve(matrix.arrays(), whole=False).state == "infeasible"
