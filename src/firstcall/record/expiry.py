"""The third party's own patience: the last day of its offer, beside the first day on which it can be free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from firstcall.dates import NEXT_INSTANT, local_day
from firstcall.record.offers.offer import Offer
from firstcall.record.offers.right import Right
from firstcall.said import Said, sentence


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


class FreedTooLate(Said):
    says = sentence("expiry.freed-too-late", "{told}: too late, unless the holder answers before")
    told: Said


@dataclass(frozen=True, slots=True)
class Expiry:
    """When a third party's offer ends, and from when its capacity can be free to sign at the earliest."""

    day: date
    """Its last day."""
    first_free: datetime | None
    """The first instant after the window; None where no end can be named."""
    free_day: date | None
    """That instant's day at the holder's place."""
    noticed: bool
    """Whether notice has been given; if not, it is reckoned as if notice were given now."""

    @property
    def too_late(self) -> bool:
        """Say whether the offer ends before its capacity can be free."""
        return self.free_day is not None and self.free_day > self.day

    def told(self) -> Said:
        """Return what there is to say of it."""
        if self.free_day is None:
            return ExpiresWhileStopped(day=self.day)
        told: Said = ExpiresAndWouldFree(day=self.day, free=self.free_day)
        if self.noticed:
            told = ExpiresAndFrees(day=self.day, free=self.free_day)
        return FreedTooLate(told=told) if self.too_late else told

    def __str__(self) -> str:
        return str(self.told())


def expiry_of(offer: Offer, right: Right | None, at: datetime) -> Expiry | None:
    """Return when an offer that waits for a notice or an answer expires; None where it does not say, or is settled.

    Args:
      offer: the offer as it stands.
      right: the right that it runs under, or that a notice would be given under.
      at: the instant asked about; a notice not yet given is taken to be sent then.
    """
    try:
        day = date.fromisoformat(offer.terms.get("expires", ""))
    except ValueError:
        return None
    if right is None or offer.free_because is not None or offer.state not in ("received", "notified"):
        return None
    noticed = offer.state == "notified"
    if noticed:
        ends = offer.window_closes
    else:
        closes = offer.next_notice.closes(right, at)
        ends = closes[-1] if closes else None
    first = None if ends is None else ends + NEXT_INSTANT
    return Expiry(day, first, local_day(first, right.rules.zone) if first else None, noticed)
