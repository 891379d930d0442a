"""Payments on statements: each sum on exactly one, against a walk over every day; unknown ones with their reason."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstcall.agreement.document import Agreement
from firstcall.record.journal.journal import Record, append
from firstcall.settlement.books.deliveries import Books
from firstcall.settlement.clauses.history import money_terms
from firstcall.settlement.clauses.payments import PaymentTerms
from firstcall.settlement.clauses.periods import asked_period
from firstcall.settlement.statement.statement import Statement, settle
from firstcall.settlement.sums.falls import falls
from firstcall.settlement.sums.payments import paid_in

UTC_ZONE = ZoneInfo("UTC")
KNOWN = datetime(2028, 1, 1, tzinfo=UTC)
TEXT: dict[str, Any] = {
    "schema": "firstcall/agreement/1", "id": "dock", "title": "Dock", "timezone": "UTC",
    "parties": {"gus": {"name": "Gus", "role": "grantor"}, "hal": {"name": "Hal", "role": "holder"}},
    "definitions": {"workloads": ["w"], "events": ["ready"]}, "effective": "2026-01-01",
}  # fmt: skip
FEE = {"id": "fee", "type": "payment", "payer": "gus", "payee": "hal", "amount": "100", "currency": "EUR"}
READY = {"type": "occurred", "event": "ready", "by": "hal", "at": "2026-03-02T10:00:00Z"}
ONE_DAY = timedelta(days=1)


def agreed(*clauses: dict[str, Any], amendments: tuple[dict[str, Any], ...] = ()) -> Agreement:
    return Agreement.model_validate({**TEXT, "clauses": list(clauses), "amendments": list(amendments)})


def recorded(*events: dict[str, Any]) -> Record:
    record = Record()
    for number, event in enumerate(events):
        entered = {"id": f"e{number}", "recorded": event["at"], "entered_by": "desk", **event}
        record, _ = append(record, entered)
    return record


def used(quantity: str, since: str, until: str) -> dict[str, Any]:
    return {"type": "quantity-reported", "by": "hal", "at": f"{until}T23:00:00Z", "measure": "gpu_hours",
            "quantity": quantity, "since": since, "until": until}  # fmt: skip


def drawn(agreement: Agreement, record: Record, period: str, known: datetime = KNOWN) -> Statement:
    money = money_terms(agreement, known, record)
    return settle("dock", money, Books(), asked_period(period), known, UTC_ZONE)


def paid(statement: Statement) -> dict[str, int]:
    return {line.id: line.units for leg in statement.legs for line in leg.lines}


def terms_of(agreement: Agreement, record: Record) -> PaymentTerms:
    (terms,) = money_terms(agreement, KNOWN, record)
    assert isinstance(terms, PaymentTerms)
    return terms


CASES: list[tuple[dict[str, Any], tuple[dict[str, Any], ...], str, dict[str, int]]] = [
    ({"when": "2026-03-31"}, (), "2026-03", {"fee": 10000}),
    ({"when": "2026-03-31"}, (), "2026-04", {}),
    ({"when": {"event": "ready", "plus": {"n": 30}}}, (READY,), "2026-04", {"fee": 10000}),  # 1 April
    ({"when": {"event": "signing", "plus": {"n": 1, "unit": "month"}}}, (), "2026-02", {"fee": 10000}),
    ({"when": {"every": "month", "since": "2026-02-01", "until": "2026-04-30"}}, (), "2026-Q2", {"fee/2026-04": 10000}),
    ({"when": {"every": "quarter", "since": "2026-02-15", "partial": "days"}}, (), "2026-03", {"fee/2026-Q1": 5000}),
    ({"when": {"every": "quarter", "since": "2026-02-15"}}, (), "2026-03", {"fee/2026-Q1": 10000}),
    ({"when": {"every": "year", "since": "2026-02-15", "falls": "first_day"}}, (), "2026-02", {"fee/FY2026": 10000}),
    ({"when": {"every": "month", "since": {"event": "ready"}}}, (READY,), "2026-03", {"fee/2026-03": 10000}),
    ({"amount": [{"amount": "7", "on": "2026-05-01"}, {"amount": "8.005", "on": "2026-05-31"}]}, (), "2026-05",
     {"fee/1": 700, "fee/2": 801}),
    ({"amount": None, "unit_price": "1.5", "quantity": "gpu_hours", "when": {"every": "month", "since": "2026-01-01"}},
     (used("10", "2026-01-01", "2026-01-20"), used("4.3", "2026-01-21", "2026-01-31")), "2026-01",
     {"fee/2026-01": 2145}),
    ({"amount": None, "unit_price": "2", "quantity": "gpu_hours", "when": "2026-02-28"},
     (used("10", "2026-01-01", "2026-01-31"), used("1", "2026-02-01", "2026-03-05")), "2026-02", {"fee": 2000}),
    ({"amount": "1000", "currency": "Shares", "units": {"Shares": 0}, "when": "2026-06-01"}, (), "2026-06",
     {"fee": 1000}),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "events", "period", "expected"), CASES)
def test_what_a_payment_pays_in_a_period(
    fields: dict[str, Any], events: tuple[dict[str, Any], ...], period: str, expected: dict[str, int]
) -> None:
    fee = {key: value for key, value in {**FEE, **fields}.items() if value is not None}
    assert paid(drawn(agreed(fee), recorded(*events), period)) == expected


@pytest.mark.parametrize(("fields", "base"), [(CASES[0][0], 100), (CASES[-2][0], 10)], ids=["sum", "by the unit"])
def test_a_line_says_what_it_is_reckoned_on(fields: dict[str, Any], base: int) -> None:
    """The sum itself, or the quantity that a price of a unit is multiplied by; and what it comes to, step by step."""
    fee = {key: value for key, value in {**FEE, **fields}.items() if value is not None}
    terms = terms_of(agreed(fee), recorded(*CASES[-2][1]))
    (line,) = (line for month in ("2026-02", "2026-03") if (found := paid_in(terms, asked_period(month), UTC_ZONE))
               for period in found.periods for line in period.lines)  # fmt: skip
    assert line.base == base and line.earned == line.capped == line.payable == Fraction(line.units, 100)


UNKNOWN: list[tuple[dict[str, Any], tuple[dict[str, Any], ...], str, str]] = [
    ({"when": {"event": "ready", "plus": {"n": 30}}}, (), "2026-04",
     "its day is 30 days after the event ready, which has not happened as far as is known"),
    ({"when": {"every": "month", "since": {"event": "ready"}}}, (), "2026-04",
     "its day is the event ready, which has not happened as far as is known"),
    ({"amount": None, "unit_price": "1", "quantity": "gpu_hours", "when": {"every": "month", "since": "2026-01-01"}},
     (used("10", "2026-01-01", "2026-01-30"),), "2026-01",
     "fee/2026-01: gpu_hours is not reported for every day from 2026-01-01 to 2026-01-31"),
    ({"amount": None, "unit_price": "1", "quantity": "gpu_hours", "when": "2026-01-31"}, (), "2026-01",
     "no gpu_hours is reported up to 2026-01-31"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "events", "period", "why"), UNKNOWN)
def test_what_is_unknown_is_said_and_is_no_zero(
    fields: dict[str, Any], events: tuple[dict[str, Any], ...], period: str, why: str
) -> None:
    fee = {key: value for key, value in {**FEE, **fields}.items() if value is not None}
    statement = drawn(agreed(fee), recorded(*events), period)
    (leg,) = statement.legs
    assert (str(leg.unknown), leg.is_known, leg.periods) == (why, False, ())
    assert [str(reason) for one in statement.nets for reason in one.unknown] == [f"fee: {why}"]


def test_due_days_run_from_the_day_of_each_sum() -> None:
    fee = FEE | {"when": {"every": "month", "since": "2026-01-01"}, "due_days": 30}
    (leg,) = drawn(agreed(fee), Record(), "2026-01").legs
    assert leg.due == date(2026, 3, 2)
    (paid_there,) = [paid_in(terms_of(agreed(fee), Record()), asked_period("2026-01"), UTC_ZONE)]
    assert paid_there is not None and [due for _, due in paid_there.dues] == [date(2026, 3, 2)]


def test_an_amendment_changes_what_is_paid_from_its_day_on() -> None:
    monthly = FEE | {"when": {"every": "month", "since": "2026-01-01"}}
    change = {
        "id": "second",
        "signed": "2026-03-01",
        "effective": "2026-03-15",
        "replace": [monthly | {"amount": "70"}],
    }
    agreement = agreed(monthly, amendments=(change,))
    assert [paid(drawn(agreement, Record(), month)) for month in ("2026-02", "2026-03")] == [
        {"fee/2026-02": 10000}, {"fee/2026-03": 7000},
    ]  # fmt: skip


def test_what_happened_while_the_clause_ran_is_paid_after_its_end() -> None:
    fee = FEE | {"when": {"event": "ready", "plus": {"n": 90}}, "until": "2026-03-31"}
    assert paid(drawn(agreed(fee), recorded(READY), "2026-05")) == {"fee": 10000}
    late = READY | {"at": "2026-04-02T10:00:00Z"}
    assert paid(drawn(agreed(fee), recorded(late), "2026-07")) == {}


def walked(every: str, first: date, last: date, falls_on: str) -> Iterator[date]:
    """The days of payment, found by walking over every day and looking where a month, quarter or year turns."""
    size = {"month": 1, "quarter": 3, "year": 12}[every]
    day = first
    while day <= last:
        after = day + ONE_DAY
        turns = after.day == 1 and (after.month - 1) % size == 0
        before_turns = day.day == 1 and (day.month - 1) % size == 0
        if (turns or day == last) if falls_on == "last_day" else (before_turns or day == first):
            yield day
        day = after


days = st.dates(date(2026, 1, 1), date(2027, 6, 30))


@settings(max_examples=60)
@given(st.sampled_from(["month", "quarter", "year"]), days, days, st.sampled_from(["first_day", "last_day"]))
def test_every_sum_stands_on_exactly_one_statement(every: str, one: date, two: date, falls_on: str) -> None:
    first, last = sorted((one, two))
    times = {"every": every, "since": str(first), "until": str(last), "falls": falls_on}
    agreement = agreed(FEE | {"when": times}, FEE | {"id": "once", "when": str(two)})
    expected = list(walked(every, first, last, falls_on))
    found: list[date] = []
    for year in (2026, 2027):
        months = [drawn(agreement, Record(), f"{year}-{month:02}") for month in range(1, 13)]
        whole = paid(drawn(agreement, Record(), str(year)))
        listed = [paid(month) for month in months]
        assert sum(map(len, listed)) == len(whole)
        assert {name: units for month in listed for name, units in month.items()} == whole
        found += [line.day for month in months for leg in month.legs if leg.clause == "fee" for line in leg.lines]
    assert found == expected
    assert sum(fall.amount or Fraction(0) for fall in falls(_only(agreement), date(2027, 12, 31))) == 100 * len(found)


def _only(agreement: Agreement) -> PaymentTerms:
    fee, _ = money_terms(agreement, KNOWN, Record())
    assert isinstance(fee, PaymentTerms)
    return fee


@settings(max_examples=30)
@given(st.integers(0, 200), st.integers(1, 120), st.integers(0, 260))
def test_a_sum_on_an_event_is_unknown_until_it_is_known_and_then_paid_once(happens: int, plus: int, known: int) -> None:
    fee = FEE | {"when": {"event": "ready", "plus": {"n": plus}}}
    at = datetime(2026, 1, 1, 12, tzinfo=UTC) + happens * ONE_DAY
    record = recorded(READY | {"at": at.isoformat()})
    knows = datetime(2026, 1, 2, tzinfo=UTC) + known * ONE_DAY
    day = at.date() + plus * ONE_DAY
    statement = drawn(agreed(fee), record, f"{day:%Y-%m}", knows)
    assert paid(statement) == ({"fee": 10000} if at <= knows else {})
    assert bool(statement.legs[0].unknown) == (at > knows)


def test_a_line_and_its_leg_rest_on_what_their_sums_rest_on_and_name_the_reports() -> None:
    listed = {"amount": [{"amount": "7", "on": "2026-01-15"}], "basis": {"grade": "agreed", "assumed": ["amount"]}}
    priced = {"unit_price": "1", "quantity": "gpu_hours", "when": "2026-01-31", "basis": {"grade": "agreed"}}
    bare = {key: value for key, value in FEE.items() if key != "amount"}
    report = used("10", "2026-01-01", "2026-01-31") | {"basis": {"grade": "reported"}}
    for fields, record, grade, entries in (
        (listed, recorded(), "assumed", ()), (priced, recorded(report), "reported", ("e0",)),
    ):  # fmt: skip
        found = paid_in(terms_of(agreed(bare | fields), record), asked_period("2026-01"), UTC_ZONE)
        assert found is not None
        (line,) = (line for month in found.periods for line in month.lines)
        assert (line.rests_on, found.rests_on, line.entries) == (grade, grade, entries)


def moved(fields: dict[str, Any], *texts: tuple[str, dict[str, Any]]) -> Agreement:
    changes = tuple(
        {"id": f"text-{day}", "signed": day, "effective": day, "replace": [FEE | change]} for day, change in texts
    )
    return agreed(FEE | fields, amendments=changes)


MOVED: list[tuple[dict[str, Any], tuple[tuple[str, dict[str, Any]], ...], dict[str, int]]] = [
    ({"when": "2026-04-10"}, (("2026-04-01", {"when": "2026-06-10"}),), {"2026-06": 10000}),
    ({"when": "2026-04-10"}, (("2026-05-01", {"when": "2026-06-10"}),), {"2026-04": 10000, "2026-06": 0}),
    ({"when": "2026-04-10"}, (("2026-05-01", {"when": "2026-06-10", "amount": "150"}),),
     {"2026-04": 10000, "2026-06": 5000}),
    ({"when": "2026-04-10"}, (("2026-05-01", {"when": "2026-06-10", "amount": "60"}),),
     {"2026-04": 10000, "2026-06": 0}),
    ({"when": "2026-04-10"}, (("2026-05-01", {"when": "2026-06-10", "amount": "150"}),
                              ("2026-06-20", {"when": "2026-07-10", "amount": "160"})),
     {"2026-04": 10000, "2026-06": 5000, "2026-07": 1000}),
    ({"when": "2026-04-10"}, (("2026-05-01", {"when": "2026-04-10", "amount": "150"}),), {"2026-04": 10000}),
    ({"when": "2026-06-10"}, (("2026-05-01", {"when": "2026-04-10"}),), {"2026-05": 10000}),
    ({"when": {"event": "ready"}}, (("2026-02-01", {"when": "2026-01-20"}),), {"2026-02": 10000}),
    ({"when": "2025-12-10"}, (("2026-02-01", {"when": "2026-01-20"}),), {}),
    ({"when": "2026-04-10"},
     (("2026-05-01", {"when": {"every": "month", "since": "2026-06-01"}, "until": "2026-06-30"}),),
     {"2026-04": 10000, "2026-06": 10000}),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "texts", "expected"), MOVED)
def test_a_clause_of_one_sum_owes_it_once_whichever_texts_move_its_day(
    fields: dict[str, Any], texts: tuple[tuple[str, dict[str, Any]], ...], expected: dict[str, int]
) -> None:
    """What fell stays owed and counts towards the moved sum; one brought before its own text falls as that begins."""
    agreement, record = moved(fields, *texts), recorded(READY)
    months = {f"2026-{number:02}": drawn(agreement, record, f"2026-{number:02}") for number in range(1, 9)}
    found = {month: sum(paid(one).values()) for month, one in months.items() if paid(one)}
    assert found == expected
    names = [name for one in months.values() for name in paid(one)]
    assert len(names) == len(set(names))
    notes = [str(note) for one in months.values() for leg in one.legs for note in leg.notes]
    fell = [note for note in notes if "fell on 2026-04-10 under base; it is owed once" in note]
    assert bool(fell) == (len(texts) > 0 and "2026-06" in expected and "every" not in str(texts) and len(expected) > 1)


APRIL, MAY, JUNE, JULY = ({"amount": f"{n}0", "on": f"2026-0{n}-10"} for n in (4, 5, 6, 7))


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        ([APRIL, JUNE], [APRIL, JULY], {}),
        ([APRIL, JUNE], [MAY, JUNE], {"2026-05": "2026-05-10"}),
        ([APRIL, JUNE], [JUNE], {}),
        ([APRIL, JUNE], [JUNE, JULY], {"2026-07": "2026-07-10"}),
        ([JUNE], [JULY], {}),
    ],
)
def test_a_list_that_leaves_out_what_fell_and_has_something_new_says_that_both_are_owed(
    first: list[dict[str, str]], then: list[dict[str, str]], told: dict[str, str]
) -> None:
    change = {"id": "later", "signed": "2026-04-20", "effective": "2026-04-20", "replace": [FEE | {"amount": then}]}
    agreement, found = agreed(FEE | {"amount": first}, amendments=(change,)), dict[str, str]()
    for month in (f"2026-{number:02}" for number in range(4, 9)):
        notes = [str(note) for leg in drawn(agreement, Record(), month).legs for note in leg.notes]
        found.update((month, note) for note in notes if "is owed besides" in note)
    says = "fee/1 fell on 2026-04-10 under base, and the later list does not have it: what falls on {} is owed besides"
    assert {month: note.partition(";")[0] for month, note in found.items()} == {
        month: says.format(day) for month, day in told.items()
    }


def test_a_moved_sum_is_unknown_where_what_fell_before_is() -> None:
    by_hours = {"amount": None, "unit_price": "2", "quantity": "gpu_hours", "when": "2026-04-10"}
    base = {key: value for key, value in (FEE | by_hours).items() if value is not None}
    change = {
        "id": "later",
        "signed": "2026-05-01",
        "effective": "2026-05-01",
        "replace": [FEE | {"when": "2026-06-10"}],
    }
    (leg,) = drawn(agreed(base, amendments=(change,)), Record(), "2026-06").legs
    assert str(leg.unknown) == "no gpu_hours is reported up to 2026-04-10"
