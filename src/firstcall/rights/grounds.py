"""What a decision cites and rests on.

Its clauses and facts, the least well known of them, and what must be said of its time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Annotated

from firstcall.agreement.model.basis import GRADES, Grade
from firstcall.agreement.model.clauses.kinds import Approval, Escape, Exclusivity, FirstRefusal, Licence, Prohibition
from firstcall.agreement.read.fields import grade_of
from firstcall.agreement.terms import InForce, Terms, Version, base_version
from firstcall.kept import Kept
from firstcall.record.dated.option_states import exercised_into
from firstcall.record.dated.speaking import brought_by, is_hung
from firstcall.record.events.entry import EventBase
from firstcall.record.position import Position
from firstcall.rights.decision import Cited, Fact, Outcome, RestsOn, Role
from firstcall.rights.judge.doing import Effect
from firstcall.rights.judge.effect_reasons import NoConsentCovers
from firstcall.rights.judge.judge import Judged
from firstcall.said import Local, Said, sentence
from firstcall.values import dataclass


class NoClause(Said):
    says = sentence("ground.no-clause", "no clause")


class TheEvent(Said):
    says = sentence("ground.event", "event {event}")
    event: str


class NotYetInEffect(Said):
    says = sentence("time.not-yet-in-effect", "the agreement took effect on {start}; nothing was governed before")
    start: Annotated[datetime, Local]


class TermOver(Said):
    says = sentence("time.term-over", "the term ended before {end}")
    end: Annotated[datetime, Local]


class TermOverButOne(Said):
    says = sentence("time.term-over-but-one", "the term ended before {end}; the clause that survives is {clause}")
    end: Annotated[datetime, Local]
    clause: str


class TermOverButSome(Said):
    says = sentence("time.term-over-but-some", "the term ended before {end}; the clauses that survive are {clauses}")
    end: Annotated[datetime, Local]
    clauses: tuple[str, ...]


_ORDER: tuple[Role, ...] = ("decides", "applies", "defeated by", "yields to", "tried and did not hold")
_TRIED = (Exclusivity, FirstRefusal, Approval, Licence, Escape, Prohibition)
"""The kinds worth naming where they do not reach a question."""


@dataclass(frozen=True, slots=True)
class ClausePart:
    """A clause's part in one act on one subject: a workload, or a product."""

    held: InForce
    role: Role
    other: str | None
    why: Said
    act: str
    subject: str


_OF_CLAUSES: Kept[tuple[str, str, tuple[str, ...]], RestsOn] = Kept("the ground of a clause, by the fields read")
_OF_VERSION: Kept[None, RestsOn] = Kept("the ground of the day a text took effect")


def parts_of(judged: Iterable[Judged], outcome: Outcome) -> Iterable[ClausePart]:
    """Yield the parts that clauses play in judgements; only those of the outcome decide."""
    for item in judged:
        act, workload = item.doing.act, item.doing.workload
        deciding = item.weighed.outcome == outcome
        for said, role, other in item.weighed.parts:
            shown = role if deciding or role != "decides" else "applies"
            yield ClausePart(said.held, shown, other, said.effect.why, act, workload)
            for tried in said.effect.tried:
                if tried in item.terms.by_id:
                    why = NoConsentCovers(provider=item.doing.provider)
                    yield ClausePart(item.terms.by_id[tried], "tried and did not hold", None, why, act, workload)
        yield from missed_parts(item.missed, act, workload)


def missed_parts(missed: Iterable[tuple[InForce, Said]], act: str, subject: str) -> Iterable[ClausePart]:
    """Yield the clauses that are about a question and do not reach it."""
    for held, why in missed:
        if isinstance(held.clause, _TRIED):
            yield ClausePart(held, "tried and did not hold", None, why, act, subject)


def cite(parts: Iterable[ClausePart]) -> tuple[Cited, ...]:
    """Return each clause once for each part it plays, those that decide first."""
    found: dict[tuple[str, str, Role, str | None, Said], tuple[InForce, dict[str, None], dict[str, None]]] = {}
    same: dict[tuple[int, Role, str | None, int], tuple[InForce, dict[str, None], dict[str, None]]] = {}
    held_on = tuple(parts)  # so that none of them is gone while its identity stands for it
    for part in held_on:
        quick = (id(part.held), part.role, part.other, id(part.why))
        entry = same.get(quick)
        if entry is None:
            key = (part.held.clause.id, part.held.version.id, part.role, part.other, part.why)
            entry = same[quick] = found.setdefault(key, (part.held, {}, {}))
        _, acts, subjects = entry
        acts[part.act] = None
        subjects[part.subject] = None
    cited = [
        _cited(held, role, other, why, tuple(acts), tuple(subjects))
        for (_, _, role, other, why), (held, acts, subjects) in found.items()
    ]
    return tuple(sorted(cited, key=lambda item: _ORDER.index(item.role)))


def _cited(
    held: InForce, role: Role, other: str | None, why: Said, acts: tuple[str, ...], subjects: tuple[str, ...]
) -> Cited:
    clause, version = held.clause, held.version.id
    return Cited(
        clause.id, version, clause.type, role, other, why, clause.basis.grade, clause.basis.source, acts, subjects
    )


def with_what_began(said: Iterable[tuple[InForce, Effect]], here: Position) -> list[tuple[InForce, Effect]]:
    """Return clauses with what they say, each with the events among its facts that began, ended or changed it."""
    found = []
    for held, effect in said:
        began = brought_by(here, held) if is_hung(held) else ()
        turned = (*began, *exercised_into(here, held))
        found.append((held, replace(effect, facts=(*effect.facts, *turned)) if turned else effect))
    return found


def facts_of(effects: Iterable[Effect]) -> tuple[Fact, ...]:
    """Return the events that clauses relied on, in the order of time."""
    events: dict[str, EventBase] = {}
    for effect in effects:
        for event in effect.facts:
            events[event.id] = event
    if not events:
        return ()
    ordered = sorted(events.values(), key=lambda event: (event.at, event.recorded, event.seq))
    return tuple(Fact(event.id, event.type, event.at, event.basis.grade) for event in ordered)


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
        grounds += effect.grounds
        grounds += [RestsOn("assumed", said) for said in effect.supposes]
    if terms.version is not None:
        grounds.append(_of_version(terms.version, terms))
    return _weakest(grounds) if grounds else RestsOn("agreed", NoClause())


def _weakest(grounds: Iterable[RestsOn]) -> RestsOn:
    return max(grounds, key=lambda ground: _RANK[ground.grade])


def _whole(held: InForce) -> RestsOn:
    return RestsOn(held.clause.basis.grade, held.clause.id, held.clause.basis.source)


def _of_clause(held: InForce, fields: tuple[str, ...], terms: Terms) -> RestsOn:
    """Return the weakest of a clause and the fields of it that were read; kept with the text."""
    kept, key = _OF_CLAUSES.on(terms.shelf), (held.clause.id, held.version.id, fields)
    ground = kept.get(key)
    if ground is None:
        ground = kept[key] = _weakest(_of_fields(held, fields))
    return ground


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
    return RestsOn(event.basis.grade, TheEvent(event=event.id), event.basis.source)


def _of_version(version: Version, terms: Terms) -> RestsOn:
    kept = _OF_VERSION.on(terms.shelf)
    if None not in kept:
        grade = version.basis.grade_of("effective")
        kept[None] = RestsOn(grade, f"{version.id}.effective", version.basis.source)
    return kept[None]


def time_notes(here: Position) -> Iterable[Said]:
    """Yield what must be said of an instant outside the agreement's time."""
    terms: Terms = here.terms()
    if terms.version is None:
        yield NotYetInEffect(start=base_version(terms.agreement).effective.astimezone(terms.where))
    elif terms.ends is not None and here.at >= terms.ends:
        yield _over(terms.ends.astimezone(terms.where), tuple(sorted(terms.survives)))


def _over(end: datetime, survives: tuple[str, ...]) -> Said:
    """Return that the term is over, and which clauses outlive it."""
    match survives:
        case ():
            return TermOver(end=end)
        case (clause,):
            return TermOverButOne(end=end, clause=clause)
        case _:
            return TermOverButSome(end=end, clauses=survives)
