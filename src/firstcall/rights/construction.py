"""A question under every way of reading the points in play: one decision, contested where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import product

from firstcall.agreement.clauses import Clause, Consent, Escape, Licence, Term
from firstcall.agreement.construe import construe
from firstcall.agreement.readings import Reading
from firstcall.agreement.terms import Terms
from firstcall.errors import QuestionError
from firstcall.record.milestones import interpretations
from firstcall.record.position import Position, position
from firstcall.rights.decision import OUTCOMES, Decision, Mark, ReadAnswer
from firstcall.rights.licensing import AskedLicence, AskedUse
from firstcall.rights.question import Asked

AnyQuestion = Asked | AskedUse | AskedLicence
MOST = 64
"""The most combinations of readings that one question is answered under."""


def under_readings(
    here: Position,
    asked: AnyQuestion,
    chosen: Mapping[str, str],
    answer: Callable[[Position, AnyQuestion], Decision],
) -> Decision:
    """Return the answer under every combination of the points that may touch a question.

    The strictest answers. Points settled by an interpretation, or chosen by whoever asks, are read
    that way; points that cannot touch the question are left at their base and cost nothing.

    Raises:
      QuestionError: more combinations than are answered; the points are named.
    """
    agreement = here.agreement
    if not agreement.readings:
        return answer(here, asked)
    settled = {point: event.alternative for point, event in interpretations(here).items()}
    fixed = {**{k: v for k, v in settled.items() if k in {r.id for r in agreement.readings}}, **chosen}
    construe(agreement, fixed)  # tells an unknown point or alternative
    open_points = [point for point in agreement.readings if point.id not in fixed and in_play(point, asked, here)]
    count = 1
    for point in open_points:
        count *= len(point.alternatives)
    if count > MOST:
        names = ", ".join(point.id for point in open_points)
        raise QuestionError(
            f"the question turns on {count} combinations of {names}; at most {MOST} are answered\n"
            "  mend: choose some of them with --reading POINT=ALTERNATIVE"
        )
    answers = []
    for names_chosen in product(*(_base_first(point) for point in open_points)):
        choice = dict(zip((point.id for point in open_points), names_chosen, strict=True))
        read = construe(agreement, {**fixed, **choice})
        there = here if read is agreement else position(read, here.record, here.at, here.known_at)
        answers.append((choice, answer(there, asked)))
    return _together(answers, fixed, settled, chosen)


def _base_first(point: Reading) -> tuple[str, ...]:
    return (point.base, *(name for name in point.alternatives if name != point.base))


def in_play(point: Reading, asked: AnyQuestion, here: Position) -> bool:
    """Say whether a clause that a point touches can hold a question, under any of its alternatives."""
    for name in point.alternatives:
        read = construe(here.agreement, {point.id: name})
        text = position(read, here.record, here.at, here.known_at).terms()
        for clause_id in point.touches():
            held = text.by_id.get(clause_id)
            if held is not None and _may_hold(held.clause, asked, text):
                return True
    return False


def _may_hold(clause: Clause, asked: AnyQuestion, text: Terms) -> bool:
    """Say whether a clause's scope can hold a question; its capacity's age and mode may still differ."""
    if isinstance(clause, Term):
        return True
    if not isinstance(asked, Asked):
        return isinstance(clause, (Licence, Escape))
    if isinstance(clause, (Licence, Escape)):
        return False
    if isinstance(clause, Consent):
        return True
    scope = clause.scope
    customer = asked.customer or "general"
    place = asked.provider if asked.provider in text.providers else "other"
    return (
        (scope.workloads is None or bool(set(scope.workloads) & set(asked.workloads)))
        and (scope.customers is None or customer in scope.customers or "general" not in text.definitions.customers)
        and (scope.providers is None or asked.provider is None or place in scope.providers)
        and all(asked.dimensions.get(name) in (None, *values) for name, values in scope.dimensions.items())
    )


def _together(
    answers: Iterable[tuple[dict[str, str], Decision]],
    fixed: Mapping[str, str],
    settled: Mapping[str, str],
    chosen: Mapping[str, str],
) -> Decision:
    """Return the strictest of the answers under all readings, marked contested where they differ."""
    answers = list(answers)
    notes = [f"read: {point}={name} (as settled)" for point, name in settled.items() if point not in chosen]
    notes += [f"read: {point}={name} (as asked)" for point, name in chosen.items()]
    strict = max((decision for _, decision in answers), key=lambda decision: OUTCOMES.index(decision.outcome))
    if len(answers) == 1:
        return replace(strict, notes=(*strict.notes, *notes))
    readings = tuple(
        ReadAnswer(choice, decision.outcome, tuple(cited.reference for cited in decision.deciding))
        for choice, decision in answers
    )
    differ = len({(decision.outcome, tuple(c.clause for c in decision.deciding)) for _, decision in answers}) > 1
    contested: tuple[Mark, ...] = ("contested",) if differ and "contested" not in strict.marks else ()
    return replace(strict, readings=readings, marks=(*strict.marks, *contested), notes=(*strict.notes, *notes))
