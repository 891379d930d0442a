"""Told with the lines in test_rows: one finding, three surfaces."""

from pathlib import Path

from tests.report.findings.test_rows import FOUND, UTC, place_of

from firstcall.report.findings.page import findings_page
from firstcall.report.words.words import page_words
from firstcall.service.cli import run


def test_a_sound_agreement_has_a_page_too() -> None:
    page = findings_page((), "Ours", place_of, UTC, page_words("en"))
    assert "Nothing is found that is not sound" in page and "<article>" not in page and FOUND


def test_providers_that_no_text_lists_are_the_last_and_no_word_of_the_file(root: Path, tmp_path: Path) -> None:
    """`other` is what a file says of them, `region` what offers call a dimension too."""
    file = tmp_path / "check.html"
    assert run(["check", str(root / "examples" / "wiraksa"), "--lang", "es", "--html", str(file)]) == 0
    page = file.read_text(encoding="utf-8")
    assert ">other<" not in page and "Region" not in page
    assert "quillhost</span><br>cualquier otro</td>" in page and 'data-label="Región"' in page
