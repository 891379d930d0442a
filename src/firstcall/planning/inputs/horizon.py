"""The grid of time: periods by month or quarter, cut at days within them, and exact hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from firstcall.deadlines.day_count import ONE_DAY
from firstcall.errors import QuestionError
from firstcall.said import Said, sentence
from firstcall.values import dataclass

By = Literal["month", "quarter"]
MOST_PERIODS = 240


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch of days within one period, in which one text is in force and every need is the same."""

    number: int
    period: int
    first: date
    after: date
    """The first day after it."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """The periods of a plan, the slices they are cut into, and how hours are counted."""

    by: By
    periods: tuple[tuple[date, date], ...]
    """The first day of each, and the first day after it."""
    slices: tuple[Slice, ...]
    hours_per_month: Fraction | None = None

    @property
    def first(self) -> date:
        """The first day."""
        return self.periods[0][0]

    @property
    def after(self) -> date:
        """The first day after the last."""
        return self.periods[-1][1]

    def name(self, period: int) -> str:
        """Return what a period is called.

        >>> horizon(date(2025, 1, 21), date(2025, 6, 30), "quarter").name(0)
        '2025-Q1'
        """
        first = self.periods[period][0]
        return f"{first:%Y-%m}" if self.by == "month" else f"{first.year}-Q{(first.month + 2) // 3}"

    def hours(self, first: date, after: date) -> Fraction:
        """Return the hours from a day up to another: of the calendar, or so many in each month."""
        if after <= first:
            return Fraction(0)
        if self.hours_per_month is None:
            return Fraction((after - first).days * 24)
        return months_between(first, after) * self.hours_per_month


class PlanEndsFirst(Said):
    says = sentence("plan.ends-first", "the plan ends on {last}, before it begins on {first}")
    last: date
    first: date


class CheckBothDays(Said):
    says = sentence("plan.check-both-days", "check --from and --to")


class TooManyPeriods(Said):
    says = sentence("plan.too-many-periods", "the plan has more than {most} periods")
    most: int


class PlanForLessTime(Said):
    says = sentence("plan.less-time", "plan for less time")


def horizon(
    first: date, last: date, by: By, cuts: Iterable[date] = (), hours_per_month: Fraction | None = None
) -> Horizon:
    """Return the grid from a first day through a last one.

    Args:
      first: the first day.
      last: the last day.
      by: how long a period is; the first and the last may be cut short.
      cuts: days on which periods are cut.
      hours_per_month: how many hours a month has; None for those of the calendar.

    Raises:
      QuestionError: the last day lies before the first, or there are too many periods.

    >>> [(str(part.first), part.period) for part in horizon(date(2025, 1, 21), date(2025, 5, 31), "quarter").slices]
    [('2025-01-21', 0), ('2025-04-01', 1)]
    """
    if last < first:
        raise QuestionError(PlanEndsFirst(last=last, first=first), fix=CheckBothDays())
    periods: list[tuple[date, date]] = []
    start, end = first, last + ONE_DAY
    while start < end:
        after = min(months_later(start.replace(day=1), 1 if by == "month" else 3 - (start.month - 1) % 3), end)
        periods.append((start, after))
        start = after
        if len(periods) > MOST_PERIODS:
            raise QuestionError(TooManyPeriods(most=MOST_PERIODS), fix=PlanForLessTime())
    slices: list[Slice] = []
    turns = sorted(set(cuts))
    for number, (begins, ends) in enumerate(periods):
        edges = [begins, *(day for day in turns if begins < day < ends), ends]
        for one, two in pairwise(edges):
            slices.append(Slice(len(slices), number, one, two))
    return Horizon(by, tuple(periods), tuple(slices), hours_per_month)


def months_later(day: date, months: int) -> date:
    """Return the day so many months later; the month's last day where it has no such day.

    >>> months_later(date(2025, 1, 31), 1), months_later(date(2025, 11, 1), 14)
    (datetime.date(2025, 2, 28), datetime.date(2027, 1, 1))
    """
    total = day.year * 12 + day.month - 1 + months
    first = date(total // 12, total % 12 + 1, 1)
    last = date((total + 1) // 12, (total + 1) % 12 + 1, 1) - ONE_DAY
    return first.replace(day=min(day.day, last.day))


def months_between(first: date, after: date) -> Fraction:
    """Return the months from a day up to another, part months by their days.

    >>> months_between(date(2025, 1, 16), date(2025, 3, 1))
    Fraction(47, 31)
    """
    total, day = Fraction(0), first
    while day < after:
        begins = day.replace(day=1)
        ends = months_later(begins, 1)
        stop = min(ends, after)
        total += Fraction((stop - day).days, (ends - begins).days)
        day = stop
    return total
