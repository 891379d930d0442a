"""A paper as DOCX: opened by another program, the same bytes for the same paper."""

import io
import zipfile
from datetime import UTC, datetime

from docx import Document

from firstcall.report.papers.draft import Draft, PaperTable
from firstcall.service.offer.packet import docx_of

AT = datetime(2025, 3, 14, 20, 59, tzinfo=UTC)
DRAFT = Draft(
    "notice",
    "Notice of an offer",
    "To: a@b.example, by e-mail",
    ("a@b.example",),
    "e-mail",
    ("A line.", PaperTable(("x", "y"), (("1", "2"),))),
)


def test_the_document_says_what_the_draft_says() -> None:
    document = Document(io.BytesIO(docx_of(DRAFT, AT)))
    assert [p.text for p in document.paragraphs] == ["Notice of an offer", "To: a@b.example, by e-mail", "A line."]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [["x", "y"], ["1", "2"]]


def test_no_clock_and_no_name_of_the_machine_gets_into_it() -> None:
    raw = docx_of(DRAFT, AT)
    assert raw == docx_of(DRAFT, AT)
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = Document(io.BytesIO(raw)).core_properties
    assert (properties.author, properties.created.replace(tzinfo=UTC)) == ("", AT)
