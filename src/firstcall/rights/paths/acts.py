"""The closed acts of a path to yes, each played as supposed events, a later instant or another question.

Acts of the parties all begin at the instant from which one may act; what takes time is done later, and
several run side by side. Only waiting moves that instant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import Consent, FirstRefusal
from firstcall.agreement.terms import Terms, terms, versions
from firstcall.dates import NEXT_INSTANT, acting_hour, local_day
from firstcall.errors import FirstcallError
from firstcall.record.dated.speaking import speaking_clauses
from firstcall.record.journal.journal import Record
from firstcall.record.journal.supposed import suppose
from firstcall.record.notice_content import missing, notice_items
from firstcall.record.offers.offer import Offer
from firstcall.record.offers.right import right_in
from firstcall.record.position import Position, position
from firstcall.rights.decision import Decision
from firstcall.rights.judge.permissions.asked import asked_beside
from firstcall.rights.paths.path_reasons import (
    ConsentTo,
    ConsentToContract,
    OfferItAndWait,
    OfferItLater,
    PathAct,
    RatifyContract,
    RecordFailure,
    WaiveForCapacity,
    WaiveForContract,
)
from firstcall.rights.question import Asked, Question
from firstcall.said import Said
from firstcall.values import dataclass

Events = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class PathStep:
    """One act on the way: what, by whom, from when, and when it has done its work."""

    act: PathAct
    by: tuple[str, ...]
    """Who must act; nobody for a wait."""
    about: str
    """The clause that the act is under, or the provider that it goes to; nothing for a wait or an amendment."""
    what: Said
    start: datetime
    done: datetime
    events: Events = field(default=(), compare=False)
    """What the act puts on the record, as a file of supposed events says it."""
    removes: tuple[str, ...] = ()
    """The clauses that an amendment takes out."""
    beside: tuple[str, ...] = field(default=(), compare=False)
    """Who is asked beside those that the act asks: successors, and affiliates that are asked with a party."""

    @property
    def delay(self) -> timedelta:
        """How long the act takes."""
        return self.done - self.start


@dataclass(frozen=True, slots=True)
class SearchPlace:
    """Where a search stands: the files as supposed, the question, the steps taken, and two instants."""

    agreement: Agreement
    record: Record
    asked: Asked
    start: datetime
    """From when the next act may be begun."""
    ready: datetime
    """When all acts have done their work, so that the question is asked again."""
    steps: tuple[PathStep, ...] = ()
    lifted: frozenset[str] = frozenset()
    """Clauses that a consent has lifted for a contract that is still to be signed."""

    def here(self, at: datetime | None = None) -> Position:
        """Return the position at which the question is asked again, or at another instant."""
        return position(self.agreement, self.record, at or self.ready)

    def after(self, step: PathStep, **changed: Any) -> SearchPlace:
        """Return the place after one step more; None of its events are lost."""
        ready = max(self.ready, step.done)
        return replace(self, ready=ready, steps=(*self.steps, step), **changed)


def with_beside(step: PathStep, text: Terms) -> PathStep:
    """Return an act with who is asked beside those that it asks: by an offer the holders, else whoever acts.

    What the grantor does alone asks nobody; of an amendment, only who took a party's place signs too.

    Args:
      step: the act.
      text: the text in force when it is begun.
    """
    match step.act:
        case "consent" | "waiver":
            beside = asked_beside(step.by, text)
        case "offer":
            held = text.by_id.get(step.about)
            right = held.clause if held is not None else None
            beside = asked_beside(right.holders, text) if isinstance(right, FirstRefusal) else ()
        case "amend":
            signing = (text.parties[name] for name in step.by if name in text.parties)
            beside = tuple(one.name for party in signing for one in party.successors)
        case _:
            return step
    return replace(step, beside=beside) if beside else step


def offers(place: SearchPlace, barring: frozenset[str]) -> Iterator[SearchPlace]:
    """Offer the capacity to a holder whose right bars it, and let its window run out; or get its waiver.

    A notice is also tried on the first day of each later text that words the right otherwise: a shorter
    window may end sooner though it begins later.
    """
    yield from _offered(place, barring, place.start)
    for later in later_texts(place):
        yield from _offered(place, barring, later.start, later)


class LaterText(NamedTuple):
    """A text that takes effect later: its version, the day, and the hour of a supposed act on it."""

    start: datetime
    day: date
    version: str


def later_texts(place: SearchPlace) -> Iterator[LaterText]:
    """Yield the first working hour of each later text that words a first refusal otherwise."""
    before = place.here(place.start).terms()
    for version in versions(place.agreement):
        if version.effective <= place.start:
            continue
        after = terms(place.agreement, version.effective)
        changed = any(
            isinstance(held.clause, FirstRefusal) and (old := before.by_id.get(held.clause.id)) is not None
            and old.clause != held.clause
            for held in after.clauses
        )  # fmt: skip
        if changed:
            start = acting_hour(version.effective, after.where)
            yield LaterText(start, local_day(start, after.where), version.id)
        before = after


def _offered(
    earlier: SearchPlace, barring: frozenset[str], start: datetime, later: LaterText | None = None
) -> Iterator[SearchPlace]:
    place = replace(earlier, start=start)
    here = place.here(start)
    for held in speaking_clauses(here):
        clause = held.clause
        if not isinstance(clause, FirstRefusal) or clause.id not in barring:
            continue
        known = here.offer(place.asked.offer, clause) if place.asked.offer is not None else None
        offer_id = place.asked.offer or "supposed-offer"
        made = [] if place.asked.offer is not None else [received(place, here, clause, offer_id)]
        noticed = [] if known is not None and known.state == "notified" else _noticed(place, here, clause, offer_id)
        for reached in _until_the_window_closes(place, clause, offer_id, (*made, *noticed), later):
            yield replace(reached, start=earlier.start)
        if later is None:
            yield from _waived(place, here, clause, offer_id, tuple(made))
            yield from _failed(place, here, clause, known)


def _until_the_window_closes(
    place: SearchPlace, clause: FirstRefusal, offer_id: str, events: Events, later: LaterText | None = None
) -> Iterator[SearchPlace]:
    record = supposing(place, events)
    if record is None:
        return
    standing = position(place.agreement, record, place.start).offer(offer_id, clause)
    if standing is None or standing.state != "notified" or standing.window_closes is None:
        return
    what: Said = OfferItAndWait(holders=clause.holders, clause=clause.id)
    if later is not None:
        what = OfferItLater(holders=clause.holders, clause=clause.id, day=later.day, version=later.version)
    done = standing.window_closes + NEXT_INSTANT
    step = PathStep("offer", (place.here(place.start).terms().grantor,), clause.id, what, place.start, done, events)
    yield place.after(step, record=record, asked=replace(place.asked, offer=offer_id))


def _waived(
    place: SearchPlace, here: Position, clause: FirstRefusal, offer_id: str, made: Events
) -> Iterator[SearchPlace]:
    right = right_in(here.terms(), clause.id)
    if right is None:
        return
    done = right.takes_effect(clause.takes_effect.answer, place.start, None)
    waivers = tuple(
        played("waiver-given", holder, place.start, offer=offer_id, clause=clause.id) for holder in clause.holders
    )
    events = (*made, *waivers)
    record = supposing(place, events)
    if record is not None:
        what = WaiveForCapacity(clause=clause.id)
        step = PathStep("waiver", clause.holders, clause.id, what, place.start, done, events)
        yield place.after(step, record=record, asked=replace(place.asked, offer=offer_id))


def _failed(place: SearchPlace, here: Position, clause: FirstRefusal, known: Offer | None) -> Iterator[SearchPlace]:
    """Record as failed what is overdue of a match: it frees what the holder took and did not sign or deliver."""
    if known is None or not known.taken:
        return
    by = here.terms().grantor
    events = (played("holder-failed", by, place.start, offer=known.id, clause=clause.id),)
    record = supposing(place, events)
    after = position(place.agreement, record, place.start).offer(known.id, clause) if record is not None else None
    if record is not None and after is not None and after.failed != known.failed:
        what = RecordFailure(offer=known.id, clause=clause.id)
        step = PathStep("failure", (by,), clause.id, what, place.start, place.start, events)
        yield place.after(step, record=record)


def received(place: SearchPlace, here: Position, clause: FirstRefusal, offer_id: str) -> Mapping[str, Any]:
    """Return the event by which what is asked becomes an offer, or a requirement, under a right."""
    asked, by = place.asked, here.terms().grantor
    found: dict[str, Any] = {"dimensions": dict(asked.dimensions)} if asked.dimensions else {}
    if asked.quantity is not None:
        found["quantity"] = str(asked.quantity)
    if clause.trigger != "third_party_offer":
        return played("capacity-requested", by, place.start, offer=offer_id, **found)
    if asked.capacity in ("own_build", "built_for_grantor"):
        found["mode"] = asked.capacity
    known = [quality for quality in clause.bona_fide if quality != "named"]
    if known:
        found["bona_fide"] = known
    return played("offer-received", by, place.start, offer=offer_id, provider=asked.provider or "other", **found)


def _noticed(place: SearchPlace, here: Position, clause: FirstRefusal, offer: str) -> list[Mapping[str, Any]]:
    """Return the events by which a holder is asked: the grantor is willing, and gives notice."""
    by = here.terms().grantor
    known = here.offer(offer, clause)
    willing = known is not None and known.willing
    said = [] if willing or any(step.act == "offer" for step in place.steps) else ["grantor-willing"]
    asking = [played(kind, by, place.start, offer=offer) for kind in said]
    made = here.offer_made(offer)
    lacking = clause.notice.required
    if made is not None and known is not None:
        lacking = missing(notice_items(clause, made, known.quantity, known.terms))
    stated = {"states": [name for name in lacking if name in clause.notice.required]} if lacking else {}
    return [*asking, played("notice-given", by, place.start, offer=offer, clause=clause.id, **stated)]


def cures(place: SearchPlace, barring: frozenset[str]) -> Iterator[SearchPlace]:
    """Get the waiver of every holder whose right a contract passed over when it was signed."""
    here = place.here(place.start)
    contract = here.contract(place.asked.contract or "")
    if contract is None:
        return
    held = (*place.here(contract.at).terms().clauses, *here.terms().clauses)
    clauses = {item.clause.id: item.clause for item in held if item.clause.id in barring}
    for clause in clauses.values():
        if isinstance(clause, FirstRefusal):
            given = {event.by for event in here.waivers(contract.contract, clause)}
            by = tuple(holder for holder in clause.holders if holder not in given)
            about = {"contract": contract.contract, "clause": clause.id}
            events = tuple(played("waiver-given", holder, place.start, **about) for holder in by)
            record = supposing(place, events) if events else None
            if record is not None:
                what = WaiveForContract(clause=clause.id, contract=contract.contract)
                step = PathStep("waiver", by, clause.id, what, place.start, place.start, events)
                yield place.after(step, record=record)


def consents(place: SearchPlace, question: Question, barring: frozenset[str]) -> Iterator[SearchPlace]:
    """Get the consent of each party that may lift what bars it: of just that, or of all that may come to bar it."""
    for held in speaking_clauses(place.here(place.start)):
        clause = held.clause
        if isinstance(clause, Consent) and (question.fresh or not _to_be_signed(clause, place.asked)):
            needed = tuple(name for name in clause.lifts if name in barring - place.lifted)
            every = tuple(name for name in clause.lifts if name not in place.lifted)
            for lifted in dict.fromkeys((needed, every)) if needed else ():
                yield from _consented(place, clause, question, lifted)


def _to_be_signed(clause: Consent, asked: Asked) -> bool:
    """Say whether a consent is to a contract that is only signed after it."""
    return clause.covers == "contract" and asked.contract is None


def _consented(
    place: SearchPlace, clause: Consent, question: Question, lifted: tuple[str, ...]
) -> Iterator[SearchPlace]:
    event = played("consent-given", clause.by, place.start, consent=f"supposed-consent-{len(place.steps) + 1}")
    event |= {"clauses": list(lifted), **_coverage(clause, question, place.asked)}
    record = supposing(place, (event,))
    if record is not None:
        to_come = _to_be_signed(clause, place.asked)
        step = PathStep(
            "consent",
            (clause.by,),
            clause.id,
            _consent(clause.id, question.provider, lifted, to_come, place.asked.contract),
            place.start,
            place.start,
            (event,),
        )
        yield place.after(step, record=record, lifted=place.lifted | frozenset(lifted if to_come else ()))


def _consent(clause: str, provider: str, lifted: tuple[str, ...], to_come: bool, signed: str | None) -> Said:
    if signed is not None:
        return RatifyContract(clause=clause, contract=signed, lifted=lifted)
    if to_come:
        return ConsentToContract(clause=clause, provider=provider, lifted=lifted)
    return ConsentTo(clause=clause, provider=provider, lifted=lifted)


CONTRACT = "supposed-contract"


def _coverage(clause: Consent, question: Question, asked: Asked) -> dict[str, Any]:
    """Return what a consent names: as much as its clause lets one consent cover."""
    found: dict[str, Any] = {"provider": question.provider}
    if asked.contract is not None:
        found |= {"contract": asked.contract, "ratifies": [asked.contract]}
    elif clause.covers == "contract":
        found["contract"] = CONTRACT
    if clause.covers == "workload":
        found["workloads"] = list(asked.workloads)
    if clause.covers == "quantity":
        found["quantity"] = str(question.quantity or question.amount or 1)
    return found


def supposing(place: SearchPlace, events: Events) -> Record | None:
    """Return the record with supposed events; None where it cannot take them."""
    try:
        return suppose(place.record, events, place.here().terms().where, "path")
    except FirstcallError:
        return None


def restrictions(decision: Decision) -> frozenset[str]:
    """Return the clauses that bar an answer, or would once those are gone that they yield to."""
    return frozenset(cited.clause for cited in decision.clauses if cited.role != "tried and did not hold")


def played(kind: str, by: str, at: datetime, **fields: Any) -> dict[str, Any]:
    """Return an event that a path supposes, as a file of supposed events says it."""
    return {"type": kind, "by": by, "at": at.isoformat(), **fields}
