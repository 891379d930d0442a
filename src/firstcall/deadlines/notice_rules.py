"""What a deadline is counted by: the hours of the place of receipt, windows, tails, stops of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from firstcall.calendars import Calendar
from firstcall.dates import day_start
from firstcall.errors import RecordError
from firstcall.said import Said, Unreadable, sentence
from firstcall.values import dataclass

DayUnit = Literal["calendar", "business"]
WindowAnchor = Literal["sent", "delivered", "received", "complete", "tier"]
"""What a window counts from; `tier` is the end of the tier before."""
TailAnchor = Literal["notice", "receipt", "lapse"]


class CutOffNotPlain(Said):
    says = sentence("deadline.cut-off-not-plain", "the cut-off {hour} carries a zone or a pass of its own")
    hour: str


class OpeningNotPlain(Said):
    says = sentence("deadline.opening-not-plain", "the opening hour {hour} carries a zone or a pass of its own")
    hour: str


class WritePlainHour(Said):
    says = sentence("deadline.write-plain-hour", "write a plain time of day, such as {example}")
    example: str


class OpensAfterClosing(Said):
    says = sentence("deadline.opens-after-closing", "the opening hour {opens} is not before the cut-off {closes}")
    opens: str
    closes: str


class CorrectOneOfTheTwo(Said):
    says = sentence("deadline.correct-one-of-the-two", "correct one of the two")


class WindowWithoutDay(Said):
    says = sentence("deadline.window-without-day", "a window of {n} days has no day in it")
    n: int


class TailWithoutDay(Said):
    says = sentence("deadline.tail-without-day", "a tail of {n} days has no day in it")
    n: int


class WriteNumberOfDays(Said):
    says = sentence("deadline.write-number-of-days", "write a number of days, 1 or more")


class ResumedBeforeTolled(Said):
    says = sentence(
        "deadline.resumed-before-tolled", "the clock resumed at {resumed}, before it was tolled at {tolled}"
    )
    resumed: datetime
    tolled: datetime


class CorrectOneOfTheEvents(Said):
    says = sentence("deadline.correct-one-of-the-events", "correct one of the two events")


class InstantWithoutZone(Said):
    says = sentence("deadline.instant-without-zone", "{given} has no zone")
    given: str


class GiveInstantWithZone(Said):
    says = sentence("deadline.give-instant-with-zone", "give an instant with one, such as {example}")
    example: str


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """How notices are timed at the place of receipt.

    One cut-off serves receipt and the end of a window, and its instant is included: people who have
    until five can answer at five. A cut-off in the hour that spring skips is read with the old offset,
    one in the hour that autumn repeats is the first. A notice that comes before the opening hour, where
    there is one, is received at that hour of the same day.
    """

    zone: ZoneInfo
    calendar: Calendar
    cutoff: time = time(17)
    opening: time | None = None

    def __post_init__(self) -> None:
        if _not_plain(self.cutoff):
            raise Unreadable(CutOffNotPlain(hour=str(self.cutoff)), WritePlainHour(example="17:00"))
        if self.opening is not None and _not_plain(self.opening):
            raise Unreadable(OpeningNotPlain(hour=str(self.opening)), WritePlainHour(example="17:00"))
        if self.opening is not None and self.opening >= self.cutoff:
            hours = f"{self.opening:%H:%M}", f"{self.cutoff:%H:%M}"
            raise Unreadable(OpensAfterClosing(opens=hours[0], closes=hours[1]), CorrectOneOfTheTwo())

    def __hash__(self) -> int:
        """Return what is enough to tell rules apart in a cache, which asks it at every count."""
        return hash((self.zone.key, self.cutoff))

    def closes(self, day: date) -> datetime:
        """Return the last instant of a day on which business is done at the place, in UTC."""
        return datetime.combine(day, self.cutoff, self.zone).astimezone(UTC)

    def opens(self, day: date) -> datetime:
        """Return the first instant of a day at which a notice can be received, in UTC."""
        if self.opening is None:
            return day_start(day, self.zone)
        return datetime.combine(day, self.opening, self.zone).astimezone(UTC)

    def local(self, at: datetime) -> datetime:
        """Return an instant in the zone of the place of receipt."""
        return at.astimezone(self.zone)


@dataclass(frozen=True, slots=True)
class Window:
    """How long an answer may take: `n` days from an anchor, whose own day counts only if the clause says so.

    `roll` moves the end of a window in calendar days from a closed day to the next business day; a window
    in business days ends on a business day anyway.

    Raises:
      Unreadable: `n` is no positive whole number.
    """

    n: int
    unit: DayUnit = "business"
    anchor: WindowAnchor = "received"
    count_first_day: bool = False
    roll: bool = False

    def __post_init__(self) -> None:
        if self.n < 1:
            raise Unreadable(WindowWithoutDay(n=self.n), WriteNumberOfDays())


@dataclass(frozen=True, slots=True)
class Tail:
    """How long the grantor stays free: `n` days after the anchor day, the last one whole, never rolled.

    Raises:
      Unreadable: `n` is no positive whole number.
    """

    n: int
    unit: DayUnit = "calendar"
    anchor: TailAnchor = "lapse"

    def __post_init__(self) -> None:
        if self.n < 1:
            raise Unreadable(TailWithoutDay(n=self.n), WriteNumberOfDays())


@dataclass(frozen=True, slots=True)
class Toll:
    """A stop of the clock, from `start` on, up to but without `end`; None while it has not resumed.

    Raises:
      RecordError: the clock resumed before it was stopped.
      Unreadable: an instant without a zone.
    """

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        # Kept in UTC: in their own zone the two passes of a repeated hour would compare equal.
        object.__setattr__(self, "start", in_utc(self.start))
        if self.end is None:
            return
        object.__setattr__(self, "end", in_utc(self.end))
        if self.end < self.start:
            raise RecordError(ResumedBeforeTolled(resumed=self.end, tolled=self.start), fix=CorrectOneOfTheEvents())

    def stands(self, at: datetime) -> bool:
        """Return whether the clock stands at an instant because of this stop."""
        return self.start <= at and (self.end is None or at < self.end)


def in_utc(at: datetime) -> datetime:
    """Return an instant in UTC, where instants compare and cache safely.

    Raises:
      Unreadable: the instant carries no zone, so nobody can say when it is.
    """
    if at.tzinfo is UTC:
        return at
    if at.utcoffset() is None:
        given = at.isoformat()
        raise Unreadable(InstantWithoutZone(given=given), GiveInstantWithZone(example=f"{given}Z"))
    return at.astimezone(UTC)


def _not_plain(hour: time) -> bool:
    return hour.tzinfo is not None or bool(hour.fold)
