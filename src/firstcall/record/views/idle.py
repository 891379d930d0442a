"""Which events stand on the record and moved nothing: each with its reason, for every command that shows events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Annotated

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.record.concerned import concerned
from firstcall.record.consents import idle_revocations
from firstcall.record.dated.standing_text import standing_text
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import ConsentGiven, ConsentRevoked, ContractSigned
from firstcall.record.events.milestones import AboutDetermination
from firstcall.record.milestones import milestone
from firstcall.record.offers.offer import WithoutEffect
from firstcall.record.position import Position
from firstcall.said import Quoted, Said, sentence


class MayNotLift(Said):
    says = sentence("consent.may-not-lift", "no clause of that day lets {who} lift {clauses}")
    who: Annotated[str, Quoted]
    clauses: tuple[str, ...]


class CheckWhoConsents(Said):
    says = sentence("consent.check-who", "check who gives it, the clauses that it names, and the day")


class NoConsentToRevoke(Said):
    says = sentence("consent.none-to-revoke", "no consent {consent} of {who} stood")
    consent: Annotated[str, Quoted]
    who: Annotated[str, Quoted]


class CheckConsentToRevoke(Said):
    says = sentence("consent.check-to-revoke", "check its id, and who gave it")


def without_effect(here: Position, events: Iterable[EventBase]) -> Mapping[str, WithoutEffect]:
    """Return the events that moved nothing, by their ids.

    An event of an offer moved nothing if it did under no right that the offer concerns; a signing is none of
    them, since it stands as a contract, cleared or not.

    Args:
      here: the position at or after the latest of the events.
      events: those asked about.
    """
    asked = {event.id: event for event in events}
    found = {item.event: item for item in _of_offers(here, asked)}
    for name in dict.fromkeys(e.determination for e in asked.values() if isinstance(e, AboutDetermination)):
        found |= {item.event: item for item in milestone(here, name).without_effect}
    standing = standing_text(here.agreement, here.record, here.known_at)
    found |= {item.event: item for item in standing.idle}
    found |= {item.event: item for item in _of_consents(here, asked.values())}
    return {event_id: item for event_id, item in found.items() if event_id in asked}


def _of_offers(here: Position, asked: Mapping[str, EventBase]) -> Iterator[WithoutEffect]:
    moved = {event.id for event in asked.values() if isinstance(event, ContractSigned)}
    idle: dict[str, WithoutEffect] = {}
    about = (getattr(event, "offer", None) for event in asked.values())
    for offer_id in dict.fromkeys(name for name in about if isinstance(name, str)):
        for held in concerned(here, offer_id):
            offer = here.offer(offer_id, held.clause) if isinstance(held.clause, FirstRefusal) else None
            if offer is not None:
                moved |= {event.id for event in offer.events}
                idle |= {item.event: item for item in offer.without_effect}
    return (item for event_id, item in idle.items() if event_id not in moved)


def _of_consents(here: Position, asked: Collection[EventBase]) -> Iterator[WithoutEffect]:
    for event in asked:
        if isinstance(event, ConsentGiven) and not here.when(event.at).may_lift(event):
            why = MayNotLift(who=event.by, clauses=event.clauses)
            yield WithoutEffect(event.id, event.at, why, CheckWhoConsents(), event.type)
    if any(isinstance(event, ConsentRevoked) for event in asked):
        for event in idle_revocations(here.known.of_kind(ConsentGiven, ConsentRevoked)):
            why_not = NoConsentToRevoke(consent=event.consent, who=event.by)
            yield WithoutEffect(event.id, event.at, why_not, CheckConsentToRevoke(), event.type)
