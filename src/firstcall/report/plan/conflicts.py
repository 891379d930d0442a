"""Why there is no plan: the needs, clauses and lines that cannot stand together."""

from __future__ import annotations

from typing import Literal

from firstcall.planning.results.conflicts import Conflict
from firstcall.report.difference.line_facts import WhatColumn
from firstcall.report.figures import NOTHING
from firstcall.report.sheet import OwnWords, Sheet
from firstcall.said import Said, sentence


class ThereIsNoPlan(Said):
    says = sentence("plan.none", "There is no plan")


class NeitherFoundNorRuledOut(Said):
    says = sentence("plan.none-found", "No plan was found, and none was proven impossible: search longer with --full.")


class CannotStandTogether(Said):
    says = sentence("plan.cannot-stand-together", "There is no plan: these cannot stand together")


class OneLeftOut(Said):
    says = sentence(
        "plan.one-left-out",
        "With any one left out (a need missed, a clause silent, a line without its limit) there would be a plan.",
    )


class WholeBlocksClash(Said):
    says = sentence("plan.whole-blocks-clash", "Fractions of blocks would do: it is whole blocks that clash.")


class IdColumn(Said):
    says = sentence("plan.id-column", "id")


class InConflict(Said):
    says = sentence("plan.in-conflict", "{kind}")
    kind: Literal["need", "clause", "line of supply"]


def conflict_sheet(conflict: Conflict | None) -> Sheet:
    """Return what cannot stand together; with any one of them left out there would be a plan."""
    if conflict is None:
        return Sheet(ThereIsNoPlan(), (NOTHING,), (), (NeitherFoundNorRuledOut(),))
    kinds = (
        (InConflict(kind="need"), conflict.needs),
        (InConflict(kind="clause"), conflict.clauses),
        (InConflict(kind="line of supply"), conflict.lines),
    )
    rows = tuple((kind, OwnWords(name)) for kind, names in kinds for name in names)
    notes = (OneLeftOut(), *((WholeBlocksClash(),) if conflict.of_whole_blocks else ()))
    return Sheet(CannotStandTogether(), (WhatColumn(), IdColumn()), rows, notes)


def conflict_json(conflict: Conflict | None) -> dict[str, object]:
    """Return the same as plain values."""
    if conflict is None:
        return {"plan": None, "conflict": None}
    told = {"needs": list(conflict.needs), "clauses": list(conflict.clauses), "lines": list(conflict.lines)}
    return {"plan": None, "conflict": {**told, "of_whole_blocks": conflict.of_whole_blocks}}
