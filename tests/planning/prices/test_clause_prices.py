"""All prices of a plan's clauses together."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.planning.small import agreement, desk, needs, supply

from firstcall.planning.inputs.futures import Futures, HolderAnswer
from firstcall.planning.prices.clause_prices import clause_prices
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


def test_all_prices_together() -> None:
    found = clause_prices(board(FUTURES))
    assert found is not None and found.together is not None
    assert {price.clause for price in found.prices} == {"serving", "all-here", "first-call", "own"}
    assert sum((part.shapley for part in found.together.parts), Fraction(0)) == found.together.together
    windows = [point for point in found.curve if point.chance < 0]
    costs = [point.costs for point in windows if point.costs is not None]
    assert costs == sorted(costs), "a longer window never costs less here"
