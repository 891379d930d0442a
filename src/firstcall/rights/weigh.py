"""Clauses weighed against one another: which hold, which go before which, and what is left.

1. Take the clauses whose scope holds the act and that say something.
2. A clause that says more than `met` drops those it goes before; a dropped one still drops.
3. A permission against a restriction: the strictly narrower scope wins that pair.
4. Restrictions add up: the strictest left answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from firstcall.agreement.determinations import UntilDetermination
from firstcall.agreement.scope import Scope
from firstcall.agreement.terms import InForce
from firstcall.dates import local_day
from firstcall.record.concerned import running_on
from firstcall.record.milestones import ended_by
from firstcall.record.position import Position
from firstcall.rights.decision import Outcome, Role
from firstcall.rights.effects import STRICTNESS, Doing, Effect

_OUTCOME: dict[str, Outcome] = {"offer": "offer-first", "consent": "consent-first", "forbid": "forbidden"}


@dataclass(frozen=True, slots=True)
class Said:
    """A clause and what it says to an act."""

    held: InForce
    effect: Effect


@dataclass(frozen=True, slots=True)
class Weighed:
    """What an act comes to: the outcome, whether clauses conflict, and each clause's part."""

    outcome: Outcome
    conflict: bool
    parts: tuple[tuple[Said, Role, str | None], ...]


def in_scope(held: InForce, doing: Doing, cell: Mapping[str, str]) -> bool:
    """Say whether a clause's scope holds an act; `cell` gives the values of the declared dimensions."""
    return _about(held.clause.scope, doing, cell) and missed_by(held, doing) is None


def _about(scope: Scope, doing: Doing, cell: Mapping[str, str]) -> bool:
    """Say whether a scope holds an act's workload, customer and dimensions."""
    if scope.workloads is not None and doing.workload not in scope.workloads:
        return False
    if scope.customers is not None and doing.customer not in scope.customers:
        return False
    return all(cell.get(name) in values for name, values in scope.dimensions.items())


def missed_by(held: InForce, doing: Doing) -> str | None:
    """Return why a clause does not reach the capacity itself: its provider, mode or age; None if it does."""
    scope = held.clause.scope
    if scope.providers is not None and doing.place not in scope.providers:
        return f"speaks of {', '.join(scope.providers)}"
    if scope.mode is not None and doing.mode not in scope.mode:
        return f"speaks of {', '.join(scope.mode)} capacity, and this is {doing.mode}"
    if scope.age is not None and (doing.signed < held.since) != (scope.age == "existing"):
        return f"speaks of {scope.age} capacity only"
    return None


def ended_words(held: InForce, here: Position) -> str | None:
    """Return that a determination has ended a clause; None while none has."""
    since = ended_by(here, held)
    if since is None:
        return None
    until = held.clause.until
    assert isinstance(until, UntilDetermination)
    return f"ended when {until.determination} was {until.state}, on {local_day(since, here.terms().where)}"


def split(here: Position, doing: Doing, cell: Mapping[str, str]) -> tuple[list[InForce], list[tuple[InForce, str]]]:
    """Return the clauses that speak and hold an act, and those about it that its capacity escapes, with why."""
    holding: list[InForce] = []
    missed: list[tuple[InForce, str]] = []
    for held in here.terms().speaking(here.at):
        if _about(held.clause.scope, doing, cell):
            why = missed_by(held, doing) or ended_words(held, here)
            if why is None:
                holding.append(held)
            else:
                missed.append((held, why))
    holding += [held for held in _running_on(here, doing) if in_scope(held, doing, cell)]
    return holding, missed


def _running_on(here: Position, doing: Doing) -> tuple[InForce, ...]:
    """Return the rights that an amendment took away, under which the offer to be signed still runs."""
    if doing.offer is None or doing.act != "sign":
        return ()
    terms = here.terms()
    over = terms.ends is not None and here.at >= terms.ends
    found = running_on(here, doing.offer)
    return tuple(held for held in found if not over or held.clause.id in terms.survives)


def weigh(said: tuple[Said, ...]) -> Weighed:
    """Return what clauses that hold an act come to together."""
    parts: dict[str, tuple[Said, Role, str | None]] = {}
    left = _ordered(said, parts)
    left, conflict = _permitted(left, parts)
    restrictions = [item for item in left if item.effect.kind in STRICTNESS]
    strictest = max((STRICTNESS[item.effect.kind] for item in restrictions), default=0)
    outcome: Outcome = "permitted" if left else "ungoverned"
    for item in left:
        decides = STRICTNESS.get(item.effect.kind, 0) == strictest
        parts[item.held.clause.id] = (item, "decides" if decides else "applies", None)
        if decides and strictest:
            outcome = _OUTCOME[item.effect.kind]
    return Weighed(outcome, conflict, tuple(parts[item.held.clause.id] for item in said))


def _ordered(said: tuple[Said, ...], parts: dict[str, tuple[Said, Role, str | None]]) -> list[Said]:
    """Drop the clauses that another one goes before; a dropped clause still drops what it names."""
    dropped: dict[str, str] = {}
    for first in said:
        for later in said:
            if first is not later and first.effect.kind != "clear" and goes_before(first.held, later.held):
                dropped.setdefault(later.held.clause.id, first.held.clause.id)
    for item in said:
        if item.held.clause.id in dropped:
            parts[item.held.clause.id] = (item, "yields to", dropped[item.held.clause.id])
    return [item for item in said if item.held.clause.id not in dropped]


def goes_before(first: InForce, later: InForce) -> bool:
    """Say whether the words put one clause before another."""
    return later.clause.id in first.clause.notwithstanding or first.clause.id in later.clause.subject_to


def _permitted(left: list[Said], parts: dict[str, tuple[Said, Role, str | None]]) -> tuple[list[Said], bool]:
    """Let permissions defeat restrictions of wider scope; return what is left, and whether a pair is tied."""
    grants = [item for item in left if item.effect.kind == "grant"]
    restrictions = [item for item in left if item.effect.kind in STRICTNESS]
    defeated: dict[str, str] = {}
    ties: list[tuple[str, str]] = []
    for grant in grants:
        pairs = [(item, compare(grant.held, item.held)) for item in restrictions]
        if pairs and all(result == "narrower" for _, result in pairs):
            for item in restrictions:
                defeated.setdefault(item.held.clause.id, grant.held.clause.id)
        for item, result in pairs:
            if result == "wider":
                parts[grant.held.clause.id] = (grant, "yields to", item.held.clause.id)
            if result == "tied":
                ties.append((grant.held.clause.id, item.held.clause.id))
    for item in restrictions:
        if item.held.clause.id in defeated:
            parts[item.held.clause.id] = (item, "defeated by", defeated[item.held.clause.id])
    conflict = any(restriction not in defeated for _, restriction in ties)
    gone = set(defeated)
    if any(item.held.clause.id not in defeated for item in restrictions):
        for grant in grants:
            lost = [item for item in restrictions if item.held.clause.id not in defeated]
            parts.setdefault(grant.held.clause.id, (grant, "yields to", lost[0].held.clause.id))
            gone.add(grant.held.clause.id)
    return [item for item in left if item.held.clause.id not in gone], conflict


def compare(grant: InForce, restriction: InForce) -> str:
    """Return whether a permission's scope is strictly narrower than a restriction's, wider, or neither (tied)."""
    inside, around = _within(grant, restriction), _within(restriction, grant)
    if inside and not around:
        return "narrower"
    return "wider" if around and not inside else "tied"


def _within(inner: InForce, outer: InForce) -> bool:
    a, b = inner.clause.scope, outer.clause.scope
    lists = all(_subset(getattr(a, key), getattr(b, key)) for key in ("workloads", "customers", "providers", "mode"))
    dimensions = all(_subset(a.dimensions.get(name), values) for name, values in b.dimensions.items())
    return lists and dimensions and _ages(a, inner, b, outer)


def _subset(inner: tuple[str, ...] | None, outer: tuple[str, ...] | None) -> bool:
    if outer is None:
        return True
    return inner is not None and set(inner) <= set(outer)


def _ages(a: Scope, inner: InForce, b: Scope, outer: InForce) -> bool:
    if b.age is None:
        return True
    if a.age != b.age:
        return False
    return inner.since >= outer.since if a.age == "new" else inner.since <= outer.since
