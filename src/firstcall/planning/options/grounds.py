"""What figures rest on: the weakest grade among needs, lines, clauses and what is supposed of the uncertain."""

from __future__ import annotations

from collections.abc import Collection

from firstcall.agreement.model.basis import Basis, Grade, weakest
from firstcall.planning.inputs.futures import Futures
from firstcall.planning.options.purchases import PurchaseOption
from firstcall.planning.options.scenarios import Scenarios, Uncertainty


def supposed_grade(futures: Futures, ways: Scenarios, lines: Collection[str], consents: Collection[str]) -> Grade:
    """Return the weakest grade of what is supposed of some lines' answers, of some consents, and of demand.

    Where nobody gave a chance it is supposed that the holder declines, or nobody consents: that is assumed.

    Args:
      futures: what nobody knows, each with its basis.
      ways: the scenarios.
      lines: the lines whose answers count.
      consents: the consent clauses that count.
    """
    grades = [basis_grade(branch.basis) for branch in ways.branches]
    for item in ways.items:
        if (item.kind == "answer" and item.line in lines) or (item.kind == "consent" and item.clause in consents):
            grades.append(_grade_of(futures, item))
    return weakest(tuple(grades))


def basis_grade(basis: Basis) -> Grade:
    """Return the weakest grade of a basis: that of the whole, or of a field that has its own."""
    return weakest((basis.grade, *(grade for grade, _ in basis.listed_paths())))


def _grade_of(futures: Futures, item: Uncertainty) -> Grade:
    if item.kind == "answer":
        answer = futures.answer_for(item.line, item.clause)
        return basis_grade(answer.basis) if answer else "assumed"
    consent = futures.consent_for(item.clause)
    return basis_grade(consent.basis) if consent else "assumed"


def purchases_grade(futures: Futures, ways: Scenarios, options: Collection[PurchaseOption]) -> Grade:
    """Return the weakest of what purchases rest on: their lines, the clauses asked, and what is supposed of answers."""
    lines = {option.line.id for option in options if option.rights}
    consents = {step.clause for option in options for step in option.consents}
    return weakest((*(option.grade for option in options), supposed_grade(futures, ways, lines, consents)))
