"""Dates that hang on something that happens: so long after an event or a determination, or before an end.

Such a date may stand wherever a clause begins, ends or falls due. It is unknown until what it hangs on is known.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Any, assert_never, get_args

from pydantic import BaseModel, Discriminator, Field, Tag

from firstcall.agreement.model.basis import Day, Id, Moment, Written
from firstcall.agreement.model.determinations import DeterminationState
from firstcall.agreement.model.exact import Whole
from firstcall.deadlines import EventRule, Hinge, Offset, OffsetUnit
from firstcall.said import Said, plural, sentence

SIGNING = "signing"
"""The event that needs no declaring: the signing of the agreement, of an amendment, or of a contract."""
EXERCISE = "exercise"
"""The event that needs no declaring either: that an option, which `of` names, was exercised."""
TERM = "term"
"""What `before_end_of` calls the term, whatever the id of its clause."""


class Plus(Written):
    """How long after what a date hangs on, or before it. That day is not counted; months of a span begin with it."""

    n: Annotated[Whole, Field(ge=1, le=36600)]
    """How many."""
    unit: OffsetUnit = "calendar"
    """Days of the calendar, days of business, months or years."""

    @property
    def offset(self) -> Offset:
        """Return it as a count of days is told."""
        return Offset(self.n, self.unit)


class UntilDetermination(Written):
    """A date that a determination brings, or a day, whichever comes first."""

    determination: Id
    """The id of the determination that it hangs on."""
    state: DeterminationState = "determined"
    """What brings it: the declaration, its verification, or whatever decides under the agreement."""
    plus: Plus | None = None
    """How long after; at once when left out."""
    or_date: Day | None = None
    """The day in any case."""


class EventDate(Written):
    """A date that an event brings, or a day, whichever comes first."""

    event: Id
    """`signing`, `exercise`, or an event that `definitions.events` lists."""
    of: Id | None = None
    """The contract, amendment, option or clause that the event must be of; any of that name when left out."""
    plus: Plus | None = None
    """How long after; at once when left out."""
    or_date: Day | None = None
    """The day in any case."""


class BeforeEnd(Written):
    """A date so long before the term or a clause ends."""

    before_end_of: Id
    """`term`, or the id of a clause with a last day."""
    by: Plus
    """How long before its last day."""


HungDate = UntilDetermination | EventDate | BeforeEnd
"""A date by rule."""
HUNG = (UntilDetermination, EventDate, BeforeEnd)
"""The same, for `isinstance`."""


def _kind(value: Any) -> str:
    if isinstance(value, EventDate) or (isinstance(value, dict) and "event" in value):
        return "by_event"
    if isinstance(value, BeforeEnd) or (isinstance(value, dict) and "before_end_of" in value):
        return "before_end"
    return "by_determination" if isinstance(value, (dict, UntilDetermination)) else "by_day"


_Hung = (
    Annotated[UntilDetermination, Tag("by_determination")]
    | Annotated[EventDate, Tag("by_event")]
    | Annotated[BeforeEnd, Tag("before_end")]
)
Until = Annotated[Annotated[Day, Tag("by_day")] | _Hung, Discriminator(_kind)]
"""A last day, or a rule that brings one."""
Since = Annotated[Annotated[Moment, Tag("by_day")] | _Hung, Discriminator(_kind)]
"""A first day or instant, or a rule that brings one."""


def last_day_of(until: date | HungDate | None) -> date | None:
    """Return the last day that an end names by itself; None for one that only an event brings."""
    if isinstance(until, BeforeEnd):
        return None
    return until.or_date if isinstance(until, UntilDetermination | EventDate) else until


def first_moment_of(since: date | datetime | HungDate | None) -> date | datetime | None:
    """Return the first day or instant that a beginning names by itself; None for one that only a rule brings."""
    return since if isinstance(since, date) else None


def first_day_of(day: date | HungDate | None) -> date | None:
    """Return the day that a field names by itself; None where only a rule brings it, or where nothing is written."""
    return day if isinstance(day, date) else None


def hangs_on_record(day: date | datetime | HungDate | None) -> bool:
    """Say whether only the record can tell a date."""
    return isinstance(day, _ON_RECORD)


_ON_RECORD = (UntilDetermination, EventDate)  # a tuple made once: this is asked of every clause, at every question


def event_rule(day: HungDate) -> EventRule:
    """Return the rule by which a date is counted, as `deadlines` reads it; a day in any case is not part of it."""
    match day:
        case UntilDetermination():
            hinge = Hinge("determination", day.determination, day.state)
        case EventDate():
            hinge = Hinge("event", day.event, day.of)
        case BeforeEnd():
            return EventRule(Hinge("end", day.before_end_of), day.by.offset, before=True)
        case _:
            assert_never(day)
    return EventRule(hinge, day.plus.offset if day.plus else None)


def hinges(day: HungDate) -> tuple[str, ...]:
    """Return the names of what a date by rule hangs on: a determination, an event and what it is of, a clause."""
    match day:
        case UntilDetermination():
            return (day.determination,)
        case EventDate():
            return (day.event,) if day.of is None else (day.event, day.of)
        case BeforeEnd():
            return (day.before_end_of,)
        case _:
            assert_never(day)


def hung_dates(clause: BaseModel) -> Iterator[tuple[tuple[str | int, ...], HungDate]]:
    """Yield every date by rule that a clause has, in whatever field, with its place."""
    yield from _within(clause, ())


def _within(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], HungDate]]:
    match value:
        case UntilDetermination() | EventDate() | BeforeEnd():
            yield path, value
        case BaseModel():
            for name in _dated_fields(type(value)):
                yield from _within(getattr(value, name), (*path, name))
        case tuple():
            for index, item in enumerate(value):
                yield from _within(item, (*path, index))
        case _:
            pass


@lru_cache(maxsize=512)
def _dated_fields(kind: type[BaseModel]) -> tuple[str, ...]:
    """Return the fields of a model in which a date by rule may stand, by their types."""
    return tuple(name for name, info in kind.model_fields.items() if _is_dated(info.annotation))


def _is_dated(hint: Any) -> bool:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return hint in HUNG or bool(_dated_fields(hint))
    return any(_is_dated(part) for part in get_args(hint))


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
    return said if rule.offset is None else (_before if rule.before else _after)(rule.offset, said)


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
