"""What the columns of a file say of it: bills as providers export them in forms of their own, and words of finance.

A FOCUS export needs none of this; the forms are the older ones, told by the columns that only they have.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from firstcall.said import Said, sentence
from firstcall.settlement.books.revenue_lines import FIELDS
from firstcall.values import dataclass

NAMES: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "day", "datum", "tag", "fecha", "tanggal", "jour", "dato", "invoicedate", "postingdate",
             "belegdatum", "buchungsdatum", "time", "timestamp"),
    "stream": ("stream", "product", "produkt", "producto", "produk", "service", "sku", "item", "artikel", "linea",
               "produit", "prodotto", "produto", "dienst"),
    "amount": ("amount", "net", "netamount", "sum", "betrag", "netto", "importe", "monto", "jumlah", "nilai",
               "umsatz", "revenue", "montant", "importo", "bedrag", "total"),
    "currency": ("currency", "waehrung", "währung", "moneda", "divisa", "matauang", "devise", "valuta", "moeda", "curr",
                 "iso"),
    "document": ("document", "id", "invoice", "invoiceno", "beleg", "belegnummer", "rechnung", "factura", "faktur",
                 "number", "nr", "no", "documento", "pièce", "facture", "fattura", "fatura"),
    "kind": ("kind", "type", "typ", "art", "tipo", "jenis"),
    "note": ("note", "text", "comment", "memo", "nota", "bemerkung", "catatan", "libellé", "description"),
    "since": ("since", "from", "servicestart", "von", "desde", "mulai"),
    "billed": ("billed", "billingmonth", "invoicemonth", "abrechnung"),
}  # fmt: skip
"""Our field: words that finance uses for it, without spaces and in small letters."""


_AWS_KINDS = {
    "Usage": "usage", "DiscountedUsage": "usage", "SavingsPlanCoveredUsage": "usage",
    "SavingsPlanNegation": "usage",
    "SavingsPlanUpfrontFee": "purchase", "SavingsPlanRecurringFee": "purchase", "RIFee": "purchase", "Fee": "purchase",
    "Tax": "tax", "Credit": "credit", "Refund": "refund", "EdpDiscount": "adjustment",
    "BundledDiscount": "adjustment", "PrivateRateDiscount": "adjustment", "Discount": "adjustment",
}  # fmt: skip
_AZURE_KINDS = {
    "Usage": "usage", "Purchase": "purchase", "Refund": "refund", "Adjustment": "adjustment", "Tax": "tax",
    "RoundingAdjustment": "adjustment", "UnusedReservation": "usage", "UnusedSavingsPlan": "usage",
}  # fmt: skip


class ReadAsExport(Said):
    says = sentence(
        "draft.read-as-export",
        "It has the columns of the export {export}: in billing/ it is read as bills, without a mapping.",
    )
    export: str


class CreditsApart(Said):
    says = sentence(
        "draft.credits-apart", "its credits stand in a list of their own: they count in billing/, and do not as lines"
    )


@dataclass(frozen=True, slots=True)
class ProviderExport:
    """A form of export: its name, the columns that only it has, and what our fields are called in it."""

    name: str
    marks: tuple[str, ...]
    columns: Mapping[str, str]
    kinds: Mapping[str, str]
    """Its words for kinds of charge: ours."""
    date_form: str | None = None
    """How its dates are written, where a day of theirs could be read in two ways."""
    zone: str = "UTC"
    """The zone of its times without an offset; every one of them bills by days of UTC."""
    warns: Said | None = None


EXPORTS = (
    ProviderExport(
        "aws-cur-2.0", ("line_item_unblended_cost", "line_item_usage_start_date"),
        {"date": "line_item_usage_start_date", "stream": "line_item_product_code", "amount": "line_item_unblended_cost",
         "currency": "line_item_currency_code", "document": "bill_invoice_id", "kind": "line_item_line_item_type",
         "note": "line_item_line_item_description", "billed": "bill_billing_period_start_date"},
        _AWS_KINDS,
    ),
    ProviderExport(
        "aws-cur", ("lineItem/UnblendedCost", "lineItem/UsageStartDate"),
        {"date": "lineItem/UsageStartDate", "stream": "lineItem/ProductCode", "amount": "lineItem/UnblendedCost",
         "currency": "lineItem/CurrencyCode", "document": "bill/InvoiceId", "kind": "lineItem/LineItemType",
         "note": "lineItem/LineItemDescription", "billed": "bill/BillingPeriodStartDate"},
        _AWS_KINDS,
    ),
    ProviderExport(
        "azure-mca", ("costInBillingCurrency", "chargeType", "date"),
        {"date": "date", "stream": "meterCategory", "amount": "costInBillingCurrency", "currency": "billingCurrency",
         "document": "invoiceId", "kind": "chargeType", "note": "productName", "billed": "billingPeriodStartDate"},
        _AZURE_KINDS, "%m/%d/%Y",
    ),
    ProviderExport(
        "azure-ea", ("CostInBillingCurrency", "ChargeType", "Date"),
        {"date": "Date", "stream": "MeterCategory", "amount": "CostInBillingCurrency",
         "currency": "BillingCurrencyCode", "kind": "ChargeType", "note": "ProductName",
         "billed": "BillingPeriodStartDate"},
        _AZURE_KINDS, "%m/%d/%Y",
    ),
    ProviderExport(
        "google-billing", ("usage_start_time", "cost", "cost_type"),
        {"date": "usage_start_time", "stream": "service_description", "amount": "cost", "currency": "currency",
         "kind": "cost_type", "note": "sku_description", "billed": "invoice_month"},
        {"regular": "usage", "tax": "tax", "adjustment": "adjustment", "rounding_error": "adjustment"},
        warns=CreditsApart(),
    ),
    ProviderExport(
        "oracle-cost", ("cost/myCost", "lineItem/intervalUsageStart"),
        {"date": "lineItem/intervalUsageStart", "stream": "product/service", "amount": "cost/myCost",
         "currency": "cost/currencyCode", "document": "lineItem/referenceNo", "note": "product/Description"},
        {},
    ),
)  # fmt: skip
"""Source: the providers' own descriptions of their columns, as of November 2026."""


def provider_export(header: Sequence[str]) -> ProviderExport | None:
    """Return the form of export whose columns a file has; None where it is none of them.

    >>> provider_export(["cost/myCost", "lineItem/intervalUsageStart", "product/service"]).name
    'oracle-cost'
    """
    named = {_plain(column): column for column in header}
    for export in EXPORTS:
        if all(_plain(mark) in named for mark in export.marks) and (set(export.marks) & set(header)):
            held = {field: named[_plain(name)] for field, name in export.columns.items() if _plain(name) in named}
            return replace(export, columns=held)
    return None


def _plain(column: str) -> str:
    """Return a column as exports spell it apart: with points where nested fields were laid out, or with bars."""
    return column.strip().replace(".", "_")


def guessed(header: Sequence[str]) -> dict[str, str]:
    """Return our fields with the columns whose names say so; each column once.

    >>> guessed(["Beleg", "Datum", "Produkt", "Betrag"])
    {'date': 'Datum', 'stream': 'Produkt', 'amount': 'Betrag', 'document': 'Beleg'}
    """
    plain = {re.sub(r"[^\w]|_", "", column).casefold(): column for column in reversed(header)}
    found: dict[str, str] = {}
    for field in (one for one in FIELDS if one in NAMES):
        known = (plain[word] for word in NAMES[field] if word in plain and plain[word] not in found.values())
        near = (column for word, column in plain.items() if column not in found.values()
                and any(len(one) > 3 and one in word for one in NAMES[field]))  # fmt: skip
        column = next(known, None) or next(near, None)
        if column is not None:
            found[field] = column
    return found


def header_at(table: Sequence[Sequence[str]]) -> int:
    """Return which row names the columns: the first, unless a later one names more of date, stream and amount.

    >>> header_at([["Revenue 2025"], [""], ["Date", "Product", "Amount"]])
    2
    """
    named = [len({"date", "stream", "amount"} & guessed(row).keys()) for row in table] or [0]
    most = max(named)
    return named.index(most) if most > max(named[0], 1) else 0
