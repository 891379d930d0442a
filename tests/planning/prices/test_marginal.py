"""What one accelerator let through is worth."""

from datetime import date
from decimal import Decimal

from tests.planning.small import agreement, desk, needs, supply

from firstcall.planning.inputs.futures import Futures, HolderAnswer
from firstcall.planning.prices.marginal import marginal
from firstcall.planning.prices.switching import Switchboard
from firstcall.planning.search.planner import Settings

DAYS = Settings(date(2025, 1, 1), date(2025, 6, 30))
WANTED = needs(
    ("serve", "serve", "10", "2025-04-01", "2025-06-30", "9"), ("train", "train", "10", "2025-04-01", "2025-06-30", "9")
)
LINES = supply("h,hostcloud,a,6,12,2025-01-01", "r,rival,a,2,40,2025-01-01")
HOURS = 91 * 24
FUTURES = Futures(answers=(HolderAnswer(line="any", match=Decimal("0.5"), lead_days=0),))


def board(futures: Futures | None = None) -> Switchboard:
    return Switchboard(desk(WANTED, LINES, futures), agreement(), DAYS)


def test_one_accelerator_let_through_saves_the_difference_of_the_prices() -> None:
    found = marginal(board(), "serving")
    assert found is not None and found.saves == HOURS * (6 - 2)
    assert marginal(board(), "first-call") is None, "it bars nothing by itself"


def test_the_marginal_price_of_all_that_is_barred_is_at_least_its_total() -> None:
    here, found = board(), marginal(board(), "serving")
    before, after = here.cost(), here.cost(("serving",))
    assert found is not None and before is not None and after is not None
    assert found.saves * 10 >= before - after
