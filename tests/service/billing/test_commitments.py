import json
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest

from firstcall.errors import BillingError
from firstcall.service.billing.commitments import applied_entries, applied_to
from firstcall.settlement.books.deliveries import FileDelivery

AT = datetime(2025, 1, 31, 23, tzinfo=UTC)


def entries(elements: Any, *asked: str) -> list[tuple[str, Fraction]]:
    text = elements if isinstance(elements, str) else json.dumps({"Elements": elements})
    found = applied_entries(
        "x.csv", FileDelivery("d", AT), asked, 7, text, AT.replace(tzinfo=None), AT, "USD", "Usage", "b"
    )
    assert all(one.row == 7 and one.day == AT.date() and one.source == "d" for one in found)
    return [(dict(one.fields)["CommitmentId"], one.amount) for one in found]


def test_amounts_are_read_exactly_under_the_names_of_either_version() -> None:
    text = '{"Elements": [{"CommitmentId": "a", "AppliedCost": 0.1000000000000000000001},' + (
        '{"ContractCommitmentId": "b", "ContractCommitmentAppliedCost": "2e3"}]}'
    )
    assert entries(text) == [("a", Fraction("0.1000000000000000000001")), ("b", Fraction(2000))]


def test_a_quantity_matters_only_to_the_clause_that_names_it() -> None:
    quantity = [{"CommitmentId": "a", "AppliedCost": None, "AppliedQuantity": 3}]
    assert entries(quantity, "b") == []
    with pytest.raises(BillingError, match=r"x\.csv:7: the row is applied to commitment a without an amount"):
        entries(quantity, "a")
    assert applied_to("x.csv", 7, json.dumps({"Elements": quantity})) == ("a",)


def one(cost: str) -> str:
    return f'{{"Elements": [{{"CommitmentId": "a", "AppliedCost": {cost}}}]}}'


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"Elements": [3]}', '{"Elements": [{}]}', one("NaN"), one('"NaN"'), one('"many"')]
)
def test_what_cannot_be_read_is_told_with_its_row(text: str) -> None:
    with pytest.raises(BillingError, match=r"x\.csv:7: ContractApplied cannot be read: .*\n  fix: FOCUS writes"):
        entries(text)
