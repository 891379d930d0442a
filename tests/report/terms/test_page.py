"""The terms for counsel: every clause with its fields, the sign-off, and what a later change of the file does to it."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import html5lib
import pytest

from firstcall.agreement.load import load
from firstcall.agreement.model.basis import ASSUMED, NoBasisGiven
from firstcall.agreement.terms import Terms, terms
from firstcall.dates import parse_instant, zone
from firstcall.record.journal.journal import Record, append
from firstcall.report.terms.page import encoding_digest, sign_offs, terms_page, terms_paper
from firstcall.report.terms.scope_said import reach_said
from firstcall.report.words.enums import Language
from firstcall.report.words.words import page_words, words_in
from firstcall.service.cli import run
from firstcall.service.folder import open_partnership

ROOT = Path(__file__).resolve().parents[3]
HELD = open_partnership(ROOT / "examples" / "microsoft-openai")
AT = parse_instant("2025-01-21", zone(HELD.agreement.timezone))
TEXT = terms(HELD.agreement, AT)


def signed(**fields: object) -> Record:
    event = {"id": "counsel", "type": "encoding-signed-off", "at": "2025-02-01T00:00:00Z",
             "recorded": "2026-11-22T00:00:00Z",
             "by": "microsoft", "entered_by": "desk", "signatory": "A. Counsel", **fields}  # fmt: skip
    return append(Record(), event)[0]


def page(record: Record, text: Terms = TEXT, at: datetime = AT) -> str:
    return terms_page(text, at, "examples/x", record, page_words("en"))


def test_every_clause_is_there_with_words_fields_and_a_line() -> None:
    tree = html5lib.HTMLParser(strict=True).parse(page(HELD.record))
    sections = tree.findall(".//{http://www.w3.org/1999/xhtml}section[@class='clause']")
    assert [section.get("id") for section in sections] == [f"clause-{held.clause.id}" for held in TEXT.speaking(AT)]
    for section, held in zip(sections, TEXT.speaking(AT), strict=True):
        told = "".join(section.itertext())
        assert "Signed off by" in told
        assert ("It speaks of: " in told) == (reach_said(held.clause) is not None), "what reaches no capacity says none"


def test_what_words_are_called_stands_beside_the_words_of_the_file() -> None:
    told = "".join(html5lib.parse(page(HELD.record)).itertext())
    assert "workloads stateless API calls (api_stateless), stateful API calls (api_stateful)" in told
    assert "OpenAI licenses everything to Microsoft for its own products and the API." in told


def test_a_sign_off_of_the_whole_text_covers_each_clause() -> None:
    record = signed(version="amendment-2025-01", digest=encoding_digest(TEXT.speaking(AT)))
    for held in TEXT.speaking(AT):
        (found,) = sign_offs(held, TEXT, AT, record)
        assert found.holds
    assert page(record).count('Signed off by <bdi translate="no">A. Counsel</bdi> on') == len(TEXT.speaking(AT))


def test_a_sign_off_of_one_clause_covers_no_other() -> None:
    record = signed(version="amendment-2025-01", clauses=["first-refusal"])
    covered = [held.clause.id for held in TEXT.speaking(AT) if sign_offs(held, TEXT, AT, record)]
    assert covered == ["first-refusal"]
    assert not sign_offs(
        TEXT.by_id["first-refusal"], TEXT, AT, signed(version="amendment-2025-10", clauses=["first-refusal"])
    )


def test_a_later_change_of_the_file_shows() -> None:
    record = signed(
        version="amendment-2025-01", clauses=["first-refusal"], digest=encoding_digest([TEXT.by_id["first-refusal"]])
    )
    assert sign_offs(TEXT.by_id["first-refusal"], TEXT, AT, record)[0].holds
    raw = (ROOT / "examples" / "microsoft-openai" / "agreement.yaml").read_text(encoding="utf-8")
    changed = load(raw.replace("window: {n: 20,", "window: {n: 21,").encode(), "agreement.yaml")
    text = terms(changed, AT)
    assert not sign_offs(text.by_id["first-refusal"], text, AT, record)[0].holds
    assert "What was read then is not what the file says now." in page(record, text)


def test_a_digest_knows_content_not_order() -> None:
    held = TEXT.speaking(AT)
    assert encoding_digest(held) == encoding_digest(reversed(held)) != encoding_digest(held[1:])


@pytest.mark.parametrize("lang", ["en", "es", "id"])
def test_the_paper_says_the_same(lang: str) -> None:
    draft = terms_paper(
        TEXT, AT, "examples/x", HELD.record, words_in("es" if lang == "es" else "id" if lang == "id" else "en")
    )
    told = [part for part in draft.parts if isinstance(part, str)]
    assert all(any(held.clause.id in part for part in told) for held in TEXT.speaking(AT))
    assert draft.title == HELD.agreement.title


def test_page_and_document_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docx = pytest.importorskip("docx", reason="python-docx (the extra `packet`) is not installed")
    files = [tmp_path / "terms.html", tmp_path / "terms.docx"]
    asked = [
        "terms",
        str(ROOT / "examples" / "microsoft-openai"),
        "--on",
        "2025-01-21",
        "--html",
        str(files[0]),
        "--docx",
        str(files[1]),
    ]
    assert run(asked) == 0
    first = [file.read_bytes() for file in files]
    assert run(asked) == 0 and [file.read_bytes() for file in files] == first
    document = docx.Document(str(files[1]))
    assert any("Signed off by: ____" in paragraph.text for paragraph in document.paragraphs)
    assert len(document.tables) == len(TEXT.speaking(AT))
    assert capsys.readouterr().out == ""


def test_a_page_of_one_clause_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = [
        "terms",
        str(ROOT / "examples" / "microsoft-openai"),
        "term",
        "--on",
        "2025-01-21",
        "--html",
        str(tmp_path / "t.html"),
    ]
    assert run(asked) == 2
    assert capsys.readouterr().err == "a page or document has every clause, and 'term' is named\n  fix: leave it out\n"


@pytest.mark.parametrize("flag", ["--html", "--docx"])
def test_a_page_of_every_version_is_refused(flag: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["terms", str(ROOT / "examples" / "microsoft-openai"), "--history", flag, str(tmp_path / "t")]) == 2
    said = "a page or document has the terms of one day, and --history asks for all\n  fix: leave it out\n"
    assert capsys.readouterr().err == said and not (tmp_path / "t").exists()


@pytest.mark.parametrize(("lang", "note"), [("es", "el archivo no indica"), ("id", "dasarnya tidak disebutkan")])
def test_a_note_that_nobody_wrote_is_in_the_language_of_the_page(lang: Language, note: str) -> None:
    raw = (ROOT / "examples" / "microsoft-openai" / "agreement.yaml").read_bytes()
    text = terms(load(raw, "agreement.yaml"), AT)
    held = text.clauses[0]
    bare = replace(held, clause=held.clause.model_copy(update={"basis": ASSUMED}))
    told = terms_page(replace(text, clauses=(bare,)), AT, "examples/x", HELD.record, page_words(lang))
    assert note in told and str(NoBasisGiven()) not in told
