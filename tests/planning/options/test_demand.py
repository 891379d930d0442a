"""Kinds of need: what cannot be told apart is served together, at the same least cost."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.planning.small import desk, needs, supply

from firstcall.planning.model.build import build
from firstcall.planning.options.demand import need_kinds
from firstcall.planning.options.purchases import purchases
from firstcall.planning.options.scenarios import Information
from firstcall.planning.search.highs import solve
from firstcall.planning.search.planner import Settings, earliest_known, grid_of, plan, scenarios_of

DAYS = Settings(date(2025, 1, 1), date(2025, 6, 30))
LINES = supply("r,rival,a,2,6,2025-01-01,1,0,3,6,1,2", "h,hostcloud,b,5,3,2025-01-01,1,0,3,6,0.5")
ROWS = st.lists(
    st.tuples(st.sampled_from(["train", "serve"]), st.integers(1, 5), st.integers(1, 12), st.booleans()),
    min_size=1, max_size=5,
)  # fmt: skip


@settings(max_examples=8, deadline=None)
@given(ROWS)
def test_needs_of_one_kind_together_cost_what_they_cost_apart(rows: list[tuple[str, int, int, bool]]) -> None:
    wanted = needs(*(
        (f"n{n}", work, str(amount), "2025-01-01", "2025-06-30" if long else "2025-03-31", str(unmet))
        for n, (work, amount, unmet, long) in enumerate(rows)
    ))  # fmt: skip
    here = desk(wanted, LINES)
    assert len(need_kinds(wanted)) == len({work for work, _, _, _ in rows})
    grid = grid_of(here, DAYS)
    options = purchases(here, grid)
    ways = scenarios_of(here, options, DAYS)
    info = Information(ways, earliest_known(here, options, ways, grid.first))
    costs = [
        solve(build(here, grid, ways, info, options, flat=flat)[1], whole=True).objective for flat in (True, False)
    ]
    assert costs[0] == pytest.approx(costs[1], rel=1e-9, abs=1e-9)


def test_the_dearest_to_miss_of_a_kind_is_met_first() -> None:
    from firstcall.planning.results.result import plan_result

    wanted = needs(
        ("cheap", "train", "4", "2025-01-01", "2025-03-31", "6"),
        ("dear", "train", "4", "2025-01-01", "2025-03-31", "9"),
    )
    found = plan_result(plan(desk(wanted, supply("h,hostcloud,a,5,5,2025-01-01,1,0,3,3,1")), DAYS))
    assert {row.need: row.missing for row in found.rows} == {"dear": 0, "cheap": 3 * 90 * 24}
    assert found.money.missing == 3 * 90 * 24 * 6
