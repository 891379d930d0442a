"""Supply as it is read, and every mistake with its row."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from firstcall.errors import RecordError
from firstcall.planning.inputs.supply import COLUMNS, read_supply

ROW: Mapping[str, str] = {
    "id": "x", "provider": "rival", "accelerator": "a", "price": "2.5", "quantity": "64", "available_from": "2025-02-01",  # noqa: E501
}  # fmt: skip


def table(*rows: Mapping[str, str]) -> str:
    names = [name for name in COLUMNS if any(name in row for row in rows)]
    return "\n".join([",".join(names), *(",".join(row.get(name, "") for name in names) for row in rows)]) + "\n"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"price": "0"}, "supply.csv:2: price: 0 is no price\n  fix: "),
        ({"price": ""}, "supply.csv:2: price is empty\n  fix: "),
        ({"price": "-3"}, "supply.csv:2: price: '-3' is negative; it is never below 0\n  fix: "),
        ({"price": "-"}, "supply.csv:2: price: '-' is not a plain number\n  fix: "),
        ({"quantity": "2.5"}, "supply.csv:2: quantity: '2.5' is not a whole number"),
        ({"block": "0"}, "supply.csv:2: block: 0 is no piece"),
        ({"block": "128"}, "supply.csv:2: quantity 64 is less than one block of 128"),
        ({"min_quantity": "65"}, "supply.csv:2: min_quantity 65 is more than the quantity 64"),
        ({"min_term_months": "12", "max_term_months": "6"}, "supply.csv:2: max_term_months 6 is less than min"),
        ({"take_or_pay": "80"}, "supply.csv:2: take_or_pay: '80' is not a share"),
        ({"basis": "promise"}, "supply.csv:2: basis: 'promise' is not known"),
        ({"mode": "rented"}, "supply.csv:2: mode: 'rented' is not known"),
        ({"currency": "dollars"}, "supply.csv:2: currency: 'dollars' is not a currency"),
        ({"available_from": "soon"}, "supply.csv:2: available_from: 'soon' is not a date"),
        ({"grade": "sure"}, "supply.csv:2: grade: 'sure' is not known"),
        ({"pryce": "3"}, "supply.csv:1: unknown column 'pryce'"),
    ],
)
def test_a_mistake_in_the_supply_is_told_with_its_row(changed: dict[str, str], message: str) -> None:
    row = {**ROW, **changed}
    names = [*row]
    text = ",".join(names) + "\n" + ",".join(row.values()) + "\n"
    with pytest.raises(RecordError) as caught:
        read_supply(text)
    assert message in str(caught.value) and "\n  fix: " in str(caught.value)


def test_all_mistakes_of_a_table_are_told_at_once() -> None:
    with pytest.raises(RecordError) as caught:
        read_supply(table({**ROW, "price": "0"}, {**ROW, "id": "y", "quantity": "few"}))
    assert "supply.csv:2: price" in str(caught.value) and "supply.csv:3: quantity" in str(caught.value)


def test_one_id_or_one_offer_sold_twice_is_told() -> None:
    with pytest.raises(RecordError, match=r"supply.csv:3: the id 'x' stands in line 2 too"):
        read_supply(table(ROW, ROW))
    offered = {**ROW, "basis": "offer:O-1"}
    with pytest.raises(RecordError, match=r"supply.csv:3: the offer 'O-1' stands in line 2 too"):
        read_supply(table(offered, {**offered, "id": "y"}))


def test_what_is_left_out_is_filled_in() -> None:
    line = read_supply(table(ROW))[0]
    assert (line.unit, line.currency, line.basis, line.block, line.take_or_pay) == (
        "gpu_hour",
        "USD",
        "list",
        1,
        Decimal(0),
    )
    assert read_supply(table({**ROW, "min_term_months": "12"}))[0].take_or_pay == 1
    assert (line.grade, line.is_listed, line.most_blocks, line.least_blocks) == ("assumed", True, 64, 1)
