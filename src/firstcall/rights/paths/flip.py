"""The flip test: which assumed or reported words, read otherwise or taken out, would change an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.basis import Grade
from firstcall.agreement.model.scope import ClauseBase
from firstcall.agreement.overlay import without
from firstcall.errors import FirstcallError
from firstcall.record.journal.journal import Record
from firstcall.record.position import Position, position
from firstcall.rights.bearing import bearing_on, may_turn
from firstcall.rights.decide import answer
from firstcall.rights.decision import Decision, Outcome, strictest
from firstcall.rights.under_readings import AnyQuestion
from firstcall.said import Said, sentence
from firstcall.values import dataclass


class ThePoint(Said):
    says = sentence("flip.point", "point {point}")
    point: str


class TheClause(Said):
    says = sentence("flip.clause", "clause {clause}")
    clause: str


class ReadAsAlternative(Said):
    says = sentence("flip.read-as", "read as {alternative}")
    alternative: str


class TakenOut(Said):
    says = sentence("flip.taken-out", "taken out")


@dataclass(frozen=True, slots=True)
class Flip:
    """A change of reading that changes the answer: what is read how, how well it is known, the new answer."""

    what: Said
    how: Said
    grade: Grade
    fields: tuple[str, ...]
    """Fields of the clause that are known less well than agreed or stated."""
    outcome: Outcome


def flip_test(
    agreement: Agreement,
    record: Record,
    asked: AnyQuestion,
    at: datetime,
    decision: Decision,
    known_at: datetime | None = None,
    readings: Mapping[str, str] | None = None,
) -> tuple[Flip, ...]:
    """Return what would change an answer, over the alternatives the file names and over taking clauses out.

    Only clauses that are reported or assumed, or have fields that are, can flip; an answer that no
    line here changes rests on what was agreed or stated.

    Args:
      agreement: the agreement.
      record: what happened.
      asked: the question.
      at: its instant.
      decision: the answer to be tested.
      known_at: what was known by then counts.
      readings: points read one way.
    """
    here = position(agreement, record, at, known_at)
    found = (*_read_otherwise(here, asked, decision, readings or {}), *_taken_out(here, asked, readings or {}))
    return tuple(flip for flip in found if flip.outcome != decision.outcome)


def _read_otherwise(
    here: Position, asked: AnyQuestion, decision: Decision, readings: Mapping[str, str]
) -> Iterator[Flip]:
    """Yield each point that bears on the question, read one way; where it was left open, the answer knows its ways."""
    text = here.terms()
    for point in bearing_on(asked, here):
        touched = [text.by_id[name].clause for name in point.touches() if name in text.by_id]
        grade, fields = _worst(touched)
        for name in point.alternatives:
            if not touched or name == readings.get(point.id):
                continue
            known = tuple(read.outcome for read in decision.readings if read.choice.get(point.id) == name)
            outcome = strictest(known) if known else _outcome(here, asked, {**readings, point.id: name})
            if outcome is not None:
                yield Flip(ThePoint(point=point.id), ReadAsAlternative(alternative=name), grade, fields, outcome)


def _taken_out(here: Position, asked: AnyQuestion, readings: Mapping[str, str]) -> Iterator[Flip]:
    """Yield each clause known less well that may turn the question, taken out."""
    text, at = here.terms(), here.at
    for held in text.speaking(at):
        grade, fields = _worst([held.clause])
        if grade in ("reported", "assumed") and may_turn(held.clause, asked, here):
            supposed = without(here.agreement, (held.clause.id,), at.astimezone(text.where))
            outcome = _outcome(position(supposed, here.record, at, here.known_at), asked, readings)
            if outcome is not None:
                yield Flip(TheClause(clause=held.clause.id), TakenOut(), grade, fields, outcome)


def _outcome(here: Position, asked: AnyQuestion, readings: Mapping[str, str]) -> Outcome | None:
    """Return what a question comes to; None where it cannot be asked."""
    try:
        return answer(here, asked, readings).outcome
    except FirstcallError:
        return None


def _worst(clauses: Sequence[ClauseBase]) -> tuple[Grade, tuple[str, ...]]:
    """Return the least grade of some clauses and their fields, and the fields that are reported or assumed."""
    grade: Grade = "agreed"
    order: tuple[Grade, ...] = ("agreed", "stated", "reported", "assumed")
    fields: list[str] = []
    for clause in clauses:
        listed = [*clause.basis.listed_paths(), (clause.basis.grade, "")]
        for known, path in listed:
            grade = max(grade, known, key=order.index)
            if path and known in ("reported", "assumed"):
                fields.append(f"{clause.id}.{path}")
    return grade, tuple(fields)
