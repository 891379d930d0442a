from tests.report.test_statement_ledger import drawn

from firstcall.report.statement_page import statement_page


def test_the_page_has_a_bar_for_every_period_and_a_row_for_every_line() -> None:
    page = statement_page(drawn(), {})
    assert page.count('<rect class="bar"') == 3
    assert "share/2025-01/api/2025-01-03" in page
    assert page == statement_page(drawn(), {})
