"""Points of construction and determinations checked: every alternative must patch what is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from firstcall.agreement.document import BASE, Agreement
from firstcall.agreement.model.clauses.kinds import Clause, Escape, Option
from firstcall.agreement.model.event_dates import EventDate, UntilDetermination, hung_dates
from firstcall.agreement.model.readings import Patch, patched
from firstcall.agreement.read.problems import ProblemList
from firstcall.agreement.read.text import Path
from firstcall.agreement.terms import consolidate
from firstcall.errors import FirstcallError, near_or_listed
from firstcall.said import Quoted, Said, sentence


class PointTwice(Said):
    says = sentence("reading.point-twice", "the point {point} stands twice")
    point: Annotated[str, Quoted]


class OwnIdForEach(Said):
    says = sentence("reading.own-id-each", "give each its own id")


class NoVersionHas(Said):
    says = sentence("reading.no-version-has", "no version has the clause {clause} that this alternative patches")
    clause: Annotated[str, Quoted]


class CannotPatchKey(Said):
    says = sentence("reading.cannot-patch-key", "an alternative cannot change the {key} of a clause")
    key: str


class SetOtherFields(Said):
    says = sentence("reading.set-other-fields", "set other fields; another clause comes by an amendment")


class NoneOfTheseWrites(Said):
    says = sentence("reading.none-of-these-writes", "none of these versions writes the clause {clause}")
    clause: Annotated[str, Quoted]


class WrittenBy(Said):
    says = sentence("reading.written-by", "it is written by {versions}")
    versions: tuple[str, ...]


class SetFieldsOfKind(Said):
    says = sentence("reading.set-fields-of-kind", "set fields of this clause's kind, as they stand in its text")


class NoClauseReads(Said):
    says = sentence("reading.no-clause-reads", "no clause reads the determination {determination}")
    determination: Annotated[str, Quoted]


class NoDateHangsOn(Said):
    says = sentence("reading.no-date-hangs-on", "no date of a clause hangs on the event {event}")
    event: Annotated[str, Quoted]


class LetClauseTurnOnIt(Said):
    says = sentence("reading.let-clause-turn-on-it", "let a clause turn on it, or take it out")


def check_readings(agreement: Agreement, problems: ProblemList) -> None:
    """Find the problems of the points of construction, and determinations that no clause reads."""
    texts = dict(_texts(agreement))
    ids = {clause_id for _, clause_id in texts}
    seen: dict[str, Path] = {}
    for index, point in enumerate(agreement.readings):
        path: Path = ("readings", index)
        if point.id in seen:
            problems.add((*path, "id"), PointTwice(point=point.id), OwnIdForEach(), seen[point.id])
        seen[point.id] = (*path, "id")
        problems.names((*path, "source"), point.source, agreement.sources, "source")
        for name, patches in point.alternatives.items():
            for position, patch in enumerate(patches):
                where = (*path, "alternatives", name, position)
                if patch.clause not in ids and patch.clause not in problems.unread:
                    what = NoVersionHas(clause=patch.clause)
                    problems.add((*where, "clause"), what, near_or_listed(patch.clause, ids, "clause"))
                else:
                    _check_patch(patch, texts, where, problems)
    _check_determinations(agreement, problems)


def _texts(agreement: Agreement) -> Iterator[tuple[tuple[str, str], Clause]]:
    for clause in agreement.clauses:
        yield (BASE, clause.id), clause
    for change in agreement.amendments:
        for clause in (*change.replace, *change.add):
            yield (change.id, clause.id), clause


def _check_patch(patch: Patch, texts: dict[tuple[str, str], Clause], where: Path, problems: ProblemList) -> None:
    for key in ("id", "type"):
        if key in patch.set:
            problems.add((*where, "set", key), CannotPatchKey(key=key), SetOtherFields())
            return
    versions = {version for version, _ in texts}
    problems.names((*where, "versions"), patch.versions, versions, "version")
    matching = [
        clause
        for (version, clause_id), clause in texts.items()
        if clause_id == patch.clause and (patch.versions is None or version in patch.versions)
    ]
    if not matching and patch.clause not in problems.unread:
        what = NoneOfTheseWrites(clause=patch.clause)
        writers = [version for version, clause_id in texts if clause_id == patch.clause]
        problems.add((*where, "versions"), what, WrittenBy(versions=tuple(writers)))
    for clause in matching:
        try:
            patched(clause, patch)
        except FirstcallError as error:
            assert isinstance(error.what, Said)
            problems.add((*where, "set"), error.what, SetFieldsOfKind())
            return


def _check_determinations(agreement: Agreement, problems: ProblemList) -> None:
    """Find determinations and events that no clause of any version reads."""
    read: set[str] = set()
    hung: set[str] = set()
    for clause in dict(_texts(agreement)).values():
        if isinstance(clause, Escape):
            read.add(clause.determination)
        if isinstance(clause, Option) and clause.cause is not None:
            hung |= {clause.cause.event, clause.cause.cured_by or clause.cause.event}
        for _, day in hung_dates(clause):
            if isinstance(day, UntilDetermination):
                read.add(day.determination)
            if isinstance(day, EventDate):
                hung.add(day.event)
    for index, event in enumerate(agreement.definitions.events):
        if event not in hung and not problems.unread:
            problems.add(("definitions", "events", index), NoDateHangsOn(event=event), LetClauseTurnOnIt())
    for name in agreement.definitions.determinations:
        if name not in read:
            what = NoClauseReads(determination=name)
            problems.add(("definitions", "determinations", name), what, LetClauseTurnOnIt())
    words = consolidate(agreement, tuple(range(len(agreement.amendments))))
    for name, defined in words.definitions.determinations.items():
        path: Path = ("definitions", "determinations", name)
        problems.name((*path, "declared_by"), defined.declared_by, words.parties, "party")
        if defined.verified_by is not None:
            problems.name((*path, "verified_by"), defined.verified_by, words.parties, "party")
