from fractions import Fraction

import html5lib
from tests.report.test_statement_ledger import drawn

from firstcall.report.statement_page import _share, statement_page


def test_the_page_has_a_bar_for_every_period_and_a_row_for_every_line() -> None:
    page = statement_page(drawn(), {})
    assert page.count('<svg class="bar"') == 3
    assert "share/2025-01/api/2025-01-03" in page.replace("<wbr>", "")
    assert page == statement_page(drawn(), {})


def test_the_page_is_valid_and_loads_nothing() -> None:
    page = statement_page(drawn(), {"alpha": 'A "B" <i>\u202e'})
    html5lib.HTMLParser(strict=True).parse(page)
    assert "default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:" in page
    assert "<i>" not in page and "style=" not in page and "<script" not in page


def test_a_bar_stays_in_its_frame() -> None:
    assert [_share(part, whole) for part, whole in ((1, 3), (-2, 4), (9, 4), (1, 0), (Fraction(1, 3), 1))] == [
        "33.3", "50", "100", "100", "33.3",
    ]  # fmt: skip
