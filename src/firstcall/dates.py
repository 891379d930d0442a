"""Instants, days, spans and dates known only to the month or year.

An instant is an aware datetime in UTC. A day starts at 00:00 in the agreement's zone; spans are
half-open. `at` and `now` are always arguments: nothing here reads a clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from tzdata import IANA_VERSION

from firstcall.errors import did_you_mean, quoted

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]([01]\d|2[0-3]):\d{2}(:\d{2}(\.\d{1,6})?)?(?P<offset>Z|[+-]\d{2}:?\d{2}(:\d{2})?)?",
    re.IGNORECASE | re.ASCII,
)

FIRST_YEAR, LAST_YEAR = 1900, 2999
"""The years that are read; any other is a slip of the pen."""
DATE_EXAMPLES = "2025-01-21, 2025-01-21T17:00, 2025-01-21T17:00:00-08:00, 2025-01-22T01:00:00Z"


@dataclass(frozen=True, slots=True)
class Span:
    """The instants from `start` on, up to but without `end`; None is open on that side."""

    start: datetime | None
    end: datetime | None

    def __contains__(self, at: datetime) -> bool:
        return (self.start is None or self.start <= at) and (self.end is None or at < self.end)


@dataclass(frozen=True, slots=True)
class When:
    """A moment as somebody wrote it: `text`, its first instant, and where a vague one ends.

    `end` is None for an instant or a day (asked at its first instant), and the first instant after
    the month or year for a date known no closer than that.
    """

    text: str
    first: datetime
    end: datetime | None = None


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """Return the time zone of that IANA name, as the pinned zone data has it on every machine.

    Raises:
      ValueError: no such zone.
    """
    if _ABBREVIATION.fullmatch(name) and name not in ("UTC", "GMT") and name in _zone_names():
        said = f"{quoted(name)} is an abbreviation, an hour off for half of the year"
        raise ValueError(f"{said}; write a place, such as America/New_York")
    if name in _zone_names():
        with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as data:
            return ZoneInfo.from_file(data, key=name)
    near = did_you_mean(name, _zone_names())
    mend = f"did you mean '{near}'?" if near else "write an IANA name such as America/Los_Angeles"
    raise ValueError(f"{quoted(name)} is not a time zone; {mend}")


_ABBREVIATION = re.compile(r"[A-Z]{3,4}([0-9][A-Z]{3})?")
"""EST, CET, EST5EDT: names of an offset or of old habits, an hour off for half of the year where people use them."""


@lru_cache(maxsize=1)
def _zone_names() -> tuple[str, ...]:
    return tuple(files("tzdata").joinpath("zones").read_text(encoding="ascii").split())


def zone_data_version() -> str:
    """Return the version of the zone data, as receipts name it."""
    return f"tzdata {IANA_VERSION}"


def day_start(day: date, where: ZoneInfo) -> datetime:
    """Return the first instant of a day in a zone, in UTC.

    >>> day_start(date(2025, 1, 21), zone("America/Los_Angeles")).isoformat()
    '2025-01-21T08:00:00+00:00'
    """
    return datetime(day.year, day.month, day.day, tzinfo=where).astimezone(UTC)


def day_end(day: date, where: ZoneInfo) -> datetime:
    """Return the first instant after a day in a zone, in UTC: where a span through that day ends."""
    return day_start(day + timedelta(days=1), where)


def local_day(at: datetime, where: ZoneInfo) -> date:
    """Return the day an instant falls on in a zone."""
    return at.astimezone(where).date()


def parse_day(text: str) -> date:
    """Return the day written as YYYY-MM-DD.

    Raises:
      ValueError: anything else, a day that no calendar has, or a year nobody means.
    """
    if not _DAY.fullmatch(text):
        raise ValueError(f"{quoted(text)} is not a date; write YYYY-MM-DD, such as 2025-01-21")
    _check_year(text)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"'{text}' is not a day of the calendar; write YYYY-MM-DD, such as 2025-01-21") from error


def parse_instant(text: str, where: ZoneInfo) -> datetime:
    """Return the instant that a day or a time names, in UTC.

    A day is its first instant in the zone; a time without an offset is read in the zone (the hour
    that autumn repeats is its first pass, the hour that spring skips keeps the old offset).

    Raises:
      ValueError: the text is neither.

    >>> parse_instant("2025-01-21T07:59:59Z", zone("America/Los_Angeles")).isoformat()
    '2025-01-21T07:59:59+00:00'
    """
    text = text.strip()
    if _DAY.fullmatch(text):
        return day_start(parse_day(text), where)
    if not _INSTANT.fullmatch(text):
        raise ValueError(f"{quoted(text)} is not a date or time; write one like {DATE_EXAMPLES}")
    _check_year(text)
    try:
        moment = datetime.fromisoformat(text.upper().replace(" ", "T"))
    except ValueError as error:
        raise ValueError(f"'{text}' is not a moment of the calendar; write one like {DATE_EXAMPLES}") from error
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=where)).astimezone(UTC)


def parse_absolute(text: str) -> datetime:
    """Return the instant that a time with its own offset names, in UTC.

    Raises:
      ValueError: the text is no time, or leaves the offset out.

    >>> parse_absolute("2025-01-21T00:00:00-08:00").isoformat()
    '2025-01-21T08:00:00+00:00'
    """
    found = _INSTANT.fullmatch(text)
    if found is None:
        raise ValueError(f"{quoted(text)} is not a time with its offset; write one like 2025-01-21T00:00:00-08:00")
    if found["offset"] is None:
        raise ValueError(f"'{text}' has no offset; write it with one, such as 2025-01-21T00:00:00-08:00")
    return parse_instant(text, zone("UTC"))


def parse_when(text: str, where: ZoneInfo) -> When:
    """Return the moment a day, time, month (2025-05) or year (2025) names.

    Raises:
      ValueError: the text is none of these.
    """
    text = text.strip()
    if _YEAR.fullmatch(text):
        first, after = _start(int(text), 1, text), _start(int(text) + 1, 1, text)
    elif _MONTH.fullmatch(text):
        year, month = int(text[:4]), int(text[5:])
        first = _start(year, month, text)
        after = _start(year + month // 12, month % 12 + 1, text)
    else:
        return When(text, parse_instant(text, where))
    return When(text, day_start(first, where), day_start(after, where))


def _start(year: int, month: int, text: str) -> date:
    _check_year(text)
    try:
        return date(year, month, 1)
    except ValueError as error:
        raise ValueError(f"'{text}' is not a month of the calendar; write one like {DATE_EXAMPLES}") from error


def _check_year(text: str) -> None:
    if not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        raise ValueError(f"'{text}' is not in the years that are read; write a year from {FIRST_YEAR} to {LAST_YEAR}")


def iso(at: datetime) -> str:
    """Return an instant as UTC text, with no more of the second than it has.

    >>> iso(datetime(2025, 1, 21, 8, tzinfo=UTC))
    '2025-01-21T08:00:00Z'
    """
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def shown(at: datetime, where: ZoneInfo) -> str:
    """Return an instant as people of that zone write it: the day, and the time unless it is midnight.

    >>> shown(datetime(2025, 1, 21, 8, tzinfo=UTC), zone("America/Los_Angeles"))
    '2025-01-21'
    """
    local = at.astimezone(where)
    if (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0):
        return local.date().isoformat()
    return local.isoformat(sep=" ", timespec="auto" if local.microsecond else "seconds")
