"""Windows and tails counted day by day on a wall calendar, without the package."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays

ONE = timedelta(days=1)
FAR = 1000
"""Days after which a clock that stands still is taken to stand for good."""


BESIDES_PUBLIC = {"HK": "optional", "CA": "government", "JP": "bank", "ID": "government"}
"""What closes banks and offices besides public holidays, as the rules list it."""


@cache
def closed_days(code: str, year: int) -> frozenset[date]:
    country, _, part = code.partition("-")
    found: set[date] = set()
    for category in ("public", BESIDES_PUBLIC.get(country, "public")):
        found |= set(holidays.country_holidays(country, subdiv=part or None, years=year, categories=(category,)))
    return frozenset(found)


def open_for_business(day: date, code: str, closures: frozenset[date]) -> bool:
    if day.weekday() >= 5 or day in closures:
        return False
    return day not in closed_days(code, day.year)


def clock(value: Any) -> time:
    return time.fromisoformat(str(value)) if value is not None else time(17)


def at_clock(day: date, moment: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, moment, zone).astimezone(UTC)


Stops = list[tuple[datetime, datetime | None]]


def stands_still(moment: datetime, stops: Stops) -> bool:
    return any(start <= moment and (end is None or moment < end) for start, end in stops)


class Desk:
    """The place where a holder reads its notices: a zone, a calendar, closures."""

    def __init__(self, zone: ZoneInfo, code: str, closures: frozenset[date]) -> None:
        self.zone, self.code, self.closures = zone, code, closures

    def business(self, day: date) -> bool:
        return open_for_business(day, self.code, self.closures)

    def local_day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def received_day(self, arrived: datetime, cutoff: time) -> date:
        """The deemed day: after the cut-off or on a closed day, the next business day."""
        day = self.local_day(arrived)
        if self.business(day) and arrived <= at_clock(day, cutoff, self.zone):
            return day
        day += ONE
        while not self.business(day):
            day += ONE
        return day

    def window_end(self, window: dict[str, Any], n: int, sent: datetime, arrived: datetime, stops: Stops) -> datetime:
        """The last instant of a window; far away while the clock stands still for good."""
        cutoff = clock(window.get("cutoff"))
        anchor = window.get("anchor", "received")
        day = {
            "sent": lambda: self.local_day(sent),
            "delivered": lambda: self.local_day(arrived),
            "received": lambda: self.received_day(arrived, cutoff),
            "complete": lambda: self.received_day(arrived, cutoff),
        }[anchor]()
        business = window.get("unit", "business") == "business"
        rolls = bool(window.get("roll", False)) and not business
        left = n - 1 if window.get("count_first_day", False) and self.counts(day, business, cutoff, stops) else n
        for _ in range(FAR):
            if left <= 0 and not (rolls and not self.counts(day, True, cutoff, stops)):
                return at_clock(day, cutoff, self.zone)
            day += ONE
            if left > 0 and self.counts(day, business, cutoff, stops):
                left -= 1
        return datetime.max.replace(tzinfo=UTC)

    def counts(self, day: date, business: bool, cutoff: time, stops: Stops) -> bool:
        """A day counts unless the clock stands at its cut-off, or it is closed and only business days count."""
        return (not business or self.business(day)) and not stands_still(at_clock(day, cutoff, self.zone), stops)

    def tail_over(self, tail: dict[str, Any], start: date) -> datetime:
        """The first instant after the last day of a tail, which is wholly inside."""
        left, day = int(tail["n"]), start
        while left:
            day += ONE
            if tail.get("unit", "calendar") == "calendar" or self.business(day):
                left -= 1
        return at_clock(day + ONE, time(), self.zone)
