"""Clauses that change nothing: left out, no answer of any act would be another, whatever happens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import field

from firstcall.agreement.model.clauses.kinds import Approval, Consent, FirstRefusal, Prohibition
from firstcall.agreement.model.clauses.prohibition import PARTY_ACTS
from firstcall.agreement.terms import InForce, Terms
from firstcall.record.dated.speaking import speaks_now
from firstcall.rights.judge.doing import EffectKind
from firstcall.said import Said
from firstcall.values import dataclass
from firstcall.verification.findings.clashes import Heard
from firstcall.verification.findings.facts import (
    AddConsentFor,
    ChangesNothing,
    ConsentMeetsNothing,
    LetExclusivityYield,
    NobodyCuresPrimarily,
    RemoveOrNarrow,
    RightBehindExclusivity,
)
from firstcall.verification.findings.finding import Finding, FindingCode, clause_text_name, place_of_text, shown_in
from firstcall.verification.space.boxes import QuestionPoint
from firstcall.verification.space.domain import bears_on_capacity, bears_on_technology
from firstcall.verification.space.sayings import ClauseHearings, Hearing, MaySay, outcome_of
from firstcall.verification.space.suppositions import Suppositions
from firstcall.verification.space.technology import Technologies


@dataclass(slots=True)
class _Life:
    """What was seen of clauses, each once for every way of hearing."""

    texts: dict[str, InForce] = field(default_factory=dict)
    points: dict[str, set[QuestionPoint]] = field(default_factory=dict)
    """Where each says something."""
    busy: set[str] = field(default_factory=set)
    """The texts without which some answer would be another."""
    lifting: set[tuple[str, str]] = field(default_factory=set)
    """Consent clauses, with a clause that they lift, without which some answer would be another."""
    uncured: dict[str, set[QuestionPoint]] = field(default_factory=dict)
    """Permissions for a purpose, where nobody can cure that it is missed."""
    bars: dict[str, dict[str, InForce]] = field(default_factory=dict)
    """For each text, what forbids in any case where it says something."""


def idle(sayings: ClauseHearings, heard: Heard, technologies: Technologies) -> Iterator[Finding]:
    """Yield each clause that changes no answer, with words of its own for the ways in which that comes about."""
    life = _watched(heard)
    speaking, unneeded = _every_text(sayings), _without_use(sayings, technologies)
    for name, held in speaking.items():
        if isinstance(held.clause, Consent):
            yield from _idle_consent(held, life, {one.clause.id for one in speaking.values()})
        elif name not in life.busy and not _does_more(held, unneeded):
            yield _idle_clause(held, life, sayings, heard)
    for name, held in unneeded.items():
        if not bears_on_capacity(held) and not _does_more(held, unneeded):
            what, fix = ChangesNothing(clause=name), RemoveOrNarrow(clause=held.clause.id)
            yield Finding("dead", what, fix, (place_of_text(held),), since=held.version.effective)
    for name, points in life.uncured.items():
        yield _uncured(life.texts[name], points, sayings, heard)


def _does_more(held: InForce, unneeded: Mapping[str, InForce]) -> bool:
    """Say whether a clause that changes no answer of one kind speaks of another kind of act to some effect."""
    if not isinstance(held.clause, Prohibition):
        return False
    of_technology = bears_on_technology(held) and clause_text_name(held) not in unneeded
    return of_technology or bool(set(held.clause.acts) & set(PARTY_ACTS))


def _without_use(sayings: ClauseHearings, technologies: Technologies) -> Mapping[str, InForce]:
    """Return each clause on technology without which every answer would be the same at any time of its life."""
    questions = sayings.questions
    stretches = range(len(questions.space.stretches))
    key = technologies.key([questions.here(span) for span in stretches])
    if key not in technologies.unneeded:
        technologies.unneeded[key] = dict(_unneeded(sayings, technologies))
    return technologies.unneeded[key]


def _unneeded(sayings: ClauseHearings, technologies: Technologies) -> Iterator[tuple[str, InForce]]:
    questions = sayings.questions
    suppositions = Suppositions(questions.agreement, questions.record, bears_on_technology)
    texts: dict[str, InForce] = {}
    busy: set[str] = set()
    for span, stretch in enumerate(questions.space.stretches):
        for one in suppositions.of(questions.here(span), stretch.end):
            for held in one.here.now.speaking(one.here.at):
                name = clause_text_name(held)
                speaks = bears_on_technology(held) and sayings.is_written(held) and speaks_now(one.here, held)
                if speaks and name not in busy:
                    texts[name] = sayings.written(held)
                    busy |= {name} if technologies.needs(one.here, held) else set()
    yield from ((name, held) for name, held in texts.items() if name not in busy)


def _watched(heard: Heard) -> _Life:
    life = _Life()
    seen: dict[int, Hearing] = {}
    for point, hearings in heard.items():
        for hearing in hearings:
            seen.setdefault(id(hearing), hearing)
            for one in hearing.said:
                name = clause_text_name(one.held)
                life.texts[name] = one.held
                life.points.setdefault(name, set()).add(point)
                if _is_uncured(one):
                    life.uncured.setdefault(name, set()).add(point)
    for hearing in seen.values():
        _watch(hearing, life)
    return life


def _watch(hearing: Hearing, life: _Life) -> None:
    """Note which clauses of an act's hearing change what it comes to, in some way of speaking."""
    for place, one in enumerate(hearing.said):
        name = clause_text_name(one.held)
        rest = (*hearing.said[:place], *hearing.said[place + 1 :])
        if name not in life.busy and any(
            outcome_of(rest, (*way.kinds[:place], *way.kinds[place + 1 :]), hearing.terms) != way.outcome
            for way in hearing.ways
        ):
            life.busy.add(name)
        alone = _givers_alone(one.routes, hearing.terms)
        if alone and any(_barred(hearing, way.kinds, place) != way.outcome for way in hearing.ways):
            life.lifting |= {(route, name) for route in alone}
        always = {other.held.clause.id: other.held for other in hearing.said if other.kinds == ("forbid",)}
        life.bars.setdefault(name, {}).update(always)


def _givers_alone(routes: tuple[str, ...], now: Terms) -> tuple[str, ...]:
    """Return the consent clauses without which some party could no longer lift what others may lift as well."""
    clauses = [clause for route in routes if isinstance(clause := now.by_id[route].clause, Consent)]
    givers = [clause.by for clause in clauses]
    return tuple(clause.id for clause in clauses if givers.count(clause.by) == 1)


def _barred(hearing: Hearing, kinds: tuple[EffectKind, ...], place: int) -> str:
    """Return what an act comes to where nobody could lift a clause that asks for a consent."""
    said: tuple[EffectKind, ...] = (*kinds[:place], "forbid", *kinds[place + 1 :])
    return outcome_of(hearing.said, said if kinds[place] == "consent" else kinds, hearing.terms)


def _is_uncured(one: MaySay) -> bool:
    clause = one.held.clause
    return isinstance(clause, Approval) and clause.primarily is not None and "forbid" in one.kinds


def _every_text(sayings: ClauseHearings) -> Mapping[str, InForce]:
    """Return each text of a clause that bears on capacity, and that speaks at some time, whatever has happened."""
    found: dict[str, InForce] = {}
    for span in range(len(sayings.questions.space.stretches)):
        for one in sayings.supposed(span):
            for held in one.here.now.speaking(one.here.at):
                if bears_on_capacity(held) and sayings.is_written(held) and speaks_now(one.here, held):
                    found.setdefault(clause_text_name(held), sayings.written(held))
    return found


def _idle_clause(held: InForce, life: _Life, sayings: ClauseHearings, heard: Heard) -> Finding:
    name = clause_text_name(held)
    points = life.points.get(name, set())
    shown, at_least = shown_in(points, sayings.questions.space, heard) if points else ((), 0)
    bars = {clause: bar for clause, bar in life.bars.get(name, {}).items() if clause != held.clause.id}
    places = (place_of_text(held), *map(place_of_text, bars.values()))
    if isinstance(held.clause, FirstRefusal) and bars:
        code: FindingCode = "dead-first-refusal"
        what: Said = RightBehindExclusivity(clause=name, exclusivity=tuple(map(clause_text_name, bars.values())))
        fix: Said = LetExclusivityYield(exclusivity=tuple(bars))
    else:
        code, what, fix = "dead", ChangesNothing(clause=name), RemoveOrNarrow(clause=held.clause.id)
    since = None if points else held.version.effective
    return Finding(code, what, fix, places, shown, at_least, since=since, questions=len(points))


def _idle_consent(held: InForce, life: _Life, of_capacity: Set[str]) -> Iterator[Finding]:
    """Yield each clause that a consent lifts to no effect; of those that speak of something else, nothing is said."""
    clause = held.clause
    assert isinstance(clause, Consent)
    for lifted in (name for name in clause.lifts if name in of_capacity):
        met = {text for route, text in life.lifting if route == clause.id}
        if not any(text.partition("@")[0] == lifted for text in met):
            what = ConsentMeetsNothing(clause=clause_text_name(held), lifted=lifted)
            fix = RemoveOrNarrow(clause=clause.id)
            yield Finding("dead-consent", what, fix, (place_of_text(held),), since=held.version.effective)


def _uncured(held: InForce, points: set[QuestionPoint], sayings: ClauseHearings, heard: Heard) -> Finding:
    shown, at_least = shown_in(points, sayings.questions.space, heard)
    clause = held.clause
    assert isinstance(clause, Approval)
    workloads = tuple(dict.fromkeys(word for one in shown for word in one.words["workload"]))
    what = NobodyCuresPrimarily(clause=clause_text_name(held), workloads=workloads)
    fix = AddConsentFor(clause=clause.id)
    return Finding("dead-primarily", what, fix, (place_of_text(held),), shown, at_least, questions=len(points))
