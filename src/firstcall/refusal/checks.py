"""What an offer, a notice and an act must say before the record is asked, item by item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.agreement.model.clauses.refusal_terms import TERM_EXAMPLES, currency_of, is_term, stem
from firstcall.dates import iso
from firstcall.errors import QuestionError, suggestion
from firstcall.record.concerned import can_hold
from firstcall.record.events.entry import whole
from firstcall.record.events.kinds import EVENT_KINDS
from firstcall.record.events.offer import CapacityRequested, OfferReceived
from firstcall.record.journal.streams import event_of
from firstcall.record.offers.offer import Offer
from firstcall.record.position import Position
from firstcall.refusal.acts import ACTS, Act, refuse
from firstcall.refusal.delivery import dues_of

ThirdPartyOffer = OfferReceived | CapacityRequested


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing that a notice must say, and what the offer has for it; None where it is missing."""

    name: str
    value: str | None


def checklist(clause: FirstRefusal, offer: Offer, made: ThirdPartyOffer) -> tuple[ChecklistItem, ...]:
    """Return what the clause requires of a notice of this offer, filled or missing.

    An incomplete notice is the first thing parties quarrel about, since it may start no clock.

    Args:
      clause: the right under which notice is to be given.
      offer: the offer with its terms as they stand.
      made: the event that began it.
    """
    found = [ChecklistItem(f"offer is {quality}", _quality(quality, made)) for quality in _qualities(clause, made)]
    for name in clause.notice.required:
        if name == "third_party" and (clause.notice.third_party == "withheld" or isinstance(made, CapacityRequested)):
            continue
        found.append(ChecklistItem(name, _content(name, offer, made)))
    if "package" in offer.terms:
        found += _package(clause, offer)
    return tuple(found)


def _qualities(clause: FirstRefusal, made: ThirdPartyOffer) -> tuple[str, ...]:
    return clause.bona_fide if isinstance(made, OfferReceived) else ()


def _quality(quality: str, made: ThirdPartyOffer) -> str | None:
    if quality == "named":
        return "yes" if isinstance(made, OfferReceived) and made.provider else None
    return "yes" if isinstance(made, OfferReceived) and quality in made.bona_fide else None


def _content(name: str, offer: Offer, made: ThirdPartyOffer) -> str | None:
    match name:
        case "third_party":
            return made.provider if isinstance(made, OfferReceived) else None
        case "quantity":
            return None if offer.quantity is None else f"{whole(offer.quantity)} {offer.unit or ''}".strip()
        case "workloads":
            return ", ".join(offer.workloads) or None
        case "copy":
            return made.evidence.file if made.evidence else None
        case "terms":
            return "; ".join(f"{key} {value}" for key, value in offer.terms.items()) or None
        case "region" | "site" if name in offer.dimensions:
            return offer.dimensions[name]
        case _:
            return next((f"{key} {value}" for key, value in offer.terms.items() if name in (key, stem(key))), None)


def _package(clause: FirstRefusal, offer: Offer) -> Iterator[ChecklistItem]:
    match clause.package:
        case "allocated_part":
            yield ChecklistItem("allocated_price", _price(offer, "allocated_price"))
        case "appraised":
            yield ChecklistItem("appraised_price", _price(offer, "appraised_price"))
        case "not_allowed":
            yield ChecklistItem("separate offer", None)
        case "whole":
            yield ChecklistItem("package", offer.terms["package"])


def _price(offer: Offer, word: str) -> str | None:
    return next((value for name, value in offer.terms.items() if stem(name) == word), None)


def missing(items: tuple[ChecklistItem, ...]) -> tuple[str, ...]:
    """Return the names of what is not there."""
    return tuple(item.name for item in items if item.value is None)


def unknown_terms(terms: Mapping[str, str]) -> Iterator[str]:
    """Yield each term that is on no closed list, with the word that was probably meant."""
    for name in terms:
        if not is_term(name):
            yield f"unknown term '{name}'\n  mend: {suggestion(name, TERM_EXAMPLES)}"


def foreign(clause: FirstRefusal, unit: str | None, terms: Mapping[str, str]) -> str | None:
    """Return how an offer is in another unit or currency than the clause; None where it is not."""
    wanted = clause.parts.unit
    if wanted is not None and unit is not None and unit != wanted:
        return f"the offer is in {unit}, and quantities under this clause are in {wanted}"
    for name in terms:
        currency = currency_of(name)
        if clause.currency is not None and currency is not None and currency != clause.currency.upper():
            return f"'{name}' is in {currency}, and amounts under this clause are in {clause.currency.upper()}"
    return None


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
