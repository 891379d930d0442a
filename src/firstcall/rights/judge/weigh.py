"""Clauses weighed against one another: which hold, which go before which, and what is left.

1. Take the clauses whose scope holds the act and that say something.
2. A clause that says more than `met` drops those it goes before; a dropped one still drops.
3. A permission against a restriction: the strictly narrower scope wins that pair.
4. Restrictions add up: the strictest left answers.
"""

from __future__ import annotations

from itertools import product

from firstcall.agreement.model.clauses.prohibition import Prohibition
from firstcall.agreement.model.definitions import MODES, Mode
from firstcall.agreement.model.scope import Scope
from firstcall.agreement.terms import InForce, Terms
from firstcall.kept import Kept
from firstcall.rights.decision import Outcome, Role
from firstcall.rights.judge.bans.prohibition import lets_capacity
from firstcall.rights.judge.doing import STRICTNESS, Effect
from firstcall.values import dataclass

ScopeCell = tuple[str, str, str, Mode, tuple[tuple[str, str], ...]]
"""A workload, a customer, a provider, a mode, and the value of each dimension."""
_OUTCOME: dict[str, Outcome] = {"offer": "offer-first", "consent": "consent-first", "forbid": "forbidden"}


@dataclass(frozen=True, slots=True)
class Speaking:
    """A clause and what it says to an act."""

    held: InForce
    effect: Effect


@dataclass(frozen=True, slots=True)
class Weighed:
    """What an act comes to: the outcome, whether clauses conflict, and each clause's part."""

    outcome: Outcome
    conflict: bool
    parts: tuple[tuple[Speaking, Role, str | None], ...]


_SCOPES_COMPARED: Kept[tuple[str, str, str, str], str] = Kept("permissions beside restrictions, by clause and version")


def weigh(said: tuple[Speaking, ...], terms: Terms) -> Weighed:
    """Return what clauses that hold an act come to together.

    Args:
      said: the clauses and what they say.
      terms: the text in force, whose words say how wide a scope is.
    """
    parts: dict[str, tuple[Speaking, Role, str | None]] = {}
    left, conflict = _ordered(said, parts), False
    if any(item.effect.kind == "grant" for item in left):
        left, conflict = _permitted(left, parts, terms)
    strictest = max([STRICTNESS.get(item.effect.kind, 0) for item in left], default=0)
    outcome: Outcome = "permitted" if left else "ungoverned"
    for item in left:
        decides = STRICTNESS.get(item.effect.kind, 0) == strictest
        parts[item.held.clause.id] = (item, "decides" if decides else "applies", None)
        if decides and strictest:
            outcome = _OUTCOME[item.effect.kind]
    return Weighed(outcome, conflict, tuple([parts[item.held.clause.id] for item in said]))


def _ordered(said: tuple[Speaking, ...], parts: dict[str, tuple[Speaking, Role, str | None]]) -> list[Speaking]:
    """Drop the clauses that another one goes before; a dropped clause still drops what it names."""
    if len(said) < 2:
        return list(said)
    dropped: dict[str, str] = {}
    by_id = {item.held.clause.id: item for item in said}
    for item in said:
        clause = item.held.clause
        if item.effect.kind != "clear":
            for later in clause.notwithstanding:
                if later in by_id and later != clause.id:
                    dropped.setdefault(later, clause.id)
        for first in clause.subject_to:
            if first in by_id and first != clause.id and by_id[first].effect.kind != "clear":
                dropped.setdefault(clause.id, first)
    if not dropped:
        return list(said)
    for name, first in dropped.items():
        parts[name] = (by_id[name], "yields to", first)
    return [item for item in said if item.held.clause.id not in dropped]


def _permitted(
    left: list[Speaking], parts: dict[str, tuple[Speaking, Role, str | None]], terms: Terms
) -> tuple[list[Speaking], bool]:
    """Let permissions defeat restrictions of wider scope; return what is left, and whether a pair is tied."""
    grants = [item for item in left if item.effect.kind == "grant"]
    restrictions = [item for item in left if item.effect.kind in STRICTNESS]
    defeated: dict[str, str] = {}
    ties: list[tuple[str, str]] = []
    for grant in grants:
        pairs = [(item, compare_scopes(grant.held, item.held, terms)) for item in restrictions]
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


def compare_scopes(grant: InForce, restriction: InForce, terms: Terms) -> str:
    """Return whether a permission's scope is strictly narrower than a restriction's, wider, or neither (tied).

    A list that names every value says the same as a key left out.
    """
    key = (grant.clause.id, grant.version.id, restriction.clause.id, restriction.version.id)
    kept = _SCOPES_COMPARED.on(terms.shelf)
    if key not in kept:
        inside, around = _within(grant, restriction, terms), _within(restriction, grant, terms)
        kept[key] = "tied" if inside == around else "narrower" if inside else "wider"
    return kept[key]


def _within(inner: InForce, outer: InForce, terms: Terms) -> bool:
    if any(isinstance(held.clause, Prohibition) and held.clause.except_ for held in (inner, outer)):
        return _cells_within(inner, outer, terms) and _ages(inner.clause.scope, inner, outer.clause.scope, outer)
    a, b, words = inner.clause.scope, outer.clause.scope, terms.definitions
    keys = (
        (a.workloads, b.workloads, words.workloads),
        (a.customers, b.customers, words.customers),
        (a.providers, b.providers, terms.provider_names()),
        (a.mode, b.mode, MODES),
        *((a.dimensions.get(name), b.dimensions.get(name), every) for name, every in words.dimensions.items()),
    )
    return all(_subset(one, two, every) for one, two, every in keys) and _ages(a, inner, b, outer)


def _cells_within(inner: InForce, outer: InForce, terms: Terms) -> bool:
    """Say whether one scope, less what it excepts, lies within another; cell by cell."""
    words = terms.definitions
    cells = product(
        words.workloads, words.customers, terms.provider_names(), MODES,
        product(*([(name, value) for value in every] for name, every in words.dimensions.items())),
    )  # fmt: skip
    return all(_holds_cell(outer, cell) for cell in cells if _holds_cell(inner, cell))


def _holds_cell(held: InForce, cell: ScopeCell) -> bool:
    clause, (workload, customer, place, mode, dimensions) = held.clause, cell
    scope, values = clause.scope, dict(dimensions)
    lists = ((scope.workloads, workload), (scope.customers, customer), (scope.providers, place), (scope.mode, mode))
    if not all(named is None or value in named for named, value in lists):
        return False
    if not all(values.get(name) in named for name, named in scope.dimensions.items()):
        return False
    return not isinstance(clause, Prohibition) or lets_capacity(clause, workload, customer, place, mode, values) is None


def _subset(inner: tuple[str, ...] | None, outer: tuple[str, ...] | None, every: tuple[str, ...]) -> bool:
    return outer is None or set(every if inner is None else inner) <= set(outer)


def _ages(a: Scope, inner: InForce, b: Scope, outer: InForce) -> bool:
    if b.age is None:
        return True
    if a.age != b.age:
        return False
    return inner.since >= outer.since if a.age == "new" else inner.since <= outer.since


def compared(said: tuple[Speaking, ...], terms: Terms) -> tuple[tuple[str, str, str], ...]:
    """Return each permission and restriction that no words set in order, with how their scopes compare.

    Args:
      said: the clauses and what they say.
      terms: the text in force.
    """
    left = _ordered(said, {})
    grants = [item.held for item in left if item.effect.kind == "grant"]
    restrictions = [item.held for item in left if item.effect.kind in STRICTNESS]
    return tuple(
        (grant.clause.id, other.clause.id, compare_scopes(grant, other, terms))
        for grant in grants
        for other in restrictions
    )
