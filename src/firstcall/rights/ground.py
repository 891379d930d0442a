"""What a decision rests on: the least well known field or event among what decided it."""

from __future__ import annotations

from collections.abc import Iterable

from firstcall.agreement.model.basis import GRADES, Grade
from firstcall.agreement.read.fields import grade_of
from firstcall.agreement.terms import InForce, Terms, Version, base_version
from firstcall.dates import shown
from firstcall.record.events.entry import EventBase
from firstcall.record.position import Position
from firstcall.rights.decision import RestsOn
from firstcall.rights.effects import Effect

_RANK = {grade: rank for rank, grade in enumerate(GRADES)}
_PLAIN = ("scope", "acts")
"""Fields whose absence is no assumption: all of the scope, both acts."""


def rests_on(deciding: Iterable[tuple[InForce, Effect]], terms: Terms) -> RestsOn:
    """Return the weakest ground of a decision, the most telling one first where several are as weak."""
    grounds: list[RestsOn] = []
    for held, effect in deciding:
        grounds.append(_of_clause(held, effect.fields, terms))
        grounds += [_whole(terms.by_id[cited]) for cited in effect.cites if cited in terms.by_id]
        grounds += [_of_event(event) for event in effect.facts]
    if terms.version is not None:
        grounds.append(_of_version(terms.version, terms))
    return _weakest(grounds) if grounds else RestsOn("agreed", "no clause")


def _weakest(grounds: Iterable[RestsOn]) -> RestsOn:
    return max(grounds, key=lambda ground: _RANK[ground.grade])


def _whole(held: InForce) -> RestsOn:
    return RestsOn(held.clause.basis.grade, held.clause.id, held.clause.basis.source)


def _of_clause(held: InForce, fields: tuple[str, ...], terms: Terms) -> RestsOn:
    """Return the weakest of a clause and the fields of it that were read; kept with the text."""
    key = ("ground", held.clause.id, held.version.id, fields)
    found: RestsOn | None = terms.memo.get(key)
    if found is None:
        found = terms.memo[key] = _weakest(_of_fields(held, fields))
    return found


def _of_fields(held: InForce, fields: tuple[str, ...]) -> Iterable[RestsOn]:
    clause = held.clause
    yield _whole(held)
    scope = [f"scope.{key}" for key in ("workloads", "customers", "providers", "mode", "age") if _has(held, key)]
    since = ["since"] if clause.scope.age is not None and clause.since is not None else []
    for field in (*fields, *scope, *since):
        grade: Grade = grade_of(clause, clause.basis, field) if field not in _PLAIN else clause.basis.grade
        yield RestsOn(grade, f"{clause.id}.{field}", clause.basis.source)


def _has(held: InForce, key: str) -> bool:
    return getattr(held.clause.scope, key) is not None


def _of_event(event: EventBase) -> RestsOn:
    return RestsOn(event.basis.grade, f"event {event.id}", event.basis.source)


def _of_version(version: Version, terms: Terms) -> RestsOn:
    found: RestsOn | None = terms.memo.get("effective")
    if found is None:
        grade = version.basis.grade_of("effective")
        found = terms.memo["effective"] = RestsOn(grade, f"{version.id}.effective", version.basis.source)
    return found


def time_notes(here: Position) -> Iterable[str]:
    """Yield what must be said of an instant outside the agreement's time."""
    terms: Terms = here.terms()
    if terms.version is None:
        start = shown(base_version(terms.agreement).effective, terms.where)
        yield f"the agreement took effect on {start}; nothing was governed before"
    elif terms.ends is not None and here.at >= terms.ends:
        yield f"the term ended before {shown(terms.ends, terms.where)}{_surviving(terms)}"


def _surviving(terms: Terms) -> str:
    """Return which clauses outlive the term, in words that fit one and many."""
    names = ", ".join(sorted(terms.survives))
    match len(terms.survives):
        case 0:
            return ""
        case 1:
            return f"; the clause that survives is {names}"
        case _:
            return f"; the clauses that survive are {names}"
