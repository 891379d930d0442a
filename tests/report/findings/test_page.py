"""Told with the lines in test_rows: one finding, three surfaces."""

from tests.report.findings.test_rows import FOUND, UTC, place_of

from firstcall.report.findings.page import findings_page
from firstcall.report.words.words import page_words


def test_a_sound_agreement_has_a_page_too() -> None:
    page = findings_page((), "Ours", place_of, UTC, page_words("en"))
    assert "Nothing is found that is not sound" in page and "<article>" not in page and FOUND
