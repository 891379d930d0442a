"""The model holds what its laws say, on every plan found."""

from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from tests.planning.search.test_planner import CASES, of_case, result
from tests.planning.slow_plan import Case
from tests.planning.small import desk, needs, stands, supply
from tests.planning.steps.test_clearance import MIXED

from firstcall.planning.model.build import build
from firstcall.planning.options.purchases import purchases
from firstcall.planning.options.scenarios import Information
from firstcall.planning.search.planner import Settings, earliest_known, grid_of, scenarios_of

ROOT = Path(__file__).resolve().parents[3]
few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@few
@given(CASES)
def test_every_row_holds_on_the_plan_that_is_found(case: Case) -> None:
    planned = result(of_case(case)).planned
    assert planned.found is not None
    arrays, x = planned.arrays, planned.found.values
    for row in range(len(arrays.row_low)):
        span = slice(arrays.first[row], arrays.first[row + 1])
        sent = float(arrays.values[span] @ x[arrays.columns[span]])
        assert arrays.row_low[row] - 1e-6 <= sent <= arrays.row_high[row] + 1e-6, planned.model.matrix.row_tags[row]


def test_every_law_is_in_the_guide_by_its_name() -> None:
    page = (ROOT / "docs" / "planning.md").read_text(encoding="utf-8")
    here = desk(
        needs(
            ("t", "train", "4", "2025-04-01", "2025-06-30", "9"), ("s", "serve", "4", "2025-04-01", "2025-06-30", "9")
        ),
        supply("r,rival,a,2,8,2025-01-01,1,0,6,6,1,2", "o,sites,a,2,8,2025-01-01,1,0,6,6,0.5"), here=stands(more=MIXED),
    )  # fmt: skip
    days = Settings(date(2025, 1, 1), date(2025, 6, 30))
    grid = grid_of(here, days)
    options = purchases(here, grid)
    ways = scenarios_of(here, options, days)
    model, _ = build(here, grid, ways, Information(ways, earliest_known(here, options, ways, grid.first)), options)
    laws = {tag.name for tag in model.matrix.row_tags}  # type: ignore[attr-defined]
    assert laws >= {"frees_what_was_noticed", "only_so_many_at_once", "mainly_as_approved", "work_fits_capacity"}
    assert not [law for law in laws - {"capacity", "paid_by_use"} if f"`{law}`" not in page and f"`_{law}`" not in page]
