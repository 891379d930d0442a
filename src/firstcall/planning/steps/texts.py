"""Other texts to plan under: one as of a day held from the planning day on, and one with clauses switched off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import Clause
from firstcall.agreement.terms import instant
from firstcall.dates import day_start, zone

BEFORE_ANY = date(1900, 1, 1)
"""A last day before any agreement began: a clause that ends on it never speaks."""


def text_held(agreement: Agreement, as_of: date, held_from: date) -> Agreement:
    """Return the agreement as it was on a day, with that text in force from the planning day on and unchanged.

    What was signed later is left out. What took effect after the planning day takes effect on it instead, so
    that the same needs can be planned under texts of different days.

    Args:
      agreement: the document.
      as_of: the day whose text is meant.
      held_from: the planning day.
    """
    where = zone(agreement.timezone)
    end = day_start(as_of, where)
    start = day_start(held_from, where)
    kept = []
    for change in agreement.amendments:
        if instant(change.signed, where) > end or instant(change.effective, where) > end:
            continue
        effective = min(instant(change.effective, where), start)
        signed = min(instant(change.signed, where), start)
        kept.append(change.model_copy(update={"effective": effective, "signed": signed}))
    return agreement.fresh_copy({"amendments": tuple(kept)})


def switched_off(agreement: Agreement, clauses: Iterable[str]) -> Agreement:
    """Return the agreement with some clauses switched off: they stay in the text, and say nothing.

    Args:
      agreement: the document.
      clauses: their ids; in every text that writes them.
    """
    off = frozenset(clauses)
    if not off:
        return agreement

    def silenced(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        return tuple(
            clause.model_copy(update={"until": BEFORE_ANY}) if clause.id in off else clause for clause in clauses
        )

    changes = tuple(
        change.model_copy(update={"add": silenced(change.add), "replace": silenced(change.replace)})
        for change in agreement.amendments
    )
    update: dict[str, Any] = {"clauses": silenced(agreement.clauses), "amendments": changes}
    return agreement.fresh_copy(update)


def day_of(at: datetime) -> date:
    """Return the day of an instant in UTC."""
    return at.astimezone(UTC).date()
