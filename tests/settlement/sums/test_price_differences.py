"""What a price promise pays: day by day the difference on what was used, or unknown with the reason."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.dated.test_price_promises import PROMISE, TEXT, signed
from tests.settlement.sums.test_payments import KNOWN, UTC_ZONE

from firstcall.agreement.document import Agreement
from firstcall.record.journal.journal import Record, append
from firstcall.settlement.books.deliveries import Books
from firstcall.settlement.clauses.history import money_terms
from firstcall.settlement.clauses.payments import PaymentTerms
from firstcall.settlement.clauses.periods import asked_period
from firstcall.settlement.statement.statement import Leg, settle
from firstcall.settlement.sums.fall import Fall
from firstcall.settlement.sums.falls import falls

PAYS = {**PROMISE, "pays": {"quantity": "hours", "due_days": 10}}


def used(quantity: str, since: str, until: str) -> dict[str, Any]:
    return {"type": "quantity-reported", "id": f"u-{since}", "by": "hal", "entered_by": "desk", "measure": "hours",
            "at": f"{until}T23:00:00Z", "recorded": f"{until}T23:00:00Z", "quantity": quantity, "since": since,
            "until": until}  # fmt: skip


def legs(*events: dict[str, Any], period: str, clause: dict[str, Any] | None = None) -> tuple[Leg, ...]:
    record = Record()
    for event in sorted(events, key=lambda one: one["at"]):
        record, _ = append(record, event)
    agreement = Agreement.model_validate({**TEXT, "clauses": [clause or PAYS]})
    money = money_terms(agreement, KNOWN, record)
    return settle("dock", money, Books(), asked_period(period), KNOWN, UTC_ZONE).legs if money else ()


CONTRACTS = signed("own", "2.10"), signed("b", "1.95", "2026-02-15")
FEBRUARY = used("4000", "2026-02-01", "2026-02-14"), used("6000.5", "2026-02-15", "2026-02-28")


def test_a_report_counts_at_the_difference_of_its_last_day() -> None:
    (leg,) = legs(*CONTRACTS, *FEBRUARY, period="2026-02")
    assert leg.payer == "hal" and leg.parts == (("gus", 90008),), "6000.5 at 0.15 are 900.075"
    assert leg.due == date(2026, 3, 10)


def test_a_month_without_a_better_price_pays_nothing_and_asks_for_no_report() -> None:
    assert legs(*CONTRACTS, period="2026-01") == ()


def test_a_month_that_is_not_reported_whole_is_unknown() -> None:
    (leg,) = legs(*CONTRACTS, FEBRUARY[1], period="2026-02")
    assert not leg.periods and "hours is not reported for every day from 2026-02-01" in str(leg.unknown)


def test_without_pays_it_is_no_leg() -> None:
    assert legs(*CONTRACTS, *FEBRUARY, period="2026-02", clause=PROMISE) == ()


@pytest.mark.parametrize(("until", "units"), [("2026-02-20", 90008), ("2026-02-27", 90008), ("2026-02-14", None)])
def test_a_clause_that_ends_within_a_month_pays_for_its_days(until: str, units: int | None) -> None:
    last = used("6000.5", "2026-02-15", until)
    found = legs(*CONTRACTS, FEBRUARY[0], *([last] if units else []), period="2026-02", clause={**PAYS, "until": until})
    assert [leg.units for leg in found] == ([] if units is None else [units])


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 58), st.integers(100, 300)), max_size=4),
    st.lists(st.integers(0, 500), min_size=28, max_size=28),
)
def test_reported_day_by_day_it_is_what_each_day_costs(others: list[tuple[int, int]], hours: list[int]) -> None:
    events = [signed("own", "2.10")]
    for number, (after, cents) in enumerate(others):
        day = date(2026, 1, 10) + timedelta(days=after)
        events.append(signed(f"c{number}", str(Decimal(cents) / 100), day.isoformat()))
    daily = [date(2026, 2, 1) + timedelta(days=number) for number in range(28)]
    reports = [used(str(n), day.isoformat(), day.isoformat()) for n, day in zip(hours, daily, strict=True)]
    want = Fraction(0)
    for n, day in zip(hours, daily, strict=True):
        prices = [cents for after, cents in others if date(2026, 1, 10) + timedelta(days=after) <= day]
        want += n * Fraction(max(210 - min(prices, default=210), 0), 100)
    found = legs(*events, *reports, period="2026-02")
    assert sum(leg.units for leg in found) == want * 100


def test_a_change_of_another_clause_within_a_month_does_not_part_it() -> None:
    other = {"id": "fee", "type": "payment", "payer": "gus", "payee": "hal", "amount": "1", "currency": "EUR",
             "when": "2026-03-01"}  # fmt: skip
    change = {"id": "more", "signed": "2026-01-20", "effective": "2026-02-10T09:00:00+00:00", "add": [other]}
    record = Record()
    for event in sorted((*CONTRACTS, used("10000", "2026-02-01", "2026-02-28")), key=lambda one: one["at"]):
        record, _ = append(record, event)
    text = Agreement.model_validate({**TEXT, "clauses": [PAYS], "amendments": [change]})
    (leg,) = settle("dock", money_terms(text, KNOWN, record), Books(), asked_period("2026-02"), KNOWN, UTC_ZONE).legs
    assert leg.unknown is None and leg.units == 150000


def differences(*events: dict[str, Any], **basis: Any) -> tuple[Fall, ...]:
    record = Record()
    for event in sorted(events, key=lambda one: one["at"]):
        record, _ = append(record, event)
    clause = {**PAYS, "basis": {"grade": "agreed", **basis}}
    (terms,) = money_terms(Agreement.model_validate({**TEXT, "clauses": [clause]}), KNOWN, record)
    assert isinstance(terms, PaymentTerms)
    return falls(terms, date(2026, 2, 28))


def graded(grade: str, *events: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**event, "basis": {"grade": grade}} for event in events]


def test_a_difference_names_its_quantity_its_reports_and_the_contracts_it_compares() -> None:
    (one,) = differences(*CONTRACTS, *FEBRUARY)
    assert (one.id, one.day, one.amount, one.unknown) == ("best/2026-02", date(2026, 2, 28), Fraction("900.075"), None)
    assert one.quantity == Fraction("10000.5")
    assert one.reports == ("u-2026-02-01", "u-2026-02-15", "own", "b")
    (unknown,) = differences(*CONTRACTS, FEBRUARY[0])
    assert (unknown.id, unknown.day, unknown.amount) == ("best/2026-02", date(2026, 2, 28), None)
    assert unknown.quantity is None and one.span.version == unknown.span.version == "base"
    assert unknown.unknown is not None and unknown.reports == ("own", "b")


@pytest.mark.parametrize(("contracts", "reports", "assumed", "grade"), [
    ("agreed", "agreed", (), "agreed"), ("reported", "agreed", (), "reported"), ("agreed", "reported", (), "reported"),
    ("agreed", "agreed", ("pays",), "assumed"), ("agreed", "agreed", ("pays.quantity",), "assumed"),
])  # fmt: skip
def test_a_difference_rests_on_the_weakest_of_promise_contracts_and_reports(
    contracts: str, reports: str, assumed: tuple[str, ...], grade: str
) -> None:
    events = [*graded(contracts, *CONTRACTS), *graded(reports, *FEBRUARY)]
    (one,) = differences(*events, assumed=assumed)
    assert one.rests_on == grade
    (unknown,) = differences(*events[:3], assumed=assumed)
    assert unknown.amount is None
    assert unknown.rests_on == ("agreed" if reports == "reported" else grade), "it tells nothing of what was used"


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Honolulu"])
def test_its_first_and_last_days_are_days_of_the_agreement(zone: str) -> None:
    record = Record()
    whole = used("10", "2026-02-01", "2026-02-20")
    for event in (signed("own", "2.10"), signed("b", "1.95", "2026-01-11"), whole):
        record, _ = append(record, event)
    text = {**TEXT, "timezone": zone, "effective": "2026-02-01", "clauses": [{**PAYS, "until": "2026-02-20"}]}
    (terms,) = money_terms(Agreement.model_validate(text), KNOWN, record)
    assert isinstance(terms, PaymentTerms)
    found = falls(terms, date(2026, 3, 31))
    assert [(one.day, one.amount) for one in found] == [(date(2026, 2, 20), Fraction("1.5"))]


@pytest.mark.parametrize("later", [
    {**PAYS, "price": "credits"}, {**PAYS, "pays": {"quantity": "days"}}, {**PAYS, "better": "higher"}, PROMISE, None,
], ids=["price", "quantity", "better", "pays nothing", "no promise"])  # fmt: skip
def test_no_later_text_changes_what_the_days_before_it_cost(later: dict[str, Any] | None) -> None:
    record = Record()
    for event in sorted((*CONTRACTS, *FEBRUARY), key=lambda one: one["at"]):
        record, _ = append(record, event)
    change = {"id": "two", "signed": "2026-01-20", "effective": "2026-03-01",
              **({"remove": ["best"]} if later is None else {"replace": [later]})}  # fmt: skip
    text = Agreement.model_validate({**TEXT, "clauses": [PAYS], "amendments": [change]})
    (terms,) = money_terms(text, KNOWN, record)
    assert isinstance(terms, PaymentTerms)
    assert [(one.id, one.amount) for one in falls(terms, date(2026, 2, 28))] == [("best/2026-02", Fraction("900.075"))]


def test_each_text_within_a_month_has_a_sum_of_its_own_with_an_id_of_its_own() -> None:
    """At the price of its own days: 0.15 up to the fourteenth, then one for each hour."""
    record = Record()
    contracts = signed("own", "2.10", terms={"credits": "3"}), signed("b", "1.95", "2026-01-15", terms={"credits": "2"})
    for event in sorted((*contracts, *FEBRUARY), key=lambda one: one["at"]):
        record, _ = append(record, event)
    change = {"id": "two", "signed": "2026-01-20", "effective": "2026-02-15", "replace": [{**PAYS, "price": "credits"}]}
    text = Agreement.model_validate({**TEXT, "clauses": [PAYS], "amendments": [change]})
    (leg,) = settle("dock", money_terms(text, KNOWN, record), Books(), asked_period("2026-02"), KNOWN, UTC_ZONE).legs
    assert [(one.id, one.version, one.units) for one in leg.lines] == [
        ("best/2026-02", "base", 600_00), ("best/2026-02/2", "two", 6000_50),
    ]  # fmt: skip
