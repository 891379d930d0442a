import json
import re

from tests.report.statement.test_statement_ledger import DELTA, drawn
from tests.settlement.statement.test_standing import ISSUED

from firstcall.report.statement.documents import INVOICE_COLUMNS, invoice_rows, papers

# FOCUS 1.4, Invoice Detail: column, data type, whether it may be null; PurchaseOrderNumber is for who takes one.
SPECIFIED = {
    "BilledCost": ("Decimal", False), "BillingAccountId": ("String", False), "BillingCurrency": ("String", False),
    "ChargeCategory": ("String", False), "BillingPeriodEnd": ("Date/Time", False),
    "BillingPeriodStart": ("Date/Time", False), "InvoiceDetailCreated": ("Date/Time", False),
    "InvoiceDetailDescription": ("String", True), "InvoiceDetailGrain": ("JSON", True),
    "InvoiceDetailId": ("String", False), "InvoiceDetailLastUpdated": ("Date/Time", False),
    "InvoiceId": ("String", False), "InvoiceIssueDate": ("Date/Time", True), "InvoiceIssueStatus": ("String", False),
    "InvoiceIssuerName": ("String", False), "PaymentCurrency": ("String", False),
    "PaymentCurrencyBilledCost": ("Decimal", False), "PaymentCurrencyInvoiceDetailId": ("String", False),
    "PaymentDueDate": ("Date/Time", True), "PaymentTerms": ("String", False), "ReferenceInvoiceId": ("String", False),
}  # fmt: skip
FORMS = {
    "Decimal": r"-?\d+(\.\d+)?",
    "Date/Time": r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z",
    "String": r"\S(.*\S)?",
    "JSON": r"\{.*\}",
}
NAMES = {"alpha": "Alpha", "beta": "Beta"}
ALL = invoice_rows(
    papers([(ISSUED, drawn(due_days=30)), (DELTA, drawn(due_days=30, rate="0.3")), (None, drawn())]), NAMES
)


def test_names_and_types_are_those_of_the_standard() -> None:
    assert set(INVOICE_COLUMNS) == set(SPECIFIED)
    for row in ALL:
        assert tuple(row) == INVOICE_COLUMNS
        for column, (kind, nullable) in SPECIFIED.items():
            assert (nullable and not row[column]) or re.fullmatch(FORMS[kind], row[column]), (column, row[column])
        assert row["ChargeCategory"] in ("Usage", "Purchase", "Tax", "Credit", "Adjustment")
        assert row["InvoiceIssueStatus"] in ("Open", "Issued", "Voided")
        assert row["PaymentCurrencyInvoiceDetailId"] == row["InvoiceDetailId"]
        assert all(key.startswith("x_") for key in json.loads(row["InvoiceDetailGrain"]))
    assert len({row["InvoiceDetailId"] for row in ALL}) == len(ALL)


def test_an_invoice_refers_to_itself_and_a_delta_to_the_invoice_that_it_changes() -> None:
    first, delta, later = ALL[0], ALL[2], ALL[4]
    assert first["ReferenceInvoiceId"] == first["InvoiceId"] == "example-2025-Q1-share-beta"
    assert (delta["InvoiceId"], delta["ReferenceInvoiceId"]) == ("example-2025-Q1-d1-share-beta", first["InvoiceId"])
    assert [row["ChargeCategory"] for row in (first, delta, later)] == ["Purchase", "Adjustment", "Adjustment"]
    assert [row["InvoiceIssueStatus"] for row in (first, delta, later)] == ["Issued", "Issued", "Open"]
    assert [row["InvoiceIssueDate"] for row in (first, delta, later)] == [
        "2025-02-01T00:00:00Z", "2025-02-04T00:00:00Z", "",
    ]  # fmt: skip
    assert [row["BilledCost"] for row in ALL] == ["20.00", "-10.00", "10.00", "-5.00", "-10.00", "5.00"]


def test_what_a_delta_brings_first_is_an_invoice_of_its_own() -> None:
    nothing = drawn(rate="0")
    row = invoice_rows(papers([(ISSUED, nothing), (DELTA, drawn())]), NAMES)[0]
    assert row["ReferenceInvoiceId"] == row["InvoiceId"] == "example-2025-Q1-d1-share-beta"
    assert row["ChargeCategory"] == "Purchase"


def test_terms_of_payment_are_told_also_where_none_are_agreed() -> None:
    assert ALL[0]["PaymentTerms"] == "due 2025-04-30, counted from the end of the settlement period"
    assert ALL[0]["PaymentDueDate"] == "2025-04-30T00:00:00Z"
    assert (ALL[4]["PaymentTerms"], ALL[4]["PaymentDueDate"]) == ("no due date agreed", "")
    assert ALL[0]["InvoiceIssuerName"] == "Beta"
