"""What each payment clause pays next: the first sum that is not due yet, unknown ones with their reason."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.settlement.sums.test_falls import CREDIT
from tests.settlement.sums.test_late_credits import DUTY
from tests.settlement.sums.test_payments import FEE, READY, agreed, recorded, used

from firstcall.settlement.clauses.history import money_terms
from firstcall.settlement.clauses.payments import PaymentTerms
from firstcall.settlement.statement.upcoming import SUMS_AHEAD, UpcomingSum, upcoming_sums
from firstcall.settlement.sums.falls import falls


def coming(today: date, clause: dict[str, Any], *events: dict[str, Any]) -> tuple[UpcomingSum, ...]:
    return upcoming_sums(money_terms(agreed(clause), None, recorded(*events)), today)


def test_the_next_sum_is_the_first_that_is_not_due_yet() -> None:
    monthly = FEE | {"when": {"every": "month", "since": "2026-01-01"}, "due_days": 10}
    (march,) = coming(date(2026, 4, 10), monthly)
    assert (march.name, march.falls, march.due, str(march.amount)) == (
        "fee/2026-03", date(2026, 3, 31), date(2026, 4, 10), "100.00 EUR",
    )  # fmt: skip
    assert coming(date(2026, 4, 11), monthly)[0].name == "fee/2026-04"


def test_what_waits_for_an_event_is_told_as_unknown_until_it_has_happened() -> None:
    waiting = FEE | {"when": {"event": "ready", "plus": {"n": 30}}}
    (unknown,) = coming(date(2026, 3, 5), waiting)
    assert (unknown.due, str(unknown.unknown)) == (
        None, "its day is 30 days after the event ready, which has not happened as far as is known",
    )  # fmt: skip
    (known,) = coming(date(2026, 3, 5), waiting, READY)
    assert (known.due, known.unknown) == (date(2026, 4, 1), None)
    assert coming(date(2026, 4, 2), waiting, READY) == ()


def test_a_sum_known_to_be_zero_is_no_sum_to_come() -> None:
    kept = recorded(used("1", "2026-01-01", "2026-01-31"))
    (february,) = upcoming_sums(money_terms(agreed(CREDIT), None, kept), date(2026, 1, 31))
    assert february.name == "fee/2026-02"


def test_what_lateness_costs_is_no_sum_to_come() -> None:
    assert coming(date(2026, 1, 1), DUTY) == ()


@given(
    st.dates(date(2025, 12, 1), date(2027, 6, 30)), st.sampled_from(["month", "quarter", "year"]), st.integers(0, 60)
)
def test_no_sum_that_is_due_lies_between_a_day_and_the_next_one(today: date, every: str, days: int) -> None:
    clause = FEE | {"when": {"every": every, "since": "2026-01-01", "until": "2026-12-31"}, "due_days": days}
    (terms,) = money_terms(agreed(clause), None, recorded())
    assert isinstance(terms, PaymentTerms)
    every_due = [fall.day + timedelta(days=days) for fall in falls(terms, today + SUMS_AHEAD) if fall.day is not None]
    found = upcoming_sums((terms,), today)
    assert [one.due for one in found] == sorted(due for due in every_due if due >= today)[:1]


def test_what_waits_is_told_while_its_text_holds_and_not_before() -> None:
    waiting = FEE | {"when": {"event": "ready"}}
    change = {"id": "more", "signed": "2026-02-01", "effective": "2026-04-01", "add": [waiting]}
    over = {"id": "less", "signed": "2026-02-01", "effective": "2026-06-01", "remove": ["fee"]}
    money = money_terms(agreed(amendments=(change, over)), None, recorded())
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 5, 31), date(2026, 6, 1)]
    assert [len(upcoming_sums(money, day)) for day in days] == [0, 1, 1, 0]


def test_a_text_that_is_signed_later_brings_no_sum_yet() -> None:
    change = {"id": "more", "signed": "2026-02-01", "effective": "2026-02-01", "add": [FEE | {"when": "2026-06-01"}]}
    money = money_terms(agreed(amendments=(change,)), None, recorded())
    assert [len(upcoming_sums(money, day)) for day in (date(2026, 1, 31), date(2026, 2, 1))] == [0, 1]


def test_a_commitment_that_waits_names_no_amount_that_is_paid() -> None:
    hours = {
        "id": "hours", "type": "commitment", "by": "gus", "to": "hal", "amount": "1000", "unit": "GPU-hours",
        "unit_price": "2", "currency": "EUR", "per": "year", "since": {"event": "ready"}, "until": "2030-12-31",
        "base": {"source": "revenue_lines", "of": "hal", "streams": ["hours"]},
    }  # fmt: skip
    (waiting,) = coming(date(2026, 3, 5), hours)
    assert (waiting.amount, waiting.due) == (None, None) and waiting.unknown is not None
