"""Dates by rule in words: what each hangs on, how long after it or before, and the days that bound it."""

from datetime import date
from typing import assert_never

from firstcall.agreement.model.determinations import DeterminationState
from firstcall.agreement.model.event_dates import (
    TERM,
    BeforeEnd,
    EventDate,
    HungDate,
    Plus,
    UntilDetermination,
    earliest_of,
    event_rule,
    last_day_of,
)
from firstcall.deadlines import Offset
from firstcall.said import Said, plural, sentence


class AnEvent(Said):
    says = sentence("event-date.event", "the event {event}")
    event: str


class AnEventOf(Said):
    says = sentence("event-date.event-of", "the event {event} of {of}")
    event: str
    of: str


class TheSigning(Said):
    says = sentence("event-date.signing", "the signing")


class TheSigningOf(Said):
    says = sentence("event-date.signing-of", "the signing of {of}")
    of: str


class AnExercise(Said):
    says = sentence("event-date.exercise", "the exercise of an option")


class TheExerciseOf(Said):
    says = sentence("event-date.exercise-of", "the exercise of {option}")
    option: str


class TheTermItself(Said):
    says = sentence("event-date.term", "the term")


class ADetermination(Said):
    says = sentence("event-date.determination", "the day on which {determination} is {state}")
    determination: str
    state: DeterminationState


class TheEndOf(Said):
    says = sentence("event-date.end-of", "the last day of {clause}")
    clause: Said | str


class DaysAfter(Said):
    says = plural("event-date.days-after", "{n} day after {what}", "{n} days after {what}")
    n: int
    what: Said


class BusinessDaysAfter(Said):
    says = plural("event-date.business-days-after", "{n} business day after {what}", "{n} business days after {what}")
    n: int
    what: Said


class MonthsAfter(Said):
    says = plural("event-date.months-after", "{n} month after {what}", "{n} months after {what}")
    n: int
    what: Said


class YearsAfter(Said):
    says = plural("event-date.years-after", "{n} year after {what}", "{n} years after {what}")
    n: int
    what: Said


class DaysBefore(Said):
    says = plural("event-date.days-before", "{n} day before {what}", "{n} days before {what}")
    n: int
    what: Said


class BusinessDaysBefore(Said):
    says = plural(
        "event-date.business-days-before", "{n} business day before {what}", "{n} business days before {what}"
    )
    n: int
    what: Said


class MonthsBefore(Said):
    says = plural("event-date.months-before", "{n} month before {what}", "{n} months before {what}")
    n: int
    what: Said


class YearsBefore(Said):
    says = plural("event-date.years-before", "{n} year before {what}", "{n} years before {what}")
    n: int
    what: Said


class SpanOfCalendarDays(Said):
    says = plural("event-date.span-days", "{n} day", "{n} days")
    n: int


class SpanOfBusinessDays(Said):
    says = plural("event-date.span-business-days", "{n} business day", "{n} business days")
    n: int


class SpanOfMonths(Said):
    says = plural("event-date.span-months", "{n} month", "{n} months")
    n: int


class SpanOfYears(Said):
    says = plural("event-date.span-years", "{n} year", "{n} years")
    n: int


def said_span(plus: Plus) -> Said:
    """Return how long something takes, in words.

    >>> str(said_span(Plus(n=12, unit="month")))
    '12 months'
    """
    match plus.unit:
        case "calendar":
            return SpanOfCalendarDays(n=plus.n)
        case "business":
            return SpanOfBusinessDays(n=plus.n)
        case "month":
            return SpanOfMonths(n=plus.n)
        case "year":
            return SpanOfYears(n=plus.n)
        case _:
            assert_never(plus.unit)


class NotBefore(Said):
    says = sentence("event-date.not-before", "{when}, not before {day}")
    when: Said
    day: date


class AtTheLatest(Said):
    says = sentence("event-date.at-the-latest", "{when}, at the latest {day}")
    when: Said
    day: date


class OrSooner(Said):
    says = sentence("event-date.or-sooner", "{told}; sooner if {when} comes first")
    told: Said
    when: Said


def said_date(day: HungDate) -> Said:
    """Return a date by rule in words: what it hangs on, how long after or before, and the day in any case.

    >>> str(said_date(EventDate.model_validate({"event": "ready", "of": "C-1", "plus": {"n": 90}})))
    '90 days after the event ready of C-1'
    >>> str(said_date(BeforeEnd.model_validate({"before_end_of": "term", "by": {"n": 1, "unit": "month"}})))
    '1 month before the last day of the term'
    """
    last = last_day_of(day)
    return said_rule(day) if last is None else AtTheLatest(when=said_rule(day), day=last)


def said_rule(day: HungDate) -> Said:
    """Return a date by rule in words, without the day in any case."""
    rule = event_rule(day)
    said = _hinge(day)
    if rule.offset is not None:
        said = (_before if rule.before else _after)(rule.offset, said)
    first = earliest_of(day)
    return said if first is None else NotBefore(when=said, day=first)


def _hinge(day: HungDate) -> Said:
    match day:
        case UntilDetermination():
            return ADetermination(determination=day.determination, state=day.state)
        case EventDate():
            return _event_said(day.event, day.of)
        case BeforeEnd():
            return TheEndOf(clause=clause_or_term(day.before_end_of))
        case _:
            assert_never(day)


def _event_said(event: str, of: str | None) -> Said:
    match event:
        case "signing":
            return TheSigning() if of is None else TheSigningOf(of=of)
        case "exercise":
            return AnExercise() if of is None else TheExerciseOf(option=of)
        case _:
            return AnEvent(event=event) if of is None else AnEventOf(event=event, of=of)


def clause_or_term(name: str) -> Said | str:
    """Return what a clause that ends is called: the term in the reader's words, any other by its id."""
    return TheTermItself() if name == TERM else name


def _after(offset: Offset, what: Said) -> Said:
    match offset.unit:
        case "calendar":
            return DaysAfter(n=offset.n, what=what)
        case "business":
            return BusinessDaysAfter(n=offset.n, what=what)
        case "month":
            return MonthsAfter(n=offset.n, what=what)
        case "year":
            return YearsAfter(n=offset.n, what=what)
        case _:
            assert_never(offset.unit)


def _before(offset: Offset, what: Said) -> Said:
    match offset.unit:
        case "calendar":
            return DaysBefore(n=offset.n, what=what)
        case "business":
            return BusinessDaysBefore(n=offset.n, what=what)
        case "month":
            return MonthsBefore(n=offset.n, what=what)
        case "year":
            return YearsBefore(n=offset.n, what=what)
        case _:
            assert_never(offset.unit)
