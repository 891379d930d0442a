"""view(record, party, agreement): the record as one party may see it, a record of its own.

What a party may not see leaves no trace: streams are numbered and chained anew, so that neither counts,
ids, hashes nor instants tell that something is missing. The grantor sees every event, and a holder sees an
offer from its notice on, in the terms it was told; what other parties offered, answered or signed never
reaches it, but for answers under a right that it shares which start its own clock, or leave what it is asked
about. What a party keeps to itself about its own entries (who entered and signed them, its notes, evidence and
grounds) reaches nobody else, the grantor neither. It is a view, not access control.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import Approval, Clause, FirstRefusal, Priority
from firstcall.agreement.terms import InForce, Terms, text_at
from firstcall.errors import NotFound, near_or_listed
from firstcall.kept import Kept
from firstcall.record.concerned import WITHHELD, can_hold
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import (
    AboutStatement,
    ConsentGiven,
    ConsentRevoked,
    Context,
    ContractSigned,
    Correction,
    MixReported,
)
from firstcall.record.events.offer import (
    AboutOffer,
    CapacityRequested,
    Declined,
    Matched,
    MatchedInPart,
    NoticeGiven,
    OfferReceived,
    WaiverGiven,
)
from firstcall.record.journal.journal import Record
from firstcall.record.views.disclosure import ToldOffers, disclosed, parties_of_clauses, told_of
from firstcall.record.views.rechained import PRIVATE, rechained
from firstcall.said import AnyOf, Quoted, Said, sentence


class NoSuchParty(Said):
    says = sentence("party.no-such-party", "{given} is no party")
    given: Annotated[str, Quoted]


class NameItsParty(Said):
    says = sentence(
        "party.name-its-party",
        "name {parties}, with whom it is listed; what it says is entered as theirs, with its signatory",
    )
    parties: Annotated[tuple[str, ...], AnyOf]


_OWN_RIGHTS: Kept[str, frozenset[str]] = Kept("the rights of first refusal that each party holds")
_WITHHOLDING: Kept[str, tuple[InForce, ...]] = Kept("those of each party that are not told who the third party is")


def view(record: Record, party: str, agreement: Agreement) -> Record:
    """Return the record that a party may see.

    Args:
      record: everything that was entered.
      party: who looks.
      agreement: who holds which rights, and whether a third party is named to the holder.

    Raises:
      NotFound: there is no such party.

    Source: docs/refusal.md, who sees what.
    """
    parties = parties_of(agreement)
    if party not in parties:
        raise NotFound(NoSuchParty(given=party), fix=party_meant(party, agreement))
    if parties[party] == "grantor":
        whole = list(_uncovered(record, party))
        same = len(whole) == len(record.events) and not any(changes for _, changes in whole)
        return record if same else rechained(whole, party)
    return rechained(_visible(record, party, agreement), party)


def _uncovered(record: Record, party: str) -> Iterator[tuple[EventBase, dict[str, Any]]]:
    """Yield every event for the grantor, without what the others keep to themselves about their own."""
    shown: dict[str, dict[str, Any]] = {}
    for event in record.events:
        if not isinstance(event, Correction):
            shown[event.id] = _hidden(event, party)
            yield event, {} if event.by == party else _kept_back(event)
        elif (kept := _correction(event, shown.setdefault(event.of, {}), party)) is not None:
            shown[event.id] = shown[event.of]
            yield event, kept


def parties_of(agreement: Agreement) -> dict[str, str]:
    """Return every party of any version of the agreement, with its role."""
    return {name: held.role for name, held in agreement.every_party.items()}


def party_meant(given: str, agreement: Agreement) -> Said:
    """Return what helps where somebody is no party: whose successor or affiliate it is, else the nearest party."""
    every = [agreement.parties, *(change.redefine.parties for change in agreement.amendments)]
    beside = {
        name: None
        for parties in every
        for name, held in parties.items()
        if held.successor(given) is not None or held.affiliate(given) is not None
    }
    return NameItsParty(parties=tuple(beside)) if beside else near_or_listed(given, agreement.every_party, "party")


def _visible(record: Record, party: str, agreement: Agreement) -> list[tuple[EventBase, dict[str, Any]]]:
    """Return the events that a party sees, each with the fields that read otherwise for it."""
    known = record.known().events
    by_id = {event.__dict__["id"]: event for event in known}
    told = told_of(known, lambda events: _anchors(events, party, agreement))
    contracts = set(_contracts(known, party, agreement))
    answered = {event.offer for event in known if isinstance(event, _ANSWERS) and event.by == party}
    found: list[tuple[EventBase, dict[str, Any]]] = []
    shown: dict[str, tuple[EventBase, dict[str, Any]]] = {}
    for event in record.events:
        event_id = event.__dict__["id"]
        now = by_id.get(event_id, event)
        if isinstance(event, Correction):
            first, changes = shown.get(event.of, (None, {}))
            hidden = {} if first is None else _hidden(first, party) | changes
            if first is not None and (kept := _correction(event, hidden, party)) is not None:
                shown[event.id] = first, changes
                found.append((event, kept))
            continue
        if not (_sees(now, party, agreement, told, contracts) or _bears_on(now, party, agreement, told, answered)):
            continue
        changes = _redacted(now, party, agreement, told)
        shown[event_id] = event, changes
        found.append((event, changes))
    return found


def _anchors(events: Iterable[EventBase], party: str, agreement: Agreement) -> Iterator[EventBase]:
    """Yield what told a party of an offer: a notice to it, or its own waiver."""
    made: OfferReceived | CapacityRequested | None = None
    for event in events:
        if isinstance(event, (OfferReceived, CapacityRequested)):
            made = event
        elif _tells(event, made, party, agreement):
            yield event


def _tells(event: EventBase, made: OfferReceived | CapacityRequested | None, party: str, agreement: Agreement) -> bool:
    if isinstance(event, NoticeGiven):
        return _is_for(event, made, party, _text(agreement, event))
    return isinstance(event, WaiverGiven) and event.by == party


def _is_for(notice: NoticeGiven, made: OfferReceived | CapacityRequested | None, party: str, now: Terms) -> bool:
    for held in now.clauses:
        clause = held.clause
        if isinstance(clause, FirstRefusal) and party in clause.holders:
            if notice.clause == clause.id:
                return True
            if notice.clause is None and made is not None and can_hold(held, made, now):
                return True
    return False


def _contracts(known: tuple[EventBase, ...], party: str, agreement: Agreement) -> Iterator[str]:
    """Yield the contracts a party knows of: its own, and those it waived for or consented to."""
    for event in known:
        if isinstance(event, ContractSigned) and event.provider in _text(agreement, event).operated_by(party):
            yield event.contract
        elif event.by == party and isinstance(event, (WaiverGiven, ConsentGiven)):
            yield from (*getattr(event, "ratifies", ()), *([event.contract] if event.contract is not None else []))


def _measures(clause: Clause, party: str) -> bool:
    """Say whether a clause gives a party a measure of the use: a permission with a purpose, or a least share."""
    match clause:
        case Approval():
            return clause.by == party and clause.primarily is not None
        case Priority():
            return clause.holder == party and clause.share_at_least is not None
        case _:
            return False


def _sees(event: EventBase, party: str, agreement: Agreement, told: ToldOffers, contracts: set[str]) -> bool:
    if event.by == party:
        return True
    match event:
        case AboutOffer():
            return told.shows(event, _own_rights(party, agreement, event))
        case ContractSigned():
            return event.contract in contracts
        case WaiverGiven() | ConsentGiven() | ConsentRevoked() | Context():
            return False
        case MixReported():
            return any(_measures(held.clause, party) for held in _text(agreement, event).clauses)
        case AboutStatement():
            return disclosed(event, party, parties_of_clauses(agreement)) is not None
        case _:
            return True


_ANSWERS = (Matched, MatchedInPart, Declined, WaiverGiven)


def _bears_on(
    event: EventBase, party: str, agreement: Agreement, told: ToldOffers, answered: set[str | None]
) -> bool:  # fmt: skip
    """Say whether what another holder of a shared right answered bears on a party's own time, or what it is asked.

    Where its tier counts from the answer of those before, that answer starts its clock; where it may be asked again
    about what is left, it is told what the others took, once it has answered itself.
    """
    if not isinstance(event, _ANSWERS) or event.offer not in told.offers:
        return False
    for held in _text(agreement, event).clauses:
        clause = held.clause
        if not isinstance(clause, FirstRefusal) or clause.several is None or event.clause not in (None, clause.id):
            continue
        before: set[str] = set()
        for asked in clause.several.rounds:
            names = {stake.holder for stake in asked.holders}
            told_now = event.offer in answered if asked.again else asked.tier.counts_from == "answer"
            if party in names and event.by in before and told_now:
                return True
            before |= names
    return False


def _own_rights(party: str, agreement: Agreement, event: EventBase) -> frozenset[str]:
    now = _text(agreement, event)
    kept = _OWN_RIGHTS.on(now.shelf)
    if party not in kept:
        held = (item.clause for item in now.clauses)
        own = (clause.id for clause in held if isinstance(clause, FirstRefusal) and party in clause.holders)
        kept[party] = frozenset(own)
    return kept[party]


def _redacted(event: EventBase, party: str, agreement: Agreement, told: ToldOffers) -> dict[str, Any]:
    """Return the fields of an event that read otherwise for a party; None takes a field away."""
    if event.by == party:
        return {}
    changes = _kept_back(event)
    if isinstance(event, OfferReceived) and _is_withheld(event, party, agreement):
        changes |= {"provider": WITHHELD, "mode": event.mode or _text(agreement, event).mode_at(event.provider)}
    if isinstance(event, ContractSigned) and event.offer is not None and event.offer not in told.offers:
        changes["offer"] = None
    if isinstance(event, AboutStatement):
        changes |= disclosed(event, party, parties_of_clauses(agreement)) or {}
    return changes


def _kept_back(event: EventBase) -> dict[str, Any]:
    """Return what reads otherwise of an event that another party entered; None takes a field away."""
    given = event.__pydantic_fields_set__
    own = {} if given.isdisjoint(PRIVATE) else {name: None for name in PRIVATE if name in given}
    return own if event.entered_by == event.by else {"entered_by": event.by, **own}


def _hidden(event: EventBase, party: str) -> dict[str, Any]:
    """Return the names of what a party never reads of an event, also where a correction adds it later."""
    return {} if event.by == party else dict.fromkeys(PRIVATE)


def _is_withheld(event: OfferReceived, party: str, agreement: Agreement) -> bool:
    if event.terms.get("non_disclosure", "").lower() in ("yes", "true"):
        return True
    now = _text(agreement, event)
    return any(can_hold(held, event, now) for held in _withholding(party, now))


def _withholding(party: str, now: Terms) -> tuple[InForce, ...]:
    """Return the rights of a party that are not told who the third party is."""
    kept = _WITHHOLDING.on(now.shelf)
    if party not in kept:
        kept[party] = tuple(
            item for item in now.clauses
            if isinstance(item.clause, FirstRefusal) and party in item.clause.holders
            and item.clause.notice.third_party == "withheld"
        )  # fmt: skip
    return kept[party]


def _text(agreement: Agreement, event: EventBase) -> Terms:
    """Return the terms in force when an event took effect."""
    return text_at(agreement, event.at, None, agreement.shelf)


def _correction(event: Correction, hidden: dict[str, Any], party: str) -> dict[str, Any] | None:
    """Return what a correction reads for a party; None when it corrects nothing the party sees."""
    kept = {name: value for name, value in event.set.items() if name not in hidden}
    if not event.void and not kept:
        return None
    private = {} if event.by == party else _kept_back(event)
    return {**private, "set": kept} if kept != event.set else private
