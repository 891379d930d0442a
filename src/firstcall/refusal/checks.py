"""What an act must say before the record is asked: terms by name, units, dates, delivery before its time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.dates import iso
from firstcall.errors import QuestionError
from firstcall.record.concerned import can_hold
from firstcall.record.events.kinds import EVENT_KINDS
from firstcall.record.events.offer import CapacityRequested, OfferReceived
from firstcall.record.journal.streams import event_of
from firstcall.record.position import Position
from firstcall.refusal.acts import ACTS, Act
from firstcall.refusal.checklist import checklist, foreign, missing, unknown_terms
from firstcall.refusal.delivery import dues_of
from firstcall.refusal.refuse import refuse


def check_content(here: Position, act: Act, rights: tuple[FirstRefusal, ...]) -> None:
    """Refuse an act whose content the clause does not allow.

    Raises:
      RefusalError: a required term is missing, a unit or currency is another, or it is too early.
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
        case "notify" if not act.payload.get("supplies"):
            _check_notice(here, act, rights)
        case "fail":
            _check_failure(here, act, rights)
        case _:
            pass


def _check_received(here: Position, act: Act) -> None:
    made = event_of({**_frame(act), **act.payload}, "new event")
    assert isinstance(made, (OfferReceived, CapacityRequested))
    words = here.terms().definitions
    for name, value in made.dimensions.items():
        if value not in words.dimensions.get(name, ()):
            known = ", ".join(words.dimensions.get(name, words.dimensions))
            raise QuestionError(f"'{name}={value}' is not declared\n  mend: use one of: {known or 'none'}")
    for workload in made.workloads:
        if workload not in words.workloads:
            raise QuestionError(f"unknown workload '{workload}'\n  mend: use one of: {', '.join(words.workloads)}")
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
        raise QuestionError("amend: nothing changes\n  mend: give --term NAME=VALUE or --quantity N")
    for clause in rights:
        other = foreign(clause, None, act.payload.get("terms", {}))
        if other is not None:
            refuse(clause.id, other, "state it as the clause does")


def _check_notice(here: Position, act: Act, rights: tuple[FirstRefusal, ...]) -> None:
    made = here.offer_made(act.offer)
    for clause in rights:
        offer = here.offer(act.offer, clause)
        if made is None or offer is None:
            continue
        lacking = missing(checklist(clause, offer, made))
        if lacking:
            refuse(
                clause.id,
                f"a notice of offer '{act.offer}' would be incomplete: {', '.join(lacking)} missing",
                "amend the offer with what is missing, then give notice",
            )


def _check_failure(here: Position, act: Act, rights: tuple[FirstRefusal, ...]) -> None:
    """Refuse to call a delivery failed before its milestone and grace are over."""
    for clause in rights:
        offer = here.offer(act.offer, clause)
        if offer is None or offer.state not in ("matched", "matched-in-part"):
            continue
        to = act.payload.get("to", "deliver")
        dues = [due for due in dues_of(here, offer, clause) if due.what == to]
        if dues and all(act.at <= due.by for due in dues):
            first = min(due.by for due in dues)
            refuse(clause.id, f"'{clause.holder}' has until {iso(first)} to {to}", "wait until that has passed")
