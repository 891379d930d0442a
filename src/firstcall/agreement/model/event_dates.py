"""Dates that hang on something that happens: so long after an event or a determination, or before an end.

Such a date may stand wherever a clause begins, ends or falls due. It is unknown until what it hangs on is known.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Any, Self, assert_never, get_args

from pydantic import BaseModel, Discriminator, Field, Tag, model_validator

from firstcall.agreement.model.basis import Day, Id, Moment, Written
from firstcall.agreement.model.determinations import DeterminationState
from firstcall.agreement.model.exact import Whole
from firstcall.deadlines import EventRule, Hinge, Offset, OffsetUnit
from firstcall.errors import did_you_mean
from firstcall.said import Said, Unreadable, sentence

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


class DayAlreadyPast(Said):
    says = sentence("event-date.earliest-after-latest", "it falls on {latest} in any case, and not before {earliest}")
    latest: date
    earliest: date


class LetTheEarliestComeFirst(Said):
    says = sentence(
        "event-date.let-earliest-come-first", "let `not_before` be a day before `or_date`, or leave one out"
    )


def check_order(earliest: date | None, latest: date | None) -> None:
    """Refuse a date that falls on a day in any case, and not before a later one.

    Raises:
      Unreadable: it does.
    """
    if earliest is not None and latest is not None and latest <= earliest:
        raise Unreadable(DayAlreadyPast(latest=latest, earliest=earliest), LetTheEarliestComeFirst())


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
    not_before: Day | None = None
    """The earliest day: of this day and the one that the rule brings, the later."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_order(self.not_before, self.or_date)
        return self

    @property
    def is_counted(self) -> bool:
        """Whether it falls on a day that is counted, and not at the instant of what brings it."""
        return self.plus is not None or self.not_before is not None


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
    not_before: Day | None = None
    """The earliest day: of this day and the one that the rule brings, the later."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_order(self.not_before, self.or_date)
        return self

    @property
    def is_counted(self) -> bool:
        """Whether it falls on a day that is counted, and not at the instant of what brings it."""
        return self.plus is not None or self.not_before is not None


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


HEADS = ("event", "before_end_of", "determination")
"""The keys that say what a date hangs on."""


def head_of(written: Mapping[str, Any], heads: Sequence[str]) -> str:
    """Return the key that says what a rule is: one of them, else the one that a key was likely meant to be.

    >>> head_of({"evnt": "handover"}, HEADS), head_of({"plus": {"n": 1}}, HEADS)
    ('event', 'determination')
    """
    found = next((head for head in heads if head in written), None)
    near = (did_you_mean(str(key), heads) for key in written)
    return found or next((head for head in near if head is not None), heads[-1])


def form_of_date(value: Any) -> str:
    """Return which form of date is written: a day, or a rule by what it hangs on."""
    head = head_of(value, HEADS) if isinstance(value, dict) else ""
    if isinstance(value, EventDate) or head == "event":
        return "by_event"
    if isinstance(value, BeforeEnd) or head == "before_end_of":
        return "by_end"
    return "by_determination" if isinstance(value, (dict, UntilDetermination)) else "by_day"


_Hung = (
    Annotated[UntilDetermination, Tag("by_determination")]
    | Annotated[EventDate, Tag("by_event")]
    | Annotated[BeforeEnd, Tag("by_end")]
)
Until = Annotated[Annotated[Day, Tag("by_day")] | _Hung, Discriminator(form_of_date)]
"""A last day, or a rule that brings one."""
Since = Annotated[Annotated[Moment, Tag("by_day")] | _Hung, Discriminator(form_of_date)]
"""A first day or instant, or a rule that brings one."""


def last_day_of(until: date | HungDate | None) -> date | None:
    """Return the last day that an end names by itself; None for one that only an event brings."""
    if isinstance(until, BeforeEnd):
        return None
    return until.or_date if isinstance(until, UntilDetermination | EventDate) else until


def earliest_of(day: date | datetime | HungDate | None) -> date | None:
    """Return the day before which a date by rule does not fall; None where any will do."""
    return day.not_before if isinstance(day, UntilDetermination | EventDate) else None


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
