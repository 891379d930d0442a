"""What is paid for doing a duty late: so much a day, up to its most, each day on one statement and no other."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.settlement.sums.test_payments import agreed, recorded, terms_of

from firstcall.settlement.clauses.history import money_terms
from firstcall.settlement.clauses.payments import PaymentTerms
from firstcall.settlement.sums.fall import Fall
from firstcall.settlement.sums.falls import falls

LATE: dict[str, Any] = {"per_day": "100", "at_most": "3500", "currency": "EUR"}
DUTY: dict[str, Any] = {
    "id": "tranche", "type": "duty", "by": "hal", "to": "gus", "does": "delivers", "when": "2026-01-10",
    "within": {"n": 5}, "late": LATE,
}  # fmt: skip


def done(day: date) -> dict[str, Any]:
    at = f"{day.isoformat()}T10:00:00+00:00"
    return {"type": "duty-performed", "clause": "tranche", "by": "hal", "at": at, "recorded": at, "id": "D"}


def credits(through: date, *events: dict[str, Any], **fields: Any) -> tuple[Fall, ...]:
    return falls(terms_of(agreed(DUTY | fields), recorded(*events)), through)


def test_days_count_from_the_end_of_the_grace_and_the_day_it_is_done_still_counts() -> None:
    found = credits(date(2026, 3, 31), done(date(2026, 2, 3)))
    assert [(one.id, one.day, one.amount) for one in found] == [
        ("tranche/2026-01", date(2026, 1, 31), 1600), ("tranche/2026-02", date(2026, 2, 3), 300),
    ]  # fmt: skip


def test_days_may_count_from_the_day_itself() -> None:
    (one,) = credits(date(2026, 1, 31), done(date(2026, 1, 16)), late=LATE | {"runs_from": "day"})
    assert one.amount == 600
    assert credits(date(2026, 1, 31), done(date(2026, 1, 15)), late=LATE | {"runs_from": "day"}) == ()


def test_what_is_done_in_time_costs_nothing_and_what_is_not_done_runs_on_to_its_most() -> None:
    assert credits(date(2026, 3, 31), done(date(2026, 1, 15))) == ()
    assert [one.amount for one in credits(date(2026, 4, 30))] == [1600, 1900]


def test_no_day_is_late_before_it_is_known() -> None:
    known = datetime(2026, 1, 20, 12, tzinfo=UTC)
    (terms,) = money_terms(agreed(DUTY), known, recorded())
    assert isinstance(terms, PaymentTerms)
    assert [one.amount for one in falls(terms, date(2026, 3, 31))] == [500]


def test_an_unknown_day_is_unknown_and_no_zero() -> None:
    (one,) = credits(date(2026, 1, 31), when={"event": "ready"})
    assert (one.day, str(one.unknown)) == (
        None, "its time is the event ready, which has not happened as far as is known",
    )  # fmt: skip


@given(st.integers(0, 120), st.integers(0, 150), st.integers(1, 90), st.sampled_from([None, "0", "250", "3500"]))
def test_day_by_day_it_comes_to_the_same(late: int, asked: int, per_day: int, most: str | None) -> None:
    due = date(2026, 1, 15)
    through, performed = due + timedelta(days=asked), due + timedelta(days=late)
    rule = {"per_day": str(per_day), "currency": "EUR"} | ({} if most is None else {"at_most": most})
    found = credits(through, done(performed), late=rule)
    by_month: dict[str, Fraction] = {}
    total = Fraction(0)
    for number in range(1, min(late, asked) + 1):
        day = due + timedelta(days=number)
        paid = Fraction(per_day) if most is None else min(Fraction(per_day), Fraction(most) - total)
        total += paid
        by_month[f"tranche/{day:%Y-%m}"] = by_month.get(f"tranche/{day:%Y-%m}", Fraction(0)) + paid
    assert {one.id: one.amount for one in found} == {name: sum_ for name, sum_ in by_month.items() if sum_}


@pytest.mark.parametrize("field", ["late", "late.per_day", "when", "within", "does"])
def test_a_credit_rests_on_what_is_paid_and_on_when_it_falls_and_on_nothing_else(field: str) -> None:
    (one,) = credits(date(2026, 1, 31), basis={"grade": "agreed", "assumed": [field]})
    assert one.rests_on == ("agreed" if field == "does" else "assumed")


def test_a_credit_names_what_ended_it_and_rests_on_that_too() -> None:
    performed = done(date(2026, 1, 20)) | {"basis": {"grade": "reported"}}
    (one,) = credits(date(2026, 1, 31), performed, basis={"grade": "agreed"})
    assert (one.amount, one.unknown, one.quantity) == (500, None, None)
    assert (one.reports, one.rests_on) == (("D",), "reported")


@pytest.mark.parametrize(("field", "grade"), [("late", "assumed"), ("late.at_most", "assumed"), ("does", "agreed")])
def test_a_credit_whose_day_is_unknown_rests_on_what_is_paid(field: str, grade: str) -> None:
    basis = {"grade": "agreed", "assumed": [field]}
    (one,) = credits(date(2026, 1, 31), when={"event": "ready"}, basis=basis)
    assert (one.id, one.rests_on, one.span.version) == ("tranche", grade, "base")


def amended(clause: dict[str, Any] | None, on: str) -> tuple[dict[str, Any], ...]:
    """The duty replaced by another text from a day on; None: taken out."""
    change = {"remove": ["tranche"]} if clause is None else {"replace": [clause]}
    return ({"id": "two", "signed": "2026-01-01", "effective": on, **change},)


MONTHS = {"tranche/2026-01": 1600, "tranche/2026-02": 1900}


@pytest.mark.parametrize("later", [
    DUTY | {"late": LATE | {"per_day": "200"}}, DUTY | {"late": LATE | {"at_most": "100"}},
    DUTY | {"late": LATE | {"runs_from": "day"}}, DUTY | {"within": {"n": 20}},
    {key: value for key, value in DUTY.items() if key != "late"}, None,
], ids=["rate", "most", "first day", "grace", "no credit", "no duty"])  # fmt: skip
def test_no_later_text_changes_what_a_time_costs_that_fell_before_it(later: dict[str, Any] | None) -> None:
    """Else an amendment of February would change what January's statement has already said."""
    found = falls(terms_of(agreed(DUTY, amendments=amended(later, "2026-01-20")), recorded()), date(2026, 3, 31))
    assert {one.id: one.amount for one in found} == MONTHS
    assert {one.span.version for one in found} == {"base"}


def test_each_time_of_a_duty_is_paid_for_by_the_text_of_its_day() -> None:
    again = DUTY | {"when": {"every": "month", "since": "2026-01-10", "falls": "first_day"}}
    change = amended(again | {"late": LATE | {"per_day": "7"}}, "2026-02-01")
    found = falls(terms_of(agreed(again, amendments=change), recorded()), date(2026, 2, 10))
    assert {one.id: (one.amount, one.span.version) for one in found} == {
        "tranche/2026-01/2026-01": (1600, "base"), "tranche/2026-01/2026-02": (1000, "base"),
        "tranche/2026-02/2026-02": (7 * 4, "two"),
    }  # fmt: skip


def test_a_time_that_a_later_text_moves_falls_once() -> None:
    change = amended(DUTY | {"when": "2026-02-20"}, "2026-02-10")
    found = falls(terms_of(agreed(DUTY, amendments=change), recorded()), date(2026, 2, 28))
    assert [(one.id, one.amount, one.span.version) for one in found] == [("tranche/2026-02", 300, "two")]


def test_a_time_before_any_text_of_the_duty_costs_nothing() -> None:
    change = {"id": "two", "signed": "2026-01-01", "effective": "2026-02-10", "add": [DUTY]}
    assert falls(terms_of(agreed(amendments=(change,)), recorded()), date(2026, 3, 31)) == ()
