"""The path to yes: the shortest ways from a barred answer to a free one, each replayed to its end.

A way is a row of acts from a closed list: offer, consent, waiver, wait, own build, move to the holder,
amend. Every act is played as supposed events, a later instant or another question, and the decision
is asked again; what is told is what the replay found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from firstcall.agreement.clauses import Consent, FirstRefusal
from firstcall.agreement.document import Agreement, Amendment
from firstcall.agreement.overlay import SUPPOSED
from firstcall.agreement.terms import versions
from firstcall.errors import FirstcallError
from firstcall.record.journal import Record
from firstcall.record.milestones import speaking
from firstcall.record.position import Position, position
from firstcall.record.supposed import suppose
from firstcall.rights.decide import answer
from firstcall.rights.decision import Decision
from firstcall.rights.question import Asked, resolve

Act = Literal["offer", "consent", "waiver", "wait", "own build", "move to the holder", "amend"]
MOST_STEPS = 3
_NEXT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Step:
    """One act on the way: what, by whom, from when, and when it has done its work."""

    act: Act
    by: str
    what: str
    start: datetime
    done: datetime

    @property
    def delay(self) -> timedelta:
        """How long the act takes."""
        return self.done - self.start


@dataclass(frozen=True, slots=True)
class Route:
    """A way to a free answer: its acts in order, the earliest instant, and the question it ends in."""

    steps: tuple[Step, ...]
    earliest: datetime
    asked: Asked
    outcome: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a search stands: the files as supposed, the question, the instant, the steps taken."""

    agreement: Agreement
    record: Record
    asked: Asked
    at: datetime
    steps: tuple[Step, ...]

    def here(self, known_at: datetime | None) -> Position:
        known = None if known_at is None else max(known_at, self.at)
        return position(self.agreement, self.record, self.at, known)


def routes_to_yes(
    agreement: Agreement,
    record: Record,
    asked: Asked,
    at: datetime,
    known_at: datetime | None = None,
    readings: Mapping[str, str] | None = None,
) -> tuple[Route, ...]:
    """Return the ways to a free answer that no shorter way is part of: fewest acts first, then the earliest.

    Empty when the answer is free already, when the question is of capacity already signed for which
    nothing can be supposed, or when no way of at most three acts ends before the term does.

    Args:
      agreement: the agreement.
      record: what happened.
      asked: the question of signing and running.
      at: the instant it is asked at.
      known_at: what was known by then counts; None for everything in the files.
      readings: points read one way.
    """
    found: list[Route] = []
    level = [_Place(agreement, record, asked, at, ())]
    for _ in range(MOST_STEPS):
        following: list[_Place] = []
        for place in level:
            for step in _steps(place, known_at, readings or {}):
                decision = _decide(step, known_at, readings or {})
                if decision is None:
                    continue
                if decision.free:
                    found.append(Route(step.steps, step.at, step.asked, decision.outcome))
                else:
                    following.append(step)
        if found:
            break
        level = following
    return tuple(sorted(_shortest(found), key=lambda route: (len(route.steps), _is_amend(route), route.earliest)))


def _is_amend(route: Route) -> bool:
    return any(step.act == "amend" for step in route.steps)


def _shortest(found: list[Route]) -> list[Route]:
    """Return the earliest of the ways that consist of the same acts; of waits, only the first that helps."""
    seen: dict[tuple[tuple[str, str, str], ...], Route] = {}
    for route in found:
        key = tuple(sorted((step.act, step.by, "" if step.act == "wait" else step.what) for step in route.steps))
        if key not in seen or route.earliest < seen[key].earliest:
            seen[key] = route
    return list(seen.values())


def _decide(place: _Place, known_at: datetime | None, readings: Mapping[str, str]) -> Decision | None:
    try:
        return answer(place.here(known_at), place.asked, readings)
    except FirstcallError:
        return None


def _steps(place: _Place, known_at: datetime | None, readings: Mapping[str, str]) -> Iterator[_Place]:
    """Yield every place one act further on."""
    try:
        decision = answer(place.here(known_at), place.asked, readings)
        question, _ = resolve(place.asked, place.here(known_at))
    except FirstcallError:
        return
    here = place.here(known_at)
    barring = [cited.clause for cited in decision.clauses if cited.role in ("decides", "applies")]
    if question.fresh:
        yield from _offers(place, here, barring)
        yield from _elsewhere(place, here)
    yield from _consents(place, here, barring)
    yield from _waits(place, here)
    yield from _amends(place, here, barring)


def _offers(place: _Place, here: Position, barring: list[str]) -> Iterator[_Place]:
    """Offer the capacity to each holder whose right bars it: let its window run out, or get its waiver."""
    for held in speaking(here):
        clause = held.clause
        if not isinstance(clause, FirstRefusal) or clause.id not in barring:
            continue
        grantor = next(name for name, party in here.terms().parties.items() if party.role == "grantor")
        offered, offer_id = _offered(place, here, grantor, clause)
        if offered is None:
            continue
        standing = position(place.agreement, offered, place.at).offer(offer_id, clause)
        if standing is not None and standing.state == "notified" and standing.window_closes is not None:
            done = standing.window_closes + _NEXT
            what = f"offer it to {clause.holder} under {clause.id}, and let its window pass without a match"
            step = Step("offer", grantor, what, place.at, done)
            yield _Place(place.agreement, offered, replace(place.asked, offer=offer_id), done, (*place.steps, step))
        waiver = _event("waiver-given", clause.holder, place.at, offer=offer_id, clause=clause.id)
        waived = _supposing(place.record if place.asked.offer else offered, here, [waiver])
        if waived is not None:
            step = Step("waiver", clause.holder, f"waive {clause.id} for this capacity", place.at, place.at)
            yield _Place(place.agreement, waived, replace(place.asked, offer=offer_id), place.at, (*place.steps, step))


def _offered(place: _Place, here: Position, grantor: str, clause: FirstRefusal) -> tuple[Record | None, str]:
    """Return the record with the capacity offered and noticed now, and the offer's id."""
    asked = place.asked
    if asked.offer is not None:
        known = here.offer(asked.offer, clause)
        if known is not None and known.state == "notified":
            return place.record, asked.offer
        return _supposing(place.record, here, _asking(place, grantor, clause, asked.offer)), asked.offer
    offer_id = f"supposed-{len(place.record.events)}"
    received = _event("offer-received", grantor, place.at, offer=offer_id, provider=asked.provider or "other")
    if asked.capacity == "built_for_grantor":
        received["mode"] = "built_for_grantor"
    if asked.quantity is not None:
        received["quantity"] = str(asked.quantity)
    if asked.dimensions:
        received["dimensions"] = dict(asked.dimensions)
    return _supposing(place.record, here, [received, *_asking(place, grantor, clause, offer_id)]), offer_id


def _asking(place: _Place, grantor: str, clause: FirstRefusal, offer: str) -> list[dict[str, object]]:
    """Return the events by which a holder is asked: the grantor is willing, and gives notice."""
    return [
        _event("grantor-willing", grantor, place.at, offer=offer),
        _event("notice-given", grantor, place.at, offer=offer, clause=clause.id),
    ]


def _consents(place: _Place, here: Position, barring: list[str]) -> Iterator[_Place]:
    """Get the consent of each party that may lift what bars it."""
    for held in speaking(here):
        clause = held.clause
        if not isinstance(clause, Consent):
            continue
        lifted = [name for name in clause.lifts if name in barring]
        if not lifted:
            continue
        event = _event("consent-given", clause.by, place.at, consent=f"supposed-{len(place.record.events)}")
        event["clauses"] = lifted
        event |= _coverage(clause, place.asked, here)
        supposed = _supposing(place.record, here, [event])
        if supposed is not None:
            what = f"consent under {clause.id}, lifting {', '.join(lifted)}"
            step = Step("consent", clause.by, what, place.at, place.at)
            yield replace(place, record=supposed, steps=(*place.steps, step))


def _coverage(clause: Consent, asked: Asked, here: Position) -> dict[str, object]:
    contract = here.contract(asked.contract) if asked.contract else None
    provider = asked.provider or (contract.provider if contract else None)
    if provider is None and asked.offer:
        provider = getattr(here.offer_made(asked.offer), "provider", None)
    found: dict[str, object] = {"provider": provider} if provider else {}
    if clause.covers == "contract" or contract is not None:
        found |= {"contract": asked.contract, "ratifies": [asked.contract]} if asked.contract else {}
    if clause.covers == "workload":
        found["workloads"] = list(asked.workloads)
    if clause.covers == "quantity":
        found["quantity"] = str(asked.quantity or 1)
    return found


def _waits(place: _Place, here: Position) -> Iterator[_Place]:
    """Wait for the next instant at which the text itself changes what it says."""
    if place.steps and place.steps[-1].act == "wait":
        return
    moments: dict[datetime, str] = {}
    for version in versions(place.agreement, here.known_at):
        moments[version.effective] = f"until {version.id} takes effect"
    for held in here.terms().clauses:
        for edge in (held.speaks.start, held.speaks.end):
            if edge is not None:
                moments.setdefault(edge, f"until {held.clause.id} {'begins' if edge == held.speaks.start else 'ends'}")
    if here.terms().ends is not None:
        moments.setdefault(here.terms().ends or here.at, "until the term ends")
    for moment in sorted(moment for moment in moments if moment > place.at):
        step = Step("wait", "nobody", moments[moment], place.at, moment)
        yield replace(place, at=moment, steps=(*place.steps, step))


def _elsewhere(place: _Place, here: Position) -> Iterator[_Place]:
    """Build it oneself, or take it from a holder."""
    text = here.terms()
    if place.asked.offer is not None:
        return
    for name in text.providers:
        mode = text.mode_at(name)
        if name == place.asked.provider:
            continue
        if mode == "own_build" and place.asked.capacity != "own_build":
            asked = replace(place.asked, provider=name, capacity="own_build")
            step = Step("own build", text.providers[name].operator, f"build it at {name}", place.at, place.at)
            yield replace(place, asked=asked, steps=(*place.steps, step))
        if mode == "holder":
            asked = replace(place.asked, provider=name, capacity=None)
            step = Step("move to the holder", text.providers[name].operator, f"take it at {name}", place.at, place.at)
            yield replace(place, asked=asked, steps=(*place.steps, step))


def _amends(place: _Place, here: Position, barring: list[str]) -> Iterator[_Place]:
    """Agree to take out the clauses that bar it; only as a way of its own."""
    text = here.terms()
    if place.steps or text.version is None or not barring:
        return
    local = place.at.astimezone(text.where)
    change = Amendment(id="supposed-amendment", signed=local, effective=local, remove=tuple(barring), basis=SUPPOSED)
    agreement = place.agreement.fresh_copy({"amendments": (*place.agreement.amendments, change)})
    parties = " and ".join(name for name, party in text.parties.items() if party.role in ("grantor", "holder"))
    step = Step("amend", parties, f"agree to take out {', '.join(barring)}", place.at, place.at)
    yield replace(place, agreement=agreement, steps=(step,))


def _event(kind: str, by: str, at: datetime, **fields: object) -> dict[str, object]:
    return {"type": kind, "by": by, "at": at.isoformat(), **fields}


def _supposing(record: Record | None, here: Position, events: list[dict[str, object]]) -> Record | None:
    if record is None:
        return None
    try:
        return suppose(record, events, here.terms().where, "path")
    except FirstcallError:
        return None
