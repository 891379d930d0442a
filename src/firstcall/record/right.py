"""A holder's right of first refusal as its clause stood on a day: how it counts windows and tails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from firstcall.agreement.clauses import FirstRefusal
from firstcall.agreement.terms import Terms
from firstcall.calendars import calendar_for
from firstcall.dates import zone
from firstcall.deadlines import NoticeRules, Tail, Toll, Window, tail_closes, window_closes


@dataclass(frozen=True, slots=True, eq=False)
class Right:
    """The clause in force on a day, and the zone and business days in which its deadlines are counted."""

    clause: FirstRefusal
    rules: NoticeRules

    def window(self, *, again: bool) -> Window:
        """Return the window of a first notice, or of one that offers again."""
        given = self.clause.window
        n = given.reoffer if again and given.reoffer is not None else given.n
        return Window(n, given.unit, given.anchor, given.count_first_day, given.roll)

    def tail(self) -> Tail:
        """Return how long the grantor is free afterwards."""
        return Tail(self.clause.tail.n, self.clause.tail.unit, self.clause.tail.anchor)

    def window_closes(
        self, sent: datetime, arrived: datetime, tolls: tuple[Toll, ...], *, again: bool
    ) -> datetime | None:
        """Return the last instant for an answer; None while a stop of the clock is open."""
        return window_closes(sent, arrived, self.rules, self.window(again=again), None, tolls)

    def tail_closes(self, lapsed: datetime, sent: datetime | None, arrived: datetime | None) -> datetime:
        """Return the first instant after the tail; a freedom without notice counts from itself."""
        return tail_closes(self.rules, self.tail(), sent=sent or lapsed, arrived=arrived or lapsed, lapsed=lapsed)


RightOn = Callable[[datetime], Right | None]
"""The right as its clause stood at an instant; None when no such clause was in force."""


def right_in(terms: Terms, clause_id: str, holder: str | None = None) -> Right | None:
    """Return the right of a clause in a consolidated text; None if it is not there or another's."""
    held = terms.by_id.get(clause_id)
    if held is None or not isinstance(held.clause, FirstRefusal) or (holder and held.clause.holder != holder):
        return None
    clause = held.clause
    party = terms.parties.get(clause.holder)
    named = clause.window.timezone or (party.timezone if party else None) or terms.agreement.timezone
    return Right(clause, _rules(named, terms.agreement.calendar, terms.agreement.closures, clause.window.cutoff))


@lru_cache(maxsize=256)
def _rules(named: str, calendar: str, closures: tuple[date, ...], cutoff: time) -> NoticeRules:
    return NoticeRules(zone(named), calendar_for(calendar, closures), cutoff)
