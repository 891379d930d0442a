"""Where clauses meet: permissions against restrictions, places where nothing may run, questions nobody speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from itertools import permutations
from typing import Literal

from firstcall.agreement.model.clauses.kinds import FirstRefusal, Licence
from firstcall.agreement.model.definitions import CapacityAct
from firstcall.agreement.terms import InForce, Terms
from firstcall.record.dated.speaking import speaks_now
from firstcall.rights.decision import FREE
from firstcall.rights.judge.doing import EffectKind
from firstcall.rights.judge.permissions.licensing import counts_as_licensee
from firstcall.rights.judge.weigh import compare_scopes
from firstcall.said import Said, sentence
from firstcall.values import dataclass
from firstcall.verification.findings.facts import (
    ConsentIsGiven,
    LeaveAPlace,
    MixIsOver,
    MixIsUnder,
    NarrowerWonSilently,
    NobodySpeaks,
    OfferIsFree,
    OfferIsTaken,
    PermitsAndRestricts,
    PutOneFirst,
    RunsNowhere,
    SayItPrevails,
    SayWhetherMeant,
)
from firstcall.verification.findings.finding import Finding, clause_text_name, place_of_text, shown_in
from firstcall.verification.space.boxes import QuestionPoint
from firstcall.verification.space.domain import bears_on_technology
from firstcall.verification.space.sayings import ClauseHearings, Hearing, Way
from firstcall.verification.space.suppositions import Suppositions


class LicensesAnotherAlone(Said):
    says = sentence(
        "finding.licences-clash",
        "{alone} licenses {party} alone, and at the same time {other} licenses the same to {licensee}",
    )
    alone: str
    other: str
    party: str
    licensee: str


class PartLicences(Said):
    says = sentence(
        "finding.part-licences",
        "take `exclusive` from {clause}, or part it from {other} in products, kinds of technology or days",
    )
    clause: str
    other: str


Heard = Mapping[QuestionPoint, tuple[Hearing, ...]]
"""Every question that can be asked, and how its acts can be heard."""
GivenFacts = tuple[Said, ...]
"""What has happened."""


TellHeard = Callable[[int], None]
"""Is told how many questions more were heard."""
_TOLD_EVERY = 200


def heard_all(sayings: ClauseHearings, tell: TellHeard | None = None) -> Heard:
    """Return how every question that can be asked is heard.

    Args:
      sayings: what hears them.
      tell: is told how it goes on; None where nobody is.
    """
    found: dict[QuestionPoint, tuple[Hearing, ...]] = {}
    for number, point in enumerate(sayings.questions.space.points()):
        if tell is not None and number % _TOLD_EVERY == 0:
            tell(_TOLD_EVERY)
        hearings = sayings.hear(point)
        if hearings is not None:
            found[point] = hearings
    return found


@dataclass(slots=True)
class _Pair:
    """Two clauses, and the questions at which they meet, by what must have happened."""

    one: InForce
    other: InForce
    points: dict[tuple[Said, ...], set[QuestionPoint]] = field(default_factory=dict)


def conflicts(sayings: ClauseHearings, heard: Heard) -> Iterator[Finding]:
    """Yield each permission and restriction that tie, and what must have happened for it."""
    pairs = _pairs(heard, lambda way, result: way.conflict and result == "tied")
    for pair in pairs.values():
        fix = PutOneFirst(other=pair.other.clause.id)
        what = PermitsAndRestricts(permission=clause_text_name(pair.one), restriction=clause_text_name(pair.other))
        for given, points in pair.points.items():
            shown, at_least = shown_in(points, sayings.questions.space, heard)
            places = (place_of_text(pair.one), place_of_text(pair.other))
            yield Finding("conflict", what, fix, places, shown, at_least, given, questions=len(points))


def closed_licences(sayings: ClauseHearings) -> Iterator[Finding]:
    """Yield each pair of licences in force at once of which one, being exclusive, shuts out the licensee of the other.

    Two that are both exclusive leave neither licensee anything.
    """
    questions, told = sayings.questions, set[tuple[str, str]]()
    suppositions = Suppositions(questions.agreement, questions.record, bears_on_technology)
    for span, stretch in enumerate(questions.space.stretches):
        if len(_licences(questions.here(span).now.clauses)) < 2:
            continue
        for one in suppositions.of(questions.here(span), stretch.end):
            here = one.here
            speaking = [held for held in here.now.speaking(here.at) if speaks_now(here, held)]
            for alone, other in permutations(_licences(speaking), 2):
                names = clause_text_name(alone[0]), clause_text_name(other[0])
                if names in told or not _shuts_out(alone[1], other[1], here.now):
                    continue
                told.update((names, names[::-1]))
                what = LicensesAnotherAlone(
                    alone=names[0], other=names[1], party=alone[1].licensee, licensee=other[1].licensee,
                )  # fmt: skip
                fix = PartLicences(clause=alone[0].clause.id, other=other[0].clause.id)
                places = (place_of_text(alone[0]), place_of_text(other[0]))
                yield Finding("conflict", what, fix, places, given=one.given, since=here.at)


def _licences(clauses: Iterable[InForce]) -> list[tuple[InForce, Licence]]:
    return [(held, held.clause) for held in clauses if isinstance(held.clause, Licence)]


def _shuts_out(alone: Licence, other: Licence, text: Terms) -> bool:
    """Say whether a licence, being exclusive, forbids its licensee something that another one gives it."""
    words = text.definitions
    return (
        alone.exclusive
        and other.licensee != alone.licensor
        and not counts_as_licensee(alone, other.licensee, text)
        and any(
            alone.covers(ip, product) and other.covers(ip, product) for ip in words.ip for product in words.products
        )
    )


def silent_orders(sayings: ClauseHearings, heard: Heard) -> Iterator[Finding]:
    """Yield each permission and restriction of which the narrower prevails, and no words say so."""
    pairs = _pairs(heard, lambda way, result: result in ("narrower", "wider"))
    for pair in pairs.values():
        permission, restriction, terms = pair.one, pair.other, _terms_of(heard, pair)
        narrower = compare_scopes(permission, restriction, terms) == "narrower"
        winner, loser = (permission, restriction) if narrower else (restriction, permission)
        what = NarrowerWonSilently(winner=clause_text_name(winner), loser=clause_text_name(loser))
        fix = SayItPrevails(winner=winner.clause.id, loser=loser.clause.id)
        given = min(pair.points, key=len)  # the same words mend it wherever it shows: once, where least has happened
        points = pair.points[given]
        shown, at_least = shown_in(points, sayings.questions.space, heard)
        places = (place_of_text(winner), place_of_text(loser))
        yield Finding("silent-order", what, fix, places, shown, at_least, given, questions=len(points))


def _terms_of(heard: Heard, pair: _Pair) -> Terms:
    point = next(iter(next(iter(pair.points.values()))))
    return heard[point][0].terms


def _pairs(heard: Heard, meets: Callable[[Way, str], bool]) -> dict[tuple[str, str], _Pair]:
    """Return the pairs of clauses that meet somewhere, with the questions at which they first do."""
    pairs: dict[tuple[str, str], _Pair] = {}
    found: dict[int, dict[tuple[str, str], tuple[Said, ...]]] = {}
    for point, hearings in heard.items():
        here: dict[tuple[str, str], tuple[Said, ...]] = {}
        for hearing in hearings:
            if id(hearing) not in found:
                found[id(hearing)] = dict(_meetings(hearing, meets))
            for names, given in found[id(hearing)].items():
                if names not in here or len(given) < len(here[names]):
                    here[names] = given
        for names, given in here.items():
            held = {one.held.clause.id: one.held for hearing in hearings for one in hearing.said}
            one, other = held[names[0]], held[names[1]]
            pair = pairs.setdefault((clause_text_name(one), clause_text_name(other)), _Pair(one, other))
            pair.points.setdefault(given, set()).add(point)
    return pairs


def _meetings(
    hearing: Hearing, meets: Callable[[Way, str], bool]
) -> Iterator[tuple[tuple[str, str], tuple[Said, ...]]]:
    """Yield each pair that meets in some way of speaking, with what must have happened in the nearest of them."""
    seen = set()
    for way in hearing.ways:
        for one, other, result in way.pairs:
            if (one, other) not in seen and meets(way, result):
                seen.add((one, other))
                yield (one, other), given_by(hearing, way)


def given_by(hearing: Hearing, way: Way) -> tuple[Said, ...]:
    """Return what must have happened for clauses to speak so."""
    found: list[Said] = [*hearing.given]
    for place in way.changed:
        one, kind = hearing.said[place], way.kinds[place]
        clause = clause_text_name(one.held)
        match one.kinds[0], kind:
            case "offer", "clear":
                found.append(OfferIsFree(clause=clause))
            case "offer", _:
                found.append(OfferIsTaken(clause=clause))
            case "consent", "clear":
                found.append(ConsentIsGiven(clause=clause))
            case _, "grant":
                found.append(MixIsOver(clause=clause))
            case _:
                found.append(MixIsUnder(clause=clause))
    return tuple(found)


def nowhere_free(sayings: ClauseHearings, heard: Heard) -> Iterator[Finding]:
    """Yield the workloads that no place may run, whatever acts are done, or once something has happened."""
    space = sayings.questions.space
    rest: dict[QuestionPoint, list[QuestionPoint]] = {}
    for point in heard:
        rest.setdefault(point[:3], []).append(point)  # stretch, workload, customer: a region is a place too
    barred: dict[tuple[int, GivenFacts], set[QuestionPoint]] = {}
    for key, points in rest.items():
        free = {one.given: any(_can_be_free(heard[point], one.given) for point in points)
                for one in sayings.supposed(key[0])}  # fmt: skip
        for given in _barred_by(free):
            barred.setdefault((key[1], given), set()).update(points)
    for (workload, given), shut in barred.items():
        clauses = _restricting(heard, shut, given)
        shown, at_least = shown_in(shut, space, heard)
        what = RunsNowhere(workload=space.classes[0][workload][0])
        fix = LeaveAPlace(clauses=tuple(clauses))
        places = tuple(place_of_text(held) for held in clauses.values())
        yield Finding("nowhere-free", what, fix, places, shown, at_least, given, questions=len(shut))


def _barred_by(free: Mapping[GivenFacts, bool]) -> Iterator[GivenFacts]:
    """Yield the least that must have happened for nothing to be free, whatever happens besides; nothing if it may be.

    >>> opens, shuts = ConsentIsGiven(clause="a"), ConsentIsGiven(clause="b")
    >>> list(_barred_by({(): False, (opens,): True}))
    []
    >>> [list(map(str, given)) for given in _barred_by({(): True, (shuts,): False})]
    [['a consent lifts b']]
    """
    shut = [given for given in free if not any(free[more] for more in free if set(given) <= set(more))]
    yield from (given for given in shut if not any(set(less) < set(given) for less in shut))


def _can_be_free(hearings: tuple[Hearing, ...], given: GivenFacts) -> bool:
    """Say whether nothing may stand in the way of any act of a question, once something has happened."""
    return all(FREE & one.outcomes for one in hearings if one.given == given)


def _restricting(heard: Heard, points: set[QuestionPoint], given: GivenFacts) -> dict[str, InForce]:
    found: dict[str, InForce] = {}
    for point in sorted(points):
        for hearing in heard[point]:
            for one in hearing.said if hearing.given == given else ():
                if {"forbid", "consent", "offer"} & set(one.kinds):
                    found.setdefault(one.held.clause.id, one.held)
    return found


def gaps(sayings: ClauseHearings, heard: Heard) -> Iterator[Finding]:
    """Yield the questions of which nobody speaks while a right is in force, beside others that are restricted."""
    space = sayings.questions.space
    found: dict[tuple[tuple[str, ...], tuple[_Difference, ...], GivenFacts], _Unspoken] = {}
    rights = {span: _rights(sayings, span) for span in range(len(space.stretches))}
    for point in heard:
        open_: list[GivenFacts] = []
        for given, held in rights[point[0]].items() if not _at_holder(sayings, point) else ():
            if not held or any(set(less) <= set(given) for less in open_):
                continue
            if _is_ungoverned(heard[point], given):
                neighbours, difference = _restricted_beside(sayings, heard, rights, point, given)
                if neighbours:
                    open_.append(given)
                    one = found.setdefault((tuple(neighbours), difference, given), _Unspoken())
                    one.points.add(point)
                    one.clauses |= {clause_text_name(held): held for held in neighbours.values()}
                    one.rights |= {right.clause.id: None for right in held}
    for (neighbours_, difference, given), one in found.items():
        what = NobodySpeaks(right=tuple(one.rights), neighbours=neighbours_, difference=difference)
        shown, at_least = shown_in(one.points, space, heard)
        places = tuple(place_of_text(held) for held in one.clauses.values())
        fix = SayWhetherMeant(clause=neighbours_)
        yield Finding("gap", what, fix, places, shown, at_least, given, questions=len(one.points))


@dataclass(slots=True)
class _Unspoken:
    """Questions of which nobody speaks, the clauses that restrict what is beside them, and the rights in force."""

    points: set[QuestionPoint] = field(default_factory=set)
    clauses: dict[str, InForce] = field(default_factory=dict)
    rights: dict[str, None] = field(default_factory=dict)


def _rights(sayings: ClauseHearings, span: int) -> dict[GivenFacts, tuple[InForce, ...]]:
    """Return the rights of first refusal in force in a stretch of time, by what has happened."""
    found: dict[GivenFacts, tuple[InForce, ...]] = {}
    for one in sayings.supposed(span):
        speaking = one.here.now.speaking(one.here.at)
        rights = tuple(
            held for held in speaking if isinstance(held.clause, FirstRefusal) and speaks_now(one.here, held)
        )
        found.setdefault(one.given, rights)
    return found


def _is_ungoverned(hearings: tuple[Hearing, ...], given: GivenFacts) -> bool:
    return all(hearing.plainly == "ungoverned" for hearing in hearings if hearing.given == given)


def _at_holder(sayings: ClauseHearings, point: QuestionPoint) -> bool:
    question = sayings.questions.placed(point)
    return question is not None and sayings.questions.here(point[0]).now.mode_at(question.place) == "holder"


_Difference = Literal["mode", "age", "provider", "time"]
_RESTRICTING: dict[CapacityAct, frozenset[EffectKind]] = {
    "sign": frozenset(("forbid", "consent", "offer")),
    "run": frozenset(("forbid", "consent")),  # what was signed unoffered carries it, and no clause speaks of its use
}


def _restricted_beside(
    sayings: ClauseHearings,
    heard: Heard,
    rights: Mapping[int, Mapping[GivenFacts, tuple[InForce, ...]]],
    point: QuestionPoint,
    given: GivenFacts,
) -> tuple[dict[str, InForce], tuple[_Difference, ...]]:
    """Return the clauses that restrict a question which differs from a point in one thing only, and in which."""
    found: dict[str, InForce] = {}
    differences: dict[_Difference, None] = {}
    for difference, other in _neighbours(sayings, point):
        if other not in heard or (difference == "time" and (given or not rights[other[0]][()])):
            continue
        acts = {hearing.act for hearing in heard[point]}
        for hearing in heard[other]:
            if hearing.act in acts and hearing.given == given and hearing.plainly not in FREE:
                kinds = zip(hearing.said, hearing.ways[0].kinds, strict=True)
                barring = _RESTRICTING[hearing.act]
                held = {one.held.clause.id: one.held for one, kind in kinds if kind in barring}
                differences |= {difference: None} if held else {}
                found |= held
    return found, tuple(differences)


def _neighbours(sayings: ClauseHearings, point: QuestionPoint) -> Iterator[tuple[_Difference, QuestionPoint]]:
    """Yield the questions that differ from a point in mode, age, a listed provider, or the span beside it."""
    space = sayings.questions.space
    capacity = space.words(point)[-1]
    for number, (word,) in enumerate(space.classes[-1]):
        other = (*point[:-1], number)
        if {word, capacity} == {"existing", "new"}:
            yield "age", other
        elif word != capacity and "existing" not in (word, capacity):
            yield "mode", other
    for number in range(len(space.classes[-2])):
        if number != point[-2] and _is_listed(sayings, point, number) != _is_listed(sayings, point, point[-2]):
            yield "provider", (*point[:-2], number, point[-1])
    yield from (("time", (point[0] + step, *point[1:])) for step in (-1, 1))


def _is_listed(sayings: ClauseHearings, point: QuestionPoint, number: int) -> bool:
    words = sayings.questions.space.classes[-2][number]
    return words[0] in sayings.questions.here(point[0]).now.providers
