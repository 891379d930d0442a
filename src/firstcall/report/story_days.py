"""The days a story is asked at: before the change it tells of, on its day, after it, and today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from firstcall.agreement.document import Agreement
from firstcall.agreement.terms import terms, versions
from firstcall.dates import day_start, local_day, zone

StoryMoment = Literal["before", "on the day", "after", "day of the brief", "today"]
MOMENTS: tuple[StoryMoment, ...] = get_args(StoryMoment)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StoryDay:
    """A day a story is asked at, and what it is to the story; one day may be several of them."""

    day: date
    at: datetime
    """The first instant of the day; for the brief and today, the instant itself."""
    moments: tuple[StoryMoment, ...]


def days_of(change: date, agreement: Agreement, on: datetime, today: datetime) -> tuple[StoryDay, ...]:
    """Return the days a story is asked at, in the order of time, each once.

    Before is the eve of the change. After is the last day of the text that the change made: the eve of the
    next version or the end of the term, but never later than today. An answer of today may be owed to
    an amendment that came since; the day right after the change could not show what was agreed, consented to or
    signed under it. Between its first and its last day stands all that the change by itself has brought.
    A change still to come has its after too, as far as it is known: where its text has no end, the day that
    follows. The day of the brief is asked as well.

    Args:
      change: the day of the change that the story tells of.
      agreement: the agreement.
      on: the instant of the brief.
      today: the last instant that is asked.
    """
    where = zone(agreement.timezone)
    last = _last_day(change, agreement)
    now = local_day(today, where)
    after = min(filter(None, (last, now))) if now > change else last or change + DAY
    asked: list[tuple[StoryMoment, date, datetime | None]] = [
        ("before", change - DAY, None),
        ("on the day", change, None),
        ("after", after, None),
        ("day of the brief", local_day(on, where), on),
        ("today", now, today),
    ]
    if now < change:
        asked.pop()
    days = sorted({day for _, day, _ in asked})
    return tuple(
        StoryDay(
            day,
            max((at for _, told, at in asked if told == day and at is not None), default=day_start(day, where)),
            _moments([moment for moment, told, _ in asked if told == day]),
        )
        for day in days
    )


def _moments(held: list[StoryMoment]) -> tuple[StoryMoment, ...]:
    """Return what a day is; the day of the brief needs no word where the day has another."""
    told = tuple(moment for moment in held if moment != "day of the brief")
    return told or tuple(held)


def _last_day(change: date, agreement: Agreement) -> date | None:
    """Return the last day of the text that is in force once a change has taken effect; None where it goes on."""
    where = zone(agreement.timezone)
    made = day_start(change + DAY, where)
    ends = [version.effective for version in versions(agreement) if version.effective >= made]
    over = terms(agreement, day_start(change, where)).ends
    ends += [over] if over is not None and over >= made else []
    return local_day(min(ends) - timedelta(microseconds=1), where) if ends else None


def together(answers: Iterable[tuple[str, str]]) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return answers by day with days that follow on one another and have the same answer together.

    >>> together([("2025-01-20", "permitted"), ("2025-01-21", "offer-first"), ("2025-01-22", "offer-first")])
    ((('2025-01-20',), 'permitted'), (('2025-01-21', '2025-01-22'), 'offer-first'))
    """
    runs: list[tuple[tuple[str, ...], str]] = []
    for day, answer in answers:
        if runs and runs[-1][1] == answer:
            runs[-1] = ((*runs[-1][0], day), answer)
        else:
            runs.append(((day,), answer))
    return tuple(runs)
