"""The count: which days make up a window or tail, each with its reason.

Nothing else adds days together. A count starts at an anchor day, and the anchor comes from something
that happened: a notice sent, arrived, made complete, a window closed, an answer given.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Literal, NamedTuple, assert_never

from firstcall.dates import local_day
from firstcall.deadlines.notice_rules import NoticeRules, Tail, Toll, Window, in_utc
from firstcall.said import Hour, Said, sentence
from firstcall.values import dataclass

ONE_DAY = timedelta(days=1)

AnchorDay = Literal[
    "day of sending", "day of delivery", "day of receipt", "day of the complete notice", "day of the notice",
    "day of lapse or answer", "end of the tier before",
]  # fmt: skip
"""The day that a count starts from."""
AnchorEvent = Literal["sent", "arrived", "complete", "lapsed or answered", "the tier before ended"]
"""What happened on it."""

_ANCHOR_DAY: dict[str, AnchorDay] = {
    "sent": "day of sending",
    "delivered": "day of delivery",
    "received": "day of receipt",
    "complete": "day of the complete notice",
    "tier": "end of the tier before",
    "notice": "day of the notice",
    "receipt": "day of receipt",
    "lapse": "day of lapse or answer",
}
DEEMED = ("received", "complete", "receipt")
"""Anchors that wait for a business day."""


class AnchorNotCounted(Said):
    says = sentence("deadline.anchor-not-counted", "{anchor}, not counted")
    anchor: AnchorDay


class AnchorCounted(Said):
    says = sentence("deadline.anchor-counted", "{anchor}, {count}")
    anchor: AnchorDay
    count: Said


class BusinessDayCounted(Said):
    says = sentence("deadline.business-day", "business day {number} of {of}")
    number: int
    of: int


class CalendarDayCounted(Said):
    says = sentence("deadline.calendar-day", "calendar day {number} of {of}")
    number: int
    of: int


class CountedThoughClosed(Said):
    says = sentence("deadline.counted-though-closed", "{count} ({closed})")
    count: Said
    closed: Said


class CountedThoughMarked(Said):
    says = sentence("deadline.counted-though-marked", "{count} (counted, though marked as {marked})")
    count: Said
    marked: Said


class ClockStands(Said):
    says = sentence("deadline.clock-stands", "the clock stands at the cut-off")


class EndRolls(Said):
    says = sentence("deadline.end-rolls", "the next business day, to which the end rolls")


class EndRollsThoughMarked(Said):
    says = sentence(
        "deadline.end-rolls-though-marked",
        "the next business day, to which the end rolls, though marked as {marked}",
    )
    marked: Said


class Happened(Said):
    says = sentence("deadline.happened", "{what} {hour}")
    what: AnchorEvent
    hour: Annotated[datetime, Hour]


class HappenedInTime(Said):
    says = sentence("deadline.happened-in-time", "{what} {hour}, by the cut-off {cutoff}")
    what: AnchorEvent
    hour: Annotated[datetime, Hour]
    cutoff: Annotated[datetime, Hour]


class HappenedLate(Said):
    says = sentence("deadline.happened-late", "{what} {hour}, after the cut-off {cutoff}")
    what: AnchorEvent
    hour: Annotated[datetime, Hour]
    cutoff: Annotated[datetime, Hour]


class HappenedWhileClosed(Said):
    says = sentence("deadline.happened-while-closed", "{what} {hour}, {closed}")
    what: AnchorEvent
    hour: Annotated[datetime, Hour]
    closed: Said


class DeemedNextDay(Said):
    says = sentence("deadline.deemed-next-day", "the next business day, deemed received")


class InTurn(Said):
    says = sentence("deadline.in-turn", "{parts}")
    parts: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class DayStep:
    """One day on the way to a deadline: whether it counts, as the how-manieth, and why."""

    day: date
    counted: bool
    number: int | None
    why: Said
    marked: Said | None = None
    """How another category of the holiday tables marks a business day that was counted all the same."""


class Anchor(NamedTuple):
    """What a count starts from: what happened, when (UTC), and whether receipt is deemed."""

    what: AnchorEvent
    instant: datetime
    deemed: bool

    def day(self, rules: NoticeRules) -> date:
        """Return the day the count starts from, at the place of receipt."""
        return deemed_day(self.instant, rules) if self.deemed else local_day(self.instant, rules.zone)


@lru_cache(maxsize=4096)
def _last_receipt(day: date, rules: NoticeRules) -> datetime | None:
    """Return the last instant of a day at which a notice is received on it; None on a day without business."""
    return rules.closes(day) if rules.calendar.is_business_day(day) else None


def deemed_day(arrived: datetime, rules: NoticeRules) -> date:
    """Return the day on which a notice counts as received, at the place of receipt.

    After the cut-off or on a closed day nobody is there to read it: the next business day counts.

    Raises:
      QuestionError: the holiday tables do not reach that year.
      Unreadable: the instant carries no zone.
    """
    arrived = in_utc(arrived)
    day = local_day(arrived, rules.zone)
    last = _last_receipt(day, rules)
    if last is not None and arrived <= last:
        return day
    return rules.calendar.business_day_after(day)


class _Reached(NamedTuple):
    """A day that a count comes to, and what becomes of it there."""

    day: date
    what: Literal["anchor", "stopped", "stands", "closed", "rolls", "counts"]
    """`stopped` where the clock stands with no end known, so that the count goes no further."""
    number: int
    closed: Said | None


def _days_of(anchor: date, rules: NoticeRules, length: Window | Tail, tolls: tuple[Toll, ...]) -> Iterator[_Reached]:
    """Yield every day from the anchor day to the last day of a window or tail.

    A day counts unless it is closed (in business days), or the clock stands at its cut-off.

    Raises:
      QuestionError: the holiday tables do not reach so far.
    """
    first, roll = _first_and_roll(length)
    day, number = anchor, 0
    if not first:
        yield _Reached(day, "anchor", 0, None)
        day += ONE_DAY
    while True:
        closed = rules.calendar.reason_closed(day)
        stops = [toll for toll in tolls if toll.stands(rules.closes(day))] if tolls else ()
        if any(toll.end is None for toll in stops):
            yield _Reached(day, "stopped", number, closed)
            return
        if stops:
            yield _Reached(day, "stands", number, closed)
        elif closed and (length.unit == "business" or number == length.n):
            yield _Reached(day, "closed", number, closed)
        elif number == length.n:
            yield _Reached(day, "rolls", number, None)
            return
        else:
            number += 1
            yield _Reached(day, "counts", number, closed)
            if number == length.n and not (roll and closed):
                return
        day += ONE_DAY


def _first_and_roll(length: Window | Tail) -> tuple[bool, bool]:
    """Return whether the anchor day counts, and whether an end on a closed day rolls to the next business day."""
    return (length.count_first_day, length.roll) if isinstance(length, Window) else (False, False)


@lru_cache(maxsize=4096)
def last_counted_day(
    anchor: date, rules: NoticeRules, length: Window | Tail, tolls: tuple[Toll, ...] = ()
) -> date | None:
    """Return only the last day of `count_days`, without a word on any: to fold many offers.

    Calendar days that nothing stops are not looked at one by one: which of them are closed matters to the last alone.

    Raises:
      QuestionError: the holiday tables do not reach so far.
    """
    if length.unit == "calendar" and not tolls:
        first, roll = _first_and_roll(length)
        begins = anchor if first else anchor + ONE_DAY
        last = begins + (length.n - 1) * ONE_DAY
        rules.calendar.reason_closed(begins)  # refused where the tables do not reach it, as the last day is
        closed = rules.calendar.reason_closed(last)
        return rules.calendar.business_day_after(last) if closed and roll else last
    *_, reached = _days_of(anchor, rules, length, tolls)
    return None if reached.what == "stopped" else reached.day


@lru_cache(maxsize=4096)
def count_days(
    anchor: date, rules: NoticeRules, length: Window | Tail, tolls: tuple[Toll, ...] = ()
) -> tuple[DayStep, ...] | None:
    """Return every day from the anchor day to the last day of a window or tail, each with its reason.

    None says that the clock was stopped and has not resumed, so that no end can be named yet.

    Raises:
      QuestionError: the holiday tables do not reach so far.
    """
    steps = [_told(reached, anchor, rules, length) for reached in _days_of(anchor, rules, length, tolls)]
    return None if steps[-1] is None else tuple(step for step in steps if step is not None)


def _told(reached: _Reached, anchor: date, rules: NoticeRules, length: Window | Tail) -> DayStep | None:
    """Return a day of a count with its reason; None for one at which the count stops."""
    day, name = reached.day, _ANCHOR_DAY[length.anchor]
    received = rules.calendar.marked(day) if day == anchor and length.anchor in DEEMED else None
    match reached.what:
        case "stopped":
            return None
        case "anchor":
            return DayStep(day, False, None, AnchorNotCounted(anchor=name), received)
        case "stands":
            return DayStep(day, False, None, ClockStands())
        case "closed":
            assert reached.closed is not None
            return DayStep(day, False, None, reached.closed)
        case "rolls":
            marked = rules.calendar.marked(day)
            return DayStep(day, False, None, EndRollsThoughMarked(marked=marked) if marked else EndRolls(), marked)
        case "counts":
            marked = rules.calendar.marked(day) if length.unit == "business" else received
            why = _counted(length, reached.number, reached.closed, marked)
            told = AnchorCounted(anchor=name, count=why) if day == anchor else why
            return DayStep(day, True, reached.number, told, marked)
        case _:
            assert_never(reached.what)


def _counted(length: Window | Tail, number: int, closed: Said | None, marked: Said | None) -> Said:
    """Return which day of a count it is, and what speaks against counting it."""
    count: Said = CalendarDayCounted(number=number, of=length.n)
    if length.unit == "business":
        count = BusinessDayCounted(number=number, of=length.n)
    if closed:
        return CountedThoughClosed(count=count, closed=closed)
    return CountedThoughMarked(count=count, marked=marked) if marked else count


def told_receipt(anchor: Anchor, rules: NoticeRules) -> tuple[DayStep, ...]:
    """Return the days from what happened to the anchor day, with the reason for every day of waiting."""
    day, last = local_day(anchor.instant, rules.zone), anchor.day(rules)
    what, hour = anchor.what, rules.local(anchor.instant)
    if not anchor.deemed:
        return (DayStep(day, False, None, Happened(what=what, hour=hour)),)
    cutoff = rules.local(rules.closes(day))
    if day == last:
        return (DayStep(day, False, None, HappenedInTime(what=what, hour=hour, cutoff=cutoff)),)
    closed = rules.calendar.reason_closed(day)
    late = HappenedLate(what=what, hour=hour, cutoff=cutoff)
    waits = [DayStep(day, False, None, HappenedWhileClosed(what=what, hour=hour, closed=closed) if closed else late)]
    while (day := day + ONE_DAY) < last:
        closed = rules.calendar.reason_closed(day)
        assert closed is not None, "receipt waits for the next business day, and so only over closed days"
        waits.append(DayStep(day, False, None, closed))
    return (*waits, DayStep(last, False, None, DeemedNextDay()))


def told_in_full(before: tuple[DayStep, ...], counted: tuple[DayStep, ...], ending: Said) -> tuple[DayStep, ...]:
    """Return one step a day: what led to the anchor day, the count from it on, and how it ends."""
    start = counted[0]
    told = (*before[:-1], _also(start, (before[-1].why, start.why)), *counted[1:])
    last = told[-1]
    parts = last.why.parts if isinstance(last.why, InTurn) else (last.why,)
    return (*told[:-1], _also(last, (*parts, ending)))


def _also(step: DayStep, parts: tuple[Said, ...]) -> DayStep:
    return DayStep(step.day, step.counted, step.number, InTurn(parts=parts), step.marked)
