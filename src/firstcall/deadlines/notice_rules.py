"""What a deadline is counted by: the hours of the place of receipt, windows, tails, stops of the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from firstcall.calendars import Calendar
from firstcall.dates import day_start, iso
from firstcall.errors import RecordError

DayUnit = Literal["calendar", "business"]
WindowAnchor = Literal["sent", "delivered", "received", "complete"]
TailAnchor = Literal["notice", "receipt", "lapse"]


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
        for name, hour in (("cut-off", self.cutoff), ("opening hour", self.opening)):
            if hour is not None and (hour.tzinfo is not None or hour.fold):
                raise ValueError(
                    f"the {name} {hour} carries a zone or a pass of its own; "
                    "fix: write a plain time of day, such as 17:00"
                )
        if self.opening is not None and self.opening >= self.cutoff:
            raise ValueError(
                f"the opening hour {self.opening:%H:%M} is not before the cut-off {self.cutoff:%H:%M}; "
                "fix: correct one of the two"
            )

    def closes(self, day: date) -> datetime:
        """Return the last instant of a day on which business is done at the place, in UTC."""
        return datetime.combine(day, self.cutoff, self.zone).astimezone(UTC)

    def opens(self, day: date) -> datetime:
        """Return the first instant of a day at which a notice can be received, in UTC."""
        if self.opening is None:
            return day_start(day, self.zone)
        return datetime.combine(day, self.opening, self.zone).astimezone(UTC)

    def hour(self, at: datetime) -> str:
        """Return the local time of an instant with its zone, as `17:00 EDT`, no finer than it is."""
        local = at.astimezone(self.zone)
        whole = local.second == local.microsecond == 0
        return f"{local.time().isoformat('minutes' if whole else 'auto')} {local.tzname()}"


@dataclass(frozen=True, slots=True)
class Window:
    """How long an answer may take: `n` days from an anchor, whose own day counts only if the clause says so.

    `roll` moves the end of a window in calendar days from a closed day to the next business day; a window
    in business days ends on a business day anyway.

    Raises:
      ValueError: `n` is no positive whole number.
    """

    n: int
    unit: DayUnit = "business"
    anchor: WindowAnchor = "received"
    count_first_day: bool = False
    roll: bool = False

    def __post_init__(self) -> None:
        _require_days("window", self.n)


@dataclass(frozen=True, slots=True)
class Tail:
    """How long the grantor stays free: `n` days after the anchor day, the last one whole, never rolled.

    Raises:
      ValueError: `n` is no positive whole number.
    """

    n: int
    unit: DayUnit = "calendar"
    anchor: TailAnchor = "lapse"

    def __post_init__(self) -> None:
        _require_days("tail", self.n)


@dataclass(frozen=True, slots=True)
class Toll:
    """A stop of the clock, from `start` on, up to but without `end`; None while it has not resumed.

    Raises:
      RecordError: the clock resumed before it was stopped.
      ValueError: an instant without a zone.
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
            raise RecordError(
                f"the clock resumed at {iso(self.end)}, before it was tolled at {iso(self.start)}; "
                "fix: correct one of the two events"
            )

    def stands(self, at: datetime) -> bool:
        """Return whether the clock stands at an instant because of this stop."""
        return self.start <= at and (self.end is None or at < self.end)


def in_utc(at: datetime) -> datetime:
    """Return an instant in UTC, where instants compare and cache safely.

    Raises:
      ValueError: the instant carries no zone, so nobody can say when it is.
    """
    if at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} has no zone; fix: give an instant with one, such as {at.isoformat()}Z")
    return at.astimezone(UTC)


def _require_days(what: str, n: int) -> None:
    if n < 1:
        raise ValueError(f"a {what} of {n} days has no day in it; fix: write a number of days, 1 or more")
