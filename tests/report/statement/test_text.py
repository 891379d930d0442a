from tests.report.statement.test_statement_ledger import drawn

from firstcall.report.statement.text import statement_text


def test_a_cap_and_what_is_left_of_it_are_told() -> None:
    said = statement_text(drawn(cap={"total": "1234567.5"}, due_days=10))
    assert "total cap 1,234,567.50 USD, 1,234,557.50 USD left" in said
    assert "due 2025-04-10" in said


def test_what_a_cap_takes_is_told_beside_the_amount() -> None:
    """An amount that is less than its rate must say why; each cap says what it took."""
    assert "earned" not in statement_text(drawn())
    capped = statement_text(drawn(cap={"total": "3"}))
    assert "earned 20.00 USD; the total cap leaves 3.00 USD" in capped
    assert "earned -10.00 USD; set against what the total cap had held back, 0.00 USD" in capped
    both = statement_text(drawn(cap={"per_period": "5", "total": "3"}))
    assert "earned 20.00 USD; the cap of the period leaves 5.00 USD" in both
    assert "earned 5.00 USD; the total cap leaves 3.00 USD" in both
