"""Assumptions that matter: each field that is reported or assumed, and how many answers would be others without it.

A field is taken away by giving it the value that it has when left out; a clause that is itself reported or assumed is
taken away whole, and so is a clause about money that cannot do without the field. What the file grades by leaving its
basis out is not counted: nobody said it. Answers are those of every question in the life of the clause's text, on a
record on which nothing happened; sums are those of the folder's books.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ValidationError

from firstcall.agreement.document import Agreement, Amendment
from firstcall.agreement.model.clauses.kinds import Clause, Commitment, Consent, Payment, RevenueShare
from firstcall.agreement.model.scope import Scope
from firstcall.agreement.read.text import Path
from firstcall.agreement.terms import InForce
from firstcall.said import Said
from firstcall.values import dataclass
from firstcall.verification.difference.worth import sums_moved
from firstcall.verification.findings.clashes import Heard
from firstcall.verification.findings.facts import (
    AnswersHangOn,
    FindOut,
    SumsHangOn,
    SumsHangOnClause,
    WholeClause,
)
from firstcall.verification.findings.finding import ClausePlace, Finding, clause_text_name
from firstcall.verification.findings.procedures import texts_in_force
from firstcall.verification.space.boxes import QuestionPoint
from firstcall.verification.space.domain import Questions, bears_on_capacity, bears_on_technology
from firstcall.verification.space.plain import Plainly
from firstcall.verification.space.technology import Technologies

if TYPE_CHECKING:
    from firstcall.verification.difference.worth import MoneyWorth

WeakGrade = Literal["reported", "assumed"]
_OWED = (RevenueShare, Commitment, Payment)
"""Clauses of which nothing is known to be owed where a field is that they cannot do without."""
_WEAK: tuple[WeakGrade, ...] = ("reported", "assumed")


@dataclass(frozen=True, slots=True)
class _Flip:
    """A field, or a whole clause, that somebody reported or assumed, and the agreement without it."""

    held: InForce
    field: str | None
    """The path of the field; None for the whole clause."""
    grade: WeakGrade
    agreement: Agreement
    without: Clause | None
    """The clause as it then reads; None where it is taken away whole."""

    def may_reach(self, questions: Questions, point: QuestionPoint) -> bool:
        """Say whether the clause, as it reads or without the field, can bear on a question: by its scope, age aside."""
        if isinstance(self.held.clause, Consent):
            return True
        question = questions.placed(point)
        assert question is not None
        workload, customer = questions.space.words(point)[:2]
        cell = questions.cell(point)
        for clause in (self.held.clause, self.without):
            scope = clause.scope if clause is not None else None
            if scope is not None and (
                (scope.workloads is None or workload in scope.workloads)
                and (scope.customers is None or customer in scope.customers)
                and (scope.providers is None or question.place in scope.providers)
                and (scope.mode is None or question.mode in scope.mode)
                and all(cell.get(name) in values for name, values in scope.dimensions.items())
            ):
                return True
        return False


def assumptions(
    questions: Questions, heard: Heard, technologies: Technologies, worth: MoneyWorth | None = None
) -> Iterator[Finding]:
    """Yield each reported or assumed field without which some answer, or some sum, would be another.

    Args:
      questions: the questions to the agreement as it stands.
      heard: those that can be asked.
      technologies: what was answered so far of technology.
      worth: tells what would be owed without a field; None where no books are there to tell it.
    """
    now = Plainly(questions)
    for flip in _flips(questions.agreement):
        spans = _life(flip.held, questions)
        if bears_on_capacity(flip.held):
            then = Plainly(Questions(flip.agreement, questions.record, questions.space))
            asked = [point for point in heard if point[0] in spans]
            reached = [point for point in asked if flip.may_reach(questions, point)]
            changed = sum(now.outcome(point) != then.outcome(point) for point in reached)
            every = len(asked)
        elif bears_on_technology(flip.held):
            changed, every = _technology(questions, flip.agreement, spans, technologies)
        else:
            yield from _in_money(flip, worth) if worth is not None else ()
            continue
        if changed:
            yield _finding(flip, _answers_told(flip, changed, every), changed)


def _in_money(flip: _Flip, worth: MoneyWorth) -> Iterator[Finding]:
    sums = sums_moved(worth(flip.agreement))
    name, grade = clause_text_name(flip.held), flip.grade
    if sums is not None and flip.field is None:
        yield _finding(flip, SumsHangOnClause(sums=sums, clause=name, grade=grade), 0)
    elif sums is not None and flip.field is not None:
        yield _finding(flip, SumsHangOn(sums=sums, field=flip.field, clause=name, grade=grade), 0)


def _answers_told(flip: _Flip, changed: int, every: int) -> Said:
    name, grade = clause_text_name(flip.held), flip.grade
    if flip.field is None:
        return WholeClause(n=changed, of=every, clause=name, grade=grade)
    return AnswersHangOn(n=changed, of=every, field=flip.field, clause=name, grade=grade)


def _finding(flip: _Flip, what: Said, changed: int) -> Finding:
    path = (*flip.held.path, *(flip.field.split(".") if flip.field else ()))
    place = ClausePlace(flip.held.clause.id, flip.held.version.id, path)
    since = flip.held.version.effective
    return Finding("assumption-that-matters", what, FindOut(), (place,), since=since, questions=changed)


def _life(held: InForce, questions: Questions) -> frozenset[int]:
    """Return the stretches of time in which a clause speaks in the words of one text."""
    spans = range(len(questions.space.stretches))
    here = {span: questions.here(span) for span in spans}
    return frozenset(
        span for span in spans
        if any(one.path == held.path for one in here[span].now.speaking(here[span].at))
    )  # fmt: skip


def _technology(
    questions: Questions, other: Agreement, spans: frozenset[int], technologies: Technologies
) -> tuple[int, int]:
    """Return how many answers on technology change, of how many."""
    changed = every = 0
    for span in spans:
        here = questions.here(span)
        now, then = technologies.answers(here), technologies.answers(here, other)
        every += len(now)
        changed += sum(one != two for one, two in zip(now, then, strict=True))
    return changed, every


def _flips(agreement: Agreement) -> Iterator[_Flip]:
    seen: set[Path] = set()
    for text in texts_in_force(agreement):
        for held in text.clauses:
            if held.path in seen:
                continue
            seen.add(held.path)
            basis = held.clause.basis
            for grade in _WEAK if "basis" in held.clause.model_fields_set else ():
                if basis.grade == grade:
                    yield _Flip(held, None, grade, _rewritten(agreement, held, None), None)
                for field in getattr(basis, grade):
                    less = _without(held.clause, field.split("."))
                    if isinstance(held.clause, _OWED) and not _stands(less):
                        yield _Flip(held, field, grade, _rewritten(agreement, held, None), None)
                    elif less is not None and less != held.clause:
                        yield _Flip(held, field, grade, _rewritten(agreement, held, less), less)


def _stands(clause: Clause | None) -> bool:
    """Say whether a clause can stand as it reads without a field; of one that cannot, nothing is owed that is known."""
    if clause is None:
        return False
    try:
        type(clause).model_validate(clause.model_dump(by_alias=True, exclude_unset=True))
    except ValidationError:
        return False
    return True


def _without(thing: Any, parts: list[str]) -> Any:
    """Return a clause, or a part of one, with a field as it is when left out; None where it cannot be left out."""
    name, rest = parts[0], parts[1:]
    if isinstance(thing, Scope) and name in thing.dimensions:
        kept = {key: values for key, values in thing.dimensions.items() if key != name}
        return thing.model_copy(update={"dimensions": kept})
    field = type(thing).model_fields.get(name)
    if field is None:
        return None
    if rest and isinstance(getattr(thing, name), BaseModel):
        inner = _without(getattr(thing, name), rest)
        return None if inner is None else thing.model_copy(update={name: inner})
    return (
        None if field.is_required() else thing.model_copy(update={name: field.get_default(call_default_factory=True)})
    )


def _rewritten(agreement: Agreement, held: InForce, clause: Clause | None) -> Agreement:
    """Return an agreement in which one text of a clause reads otherwise, or is not there."""
    if held.path[0] == "clauses":
        clauses = _put(agreement.clauses, held.path[1], clause)
        return agreement.fresh_copy({"clauses": clauses})
    _, number, kind, position = held.path
    assert isinstance(number, int) and isinstance(kind, str)
    change: Amendment = agreement.amendments[number]
    update: dict[str, Any] = {kind: _put(getattr(change, kind), position, clause)}
    if clause is None and kind == "replace":
        update["remove"] = (*change.remove, held.clause.id)
    changes = [*agreement.amendments]
    changes[number] = change.model_copy(update=update)
    return agreement.fresh_copy({"amendments": tuple(changes)})


def _put(clauses: tuple[Clause, ...], place: str | int, clause: Clause | None) -> tuple[Clause, ...]:
    assert isinstance(place, int)
    return (*clauses[:place], *(() if clause is None else (clause,)), *clauses[place + 1 :])
