"""Which of a provider's columns says what: a table of FOCUS from each form, and nothing from any other file."""

import pytest
from tests.settlement.books.test_provider_exports import SHAPES

from firstcall.settlement.bills.export_bills import exported_bills
from firstcall.settlement.bills.focus import FOCUS_COLUMNS
from firstcall.settlement.books.provider_exports import EXPORTS


@pytest.mark.parametrize("name", SHAPES)
def test_each_form_has_every_column_that_settlement_needs_and_keeps_its_own(name: str) -> None:
    row, *_ = SHAPES[name]
    found = exported_bills(list(row))
    assert found is not None and found.name == name
    assert {*FOCUS_COLUMNS, "ProviderName", "ServiceProviderName"} <= set(found.names)
    assert len({one.casefold() for one in found.names}) == len(found.names)
    assert {one.casefold() for one in row} <= {one.casefold() for one in found.names}
    assert found.cost in row


def test_a_file_of_focus_or_of_nobody_is_none() -> None:
    assert exported_bills(["BilledCost", "ProviderName", *SHAPES["aws-cur"][0]]) is None
    assert exported_bills(["day", "stream", "amount"]) is None
    assert len(EXPORTS) == len(SHAPES)
