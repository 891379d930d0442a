"""A dated duty in plain words, in each language."""

from datetime import UTC, datetime

import pytest
from tests.record.dated.test_duties import HUNG, QUARTERLY, agreed

from firstcall.agreement.terms import terms
from firstcall.report.words.clauses.clauses import clause_words
from firstcall.report.words.enums import Language
from firstcall.report.words.words import words_in

AT = datetime(2026, 6, 1, tzinfo=UTC)


def test_in_english() -> None:
    text = terms(agreed(**QUARTERLY, remedy="a fee"), AT)
    assert clause_words(text.by_id["report"], text, words_in("en")) == (
        "A duty, never a ban: Hal sends the report, for Gus.", "Every quarter, on its last day.",
        "From 1 Jan 2026 on.", "It must be done within 15 days after that day.", "If not: a fee.",
    )  # fmt: skip


@pytest.mark.parametrize(("lang", "first"), [
    ("es", "Un deber, nunca una prohibición: Hal sends the report, para Gus."),
    ("id", "Kewajiban, bukan larangan: Hal sends the report, untuk Gus."),
])  # fmt: skip
def test_in_other_languages(lang: Language, first: str) -> None:
    text = terms(agreed(**HUNG), AT)
    assert clause_words(text.by_id["report"], text, words_in(lang))[0] == first
