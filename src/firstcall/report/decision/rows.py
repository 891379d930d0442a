"""A Decision as rows: the JSON people's programs read, and the lines people read."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast
from zoneinfo import ZoneInfo

from firstcall.agreement.model.basis import Grade
from firstcall.dates import iso, local_day
from firstcall.record.events.entry import whole
from firstcall.report.decision.line_facts import (
    ActAnswered,
    ActAnsweredEach,
    AnsweredAt,
    AnsweredReadAs,
    AnsweredToEndOf,
    AnswerMarked,
    AskedThis,
    ClauseCited,
    ClauseDefeated,
    ClauseYields,
    DutyTold,
    EventReliedOn,
    EventWord,
    FactsHeading,
    FlipsHeading,
    FlipTold,
    KnownAs,
    KnownFrom,
    KnownWhenSigned,
    NoteTold,
    NothingFlips,
    PartAnswered,
    PointReadAs,
    RestsOnGround,
    RestsOnSources,
    RoleHeading,
    SameHoweverRead,
    TheAnswer,
    ToldLine,
    VersionInEffect,
    WholeAnswered,
    WorkloadAnswered,
)
from firstcall.report.decision.paths import path_lines, route_json
from firstcall.rights.decision import (
    Cited,
    DatedAnswer,
    Decision,
    Duty,
    Fact,
    Outcome,
    PortionAnswer,
    ReadAnswer,
    RestsOn,
    Role,
)
from firstcall.rights.paths.flip import Flip
from firstcall.rights.paths.search import Route
from firstcall.rights.under_readings import points_that_matter
from firstcall.said import Said


def decision_json(
    decision: Decision,
    paths: Iterable[Route] = (),
    flips: Iterable[Flip] | None = None,
    note: Said | None = None,
) -> dict[str, Any]:
    """Return a decision as plain values for JSON; instants in UTC, quantities as text."""
    flipped = {} if flips is None else {"flips": [_flip(flip) for flip in flips]}
    return {
        "outcome": decision.outcome,
        "free": decision.free,
        "marks": list(decision.marks),
        "acts": {
            act.act: {"outcome": act.outcome, "at": iso(act.at), "workloads": dict(act.workloads)}
            for act in decision.acts
        },
        "version": _version(decision),
        "clauses": [_cited(cited) for cited in decision.clauses],
        **_grounds(decision),
        "path_to_yes": [route_json(route) for route in paths],
        "path_note": None if note is None else str(note),
        "path_note_reason": None if note is None else note.as_json(),
        "portions": [_portion(portion) for portion in decision.portions],
        "dated": [
            {"at": iso(dated.at), "outcome": dated.outcome, "version": dated.version} for dated in decision.dated
        ],
        "hindsight": decision.hindsight,
        "notes": [str(note) for note in decision.notes],
        "note_reasons": [note.as_json() for note in decision.notes],
        **flipped,
    }


def _grounds(decision: Decision) -> dict[str, Any]:
    """Return what a decision stands on: facts, duties, the least well known ground, the readings."""
    return {
        "facts": [
            {"event": fact.event, "type": fact.type, "at": iso(fact.at), "grade": fact.grade} for fact in decision.facts
        ],
        "duties": [
            {
                "clause": duty.clause,
                "version": duty.version,
                "duty": duty.duty,
                "workload": duty.workload,
                "status": duty.status,
                "why": f"{duty.workload}: {duty.why}",
                "reason": duty.why.as_json(),
            }
            for duty in decision.duties
        ],
        "rests_on": {
            "grade": decision.rests_on.grade,
            "field": str(decision.rests_on.field),
            "sources": list(decision.rests_on.sources),
        },
        "readings": [
            {"reading": _reading(read), "outcome": read.outcome, "decided_by": list(read.deciding)}
            for read in decision.readings
        ],
    }


def _portion(portion: PortionAnswer) -> dict[str, Any]:
    return {
        "clause": portion.clause,
        "quantity": whole(portion.quantity) if portion.quantity is not None else None,
        "outcome": portion.outcome,
        "why": str(portion.why),
        "reason": portion.why.as_json(),
    }


def _reading(read: ReadAnswer) -> dict[str, str]:
    return {point: str(name) for point, name in read.choice.items()}


def _flip(flip: Flip) -> dict[str, Any]:
    return {
        "what": str(flip.what),
        "how": str(flip.how),
        "reasons": [flip.what.as_json(), flip.how.as_json()],
        "grade": flip.grade,
        "fields": list(flip.fields),
        "outcome": flip.outcome,
    }


def _version(decision: Decision) -> dict[str, Any] | None:
    if decision.version is None or decision.effective is None:
        return None
    return {"id": decision.version, "effective": iso(decision.effective)}


def _cited(cited: Cited) -> dict[str, Any]:
    return {
        "clause": cited.clause,
        "version": cited.version,
        "type": cited.type,
        "role": cited.role,
        "other": cited.other,
        "why": str(cited.why),
        "reason": cited.why.as_json(),
        "grade": cited.grade,
        "sources": list(cited.sources),
        "acts": list(cited.acts),
        "workloads": list(cited.workloads),
    }


def decision_lines(
    decision: Decision,
    asked: Said,
    where: ZoneInfo,
    paths: Iterable[Route] = (),
    flips: Iterable[Flip] | None = None,
    note: Said | None = None,
) -> Iterable[ToldLine]:
    """Yield the lines that tell a decision: the answer, the clauses by their part, and the grounds.

    Args:
      decision: the answer.
      asked: the question, as it is shown.
      where: the agreement's zone.
      paths: ways to a free answer.
      flips: what would change the answer; None where nobody asked.
      note: what must be said of the ways.
    """
    yield ToldLine(0, answer_of(decision))
    yield ToldLine(2, AskedThis(question=asked))
    yield from _act_lines(decision)
    yield from (ToldLine(2, _dated(dated, where)) for dated in decision.dated)
    yield from _reading_lines(decision)
    if decision.version is not None and decision.effective is not None:
        yield ToldLine(0, VersionInEffect(version=decision.version, start=decision.effective.astimezone(where)))
    yield from _clause_lines(decision)
    if decision.facts:
        yield ToldLine(0, FactsHeading())
        yield from (ToldLine(2, _event(fact, where)) for fact in decision.facts)
    yield ToldLine(0, _rests_on(decision.rests_on))
    yield from (ToldLine(0, _duty(duty)) for duty in decision.duties)
    yield from path_lines(decision, paths, note, where)
    if flips is not None:
        yield from _flip_lines(tuple(flips))
    yield from (ToldLine(0, NoteTold(note=remark)) for remark in decision.notes)


def answer_of(decision: Decision) -> Said:
    """Return an answer with its marks."""
    told: Said = TheAnswer(outcome=decision.outcome)
    for mark in decision.marks:
        told = AnswerMarked(answer=told, mark=mark)
    return told


def _act_lines(decision: Decision) -> Iterable[ToldLine]:
    for act in decision.acts:
        each = tuple(WorkloadAnswered(workload=name, outcome=outcome) for name, outcome in act.workloads.items())
        one = ActAnswered(act=act.act, outcome=act.outcome)
        yield ToldLine(2, ActAnsweredEach(act=act.act, outcome=act.outcome, each=each) if len(each) > 1 else one)
    if decision.hindsight is not None:
        yield ToldLine(2, KnownWhenSigned(outcome=decision.hindsight))
    yield from (ToldLine(2, _part(portion)) for portion in decision.portions)


def _part(portion: PortionAnswer) -> Said:
    if portion.quantity is None:
        return WholeAnswered(outcome=portion.outcome, clause=portion.clause, why=portion.why)
    quantity = Decimal(whole(portion.quantity))
    return PartAnswered(quantity=quantity, outcome=portion.outcome, clause=portion.clause, why=portion.why)


def _dated(dated: DatedAnswer, where: ZoneInfo) -> Said:
    """Return the answer at an instant at which a date known only to the month or year was asked."""
    if dated.at.microsecond == 999_999:
        return AnsweredToEndOf(day=local_day(dated.at, where), outcome=dated.outcome)
    return AnsweredAt(moment=dated.at.astimezone(where), outcome=dated.outcome)


def _reading_lines(decision: Decision) -> Iterable[ToldLine]:
    """Yield the answer under each reading that makes a difference, or that none does."""
    matter = points_that_matter(decision.readings)
    told: dict[tuple[Said, ...], Outcome] = {}
    for read in decision.readings:
        choice = tuple(
            PointReadAs(point=point, alternative=read.choice[point]) for point in matter if point in read.choice
        )
        told.setdefault(choice, read.outcome)
    if matter:
        yield from (ToldLine(2, AnsweredReadAs(choice=choice, outcome=outcome)) for choice, outcome in told.items())
    elif decision.readings:
        names = dict.fromkeys(name for read in decision.readings for name in read.choice)
        yield ToldLine(2, SameHoweverRead(points=tuple(names)))


def _event(fact: Fact, where: ZoneInfo) -> Said:
    moment = fact.at.astimezone(where)
    return EventReliedOn(moment=moment, type=cast("EventWord", fact.type), event=fact.event, grade=fact.grade)


def _rests_on(ground: RestsOn) -> Said:
    if ground.sources:
        return RestsOnSources(grade=ground.grade, field=ground.field, sources=ground.sources)
    return RestsOnGround(grade=ground.grade, field=ground.field)


def _duty(duty: Duty) -> Said:
    clause = f"{duty.clause}@{duty.version}"
    return DutyTold(duty=duty.duty, clause=clause, status=duty.status, workload=duty.workload, why=duty.why)


def _flip_lines(flips: tuple[Flip, ...]) -> Iterable[ToldLine]:
    yield ToldLine(0, FlipsHeading())
    for flip in flips:
        ground = _known(flip.grade, flip.fields)
        yield ToldLine(2, FlipTold(what=flip.what, how=flip.how, outcome=flip.outcome, ground=ground))
    if not flips:
        yield ToldLine(2, NothingFlips())


def _known(grade: Grade, names: tuple[str, ...]) -> Said:
    return KnownFrom(grade=grade, sources=names) if names else KnownAs(grade=grade)


def _clause_lines(decision: Decision) -> Iterable[ToldLine]:
    heading: Role | None = None
    for cited in decision.clauses:
        if cited.role != heading:
            heading = cited.role
            yield ToldLine(0, RoleHeading(role=heading))
        told: Said = ClauseCited(clause=cited.reference, ground=_known(cited.grade, cited.sources))
        if cited.other is not None and cited.role == "yields to":
            told = ClauseYields(cited=told, other=cited.other)
        elif cited.other is not None:
            told = ClauseDefeated(cited=told, other=cited.other)
        yield ToldLine(2, told)
        yield ToldLine(4, cited.why)
