"""Money: terms beyond the horizon, use beyond what is paid anyway, money in advance, currencies."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.planning.small import desk, needs, supply
from tests.planning.test_planner import result

from firstcall.planning.inputs.futures import Futures
from firstcall.planning.options.costs import block_cost
from firstcall.planning.search.planner import Settings, grid_of

QUARTER = 90 * 24
WANTED = needs(("n", "train", "10", "2025-01-01", "2025-03-31", "99"))
DAYS = Settings(date(2025, 1, 1), date(2025, 3, 31))


def test_a_term_is_charged_beyond_the_horizon_or_left_out_as_asked() -> None:
    here = desk(WANTED, supply("h,hostcloud,a,2,10,2025-01-01,1,0,12,12"))
    charged = result(here, DAYS).money
    assert charged.committed == 10 * 2 * 365 * 24 and charged.beyond == 10 * 2 * 275 * 24
    left_out = result(here, Settings(DAYS.first, DAYS.last, terminal="prorate")).money
    assert (left_out.committed, left_out.beyond) == (10 * 2 * QUARTER, 0)


def test_use_beyond_what_is_paid_anyway_costs_by_the_hour() -> None:
    wanted = needs(
        ("n", "train", "10", "2025-01-01", "2025-03-31", "99"), ("m", "serve", "1", "2025-01-01", "2025-01-31", "1")
    )
    here = desk(wanted, supply("h,hostcloud,a,2,10,2025-01-01,10,0,3,3,0.6"))
    money = result(here, DAYS).money
    assert (money.committed, money.by_use) == (Fraction(6 * 2 * QUARTER), Fraction(4 * 2 * QUARTER))


def test_hours_that_are_paid_for_and_not_used_are_idle() -> None:
    wanted = needs(("n", "train", "10", "2025-01-01", "2025-03-31", "99"))
    found = result(desk(wanted, supply("h,hostcloud,a,2,16,2025-01-01,16,0,3,3,1")), DAYS)
    assert found.idle == 6 * QUARTER


def test_money_in_advance_is_tied_up_for_half_the_term() -> None:
    from dataclasses import replace

    line = replace(supply("h,hostcloud,a,2,10,2025-01-01,1,0,12,12")[0], prepayment=Decimal("0.5"))
    here = desk(WANTED, (line,), Futures(cost_of_money=Decimal("0.1")))
    grid = grid_of(here, DAYS)
    cost = block_cost(line, WANTED, grid, date(2025, 1, 1), date(2026, 1, 1), "charge", Fraction("0.1"))
    assert cost.advance == Fraction(2 * 365 * 24) / 2 * Fraction("0.1") / 2
    assert result(here, DAYS).money.advance == 10 * cost.advance


def test_another_currency_is_converted_at_its_rate() -> None:
    from dataclasses import replace

    line = replace(supply("h,hostcloud,a,2,10,2025-01-01")[0], currency="EUR")
    rated = WANTED.model_copy(update={"rates": {"EUR": Decimal("1.5")}})
    assert result(desk(rated, (line,)), DAYS).money.paid == 10 * 3 * QUARTER
