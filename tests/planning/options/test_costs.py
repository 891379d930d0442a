"""What a block costs."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.planning.search.test_planner import result
from tests.planning.small import desk, needs, supply

from firstcall.planning.inputs.futures import Futures
from firstcall.planning.options.costs import block_cost
from firstcall.planning.search.planner import Settings, grid_of

QUARTER = 90 * 24
WANTED = needs(("n", "train", "10", "2025-01-01", "2025-03-31", "99"))
DAYS = Settings(date(2025, 1, 1), date(2025, 3, 31))


def test_money_in_advance_is_tied_up_for_half_the_term() -> None:
    from dataclasses import replace

    line = replace(supply("h,hostcloud,a,2,10,2025-01-01,1,0,12,12")[0], prepayment=Decimal("0.5"))
    here = desk(WANTED, (line,), Futures(cost_of_money=Decimal("0.1")))
    grid = grid_of(here, DAYS)
    cost = block_cost(line, WANTED, grid, date(2025, 1, 1), date(2026, 1, 1), "charge", Fraction("0.1"))
    assert cost.advance == Fraction(2 * 365 * 24) / 2 * Fraction("0.1") / 2
    assert result(here, DAYS).money.advance == 10 * cost.advance
