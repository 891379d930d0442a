from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.settlement.settle_case import ZONE, leg, line, share

from firstcall.agreement.model.clauses.money import Commitment
from firstcall.settlement.books.entries import ExchangeTable
from firstcall.settlement.clauses.dated_terms import commitment_periods, committed_amount
from firstcall.settlement.reckon.drawdown import CommitmentPeriod, draw_down
from firstcall.settlement.reckon.legs import reckon


def commitment(**fields: Any) -> Commitment:
    given: dict[str, Any] = {
        "id": "buy", "type": "commitment", "by": "alpha", "to": "beta", "amount": "1000", "currency": "USD",
        "since": "2024-07-01", "until": "2026-06-30", "per": "year",
        "base": {"source": "revenue_lines", "streams": ["api"]},
    }  # fmt: skip
    return Commitment.model_validate(given | fields)


def test_years_are_cut_by_the_term_and_the_amount_is_not() -> None:
    assert [period.name for period in commitment_periods(commitment())] == ["FY2024", "FY2025", "FY2026"]
    assert len(commitment_periods(commitment(per="term"))) == 1
    first = draw_down(commitment(), (), ExchangeTable())[0]
    assert first.amount == 1000
    assert first.shortfall == 1000_00


def test_excess_is_lost_unless_it_carries() -> None:
    bought = [line("2024-08-01", "1700"), line("2025-08-01", "200")]
    assert [one.shortfall for one in draw_down(commitment(), bought, ExchangeTable())] == [0, 800_00, 1000_00]
    carrying = draw_down(commitment(excess="carries"), bought, ExchangeTable())
    assert [one.shortfall for one in carrying] == [0, 100_00, 1000_00]
    assert carrying[1].carried_in == 700


def test_credits_restore_what_was_drawn_unless_excluded() -> None:
    rows = [line("2024-08-01", "1000"), line("2024-09-01", "-300", kind="credit")]
    assert draw_down(commitment(), rows, ExchangeTable())[0].shortfall == 300_00
    assert draw_down(commitment(credits="exclude"), rows, ExchangeTable())[0].shortfall == 0


def test_what_was_applied_by_name_goes_before_the_filters() -> None:
    mine = line("2024-08-01", "400", fields=(("CommitmentId", "C-1"),))
    other = line("2024-08-02", "500", fields=(("CommitmentId", "C-2"),))
    done = draw_down(commitment(commitment_ids=["C-1"]), [mine, other], ExchangeTable())[0]
    assert done.drawn == 400


def test_the_burn_down_of_every_month_adds_up() -> None:
    rows = [line("2024-08-01", "250.5"), line("2024-08-09", "100"), line("2024-12-31", "20")]
    done = draw_down(commitment(), rows, ExchangeTable())[0]
    assert [str(one.drawn) for one in done.burned] == ["0", "701/2", "0", "0", "0", "20"]
    assert done.burned[-1].to_date == sum((one.amount for one in rows), Fraction(0))
    assert done.burned[-1].left == Fraction("629.5")


MARKET = [{"name": "own"}, {"name": "market", "up_to_share": "0.25"}, {"name": "half", "weight": "0.5"}]


def drawn(*bought: Any, **fields: Any) -> CommitmentPeriod:
    base = {"source": "revenue_lines", "streams": MARKET}
    clause = commitment(since="2024-01-01", until="2024-12-31", base=base, **fields)
    return draw_down(clause, bought, ExchangeTable())[0]


def test_a_stream_counts_up_to_its_share_of_the_amount_and_another_by_its_weight() -> None:
    bought = [line("2024-02-01", "400", stream="own"), line("2024-03-01", "600", stream="market")]
    done = drawn(*bought)
    assert (done.drawn, done.shortfall) == (650, 350_00)
    (capped,) = done.capped
    assert (capped.stream, capped.bought, capped.counted, capped.most) == ("market", 600, 250, 250)
    assert drawn(*bought, line("2024-04-01", "100", stream="half")).drawn == 700
    assert [one.drawn for one in done.burned[:4]] == [0, 400, 250, 0]


def test_a_credit_of_a_capped_stream_takes_back_first_what_was_beyond() -> None:
    rows = [line("2024-03-01", "600", stream="market"), line("2024-04-01", "-100", stream="market", kind="credit")]
    assert drawn(*rows).drawn == 250
    assert drawn(*rows, line("2024-05-01", "-300", stream="market", kind="credit")).drawn == 200


def test_years_by_anniversary_begin_on_the_day_of_the_first() -> None:
    clause = commitment(since="2024-03-15", until="2027-03-14", years="anniversary")
    assert [period.name for period in commitment_periods(clause)] == [
        "2024-03-15 to 2025-03-14", "2025-03-15 to 2026-03-14", "2026-03-15 to 2027-03-14",
    ]  # fmt: skip
    rows = [line("2025-03-14", "1000"), line("2025-03-15", "600")]
    assert [one.shortfall for one in draw_down(clause, rows, ExchangeTable())] == [0, 400_00, 1000_00]


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 4000), st.sampled_from(["fiscal", "anniversary"]))
def test_years_follow_one_another_without_gap_or_overlap(since: date, days: int, years: str) -> None:
    clause = commitment(since=since.isoformat(), until=(since + timedelta(days=days)).isoformat(), years=years)
    periods = commitment_periods(clause)
    assert periods[0].start == since
    assert periods[-1].last == clause.until
    assert all(before.end == after.start for before, after in pairwise(periods))
    assert all(committed_amount(clause, one) == 1000 for one in periods)


@pytest.mark.parametrize(("partial", "first"), [("whole", 1000), ("months", 500), ("days", Fraction(184, 366) * 1000)])
def test_a_year_that_the_term_cuts_is_reduced_as_the_clause_says(partial: str, first: Fraction) -> None:
    done = draw_down(commitment(partial_year=partial), (), ExchangeTable())
    assert (done[0].amount, done[1].amount) == (first, 1000)


def test_a_share_of_an_amount_is_no_part_of_a_revenue_share() -> None:
    with pytest.raises(ValidationError, match="`up_to_share` of 'market' is a share of a commitment"):
        share(base={"source": "revenue_lines", "streams": MARKET})


def test_a_weighted_stream_of_a_share_earns_on_its_weight() -> None:
    weighted = share(base={"source": "revenue_lines", "streams": [{"name": "api", "weight": "0.5"}]})
    done = reckon(leg(weighted), [line("2025-01-03", "100")], ExchangeTable(), ZONE, date(2025, 1, 31))
    assert done[-1].issued == 10_00
