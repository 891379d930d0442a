from fractions import Fraction
from typing import Any

from tests.settlement.settle_case import line

from firstcall.agreement.model.clauses.money import Commitment
from firstcall.settlement.books.entries import ExchangeTable
from firstcall.settlement.clauses.dated_terms import commitment_periods
from firstcall.settlement.reckon.drawdown import draw_down


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
