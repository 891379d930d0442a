"""The path to yes: the shortest ways from a barred answer to a free one, each replayed to its end.

A way is a row of acts from a closed list: offer, consent, waiver, failure, option, reduce, wait, own build, move
to the holder, amend. Every act is played as supposed events, a later instant or another question, and the decision
is asked again; what is told is what the replay found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import chain

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import Approval
from firstcall.agreement.terms import instant
from firstcall.dates import zone
from firstcall.errors import FirstcallError
from firstcall.record.journal.journal import Record
from firstcall.record.position import position
from firstcall.rights.decide import answer
from firstcall.rights.decision import FREE, Decision, Outcome, strictest
from firstcall.rights.paths.acts import (
    Events,
    PathStep,
    SearchPlace,
    consents,
    cures,
    offers,
    restrictions,
    with_beside,
)
from firstcall.rights.paths.options import exercised_options, smaller
from firstcall.rights.paths.signing import outcome_of_signing, signed_after, signing_of
from firstcall.rights.paths.turns import amended, elsewhere, waits
from firstcall.rights.question import Asked, resolve
from firstcall.rights.under_readings import AnyQuestion
from firstcall.values import dataclass

__all__ = ["MOST_STEPS", "Events", "PathStep", "Route", "as_known", "routes_to_yes"]
MOST_STEPS = 3
"""The most acts of a way in which nobody waits or goes elsewhere; the others have at most two."""
MOST_TRIED = 100
"""Of how many clauses to take out each is tried alone, for a way that takes out fewer."""
ActsTaken = frozenset[tuple[str, str]]
_TURNS = ("wait", "own build", "move to the holder", "reduce")


@dataclass(frozen=True, slots=True)
class Route:
    """A way to a free answer: its acts in order, the earliest instant, and the question it ends in."""

    steps: tuple[PathStep, ...]
    earliest: datetime
    asked: AnyQuestion
    outcome: Outcome
    events: Events = ()
    """All that is supposed on the way; a file of them replays it."""


def routes_to_yes(
    agreement: Agreement,
    record: Record,
    asked: Asked,
    at: datetime,
    known_at: datetime | None = None,
    readings: Mapping[str, str] | None = None,
    acting_from: datetime | None = None,
) -> tuple[Route, ...]:
    """Return the ways to a free answer that no shorter way is part of: fewest acts first, then the earliest.

    The search ends with the fewest acts that the parties can do now, without waiting or going elsewhere;
    ways with those are told too, an amendment last, and an end of the term only where nothing comes
    before it. Empty when the answer is free already, when nothing can
    be supposed for the capacity, or when no way of so few acts ends in a free answer.

    Args:
      agreement: the agreement.
      record: what happened.
      asked: the question of signing and running.
      at: the instant it is asked at.
      known_at: what was known by then counts, and what is supposed; None for everything in the files.
      readings: points read one way.
      acting_from: from when acts are supposed; the instant asked at when left out.
    """
    agreement, record = as_known(agreement, record, known_at)
    start = SearchPlace(agreement, record, asked, acting_from or at, at)
    decision = _decide(start, readings or {})
    if decision is None or decision.free:
        return ()
    found = list(_search(start, decision, readings or {}))
    found += _amendments(start, decision, readings or {})
    ways = _in_time(_shortest(found), start.here().terms().ends)
    told = [
        replace(way, steps=tuple(with_beside(one, start.here(one.start).terms()) for one in way.steps)) for way in ways
    ]
    return tuple(sorted(told, key=lambda route: (_is_amend(route), len(route.steps), route.earliest)))


def as_known(agreement: Agreement, record: Record, known_at: datetime | None) -> tuple[Agreement, Record]:
    """Return the files as they were known; what is supposed comes on top, whenever it happens."""
    if known_at is None:
        return agreement, record
    where = zone(agreement.timezone)
    changes = tuple(change for change in agreement.amendments if instant(change.signed, where) <= known_at)
    events = tuple(event for event in record.events if event.recorded <= known_at)
    kept = agreement if changes == agreement.amendments else agreement.fresh_copy({"amendments": changes})
    return kept, record if events == record.events else Record(events)


def _search(start: SearchPlace, decision: Decision, readings: Mapping[str, str]) -> Iterator[Route]:
    level = [(start, decision)]
    seen: set[object] = set()
    horizon: datetime | None = None
    for depth in range(MOST_STEPS):
        following: list[tuple[SearchPlace, Decision]] = []
        direct = False
        for place, before in level:
            for reached in _acts(place, before):
                waiting = reached.steps[-1].act == "wait"
                if _key(reached) in seen or (waiting and horizon is not None and reached.ready >= horizon):
                    continue
                seen.add(_key(reached))
                route, after = _arrive(reached, readings)
                if route is not None:
                    yield route
                    direct = direct or not any(step.act in _TURNS for step in route.steps)
                    horizon = reached.ready if waiting and depth == 0 else horizon
                elif after is not None and _goes_on(reached, depth):
                    following.append((reached, after))
        if direct:
            return
        level = following


def _key(place: SearchPlace) -> object:
    return frozenset((step.act, step.about, step.what, step.start) for step in place.steps)


def _goes_on(place: SearchPlace, depth: int) -> bool:
    """Say whether a way may take further acts: three where nobody waits or goes elsewhere, else two."""
    return depth == 0 or not any(step.act in _TURNS for step in place.steps)


def _acts(place: SearchPlace, decision: Decision) -> Iterator[SearchPlace]:
    """Yield every place one act further on; waits last, the soonest first."""
    try:
        question, _ = resolve(place.asked, place.here(place.start))
    except FirstcallError:
        return
    barring = restrictions(decision)
    yield from consents(place, question, barring)
    if question.fresh:
        yield from offers(place, barring)
    yield from cures(place, barring)
    turned = any(step.act in _TURNS for step in place.steps)
    yield from exercised_options(place, barring)
    if question.fresh and not turned:
        yield from smaller(place, barring)
        yield from elsewhere(place)
    if not turned:
        yield from waits(place)


def _arrive(place: SearchPlace, readings: Mapping[str, str]) -> tuple[Route | None, Decision | None]:
    """Return the way that a place ends in, if its answer is free, and the answer it has."""
    events = tuple(chain.from_iterable(step.events for step in place.steps))
    if not place.lifted:
        decision = _decide(place, readings)
        if decision is None or not decision.free:
            return None, decision
        return Route(place.steps, place.ready, place.asked, decision.outcome, events), decision
    signed = signed_after(place, events)
    run = None if signed is None else _decide(signed, readings)
    if signed is None or run is None or not run.free:
        return None, run
    outcome = strictest((run.outcome, outcome_of_signing(signed, run, readings)))
    if outcome not in FREE:
        return None, _decide(place, readings)
    return Route(signed.steps, signed.ready, signed.asked, outcome, (*events, signing_of(place, signed.ready))), run


def _amendments(start: SearchPlace, decision: Decision, readings: Mapping[str, str]) -> Iterator[Route]:
    """Yield the agreement to take out as few clauses as leave nothing that bars the answer."""
    removed: tuple[str, ...] = ()
    for _ in range(len(start.here().terms().clauses) + 1):
        more = tuple(cited.clause for cited in decision.deciding if cited.clause not in removed)
        if decision.free or not more:
            break
        removed = tuple(dict.fromkeys((*removed, *more)))
        decision = _decide(amended(start, removed), readings) or decision
    if not decision.free or not removed:
        return
    for name in removed if _may_spare(start.agreement, removed) else ():
        fewer = tuple(other for other in removed if other != name)
        found = _decide(amended(start, fewer), readings) if fewer else None
        removed, decision = (fewer, found) if found is not None and found.free else (removed, decision)
    place = amended(start, removed)
    yield Route(place.steps, place.ready, place.asked, decision.outcome)


def _may_spare(agreement: Agreement, removed: tuple[str, ...]) -> bool:
    """Say whether a clause that bars may stay once others are gone, which has to be tried one by one.

    Without a permission in any text, and with every point read one way, each clause that barred bars alone: its
    fellows neither lend it force nor take it away. Beyond a hundred clauses nobody agrees to any of these ways.
    """
    texts = [agreement.clauses, *(part for change in agreement.amendments for part in (change.add, change.replace))]
    permitted = any(isinstance(clause, Approval) for clauses in texts for clause in clauses)
    return (permitted or bool(agreement.readings)) and len(removed) <= MOST_TRIED


def _is_amend(route: Route) -> bool:
    return any(step.act == "amend" for step in route.steps)


def _shortest(routes: list[Route]) -> list[Route]:
    """Return the ways that no way of fewer or the same acts is part of and as early."""
    kept: dict[ActsTaken, Route] = {}
    for route in routes:
        acts = _acts_of(route)
        if acts not in kept or route.earliest < kept[acts].earliest:
            kept[acts] = route
    return [
        route
        for acts, route in kept.items()
        if not any(
            (other < acts or other == _idle(acts)) and other != acts and shorter.earliest <= route.earliest
            for other, shorter in kept.items()
        )
    ]


def _idle(acts: ActsTaken) -> ActsTaken:
    """Return the same acts with a wait for offers: an offer whose window closes no sooner does no more."""
    return frozenset(act for act in acts if act[0] != "offer") | {("wait", "")}


def _in_time(routes: list[Route], ends: datetime | None) -> list[Route]:
    """Return the ways that end before the term does; all of them where only an amendment would."""
    before = [route for route in routes if ends is None or route.earliest < ends]
    return before if any(not _is_amend(route) for route in before) else routes


def _acts_of(route: Route) -> ActsTaken:
    return frozenset((step.act, step.about) for step in route.steps)


def _decide(place: SearchPlace, readings: Mapping[str, str]) -> Decision | None:
    try:
        return answer(position(place.agreement, place.record, place.ready), place.asked, readings)
    except FirstcallError:
        return None
