"""When a notice counts as received, a window closes and a tail is over; whether an answer was in time."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, assert_never

from firstcall.dates import day_end, day_start, local_day
from firstcall.deadlines.day_count import (
    ONE_DAY,
    Anchor,
    AnchorEvent,
    DayStep,
    count_days,
    deemed_day,
    last_counted_day,
    told_in_full,
    told_receipt,
)
from firstcall.deadlines.notice_rules import NoticeRules, Tail, Toll, Window, in_utc
from firstcall.errors import RecordError
from firstcall.said import Hour, Said, sentence
from firstcall.values import dataclass


class WindowClosesAt(Said):
    says = sentence("deadline.window-closes-at", "the window closes at {hour}, included")
    hour: Annotated[datetime, Hour]


class LastDayOfTail(Said):
    says = sentence("deadline.last-day-of-tail", "the last day of the tail, wholly inside")


class ArrivedBeforeSent(Said):
    says = sentence("deadline.arrived-before-sent", "the notice arrived at {arrived}, before it was sent at {sent}")
    arrived: datetime
    sent: datetime


class CorrectOneOfTheInstants(Said):
    says = sentence("deadline.correct-one-of-the-instants", "correct one of the two instants")


class TailNeedsSending(Said):
    says = sentence(
        "deadline.tail-needs-sending", "the tail is counted from the day the notice was sent, which is not known"
    )


class TailNeedsArrival(Said):
    says = sentence(
        "deadline.tail-needs-arrival", "the tail is counted from the day the notice arrived, which is not known"
    )


class TailNeedsLapse(Said):
    says = sentence(
        "deadline.tail-needs-lapse",
        "the tail is counted from the day the window closed or an answer took effect, which is not known",
    )


class RecordThatEvent(Said):
    says = sentence("deadline.record-that-event", "record that event first")


@dataclass(frozen=True, slots=True)
class Deemed:
    """The day and instant (UTC) at which a notice counts as received."""

    day: date
    instant: datetime
    steps: tuple[DayStep, ...]


@dataclass(frozen=True, slots=True)
class WindowEnd:
    """The last day of a window; `ends` is its last instant (UTC), at which an answer is in time."""

    day: date
    ends: datetime
    steps: tuple[DayStep, ...]


@dataclass(frozen=True, slots=True)
class TailEnd:
    """The last day of a tail; `ends` is the first instant (UTC) after it."""

    day: date
    ends: datetime
    steps: tuple[DayStep, ...]


def deemed_received(arrived: datetime, rules: NoticeRules) -> Deemed:
    """Return when a notice counts as received, with every day it had to wait and why.

    The instant is that of arrival, or the opening of the deemed day when nobody was there before.

    Args:
      arrived: when the notice came; the instant of sending unless recorded otherwise.
      rules: zone, business days and cut-off of the place of receipt.

    Raises:
      QuestionError: the holiday tables do not reach that year.
      Unreadable: the instant carries no zone.
    """
    anchor = Anchor("arrived", in_utc(arrived), deemed=True)
    return Deemed(anchor.day(rules), received_at(arrived, rules), told_receipt(anchor, rules))


def received_at(arrived: datetime, rules: NoticeRules) -> datetime:
    """Return only the instant of `deemed_received`: the same without the words, to fold many offers."""
    arrived = in_utc(arrived)
    return max(arrived, rules.opens(deemed_day(arrived, rules)))


def window_end(
    sent: datetime,
    arrived: datetime,
    rules: NoticeRules,
    window: Window,
    completed: datetime | None = None,
    tolls: tuple[Toll, ...] = (),
) -> WindowEnd | None:
    """Return the end of the window to answer a notice, day by day; None while an open stop prevents it.

    A right of first refusal is won or lost by hours, so each day says why it counts or does not.

    Args:
      sent: when the notice was sent.
      arrived: when it came; the instant of sending unless recorded otherwise.
      rules: zone, business days and cut-off of the place of receipt.
      window: its length and what it is counted from.
      completed: when its last missing piece came; None if it was whole on arrival.
      tolls: the stops of the clock; a day does not count when the clock stands at its cut-off.

    Raises:
      QuestionError: the holiday tables do not reach so far.
      RecordError: the notice arrived before it was sent.
      Unreadable: an instant carries no zone.

    >>> from datetime import UTC
    >>> from zoneinfo import ZoneInfo
    >>> from firstcall.calendars import calendar_for
    >>> rules = NoticeRules(ZoneInfo("America/New_York"), calendar_for("US"))
    >>> sent = datetime(2025, 3, 14, 20, 59, tzinfo=UTC)
    >>> end = window_end(sent, sent, rules, Window(10))
    >>> end.ends.isoformat(), str(end.steps[0].why)
    ('2025-03-28T21:00:00+00:00', 'arrived 16:59 EDT, by the cut-off 17:00 EDT; day of receipt, not counted')
    """
    anchor = _window_anchor(sent, arrived, window, completed)
    steps = count_days(anchor.day(rules), rules, window, tolls)
    if steps is None:
        return None
    ends = rules.closes(steps[-1].day)
    ending = WindowClosesAt(hour=rules.local(ends))
    return WindowEnd(steps[-1].day, ends, told_in_full(told_receipt(anchor, rules), steps, ending))


def window_closes(
    sent: datetime,
    arrived: datetime,
    rules: NoticeRules,
    window: Window,
    completed: datetime | None = None,
    tolls: tuple[Toll, ...] = (),
) -> datetime | None:
    """Return only the instant of `window_end`: the same count without the words, to fold many offers."""
    return _window_closes(_window_anchor(sent, arrived, window, completed).day(rules), rules, window, tolls)


@lru_cache(maxsize=4096)
def _window_closes(day: date, rules: NoticeRules, window: Window, tolls: tuple[Toll, ...]) -> datetime | None:
    last = last_counted_day(day, rules, window, tolls)
    return None if last is None else rules.closes(last)


@lru_cache(maxsize=4096)
def _marked(day: date, rules: NoticeRules, window: Window, tolls: tuple[Toll, ...]) -> tuple[DayStep, ...]:
    return tuple(step for step in count_days(day, rules, window, tolls) or () if step.marked is not None)


def marked_days(
    sent: datetime,
    arrived: datetime,
    rules: NoticeRules,
    window: Window,
    completed: datetime | None = None,
    tolls: tuple[Toll, ...] = (),
) -> tuple[DayStep, ...]:
    """Return the days of a window that were counted though another category of the holiday tables marks them."""
    return _marked(_window_anchor(sent, arrived, window, completed).day(rules), rules, window, tolls)


@lru_cache(maxsize=4096)
def marked_between(start: date, last: date, rules: NoticeRules) -> tuple[DayStep, ...]:
    """Return the business days after a day, to the last of a count, that another category of the tables marks."""
    days = (start + ONE_DAY * number for number in range(1, (last - start).days + 1))
    told = ((day, rules.calendar.marked(day)) for day in days)
    return tuple(DayStep(day, True, None, marked, marked) for day, marked in told if marked is not None)


def tail_end(
    rules: NoticeRules,
    tail: Tail,
    *,
    sent: datetime | None = None,
    arrived: datetime | None = None,
    lapsed: datetime | None = None,
) -> TailEnd:
    """Return the end of the time in which the grantor may sign elsewhere, day by day.

    Stops of the clock do not lengthen it, and it never rolls: its last day is the last, open or closed.

    Args:
      rules: zone and business days of the place of receipt.
      tail: its length and what it is counted from, which is the one of these instants that is needed.
      sent: when the notice was sent.
      arrived: when it came; the tail starts from the deemed day.
      lapsed: when the window closed, or a decline, waiver, answer in part or failure took effect.

    Raises:
      QuestionError: the holiday tables do not reach so far.
      RecordError: the instant the tail is counted from is not given.
      Unreadable: an instant carries no zone.
    """
    anchor, steps = _tail_count(rules, tail, sent, arrived, lapsed)
    told = told_in_full(told_receipt(anchor, rules), steps, LastDayOfTail())
    return TailEnd(steps[-1].day, day_end(steps[-1].day, rules.zone), told)


def tail_closes(
    rules: NoticeRules,
    tail: Tail,
    *,
    sent: datetime | None = None,
    arrived: datetime | None = None,
    lapsed: datetime | None = None,
) -> datetime:
    """Return only the instant of `tail_end`: the same count without the words, to fold many offers."""
    return _tail_closes(_tail_anchor(tail, sent, arrived, lapsed).day(rules), rules, tail)


@lru_cache(maxsize=4096)
def _tail_closes(day: date, rules: NoticeRules, tail: Tail) -> datetime:
    last = last_counted_day(day, rules, tail)
    assert last is not None, "only a stop of the clock keeps a count from ending, and none stops a tail"
    return day_end(last, rules.zone)


def is_in_time(answered: datetime, ends: datetime | None) -> bool:
    """Return whether an answer came by the end of its window; any does while no end can be named.

    An answer at the instant of the cut-off is in time, a microsecond later it is late.

    Raises:
      Unreadable: an instant carries no zone.
    """
    return ends is None or in_utc(answered) <= in_utc(ends)


def business_days_between(now: datetime, last: date, rules: NoticeRules) -> int:
    """Return the whole business days still ahead, through the last day of a window or tail.

    Today is left out once it has begun, so that a countdown never promises a day too many.

    Raises:
      QuestionError: the holiday tables do not reach so far.
      Unreadable: the instant carries no zone.
    """
    now = in_utc(now)
    today = local_day(now, rules.zone)
    day = today if now == day_start(today, rules.zone) else today + ONE_DAY
    ahead = 0
    while day <= last:
        ahead += rules.calendar.is_business_day(day)
        day += ONE_DAY
    return ahead


def _window_anchor(sent: datetime, arrived: datetime, window: Window, completed: datetime | None) -> Anchor:
    sent, arrived = in_utc(sent), in_utc(arrived)
    if arrived < sent:
        raise RecordError(ArrivedBeforeSent(arrived=arrived, sent=sent), fix=CorrectOneOfTheInstants())
    match window.anchor:
        case "sent":
            return Anchor("sent", sent, deemed=False)
        case "delivered":
            return Anchor("arrived", arrived, deemed=False)
        case "tier":
            return Anchor("the tier before ended", arrived, deemed=False)
        case "received":
            return Anchor("arrived", arrived, deemed=True)
        case "complete":
            last = arrived if completed is None else max(arrived, in_utc(completed))
            return Anchor("complete", last, deemed=True)
        case _:
            assert_never(window.anchor)


def _tail_anchor(tail: Tail, sent: datetime | None, arrived: datetime | None, lapsed: datetime | None) -> Anchor:
    what: AnchorEvent
    missing: Said
    match tail.anchor:
        case "notice":
            what, instant, missing = "sent", sent, TailNeedsSending()
        case "receipt":
            what, instant, missing = "arrived", arrived, TailNeedsArrival()
        case "lapse":
            what, instant, missing = "lapsed or answered", lapsed, TailNeedsLapse()
        case _:
            assert_never(tail.anchor)
    if instant is None:
        raise RecordError(missing, fix=RecordThatEvent())
    return Anchor(what, in_utc(instant), deemed=tail.anchor == "receipt")


def _tail_count(
    rules: NoticeRules, tail: Tail, sent: datetime | None, arrived: datetime | None, lapsed: datetime | None
) -> tuple[Anchor, tuple[DayStep, ...]]:
    anchor = _tail_anchor(tail, sent, arrived, lapsed)
    steps = count_days(anchor.day(rules), rules, tail)
    assert steps is not None, "only a stop of the clock keeps a count from ending, and none stops a tail"
    return anchor, steps
