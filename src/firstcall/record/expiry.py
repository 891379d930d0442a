"""The third party's own patience: the last day of its offer, beside the first day on which it can be free."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from firstcall.dates import NEXT_INSTANT, local_day
from firstcall.record.offers.offer import OPEN_STATES, Offer
from firstcall.record.offers.right import Right
from firstcall.said import Local, Said, sentence
from firstcall.values import dataclass


class ExpiresWhileStopped(Said):
    says = sentence(
        "expiry.while-stopped",
        "the third party's offer expires on {day}, and while the clock stands no day can be named on which it is free "
        "to sign",
    )
    day: date


class ExpiresAndFrees(Said):
    says = sentence(
        "expiry.and-frees",
        "the third party's offer expires on {day}, and silence frees it on {free} at the earliest",
    )
    day: date
    free: date


class ExpiresAndWouldFree(Said):
    says = sentence(
        "expiry.and-would-free",
        "the third party's offer expires on {day}, and silence frees it on {free} at the earliest, if notice is given "
        "now",
    )
    day: date
    free: date


class ExpiresOn(Said):
    says = sentence("expiry.on", "the third party's own offer expires on {day}")
    day: date


class ExpiredOn(Said):
    says = sentence("expiry.over", "the third party's own offer expired on {day}")
    day: date


class ExpiresAtHour(Said):
    says = sentence("expiry.at-hour", "{told}; it expires at {at}")
    told: Said
    at: Annotated[datetime, Local]


class FreedTooLate(Said):
    says = sentence("expiry.freed-too-late", "{told}: too late, unless the holder answers before")
    told: Said


@dataclass(frozen=True, slots=True)
class Expiry:
    """When a third party's offer ends, and from when its capacity can be free to sign at the earliest."""

    day: date
    """Its last day, at the holder's place."""
    ends: datetime | None
    """Its last instant, where it names an hour: at the holder's place, unless it names an offset too."""
    first_free: datetime | None
    """The first instant after the window; None where no end can be named."""
    free_day: date | None
    """That instant's day at the holder's place."""
    noticed: bool
    """Whether notice has been given; if not, it is reckoned as if notice were given now."""
    free: bool = False
    """Whether its capacity is free already."""
    over: bool = False
    """Whether it has ended by now."""

    @property
    def too_late(self) -> bool:
        """Say whether the offer ends before its capacity can be free."""
        if self.ends is not None:
            return self.first_free is not None and self.first_free > self.ends
        return self.free_day is not None and self.free_day > self.day

    def told(self) -> Said:
        """Return what there is to say of it."""
        told: Said
        if self.free:
            told = ExpiredOn(day=self.day) if self.over else ExpiresOn(day=self.day)
        elif self.free_day is None:
            told = ExpiresWhileStopped(day=self.day)
        elif self.noticed:
            told = ExpiresAndFrees(day=self.day, free=self.free_day)
        else:
            told = ExpiresAndWouldFree(day=self.day, free=self.free_day)
        if self.ends is not None:
            told = ExpiresAtHour(told=told, at=self.ends)
        return FreedTooLate(told=told) if self.too_late and not self.free else told

    def __str__(self) -> str:
        return str(self.told())


def expiry_of(offer: Offer, right: Right | None, at: datetime) -> Expiry | None:
    """Return when an offer expires that waits for a notice, an answer or a signature; None where it does not say.

    Args:
      offer: the offer as it stands.
      right: the right that it runs under, or that a notice would be given under.
      at: the instant asked about; a notice not yet given is taken to be sent then.
    """
    free = offer.free_at(at)
    if right is None or not (free or offer.state in OPEN_STATES):
        return None
    if offer.free_because is not None and not offer.beyond:
        return None
    where = right.rules.zone
    try:
        day, last = _day_and_hour(offer.terms.get("expires", ""), where)
    except (ValueError, OverflowError):
        return None
    over = at > last if last is not None else local_day(at, where) > day
    if free:
        since = min(pool.since for pool in free)
        return Expiry(day, last, since, local_day(since, where), noticed=True, free=True, over=over)
    noticed = offer.state == "notified"
    if noticed:
        ends = offer.window_closes
    else:
        closes = offer.next_notice.closes(right, at)
        ends = closes[-1] if closes else None
    first = None if ends is None else ends + NEXT_INSTANT
    return Expiry(day, last, first, local_day(first, where) if first else None, noticed, over=over)


def _day_and_hour(text: str, where: ZoneInfo) -> tuple[date, datetime | None]:
    """Return a day, and the instant where an hour is named.

    Raises:
      ValueError: it is neither.
    """
    try:
        return date.fromisoformat(text), None
    except ValueError:
        at = datetime.fromisoformat(text)
    at = at if at.tzinfo is not None else at.replace(tzinfo=where)
    return local_day(at, where), at
