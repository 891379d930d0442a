"""A redline as a DOCX document: struck through what is taken out, underlined what is added."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from firstcall.report.difference.redline import RedlineMark, RedlinePaper
from firstcall.report.words.enums import Language
from firstcall.report.words.facts import say
from firstcall.report.words.words import words_in
from firstcall.service.offer.packet import document_bytes, new_document

if TYPE_CHECKING:
    from docx.table import _Cell

_WRITTEN = datetime(2000, 1, 1, tzinfo=UTC)
"""The date of the document: none of ours, so that the same texts give the same bytes."""
_COLOURS: dict[RedlineMark, tuple[int, int, int]] = {"taken out": (0xA8, 0x1E, 0x1E), "added": (0x0B, 0x4F, 0x9E)}
"""Colour only repeats what the strokes say."""
_PATH_SIZE = 7
"""How small the path of a field stands under its name, in points."""
_FIELD_WIDTH, _WORDS_WIDTH = 2.0, 4.3
"""How wide the columns are, in inches."""


def redline_docx(paper: RedlinePaper, lang: Language) -> bytes:
    """Return a redline as a document, the same bytes for the same texts.

    Args:
      paper: the redline.
      lang: the language of what is not the authors' own.

    Raises:
      QuestionError: python-docx is not installed.
    """
    from docx.shared import Inches, Pt

    words = words_in(lang)
    document = new_document(say(paper.title, words), _WRITTEN)
    document.core_properties.language = lang
    document.add_paragraph(say(paper.note, words))
    for part in paper.parts:
        document.add_heading(say(part.what, words), level=2)
        if not part.rows:
            continue
        table = document.add_table(rows=0, cols=2, style="Table Grid")
        table.autofit = False
        for row in part.rows:
            field, text = table.add_row().cells
            field.width, text.width = Inches(_FIELD_WIDTH), Inches(_WORDS_WIDTH)
            field.text = say(row.called, words)
            path = field.add_paragraph().add_run(row.field)
            path.font.size = Pt(_PATH_SIZE)
            for piece in row.pieces:
                _mark(text, piece.text, piece.mark)
    return document_bytes(document)


def _mark(cell: _Cell, text: str, mark: RedlineMark) -> None:
    from docx.shared import RGBColor

    run = cell.paragraphs[0].add_run(text)
    if mark in _COLOURS:
        run.font.strike = mark == "taken out" or None
        run.font.underline = mark == "added" or None
        run.font.color.rgb = RGBColor(*_COLOURS[mark])
