from tests.report.test_statement_ledger import drawn

from firstcall.report.statement_text import statement_text


def test_a_cap_and_what_is_left_of_it_are_told() -> None:
    said = statement_text(drawn(cap={"total": "1234567.5"}, due_days=10))
    assert "total cap 1,234,567.50 USD, 1,234,557.50 USD left" in said
    assert "due 2025-04-10" in said
