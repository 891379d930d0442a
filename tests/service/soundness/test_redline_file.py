"""The redline as a document: what is struck through and underlined, read back from the file."""

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from tests.service.conftest import Cli

from firstcall.report.difference.redline import RedlinePaper, redline_of
from firstcall.report.words.enums import LANGUAGES, Language
from firstcall.report.words.facts import say
from firstcall.report.words.words import words_in
from firstcall.service.soundness.difference import compared_texts
from firstcall.service.soundness.redline_file import redline_docx

PUBLIC = "examples/microsoft-openai"


@pytest.fixture(scope="module")
def told(root: Path) -> RedlinePaper:
    """Two versions of the public example compared, once for all of these tests."""
    return redline_of(compared_texts(root / PUBLIC, "amendment-2023-01", "amendment-2025-01", None))


def text_of(cell: Any, *, without: str) -> str:
    return "".join(run.text for run in cell.paragraphs[0].runs if not getattr(run.font, without))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_field_reads_as_both_texts_have_it(told: RedlinePaper, lang: Language) -> None:
    read = docx.Document(io.BytesIO(redline_docx(told, lang)))
    rows = [row.cells for table in read.tables for row in table.rows]
    fields = [row for part in told.parts for row in part.rows]
    assert len(rows) == len(fields) > 0
    for (name, text), field in zip(rows, fields, strict=True):
        assert name.text.splitlines() == [say(field.called, words_in(lang)), field.field]
        before = "".join(piece.text for piece in field.pieces if piece.mark != "added")
        after = "".join(piece.text for piece in field.pieces if piece.mark != "taken out")
        assert (text_of(text, without="underline"), text_of(text, without="strike")) == (before, after)
    headings = [one.text for one in read.paragraphs if one.style is not None and one.style.name == "Heading 2"]
    assert headings == [say(part.what, words_in(lang)) for part in told.parts]


def test_the_same_texts_give_the_same_bytes(told: RedlinePaper) -> None:
    assert redline_docx(told, "en") == redline_docx(told, "en")


def test_the_command_writes_it_in_the_language(root: Path, tmp_path: Path, cli: Cli) -> None:
    file = tmp_path / "redline.docx"
    texts = ("--from", "amendment-2023-01", "--to", "amendment-2025-01", "--lang", "es")
    ran = cli("diff", root / PUBLIC, *texts, "--docx", file)
    assert ran.code == 0 and "Operaciones cuya respuesta cambia" in ran.out and "Wording" not in ran.out
    note = docx.Document(str(file)).paragraphs[1].text
    assert note.startswith("Tachado: lo que se suprime. Subrayado: lo que se añade.")
