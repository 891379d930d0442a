"""Freedoms of a right of first refusal that planning does not count on: it is taken to bind all the same."""

from __future__ import annotations

from typing import Literal

from firstcall.agreement.model.clauses.first_refusal import FirstRefusal
from firstcall.planning.steps.ground import PlanningGround
from firstcall.values import dataclass

Freedom = Literal["quantity_floor", "quantity_cap", "exempt", "continuing"]


@dataclass(frozen=True, slots=True)
class Caution:
    """A field of a right that could free a purchase, and is not counted on."""

    clause: str
    freedom: Freedom


def cautions_of(ground: PlanningGround) -> tuple[Caution, ...]:
    """Return the freedoms that are not counted on, of every right that speaks from the planning day on.

    Small purchases add up over a year, and a cap or a single use is spent by what has not happened yet: a plan that
    gives notice all the same is lawful, and at worst gives one too many.

    Args:
      ground: what planning stands on.
    """
    found: dict[Caution, None] = {}
    for stretch in range(len(ground.turns) + 1):
        at = ground.begins(stretch)
        for held in ground.terms(at).speaking(at):
            if isinstance(held.clause, FirstRefusal):
                found.update(dict.fromkeys(_of(held.clause)))
    return tuple(found)


def _of(clause: FirstRefusal) -> list[Caution]:
    found = []
    if clause.quantity_floor is not None:
        found.append(Caution(clause.id, "quantity_floor"))
    if clause.quantity_cap is not None:
        found.append(Caution(clause.id, "quantity_cap"))
    if clause.exempt:
        found.append(Caution(clause.id, "exempt"))
    if not clause.continuing:
        found.append(Caution(clause.id, "continuing"))
    return found
