"""What is typed already, and what each wrong cell is called."""

import pytest

from firstcall.service.engines.typed_cells import is_typed_already, wrong_cell

TYPED = {"BilledCost": "DECIMAL(24,10)", "BillingPeriodStart": "TIMESTAMP", "Tags": "VARCHAR"}


@pytest.mark.parametrize(
    ("changed", "typed"),
    [
        ({}, True), ({"BilledCost": "DECIMAL(38,18)"}, True), ({"BilledCost": "DECIMAL(38,19)"}, False),
        ({"BilledCost": "DECIMAL(38,17)"}, False), ({"BilledCost": "DOUBLE"}, False), ({"Tags": "BLOB"}, False),
        ({"Tags": "STRUCT(a VARCHAR)"}, False), ({"BillingPeriodStart": "DATE"}, False),
    ],
)  # fmt: skip
def test_a_file_is_typed_already_where_every_figure_and_instant_is(changed: dict[str, str], typed: bool) -> None:
    assert is_typed_already(TYPED | changed) is typed


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("empty", "BillingCurrency is empty"), ("no boundary", "BillingCurrency 'x' is no period boundary"),
        ("before", "BillingCurrency 'x' is before 'y'"), ("no category", "BillingCurrency 'x' is no category of FOCUS"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_cell_is_told(wrong: str, said: str) -> None:
    assert str(wrong_cell("BillingCurrency", wrong, "'x'", "'y'")) == said
