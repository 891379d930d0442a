"""Events -> the course of an offer: folded from its first event, or gone on with from where it was left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import MISSING, fields
from datetime import datetime
from operator import itemgetter

from firstcall.record.events.entry import EventBase, rank
from firstcall.record.offers.course import Course
from firstcall.record.offers.fold import moment_of, pass_time, take
from firstcall.record.offers.right import RightOn
from firstcall.values import dataclass

_GROWING = tuple(one.name for one in fields(Course) if one.default_factory is not MISSING)
"""What a course adds to as it goes on, so that each has its own."""
_WHEN = itemgetter(0)
_HELD = tuple(one.name for one in fields(Course))


@dataclass(frozen=True, slots=True, eq=False)
class FoldedCourse:
    """The course of an offer up to an instant."""

    course: Course
    at: datetime
    met: datetime | None
    """When the last event of it took effect; None where none has."""
    ahead: tuple[EventBase, ...]
    """Those of them that have not taken effect yet."""


def fold_course(
    offer_id: str,
    clause: str,
    holder: str,
    events: Iterable[EventBase],
    right_on: RightOn,
    at: datetime,
    holder_providers: Mapping[str, str] | None = None,
) -> FoldedCourse:
    """Return the course of an offer up to an instant under one right of first refusal.

    Args:
      offer_id: the offer.
      clause: the id of the first refusal.
      holder: whose right it is; answers of others are not its answers.
      events: the offer's events, known and ordered.
      right_on: the right as it stood on a day.
      at: the instant.
      holder_providers: who operates each provider of the holders; signing there performs a match.
    """
    course = Course(offer_id, clause, holder, right_on, holder_providers or {})
    return _gone_on(course, tuple(events), at, None)


def go_on(before: FoldedCourse, since: tuple[EventBase, ...], right_on: RightOn, at: datetime) -> FoldedCourse:
    """Return a course at a later instant, as if it had been folded from its first event; the one before stays.

    Args:
      before: the course as it stood.
      since: the events that became known since, none of them at an instant that it has met.
      right_on: the right as it stood on a day.
      at: the instant, not before the one up to which it was folded.
    """
    course = Course.__new__(Course)
    for name in _HELD:
        setattr(course, name, getattr(before.course, name))
    for name in _GROWING:
        setattr(course, name, getattr(course, name).copy())
    if course.earlier is not None:
        course.earlier = {name: copy(value) for name, value in course.earlier.items()}
    course.right_on = right_on
    events = tuple(sorted((*before.ahead, *since), key=rank)) if before.ahead else since
    return _gone_on(course, events, at, before.met)


def _gone_on(course: Course, events: tuple[EventBase, ...], at: datetime, met: datetime | None) -> FoldedCourse:
    """Apply events in the order in which they take effect, and let time pass."""
    timed = [(event.at if event.at > at else moment_of(event, course.right_on), event) for event in events]
    ahead = []
    for moment, event in sorted(timed, key=_WHEN):
        if moment > at:
            ahead.append(event)
            continue
        pass_time(course, moment)
        take(course, event, moment)
        met = moment
    pass_time(course, at)
    return FoldedCourse(course, at, met, tuple(ahead))
