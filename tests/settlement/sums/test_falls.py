"""The sums of a payment clause: a later report takes the place of one of the same span, and grades go along."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.settlement.sums.test_payments import FEE, TEXT, agreed, recorded, terms_of, used

from firstcall.agreement.document import Agreement
from firstcall.settlement.sums.falls import falls

MONTHLY = {key: value for key, value in FEE.items() if key != "amount"} | {
    "unit_price": "1", "quantity": "gpu_hours", "when": {"every": "month", "since": "2026-01-01"},
}  # fmt: skip


def test_a_later_report_of_the_same_span_takes_its_place() -> None:
    first = used("10", "2026-01-01", "2026-01-31")
    again = first | {"quantity": "12", "at": "2026-03-01T00:00:00Z"}
    (january, _) = falls(terms_of(agreed(MONTHLY), recorded(first, again)), date(2026, 2, 28))
    assert (january.amount, january.reports) == (12, ("e1",))


def test_days_reported_twice_are_not_added_up() -> None:
    one, two = used("10", "2026-01-01", "2026-01-31"), used("1", "2026-01-31", "2026-01-31")
    (january,) = falls(terms_of(agreed(MONTHLY), recorded(one, two)), date(2026, 1, 31))
    assert january.amount is None and january.unknown is not None


def test_it_rests_on_the_weaker_of_text_and_report() -> None:
    fee = MONTHLY | {"basis": {"grade": "agreed"}}
    report = used("10", "2026-01-01", "2026-01-31") | {"basis": {"grade": "reported"}}
    (january,) = falls(terms_of(agreed(fee), recorded(report)), date(2026, 1, 31))
    assert january.rests_on == "reported"


CREDIT: dict[str, Any] = {
    "id": "fee", "type": "payment", "payer": "hal", "payee": "gus", "currency": "EUR", "quantity": "gpu_hours",
    "levels": [{"below": "0.999", "amount": "300"}, {"below": "0.99", "amount": "900"}],
    "when": {"every": "month", "since": "2026-01-01"},
}  # fmt: skip


@pytest.mark.parametrize(("first", "second", "amount"), [
    ("0.999", "0.999", 0), ("0.9989", "0.9989", 300), ("0.99", "0.99", 300), ("0.98", "0.98", 900), ("0", "1", 900),
    ("0.999", "0.9989", 300), ("1", "0.9981", 0), ("1", "0.998", 300),
])  # fmt: skip
def test_the_lowest_level_that_the_reported_figure_is_below_counts(first: str, second: str, amount: int) -> None:
    record = recorded(used(first, "2026-01-01", "2026-01-15"), used(second, "2026-01-16", "2026-01-31"))
    found = falls(terms_of(agreed(CREDIT), record), date(2026, 1, 31))
    mean = (Fraction(first) * 15 + Fraction(second) * 16) / 31
    assert [(one.amount, one.quantity) for one in found] == [(amount, mean)]


def test_a_level_is_unknown_while_days_are_not_reported() -> None:
    (one,) = falls(terms_of(agreed(CREDIT), recorded(used("1", "2026-01-01", "2026-01-30"))), date(2026, 1, 31))
    assert (one.amount, str(one.unknown)) == (
        None, "gpu_hours is not reported for every day from 2026-01-01 to 2026-01-31",
    )  # fmt: skip


def test_a_cut_month_pays_its_days_of_a_level_where_the_clause_says_so() -> None:
    times = {"every": "month", "since": "2026-01-17", "partial": "days"}
    record = recorded(used("0.5", "2026-01-17", "2026-01-31"))
    (one,) = falls(terms_of(agreed(CREDIT | {"when": times}), record), date(2026, 1, 31))
    assert one.amount == Fraction(900 * 15, 31)
    assert (one.id, one.rests_on) == ("fee/2026-01", "assumed")
    fee = CREDIT | {"when": times, "basis": {"grade": "agreed"}}
    (sure,) = falls(terms_of(agreed(fee), record), date(2026, 1, 31))
    assert sure.rests_on == "stated"  # by whoever reported the quantity


@given(
    st.lists(st.sampled_from(["0.98", "0.99", "0.9955", "0.999", "1"]), min_size=31, max_size=31),
    st.lists(st.tuples(st.sampled_from(["0.5", "0.985", "0.99", "0.995", "0.999"]), st.integers(0, 900)),
             min_size=1, max_size=4, unique_by=lambda one: one[0]),
)  # fmt: skip
def test_reported_day_by_day_a_level_pays_what_the_mean_of_the_days_is_below(
    figures: list[str], levels: list[tuple[str, int]]
) -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(31)]
    reports = [used(figure, day.isoformat(), day.isoformat()) for figure, day in zip(figures, days, strict=True)]
    clause = {**CREDIT, "levels": [{"below": below, "amount": str(amount)} for below, amount in levels]}
    found = falls(terms_of(agreed(clause), recorded(*reports)), date(2026, 1, 31))
    total, paid = sum(Fraction(figure) for figure in figures), 0
    for below, amount in sorted(levels, key=lambda one: Fraction(one[0]), reverse=True):
        paid = amount if total < 31 * Fraction(below) else paid
    assert [one.amount for one in found] == [paid]


@pytest.mark.parametrize(
    ("every", "unit", "sums"), [("quarter", "year", 4), ("month", "month", 1), ("year", "year", 1)]
)
def test_what_comes_again_for_a_year_from_an_event_comes_no_day_longer(every: str, unit: str, sums: int) -> None:
    happened = {"type": "occurred", "event": "ready", "by": "hal", "at": "2026-04-01T10:00:00Z"}
    times = {
        "every": every, "since": {"event": "ready"}, "falls": "first_day",
        "until": {"event": "ready", "plus": {"n": 1, "unit": unit}},
    }  # fmt: skip
    fee = FEE | {"when": times, "fiscal_year_start": 4}
    assert len(falls(terms_of(agreed(fee), recorded(happened)), date(2028, 12, 31))) == sums


@pytest.mark.parametrize(("days", "sums"), [(80, 1), (20, 0)])
def test_a_sum_after_the_signing_of_the_text_that_brings_it_is_owed_where_its_day_lies_in_that_text(
    days: int, sums: int
) -> None:
    brought = FEE | {"when": {"event": "signing", "of": "more", "plus": {"n": days}}}
    change = {"id": "more", "signed": "2026-02-01", "effective": "2026-04-01", "add": [brought]}
    found = falls(terms_of(agreed(amendments=(change,)), recorded()), date(2028, 1, 1))
    assert [fall.day for fall in found] == [date(2026, 2, 1) + timedelta(days=days)][:sums]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Honolulu"])
@pytest.mark.parametrize(("day", "amount"), [("2026-03-14", 100), ("2026-03-15", 70)])
@pytest.mark.parametrize("every", [False, True], ids=["once", "monthly"])
def test_the_day_on_which_a_text_begins_is_a_day_of_the_agreement(
    zone: str, day: str, amount: int, every: bool
) -> None:
    once = FEE | {"when": {"every": "month", "since": day, "until": day} if every else day}
    change = {"id": "more", "signed": "2026-03-01", "effective": "2026-03-15", "replace": [once | {"amount": "70"}]}
    text = Agreement.model_validate({**TEXT, "timezone": zone, "clauses": [once], "amendments": [change]})
    (found,) = falls(terms_of(text, recorded()), date(2026, 3, 31))
    assert (found.day, found.amount) == (date.fromisoformat(day), amount)


PRICED = {key: value for key, value in MONTHLY.items() if key != "when"} | {"when": "2026-01-31"}
LISTED = FEE | {"amount": [{"amount": "7", "on": "2026-01-31"}]}
AWAITED = {"event": "ready"}


@pytest.mark.parametrize(
    ("fee", "fields"),
    [
        (FEE | {"when": "2026-01-31"}, ("amount", "when")),
        (FEE | {"when": AWAITED}, ("amount", "when", "when.event")),
        (FEE | {"when": MONTHLY["when"]}, ("amount", "when", "when.every")),
        (FEE | {"when": {"every": "month", "since": AWAITED}}, ("amount", "when")),
        (LISTED, ("amount", "amount.0.on")),
        (PRICED, ("unit_price", "quantity", "when")),
        (MONTHLY, ("unit_price", "quantity", "when")),
        (CREDIT, ("levels", "levels.0.below", "quantity", "when")),
    ],
    ids=["once", "awaited", "monthly", "awaited monthly", "listed", "by the unit", "by the unit monthly", "level"],
)
@pytest.mark.parametrize("events", [(used("0.5", "2026-01-01", "2026-01-31"),), ()], ids=["reported", "unreported"])
def test_a_sum_rests_on_the_weakest_field_that_it_stands_on_and_on_no_other(
    fee: dict[str, Any], fields: tuple[str, ...], events: tuple[dict[str, Any], ...]
) -> None:
    def grades(field: str) -> set[str]:
        text = agreed(fee | {"due_days": 5, "basis": {"grade": "stated", "assumed": [field]}})
        return {fall.rests_on for fall in falls(terms_of(text, recorded(*events)), date(2026, 1, 31))}

    assert [grades(field) for field in fields] == [{"assumed"}] * len(fields)
    assert grades("due_days") == {"stated"}, "by when it is due is no part of what it is"


@pytest.mark.parametrize("fee", [PRICED, MONTHLY, CREDIT], ids=["once", "monthly", "level"])
def test_a_measured_sum_names_its_reports_and_what_they_tell(fee: dict[str, Any]) -> None:
    report = used("0.5", "2026-01-01", "2026-01-31") | {"basis": {"grade": "reported"}}
    text = agreed(fee | {"basis": {"grade": "agreed"}})
    (one,) = falls(terms_of(text, recorded(report)), date(2026, 1, 31))
    assert (one.quantity, one.reports, one.rests_on) == (Fraction("0.5"), ("e0",), "reported")
    (unknown,) = falls(terms_of(text, recorded()), date(2026, 1, 31))
    assert (unknown.quantity, unknown.amount, unknown.reports, unknown.rests_on) == (None, None, (), "agreed")
    assert unknown.unknown is not None and unknown.day == date(2026, 1, 31)
    assert (unknown.id, unknown.span) == (one.id, one.span), "the same sum of the same text"
    assert one.span.clause.id == "fee"
