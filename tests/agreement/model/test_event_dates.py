"""Dates by rule as written: which of the three forms a mapping is, what it hangs on, and how it is told."""

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from firstcall.agreement.model.event_date_words import said_date
from firstcall.agreement.model.event_dates import (
    BeforeEnd,
    EventDate,
    Since,
    Until,
    UntilDetermination,
    event_rule,
    first_moment_of,
    hangs_on_record,
    last_day_of,
)
from firstcall.deadlines import EventRule, Hinge, Offset

UNTIL: TypeAdapter[Any] = TypeAdapter(Until)
SINCE: TypeAdapter[Any] = TypeAdapter(Since)
FORMS: list[tuple[dict[str, Any], Any, EventRule, str]] = [
    ({"event": "ready"}, EventDate, EventRule(Hinge("event", "ready")), "the event ready"),
    ({"event": "signing", "of": "C-1", "plus": {"n": 10, "unit": "business"}}, EventDate,
     EventRule(Hinge("event", "signing", "C-1"), Offset(10, "business")),
     "10 business days after the signing of C-1"),
    ({"determination": "agi", "state": "verified", "plus": {"n": 1, "unit": "year"}}, UntilDetermination,
     EventRule(Hinge("determination", "agi", "verified"), Offset(1, "year")),
     "1 year after the day on which agi is verified"),
    ({"before_end_of": "term", "by": {"n": 6, "unit": "month"}}, BeforeEnd,
     EventRule(Hinge("end", "term"), Offset(6, "month"), before=True), "6 months before the last day of the term"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "model", "rule", "said"), FORMS, ids=lambda one: getattr(one, "__name__", ""))
def test_each_form_is_told_by_its_keys(data: dict[str, Any], model: Any, rule: EventRule, said: str) -> None:
    for read in (UNTIL, SINCE):
        day: Any = read.validate_python(data)
        assert type(day) is model
        assert event_rule(day) == rule
        assert str(said_date(day)) == said


def test_a_day_in_any_case_is_told_and_is_the_last() -> None:
    day = UNTIL.validate_python({"event": "ready", "plus": {"n": 2}, "or_date": "2027-01-31"})
    assert str(said_date(day)) == "2 days after the event ready, at the latest 2027-01-31"
    assert last_day_of(day) == date(2027, 1, 31) == last_day_of(date(2027, 1, 31))
    assert last_day_of(UNTIL.validate_python(FORMS[3][0])) is None


@pytest.mark.parametrize("data", [
    {"event": "ready", "plus": {"n": 0}},
    {"event": "ready", "plus": {"n": 3, "unit": "weeks"}},
    {"before_end_of": "term"},
    {"event": "ready", "by": {"n": 3}},
], ids=str)  # fmt: skip
def test_what_is_no_date_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        UNTIL.validate_python(data)


def test_a_first_day_is_a_day_or_a_rule() -> None:
    assert first_moment_of(SINCE.validate_python("2025-01-01")) == date(2025, 1, 1)
    assert first_moment_of(SINCE.validate_python({"event": "ready"})) is None
    assert hangs_on_record(SINCE.validate_python({"event": "ready"}))
    assert not hangs_on_record(SINCE.validate_python(FORMS[3][0]))
    assert not hangs_on_record(None)
