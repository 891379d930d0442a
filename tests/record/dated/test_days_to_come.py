"""A term and a commitment whose days something brings: unknown until it happens, then to the day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.record.dated.test_standing_text import YEARLY, agreed, happened, last_day, notice, recorded, standing

from firstcall.agreement.model.clauses.kinds import Commitment
from firstcall.calendars import calendar_for
from firstcall.deadlines import Offset, shifted
from firstcall.record.dated.days_to_come import hung_fields
from firstcall.record.dated.speaking import ended_by, is_awaited
from firstcall.record.position import position
from firstcall.settlement.clauses.dated_terms import CommitmentTerms, commitment_periods, whole_periods
from firstcall.settlement.clauses.history import money_terms
from firstcall.settlement.clauses.payments import PaymentTerms
from firstcall.settlement.sums.falls import falls

US = calendar_for("US")
HUNG_TERM = {"id": "term", "type": "term", "until": {"event": "ready", "plus": {"n": 2, "unit": "year"}}}
READY = happened("ready", "2026-06-03T15:00:00Z")
HUNG = {**YEARLY, "since": {"event": "ready"}, "until": {"event": "ready", "plus": {"n": 1, "unit": "year"}}}


def test_a_term_has_no_end_before_what_it_hangs_on_and_then_to_the_day() -> None:
    agreement = agreed(HUNG_TERM)
    assert standing(agreement, "2026-06-03T14:59:59Z", READY).now.ends is None
    here = standing(agreement, "2026-06-03T15:00:00Z", READY)
    assert last_day(here) == date(2028, 6, 2)
    assert here.now.by_id["term"].version.id == "base"


def test_a_day_in_any_case_ends_it_where_nothing_comes_first() -> None:
    capped = {**HUNG_TERM, "until": {**HUNG_TERM["until"], "or_date": "2027-12-31"}}  # type: ignore[dict-item]
    assert last_day(standing(agreed(capped), "2026-02-01T00:00:00Z")) == date(2027, 12, 31)
    assert last_day(standing(agreed(capped), "2026-07-01T00:00:00Z", READY)) == date(2027, 12, 31)
    early = happened("ready", "2025-12-31T15:00:00Z")
    assert last_day(standing(agreed(capped), "2026-07-01T00:00:00Z", early)) == date(2027, 12, 30)


@given(st.dates(date(2026, 1, 5), date(2030, 12, 31)), st.integers(1, 900))
@settings(deadline=None, max_examples=25)
def test_a_hung_term_is_the_plain_term_of_the_day_it_comes_to(day: date, n: int) -> None:
    hung = {**HUNG_TERM, "until": {"event": "ready", "plus": {"n": n}}}
    here = standing(agreed(hung), f"{day}T20:00:00Z", happened("ready", f"{day}T18:00:00Z"))
    assert last_day(here) == day + timedelta(days=n)


def test_a_renewal_lengthens_a_term_whose_day_is_known() -> None:
    option = {"id": "renewal", "type": "option", "by": "gus", "renew": {"n": 1, "unit": "year"}}
    here = standing(agreed(HUNG_TERM, option), "2026-08-01T00:00:00Z", READY, notice("2026-07-01T18:00:00Z"))
    assert last_day(here) == date(2029, 6, 2)


def commitment_terms(*events: dict[str, Any]) -> Any:
    (found,) = money_terms(agreed(HUNG), None, recorded(*events))
    return found


def test_a_commitment_is_unknown_until_its_days_are() -> None:
    waiting = commitment_terms()
    assert isinstance(waiting, PaymentTerms)
    (fall,) = falls(waiting, date(2027, 1, 1))
    assert fall.day is None and "the event ready" in str(fall.unknown)
    known = commitment_terms(READY)
    assert isinstance(known, CommitmentTerms)
    assert (known.clause.first, known.clause.last) == (date(2026, 6, 3), date(2027, 6, 2))


@pytest.mark.parametrize("at", [datetime(2026, 2, 1, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC)])
def test_what_hangs_on_nothing_has_no_day_to_come(at: datetime) -> None:
    clause = position(agreed(YEARLY), recorded(), at).now.by_id["takes"].clause
    assert isinstance(clause, Commitment) and hung_fields(clause) == {}


FIRST_DAYS = st.one_of(
    st.dates(date(2026, 1, 5), date(2032, 12, 31)),
    st.sampled_from([date(2028, 2, 29), date(2026, 1, 31), date(2026, 8, 31), date(2027, 12, 31), date(2026, 3, 1)]),
)


@given(FIRST_DAYS, st.integers(1, 4), st.sampled_from(["year", "quarter"]), st.integers(0, 3), st.integers(1, 2))
@settings(deadline=None, max_examples=60)
def test_years_of_a_commitment_are_whole_years_renewed_or_not(
    day: date, n: int, per: str, times: int, more: int
) -> None:
    """So many years or quarters from an event are as many periods, none of them cut: nothing is owed for one day."""
    unit, each = ("year", 1) if per == "year" else ("month", 3)
    hung = {
        **HUNG, "per": per, "years": "anniversary",
        "until": {"event": "ready", "plus": {"n": n * each, "unit": unit}},
    }  # fmt: skip
    longer = {"id": "renewal", "type": "option", "by": "gus", "of": ["takes"], "at_most": 9,
              "renew": {"n": more * each, "unit": unit}}  # fmt: skip
    on = [day + timedelta(days=10 + number) for number in range(times)]
    notices = [notice(f"{each_day}T18:00:00Z") for each_day in on]
    events = [happened("ready", f"{day}T15:00:00Z"), *notices]
    found = [one for one in money_terms(agreed(hung, longer), None, recorded(*events)) if one.id == "takes"]
    assert isinstance(found[0], CommitmentTerms)
    clause = found[0].clause
    assert len(commitment_periods(clause)) == n + times * more
    assert clause.per != "term"
    assert [one.end for one in commitment_periods(clause)] == [one.end for one in whole_periods(clause, clause.per)]
    assert clause.first == day


@given(st.integers(0, 400), st.integers(0, 400), st.sampled_from([None, 1, 3]), st.integers(-2, 2))
@settings(deadline=None, max_examples=60)
def test_the_later_of_a_day_and_what_an_event_brings(came: int, not_before: int, years: int | None, asked: int) -> None:
    """A right and a commitment begin on the later of the two, to the day; before the event both wait."""
    start = date(2026, 1, 5)
    happened_on, earliest = start + timedelta(days=came), start + timedelta(days=not_before)
    rule: dict[str, Any] = {"event": "ready", "not_before": earliest.isoformat()}
    rule |= {} if years is None else {"plus": {"n": years, "unit": "year"}}
    plain = happened_on if years is None else shifted(happened_on, Offset(years, "year"), US)
    first = max(plain, earliest)
    near = {"id": "near", "type": "exclusivity", "holder": "hal", "at": ["home"], "since": rule}
    takes = {**YEARLY, "since": rule, "until": "2040-12-31"}
    text, ready = agreed(near, takes), happened("ready", f"{happened_on}T17:00:00Z")
    (bought,) = (one for one in money_terms(text, None, recorded(ready)) if one.id == "takes")
    assert isinstance(bought, CommitmentTerms) and bought.clause.first == first
    day = first + timedelta(days=asked)
    here = standing(text, f"{day}T20:00:00Z", ready)
    assert (ended_by(here, here.now.by_id["near"]), is_awaited(here, here.now.by_id["near"])) == (None, day < first)
    waiting = standing(text, f"{first + timedelta(days=9)}T20:00:00Z")
    assert is_awaited(waiting, waiting.now.by_id["near"]), "the day alone brings nothing"


def test_a_day_in_any_case_comes_after_the_earliest() -> None:
    near = {"id": "near", "type": "exclusivity", "holder": "hal", "at": ["home"],
            "until": {"event": "ready", "not_before": "2027-01-01", "or_date": "2027-01-01"}}  # fmt: skip
    with pytest.raises(ValidationError, match="falls on 2027-01-01 in any case, and not before 2027-01-01"):
        agreed(near)
