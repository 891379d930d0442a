"""The model against one that is built a second time, plainly; a loaded model against fresh ones."""

from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.planning.plain_builder import least_cost_plainly
from tests.planning.search.test_planner import CASES, YEAR, of_case
from tests.planning.slow_plan import Case

from firstcall.planning.inputs.horizon import Horizon
from firstcall.planning.model.build import build
from firstcall.planning.options.purchases import PurchaseOption, purchases
from firstcall.planning.options.scenarios import Information, Scenarios
from firstcall.planning.routes.route import Desk
from firstcall.planning.search.highs import solve
from firstcall.planning.search.planner import earliest_known, grid_of, scenarios_of
from firstcall.planning.search.searching import loosened

few = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def parts(here: Desk, latest: bool) -> tuple[Desk, Horizon, tuple[PurchaseOption, ...], Scenarios, tuple[date, ...]]:
    grid = grid_of(here, YEAR)
    options = purchases(here, grid)
    ways = scenarios_of(here, options, YEAR)
    known = tuple(date.max for _ in ways.items) if latest else earliest_known(here, options, ways, grid.first)
    return here, grid, options, ways, known


@few
@given(CASES, st.booleans())
def test_a_second_builder_finds_the_same_least_cost(case: Case, latest: bool) -> None:
    here, grid, options, ways, known = parts(of_case(case), latest)
    _, arrays = build(here, grid, ways, Information(ways, known), options)
    for whole in (False, True):
        ours = solve(arrays, whole=whole)
        plainly = least_cost_plainly(here, grid, options, ways, known, whole=whole)
        assert ours.state == "optimal" and ours.objective * 1000 == pytest.approx(plainly, rel=1e-6, abs=1e-3)


@few
@given(CASES, st.data())
def test_solved_again_from_where_it_stood_is_solved_afresh(case: Case, data: st.DataObject) -> None:
    here, grid, options, ways, known = parts(of_case(case), False)
    model, arrays = build(here, grid, ways, Information(ways, known), options)
    assume(len(arrays.cost))
    kept = loosened(model, arrays)
    kept.solve()
    blocks = [n for n in model.matrix.whole if not model.matrix.column_tags[n].is_whether]  # type: ignore[attr-defined]
    held: dict[int, float] = {}
    for _ in range(3):
        some = data.draw(st.lists(st.sampled_from(blocks), max_size=3, unique=True)) if blocks else []
        columns = np.asarray(some, np.int64)
        if data.draw(st.booleans()):
            values = np.asarray([data.draw(st.integers(0, 2)) for _ in some], np.float64)
            kept.fix(columns, values)
            held |= dict(zip(some, values.tolist(), strict=True))
        else:
            kept.free(columns)
            held = {n: value for n, value in held.items() if n not in some}
        numbers = np.asarray(list(held), np.int64)
        values = np.asarray(list(held.values()), np.float64)
        again, afresh = kept.solve(), solve(arrays.with_columns(numbers, values, values), whole=False)
        assert again.state == afresh.state
        if again.state == "optimal":
            assert again.objective == pytest.approx(afresh.objective, rel=1e-7, abs=1e-6)
