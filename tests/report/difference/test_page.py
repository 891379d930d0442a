"""The page of a difference: in each language, authors' words as they are and set apart."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.report.difference.test_rows import FOUND

from firstcall.report.difference.page import difference_page
from firstcall.report.difference.rows import MovedDeadline
from firstcall.report.words.enums import Language
from firstcall.report.words.words import page_words


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "Transactions whose answer turns"), ("es", "Operaciones cuya respuesta cambia"),
     ("id", "Transaksi yang jawabannya berubah")],
)  # fmt: skip
def test_what_authors_wrote_stays_and_is_escaped(lang: Language, said: str) -> None:
    page = difference_page(FOUND, page_words(lang), "draft")
    assert f'lang="{lang}"' in page and said in page and "draft" in page
    assert '<bdi translate="no">&lt;b&gt;</bdi>' in page and "<b>" not in page and "&lt;bdi" not in page


def test_a_deadline_is_told_in_the_language() -> None:
    moved = MovedDeadline("O-1", "first", None, datetime(2025, 3, 1, 8, tzinfo=UTC))
    page = difference_page(replace(FOUND, moved=(moved,)), page_words("es"))
    assert "ninguno" in page and "mar" in page
