"""Why there is no plan: the needs, clauses and lines that cannot stand together."""

from __future__ import annotations

from firstcall.planning.results.conflicts import Conflict
from firstcall.report.sheet import Sheet


def conflict_sheet(conflict: Conflict | None) -> Sheet:
    """Return what cannot stand together; with any one of them left out there would be a plan."""
    if conflict is None:
        note = "No plan was found, and none was proven impossible: search longer with --full."
        return Sheet("There is no plan", ("",), (), (note,))
    kinds = (("need", conflict.needs), ("clause", conflict.clauses), ("line of supply", conflict.lines))
    rows = tuple((kind, name) for kind, names in kinds for name in names)
    notes = ["With any one left out (a need missed, a clause silent, a line without its limit) there would be a plan."]
    if conflict.of_whole_blocks:
        notes.append("Fractions of blocks would do: it is whole blocks that clash.")
    return Sheet("There is no plan: these cannot stand together", ("what", "id"), rows, tuple(notes))


def conflict_json(conflict: Conflict | None) -> dict[str, object]:
    """Return the same as plain values."""
    if conflict is None:
        return {"plan": None, "conflict": None}
    told = {"needs": list(conflict.needs), "clauses": list(conflict.clauses), "lines": list(conflict.lines)}
    return {"plan": None, "conflict": {**told, "of_whole_blocks": conflict.of_whole_blocks}}
