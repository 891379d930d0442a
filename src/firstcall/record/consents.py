"""Consents: which stand, what one covers, and what of its quantity is used up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from firstcall.agreement.model.clauses.kinds import Consent
from firstcall.agreement.terms import InForce
from firstcall.record.events.entry import EventBase, rank
from firstcall.record.events.kinds import ConsentGiven, ConsentRevoked, ContractSigned, Tranche
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """What a consent would have to cover."""

    provider: str
    workload: str
    contract: str | None = None
    quantity: Decimal | None = None
    party: str | None = None
    """Who would act by it, where it is no question of capacity."""


def consents_by_clause(events: Iterable[EventBase]) -> Mapping[str, list[EventBase]]:
    """Return the consents given and revoked that bear on each clause, in the order in which they count.

    A revocation bears on every clause that the consent ever named: given anew for fewer clauses, it
    does not stand for the rest.
    """
    events = tuple(events)
    named: dict[str, dict[str, None]] = {}
    for event in events:
        if isinstance(event, ConsentGiven):
            named.setdefault(event.consent, {}).update(dict.fromkeys(event.clauses))
    found: dict[str, list[EventBase]] = {}
    for event in events:
        clauses: Iterable[str] = ()
        if isinstance(event, ConsentGiven):
            clauses = dict.fromkeys(event.clauses)
        elif isinstance(event, ConsentRevoked):
            clauses = named.get(event.consent, ())
        for clause in clauses:
            found.setdefault(clause, []).append(event)
    return found


def standing_consents(events: Iterable[EventBase]) -> tuple[ConsentGiven, ...]:
    """Return the consents that stand after some events; only who gave a consent takes it back."""
    held: dict[tuple[str, str], dict[int, ConsentGiven]] = {}
    for number, event in enumerate(events):
        if isinstance(event, ConsentGiven):
            held.setdefault((event.consent, event.by), {})[number] = event
        elif isinstance(event, ConsentRevoked):
            held.pop((event.consent, event.by), None)
    standing = {number: event for given in held.values() for number, event in given.items()}
    return tuple(standing[number] for number in sorted(standing))


def idle_revocations(events: Iterable[EventBase]) -> tuple[ConsentRevoked, ...]:
    """Return the revocations that took nothing back: no consent of that name stood of who revoked it.

    Args:
      events: in the order in which they count.
    """
    held: set[tuple[str, str]] = set()
    idle: list[ConsentRevoked] = []
    for event in events:
        if isinstance(event, ConsentGiven):
            held.add((event.consent, event.by))
        elif isinstance(event, ConsentRevoked):
            if (event.consent, event.by) not in held:
                idle.append(event)
            held.discard((event.consent, event.by))
    return tuple(idle)


def names_enough(consent: ConsentGiven, clause: Consent) -> bool:
    """Say whether a consent names at least what its clause lets one consent cover."""
    match clause.covers:
        case "provider":
            return consent.provider is not None or consent.contract is not None
        case "contract":
            return consent.contract is not None
        case "workload":
            return bool(consent.workloads)
        case "quantity":
            return consent.quantity is not None and consent.provider is not None
        case "party":
            return consent.party is not None


def is_about(consent: ConsentGiven, subject: Subject) -> bool:
    """Say whether a consent speaks of a subject, its quantity aside; what it does not name it leaves open."""
    return (
        consent.provider in (None, subject.provider)
        and consent.party in (None, subject.party)
        and consent.contract in (None, subject.contract)
        and (not consent.workloads or subject.workload in consent.workloads)
    )


def is_left(consent: ConsentGiven, used: Decimal, subject: Subject) -> bool:
    """Say whether a quantity still fits a consent after what is used up; a consent without one has no end."""
    if consent.quantity is None:
        return True
    return used < consent.quantity and used + (subject.quantity or Decimal(0)) <= consent.quantity


def used_by(consent: ConsentGiven, contract: ContractSigned, held: InForce | None) -> Decimal:
    """Return what a contract signed under a consent uses up: its tranches as far as the clause bore on them.

    Args:
      consent: the consent, with a quantity.
      contract: a contract signed after it.
      held: the clause it lifts, as in force when the contract was signed; None when it was not.
    """
    if held is None or rank(contract) <= rank(consent) or contract.provider != consent.provider:
        return Decimal(0)
    reached = (tranche for tranche in contract.tranches if _bears_on(held, contract, tranche, consent))
    return sum((tranche.quantity or Decimal(0) for tranche in reached), Decimal(0))


def _bears_on(held: InForce, contract: ContractSigned, tranche: Tranche, consent: ConsentGiven) -> bool:
    scope, meant = held.clause.scope, set(tranche.workloads)
    aged = scope.age is None or (contract.at < held.since) == (scope.age == "existing")
    lists = (scope.workloads, consent.workloads or None)
    used = not meant or all(words is None or meant & set(words) for words in lists)
    placed = all(tranche.dimensions.get(name) in (None, *values) for name, values in scope.dimensions.items())
    moded = contract.mode is None or scope.mode is None or contract.mode in scope.mode
    return aged and used and placed and moded
