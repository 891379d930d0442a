"""An agreement as some choice of readings has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from firstcall.agreement.document import BASE, Agreement, Amendment
from firstcall.agreement.model.clauses.kinds import Clause
from firstcall.agreement.model.readings import Patch, patched
from firstcall.errors import QuestionError, near_or_listed, unknown
from firstcall.kept import Kept
from firstcall.said import Quoted, Said, sentence


class NoSuchAlternative(Said):
    says = sentence("reading.no-such-alternative", "point {point} has no alternative {given}")
    point: Annotated[str, Quoted]
    given: Annotated[str, Quoted]


ChosenAlternatives = Mapping[str, str]
"""Point -> alternative; points left out are read as their base."""

_CONSTRUED: Kept[tuple[tuple[str, str], ...], Agreement] = Kept("documents, by the alternatives chosen")


def construe(agreement: Agreement, choice: ChosenAlternatives) -> Agreement:
    """Return an agreement with the clauses patched as a choice of readings has them.

    The same choice gives the same object, so that what was worked out under it is kept.

    Raises:
      QuestionError: an unknown point or alternative.
    """
    chosen = tuple(sorted((point, name) for point, name in choice.items() if not _is_base(agreement, point, name)))
    if not chosen:
        return agreement
    kept = _CONSTRUED.on(agreement.shelf)
    if chosen not in kept:
        points = {reading.id: reading for reading in agreement.readings}
        patches = [patch for point, name in chosen for patch in points[point].alternatives[name]]
        kept[chosen] = _construed(agreement, patches)
    return kept[chosen]


def _is_base(agreement: Agreement, point: str, name: str) -> bool:
    points = {reading.id: reading for reading in agreement.readings}
    if point not in points:
        raise QuestionError(unknown("point of construction", point), fix=near_or_listed(point, points, "point"))
    if name not in points[point].alternatives:
        known = points[point].alternatives
        raise QuestionError(NoSuchAlternative(point=point, given=name), fix=near_or_listed(name, known))
    return points[point].base == name


def _construed(agreement: Agreement, patches: list[Patch]) -> Agreement:
    def read(clauses: tuple[Clause, ...], version: str) -> tuple[Clause, ...]:
        return tuple(read_with(clause, version, patches) for clause in clauses)

    def change(amendment: Amendment) -> Amendment:
        add, replace = read(amendment.add, amendment.id), read(amendment.replace, amendment.id)
        return amendment.model_copy(update={"add": add, "replace": replace})

    update = {
        "clauses": read(agreement.clauses, BASE),
        "amendments": tuple(change(amendment) for amendment in agreement.amendments),
    }
    return agreement.fresh_copy(update)


def read_with(clause: Clause, version: str, patches: Sequence[Patch]) -> Clause:
    """Return a clause as patches read it: those of the clause, and of the version that wrote it.

    Args:
      clause: the clause.
      version: the version that wrote it.
      patches: what alternatives change.
    """
    for patch in patches:
        if patch.clause == clause.id and (patch.versions is None or version in patch.versions):
            clause = patched(clause, patch)
    return clause
