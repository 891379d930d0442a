"""What a party has been told of.

An offer from its notice on, and a statement as far as its own clauses and dealings go.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.first_refusal import Delivery
from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.agreement.model.clauses.promises.duty import DatedDuty
from firstcall.agreement.model.clauses.promises.payment import Payment
from firstcall.agreement.model.clauses.promises.price_promise import PricePromise
from firstcall.kept import Kept
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import (
    AboutStatement,
    StatementAgreed,
    StatementDisputed,
    StatementIssued,
    StatementPaid,
)
from firstcall.record.events.offer import (
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
from firstcall.values import dataclass

Anchors = Callable[[Iterable[EventBase]], Iterable[EventBase]]


@dataclass(frozen=True, slots=True)
class ToldOffers:
    """For each offer that a party was told of: the first and last time, as places among the offer's events."""

    offers: Mapping[str, tuple[int, int]]
    places: Mapping[str, int]
    """The place of each event of such an offer among them, by id."""
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


def told_of(events: Iterable[EventBase], anchors: Anchors) -> ToldOffers:
    """Return what a party has been told of every offer.

    Args:
      events: all events as known, in the order in which they count.
      anchors: of one offer's events, those that told the party of it.
    """
    by_offer: dict[str, list[EventBase]] = {}
    for event in events:
        offer = event.__dict__.get("offer")
        if offer is not None:
            by_offer.setdefault(offer, []).append(event)
    places: dict[str, int] = {}
    offers: dict[str, tuple[int, int]] = {}
    notices: set[str] = set()
    for offer, held in by_offer.items():
        found = list(anchors(held))
        if found:
            for place, event in enumerate(held):
                places[event.id] = place
            noticed = [
                event for event in found if isinstance(event, NoticeGiven)
            ]  # once noticed, a waiver tells no more
            offers[offer] = (places[found[0].id], places[(noticed or found)[-1].id])
            notices.update([event.id for event in found])
    return ToldOffers(offers, places, frozenset(notices))


Concerned = dict[str, frozenset[str]]
_CONCERNED: Kept[None, Concerned] = Kept("who is concerned by each money clause")


def parties_of_clauses(agreement: Agreement) -> Concerned:
    """Return, by money clause, who pays or is paid under any of its texts.

    Late fees have a leg for each who owes them: whoever came in by a later text has one of its own.
    """
    kept = _CONCERNED.on(agreement.shelf)
    if None not in kept:
        found: Concerned = {}
        granting = [name for name, party in agreement.parties.items() if party.role == "grantor"]
        for clause in _money(agreement):
            match clause:
                case RevenueShare():
                    parties = frozenset((clause.payer, *(payee.party for payee in clause.payee)))
                case Commitment():
                    parties = frozenset((clause.by, clause.to))
                case Payment():
                    parties = frozenset((clause.payer, clause.payee))
                case DatedDuty() | PricePromise():
                    parties = frozenset(one for one in (clause.by, clause.to) if one is not None)
                case Delivery():
                    first = found.setdefault(clause.id, frozenset((clause.by, *granting)))
                    if clause.by not in first:
                        found[f"{clause.id}.{clause.by}"] = frozenset((clause.by, *granting))
                    continue
            found[clause.id] = found.get(clause.id, frozenset()) | parties
        kept[None] = found
    return kept[None]


MoneyClause = RevenueShare | Commitment | Payment | Delivery | DatedDuty | PricePromise
"""A clause that has a leg of its own on a statement, where it owes something."""


def _money(agreement: Agreement) -> Iterator[MoneyClause]:
    texts = [agreement.clauses, *(part for change in agreement.amendments for part in (change.add, change.replace))]
    for clauses in texts:
        for clause in clauses:
            match clause:
                case RevenueShare() | Commitment() | Payment():
                    yield clause
                case Delivery() if clause.late_fee is not None:
                    yield clause
                case DatedDuty() if clause.late is not None:
                    yield clause
                case PricePromise() if clause.pays is not None:
                    yield clause
                case _:
                    continue


def unheard(events: Iterable[EventBase], held: Concerned) -> Iterator[tuple[AboutStatement, frozenset[str]]]:
    """Yield the disputes and consents of who neither pays nor is paid on a statement, with who does: they say nothing.

    Args:
      events: the events as known, in the order in which they count.
      held: who is concerned by each money clause, from `parties_of_clauses`.
    """
    concerned: dict[str, frozenset[str]] = {}
    for event in events:
        if isinstance(event, StatementIssued):
            legs = [held.get(_clause_of(leg, held)) for leg in event.amounts]
            known = [one for one in legs if one is not None]
            if len(known) == len(legs):
                concerned[event.statement] = concerned.get(event.statement, frozenset()).union(*known)
        elif isinstance(event, StatementDisputed | StatementAgreed):
            parties = concerned.get(event.statement)
            if parties is not None and event.by not in parties:
                yield event, parties


def heard(events: Iterable[EventBase], agreement: Agreement) -> list[EventBase]:
    """Return events as known without those that say nothing of a statement; see `unheard`."""
    listed = list(events)
    idle = {event.id for event, _ in unheard(listed, parties_of_clauses(agreement))}
    return [event for event in listed if event.id not in idle]


def disclosed(event: AboutStatement, party: str, held: Concerned) -> dict[str, Any] | None:
    """Return the fields of an event that read otherwise for a party; None where it may not know of the event.

    An issue is told for the clauses that concern the party, a dispute likewise; a dispute or consent that names no
    clause is told among those who share one. A payment is told to who pays and who is paid; where that is left
    unsaid, only if the payer deals with nobody else.

    Args:
      event: an event of a statement.
      party: who looks.
      held: who is concerned by each money clause, from `concerned`.

    Source: docs/settlement.md, who sees what.
    """
    own = frozenset(name for name, parties in held.items() if party in parties)
    match event:
        case StatementIssued():
            return _issued(event, frozenset(leg for leg in event.amounts if _clause_of(leg, held) in own))
        case StatementPaid():
            partners = {name for parties in held.values() if event.by in parties for name in parties} - {event.by}
            return {} if party in (event.by, event.to) or (event.to is None and partners == {party}) else None
        case StatementDisputed() if event.clauses or event.lines:
            return _disputed(event, own, held)
        case _:
            return {} if party == event.by or any(event.by in held[name] for name in own) else None


def _clause_of(leg: str, held: Concerned) -> str:
    """Return the clause of a leg: late fees in a further currency have a leg of their own, `delivery.EUR`."""
    return leg if leg in held else leg.rpartition(".")[0]


def _issued(event: StatementIssued, own: frozenset[str]) -> dict[str, Any] | None:
    shown = {name: amount for name, amount in event.amounts.items() if name in own}
    if not shown or (event.delta and not any(Decimal(amount) for amount in shown.values())):
        return None
    if len(shown) == len(event.amounts):
        return {}
    amounts = {name: f"{amount:f}" for name, amount in shown.items()}
    said = json.dumps([event.statement, event.period, sorted(amounts.items())])
    return {"amounts": amounts, "digest": hashlib.sha256(said.encode()).hexdigest()}


def _disputed(event: StatementDisputed, own: frozenset[str], held: Concerned) -> dict[str, Any] | None:
    clauses = [name for name in event.clauses if _clause_of(name, held) in own]
    lines = [name for name in event.lines if _clause_of(name.split("/")[0], held) in own]
    return {"clauses": clauses, "lines": lines} if clauses or lines else None
