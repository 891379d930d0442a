"""Which rights of first refusal an offer concerns, and whether a right still runs after an amendment."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.agreement.model.definitions import OTHER, Mode
from firstcall.agreement.terms import InForce, Terms
from firstcall.errors import NotFound, near_or_listed
from firstcall.kept import Kept
from firstcall.record.dated.speaking import is_awaited, speaking_clauses
from firstcall.record.events.offer import CapacityRequested, NoticeGiven, OfferReceived
from firstcall.record.offers.offer import Offer
from firstcall.record.position import Position
from firstcall.said import Quoted, Said, sentence

WITHHELD = "withheld"
"""What stands in place of a third party's name for a holder who is not told it."""
OfferMade = OfferReceived | CapacityRequested


class NamedRightNotConcerned(Said):
    says = sentence(
        "offer.named-right-not-concerned", "no right of first refusal {given} concerns offer {offer} on that day"
    )
    given: Annotated[str, Quoted]
    offer: Annotated[str, Quoted]


def concerned(position: Position, offer_id: str) -> tuple[InForce, ...]:
    """Return the rights of first refusal that an offer concerns now, in the order of the text.

    A right whose scope can hold some of the offer concerns it; one that an amendment took away
    still does, for an offer noticed before, where the amendment lets offers run on.
    """
    made = position.offer_made(offer_id)
    if made is None:
        return ()
    now = position.terms()
    found = [held for held in _refusals(position) if can_hold(held, made, now)]
    return (*found, *running_on(position, offer_id))


def _refusals(position: Position) -> tuple[InForce, ...]:
    """Return the rights of first refusal that speak, however many other clauses there are: every offer asks."""
    kept = _REFUSALS.on(position.shelf)
    if position.at not in kept:
        held = speaking_clauses(position)
        kept[position.at] = tuple(one for one in held if isinstance(one.clause, FirstRefusal))
    return kept[position.at]


def can_hold(held: InForce, made: OfferMade, now: Terms) -> bool:
    """Say whether a clause is a right of first refusal whose scope can hold some of an offer."""
    clause, scope = held.clause, held.clause.scope
    if not isinstance(clause, FirstRefusal) or scope.age == "existing":
        return False
    if made.workloads and scope.workloads is not None and not set(made.workloads) & set(scope.workloads):
        return False
    for name, values in scope.dimensions.items():
        if name in made.dimensions and made.dimensions[name] not in values:
            return False
    if isinstance(made, CapacityRequested):
        return True
    place = made.provider if made.provider in now.providers else OTHER
    mode: Mode = made.mode or now.mode_at(made.provider)
    there = scope.providers is None or place in scope.providers or made.provider == WITHHELD
    return there and (scope.mode is None or mode in scope.mode)


def running_on(position: Position, offer_id: str) -> tuple[InForce, ...]:
    """Return rights no longer in force under which an offer, noticed before, still runs to its end.

    A right that ends by its own `until`, or with the term, lets its offers run on unless it says `end`; one
    that an amendment takes away does where the amendment says so.
    """
    found: dict[str, InForce] = {}
    if any(change.in_flight == "continue" for change in position.agreement.amendments):
        found = _after_amendments(position, offer_id)
    for held in _over(position):
        clause = held.clause
        if isinstance(clause, FirstRefusal) and clause.id not in found:
            offer = position.offer(offer_id, clause)
            if offer is not None and offer.notice is not None and still_runs(offer, position.at):
                found[clause.id] = held
    return tuple(found.values())


def still_runs(offer: Offer, at: datetime) -> bool:
    """Say whether an offer has not come to its end: its window, a match that stands, or its tail."""
    if offer.state == "notified" or (offer.answerable_until is not None and at <= offer.answerable_until):
        return True
    return any(match.kept > 0 for match in offer.matches) or any(at < pool.until for pool in offer.pools)


_REFUSALS: Kept[datetime, tuple[InForce, ...]] = Kept("the rights of first refusal that speak at an instant")
_OVER: Kept[datetime, tuple[InForce, ...]] = Kept("rights that have ended at an instant while their offers run on")


def _over(position: Position) -> tuple[InForce, ...]:
    """Return the rights of the text in force that have ended by it, and let their offers run on."""
    kept = _OVER.on(position.shelf)
    if position.at not in kept:
        now, speaking = position.terms(), {held.clause.id for held in _refusals(position)}
        ending = (held for held in now.clauses if _may_end(held, now) and held.clause.id not in speaking)
        dated = (held for held in ending if held.speaks.start is None or held.speaks.start <= position.at)
        kept[position.at] = tuple(held for held in dated if not is_awaited(position, held))
    return kept[position.at]


def _may_end(held: InForce, now: Terms) -> bool:
    clause = held.clause
    if not isinstance(clause, FirstRefusal) or clause.in_flight == "end":
        return False
    return clause.until is not None or (now.ends is not None and clause.id not in now.survives)


def _after_amendments(position: Position, offer_id: str) -> dict[str, InForce]:
    found: dict[str, InForce] = {}
    now = position.terms()
    over = now.ends is not None and position.at >= now.ends
    for event in position.events_of(offer_id):
        for held in speaking_clauses(position.when(event.at)) if isinstance(event, NoticeGiven) else ():
            clause = held.clause
            if not isinstance(clause, FirstRefusal) or clause.id in found or not _was_taken_away(position, clause):
                continue
            offer = position.offer(offer_id, clause)
            noticed = offer is not None and offer.right is not None
            if noticed and (not over or clause.in_flight == "continue" or clause.id in now.survives):
                found[clause.id] = held
    return found


def _was_taken_away(position: Position, clause: FirstRefusal) -> bool:
    """Say whether an amendment took a right from its holder and lets its offers run on."""
    now = position.terms()
    held = now.by_id.get(clause.id)
    if held is not None and isinstance(held.clause, FirstRefusal) and held.clause.holder == clause.holder:
        return False
    by = held.version.id if held is not None else now.removed.get(clause.id)
    return any(change.id == by and change.in_flight == "continue" for change in position.agreement.amendments)


def right_named(position: Position, offer_id: str, clause_id: str | None) -> tuple[FirstRefusal, ...]:
    """Return the rights that an offer concerns, or the one named.

    Raises:
      NotFound: no right of that name concerns the offer.
    """
    found = tuple(held.clause for held in concerned(position, offer_id) if isinstance(held.clause, FirstRefusal))
    if clause_id is None:
        return found
    named = tuple(clause for clause in found if clause.id == clause_id)
    if not named:
        known = [clause.id for clause in found]
        raise NotFound(
            NamedRightNotConcerned(given=clause_id, offer=offer_id), fix=near_or_listed(clause_id, known, "right")
        )
    return named


def is_told_of(clause: FirstRefusal, party: str | None, now: Terms) -> bool:
    """Say whether a party is told how offers stand under a right: the grantor of all, a holder of its own.

    A holder's view holds nothing of a right that is another's, so that whatever it said of one would be untrue.

    Args:
      clause: the right.
      party: who looks; None for who sees everything.
      now: the text in force.
    """
    return party in (None, now.grantor) or party in clause.holders


def offers_of(
    position: Position, *, waiting: bool = False, party: str | None = None
) -> tuple[tuple[Offer, FirstRefusal], ...]:
    """Return every offer under every right that it concerns, in the order in which they were made.

    Args:
      position: the record as somebody sees it, at the instant asked about.
      waiting: leave out those that are over, of which nothing can be due.
      party: who looks, and is told of its own rights alone; None for all.
    """
    found, now = [], position.terms()
    for offer_id in position.offer_ids():
        for held in concerned(position, offer_id):
            clause = held.clause
            if not isinstance(clause, FirstRefusal) or not is_told_of(clause, party, now):
                continue
            if waiting and position.is_over(offer_id, clause):
                continue
            offer = position.offer(offer_id, clause)
            if offer is not None:
                found.append((offer, clause))
    return tuple(found)
