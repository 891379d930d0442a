"""What is supposed of the uncertain counts where it bears, and what nobody said is assumed."""

from datetime import date

from tests.planning.small import desk, needs, supply

from firstcall.agreement.model.basis import Basis
from firstcall.planning.inputs.futures import Futures
from firstcall.planning.options.grounds import basis_grade, purchases_grade, supposed_grade
from firstcall.planning.options.purchases import purchases
from firstcall.planning.search.planner import Settings, grid_of, scenarios_of

FUTURES = Futures.model_validate({
    "answers": [{"line": "r", "match": "0.5", "basis": {"grade": "stated"}}],
    "demand": [{"id": "up", "weight": "1", "basis": {"grade": "agreed"}}],
})  # fmt: skip


def test_only_answers_of_lines_that_count_and_every_branch_bear() -> None:
    days = Settings(date(2025, 1, 1), date(2025, 6, 30))
    here = desk(
        needs(("t", "train", "4", "2025-04-01", "2025-06-30", "9")),
        supply("r,rival,a,2,8,2025-01-01", "q,rival,a,2,8,2025-01-01", "h,hostcloud,a,3,8,2025-01-01"), FUTURES,
    )  # fmt: skip
    options = purchases(here, grid_of(here, days))
    ways = scenarios_of(here, options, days)
    assert supposed_grade(FUTURES, ways, {"h"}, ()) == "agreed", "demand alone"
    assert supposed_grade(FUTURES, ways, {"r"}, ()) == "stated"
    assert supposed_grade(FUTURES, ways, {"r", "q"}, ()) == "assumed", "nobody gave a chance for q"
    assert purchases_grade(FUTURES, ways, options) == "assumed"


def test_a_basis_is_as_weak_as_its_weakest_field() -> None:
    assert basis_grade(Basis(grade="agreed")) == "agreed"
    assert basis_grade(Basis(grade="agreed", reported=("amount",))) == "reported"
