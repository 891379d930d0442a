"""Which rights a purchase has to go through: asked of `decide`, step by supposed step, until it is free or barred.

This is the one place that asks; a table of rights could stand in its stead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from firstcall.agreement.model.basis import Grade
from firstcall.agreement.model.clauses.kinds import Approval, Consent, FirstRefusal
from firstcall.agreement.model.definitions import Mode
from firstcall.dates import NEXT_INSTANT
from firstcall.errors import FirstcallError
from firstcall.planning.steps.ground import PlanningGround
from firstcall.record.journal.journal import Record
from firstcall.record.journal.supposed import suppose
from firstcall.record.offers.right import right_in
from firstcall.rights.decide import decide
from firstcall.rights.decision import Decision
from firstcall.rights.paths.acts import Events, played
from firstcall.rights.question import Asked
from firstcall.values import dataclass

OFFER, CONTRACT = "planned-offer", "planned-contract"
MOST_CLEARANCE_STEPS = 8


@dataclass(frozen=True, slots=True)
class CapacitySide:
    """Where capacity stands: its provider, its mode if that does not follow, and values of dimensions."""

    provider: str
    mode: Mode | None = None
    dimensions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """What would run on it, for whom."""

    workload: str
    customer: str | None = None


@dataclass(frozen=True, slots=True)
class ConsentStep:
    """A consent that is needed: under which clause, by whom, and what it lifts."""

    clause: str
    by: str
    lifts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clearance:
    """What must happen before capacity may be signed for a use; `barred` names the clauses where nothing helps."""

    rights: tuple[str, ...] = ()
    """The rights of first refusal to go through, by clause."""
    consents: tuple[ConsentStep, ...] = ()
    barred: tuple[str, ...] = ()
    """Clauses, with their versions, that bar it whatever is done."""
    because: tuple[str, ...] = ()
    """Clauses, with their versions, that asked for each step."""
    shares: tuple[str, ...] = ()
    """Approvals that permit it only while what they are meant for has its share."""
    grade: Grade = "agreed"
    events: Events = ()
    """What is supposed on the way."""
    offer: str | None = None
    """The offer on the record that is signed, where it is one."""
    at: datetime | None = None
    """The instant of signing that was asked about, for an offer on the record."""

    @property
    def is_open(self) -> bool:
        """Whether it can be signed at all."""
        return not self.barred

    @property
    def key(self) -> tuple[frozenset[str], frozenset[str]]:
        """The steps, by clause: what makes two purchases alike."""
        return frozenset(self.rights), frozenset(step.clause for step in self.consents)


def clearance(
    ground: PlanningGround, side: CapacitySide, use: Use, at: datetime, offer: str | None = None
) -> Clearance:
    """Return what must happen before capacity may be signed for a use, by the text in force at an instant.

    Args:
      ground: what planning stands on.
      side: where the capacity stands.
      use: what would run on it.
      at: the instant of signing.
      offer: the offer on the record that it is; None for one that is still to be made.
    """
    key = ("clearance", side, use, ground.stretch(at) if offer is None else at, offer)
    if key not in ground.memo:
        moment = ground.begins(ground.stretch(at)) if offer is None else at
        ground.memo[key] = _cleared(ground, side, use, moment, offer)
    found: Clearance = ground.memo[key]
    return found


@dataclass(frozen=True, slots=True)
class _Way:
    """Where the asking stands: the record as supposed, the question, the instant, and the steps so far."""

    record: Record
    asked: Asked
    at: datetime
    so_far: Clearance
    to_come: bool = False
    """Whether a consent was to the contract that is then signed."""


def _cleared(ground: PlanningGround, side: CapacitySide, use: Use, at: datetime, offer: str | None) -> Clearance:
    asked = question(side, use, offer)
    way = _Way(ground.record, asked, at, Clearance())
    first: Decision | None = None
    for _ in range(MOST_CLEARANCE_STEPS):
        decision = _ask(ground, side, way)
        first = first or decision
        if decision.free:
            shares = _shares(ground, decision, use, way.at)
            made = (offer, at) if offer is not None else (None, None)
            return replace(way.so_far, shares=shares, grade=first.rests_on.grade, offer=made[0], at=made[1])
        following = _offered(ground, side, way, decision) or _consented(ground, side, use, way, decision)
        if following is None:
            barred = tuple(dict.fromkeys(cited.reference for cited in decision.deciding))
            return Clearance(barred=barred, because=way.so_far.because, grade=first.rests_on.grade)
        way = following
    assert first is not None
    return Clearance(barred=way.so_far.because, grade=first.rests_on.grade)


def question(side: CapacitySide, use: Use, offer: str | None = None) -> Asked:
    """Return the question whether capacity may be signed for a use, and used."""
    capacity = side.mode if side.mode in ("own_build", "built_for_grantor") else None
    return Asked(
        (use.workload,), provider=side.provider, customer=use.customer, capacity=capacity, offer=offer,
        dimensions=dict(side.dimensions),
    )  # fmt: skip


def _ask(ground: PlanningGround, side: CapacitySide, way: _Way) -> Decision:
    if not way.to_come:
        return decide(ground.agreement, way.record, way.asked, way.at, None, ground.readings)
    offer = {"offer": way.asked.offer} if way.asked.offer else {}
    signing = signed_event(ground, side, way.asked.workloads, way.at + NEXT_INSTANT, offer)
    record = suppose(way.record, (signing,), ground.where, "plan")
    running = Asked(way.asked.workloads, customer=way.asked.customer, contract=CONTRACT)
    return decide(ground.agreement, record, running, way.at + NEXT_INSTANT, None, ground.readings)


def signed_event(
    ground: PlanningGround, side: CapacitySide, workloads: tuple[str, ...], at: datetime, extra: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return the event by which planned capacity is signed."""
    text = ground.terms(at)
    mode = side.mode or text.mode_at(side.provider if side.provider in text.providers else "other")
    tranche: dict[str, Any] = {"workloads": list(workloads)}
    if side.dimensions:
        tranche["dimensions"] = dict(side.dimensions)
    return played(
        "contract-signed", _grantor(ground, at), at, contract=CONTRACT, provider=side.provider, mode=mode,
        tranches=[tranche], **extra,
    )  # fmt: skip


def _offered(ground: PlanningGround, side: CapacitySide, way: _Way, decision: Decision) -> _Way | None:
    """Return the way with every right of first refusal that decides gone through and passed; None if none does."""
    if decision.outcome != "offer-first":
        return None
    new = [c for c in decision.deciding if c.type == "first_refusal" and c.clause not in way.so_far.rights]
    if not new:
        return None
    at, text = way.at, ground.terms(way.at)
    offer = way.asked.offer or OFFER
    events: list[Mapping[str, Any]] = []
    ready = at
    for cited in new:
        clause, right = text.by_id[cited.clause].clause, right_in(text, cited.clause)
        if not isinstance(clause, FirstRefusal) or right is None:
            return None
        if way.asked.offer is None and not events:
            events.append(_made(ground, side, clause, at, offer))
        for holder in clause.holders:
            events.append(played("waiver-given", holder, at, offer=offer, clause=clause.id))
        ready = max(ready, right.takes_effect(clause.takes_effect.answer, at, None))
    record = _supposed(ground, way.record, events)
    if record is None:
        return None
    so_far = replace(
        way.so_far, rights=(*way.so_far.rights, *(c.clause for c in new)),
        because=(*way.so_far.because, *(c.reference for c in new)), events=(*way.so_far.events, *events),
    )  # fmt: skip
    return replace(way, record=record, asked=replace(way.asked, offer=offer), at=ready, so_far=so_far)


def _made(
    ground: PlanningGround, side: CapacitySide, clause: FirstRefusal, at: datetime, offer: str
) -> Mapping[str, Any]:
    found: dict[str, Any] = {"dimensions": dict(side.dimensions)} if side.dimensions else {}
    by = _grantor(ground, at)
    if clause.trigger != "third_party_offer":
        return played("capacity-requested", by, at, offer=offer, **found)
    if side.mode in ("own_build", "built_for_grantor"):
        found["mode"] = side.mode
    known = [quality for quality in clause.bona_fide if quality != "named"]
    if known:
        found["bona_fide"] = known
    return played("offer-received", by, at, offer=offer, provider=side.provider, **found)


def _consented(ground: PlanningGround, side: CapacitySide, use: Use, way: _Way, decision: Decision) -> _Way | None:
    """Return the way with the consents given that lift what decides; None where no clause lets anybody give one."""
    if decision.outcome != "consent-first":
        return None
    text = ground.terms(way.at)
    open_ = {cited.clause: cited.reference for cited in decision.deciding}
    done = {step.clause for step in way.so_far.consents}
    for held in text.speaking(way.at):
        clause = held.clause
        if not isinstance(clause, Consent) or clause.id in done:
            continue
        lifts = tuple(name for name in clause.lifts if name in open_)
        if not lifts:
            continue
        event = _consent_event(clause, side, use, way)
        record = _supposed(ground, way.record, [event])
        if record is None:
            continue
        step = ConsentStep(clause.id, clause.by, lifts)
        so_far = replace(
            way.so_far, consents=(*way.so_far.consents, step), events=(*way.so_far.events, event),
            because=(*way.so_far.because, *(open_[name] for name in lifts)),
        )  # fmt: skip
        to_come = way.to_come or clause.covers == "contract"
        return replace(way, record=record, so_far=so_far, to_come=to_come)
    return None


def _consent_event(clause: Consent, side: CapacitySide, use: Use, way: _Way) -> Mapping[str, Any]:
    number = len(way.so_far.consents) + 1
    event: dict[str, Any] = played("consent-given", clause.by, way.at, consent=f"planned-consent-{number}")
    event |= {"clauses": list(clause.lifts), "provider": side.provider}
    if clause.covers == "contract":
        event["contract"] = CONTRACT
    if clause.covers == "workload":
        event["workloads"] = [use.workload]
    if clause.covers == "quantity":
        event["quantity"] = "1"
    return event


def _shares(ground: PlanningGround, decision: Decision, use: Use, at: datetime) -> tuple[str, ...]:
    """Return the approvals that an answer leans on for a use which they are not mainly meant for."""
    text = ground.terms(at)
    found = []
    for cited in decision.deciding:
        clause = text.by_id[cited.clause].clause
        if isinstance(clause, Approval) and clause.primarily and use.workload not in clause.primarily.workloads:
            found.append(clause.id)
    return tuple(found)


def _supposed(ground: PlanningGround, record: Record, events: list[Mapping[str, Any]]) -> Record | None:
    try:
        return suppose(record, events, ground.where, "plan")
    except FirstcallError:
        return None


def _grantor(ground: PlanningGround, at: datetime) -> str:
    return next(name for name, party in ground.terms(at).parties.items() if party.role == "grantor")
