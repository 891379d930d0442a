"""What is prepaid is set against sums to the last unit, once, and its rest paid back; against a walk unit by unit."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.settlement.sums.test_payments import FEE, KNOWN, READY, agreed, drawn, paid, recorded, used

from firstcall.record.journal.journal import Record
from firstcall.report.offer.payments import sum_said
from firstcall.settlement.clauses.history import money_terms
from firstcall.settlement.clauses.payments import PaymentTerms
from firstcall.settlement.statement.upcoming import upcoming_sums
from firstcall.settlement.sums.falls import falls

ADVANCE = {
    **FEE, "id": "advance", "amount": "250", "when": "2026-01-15", "due_days": 10,
    "prepays": {"against": ["fee"], "left": "refunded"},
}  # fmt: skip
MONTHLY = {**FEE, "when": {"every": "month", "since": "2026-01-01", "until": "2026-12-31"}, "due_days": 30}
TERM = {"id": "term", "type": "term", "until": "2026-06-30"}


def told(*clauses: dict[str, Any], months: int = 6, events: tuple[dict[str, Any], ...] = ()) -> dict[str, int]:
    """Every line of the months, by its id; a line on two statements would stand here once, so they are counted."""
    found: dict[str, int] = {}
    record = recorded(*events)
    for month in range(1, months + 1):
        lines = paid(drawn(agreed(*clauses), record, f"2026-{month:02}"))
        assert not set(lines) & set(found)
        found |= lines
    return found


def taken(lines: dict[str, int]) -> dict[str, int]:
    return {name: units for name, units in lines.items() if name.startswith("advance/")}


def test_each_sum_takes_of_what_is_left_and_nothing_is_left_over() -> None:
    assert taken(told(ADVANCE, MONTHLY, TERM)) == {
        "advance/drawn/fee/2026-01": -10000, "advance/drawn/fee/2026-02": -10000, "advance/drawn/fee/2026-03": -5000,
    }  # fmt: skip


def test_a_share_and_a_most_bound_each_sum_and_the_rest_comes_back_on_the_last_day_of_the_term() -> None:
    rule = {"against": ["fee"], "share": "0.25", "at_most": "20", "left": "refunded"}
    lines = told({**ADVANCE, "prepays": rule}, MONTHLY, TERM)
    assert taken(lines) == {
        **{f"advance/drawn/fee/2026-{month:02}": -2000 for month in range(1, 7)}, "advance/refund": -25000 + 6 * 2000,
    }  # fmt: skip
    made = drawn(agreed({**ADVANCE, "prepays": rule}, MONTHLY, TERM), Record(), "2026-06")
    (leg,) = [leg for leg in made.legs if leg.clause == "advance"]
    assert leg.due == date(2026, 7, 10), "ten days after the last day of the term, as for the prepayment itself"
    (net,) = made.nets
    assert (net.payer, net.amount.units) == ("hal", 13000 + 2000 - 10000), "the rest, less what the fee leaves"


def test_what_is_lost_is_not_paid_back() -> None:
    rule = {"against": ["fee"], "at_most": "20", "left": "lost"}
    assert "advance/refund" not in told({**ADVANCE, "prepays": rule}, MONTHLY, TERM)


def test_it_is_paid_back_on_an_event_after_which_nothing_is_taken() -> None:
    rule = {"against": ["fee"], "at_most": "20", "left": "refunded", "refund_on": {"event": "ready"}}
    lines = told({**ADVANCE, "prepays": rule}, MONTHLY, TERM, events=(READY,))
    assert taken(lines) == {
        "advance/drawn/fee/2026-01": -2000, "advance/drawn/fee/2026-02": -2000, "advance/refund": -21000,
    }  # fmt: skip


def test_sums_of_the_day_of_the_refund_still_take_and_those_before_the_prepayment_do_not() -> None:
    rule = {"against": ["fee"], "left": "refunded", "refund_on": "2026-03-31"}
    lines = told({**ADVANCE, "when": "2026-02-01", "prepays": rule}, MONTHLY, TERM)
    assert taken(lines) == {
        "advance/drawn/fee/2026-02": -10000, "advance/drawn/fee/2026-03": -10000, "advance/refund": -5000,
    }  # fmt: skip


def test_from_a_sum_that_is_not_known_on_nobody_knows_what_is_left() -> None:
    usage = {"id": "usage", "type": "payment", "payer": "gus", "payee": "hal", "unit_price": "2", "currency": "EUR",
             "quantity": "gpu_hours", "when": {"every": "month", "since": "2026-02-01"}}  # fmt: skip
    clauses = {**ADVANCE, "prepays": {"against": ["usage"], "left": "refunded"}}, usage, TERM
    for month in ("2026-02", "2026-06"):
        made = drawn(agreed(*clauses), Record(), month)
        leg = next(leg for leg in made.legs if leg.clause == "advance")
        assert leg.unknown is not None and "set against usage/2026-02, which is not known" in str(leg.unknown)
        assert not leg.lines and not leg.units, "and no zero"
    known = used("30", "2026-02-01", "2026-02-28"), used("70", "2026-03-01", "2026-03-31")
    assert taken(told(*clauses, months=3, events=known)) == {
        "advance/drawn/usage/2026-02": -6000, "advance/drawn/usage/2026-03": -14000,
    }  # fmt: skip


def test_without_an_end_the_day_of_the_refund_is_unknown_only_while_something_is_left() -> None:
    clauses = {**ADVANCE, "prepays": {"against": ["fee"], "left": "refunded"}}, MONTHLY
    first = next(leg for leg in drawn(agreed(*clauses), Record(), "2026-02").legs if leg.clause == "advance")
    assert "paid back when advance ends, and no such day is known" in str(first.unknown)
    (later,) = drawn(agreed(*clauses), Record(), "2026-04").legs
    assert later.clause == "fee" and later.unknown is None, "by then nothing is left"


def test_a_sum_to_come_says_what_of_it_is_prepaid_and_the_refund_goes_the_other_way() -> None:
    rule = {"against": ["fee"], "at_most": "20", "left": "refunded"}
    money = money_terms(agreed({**ADVANCE, "prepays": rule}, MONTHLY, TERM), KNOWN, Record())
    assert [str(sum_said(one)) for one in upcoming_sums(money, date(2026, 5, 1))] == [
        "fee/2026-04: gus pays hal 100.00 EUR, of which 20.00 EUR is prepaid; due through 2026-05-30",
        "advance/refund: hal pays gus 130.00 EUR; due through 2026-07-10",
    ]


def slow(
    amounts: dict[date, int], fees: dict[date, int], share: Decimal, most: int | None, last: date
) -> Iterator[int]:
    """Yield what each fee takes, then what is left: day by day, unit by unit."""
    left, day, end = 0, min([*amounts, *fees]), max([*amounts, *fees, last])
    while day <= end:
        left += amounts.get(day, 0) if day <= last else 0
        if day in fees:
            units = 0
            while day <= last and left and units < fees[day] and (most is None or units < most):
                if Decimal(units + 1) - Decimal("0.5") > fees[day] * share:
                    break
                units, left = units + 1, left - 1
            yield units
        day += timedelta(days=1)
    yield left


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
SUMS = st.dictionaries(DAYS, st.integers(0, 60), min_size=1, max_size=6)


@settings(max_examples=150)
@given(SUMS, SUMS, st.sampled_from(["0.1", "0.33", "0.5", "1"]), st.sampled_from([None, 7, 40]), DAYS)
def test_unit_by_unit_it_comes_to_the_same_and_all_of_it_is_accounted_for(
    amounts: dict[date, int], fees: dict[date, int], share: str, most: int | None, last: date
) -> None:
    def listed(sums: dict[date, int]) -> list[dict[str, str]]:
        return [{"amount": str(Decimal(sums[day]) / 100), "on": day.isoformat()} for day in sorted(sums)]

    rule = {"against": ["fee"], "share": share, "left": "refunded", "refund_on": last.isoformat()}
    rule |= {} if most is None else {"at_most": str(Decimal(most) / 100)}
    advance = {**FEE, "id": "advance", "amount": listed(amounts), "prepays": rule, "rounding": {"mode": "half_up"}}
    lines = told(advance, {**FEE, "amount": listed(fees)}, months=12)
    *each, left = slow(amounts, fees, Decimal(share), most, last)
    assert [-lines.get(f"advance/drawn/fee/{number}", 0) for number in range(1, len(fees) + 1)] == each
    assert -lines.get("advance/refund", 0) == left
    assert sum(each) + left == sum(units for day, units in amounts.items() if day <= last)
    assert all(0 <= part <= units for part, units in zip(each, (fees[day] for day in sorted(fees)), strict=True))


@pytest.mark.parametrize(("share", "left"), [("0.5", 30000), ("1", 0)])
def test_what_is_paid_in_all_is_what_is_owed_whatever_was_prepaid(share: str, left: int) -> None:
    rule = {"against": ["fee"], "share": share, "left": "refunded"}
    lines = told({**ADVANCE, "amount": "600", "prepays": rule}, MONTHLY, TERM)
    assert sum(lines.values()) == 6 * 10000
    assert -lines.get("advance/refund", 0) == left


def test_while_what_was_prepaid_is_not_known_nobody_knows_what_is_taken_of_it() -> None:
    measured = {key: value for key, value in ADVANCE.items() if key != "amount"} | {
        "unit_price": "1", "quantity": "gpu_hours", "when": {"every": "month", "since": "2026-01-01"},
    }  # fmt: skip
    for month, events in (("2026-01", ()), ("2026-02", (used("30", "2026-01-01", "2026-01-31"),))):
        (terms, _, *_) = money_terms(agreed(measured, MONTHLY, TERM), KNOWN, recorded(*events))
        assert isinstance(terms, PaymentTerms)
        found = {fall.id: fall for fall in falls(terms, date(2026, 3, 31))}
        (first, *_) = (fall.unknown for fall in found.values() if fall.unknown is not None)
        assert f"from {month}-01" in str(first)
        later = found["advance/drawn/fee/2026-03"]
        assert (later.amount, later.unknown) == (None, first), "the first that is unknown says why"


@pytest.mark.parametrize(("advance", "fee", "grades"), [
    ({}, {}, ["agreed", "agreed"]), ({"prepays"}, {}, ["assumed", "assumed"]), ({"amount"}, {}, ["assumed", "assumed"]),
    ({}, {"amount"}, ["assumed", "assumed"]), ({"due_days"}, {"due_days"}, ["agreed", "agreed"]),
], ids=["nothing", "the rule", "the prepayment", "the sum", "no part of it"])  # fmt: skip
def test_what_is_taken_and_what_is_left_rest_on_the_weakest_of_all_that_came_before(
    advance: set[str], fee: set[str], grades: list[str]
) -> None:
    rule = {"against": ["fee"], "at_most": "20", "left": "refunded", "refund_on": "2026-01-31"}
    first = {**ADVANCE, "prepays": rule, "basis": {"grade": "agreed", "assumed": sorted(advance)}}
    second = {**FEE, "when": "2026-01-20", "basis": {"grade": "agreed", "assumed": sorted(fee)}}
    (terms, _) = money_terms(agreed(first, second), KNOWN, Record())
    assert isinstance(terms, PaymentTerms)
    taken, left = falls(terms, date(2026, 1, 31))[1:]
    assert [taken.rests_on, left.rests_on] == grades
    assert (taken.of, taken.before, taken.after, left.before) == ("fee", 250, 230, 230)
    assert (taken.due, left.due) == (date(2026, 1, 20), date(2026, 2, 10)), "as the sum it is set against; as its own"


def test_what_is_not_money_is_taken_in_its_own_whole_units() -> None:
    shares = {"currency": "Shares", "units": {"Shares": 0}, "rounding": {"mode": "half_up"}}
    rule = {"against": ["fee"], "share": "0.5", "left": "refunded"}
    lines = told({**ADVANCE, **shares, "prepays": rule}, {**MONTHLY, **shares, "amount": "33"}, TERM, months=2)
    assert lines == {"advance": 250, "fee/2026-01": 33, "advance/drawn/fee/2026-01": -17,
                     "fee/2026-02": 33, "advance/drawn/fee/2026-02": -17}  # fmt: skip


def test_once_all_is_taken_a_sum_that_is_not_known_makes_nothing_unknown() -> None:
    usage = {**FEE, "id": "usage", "unit_price": "2", "quantity": "gpu_hours",
             "when": {"every": "month", "since": "2026-04-01"}}  # fmt: skip
    del usage["amount"]
    first = {**ADVANCE, "prepays": {"against": ["fee", "usage"], "left": "refunded"}}
    (terms, *_) = money_terms(agreed(first, MONTHLY, usage, TERM), KNOWN, Record())
    assert isinstance(terms, PaymentTerms)
    found = falls(terms, date(2026, 6, 30))
    assert [(one.id, one.amount) for one in found] == [
        ("advance", 250), ("advance/drawn/fee/2026-01", -100), ("advance/drawn/fee/2026-02", -100),
        ("advance/drawn/fee/2026-03", -50),
    ]  # fmt: skip
