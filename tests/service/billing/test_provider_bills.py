"""Exports of AWS, Azure, Google and Oracle as they come, in billing/: checked, settled, drawn on and traced."""

import csv
import json
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.service.conftest import Cli
from tests.settlement.settle_case import partnership

SHARE = """\
  - id: resale
    type: revenue_share
    payer: beta
    payee: alpha
    base: {source: focus, streams: [{name: models, where: WHERE}]}
    rate: "1"
    currency: USD
"""
BUYS = """\
  - {id: buys, type: commitment, by: alpha, to: beta, amount: "1000", currency: USD, since: 2025-01-01,
     until: 2025-01-31, base: {source: focus, streams: [{name: all, where: {ProviderName: PROVIDER}}]}}
"""
AWS = """\
NAMES
884,"Amazon Web Services, Inc.",AWS,2025-01-01T00:00:00.000Z,2025-02-01T00:00:00.000Z,2025-01-05T23:00:00.000Z,AmazonBedrock,Usage,USD,100.0000000012
884,"Amazon Web Services, Inc.",AWS,2025-01-01T00:00:00.000Z,2025-02-01T00:00:00.000Z,2025-01-05T23:00:00.000Z,AmazonBedrock,SavingsPlanCoveredUsage,USD,20
884,"Amazon Web Services, Inc.",AWS,2025-01-01T00:00:00.000Z,2025-02-01T00:00:00.000Z,2025-01-05T23:00:00.000Z,AmazonBedrock,SavingsPlanNegation,USD,-20
884,"Amazon Web Services, Inc.",AWS,2025-01-01T00:00:00.000Z,2025-02-01T00:00:00.000Z,2025-01-31T23:00:00.000Z,AmazonBedrock,Tax,USD,19
884,"Amazon Web Services, Inc.",AWS,2025-01-01T00:00:00.000Z,2025-02-01T00:00:00.000Z,2025-01-31T23:00:00.000Z,AmazonBedrock,Credit,USD,-10
884,"Amazon Web Services, Inc.",AWS,2025-01-01T00:00:00.000Z,2025-02-01T00:00:00.000Z,2025-01-31T23:00:00.000Z,AmazonEC2,Usage,USD,7
"""  # noqa: E501
NEWER = (
    "bill_invoice_id,bill_invoicing_entity,bill_billing_entity,bill_billing_period_start_date,"
    "bill_billing_period_end_date,line_item_usage_start_date,line_item_product_code,line_item_line_item_type,"
    "line_item_currency_code,line_item_unblended_cost"
)
OLDER = (
    "bill/InvoiceId,bill/InvoicingEntity,bill/BillingEntity,bill/BillingPeriodStartDate,bill/BillingPeriodEndDate,"
    "lineItem/UsageStartDate,lineItem/ProductCode,lineItem/LineItemType,lineItem/CurrencyCode,lineItem/UnblendedCost"
)
AZURE = """\
invoiceId,billingPeriodStartDate,date,meterCategory,chargeType,billingCurrency,costInBillingCurrency,tags
T1,01/01/2025,01/05/2025,Azure OpenAI,Usage,USD,7.25,"\"\"team\"\": \"\"a\"\",\"\"x\"\": \"\"1\"\""
T1,01/01/2025,01/13/2025,Azure OpenAI,Refund,USD,-0.25,
T1,01/01/2025,01/13/2025,Storage,Usage,USD,3,
"""
GOOGLE = """\
billing_account_id,service.description,sku.description,usage_start_time,cost,currency,credits,invoice.month,cost_type
0X,Vertex AI,tokens,2025-01-05 23:00:00 UTC,100.000001,USD,"[{""name"": ""a"", ""amount"": -10.5}, {""name"": ""b"", ""amount"": -1.25}]",202501,regular
0X,Vertex AI,tokens,2025-01-31 23:00:00 UTC,50,USD,[],202502,regular
0X,Vertex AI,tax,2025-01-31 23:00:00 UTC,5,USD,,202501,tax
"""  # noqa: E501
ORACLE = """\
lineItem/referenceNo,lineItem/intervalUsageStart,lineItem/intervalUsageEnd,product/service,cost/myCost,cost/currencyCode,lineItem/isCorrection
R==,2025-01-05T23:00Z,2025-01-06T00:00Z,GENAI,0.125,USD,false
S==,2025-01-31T23:00Z,2025-02-01T00:00Z,GENAI,10,USD,true
"""
AWS_SUMS = "97.0000000012 USD in 5 rows, and 19 USD of tax in 1"
GOOGLE_SUMS = "88.250001 USD in 3 rows, and 5 USD of tax in 1"
FORMS: dict[str, tuple[str, str, str, str, str]] = {
    "aws-cur-2.0": (AWS.replace("NAMES", NEWER), "AWS", "AmazonBedrock", "90.0000000012", AWS_SUMS),
    "aws-cur": (AWS.replace("NAMES", OLDER), "AWS", "AmazonBedrock", "90.0000000012", AWS_SUMS),
    "azure-mca": (AZURE, "Microsoft", "Azure OpenAI", "7", "Microsoft T1: 10 USD in 3 rows"),
    "google-billing": (GOOGLE, "Google Cloud", "Vertex AI", "88.250001", GOOGLE_SUMS),
    "oracle-cost": (ORACLE, "Oracle", "GENAI", "10.125", "2025-01: 10.125 USD in 2 rows"),
}  # fmt: skip


def deal(folder: Path, form: str, clauses: str = SHARE) -> Path:
    text, provider, service, *_ = FORMS[form]
    where = json.dumps({"ProviderName": provider, "ServiceName": service})
    made = partnership(folder, clauses.replace("WHERE", where).replace("PROVIDER", provider))
    (made / "billing").mkdir()
    (made / "billing" / "export.csv").write_text(text)
    return made


@pytest.mark.parametrize("form", FORMS)
def test_an_export_is_checked_and_settled_as_it_comes(tmp_path: Path, cli: Cli, form: str) -> None:
    folder = deal(tmp_path / "p", form)
    _, provider, _, base, sums = FORMS[form]
    checked = cli("settle", "verify", folder)
    assert checked.code == 0, checked.out
    assert f"the columns of the export {form}, and is read as bills of the provider {provider}" in checked.out
    assert sums in checked.out
    assert f"100% of {base} USD" in cli("settle", folder, "--period", "2025-01").out


@pytest.mark.parametrize("form", FORMS)
def test_an_export_draws_a_commitment_and_its_rows_are_found_again(tmp_path: Path, cli: Cli, form: str) -> None:
    folder = deal(tmp_path / "p", form, BUYS + SHARE)
    assert cli("settle", "intake", folder, folder / "billing" / "export.csv", "--recorded", "2025-02-03").code == 0
    told = cli("settle", folder, "--period", "2025-01").out
    assert "unknown" not in told
    legs = {
        one["clause"]: one for one in json.loads(cli("settle", folder, "--period", "2025-01", "--json").out)["legs"]
    }
    drawn = sum(Fraction(row) for row in _amounts(FORMS[form][0], form))
    assert [Fraction(one["drawn"]) for one in legs["buys"]["commitment"]] == [drawn]
    why = cli("settle", "why", folder, "export.csv:2").out
    assert "resale/2025-01/models/2025-01-05" in why, why


CLOUDS = """\
  - id: buys
    type: commitment
    by: alpha
    to: beta
    amount: "1000"
    currency: USD
    since: 2025-01-01
    until: 2025-01-31
    base: {source: focus, streams: [
      {name: azure, where: {ProviderName: Microsoft, meterCategory: Azure OpenAI}, weight: "0.5"},
      {name: aws, where: {ProviderName: AWS}}]}
"""


def test_one_clause_counts_the_exports_of_several_clouds_by_columns_of_their_own(tmp_path: Path, cli: Cli) -> None:
    """Half of 7.00 of Azure's OpenAI rows, all of AWS but the tax: its file needs no column meterCategory."""
    folder = deal(tmp_path / "p", "azure-mca", CLOUDS)
    (folder / "billing" / "aws.csv").write_text(FORMS["aws-cur-2.0"][0])
    checked = cli("settle", "verify", folder)
    assert checked.code == 0, checked.out
    made = json.loads(cli("settle", folder, "--period", "2025-01", "--json").out)
    ((bought,),) = (leg["commitment"] for leg in made["legs"])
    assert Fraction(bought["drawn"]) == Fraction("3.5") + Fraction("97.0000000012")
    (folder / "billing" / "export.csv").write_text(AZURE.replace("meterCategory", "Category"))
    assert "export.csv: the clause reckons on meterCategory" in cli("settle", folder, "--period", "2025-01").err
    assert "meterCategory" in cli("settle", "verify", folder).out


def _amounts(text: str, form: str) -> list[str]:
    """What a reader of the export would add up, tax left out, by the day of the charge in January."""
    rows = list(csv.DictReader(text.splitlines()))
    names = {"azure-mca": "costInBillingCurrency", "google-billing": "cost", "oracle-cost": "cost/myCost"}
    cost = names.get(form) or next(name for name in rows[0] if "nblended" in name)
    kept = [row for row in rows if "tax" not in (str(value).lower() for value in row.values())]
    credits = [str(one["amount"]) for row in kept for one in json.loads(row.get("credits") or "[]")]
    return [*(row[cost] for row in kept), *credits]


def test_google_bills_by_its_invoice_month(tmp_path: Path, cli: Cli) -> None:
    folder = deal(tmp_path / "p", "google-billing")
    assert "100% of 50 USD" in cli("settle", folder, "--period", "2025-02").out


@pytest.mark.parametrize(
    ("change", "to", "said"),
    [
        ("-10.5}", "-10,5}", "export.csv:2: BilledCost '[{"), ("-1.25}]", "-1.25}", "export.csv:2: BilledCost '[{"),
        ('""amount"": -1.25', '""total"": -1.25', "export.csv:2: BilledCost '[{"),
        ("regular", "promo", "export.csv:2: ChargeCategory 'promo' is no category of FOCUS"),
        ("100.000001", "1e-19", "BilledCost '1e-19' has more than 18 decimals"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_its_row(tmp_path: Path, cli: Cli, change: str, to: str, said: str) -> None:
    folder = deal(tmp_path / "p", "google-billing")
    path = folder / "billing" / "export.csv"
    path.write_text(path.read_text().replace(change, to, 1))
    for ran in (cli("settle", "verify", folder), cli("settle", folder, "--period", "2025-01")):
        assert ran.code == 3
        assert said in ran.out + ran.err


def parquet(folder: Path, name: str, row: dict[str, Any]) -> None:
    pq.write_table(pa.table({key: [value] for key, value in row.items()}), folder / "billing" / name)


def test_parquet_with_nested_columns_and_doubles_is_read_alike(tmp_path: Path, cli: Cli) -> None:
    folder = deal(tmp_path / "p", "google-billing")
    (folder / "billing" / "export.csv").unlink()
    row = {
        "service": {"id": "s", "description": "Vertex AI"}, "sku": {"id": "k", "description": "tokens"},
        "usage_start_time": datetime(2025, 1, 5, 23, tzinfo=UTC), "cost": 100.25, "currency": "USD",
        "credits": [{"name": "a", "amount": -10.5}], "invoice": {"month": "202501"}, "cost_type": "regular",
    }  # fmt: skip
    parquet(folder, "export.parquet", row)
    assert "100% of 89.75 USD" in cli("settle", folder, "--period", "2025-01").out
    parquet(folder, "export.parquet", row | {"cost": 100.25 / 3})
    refused = cli("settle", folder, "--period", "2025-01")
    assert refused.code == 3
    assert "cost is kept as the binary number 33.416666666666664" in refused.err
    parquet(
        folder, "export.parquet", row | {"credits": [{"name": "a", "amount": -1.0}, {"name": "b", "amount": -10 / 3}]}
    )
    refused = cli("settle", folder, "--period", "2025-01")
    assert refused.code == 3
    assert "export.parquet:2: credits is kept as the binary number -3.3333333333333335" in refused.err


AWS_TYPED: dict[str, Any] = {
    "bill_invoice_id": "884", "bill_invoicing_entity": "Amazon Web Services, Inc.", "bill_billing_entity": "AWS",
    "bill_billing_period_start_date": datetime(2025, 1, 1, tzinfo=UTC),
    "line_item_usage_start_date": datetime(2025, 1, 5, 23, tzinfo=UTC),
    "line_item_product_code": "AmazonBedrock", "line_item_line_item_type": "Usage", "line_item_currency_code": "USD",
    "line_item_unblended_cost": 0.1, "line_item_usage_amount": 1.5, "pricing_unit": "tokens",
    "resource_tags": {"user_team": "a"}, "product": {"region": "us"}, "discount": {"total_discount": 0.1},
}  # fmt: skip
AZURE_TYPED: dict[str, Any] = {
    "invoiceId": "T1", "billingPeriodStartDate": datetime(2025, 1, 1, tzinfo=UTC),
    "date": datetime(2025, 1, 13, tzinfo=UTC),
    "meterCategory": "Azure OpenAI", "chargeType": "Usage", "billingCurrency": "USD",
    "costInBillingCurrency": Decimal("0.1"), "quantity": 1.0, "tags": '"team": "a"',
}  # fmt: skip
MAPS = {
    "resource_tags": pa.map_(pa.string(), pa.string()), "product": pa.map_(pa.string(), pa.string()),
    "discount": pa.map_(pa.string(), pa.float64()),
}  # fmt: skip


def typed(path: Path, row: dict[str, Any], columns: dict[str, pa.DataType]) -> None:
    """One row as Parquet, some of its columns in types of their own."""
    kept = {name: list(said.items()) if name in MAPS else said for name, said in row.items()}
    arrays = {name: pa.array([said], (MAPS | columns).get(name)) for name, said in kept.items()}
    pq.write_table(pa.table(arrays), path)


TYPES: dict[str, tuple[str, dict[str, Any], dict[str, pa.DataType]]] = {
    "aws, milliseconds": ("aws-cur-2.0", AWS_TYPED, dict.fromkeys(
        ("bill_billing_period_start_date", "line_item_usage_start_date"), pa.timestamp("ms"))),
    "aws, nanoseconds with a zone": ("aws-cur-2.0", AWS_TYPED, dict.fromkeys(
        ("bill_billing_period_start_date", "line_item_usage_start_date"), pa.timestamp("ns", "UTC"))),
    "aws, decimals": ("aws-cur-2.0", AWS_TYPED | {"line_item_unblended_cost": Decimal("0.1")},
                      {"line_item_unblended_cost": pa.decimal128(38, 10)}),
    "azure, decimals": ("azure-mca", AZURE_TYPED, {"costInBillingCurrency": pa.decimal128(38, 18)}),
    "azure, doubles": ("azure-mca", AZURE_TYPED | {"costInBillingCurrency": 0.1}, {}),
    "azure, days": ("azure-mca", AZURE_TYPED, {"date": pa.date32(), "billingPeriodStartDate": pa.date32()}),
    "azure, text": ("azure-mca", AZURE_TYPED | {"date": "01/13/2025", "billingPeriodStartDate": "01/01/2025"}, {}),
}  # fmt: skip


@pytest.mark.parametrize("kind", TYPES)
def test_parquet_of_aws_and_azure_is_read_in_the_types_that_they_export(tmp_path: Path, cli: Cli, kind: str) -> None:
    form, row, columns = TYPES[kind]
    tag = "user_team" if form.startswith("aws") else "team"
    folder = deal(tmp_path / "p", form, SHARE.replace("where: WHERE", f"where: {{Tags.{tag}: [a]}}"))
    path = folder / "billing" / "export.parquet"
    (folder / "billing" / "export.csv").unlink()
    typed(path, row, columns)
    assert cli("settle", "verify", folder).code == 0
    assert "100% of 0.10 USD" in cli("settle", folder, "--period", "2025-01").out
    told = cli("settle", "reconcile", folder, "--ours", path, "--theirs", path).out
    assert "ours 0.1, theirs 0.1 USD\n  equal, line by line" in told, told


def test_one_provider_delivers_nothing_for_another(tmp_path: Path, cli: Cli) -> None:
    both = SHARE.replace("{name: models, where: WHERE}", "{name: a, where: {ProviderName: AWS}}, "
                         "{name: o, where: {ProviderName: Oracle}}")  # fmt: skip
    folder = deal(tmp_path / "p", "oracle-cost", both)
    assert "no billing rows of AWS were delivered for 2025-01" in cli("settle", folder, "--period", "2025-01").out
