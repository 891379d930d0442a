"""Sums to come, told: with a day and an amount, without the one or the other; in a calendar only with a day."""

from datetime import UTC, date, datetime

from tests.settlement.statement.test_upcoming import coming
from tests.settlement.sums.test_payments import FEE

from firstcall.report.offer.payments import sum_entries, sum_json, sum_said

NOW = datetime(2026, 1, 5, tzinfo=UTC)
TODAY = date(2026, 1, 5)
MEASURED = {key: value for key, value in FEE.items() if key != "amount"} | {"unit_price": "2", "quantity": "gpu_hours"}


def test_a_sum_with_its_day() -> None:
    (one,) = coming(TODAY, FEE | {"when": "2026-01-31", "due_days": 5})
    assert str(sum_said(one)) == "fee: gus pays hal 100.00 EUR; due through 2026-02-05"
    told = sum_json(one)
    assert (told["amount"], told["falls"], told["due"]) == (
        {"amount": "100.00", "currency": "EUR"}, "2026-01-31", "2026-02-05",
    )  # fmt: skip
    (entry,) = sum_entries((one,), "dock", NOW)
    assert b"DTSTART;VALUE=DATE:20260205" in entry.to_ical()
    assert [str(again["uid"]) for again in sum_entries((one,), "dock", NOW)] == [str(entry["uid"])]


def test_a_sum_that_is_measured_later() -> None:
    (one,) = coming(TODAY, MEASURED | {"when": "2026-01-31"})
    assert str(sum_said(one)) == "fee: gus pays hal what is not known yet; due through 2026-01-31"
    assert sum_json(one)["amount"] is None


def test_a_sum_whose_day_is_unknown_is_in_no_calendar() -> None:
    why = "unknown: its day is the event ready, which has not happened as far as is known"
    (one,) = coming(TODAY, FEE | {"when": {"event": "ready"}})
    assert str(sum_said(one)) == f"fee: gus pays hal 100.00 EUR; {why}"
    (other,) = coming(TODAY, MEASURED | {"when": {"event": "ready"}})
    assert str(sum_said(other)) == f"fee: gus pays hal; {why}"
    assert list(sum_entries((one, other), "dock", NOW)) == []
