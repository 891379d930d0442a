"""The search: rounding keeps every limit, and no plan is cheaper than its bound."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from tests.planning.search.test_planner import CASES, of_case, result
from tests.planning.slow_plan import Case

from firstcall.planning.search import searching
from firstcall.planning.search.highs import Solved, SolverStopped, solve
from firstcall.planning.search.searching import _dived, _rounded, loosened, search

few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@few
@given(CASES)
def test_every_way_of_searching_stays_above_the_bound(case: Case) -> None:
    planned = result(of_case(case)).planned
    relaxed = solve(planned.arrays, whole=False)
    best = planned.found
    assert best is not None
    assume(len(planned.arrays.cost))
    loaded = loosened(planned.model, planned.arrays)
    free = loaded.solve()
    assert abs(free.objective - relaxed.objective) <= 1e-6 * max(1.0, abs(relaxed.objective)), "loosening frees nothing"
    for found in (
        _rounded(planned.model, planned.arrays, relaxed),
        _dived(planned.model, planned.arrays, loaded, free),
    ):
        if found is not None:
            assert best.objective <= found.objective + 1e-6 and found.bound <= best.objective + 1e-6


def test_a_search_without_limits_closes_the_gap() -> None:
    planned = result(of_case(Case(2, 1, 2, 3, (2, 2), (1, 1), 7, 8, Fraction(1, 4)))).planned
    found = search(planned.model, planned.arrays)
    assert found is not None and found.gap < 1e-6


def test_a_search_that_is_stopped_at_once_is_no_plan_and_no_proof_of_none() -> None:
    planned = result(of_case(Case(2, 1, 2, 3, (2, 2), (1, 1), 7, 8, Fraction(1, 4)))).planned
    found = search(planned.model, planned.arrays, progress=lambda *_: False)
    assert found is not None and found.gap < 1e-6 and not found.stopped
    try:
        stopped = search(planned.model, planned.arrays, progress=lambda *_: True)
    except SolverStopped as told:
        assert "fix: let it run longer" in str(told)
    else:
        assert stopped is not None and stopped.bound <= found.objective + 1e-6


def test_a_search_that_comes_to_its_limits_without_a_plan_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    planned = result(of_case(Case(2, 1, 2, 3, (2, 2), (1, 1), 7, 8, Fraction(1, 4)))).planned
    nothing = Solved("stopped", np.empty(0), float("inf"), 0.0)
    monkeypatch.setattr(searching, "_rounded", lambda *_: None)
    monkeypatch.setattr(searching, "solve", lambda *_, **__: nothing)
    with pytest.raises(SolverStopped, match="stopped before there was a plan\n  fix: let it run longer"):
        search(planned.model, planned.arrays)
    monkeypatch.setattr(searching, "solve", lambda *_, **__: replace(nothing, state="infeasible"))
    assert search(planned.model, planned.arrays) is None
