"""Instants, days, spans and dates known only to the month or year.

An instant is an aware datetime in UTC. A day starts at 00:00 in the agreement's zone; spans are
half-open. `at` and `now` are always arguments: nothing here reads a clock.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Annotated
from zoneinfo import ZoneInfo

from tzdata import IANA_VERSION

from firstcall.errors import DidYouMean, QuestionError, did_you_mean
from firstcall.gaps import iso as iso  # noqa: PLC0414 - a name of dates too
from firstcall.gaps import local
from firstcall.said import Quoted, Said, Unreadable, sentence
from firstcall.values import dataclass

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]([01]\d|2[0-3]):\d{2}(:\d{2}(\.\d{1,6})?)?(?P<offset>Z|[+-]\d{2}:?\d{2}(:\d{2})?)?",
    re.IGNORECASE | re.ASCII,
)

NEXT_INSTANT = timedelta(microseconds=1)
"""The step from an instant to the first after it: instants are told apart to the microsecond."""
FIRST_YEAR, LAST_YEAR = 1900, 2999
"""The years that are read; any other is a slip of the pen."""
DATE_EXAMPLES = "2025-01-21, 2025-01-21T17:00, 2025-01-21T17:00:00-08:00, 2025-01-22T01:00:00Z"
DAY_EXAMPLE, OFFSET_EXAMPLE = "2025-01-21", "2025-01-21T00:00:00-08:00"


class NoTimeZone(Said):
    says = sentence("date.no-time-zone", "{given} is not a time zone")
    given: Annotated[str, Quoted]


class WriteZone(Said):
    says = sentence("date.write-zone", "write an IANA name such as {example}")
    example: str


class ZoneAbbreviation(Said):
    says = sentence("date.zone-abbreviation", "{given} is an abbreviation, an hour off for half of the year")
    given: Annotated[str, Quoted]


class WritePlace(Said):
    says = sentence("date.write-place", "write a place, such as {example}")
    example: str


class NoDate(Said):
    says = sentence("date.no-date", "{given} is not a date")
    given: Annotated[str, Quoted]


class NoDayOfTheCalendar(Said):
    says = sentence("date.no-day-of-the-calendar", "{given} is not a day of the calendar")
    given: Annotated[str, Quoted]


class NoMonthOfTheCalendar(Said):
    says = sentence("date.no-month-of-the-calendar", "{given} is not a month of the calendar")
    given: Annotated[str, Quoted]


class NoDateOrTime(Said):
    says = sentence("date.no-date-or-time", "{given} is not a date or time")
    given: Annotated[str, Quoted]


class NoMomentOfTheCalendar(Said):
    says = sentence("date.no-moment-of-the-calendar", "{given} is not a moment of the calendar")
    given: Annotated[str, Quoted]


class NoTimeWithOffset(Said):
    says = sentence("date.no-time-with-offset", "{given} is not a time with its offset")
    given: Annotated[str, Quoted]


class HasNoOffset(Said):
    says = sentence("date.has-no-offset", "{given} has no offset")
    given: Annotated[str, Quoted]


class OutOfTheYears(Said):
    says = sentence("date.out-of-the-years", "{given} is not in the years that are read")
    given: Annotated[str, Quoted]


class WriteDay(Said):
    says = sentence("date.write-day", "write YYYY-MM-DD, such as {example}")
    example: str


class WriteOneLike(Said):
    says = sentence("date.write-one-like", "write one like {example}")
    example: str


class WriteOffset(Said):
    says = sentence("date.write-offset", "write it with one, such as {example}")
    example: str


class WriteYear(Said):
    says = sentence("date.write-year", "write a year from {first} to {last}")
    first: str
    last: str


class NamesNoInstant(Said):
    says = sentence("date.names-no-instant", "{given} has no time zone, so it names no instant")
    given: str


class GiveTimeZone(Said):
    says = sentence(
        "date.give-time-zone",
        "give it a tzinfo, or write it as text, such as {example}, which is read in the agreement's zone",
    )
    example: Annotated[str, Quoted]


class NeitherDayNorTime(Said):
    says = sentence("date.neither-day-nor-time", "{given} is neither a day nor a time")
    given: str


class GiveDayOrTime(Said):
    says = sentence("date.give-day-or-time", "give a date, a datetime with its time zone, or text such as {example}")
    example: Annotated[str, Quoted]


class CheckBothDates(Said):
    says = sentence("date.check-both", "check both dates")


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


GivenMoment = datetime | date | str
"""A moment as a program has it: an instant with its zone, a day, or text."""


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """Return the time zone of that IANA name, as the pinned zone data has it on every machine.

    Raises:
      Unreadable: no such zone, or an abbreviation, which does not know summer from winter.
    """
    if _ABBREVIATION.fullmatch(name) and name not in ("UTC", "GMT") and name in _zone_names():
        raise Unreadable(ZoneAbbreviation(given=name), WritePlace(example="America/New_York"))
    if name in _zone_names():
        with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as data:
            return ZoneInfo.from_file(data, key=name)
    near = did_you_mean(name, _zone_names())
    raise Unreadable(
        NoTimeZone(given=name), DidYouMean(near=near) if near else WriteZone(example="America/Los_Angeles")
    )


_ABBREVIATION = re.compile(r"[A-Z]{3,4}([0-9][A-Z]{3})?")
"""EST, CET, EST5EDT: names of an offset or of old habits, an hour off for half of the year where people use them."""


@lru_cache(maxsize=1)
def _zone_names() -> tuple[str, ...]:
    return tuple(files("tzdata").joinpath("zones").read_text(encoding="ascii").split())


def zone_data_version() -> str:
    """Return the version of the zone data, as receipts name it."""
    return " ".join(("tzdata", IANA_VERSION))


@lru_cache(maxsize=4096)  # few days are asked for, each for every clause and question
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
      Unreadable: anything else, a day that no calendar has, or a year nobody means.
    """
    if not _DAY.fullmatch(text):
        raise Unreadable(NoDate(given=text), WriteDay(example=DAY_EXAMPLE))
    _check_year(text)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Unreadable(NoDayOfTheCalendar(given=text), WriteDay(example=DAY_EXAMPLE)) from error


def parse_instant(text: str, where: ZoneInfo) -> datetime:
    """Return the instant that a day or a time names, in UTC.

    A day is its first instant in the zone; a time without an offset is read in the zone (the hour
    that autumn repeats is its first pass, the hour that spring skips keeps the old offset).

    Raises:
      Unreadable: the text is neither.

    >>> parse_instant("2025-01-21T07:59:59Z", zone("America/Los_Angeles")).isoformat()
    '2025-01-21T07:59:59+00:00'
    """
    text = text.strip()
    if _DAY.fullmatch(text):
        return day_start(parse_day(text), where)
    if not _INSTANT.fullmatch(text):
        raise Unreadable(NoDateOrTime(given=text), WriteOneLike(example=DATE_EXAMPLES))
    _check_year(text)
    try:
        moment = datetime.fromisoformat(text.upper().replace(" ", "T"))
    except ValueError as error:
        raise Unreadable(NoMomentOfTheCalendar(given=text), WriteOneLike(example=DATE_EXAMPLES)) from error
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=where)).astimezone(UTC)


def parse_absolute(text: str) -> datetime:
    """Return the instant that a time with its own offset names, in UTC.

    Raises:
      Unreadable: the text is no time, or leaves the offset out.

    >>> parse_absolute("2025-01-21T00:00:00-08:00").isoformat()
    '2025-01-21T08:00:00+00:00'
    """
    found = _INSTANT.fullmatch(text)
    if found is None:
        raise Unreadable(NoTimeWithOffset(given=text), WriteOneLike(example=OFFSET_EXAMPLE))
    if found["offset"] is None:
        raise Unreadable(HasNoOffset(given=text), WriteOffset(example=OFFSET_EXAMPLE))
    return parse_instant(text, zone("UTC"))


def parse_when(text: str, where: ZoneInfo) -> When:
    """Return the moment a day, time, month (2025-05) or year (2025) names.

    Raises:
      Unreadable: the text is none of these.
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


def given_when(given: GivenMoment | When, where: ZoneInfo) -> When:
    """Return the moment that a program gives: a day is asked at its first instant, text is read in the zone.

    Raises:
      QuestionError: a datetime without a time zone, text that is no date, or anything else.

    >>> given_when(date(2025, 1, 21), zone("America/Los_Angeles")).first.isoformat()
    '2025-01-21T08:00:00+00:00'
    """
    match given:
        case When():
            return given
        case datetime() if given.tzinfo is None or given.utcoffset() is None:
            fix = GiveTimeZone(example=given.replace(microsecond=0).isoformat())
            raise QuestionError(NamesNoInstant(given=repr(given)), fix=fix)
        case datetime():
            return When(iso(given), given.astimezone(UTC))
        case date():
            return When(given.isoformat(), day_start(given, where))
        case str():
            try:
                return parse_when(given, where)
            except Unreadable as error:
                raise QuestionError(error.what, fix=error.fix) from error
    raise QuestionError(NeitherDayNorTime(given=repr(given)), fix=GiveDayOrTime(example=DAY_EXAMPLE))


def given_instant(given: GivenMoment, zone_name: str) -> datetime:
    """Return the instant that a program gives; of a day, a month or a year, the first.

    Raises:
      QuestionError: it names no instant.
    """
    if type(given) is datetime and given.tzinfo is not None:
        return given
    return given_when(given, zone(zone_name)).first


def given_known(given: GivenMoment | None, zone_name: str) -> datetime | None:
    """Return the instant up to which things count as known; None for everything."""
    return None if given is None else given_instant(given, zone_name)


def _start(year: int, month: int, text: str) -> date:
    _check_year(text)
    try:
        return date(year, month, 1)
    except ValueError as error:
        raise Unreadable(NoMonthOfTheCalendar(given=text), WriteOneLike(example=DATE_EXAMPLES)) from error


def _check_year(text: str) -> None:
    if not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        raise Unreadable(OutOfTheYears(given=text), WriteYear(first=str(FIRST_YEAR), last=str(LAST_YEAR)))


def shown(at: datetime, where: ZoneInfo) -> str:
    """Return an instant as people of that zone write it: the day, and the time unless it is midnight.

    >>> shown(datetime(2025, 1, 21, 8, tzinfo=UTC), zone("America/Los_Angeles"))
    '2025-01-21'
    """
    return local(at.astimezone(where))


ACTING_HOUR = time(10)
"""The hour of a supposed act on a day without one, in the agreement's zone."""


def acting_hour(at: datetime, where: ZoneInfo) -> datetime:
    """Return when an act is supposed on a day given without an hour: at ten; any other instant stays as it is."""
    day = local_day(at, where)
    return datetime.combine(day, ACTING_HOUR, where).astimezone(UTC) if at == day_start(day, where) else at
