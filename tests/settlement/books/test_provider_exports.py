"""Bills in the providers' own forms: recognised, drafted, and read to the cent once the open words are given."""

from datetime import UTC, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from firstcall.settlement.books.mapping_draft import drafted
from firstcall.settlement.books.provider_exports import EXPORTS, CreditsApart, provider_export
from firstcall.settlement.books.revenue_lines import LineMapping, entries_of

AWS = {
    "identity_line_item_id": "x1", "bill_invoice_id": "884",
    "bill_billing_period_start_date": "2025-01-01T00:00:00.000Z",
    "line_item_usage_start_date": "2025-01-05T23:00:00.000Z", "line_item_product_code": "AmazonBedrock",
    "line_item_line_item_type": "SavingsPlanCoveredUsage", "line_item_line_item_description": "tokens",
    "line_item_currency_code": "USD", "line_item_unblended_cost": "12.3456789012", "line_item_blended_cost": "1",
}  # fmt: skip
OLD_AWS = {
    "identity/LineItemId": "x1", "bill/InvoiceId": "884", "bill/BillingPeriodStartDate": "2025-01-01T00:00:00Z",
    "lineItem/UsageStartDate": "2025-01-05T23:00:00Z", "lineItem/ProductCode": "AmazonBedrock",
    "lineItem/LineItemType": "Credit", "lineItem/CurrencyCode": "USD", "lineItem/UnblendedCost": "-0.5",
}  # fmt: skip
AZURE = {
    "invoiceId": "T1", "billingPeriodStartDate": "01/01/2025", "date": "01/05/2025", "meterCategory": "Azure OpenAI",
    "productName": "tokens", "chargeType": "Usage", "billingCurrency": "USD", "costInBillingCurrency": "7.25",
    "costInPricingCurrency": "7.25",
}  # fmt: skip
ENTERPRISE = {
    "InvoiceSectionName": "a", "BillingPeriodStartDate": "01/01/2025", "Date": "01/05/2025", "ChargeType": "Refund",
    "MeterCategory": "Azure OpenAI", "ProductName": "tokens", "BillingCurrencyCode": "EUR",
    "CostInBillingCurrency": "-7.25",
}  # fmt: skip
GOOGLE = {
    "billing_account_id": "0X", "service.description": "Vertex AI", "sku.description": "tokens",
    "usage_start_time": "2025-01-05 23:00:00 UTC", "usage_end_time": "2025-01-06 00:00:00 UTC",
    "invoice.month": "202501", "cost": "3.000001", "currency": "USD", "cost_type": "regular",
}  # fmt: skip
ORACLE = {
    "lineItem/referenceNo": "R==", "lineItem/intervalUsageStart": "2025-01-05T23:00Z", "product/service": "GENAI",
    "product/Description": "tokens", "cost/myCost": "0.125", "cost/currencyCode": "USD",
    "lineItem/isCorrection": "false",
}  # fmt: skip
SHAPES = {
    "aws-cur-2.0": (AWS, "usage", "12.3456789012"),
    "aws-cur": (OLD_AWS, "credit", "-0.5"),
    "azure-mca": (AZURE, "usage", "7.25"),
    "azure-ea": (ENTERPRISE, "refund", "-7.25"),
    "google-billing": (GOOGLE, "usage", "3.000001"),
    "oracle-cost": (ORACLE, "sale", "0.125"),
}  # fmt: skip
TAKEN = datetime(2025, 2, 1, tzinfo=UTC)


def test_every_form_has_its_shape_here() -> None:
    assert list(SHAPES) == [export.name for export in EXPORTS]


@pytest.mark.parametrize("name", SHAPES)
def test_a_form_is_recognised_and_its_draft_reads_it_to_the_last_decimal(name: str) -> None:
    row, kind, amount = SHAPES[name]
    found = provider_export(list(row))
    assert found is not None and found.name == name
    lines = drafted("export.csv", list(row), [(2, row)], ",", ("cloud",), ("models",))
    text = "\n".join(line.yaml for line in lines if line.yaml)
    assert text.count("?") == 2  # whose it is, and which stream its product is
    answered = text.replace("of: ?", "of: cloud").replace(": ?", ": models")
    (entry,) = entries_of(mapping_of(answered), [(2, row)], "export.csv", TAKEN, ZoneInfo("America/New_York"))
    assert (entry.kind, entry.amount, entry.stream) == (kind, Fraction(amount), "models")
    assert (entry.day.isoformat(), entry.currency) == ("2025-01-05", row.get("BillingCurrencyCode", "USD"))
    assert entry.billed is None or entry.billed.isoformat() in ("2025-01-01", "2024-12-31")


def mapping_of(text: str) -> LineMapping:
    """The draft as whoever completes it would save it."""
    from ruamel.yaml import YAML

    return LineMapping.model_validate(YAML(typ="safe").load(text))


def test_a_file_of_lines_is_no_export_and_credits_that_stand_apart_are_told() -> None:
    assert provider_export(["day", "stream", "amount"]) is None
    assert provider_export(["cost", "currency"]) is None
    google = provider_export(list(GOOGLE))
    assert google is not None and google.warns == CreditsApart()
    assert google.columns["stream"] == "service.description"
