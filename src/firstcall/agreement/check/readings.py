"""Points of construction and determinations checked: every alternative must patch what is there."""

from __future__ import annotations

from collections.abc import Iterator

from firstcall.agreement.document import BASE, Agreement
from firstcall.agreement.model.clauses.kinds import Clause, Escape
from firstcall.agreement.model.determinations import UntilDetermination
from firstcall.agreement.model.readings import Patch, patched
from firstcall.agreement.read.problems import ProblemList
from firstcall.agreement.read.text import Path
from firstcall.agreement.terms import consolidate
from firstcall.errors import FirstcallError, quoted, suggestion


def check_readings(agreement: Agreement, found: ProblemList) -> None:
    """Find the problems of the points of construction, and determinations that no clause reads."""
    texts = dict(_texts(agreement))
    ids = {clause_id for _, clause_id in texts}
    seen: dict[str, Path] = {}
    for index, point in enumerate(agreement.readings):
        path: Path = ("readings", index)
        if point.id in seen:
            found.add(
                (*path, "id"), f"the point {quoted(point.id)} stands twice", "give each its own id", seen[point.id]
            )
        seen[point.id] = (*path, "id")
        found.names((*path, "source"), point.source, agreement.sources, "source")
        for name, patches in point.alternatives.items():
            for position, patch in enumerate(patches):
                where = (*path, "alternatives", name, position)
                if patch.clause not in ids and patch.clause not in found.unread:
                    what = f"no version has the clause {quoted(patch.clause)} that this alternative patches"
                    found.add((*where, "clause"), what, suggestion(patch.clause, ids, "clause"))
                else:
                    _check_patch(patch, texts, where, found)
    _check_determinations(agreement, found)


def _texts(agreement: Agreement) -> Iterator[tuple[tuple[str, str], Clause]]:
    for clause in agreement.clauses:
        yield (BASE, clause.id), clause
    for change in agreement.amendments:
        for clause in (*change.replace, *change.add):
            yield (change.id, clause.id), clause


def _check_patch(patch: Patch, texts: dict[tuple[str, str], Clause], where: Path, found: ProblemList) -> None:
    for key in ("id", "type"):
        if key in patch.set:
            what = f"an alternative cannot change the {key} of a clause"
            found.add((*where, "set", key), what, "set other fields; another clause comes by an amendment")
            return
    versions = {version for version, _ in texts}
    found.names((*where, "versions"), patch.versions, versions, "version")
    matching = [
        clause
        for (version, clause_id), clause in texts.items()
        if clause_id == patch.clause and (patch.versions is None or version in patch.versions)
    ]
    if not matching and patch.clause not in found.unread:
        what = f"none of these versions writes the clause {quoted(patch.clause)}"
        writers = [version for version, clause_id in texts if clause_id == patch.clause]
        found.add((*where, "versions"), what, f"it is written by {', '.join(writers)}")
    for clause in matching:
        try:
            patched(clause, patch)
        except FirstcallError as error:
            found.add((*where, "set"), str(error), "set fields of this clause's kind, as they stand in its text")
            return


def _check_determinations(agreement: Agreement, found: ProblemList) -> None:
    """Find determinations that no clause of any version reads."""
    read: set[str] = set()
    for clause in dict(_texts(agreement)).values():
        if isinstance(clause, Escape):
            read.add(clause.determination)
        if isinstance(clause.until, UntilDetermination):
            read.add(clause.until.determination)
    for name in agreement.definitions.determinations:
        if name not in read:
            what = f"no clause reads the determination {quoted(name)}"
            found.add(("definitions", "determinations", name), what, "let a clause turn on it, or take it out")
    words = consolidate(agreement, tuple(range(len(agreement.amendments))))
    for name, defined in words.definitions.determinations.items():
        path: Path = ("definitions", "determinations", name)
        found.name((*path, "declared_by"), defined.declared_by, words.parties, "party")
        if defined.verified_by is not None:
            found.name((*path, "verified_by"), defined.verified_by, words.parties, "party")
