"""Pooled and flat are one model: the same least cost, whatever is bought."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from tests.planning.search.test_planner import CASES, of_case
from tests.planning.slow_plan import Case
from tests.planning.small import desk, needs, supply

from firstcall.planning.model.build import build
from firstcall.planning.options.demand import demand_of
from firstcall.planning.options.pools import pools
from firstcall.planning.options.purchases import purchases
from firstcall.planning.options.scenarios import Information
from firstcall.planning.search.highs import solve
from firstcall.planning.search.planner import Settings, earliest_known, grid_of, scenarios_of

DAYS = Settings(date(2025, 1, 1), date(2025, 6, 30))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CASES)
def test_pooling_changes_nothing(case: Case) -> None:
    here = of_case(case)
    grid = grid_of(here, DAYS)
    options = purchases(here, grid)
    ways = scenarios_of(here, options, DAYS)
    info = Information(ways, earliest_known(here, options, ways, grid.first))
    costs = []
    for flat in (False, True):
        _, arrays = build(here, grid, ways, info, options, flat=flat)
        costs.append(solve(arrays, whole=False).objective)
    assert costs[0] == pytest.approx(costs[1], rel=1e-9, abs=1e-9)


def test_lines_that_do_the_same_work_at_one_price_of_use_share_a_pool() -> None:
    lines = supply(
        "x,hostcloud,a,3,8,2025-01-01,1,0,12,12,1", "y,hostcloud,a,5,8,2025-01-01,1,0,12,12,1",
        "z,hostcloud,a,5,8,2025-01-01,1,0,12,12,0.5", "w,hostcloud,b,5,8,2025-01-01,1,0,12,12,1",
    )  # fmt: skip
    here = desk(needs(("n", "train", "8", "2025-01-01", "2025-03-31", "9")), lines)
    grid = grid_of(here, Settings(date(2025, 1, 1), date(2025, 3, 31)))
    options = purchases(here, grid)
    found = pools(options, here.needs, grid)
    told = {
        (pool.key.accelerator, int(pool.key.price)): {options[p.purchase].line.id for p in pool.parts} for pool in found
    }
    assert told == {("a", 0): {"x", "y"}, ("a", 5): {"z"}, ("b", 0): {"w"}}
    assert demand_of(here.needs, grid)[0][0] == 8 * 90 * 24
