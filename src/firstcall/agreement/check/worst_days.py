"""The worst day for a tail that counts from a notice: on which it is over before, or with, the time to answer.

Windows and tails may count other days from other anchors, so that only the calendar tells. Every day of the
agreement's life is tried as the day of receipt, with arrival at the cut-off and right after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

from firstcall.agreement.model.clauses.first_refusal import FirstRefusal
from firstcall.agreement.model.clauses.refusal_terms import Tier, WindowUnit
from firstcall.agreement.terms import Terms
from firstcall.calendars import Calendar
from firstcall.dates import local_day, zone
from firstcall.deadlines import NoticeRules, Tail, Window, tail_closes, window_closes
from firstcall.errors import QuestionError
from firstcall.values import dataclass

LONGEST_LIFE = 15
"""Years searched where no term ends the agreement before."""
LONGEST_WAIT = 14
"""Calendar days that deemed receipt, holidays and a roll can add to a count at most, beside its own weekends."""


@dataclass(frozen=True, slots=True)
class WorstDay:
    """A notice received on a day: when its window ends, and when the tail that it starts does."""

    sent: datetime
    window_ends: date
    tail_ends: date
    """The tail's last day."""


def longest(n: int, unit: WindowUnit, weekend: int = 2) -> int:
    """Return the calendar days that a count takes at most, holidays aside, where so many days are the weekend.

    >>> longest(10, "business"), longest(10, "calendar"), longest(10, "business", weekend=5)
    (14, 10, 35)
    """
    return n if unit == "calendar" else n + weekend * -(-n // max(7 - weekend, 1))


def shortest(n: int, unit: WindowUnit) -> int:
    """Return the calendar days that a count takes at least, with a weekend of two days.

    >>> shortest(10, "business")
    12
    """
    return n if unit == "calendar" else n + 2 * ((n - 1) // 5)


def longest_wait(n: int) -> int:
    """Return the calendar days by which deemed receipt, holidays and a roll lengthen a count of n days at most.

    Twice what is usual: the weeks around the end of Ramadan in Indonesia alone take fifteen.
    """
    return max(2 * LONGEST_WAIT, n)


def tier_days(clause: FirstRefusal, tier: Tier | None) -> tuple[int, WindowUnit]:
    """Return how long a tier has to answer; the window's days where it says nothing of its own."""
    if tier is None or tier.n is None:
        return clause.window.n, clause.window.unit
    return tier.n, tier.unit or clause.window.unit


def windows_of(clause: FirstRefusal) -> tuple[Window, ...]:
    """Return the window of each tier of a first notice, the first counted from the notice."""
    given = clause.window
    tiers: tuple[Tier | None, ...] = clause.several.tiers if clause.several else (None,)
    n, unit = tier_days(clause, tiers[0])
    first = Window(n, unit, given.anchor, given.count_first_day, given.roll)
    return (first, *(Window(*tier_days(clause, tier), "delivered") for tier in tiers[1:]))


def worst_day(clause: FirstRefusal, terms: Terms) -> WorstDay | None:
    """Return the day of receipt on which a tail outlasts its window least, if it does not outlast it.

    Args:
      clause: a right whose tail counts from the notice or its receipt.
      terms: a text of the agreement that holds it.
    """
    rules = _rules(clause, terms)
    if rules is None or clause.tail.anchor == "lapse":
        return None
    windows = windows_of(clause)
    if clause.tail.n > _longest_of(windows, rules.calendar):
        return None
    first = (terms.by_id[clause.id].since if clause.id in terms.by_id else None) or terms.agreement.effective
    start = local_day(first, rules.zone) if isinstance(first, datetime) else first
    last = date(start.year + LONGEST_LIFE, 1, 1)
    ends = min((edge for edge in (terms.ends, _ends(clause, terms)) if edge is not None), default=None)
    if ends is not None:
        last = min(last, local_day(ends, rules.zone))
    tail = Tail(clause.tail.n, clause.tail.unit, clause.tail.anchor)
    return _searched(windows, tail, rules, start, last)


def _longest_of(windows: tuple[Window, ...], calendar: Calendar) -> int:
    """Return the calendar days that windows, one after another, take at most."""
    weekend, closures = len(calendar.weekend) or 2, len(calendar.extra_closures)
    return sum(longest(window.n, window.unit, weekend) + longest_wait(window.n) for window in windows) + closures


def _ends(clause: FirstRefusal, terms: Terms) -> datetime | None:
    held = terms.by_id.get(clause.id)
    return held.speaks.end if held is not None else None


def _rules(clause: FirstRefusal, terms: Terms) -> NoticeRules | None:
    """Return how notices are timed at the holder's place; None where the text does not name it soundly."""
    party = terms.parties.get(clause.holder)
    named = clause.window.timezone or (party.timezone if party else None) or terms.agreement.timezone
    try:
        where, calendar = zone(named), terms.agreement.business_days()
        return NoticeRules(where, calendar, clause.window.cutoff, clause.window.opening)
    except ValueError:
        return None  # told where it is written


@lru_cache(maxsize=64)
def _searched(windows: tuple[Window, ...], tail: Tail, rules: NoticeRules, first: date, last: date) -> WorstDay | None:
    found = [day for sent in _arrivals(rules, first, last) if (day := _tried(windows, tail, rules, sent)) is not None]
    return min(found, key=lambda day: (day.tail_ends - day.window_ends, day.sent), default=None)


def _arrivals(rules: NoticeRules, first: date, last: date) -> Iterator[datetime]:
    day = first
    while day <= last:
        yield rules.closes(day)
        yield rules.closes(day) + timedelta(minutes=1)
        day += timedelta(days=1)


def _tried(windows: tuple[Window, ...], tail: Tail, rules: NoticeRules, sent: datetime) -> WorstDay | None:
    """Return how a notice fares that was sent and arrives at an instant, if its tail is over by its window's end."""
    try:
        ends = sent
        for window in windows:
            closes = window_closes(ends, ends, rules, window)
            assert closes is not None, "nothing stops this count"
            ends = closes
        over = tail_closes(rules, tail, sent=sent, arrived=sent, lapsed=ends)
    except QuestionError:
        return None  # the holiday tables do not reach so far
    if local_day(over - timedelta(microseconds=1), rules.zone) > local_day(ends, rules.zone):
        return None
    return WorstDay(sent, local_day(ends, rules.zone), local_day(over - timedelta(microseconds=1), rules.zone))
