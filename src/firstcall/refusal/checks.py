"""What an offer, a notice and an act must say before the record is asked, item by item."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.deadlines.notice_rules import CorrectOneOfTheTwo
from firstcall.errors import QuestionError, check_known, near_or_listed
from firstcall.record.concerned import can_hold
from firstcall.record.events.offer import CapacityRequested, OfferReceived
from firstcall.record.events.term_values import term_faults
from firstcall.record.notice_content import ChecklistItem, ThirdPartyOffer, content_said, foreign, missing, notice_items
from firstcall.record.offers.offer import Offer
from firstcall.record.offers.refused_reasons import ArrivedBeforeSending
from firstcall.record.position import Position
from firstcall.refusal.acts import Act, refuse
from firstcall.said import Commas, Quoted, Said, sentence


def checklist(clause: FirstRefusal, offer: Offer, made: ThirdPartyOffer) -> tuple[ChecklistItem, ...]:
    """Return what the clause requires of a notice of this offer as it stands, filled or missing."""
    return notice_items(clause, made, offer.quantity, offer.terms)


class ValueNotDeclared(Said):
    says = sentence("act.value-not-declared", "{given} is not declared")
    given: Annotated[str, Quoted]


class StateAsClause(Said):
    says = sentence("act.state-as-clause", "state it as the clause does")


class NothingChanges(Said):
    says = sentence("act.nothing-changes", "amend: nothing changes")


class GiveTermOrQuantity(Said):
    says = sentence("act.give-term-or-quantity", "give --term NAME=VALUE or --quantity N")


def check_content(act: Act, rights: tuple[FirstRefusal, ...]) -> None:
    """Refuse an act whose content the clause does not allow.

    Raises:
      RefusalError: a currency is another, or it arrived before it was sent.
      QuestionError: a term is on no closed list, or says nothing that it can mean.
    """
    for fault in term_faults(act.payload.get("terms", {})):
        raise QuestionError(fault.what, fix=fault.fix)
    delivered = act.payload.get("delivered")
    arrived = datetime.fromisoformat(delivered) if isinstance(delivered, str) else None
    if arrived is not None and arrived < act.at:
        refuse(act.clause, ArrivedBeforeSending(arrived=arrived, sent=act.at), CorrectOneOfTheTwo())
    if act.kind == "amend":
        _check_amended(act, rights)


def check_received(here: Position, made: OfferReceived | CapacityRequested) -> None:
    """Refuse an offer, or a requirement, in words or units that the agreement does not know.

    Raises:
      RefusalError: a unit or currency is another than that of a right which it concerns.
      QuestionError: a value of a dimension, or a workload, is not declared.
    """
    now = here.terms()
    words = now.definitions
    for name, value in made.dimensions.items():
        if value not in words.dimensions.get(name, ()):
            known = words.dimensions.get(name, tuple(words.dimensions))
            raise QuestionError(
                ValueNotDeclared(given=f"{name}={value}"), fix=near_or_listed(value, known, "dimension")
            )
    for workload in made.workloads:
        check_known("workload", workload, words.workloads)
    for held in now.speaking(here.at):
        if can_hold(held, made, now):
            assert isinstance(held.clause, FirstRefusal)
            other = foreign(held.clause, made.unit, made.terms)
            if other is not None:
                refuse(held.clause.id, other, StateAsClause())


def _check_amended(act: Act, rights: tuple[FirstRefusal, ...]) -> None:
    if not act.payload.get("terms") and act.payload.get("quantity") is None:
        raise QuestionError(NothingChanges(), fix=GiveTermOrQuantity())
    for clause in rights:
        other = foreign(clause, None, act.payload.get("terms", {}))
        if other is not None:
            refuse(clause.id, other, StateAsClause())


__all__ = ["ChecklistItem", "check_content", "check_received", "checklist", "foreign", "missing"]


class NoticeLackedThis(Said):
    says = sentence(
        "due.notice-lacked", "the notice lacked {lacked}, and counts as complete unless the holder objects in time"
    )
    lacked: Annotated[tuple[Said | str, ...], Commas]


class CuredBySilence(Said):
    says = sentence(
        "due.cured-by-silence", "the notice lacked {lacked}, and counts as complete since nobody said so in time"
    )
    lacked: Annotated[tuple[Said | str, ...], Commas]


def what_it_lacked(lacked: tuple[str, ...], *, cured: bool) -> Said:
    """Return what a notice lacked, and that silence may cure it, or has."""
    names = tuple(map(content_said, lacked))
    return CuredBySilence(lacked=names) if cured else NoticeLackedThis(lacked=names)
