"""Providers' own exports read as bills: which of their columns says what FOCUS asks for, as SQL over cells of text.

A file that is none of FOCUS goes the same way from here on: what is not said stays nothing, a word for a charge that
is not known stays itself, so that it is refused by its row and never guessed.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Literal, get_args

from firstcall.said import Said, sentence
from firstcall.settlement.bills.reduction import Sql
from firstcall.settlement.books.provider_exports import ProviderExport, provider_export
from firstcall.values import dataclass

_CATEGORY = {
    "usage": "Usage", "purchase": "Purchase", "tax": "Tax", "credit": "Credit", "refund": "Credit",
    "adjustment": "Adjustment",
}  # fmt: skip
BillProvider = Literal["AWS", "Microsoft", "Google Cloud", "Oracle"]
"""What the providers are called whose own exports are read."""
_NAMES: tuple[BillProvider, ...] = get_args(BillProvider)
_NAMED = re.compile(r"<([^<>]+)>")


class ReadAsBills(Said):
    says = sentence(
        "export.read-as-bills",
        "it has the columns of the export {export}, and is read as bills of the provider {provider}",
    )
    export: str
    provider: str


class CreditsAsRows(Said):
    says = sentence("export.credits-as-rows", "{read}; each credit that a row lists is a row of its own")
    read: Said


@dataclass(frozen=True, slots=True)
class BillColumns:
    """What a provider's columns say, each a column of FOCUS: SQL in which `<a|b>` is whichever column is there.

    Of several ways the first one counts whose columns a file has.
    """

    provider: BillProvider
    kind: str
    """The column of the kind of charge; an empty name where every row is use."""
    ways: Mapping[str, tuple[str, ...]]
    credits: str = ""
    """A column that lists credits of a row, each of which is a row of its own here."""


def _us_day(column: str) -> Sql:
    """Return a day that is written month first, as an instant; anything else as it stands."""
    read = f"strftime(try_strptime(<{column}>, '%m/%d/%Y'), '%Y-%m-%dT00:00:00Z')"
    return f"coalesce({read}, <{column}>)"


def _publisher() -> Sql:
    """Return who sells what is billed: AWS, or who sells by its marketplace."""
    entity, seller = "<bill_billing_entity|bill/BillingEntity>", "<line_item_legal_entity|lineItem/LegalEntity>"
    return f"CASE WHEN {entity} = 'AWS' THEN 'AWS' ELSE {seller} END"


def _braced(column: str) -> Sql:
    """Return tags that are written without the braces around them, with them."""
    return f"CASE WHEN starts_with(trim(<{column}>), '\"') THEN '{{' || <{column}> || '}}' ELSE <{column}> END"


def _month(month: str) -> Sql:
    """Return a month such as 202501 as the instant at which it begins; anything else as it stands."""
    return f"regexp_replace({month}, '^([0-9]{{4}})-?([0-9]{{2}})$', '\\1-\\2-01T00:00:00Z')"


def _month_of(column: str) -> Sql:
    """Return the instant at which the month of an instant begins."""
    return f"left(<{column}>, 7) || '-01T00:00:00Z'"


def _correction(column: str) -> Sql:
    """Return the class of a row that says itself to be a correction."""
    return f"CASE WHEN lower(<{column}>) = 'true' THEN 'Correction' END"


def _inside(column: str, name: str) -> Sql:
    """Return a field of a nested column, as text."""
    return f"json_extract_string(<{column}>, '$.{name}')"


_AWS = BillColumns(
    _NAMES[0], "line_item_line_item_type|lineItem/LineItemType",
    {
        "BilledCost": ("<line_item_unblended_cost|lineItem/UnblendedCost>",),
        "BillingCurrency": ("<line_item_currency_code|lineItem/CurrencyCode>",),
        "BillingPeriodStart": ("<bill_billing_period_start_date|bill/BillingPeriodStartDate>",),
        "BillingPeriodEnd": ("<bill_billing_period_end_date|bill/BillingPeriodEndDate>",),
        "ChargePeriodStart": ("<line_item_usage_start_date|lineItem/UsageStartDate>",),
        "ChargePeriodEnd": ("<line_item_usage_end_date|lineItem/UsageEndDate>",),
        "InvoiceIssuerName": ("<bill_invoicing_entity|bill/InvoicingEntity>",),
        "PublisherName": (_publisher(),),
        "InvoiceId": ("<bill_invoice_id|bill/InvoiceId>",),
        "BillingAccountId": ("<bill_payer_account_id|bill/PayerAccountId>",),
        "SubAccountId": ("<line_item_usage_account_id|lineItem/UsageAccountId>",),
        "ServiceName": ("<line_item_product_code|lineItem/ProductCode>",),
        "ChargeDescription": ("<line_item_line_item_description|lineItem/LineItemDescription>",),
        "ResourceId": ("<line_item_resource_id|lineItem/ResourceId>",),
        "SkuId": ("<product_sku|product/sku>",),
        "ConsumedQuantity": ("<line_item_usage_amount|lineItem/UsageAmount>",),
        "ConsumedUnit": ("<pricing_unit|pricing/unit>",),
        "Tags": ("<resource_tags>",),
    },
)  # fmt: skip
_AZURE = BillColumns(
    _NAMES[1], "chargeType|ChargeType",
    {
        "BilledCost": ("<costInBillingCurrency|CostInBillingCurrency>",),
        "BillingCurrency": ("<billingCurrency|BillingCurrencyCode|BillingCurrency>",),
        "BillingPeriodStart": (_us_day("billingPeriodStartDate|BillingPeriodStartDate"),),
        "ChargePeriodStart": (_us_day("date|Date"),),
        "PublisherName": ("<publisherName|PublisherName>",),
        "InvoiceId": ("<invoiceId|InvoiceId>",),
        "BillingAccountId": ("<billingAccountId|BillingAccountId>",),
        "SubAccountId": ("<SubscriptionId|subscriptionId>",),
        "ServiceName": ("<meterCategory|MeterCategory>",),
        "ChargeDescription": ("<productName|ProductName>",),
        "ResourceId": ("<ResourceId|resourceId>",),
        "SkuId": ("<meterId|MeterId>",),
        "ConsumedQuantity": ("<quantity|Quantity>",),
        "ConsumedUnit": ("<unitOfMeasure|UnitOfMeasure>",),
        "Tags": (_braced("tags|Tags"),),
    },
)  # fmt: skip
_GOOGLE = BillColumns(
    _NAMES[2], "cost_type",
    {
        "BilledCost": ("<cost>",),
        "BillingCurrency": ("<currency>",),
        "BillingPeriodStart": (
            _month("<invoice.month|invoice_month>"),
            _month(_inside("invoice", "month")),
        ),
        "ChargePeriodStart": ("<usage_start_time>",),
        "ChargePeriodEnd": ("<usage_end_time>",),
        "PublisherName": ("<seller_name>",),
        "BillingAccountId": ("<billing_account_id>",),
        "SubAccountId": ("<project.id|project_id>", _inside("project", "id")),
        "ServiceName": ("<service.description|service_description>", _inside("service", "description")),
        "ChargeDescription": ("<sku.description|sku_description>", _inside("sku", "description")),
        "ResourceId": (
            "<resource.global_name|resource_global_name>", _inside("resource", "global_name"),
        ),
        "SkuId": ("<sku.id|sku_id>", _inside("sku", "id")),
        "ConsumedQuantity": ("<usage.amount|usage_amount>",),
        "ConsumedUnit": ("<usage.unit|usage_unit>",),
    },
    credits="credits",
)  # fmt: skip
_ORACLE = BillColumns(
    _NAMES[3], "",
    {
        "BilledCost": ("<cost/myCost>",),
        "BillingCurrency": ("<cost/currencyCode>",),
        "BillingPeriodStart": (_month_of("lineItem/intervalUsageStart"),),
        "ChargePeriodStart": ("<lineItem/intervalUsageStart>",),
        "ChargePeriodEnd": ("<lineItem/intervalUsageEnd>",),
        "ChargeClass": (_correction("lineItem/isCorrection"),),
        "BillingAccountId": ("<lineItem/tenantId>",),
        "SubAccountId": ("<product/compartmentId>",),
        "ServiceName": ("<product/service>",),
        "ChargeDescription": ("<product/Description>",),
        "ResourceId": ("<product/resourceId>",),
        "SkuId": ("<cost/productSku>",),
        "ConsumedQuantity": ("<usage/billedQuantity>",),
        "ConsumedUnit": ("<cost/billingUnitReadable>",),
    },
)  # fmt: skip
_OF = {
    "aws-cur-2.0": _AWS, "aws-cur": _AWS, "azure-mca": _AZURE, "azure-ea": _AZURE, "google-billing": _GOOGLE,
    "oracle-cost": _ORACLE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExportedBills:
    """A provider's export as a table of FOCUS: the columns that it has, each as SQL over its cells as text.

    `kept` are its own columns, which a clause may name as well; `cost` is the one that holds what was billed.
    """

    name: str
    provider: BillProvider
    columns: tuple[tuple[str, str], ...]
    kept: tuple[str, ...]
    cost: str
    credits: str | None

    @property
    def names(self) -> tuple[str, ...]:
        """Return the columns of the table."""
        return (*(name for name, _ in self.columns), *self.kept)

    @property
    def told(self) -> Said:
        """Return as what it is read."""
        read = ReadAsBills(export=self.name, provider=self.provider)
        return read if self.credits is None else CreditsAsRows(read=read)

    def rows(self, said: Sql, row: str) -> Sql:
        """Return the query for its rows, and one more for each credit that a row lists.

        A credit's figure is taken as it is written. A list that cannot be read stands as the figure, which is
        then refused.

        Args:
          said: the query for its cells as text.
          row: the column with the number of each row.
        """
        plain = f"SELECT {row}, {self._listed({})} FROM ({said})"
        if self.credits is None:
            return plain
        listed = _quoted(self.credits)
        amounts = f"""regexp_extract_all({listed}, '"amount"\\s*:\\s*"?([^",}}\\s]+)', 1)"""
        whole = f"json_valid({listed}) AND json_array_length(CASE WHEN json_valid({listed}) THEN {listed} END)"
        each = f"CASE WHEN {whole} = len({amounts}) THEN {amounts} ELSE [{listed}] END"
        credited = self._listed({"BilledCost": "x_Credit", "ChargeCategory": "'Credit'", "ConsumedQuantity": "NULL"})
        unnested = f"SELECT *, unnest({each}) AS x_Credit FROM ({said}) WHERE {listed} IS NOT NULL"
        return f"{plain} UNION ALL SELECT {row}, {credited} FROM ({unnested})"

    def _listed(self, instead: Mapping[str, Sql]) -> Sql:
        named = [f"CAST({instead.get(name, text)} AS VARCHAR) AS {_quoted(name)}" for name, text in self.columns]
        return ", ".join((*named, *map(_quoted, self.kept)))


def exported_bills(header: Sequence[str]) -> ExportedBills | None:
    """Return how a file is read whose columns are a provider's own; None where they are those of FOCUS, or of nobody.

    >>> found = exported_bills(["cost/myCost", "cost/currencyCode", "lineItem/intervalUsageStart", "product/service"])
    >>> found.provider, found.cost, dict(found.columns)["ServiceName"]
    ('Oracle', 'cost/myCost', '"product/service"')
    """
    export = None if "BilledCost" in header else provider_export(header)
    if export is None:
        return None
    form, there = _OF[export.name], frozenset(header)
    columns = {"ProviderName": f"'{form.provider}'", "ServiceProviderName": f"'{form.provider}'"}
    columns["ChargeCategory"] = _categories(form, export, there)
    for name, ways in form.ways.items():
        found = next((text for way in ways if (text := _resolved(way, there)) is not None), None)
        if found is not None:
            columns[name] = found
    taken = {name.casefold() for name in columns}
    cost = _resolved(form.ways["BilledCost"][0], there)
    return ExportedBills(
        export.name, form.provider, tuple(columns.items()),
        tuple(name for name in header if name.casefold() not in taken), (cost or "").strip('"'),
        form.credits if form.credits in there else None,
    )  # fmt: skip


def _categories(form: BillColumns, export: ProviderExport, there: Collection[str]) -> Sql:
    """Return the kind of charge as FOCUS names it; a word that is not known as it stands."""
    said = _resolved(f"<{form.kind}>", there) if form.kind else None
    if said is None:
        return "'Usage'"
    known = " ".join(f"WHEN '{word}' THEN '{_CATEGORY[kind]}'" for word, kind in export.kinds.items())
    return f"CASE {said} {known} ELSE {said} END"


def _resolved(way: str, there: Collection[str]) -> str | None:
    """Return SQL with its columns named; None where the file lacks one of them."""
    found = {names: next((one for one in names.split("|") if one in there), None) for names in _NAMED.findall(way)}
    if None in found.values():
        return None
    return _NAMED.sub(lambda match: _quoted(found[match[1]] or ""), way)


def _quoted(name: str) -> Sql:
    """Return a column name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'
