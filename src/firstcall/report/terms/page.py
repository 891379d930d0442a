"""The terms for counsel: each clause in plain words beside its fields, sources and grades, with a line to sign off.

The same content makes a page and a paper. A sign-off is an event of the record; it names the digest of
what was read, so that a later change of the file shows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from firstcall.agreement.model.basis import GRADES, Grade
from firstcall.agreement.model.clauses.kinds import Clause
from firstcall.agreement.terms import InForce, Terms
from firstcall.dates import local_day
from firstcall.record.events.milestones import EncodingSignedOff
from firstcall.record.journal.journal import Record
from firstcall.report.page import render
from firstcall.report.papers.draft import Draft, PaperTable
from firstcall.report.terms.lines import note_said
from firstcall.report.terms.scope_said import reach_said
from firstcall.report.terms.values import FieldRow, said_rows, set_and_default
from firstcall.report.words.clauses.clauses import clause_words, kind_titles
from firstcall.report.words.facts import say
from firstcall.report.words.words import PageWords, Words
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class SignOff:
    """A sign-off that covers a clause, and whether what was read is still what the file says."""

    event: EncodingSignedOff
    holds: bool


def encoding_digest(clauses: Iterable[InForce]) -> str:
    """Return the SHA-256 of clauses as the file encodes them, whatever their order; defaults count as left out."""
    said = {
        held.clause.id: [held.version.id, held.clause.model_dump(mode="json", exclude_defaults=True)]
        for held in clauses
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def sign_offs(held: InForce, text: Terms, at: datetime, record: Record) -> tuple[SignOff, ...]:
    """Return the sign-offs that cover a clause: of its own text, or of the whole text in force.

    Args:
      held: the clause.
      text: the terms it stands in.
      at: the instant whose terms are shown.
      record: what happened.
    """
    found = []
    for event in record.known().events:
        if not isinstance(event, EncodingSignedOff) or (event.clauses and held.clause.id not in event.clauses):
            continue
        if event.version not in (held.version.id, text.version.id if text.version else None):
            continue
        read = [item for item in text.speaking(at) if not event.clauses or item.clause.id in event.clauses]
        found.append(SignOff(event, event.digest in (None, encoding_digest(read))))
    return tuple(found)


def terms_page(text: Terms, at: datetime, path: str, record: Record, w: PageWords, header: str | None = None) -> str:
    """Return the terms in force as one self-contained page that counsel can print and sign off.

    Args:
      text: the terms.
      at: the instant whose terms are shown.
      path: the partnership as commands name it.
      record: what happened, with the sign-offs.
      w: the words of the page's language.
      header: a line for the top of every page; None for none.
    """
    held = text.speaking(at)
    return render(
        "terms.html", w, header,
        text=text, agreement=text.agreement, where=text.where, day=local_day(at, text.where), held=held,
        titles=kind_titles(w),
        plain={item.clause.id: clause_words(item, text, w) for item in held},
        fields={item.clause.id: set_and_default(item) for item in held}, weakest=_weakest,
        scopes={item.clause.id: _reach(item.clause, text, w) for item in held},
        notes={item.clause.id: note_said(item.clause.basis.note or "") for item in held},
        signed={item.clause.id: sign_offs(item, text, at, record) for item in held},
        digest=encoding_digest(held), command=_command(text, at, path),
    )  # fmt: skip


def _reach(clause: Clause, text: Terms, words: Words) -> str | None:
    """Return what a clause speaks of; None of a kind that speaks of no capacity, and names none."""
    said = reach_said(clause, text, with_ids=True)
    return None if said is None else say(said, words)


def _weakest(rows: Iterable[FieldRow]) -> Grade:
    """Return the weakest grade among some fields."""
    return max((grade for grade in GRADES if any(grade == row[2] for row in rows)), key=GRADES.index)


def terms_paper(text: Terms, at: datetime, path: str, record: Record, words: Words) -> Draft:
    """Return the same as a paper, to be written as a document."""
    day = words.day(local_day(at, text.where), long=True)
    parts: list[str | PaperTable] = [words.text("The encoding of the agreement on {day}, for sign-off.", day=day)]
    for held in text.speaking(at):
        parts += _paper_clause(held, text, at, record, words)
    parts.append(words.text("SHA-256 of these clauses as encoded: {digest}", digest=encoding_digest(text.speaking(at))))
    parts.append(words.text("A sign-off is entered in the record with:") + " " + _command(text, at, path))
    return Draft("terms", text.agreement.title, "", (), None, tuple(parts))


def _paper_clause(held: InForce, text: Terms, at: datetime, record: Record, words: Words) -> Iterable[str | PaperTable]:
    clause, basis = held.clause, held.clause.basis
    yield f"{clause.id}@{held.version.id} · {words.word(clause.type)}"
    yield from (clause.says,) if clause.says else ()
    yield " ".join(clause_words(held, text, words))
    sources = ", ".join((*basis.source, *filter(None, (basis.attribution, basis.locator))))
    reach = _reach(clause, text, words)
    rows = [(words.text("Of"), reach, "")] if reach is not None else []
    rows += [(words.text("Sources"), sources or "–", words.word(basis.grade))]
    rows += [
        (path, value if isinstance(value, str) else say(value, words), words.word(grade))
        for path, value, grade in said_rows(held)
    ]
    yield PaperTable(
        (words.text("Field"), words.text("What the file says"), words.text("How it is known")), tuple(rows)
    )
    for item in sign_offs(held, text, at, record):
        yield _told(item, text, words)
    yield words.text("Signed off by: {line} Date: {line}", line="____________________")


def _told(item: SignOff, text: Terms, words: Words) -> str:
    who = item.event.signatory or item.event.by
    said = words.text("Signed off by {who} on {day}.", who=who, day=words.day(local_day(item.event.at, text.where)))
    return said if item.holds else f"{said} {words.text('What was read then is not what the file says now.')}"


def _command(text: Terms, at: datetime, path: str) -> str:
    version = text.version.id if text.version else "VERSION"
    digest = encoding_digest(text.speaking(at))
    return f"firstcall record add encoding-signed-off {path} --version {version} --digest {digest} --by PARTY"
