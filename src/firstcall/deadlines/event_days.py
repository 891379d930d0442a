"""A day that hangs on something that happened: so long after it, or so long before an end.

The rule says what it hangs on; whoever asks passes the facts in. What has not happened has no day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal, assert_never

from firstcall.calendars import Calendar
from firstcall.values import dataclass

OffsetUnit = Literal["calendar", "business", "month", "year"]
"""Days of the calendar, days of business, months or years."""

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Offset:
    """How long after, or before: a number of days, months or years."""

    n: int
    unit: OffsetUnit = "calendar"


@dataclass(frozen=True, slots=True)
class Hinge:
    """What a day hangs on: an event (of a contract, if it names one), a determination in a state, or an end."""

    what: Literal["event", "determination", "end"]
    name: str
    of: str | None = None
    """The contract, offer or clause that the event is of; the state of the determination."""


@dataclass(frozen=True, slots=True)
class EventRule:
    """A day by rule: so long after what it hangs on or, where `before`, so long before it."""

    hinge: Hinge
    offset: Offset | None = None
    before: bool = False

    def day(self, facts: Mapping[Hinge, date], calendar: Calendar) -> date | None:
        """Return the day; None while what it hangs on is not known.

        Args:
          facts: the day of everything that is known to have happened, or to end.
          calendar: whose business days count.

        Raises:
          QuestionError: the holiday tables do not reach so far.
        """
        known = facts.get(self.hinge)
        if known is None or self.offset is None:
            return known
        return shifted(known, self.offset, calendar, before=self.before)

    def last_day(self, facts: Mapping[Hinge, date], calendar: Calendar) -> date | None:
        """Return the last day of a span that ends by this rule; None while what it hangs on is not known.

        Args:
          facts: the day of everything that is known to have happened, or to end.
          calendar: whose business days count.

        Raises:
          QuestionError: the holiday tables do not reach so far.
        """
        known = facts.get(self.hinge)
        if known is None or self.offset is None or self.before:
            return self.day(facts, calendar)
        return last_of(known, self.offset, calendar)


def shifted(day: date, offset: Offset, calendar: Calendar, *, before: bool = False) -> date:
    """Return the day so long after a day, or before it; the day itself is not counted.

    A month later is the same day of the next month, or its last day where it is shorter.

    Raises:
      QuestionError: the holiday tables do not reach so far.

    >>> from firstcall.calendars import calendar_for
    >>> us = calendar_for("US")
    >>> shifted(date(2025, 1, 31), Offset(1, "month"), us).isoformat()
    '2025-02-28'
    >>> shifted(date(2025, 12, 31), Offset(90), us, before=True).isoformat()
    '2025-10-02'
    >>> shifted(date(2025, 7, 3), Offset(1, "business"), us).isoformat()
    '2025-07-07'
    """
    sign = -1 if before else 1
    match offset.unit:
        case "calendar":
            return day + timedelta(days=sign * offset.n)
        case "business":
            for _ in range(offset.n):
                day += sign * _ONE_DAY
                while not calendar.is_business_day(day):
                    day += sign * _ONE_DAY
            return day
        case "month" | "year":
            return _months_on(day, sign * offset.n * (12 if offset.unit == "year" else 1))
        case _:
            assert_never(offset.unit)


def last_of(first: date, offset: Offset, calendar: Calendar) -> date:
    """Return the last day of a span that runs so long from a day.

    Months and years begin with the day itself, so that three of them are three and not a day more: the last day is
    the one before the same day. Of days the first is not counted, as of a tail.

    Raises:
      QuestionError: the holiday tables do not reach so far.

    >>> from firstcall.calendars import calendar_for
    >>> us = calendar_for("US")
    >>> last_of(date(2025, 5, 1), Offset(3, "year"), us).isoformat()
    '2028-04-30'
    >>> last_of(date(2025, 5, 1), Offset(90), us).isoformat()
    '2025-07-30'
    """
    day = shifted(first, offset, calendar)
    return day - _ONE_DAY if offset.unit in ("month", "year") else day


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    after = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), after - _ONE_DAY)
