"""Names in events on milestones and points that no version of the agreement knows: such events count for nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import Clause
from firstcall.errors import quoted, suggestion
from firstcall.record.journal import Record
from firstcall.record.milestone_events import AboutDetermination, EscapeExercised, Interpretation


def unknown_names(agreement: Agreement, record: Record) -> Iterator[tuple[str, str]]:
    """Yield each event that names a point, way, determination or escape that is not in the file, and what is wrong.

    An event like that is kept, since it may have happened; but nothing reads it, which whoever entered
    it should know. Events are taken as later corrections have them.

    Args:
      agreement: the agreement, with every version.
      record: what happened.
    """
    points = {point.id: tuple(point.alternatives) for point in agreement.readings}
    determinations = set(agreement.definitions.determinations)
    determinations.update(name for change in agreement.amendments for name in change.redefine.determinations)
    escapes = {clause.id for clause in _clauses(agreement) if isinstance(clause, Escape)}
    for event in record.known().events:
        found = None
        if isinstance(event, Interpretation):
            found = _unknown("point of construction", event.point, points)
            if found is None:
                found = _unknown(f"way to read '{event.point}'", event.alternative, points[event.point])
        elif isinstance(event, AboutDetermination):
            found = _unknown("determination", event.determination, determinations)
        elif isinstance(event, EscapeExercised) and event.clause is not None:
            found = _unknown("escape", event.clause, escapes)
        if found is not None:
            yield event.id, f"event '{event.id}' names an {found}"


def _clauses(agreement: Agreement) -> Iterator[Clause]:
    yield from agreement.clauses
    for change in agreement.amendments:
        yield from (*change.replace, *change.add)


def _unknown(what: str, name: str, known: Collection[str]) -> str | None:
    if name in known:
        return None
    return f"unknown {what} {quoted(name)}\n  mend: correct the event; {suggestion(name, known, what)}"
