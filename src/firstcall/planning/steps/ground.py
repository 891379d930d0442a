"""What planning stands on: the agreement and record as known on the planning day, and its stretches of time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from firstcall.agreement.document import Agreement
from firstcall.agreement.terms import Terms, terms, versions
from firstcall.dates import day_start, local_day, zone
from firstcall.record.journal.journal import Record
from firstcall.rights.paths.search import as_known
from firstcall.values import dataclass

TEN = time(10)
"""When a supposed act is done on a day that has no hour."""


@dataclass(frozen=True, slots=True, eq=False)
class PlanningGround:
    """The agreement and record as known, the planning day, and how points of construction are read."""

    agreement: Agreement
    record: Record
    on: date
    """The planning day."""
    where: ZoneInfo
    readings: Mapping[str, str]
    turns: tuple[datetime, ...]
    """The instants after the planning day at which another text, or other clauses, begin to speak."""
    memo: dict[Any, Any] = field(default_factory=dict)
    """Answers already asked for, kept by those who asked."""

    def act_at(self, day: date) -> datetime:
        """Return when a supposed act is done on a day: at ten in the agreement's zone."""
        return datetime.combine(day, TEN, self.where)

    def start_of(self, day: date) -> datetime:
        """Return the first instant of a day."""
        return day_start(day, self.where)

    def day_of(self, at: datetime) -> date:
        """Return the day that an instant falls on."""
        return local_day(at, self.where)

    def terms(self, at: datetime) -> Terms:
        """Return the terms in force at an instant."""
        return terms(self.agreement, at)

    def stretch(self, at: datetime) -> int:
        """Return the number of the stretch of time, between two turns, that an instant lies in."""
        return bisect_right(self.turns, at)

    def begins(self, stretch: int) -> datetime:
        """Return the first instant of a stretch that is not before the planning day."""
        return self.act_at(self.on) if stretch == 0 else self.turns[stretch - 1]

    def cuts(self) -> tuple[date, ...]:
        """Return the days on which a period must be cut: where a turn falls, and the day after one within a day."""
        found: set[date] = set()
        for turn in self.turns:
            day = self.day_of(turn)
            found.add(day)
            if turn != self.start_of(day):
                found.add(date.fromordinal(day.toordinal() + 1))
        return tuple(sorted(found))

    def stretches_in(self, first: date, after: date) -> tuple[int, ...]:
        """Return the stretches that days from `first` up to `after` touch."""
        key = ("stretches", first, after)
        if key not in self.memo:
            one, two = self.start_of(first), self.start_of(after)
            touched = {self.stretch(one), *(self.stretch(turn) for turn in self.turns if one <= turn < two)}
            self.memo[key] = tuple(sorted(touched))
        found: tuple[int, ...] = self.memo[key]
        return found


def ground(
    agreement: Agreement, record: Record, on: date, known_at: datetime | None = None,
    readings: Mapping[str, str] | None = None,
) -> PlanningGround:  # fmt: skip
    """Return what a plan made on a day stands on.

    Points of construction are read by their base unless one is chosen: a plan is made under one reading.

    Args:
      agreement: the document.
      record: what happened.
      on: the planning day.
      known_at: what had been signed and entered by then counts; None for all that was by the planning day.
      readings: point -> alternative.
    """
    where = zone(agreement.timezone)
    start = day_start(date.fromordinal(on.toordinal() + 1), where)
    agreement, record = as_known(agreement, record, known_at or start)
    chosen = {point.id: point.base for point in agreement.readings} | dict(readings or {})
    return PlanningGround(agreement, record, on, where, chosen, _turns(agreement, datetime.combine(on, TEN, where)))


def _turns(agreement: Agreement, after: datetime) -> tuple[datetime, ...]:
    found: set[datetime] = set()
    starts = [version.effective for version in versions(agreement)]
    for at in (after, *starts):
        text = terms(agreement, at)
        found.update(text.turns)
    found.update(starts)
    return tuple(sorted(turn for turn in found if turn > after))
