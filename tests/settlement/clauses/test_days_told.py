"""Rates and amounts from an event on: as though the days had been written, once they are known; told until then."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.settlement.sums.test_payments import agreed, recorded

from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.record.dated.days_to_come import with_days
from firstcall.record.journal.journal import Record
from firstcall.settlement.clauses.dated_terms import CommitmentTerms, LegTerms, commitment_periods, committed_amount
from firstcall.settlement.clauses.days_told import days_told
from firstcall.settlement.clauses.history import money_terms
from firstcall.settlement.reckon.earning import rate_on

KNOWN = datetime(2026, 1, 5, tzinfo=UTC)
LATER = datetime(2027, 6, 1, tzinfo=UTC)
SHARE: dict[str, Any] = {
    "id": "share", "type": "revenue_share", "payer": "gus", "payee": "hal", "currency": "EUR",
    "base": {"source": "revenue_lines", "streams": ["s"]},
}  # fmt: skip
BUYS: dict[str, Any] = {
    "id": "buys", "type": "commitment", "by": "gus", "to": "hal", "currency": "EUR", "per": "quarter",
    "since": "2026-01-01", "until": "2026-12-31", "base": {"source": "revenue_lines", "streams": ["s"]},
}  # fmt: skip


def at_ready(n: int | None, **more: Any) -> dict[str, Any]:
    return {"event": "ready", **({} if n is None else {"plus": {"n": n}}), **more}


def ready(day: date) -> Record:
    return recorded({"type": "occurred", "event": "ready", "by": "hal", "at": f"{day}T10:00:00Z"})


def terms_of(clause: dict[str, Any], record: Record, known: datetime = LATER) -> LegTerms | CommitmentTerms:
    (found,) = money_terms(agreed(clause), known, record)
    assert isinstance(found, LegTerms | CommitmentTerms)
    return found


def rates_by_day(terms: LegTerms | CommitmentTerms) -> list[Fraction]:
    assert isinstance(terms, LegTerms)
    found = []
    for number in range(365):
        day = date(2026, 1, 1) + timedelta(days=number)
        span = terms.at(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
        assert span is not None and span.clause.rate is not None
        found.append(Fraction(rate_on(span.clause.rate, day, "share").rate))
    return found


@given(st.dates(date(2026, 1, 2), date(2026, 11, 1)), st.none() | st.integers(1, 40), st.booleans())
@settings(deadline=None, max_examples=40)
def test_a_rate_from_an_event_on_is_as_though_its_day_had_been_written(day: date, n: int | None, ends: bool) -> None:
    rule, begins = at_ready(n), day + timedelta(days=n or 0)
    earlier = {"rate": "0.2", **({"until": rule} if ends else {})}
    written = [{"rate": "0.2", "until": str(begins - timedelta(days=1))}, {"rate": "0.1", "since": str(begins)}]
    by_rule = terms_of({**SHARE, "rate": [earlier, {"rate": "0.1", "since": rule}]}, ready(day))
    assert rates_by_day(by_rule) == rates_by_day(terms_of({**SHARE, "rate": written}, Record()))


@given(st.dates(date(2026, 1, 2), date(2026, 11, 1)), st.dates(date(2026, 1, 2), date(2026, 11, 1)))
@settings(deadline=None, max_examples=25)
def test_of_rates_that_have_begun_the_last_to_begin_holds(first: date, second: date) -> None:
    rates = [
        {"rate": "0.3"},
        {"rate": "0.2", "since": at_ready(None)},
        {"rate": "0.1", "since": {**at_ready(None), "of": "second"}},
    ]
    happened = [
        {"type": "occurred", "event": "ready", "by": "hal", "of": name, "at": f"{day}T10:00:00Z"}
        for day, name in sorted([(first, "first"), (second, "second")])
    ]
    came = min(first, second)  # the first event of the name counts, whatever it is of
    found = rates_by_day(terms_of({**SHARE, "rate": rates}, recorded(*happened)))
    for number, rate in enumerate(found):
        day = date(2026, 1, 1) + timedelta(days=number)
        begun = [(came, Fraction(1, 5))] * (day >= came) + [(second, Fraction(1, 10))] * (day >= second)
        assert rate == (max(begun, key=lambda one: (one[0], -one[1]))[1] if begun else Fraction(3, 10)), day


def test_until_the_event_is_known_the_earlier_rate_goes_on_and_the_statement_says_so() -> None:
    terms = terms_of({**SHARE, "rate": [{"rate": "0.2"}, {"rate": "0.1", "since": at_ready(10)}]}, Record(), KNOWN)
    assert set(rates_by_day(terms)) == {Fraction(1, 5)}
    assert [str(note) for note in terms.notes] == [
        "the rate is 10% from 10 days after the event ready on, a day that is not known yet"
    ]
    known = terms_of(
        {**SHARE, "rate": [{"rate": "0.2"}, {"rate": "0.1", "since": at_ready(10)}]}, ready(date(2026, 3, 1))
    )
    assert known.notes == ()


def test_a_day_in_any_case_holds_as_long_as_nothing_comes_sooner() -> None:
    clause = {**SHARE, "rate": [{"rate": "0.2"}, {"rate": "0.1", "since": at_ready(10, or_date="2026-07-01")}]}
    rates = rates_by_day(terms_of(clause, Record(), KNOWN))
    assert (rates[180], rates[181]) == (Fraction(1, 5), Fraction(1, 10))  # 30 June and 1 July
    sooner = rates_by_day(terms_of(clause, ready(date(2026, 3, 1))))
    assert (sooner[68], sooner[69]) == (Fraction(1, 5), Fraction(1, 10))  # 10 and 11 March
    assert rates_by_day(terms_of(clause, ready(date(2026, 8, 1)))) == rates


def test_an_amount_from_an_event_on_counts_from_the_next_quarter() -> None:
    clause = {**BUYS, "amount": [{"amount": "100"}, {"amount": "300", "since": at_ready(None)}]}
    waits = terms_of(clause, Record(), KNOWN)
    assert [str(note) for note in waits.notes] == [
        "the amount is 300 EUR from the event ready on, a day that is not known yet"
    ]
    for record, amounts in (
        (Record(), [100, 100, 100, 100]), (ready(date(2026, 5, 2)), [100, 100, 300, 300]),
        (ready(date(2026, 4, 1)), [100, 300, 300, 300]),
    ):  # fmt: skip
        terms = terms_of(clause, record)
        assert isinstance(terms, CommitmentTerms)
        assert [committed_amount(terms.clause, one) for one in commitment_periods(terms.clause)] == amounts


def test_a_commitment_that_may_end_sooner_says_so() -> None:
    clause = {**BUYS, "amount": "100", "until": at_ready(30, or_date="2026-12-31")}
    terms = terms_of(clause, Record(), KNOWN)
    assert isinstance(terms, CommitmentTerms)
    assert terms.clause.last == date(2026, 12, 31)
    assert [str(note) for note in terms.notes] == [
        "it ends on 2026-12-31; sooner if 30 days after the event ready comes first"
    ]
    known = terms_of(clause, ready(date(2026, 6, 1)))
    assert isinstance(known, CommitmentTerms)
    assert (known.clause.last, known.notes) == (date(2026, 7, 1), ())


@pytest.mark.parametrize("number", [0, 1])
def test_days_are_put_where_the_rules_stand(number: int) -> None:
    clause = RevenueShare.model_validate(
        {**SHARE, "rate": [{"rate": "0.2", "until": at_ready(1)}, {"rate": "0.1", "since": at_ready(2)}]}
    )
    end = ("until", "since")[number]
    dated = with_days(clause, {("rate", number, end): date(2026, 5, 5)})
    assert dated.rate is not None and getattr(dated.rate[number], end) == date(2026, 5, 5)
    assert len(list(days_told(dated))) == 1 and len(list(days_told(clause))) == 2


@pytest.mark.parametrize(
    ("clause", "says"),
    [
        ({**BUYS, "amount": [{"amount": "1", "since": at_ready(1)}]}, "the first amount waits for 1 day after"),
        (
            {**SHARE, "rate": [{"rate": "1"}, {"rate": "2"}, {"rate": "3", "since": at_ready(1)}]},
            "two rates hold on every day",
        ),
    ],
)
def test_what_cannot_be_told_apart_is_refused(clause: dict[str, Any], says: str) -> None:
    kind = Commitment if clause["type"] == "commitment" else RevenueShare
    with pytest.raises(ValueError, match=says):
        kind.model_validate(clause)
