"""Which events of an offer a holder has been told of: from its notice on, in the terms of the last notice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from firstcall.record.entry import EventBase
from firstcall.record.offer_events import (
    AboutOffer,
    CapacityRequested,
    Delivered,
    GrantorWilling,
    HolderFailed,
    NoticeGiven,
    OfferReceived,
    Resumed,
    TermsAmended,
    Tolled,
    Withdrawn,
)

Anchors = Callable[[Iterable[EventBase]], Iterable[EventBase]]


@dataclass(frozen=True, slots=True)
class Told:
    """For each offer that a party was told of: the first and last time, as places among the offer's events."""

    offers: Mapping[str, tuple[int, int]]
    places: Mapping[str, int]
    """The place of each event among those of its offer, by id."""
    notices: frozenset[str]
    """The notices that reached the party."""

    def shows(self, event: AboutOffer, own: frozenset[str]) -> bool:
        """Say whether a party sees an event that another entered.

        Args:
          event: the event.
          own: the rights that the party holds.
        """
        if event.offer not in self.offers or event.id not in self.places:
            return False
        first, last = self.offers[event.offer]
        place = self.places[event.id]
        match event:
            case OfferReceived() | CapacityRequested() | GrantorWilling() | TermsAmended():
                return place < last
            case NoticeGiven():
                return event.id in self.notices
            case Withdrawn():
                return place > first
            case Tolled() | Resumed() | Delivered() | HolderFailed():
                return place > first and (event.clause is None or event.clause in own)
            case _:
                return False


def told_of(events: Iterable[EventBase], anchors: Anchors) -> Told:
    """Return what a party has been told of every offer.

    Args:
      events: all events as known, in the order in which they count.
      anchors: of one offer's events, those that told the party of it.
    """
    by_offer: dict[str, list[EventBase]] = {}
    for event in events:
        offer = getattr(event, "offer", None)
        if isinstance(offer, str):
            by_offer.setdefault(offer, []).append(event)
    places: dict[str, int] = {}
    offers: dict[str, tuple[int, int]] = {}
    notices: set[str] = set()
    for offer, held in by_offer.items():
        places |= {event.id: place for place, event in enumerate(held)}
        found = list(anchors(held))
        if found:
            offers[offer] = (places[found[0].id], places[found[-1].id])
            notices |= {event.id for event in found}
    return Told(offers, places, frozenset(notices))
