from fractions import Fraction

import pytest

from firstcall.settlement.bills.invoices import BeyondTolerance, InvoiceEqual, InvoiceSum, WithinTolerance, with_detail
from firstcall.settlement.bills.invoices import tolerance as allowed


def cloud(cost: str, rows: int = 4, **fields: object) -> InvoiceSum:
    return InvoiceSum("I-1", "Cloud", "USD", rows, Fraction(cost), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("detail", "compares"),
    [("10", InvoiceEqual), ("11", WithinTolerance), ("9", WithinTolerance), ("11.01", BeyondTolerance)],
)
def test_an_invoice_is_compared_with_its_own_detail_either_way(detail: str, compares: type) -> None:
    """A dollar of difference passes where rows are few; a cent more does not."""
    asked = {("I-1", "Cloud"): Fraction(detail), ("I-1", "Other"): Fraction(10), ("I-2", "Cloud"): Fraction(10)}
    assert type(with_detail(cloud("10"), asked).compares) is compares
    assert with_detail(cloud("10"), {}).detail is None


def test_what_an_invoice_comes_to_is_told_with_its_tax_apart() -> None:
    assert str(cloud("10.5").told) == "Cloud I-1: 10.5 USD in 4 rows; no invoice detail was given"
    taxed = cloud("10.5", rows=1, tax_rows=2, tax=Fraction("1.9"), detail=Fraction("10.5"))
    assert str(taxed.told) == "Cloud I-1: 10.5 USD in 1 row, and 1.9 USD of tax in 2; equal"


@pytest.mark.parametrize(("rows", "digits", "most"), [(40_000, 2, "1"), (40_001, 2, "1.000012495"), (1, 0, "100")])
def test_the_tolerance_is_a_hundred_units_or_half_a_unit_by_the_root_of_the_rows(
    rows: int, digits: int, most: str
) -> None:
    assert allowed(rows, digits) == Fraction(most)
