"""Settlement periods: months, quarters and years, calendar or fiscal, as half-open spans of days."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Literal, assert_never

from firstcall.errors import QuestionError
from firstcall.said import Quoted, Said, sentence
from firstcall.values import dataclass

Every = Literal["month", "quarter", "year"]
_YEAR = "(?:19|2[0-9])[0-9]{2}"  # the years that dates are read in
_ASKED = re.compile(f"(?:(FY)?({_YEAR})(?:-Q([1-4]))?|({_YEAR})-(0[1-9]|1[0-2]))")


class NoPeriod(Said):
    says = sentence("settle.no-period", "{text} is not a period")
    text: Annotated[str, Quoted]


class WriteAPeriod(Said):
    says = sentence(
        "settle.write-a-period",
        "write a month 2025-01, a quarter 2025-Q1 or FY2025-Q1, or a year 2025 or FY2025 (1900 to 2999)",
    )


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` up to but without `end`; `name` is how people call it."""

    start: date
    end: date
    name: str

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    @property
    def last(self) -> date:
        """Return the last day inside."""
        return self.end - timedelta(days=1)


def add_months(first: date, months: int) -> date:
    """Return the first day of the month so many months on.

    >>> add_months(date(2025, 11, 1), 3)
    datetime.date(2026, 2, 1)
    """
    years, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(years, month + 1, 1)


def anniversary(first: date, months: int) -> date:
    """Return the day so many months on; where that month is shorter, its last.

    >>> anniversary(date(2024, 2, 29), 12), anniversary(date(2024, 1, 31), 3)
    (datetime.date(2025, 2, 28), datetime.date(2024, 4, 30))
    """
    last = add_months(first, months + 1) - timedelta(days=1)
    return last.replace(day=min(first.day, last.day))


def fiscal_year(day: date, start_month: int) -> Period:
    """Return the fiscal year a day lies in; it is named for the year it ends in.

    Args:
      day: any day.
      start_month: the month in which the year begins.

    >>> fiscal_year(date(2024, 7, 1), 7).name, fiscal_year(date(2024, 7, 1), 1).name
    ('FY2025', 'FY2024')
    """
    first = date(day.year if day.month >= start_month else day.year - 1, start_month, 1)
    end = add_months(first, 12)
    return Period(first, end, f"FY{(end - timedelta(days=1)).year}")


def period_of(day: date, every: Every, start_month: int = 1) -> Period:
    """Return the settlement period a day lies in.

    Quarters are counted from the start of the fiscal year; where that is January they are the calendar's.

    >>> period_of(date(2025, 2, 3), "quarter").name, period_of(date(2025, 2, 3), "quarter", 7).name
    ('2025-Q1', 'FY2025-Q3')
    """
    match every:
        case "month":
            first = date(day.year, day.month, 1)
            return Period(first, add_months(first, 1), f"{first:%Y-%m}")
        case "quarter":
            year = fiscal_year(day, start_month)
            number = ((day.year - year.start.year) * 12 + day.month - start_month) // 3
            first = add_months(year.start, 3 * number)
            shown = year.name if start_month != 1 else year.name.removeprefix("FY")
            return Period(first, add_months(first, 3), f"{shown}-Q{number + 1}")
        case "year":
            return fiscal_year(day, start_month)
        case _:
            assert_never(every)


def days_name(start: date, last: date) -> str:
    """Return how a span of days is called that is no month, quarter or year: its first day, two dots, its last.

    >>> days_name(date(2025, 1, 1), date(2025, 6, 30))
    '2025-01-01..2025-06-30'
    """
    return "..".join((start.isoformat(), last.isoformat()))


def periods_between(first: date, last: date, every: Every, start_month: int = 1) -> Iterator[Period]:
    """Yield the settlement periods from the one of the first day to the one of the last day."""
    period = period_of(first, every, start_month)
    while period.start <= last:
        yield period
        period = period_of(period.end, every, start_month)


def asked_period(text: str, start_month: int = 1) -> Period:
    """Return the span that `2025-01`, `2025-Q1`, `FY2025-Q1`, `2025` or `FY2025` names.

    Only the forms with FY follow the fiscal year; the others are the calendar's.

    Raises:
      QuestionError: the text is none of these, or its year is not one that dates are read in.

    >>> asked_period("FY2025", 7).start, asked_period("2025-Q2").end
    (datetime.date(2024, 7, 1), datetime.date(2025, 7, 1))
    """
    found = _ASKED.fullmatch(text.strip().upper())
    if not found:
        raise QuestionError(NoPeriod(text=text), fix=WriteAPeriod())
    fiscal, year, quarter, month_year, month = found.groups()
    if month:
        first = date(int(month_year), int(month), 1)
        return Period(first, add_months(first, 1), text.strip())
    first = date(int(year), 1, 1)
    if fiscal and start_month != 1:
        first = date(int(year) - 1, start_month, 1)
    if quarter:
        first = add_months(first, 3 * (int(quarter) - 1))
    return Period(first, add_months(first, 3 if quarter else 12), text.strip().upper())
