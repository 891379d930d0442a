"""Invoices against cost and usage: sums by invoice, and the tolerance that FOCUS 1.4 allows between them."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import isqrt

from firstcall.errors import BillingError
from firstcall.money import digits_of
from firstcall.said import Said, plural, sentence
from firstcall.values import dataclass


class NoInvoiceDetail(Said):
    says = sentence("invoice.no-detail", "no invoice detail was given")


class InvoiceEqual(Said):
    says = sentence("invoice.equal", "equal")


class WithinTolerance(Said):
    says = sentence("invoice.within-tolerance", "within the tolerance of FOCUS 1.4")


class BeyondTolerance(Said):
    says = sentence("invoice.beyond-tolerance", "beyond the tolerance of FOCUS 1.4")


def tolerance(rows: int, digits: int) -> Fraction:
    """Return the difference that FOCUS 1.4 lets pass between an invoice and its rows.

    The greater of a hundred units and half a unit times the square root of the rows. The square root is
    rounded down to a millionth, so that nothing passes that the standard would not let pass.

    Args:
      rows: rows of cost and usage.
      digits: decimals of the currency's smallest unit.
    Source: FOCUS 1.4, Invoice Detail, BilledCost.

    >>> tolerance(100_000_000, 2), tolerance(4, 2)
    (Fraction(50, 1), Fraction(1, 1))
    """
    unit = Fraction(1, 10**digits)
    root = Fraction(isqrt(rows * 10**12), 10**6)
    return max(100 * unit, root * unit / 2)


@dataclass(frozen=True, slots=True)
class InvoiceSum:
    """What one invoice comes to: by its rows, and by its own detail where that was given."""

    invoice: str
    issuer: str
    currency: str
    rows: int
    cost: Fraction
    detail: Fraction | None = None
    tax_rows: int = 0
    tax: Fraction = Fraction(0)
    """Tax stands apart: the invoice is to be paid with it, and detail is compared without it."""

    @property
    def allowed(self) -> Fraction:
        """Return the tolerance for this invoice."""
        return tolerance(self.rows, digits_of(self.currency))

    @property
    def told(self) -> Said:
        """Return what it comes to, and how rows and invoice compare."""
        invoice: str | Said = self.invoice or WithoutAnInvoice()
        if not self.tax_rows:
            return SumOfInvoice(
                issuer=self.issuer, invoice=invoice, cost=self.cost, currency=self.currency, n=self.rows,
                compares=self.compares,
            )  # fmt: skip
        return SumOfInvoiceAndTax(
            issuer=self.issuer, invoice=invoice, cost=self.cost, currency=self.currency, n=self.rows, tax=self.tax,
            tax_rows=self.tax_rows, compares=self.compares,
        )  # fmt: skip

    @property
    def compares(self) -> Said:
        """Return how rows and invoice compare."""
        if self.detail is None:
            return NoInvoiceDetail()
        off = abs(self.detail - self.cost)
        if off == 0:
            return InvoiceEqual()
        return WithinTolerance() if off <= self.allowed else BeyondTolerance()


class SumOfInvoice(Said):
    says = plural(
        "invoice.sum",
        "{issuer} {invoice}: {cost} {currency} in {n} row; {compares}",
        "{issuer} {invoice}: {cost} {currency} in {n} rows; {compares}",
    )
    issuer: str
    invoice: str | Said
    cost: Fraction
    currency: str
    n: int
    compares: Said


class SumOfInvoiceAndTax(Said):
    says = plural(
        "invoice.sum-and-tax",
        "{issuer} {invoice}: {cost} {currency} in {n} row, and {tax} {currency} of tax in {tax_rows}; {compares}",
        "{issuer} {invoice}: {cost} {currency} in {n} rows, and {tax} {currency} of tax in {tax_rows}; {compares}",
    )
    issuer: str
    invoice: str | Said
    cost: Fraction
    currency: str
    n: int
    tax: Fraction
    tax_rows: int
    compares: Said


class WithoutAnInvoice(Said):
    says = sentence("invoice.without", "without an invoice")


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What a check of one billing file found: faults stop a settlement, remarks do not."""

    name: str
    dataset: str
    version: str
    rows: int
    faults: tuple[BillingError, ...]
    remarks: tuple[Said, ...]
    sums: tuple[InvoiceSum, ...]

    @property
    def is_read(self) -> bool:
        """Return whether it could be told what the file is."""
        return self.version != "?"


def with_detail(invoice: InvoiceSum, details: Mapping[tuple[str, str], Fraction]) -> InvoiceSum:
    """Return a sum beside what the invoice's own detail says."""
    said = details.get((invoice.invoice, invoice.issuer))
    return replace(invoice, detail=said)
