"""A Decision as rows: the JSON people's programs read, and the lines people read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from firstcall.dates import iso, local_day, shown
from firstcall.record.events.entry import whole
from firstcall.report.decision.paths import path_lines, route_json
from firstcall.rights.decision import Cited, Decision, PortionAnswer, ReadAnswer
from firstcall.rights.paths.flip import Flip
from firstcall.rights.paths.search import Route
from firstcall.rights.under_readings import points_that_matter
from firstcall.said import Said

NOT_ADVICE = "Not legal advice: what the rules in the file say about the question, on the facts in the record."


def decision_json(
    decision: Decision,
    paths: Iterable[Route] = (),
    flips: Iterable[Flip] | None = None,
    note: str | None = None,
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
        "path_note": note,
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
        "reason": _reason(portion.why),
    }


def _reason(why: Said | str) -> dict[str, Any] | None:
    """Return a reason for a program; None for one that the record tells as a word."""
    return why.as_json() if isinstance(why, Said) else None


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


def asked_words(question: Mapping[str, str]) -> str:
    """Return what was asked, by the names of the flags.

    >>> asked_words({"workload": "training", "known_at": "2025-01-21T08:00:00Z"})
    'workload training, known at 2025-01-21T08:00:00Z'
    """
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in question.items())


def decision_lines(
    decision: Decision,
    asked: str,
    where: ZoneInfo,
    paths: Iterable[Route] = (),
    flips: Iterable[Flip] | None = None,
    note: str | None = None,
) -> Iterable[str]:
    """Yield the lines that tell a decision: the answer, the clauses by their part, and the grounds.

    Args:
      decision: the answer.
      asked: the question, as it is shown.
      where: the agreement's zone.
      paths: ways to a free answer.
      flips: what would change the answer; None where nobody asked.
      note: what must be said of the ways.
    """
    marks = "".join(f"  [{mark}]" for mark in decision.marks)
    yield f"{decision.outcome}{marks}"
    yield f"  asked: {asked}"
    for act in decision.acts:
        several = len(act.workloads) > 1
        each = "; ".join(f"{name} {outcome}" for name, outcome in act.workloads.items())
        yield f"  {act.act}: {act.outcome}" + (f" ({each})" if several else "")
    if decision.hindsight is not None:
        yield f"  as known when it was signed: {decision.hindsight}"
    for portion in decision.portions:
        quantity = whole(portion.quantity) if portion.quantity is not None else "all of it"
        yield f"  {quantity}: {portion.outcome} ({portion.clause}: {portion.why})"
    for dated in decision.dated:
        yield f"  {_edge(dated.at, where)}: {dated.outcome}"
    yield from _reading_lines(decision)
    if decision.version is not None and decision.effective is not None:
        yield f"version {decision.version}, in effect from {shown(decision.effective, where)}"
    yield from _clause_lines(decision)
    if decision.facts:
        yield "facts"
        for fact in decision.facts:
            yield f"  {shown(fact.at, where)}  {fact.type} ({fact.event}, {fact.grade})"
    sources = f" ({', '.join(decision.rests_on.sources)})" if decision.rests_on.sources else ""
    yield f"rests on {decision.rests_on.grade}: {decision.rests_on.field}{sources}"
    for duty in decision.duties:
        yield f"duty {duty.duty} ({duty.clause}@{duty.version}): {duty.status}: {duty.workload}: {duty.why}"
    yield from path_lines(decision, paths, note, where)
    if flips is not None:
        yield from _flip_lines(tuple(flips))
    for remark in decision.notes:
        yield f"note: {remark}"


def _edge(at: datetime, where: ZoneInfo) -> str:
    """Return an instant at which a date known only to the month or year was asked."""
    if at.microsecond == 999_999:
        return f"to the end of {local_day(at, where)}"
    return f"at {shown(at, where)}"


def _reading_lines(decision: Decision) -> Iterable[str]:
    """Yield the answer under each reading that makes a difference, or that none does."""
    matter = points_that_matter(decision.readings)
    told: dict[str, str] = {}
    for read in decision.readings:
        choice = ", ".join(f"{point}={read.choice[point]}" for point in matter if point in read.choice)
        told.setdefault(choice, read.outcome)
    if matter:
        yield from (f"  read as {choice}: {outcome}" for choice, outcome in told.items())
    elif decision.readings:
        names = dict.fromkeys(name for read in decision.readings for name in read.choice)
        yield f"  the same however read: {', '.join(names)}"


def _flip_lines(flips: tuple[Flip, ...]) -> Iterable[str]:
    yield "what would change it"
    for flip in flips:
        fields = f"; {', '.join(flip.fields)}" if flip.fields else ""
        yield f"  {flip.what} {flip.how}: {flip.outcome} ({flip.grade}{fields})"
    if not flips:
        yield "  nothing that is reported or assumed"


def _clause_lines(decision: Decision) -> Iterable[str]:
    heading = ""
    for cited in decision.clauses:
        if cited.role != heading:
            heading = cited.role
            yield heading
        other = f" {cited.role} {cited.other}" if cited.other else ""
        sources = f"; {', '.join(cited.sources)}" if cited.sources else ""
        yield f"  {cited.reference} ({cited.grade}{sources}){other}"
        yield f"    {cited.why}"
