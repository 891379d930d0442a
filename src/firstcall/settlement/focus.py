"""FOCUS Cost and Usage exports: which version a file follows, and the columns that settlement needs."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Literal

from firstcall.errors import BillingError, suggestion

Version = Literal["1.0", "1.1", "1.2", "1.3", "1.4"]
VERSIONS: tuple[Version, ...] = ("1.0", "1.1", "1.2", "1.3", "1.4")
Dataset = Literal["CostAndUsage", "ContractCommitment"]

# Columns that a version brought; the latest version whose mark is there is the one followed.
MARKS: dict[Version, tuple[str, ...]] = {
    "1.3": ("ServiceProviderName", "HostProviderName", "ContractApplied", "AllocatedMethodId"),
    "1.2": ("InvoiceId", "PricingCurrency", "BillingAccountType", "SubAccountType"),
    "1.1": ("SkuMeter", "SkuPriceDetails", "ServiceSubcategory", "CapacityReservationId"),
}
NEEDED = ("BilledCost", "BillingCurrency", "BillingPeriodStart", "ChargeCategory", "ChargePeriodStart")
COSTS = ("BilledCost", "EffectiveCost", "ContractedCost", "ListCost")
TIMES = ("BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd")
NUMBERS = (
    *COSTS, "ConsumedQuantity", "PricingQuantity", "ContractedUnitPrice", "ListUnitPrice",
    "CommitmentDiscountQuantity", "PricingCurrencyContractedUnitPrice", "PricingCurrencyEffectiveCost",
    "PricingCurrencyListUnitPrice",
)  # fmt: skip
JSONS = ("Tags", "SkuPriceDetails", "ContractApplied", "AllocatedTags", "AllocatedMethodDetails")
KEYED = ("Tags", "AllocatedTags", "SkuPriceDetails")
"""JSON columns whose values a clause may ask for by name, as `Tags.team`."""
CATEGORIES = ("Usage", "Purchase", "Tax", "Credit", "Adjustment")
NULLS = ("", "NULL")
"""How exports write that there is nothing."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a file is: its dataset, its version, and the column that names the provider."""

    dataset: Dataset
    version: Version
    provider: str


def layout(header: Iterable[str], file: str, version: str | None = None) -> Layout:
    """Return what kind of FOCUS file a header belongs to.

    Before 1.3 ProviderName says who provides; from 1.3 on ServiceProviderName does, and 1.4 drops the former.

    Raises:
      BillingError: the columns needed to settle are not there, or the version named is unknown.
    Source: FOCUS 1.0 to 1.4, column lists.

    >>> layout((*NEEDED, "ProviderName", "InvoiceId"), "x.csv").version
    '1.2'
    """
    names = frozenset(header)
    if "ContractCommitmentId" in names:
        return Layout("ContractCommitment", _named(version) or "1.3", "ServiceProviderName")
    found = _named(version) or _detected(names)
    provider = (
        "ProviderName" if "ProviderName" in names and "ServiceProviderName" not in names else "ServiceProviderName"
    )
    missing = [name for name in (*NEEDED, provider) if name not in names]
    if missing:
        near = [f"{name}: {suggestion(name, names, 'column')}" for name in missing if len(names) < 12]
        raise BillingError(
            f"{file}:1: this is no FOCUS Cost and Usage file: it has no column {', '.join(missing)}"
            f"{' (ProviderName before 1.3)' if provider in missing else ''}\n"
            f"  mend: export it with these columns{' (' + '; '.join(near) + ')' if near else ''};"
            " revenue lines belong into the folder revenue/, with a mapping"
        )
    return Layout("CostAndUsage", found, provider)


def keyed(name: str, header: Container[str]) -> tuple[str, str] | None:
    """Return the JSON column and the key in it that a name asks for; None where the name is a column itself.

    Everything after the first dot is the key as the export writes it: dots, quotes, spaces and case included.

    >>> keyed("Tags.cost.centre", {"Tags"}), keyed("Tags.team", {"Tags", "Tags.team"})
    (('Tags', 'cost.centre'), None)
    """
    column, dot, key = name.partition(".")
    return (column, key) if dot and column in KEYED and name not in header else None


def _named(version: str | None) -> Version | None:
    if version is None:
        return None
    for known in VERSIONS:
        if known == version:
            return known
    raise BillingError(f"FOCUS {version} is not a version known here\n  mend: choose one of {', '.join(VERSIONS)}")


def _detected(names: frozenset[str]) -> Version:
    if "ServiceProviderName" in names and "ProviderName" not in names:
        return "1.4"
    for version, marks in MARKS.items():
        if names & set(marks):
            return version
    return "1.0"
