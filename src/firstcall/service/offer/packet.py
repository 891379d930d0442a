"""firstcall offer packet: the papers of an offer, as files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click

from firstcall.dates import zone
from firstcall.errors import NotAllowed, NotFound, QuestionError, near_or_listed
from firstcall.record.concerned import right_named
from firstcall.record.position import Position
from firstcall.refusal.act_reasons import SayOneOf
from firstcall.refusal.due import Due, dues
from firstcall.report.offer.due_facts import party_names
from firstcall.report.papers.draft import Draft, PaperTable, mail_of_draft, page_of_draft, text_of_draft
from firstcall.report.papers.packet import drafts_of
from firstcall.said import Quoted, Said, sentence
from firstcall.service import options
from firstcall.service.folder import NameAnotherFolder
from firstcall.service.offer.pages import OfferNotOnRecordThatDay, as_option, held_rights, position_as
from firstcall.service.page_files import OutputNotWritable
from firstcall.service.plain_files import replace_file
from firstcall.service.speech import running_language, tell_fact, tell_on_paper
from firstcall.service.world import refused_by_machine

if TYPE_CHECKING:
    from docx.document import Document

OLDEST = (1980, 1, 1, 0, 0, 0)
"""The date of every part of a document, so that the same record gives the same bytes."""


class HoldsNoSuchRight(Said):
    says = sentence("offer.holds-no-such-right", "{given} holds no right that offer {offer} concerns")
    given: Annotated[str, Quoted]
    offer: Annotated[str, Quoted]


class NameAnotherParty(Said):
    says = sentence("offer.name-another-party", "name another party")


class SeveralRightsForPacket(Said):
    says = sentence("offer.several-rights-for-packet", "packet: the offer concerns several rights")


class PapersWritten(Said):
    says = sentence("offer.papers-written", "wrote {files}")
    files: tuple[str, ...]


class PapersNeedDocx(Said):
    says = sentence("offer.papers-need-docx", "papers need python-docx")


class InstallPacket(Said):
    says = sentence("offer.install-packet", "pip install 'firstcall[packet]'")


@click.command("packet")
@options.partnership_argument
@click.argument("offer")
@click.option("--dir", "folder", required=True, type=options.A_PATH, help="Where the files go.")
@click.option("--clause", metavar="ID", help="The right, where the offer concerns several.")
@options.on_option
@options.known_at_option
@options.what_ifs
@as_option
@options.json_option
def packet(
    partnership: Path, offer: str, folder: Path, clause: str | None, on: str | None, known_at: str | None,
    party: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Draft the papers: for the grantor the notice, for a holder its answers, and a page with the clock.

    Each comes as DOCX, HTML and .eml; the deadlines come as .ics. Nothing is sent.
    """
    here, now = position_as(partnership, on, known_at, party)
    drafts, due = drafts_for(here, offer, clause, party)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = [name for draft in drafts for name in _write(folder, draft, now)]
        written += _calendar(folder, offer, here, now, due)
    except (FileExistsError, FileNotFoundError, NotADirectoryError) as error:
        raise NotFound(OutputNotWritable(file=str(folder), why=str(error.strerror)), fix=NameAnotherFolder()) from error
    except OSError as error:
        raise refused_by_machine(folder, "written", error) from error
    if as_json:
        options.echo_json({"dir": str(folder), "files": written})
        return
    for line in text_of_draft(drafts[0]).splitlines() if drafts else ():
        click.echo(line)
    tell_fact(PapersWritten(files=tuple(written)))


def drafts_for(
    here: Position, offer: str, clause: str | None, party: str | None
) -> tuple[tuple[Draft, ...], tuple[Due, ...]]:
    """Return the papers that a party may want of an offer now, and what is due of it.

    Args:
      here: the record as the party sees it.
      offer: the offer.
      clause: the right meant, where it concerns several.
      party: whose papers these are; the grantor's when left out.

    Raises:
      NotFound: there is no such offer by then.
      NotAllowed: the party holds no right that the offer concerns.
      QuestionError: it concerns several rights, and none is named.
    """
    if here.offer_made(offer) is None:
        wrong = OfferNotOnRecordThatDay(offer=offer)
        raise NotFound(wrong, fix=near_or_listed(offer, here.offer_ids(), 'offer'))  # fmt: skip
    rights = held_rights(here, party, right_named(here, offer, clause))
    if not rights:
        raise NotAllowed(HoldsNoSuchRight(given=party or "nobody", offer=offer), fix=NameAnotherParty())
    if len(rights) > 1:
        named = tuple(f"--clause {right.id}" for right in rights)
        raise QuestionError(SeveralRightsForPacket(), fix=SayOneOf(flags=named))
    found = here.offer(offer, rights[0])
    assert found is not None, "the offer was made"
    grantor = here.terms().grantor
    due = tuple(dues(here, found, rights[0], grantor))
    return drafts_of(here, found, rights[0], party or grantor, due, tell_on_paper(running_language())), due


def _write(folder: Path, draft: Draft, now: datetime) -> list[str]:
    files = {
        f"{draft.name}.docx": docx_of(draft, now),
        f"{draft.name}.html": page_of_draft(draft, running_language()).encode(),
    }
    if draft.name != "clock":
        files[f"{draft.name}.eml"] = mail_of_draft(draft, now, running_language())
    for name, data in files.items():
        replace_file(folder / name, data)
    return list(files)


def _calendar(folder: Path, offer: str, here: Position, now: datetime, due: tuple[Due, ...]) -> list[str]:
    from firstcall.report.offer.clock import calendar_of

    dated = [item for item in due if item.by is not None]
    if not dated:
        return []
    tell, names = tell_on_paper(running_language()), party_names(here)
    replace_file(folder / f"{offer}.ics", calendar_of(dated, here.agreement.id, now, tell=tell, names=names))
    return [f"{offer}.ics"]


def docx_of(draft: Draft, now: datetime) -> bytes:
    """Return a paper as a DOCX document, the same bytes for the same paper and instant.

    Raises:
      QuestionError: python-docx is not installed.
    """
    document = new_document(draft.title, now)
    if draft.head:
        document.add_paragraph(draft.head)
    for part in draft.parts:
        if not isinstance(part, PaperTable):
            document.add_paragraph(part)
            continue
        table = document.add_table(rows=0, cols=len(part.head), style="Table Grid")
        for row in (part.head, *part.rows) if any(part.head) else part.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    return document_bytes(document)


def new_document(title: str, now: datetime) -> Document:
    """Return a DOCX document with its title only, written at an instant by nobody who is named.

    Raises:
      QuestionError: python-docx is not installed.
    """
    try:
        import docx
    except ImportError as error:
        raise QuestionError(PapersNeedDocx(), fix=InstallPacket()) from error
    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = now.astimezone(zone("UTC")).replace(
        tzinfo=None
    )
    document.core_properties.author = document.core_properties.last_modified_by = ""
    document.core_properties.title = title
    document.add_heading(title, level=1)
    return document


def document_bytes(document: Document) -> bytes:
    """Return a document as its file, its parts undated, so that the same document gives the same bytes."""
    raw = io.BytesIO()
    document.save(raw)
    return undated_archive(raw.getvalue(), {})


def undated_archive(raw: bytes, instead: Mapping[str, bytes]) -> bytes:
    """Return an archive with its parts undated, some of them with another content."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            part = instead.get(name) or read.read(name)
            write.writestr(zipfile.ZipInfo(name, OLDEST), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
