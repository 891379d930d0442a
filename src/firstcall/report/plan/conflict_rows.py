"""Why there is no plan: the needs, clauses and lines that cannot stand together."""

from __future__ import annotations

from firstcall.planning.results.conflicts import Conflict
from firstcall.report.sheet import Sheet


def conflict_sheet(found: Conflict | None) -> Sheet:
    """Return what cannot stand together; with any one of them left out there would be a plan."""
    if found is None:
        note = "No plan was found, and none was proven impossible: search longer with --full."
        return Sheet("There is no plan", ("",), (), (note,))
    kinds = (("need", found.needs), ("clause", found.clauses), ("line of supply", found.lines))
    rows = tuple((kind, name) for kind, names in kinds for name in names)
    notes = ["With any one left out (a need missed, a clause silent, a line without its limit) there would be a plan."]
    if found.of_whole_blocks:
        notes.append("Fractions of blocks would do: it is whole blocks that clash.")
    return Sheet("There is no plan: these cannot stand together", ("what", "id"), rows, tuple(notes))


def conflict_json(found: Conflict | None) -> dict[str, object]:
    """Return the same as plain values."""
    if found is None:
        return {"plan": None, "conflict": None}
    told = {"needs": list(found.needs), "clauses": list(found.clauses), "lines": list(found.lines)}
    return {"plan": None, "conflict": {**told, "of_whole_blocks": found.of_whole_blocks}}
