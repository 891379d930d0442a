"""A statement as FOCUS 1.4 Invoice Detail: each paper an invoice of its payee."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from firstcall.report.statement_documents import Item, Paper

INVOICE_COLUMNS = (
    "BilledCost", "BillingAccountId", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart", "ChargeCategory",
    "InvoiceDetailCreated", "InvoiceDetailDescription", "InvoiceDetailGrain", "InvoiceDetailId",
    "InvoiceDetailLastUpdated", "InvoiceId", "InvoiceIssueDate", "InvoiceIssueStatus", "InvoiceIssuerName",
    "PaymentCurrency", "PaymentCurrencyBilledCost", "PaymentCurrencyInvoiceDetailId", "PaymentDueDate",
    "PaymentTerms", "ReferenceInvoiceId",
)  # fmt: skip


def invoice_rows(papers: Sequence[Paper], names: Mapping[str, str]) -> tuple[dict[str, str], ...]:
    """Return the papers of a statement as rows: one for each clause, settlement period and payee.

    The payee issues, since it is paid. A delta is an invoice of its own that refers to the one it changes; what is
    not issued yet is Open.

    Args:
      papers: the statement, then its deltas.
      names: how parties are called, by id.

    Source: FOCUS 1.4, Invoice Detail.
    """
    first: dict[str, str] = {}
    for paper in papers:
        for item in paper.items:
            first.setdefault(_series(item), f"{paper.id}-{_series(item)}")
    return tuple(_row(paper, item, names, first[_series(item)]) for paper in papers for item in paper.items)


def _series(item: Item) -> str:
    return f"{item.clause}-{item.payee}"


def _row(paper: Paper, item: Item, names: Mapping[str, str], first: str) -> dict[str, str]:
    cost, currency = f"{item.amount.amount:f}", item.amount.currency
    detail = f"{paper.id}/{item.clause}/{item.period.name}/{item.payee}"
    invoice = f"{paper.id}-{_series(item)}"
    created = _instant(paper.issued or paper.known_at)
    grain = {"x_Clause": item.clause, "x_SettlementPeriod": item.period.name, "x_Version": item.version}
    values = {
        "BilledCost": cost,
        "BillingAccountId": item.payer,
        "BillingCurrency": currency,
        "BillingPeriodStart": _day(item.period.start),
        "BillingPeriodEnd": _day(item.period.end),
        "ChargeCategory": "Purchase" if invoice == first else "Adjustment",
        "InvoiceDetailCreated": created,
        "InvoiceDetailDescription": f"{item.clause} {item.period.name}",
        "InvoiceDetailGrain": json.dumps(grain),
        "InvoiceDetailId": detail,
        "InvoiceDetailLastUpdated": created,
        "InvoiceId": invoice,
        "InvoiceIssueDate": _instant(paper.issued) if paper.issued else "",
        "InvoiceIssueStatus": "Issued" if paper.issued else "Open",
        "InvoiceIssuerName": names.get(item.payee, item.payee),
        "PaymentCurrency": currency,
        "PaymentCurrencyBilledCost": cost,
        "PaymentCurrencyInvoiceDetailId": detail,
        "PaymentDueDate": _day(item.due) if item.due else "",
        "PaymentTerms": _terms(item),
        "ReferenceInvoiceId": first,
    }
    return {column: values[column] for column in INVOICE_COLUMNS}


def _terms(item: Item) -> str:
    if item.due is None:
        return "no due date agreed"
    return f"due {item.due}, counted from the end of the settlement period"


def _instant(at: datetime) -> str:
    """Return an instant as FOCUS writes it: UTC, to the second."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _day(day: date) -> str:
    return f"{day}T00:00:00Z"
