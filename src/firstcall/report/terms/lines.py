"""The terms as lines of facts: the text of a day, one clause with every field, and what a text has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Annotated

from firstcall.agreement.model.basis import ASSUMED, GRADES, Basis, Grade, NoBasisGiven
from firstcall.agreement.model.clauses.kinds import ClauseKind, Term
from firstcall.agreement.model.event_date_words import OrSooner
from firstcall.agreement.overlay import SUPPOSED, SupposedByWhatIf
from firstcall.agreement.terms import InForce, Terms, Version, versions
from firstcall.dates import NEXT_INSTANT, local_day
from firstcall.record.dated.event_days import sooner
from firstcall.record.position import Position
from firstcall.report.decision.line_facts import KnownAs, NoteTold, ToldLine, VersionInEffect
from firstcall.report.terms.dates import date_rows
from firstcall.report.terms.scope_said import reach_said
from firstcall.report.terms.values import changed_values, said_rows
from firstcall.said import Commas, Local, Said, Semicolons, sentence


class NoTermsYet(Said):
    says = sentence("terms.none-yet", "no terms: the agreement takes effect on {day}")
    day: Annotated[datetime, Local]


class TermEndedWith(Said):
    says = sentence("terms.term-ended", "the term ended with {day}")
    day: date


class TermRunsThrough(Said):
    says = sentence("terms.term-runs", "the term runs through {day}")
    day: date


class ClauseOfVersion(Said):
    says = sentence("terms.clause-of-version", "{clause}@{version}  {kind}")
    clause: str
    version: str
    kind: ClauseKind


class OwnText(Said):
    says = sentence("terms.own-text", "{text}")
    text: str


class ClauseIsOf(Said):
    says = sentence("terms.clause-of", "of: {reach}")
    reach: Said


class ClauseKnownBy(Said):
    says = sentence("terms.known", "known: {basis}")
    basis: Said


class NotMentioned(Said):
    says = sentence("terms.not-mentioned", "the texts of {version} no longer mention it; that is not a removal")
    version: str


class GoesBeforeThese(Said):
    says = sentence("terms.goes-before", "goes before: {clauses}")
    clauses: Annotated[tuple[str, ...], Commas]


class SubjectToThese(Said):
    says = sentence("terms.subject-to", "subject to: {clauses}")
    clauses: Annotated[tuple[str, ...], Commas]


class GradeGrounded(Said):
    says = sentence("terms.grade-grounded", "{grade} ({grounds})")
    grade: Grade
    grounds: Annotated[tuple[Said | str, ...], Semicolons]


class AttributedTo(Said):
    says = sentence("terms.attributed-to", "attributed to {who}")
    who: str


class GradeOfFields(Said):
    says = sentence("terms.grade-of-fields", "{grade}: {fields}")
    grade: Grade
    fields: Annotated[tuple[str, ...], Commas]


class FieldGraded(Said):
    says = sentence("terms.field-graded", "{field}  {value}  [{grade}]")
    field: str
    """As wide as the column that it stands in."""
    value: Said | str
    grade: Grade


_UNWRITTEN: Mapping[str | None, Said] = {ASSUMED.note: NoBasisGiven(), SUPPOSED.note: SupposedByWhatIf()}
"""The notes of a basis that no author wrote, as facts."""


class VersionLine(Said):
    says = sentence("terms.version", "{since}  {version}  {title}  [{grade}]")
    since: Annotated[datetime, Local]
    version: str
    title: str
    grade: Grade


class TextFrom(Said):
    says = sentence("terms.text-from", "from {since}")
    since: Annotated[datetime, Local]


class TextFromBy(Said):
    says = sentence("terms.text-from-by", "from {since}, by {version}")
    since: Annotated[datetime, Local]
    version: str


class RemovedFrom(Said):
    says = sentence("terms.removed-from", "from {since}: removed by {version}")
    since: Annotated[datetime, Local]
    version: str


class ChangedHere(Said):
    says = sentence("terms.changed", "changed:")


class FieldChanged(Said):
    says = sentence("terms.field-changed", "{field}: {before} -> {after}")
    field: str
    before: Said | str
    after: Said | str


class NotSetThere(Said):
    says = sentence("terms.not-set", "not set")


def terms_lines(terms: Terms, at: datetime, here: Position | None = None) -> Iterable[ToldLine | None]:
    """Yield the terms in force at an instant, clause by clause; with the record, dates by rule have their day.

    None is an empty line.
    """
    if terms.version is None:
        yield ToldLine(0, NoTermsYet(day=versions(terms.agreement)[0].effective.astimezone(terms.where)))
        return
    start = terms.version.effective.astimezone(terms.where)
    yield ToldLine(0, VersionInEffect(version=terms.version.id, start=start))
    if terms.ends is not None:
        yield ToldLine(0, _term_said(terms, terms.ends, at, here))
    for held in terms.speaking(at):
        yield None
        yield from clause_lines(held, terms, here)


def _term_said(terms: Terms, ends: datetime, at: datetime, here: Position | None) -> Said:
    last = local_day(ends - NEXT_INSTANT, terms.where)
    if at >= ends:
        return TermEndedWith(day=last)
    rules = (held.clause.until for held in terms.clauses if isinstance(held.clause, Term))
    early = next((sooner(here, rule) for rule in rules), None) if here is not None else None
    said = TermRunsThrough(day=last)
    return said if early is None else OrSooner(told=said, when=early)


def clause_lines(held: InForce, terms: Terms, here: Position | None = None) -> Iterable[ToldLine]:
    """Yield a clause: what it says, of what, how it is known, and on which day each date by rule falls."""
    clause = held.clause
    yield ToldLine(0, ClauseOfVersion(clause=clause.id, version=held.version.id, kind=clause.type))
    if clause.says:
        yield ToldLine(2, OwnText(text=clause.says))
    if reach := reach_said(clause):
        yield ToldLine(2, ClauseIsOf(reach=reach))
    yield ToldLine(2, ClauseKnownBy(basis=basis_said(clause.basis)))
    if clause.id in terms.silent:
        yield ToldLine(2, NotMentioned(version=terms.silent[clause.id]))
    if clause.notwithstanding:
        yield ToldLine(2, GoesBeforeThese(clauses=clause.notwithstanding))
    if clause.subject_to:
        yield ToldLine(2, SubjectToThese(clauses=clause.subject_to))
    yield from (ToldLine(2, row) for row in (date_rows(held, here) if here is not None else ()))


def basis_said(basis: Basis) -> Said:
    """Return how something is known: grade, sources, who is said to say so, where.

    >>> str(basis_said(Basis(grade="reported", source=("press",), attribution="the outlet")))
    'reported (press; attributed to the outlet)'
    """
    grounds: list[Said | str] = [", ".join(basis.source)] if basis.source else []
    grounds += [AttributedTo(who=basis.attribution)] if basis.attribution else []
    grounds += [basis.locator] if basis.locator else []
    grounds += [GradeOfFields(grade=grade, fields=paths) for grade in GRADES if (paths := getattr(basis, grade))]
    return GradeGrounded(grade=basis.grade, grounds=tuple(grounds)) if grounds else KnownAs(grade=basis.grade)


def detail_lines(held: InForce, terms: Terms, here: Position | None = None) -> Iterable[ToldLine]:
    """Yield a clause with every field and its grade."""
    yield from clause_lines(held, terms, here)
    rows = list(said_rows(held))
    width = max((len(path) for path, _, _ in rows), default=0)
    for path, value, grade in rows:
        yield ToldLine(2, FieldGraded(field=path.ljust(width), value=value, grade=grade))
    if note := held.clause.basis.note:
        yield ToldLine(2, NoteTold(note=note_said(note)))


def note_said(note: str) -> Said | str:
    """Return the note of a basis: a fact where no author wrote it, else as its author did."""
    return _UNWRITTEN.get(note, note)


def version_line(version: Version, terms: Terms) -> Said:
    """Return a version in a line: when it took effect, id, title, how that is known."""
    return VersionLine(
        since=version.effective.astimezone(terms.where), version=version.id, title=version.title,
        grade=version.basis.grade_of("effective"),
    )  # fmt: skip


def text_lines(before: InForce | None, now: InForce, version: Version, terms: Terms) -> Iterator[ToldLine | None]:
    """Yield a text that a clause has from a version on, and field by field what it changed; None is an empty line."""
    since = version.effective.astimezone(terms.where)
    made = now.version.id != version.id  # what an option, or an event, makes of a text keeps its writer
    yield ToldLine(0, TextFromBy(since=since, version=version.id) if made else TextFrom(since=since))
    yield from clause_lines(now, terms)
    changes = () if before is None else tuple(changed_values(before, now))
    if changes:
        yield ToldLine(2, ChangedHere())
    for field, was, is_now in changes:
        yield ToldLine(4, FieldChanged(field=field, before=_set_to(was), after=_set_to(is_now)))
    yield None


def removed_line(version: Version, terms: Terms) -> Said:
    """Return that a version removed a clause, and when."""
    return RemovedFrom(since=version.effective.astimezone(terms.where), version=version.id)


def _set_to(value: Said | str | None) -> Said | str:
    return value or NotSetThere()
