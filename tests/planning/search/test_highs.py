"""The solver: optima, bounds, nothing on the screen, and a conflict told."""

import numpy as np
import pytest

from firstcall.planning.model.matrix import Matrix
from firstcall.planning.search.highs import Limits, LoadedModel, solve


def knapsack() -> Matrix:
    """Least cost of 7 out of blocks of 3 (cost 4) and of 2 (cost 3)."""
    matrix = Matrix()
    three, two = matrix.column("three", cost=4, whole=True), matrix.column("two", cost=3, whole=True)
    matrix.row("enough", [(three, 3.0), (two, 1.0), (two, 1.0)], low=7)
    return matrix


def test_fractions_bound_whole_numbers(capfd: pytest.CaptureFixture[str]) -> None:
    arrays = knapsack().arrays()
    assert list(arrays.values) == [3.0, 2.0], "coefficients of one place are added up"
    relaxed, whole = solve(arrays, whole=False), solve(arrays, whole=True, limits=Limits(gap=0))
    assert relaxed.objective == pytest.approx(28 / 3) and whole.objective == pytest.approx(10)
    assert whole.bound == pytest.approx(10) and whole.state == "optimal"
    assert capfd.readouterr().out == "", "nothing stands among a command's data"


def test_a_model_that_stays_loaded_is_solved_again_from_where_it_stood() -> None:
    kept, one = LoadedModel(knapsack().arrays()), np.asarray([0], np.int64)
    assert kept.solve().objective == pytest.approx(28 / 3)
    kept.fix(one, np.asarray([1.0]))
    assert kept.solve().objective == pytest.approx(10)
    kept.free(one)
    assert kept.solve().objective == pytest.approx(28 / 3)


def test_a_search_that_is_stopped_says_so() -> None:
    matrix = Matrix()
    rng = np.random.Generator(np.random.PCG64(3))
    columns = [matrix.column(n, cost=float(rng.integers(5, 60)), high=1, whole=True) for n in range(60)]
    for _ in range(25):
        matrix.row("r", [(c, float(rng.integers(1, 30))) for c in columns], low=200)
    found = solve(matrix.arrays(), whole=True, limits=Limits(gap=0), progress=lambda *_: True)
    assert found.state in ("stopped", "feasible", "optimal")
    assert found.state == "optimal" or found.bound <= found.objective
