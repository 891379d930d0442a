"""What an offer, a notice and an act must say before the record is asked, item by item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.agreement.model.clauses.refusal_terms import TERM_EXAMPLES, is_term
from firstcall.dates import iso
from firstcall.errors import QuestionError, suggestion
from firstcall.record.concerned import can_hold
from firstcall.record.events.kinds import EVENT_KINDS
from firstcall.record.events.offer import CapacityRequested, OfferReceived
from firstcall.record.journal.streams import event_of
from firstcall.record.notice_content import ChecklistItem, ThirdPartyOffer, foreign, missing, notice_items
from firstcall.record.offers.offer import Offer
from firstcall.record.position import Position
from firstcall.refusal.acts import ACTS, Act, refuse


def checklist(clause: FirstRefusal, offer: Offer, made: ThirdPartyOffer) -> tuple[ChecklistItem, ...]:
    """Return what the clause requires of a notice of this offer as it stands, filled or missing."""
    return notice_items(clause, made, offer.quantity, offer.terms)


def unknown_terms(terms: Mapping[str, str]) -> Iterator[str]:
    """Yield each term that is on no closed list, with the word that was probably meant."""
    for name in terms:
        if not is_term(name):
            yield f"unknown term '{name}'\n  fix: {suggestion(name, TERM_EXAMPLES)}"


def check_content(here: Position, act: Act, rights: tuple[FirstRefusal, ...]) -> None:
    """Refuse an act whose content the clause does not allow.

    Raises:
      RefusalError: a unit or currency is another, or it arrived before it was sent.
      QuestionError: a term is on no closed list.
    """
    for said in unknown_terms(act.payload.get("terms", {})):
        raise QuestionError(said)
    delivered = act.payload.get("delivered")
    if isinstance(delivered, str) and datetime.fromisoformat(delivered) < act.at:
        refuse(act.clause, f"it arrived at {delivered}, before it was sent at {iso(act.at)}", "correct one of the two")
    match act.kind:
        case "receive" | "request":
            _check_received(here, act)
        case "amend":
            _check_amended(here, act, rights)
        case _:
            pass


def _check_received(here: Position, act: Act) -> None:
    made = event_of({**_frame(act), **act.payload}, "new event")
    assert isinstance(made, (OfferReceived, CapacityRequested))
    words = here.terms().definitions
    for name, value in made.dimensions.items():
        if value not in words.dimensions.get(name, ()):
            known = ", ".join(words.dimensions.get(name, words.dimensions))
            raise QuestionError(f"'{name}={value}' is not declared\n  fix: use one of: {known or 'none'}")
    for workload in made.workloads:
        if workload not in words.workloads:
            raise QuestionError(f"unknown workload '{workload}'\n  fix: use one of: {', '.join(words.workloads)}")
    now = here.terms()
    for held in now.speaking(act.at):
        if isinstance(held.clause, FirstRefusal) and can_hold(held, made, now):
            other = foreign(held.clause, made.unit, made.terms)
            if other is not None:
                refuse(held.clause.id, other, "state it as the clause does")


def _frame(act: Act) -> dict[str, Any]:
    kind = ACTS[act.kind].type
    assert kind in EVENT_KINDS
    at = act.at.isoformat()
    return {"id": "draft", "type": kind, "stream": "draft", "seq": 1, "hash": "0" * 64, "at": at, "recorded": at,
            "by": "draft", "entered_by": "draft", "offer": act.offer}  # fmt: skip


def _check_amended(here: Position, act: Act, rights: tuple[FirstRefusal, ...]) -> None:
    if not act.payload.get("terms") and act.payload.get("quantity") is None:
        raise QuestionError("amend: nothing changes\n  fix: give --term NAME=VALUE or --quantity N")
    for clause in rights:
        other = foreign(clause, None, act.payload.get("terms", {}))
        if other is not None:
            refuse(clause.id, other, "state it as the clause does")


__all__ = ["ChecklistItem", "check_content", "checklist", "foreign", "missing", "unknown_terms"]
