"""Money: terms beyond the horizon, use beyond what is paid anyway, money in advance, currencies."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.planning.search.test_planner import result
from tests.planning.small import desk, needs, supply

from firstcall.planning.search.planner import Settings

QUARTER = 90 * 24
WANTED = needs(("n", "train", "10", "2025-01-01", "2025-03-31", "99"))
DAYS = Settings(date(2025, 1, 1), date(2025, 3, 31))


def test_a_term_is_charged_beyond_the_horizon_or_left_out_as_asked() -> None:
    here = desk(WANTED, supply("h,hostcloud,a,2,10,2025-01-01,1,0,12,12"))
    charged = result(here, DAYS).money
    assert charged.committed == 10 * 2 * 365 * 24 and charged.beyond == 10 * 2 * 275 * 24
    left_out = result(here, Settings(DAYS.first, DAYS.last, terminal="prorate")).money
    assert left_out.committed == 10 * 2 * QUARTER and left_out.beyond == 0


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


def test_another_currency_is_converted_at_its_rate() -> None:
    from dataclasses import replace

    line = replace(supply("h,hostcloud,a,2,10,2025-01-01")[0], currency="EUR")
    rated = WANTED.model_copy(update={"rates": {"EUR": Decimal("1.5")}})
    assert result(desk(rated, (line,)), DAYS).money.paid == 10 * 3 * QUARTER
