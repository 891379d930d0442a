"""FOCUS Cost and Usage exports.

The version a file follows, the columns that settlement needs, and which figures are carried exactly.
"""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Literal

from firstcall.errors import BillingError, suggestion
from firstcall.money import Rounding

FocusVersion = Literal["1.0", "1.1", "1.2", "1.3", "1.4"]
VERSIONS: tuple[FocusVersion, ...] = ("1.0", "1.1", "1.2", "1.3", "1.4")
Dataset = Literal["CostAndUsage", "ContractCommitment"]

# Columns that a version brought; the latest version whose mark is there is the one followed.
MARKS: dict[FocusVersion, tuple[str, ...]] = {
    "1.3": ("ServiceProviderName", "HostProviderName", "ContractApplied", "AllocatedMethodId"),
    "1.2": ("InvoiceId", "PricingCurrency", "BillingAccountType", "SubAccountType"),
    "1.1": ("SkuMeter", "SkuPriceDetails", "ServiceSubcategory", "CapacityReservationId"),
}
FOCUS_COLUMNS = ("BilledCost", "BillingCurrency", "BillingPeriodStart", "ChargeCategory", "ChargePeriodStart")
COSTS = ("BilledCost", "EffectiveCost", "ContractedCost", "ListCost")
FOCUS_TIMES = ("BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd")
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
class FocusLayout:
    """What a file is: its dataset, its version, and the column that names the provider."""

    dataset: Dataset
    version: FocusVersion
    provider: str


def layout(header: Iterable[str], file: str, version: str | None = None) -> FocusLayout:
    """Return what kind of FOCUS file a header belongs to.

    Before 1.3 ProviderName says who provides; from 1.3 on ServiceProviderName does, and 1.4 drops the former.

    Raises:
      BillingError: the columns needed to settle are not there, or the version named is unknown.
    Source: FOCUS 1.0 to 1.4, column lists.

    >>> layout((*FOCUS_COLUMNS, "ProviderName", "InvoiceId"), "x.csv").version
    '1.2'
    """
    names = frozenset(header)
    if "ContractCommitmentId" in names:
        return FocusLayout("ContractCommitment", _named(version) or "1.3", "ServiceProviderName")
    found = _named(version) or _detected(names)
    provider = (
        "ProviderName" if "ProviderName" in names and "ServiceProviderName" not in names else "ServiceProviderName"
    )
    missing = [name for name in (*FOCUS_COLUMNS, provider) if name not in names]
    if missing:
        near = [f"{name}: {suggestion(name, names, 'column')}" for name in missing if len(names) < 12]
        raise BillingError(
            f"{file}:1: this is no FOCUS Cost and Usage file: it has no column {', '.join(missing)}"
            f"{' (ProviderName before 1.3)' if provider in missing else ''}\n"
            f"  fix: export it with these columns{' (' + '; '.join(near) + ')' if near else ''};"
            " revenue lines belong into the folder revenue/, with a mapping"
        )
    return FocusLayout("CostAndUsage", found, provider)


def keyed(name: str, header: Container[str]) -> tuple[str, str] | None:
    """Return the JSON column and the key in it that a name asks for; None where the name is a column itself.

    Everything after the first dot is the key as the export writes it: dots, quotes, spaces and case included.

    >>> keyed("Tags.cost.centre", {"Tags"}), keyed("Tags.team", {"Tags", "Tags.team"})
    (('Tags', 'cost.centre'), None)
    """
    column, dot, key = name.partition(".")
    return (column, key) if dot and column in KEYED and name not in header else None


def _named(version: str | None) -> FocusVersion | None:
    if version is None:
        return None
    for known in VERSIONS:
        if known == version:
            return known
    raise BillingError(f"FOCUS {version} is not a version known here\n  fix: choose one of {', '.join(VERSIONS)}")


def _detected(names: frozenset[str]) -> FocusVersion:
    if "ServiceProviderName" in names and "ProviderName" not in names:
        return "1.4"
    for version, marks in MARKS.items():
        if names & set(marks):
            return version
    return "1.0"


FITS = r"-?[0-9]{1,20}(\.[0-9]{1,18}0*)?"
"""A plain decimal within 20 whole digits and 18 decimals, as most figures are written."""
NUMERIC = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE]-?[0-9]+)?")
"""A number as FOCUS allows it: plain or with E, no thousands separators, no plus sign."""
TIME = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6}0*)?)?"
    r"( ?UTC|Z|[+-][0-9]{2}(:?[0-9]{2})?)?|Z)?"
)
"""An instant as exports write one: a day, a time with or without an offset; UTC where there is none."""
SCALE, WHOLE = 18, 20
_WIDE = Context(prec=400, Emin=-999, Emax=999)
_MODES = {
    Rounding.half_even: ROUND_HALF_EVEN,
    Rounding.half_up: ROUND_HALF_UP,
    Rounding.down: ROUND_DOWN,
}


def is_numeric(text: str) -> bool:
    """Return whether a text is a number as FOCUS writes one.

    >>> [is_numeric(text) for text in ("35.2E-7", "35.2E+7", "1,234.5", "-0.1", "NaN", "+5", ".5")]
    [True, False, False, True, False, False, False]
    """
    return NUMERIC.fullmatch(text) is not None


def fits(value: Decimal) -> bool:
    """Return whether a value is carried exactly: at most 18 decimals and 20 whole digits.

    >>> fits(Decimal("1E-18")), fits(Decimal("1E-19")), fits(Decimal("1E20"))
    (True, False, False)
    """
    if value and abs(value.adjusted()) > 60:
        return False
    _, digits, exponent = value.normalize(_WIDE).as_tuple()
    assert isinstance(exponent, int)
    return exponent >= -SCALE and (value == 0 or len(digits) + exponent <= WHOLE)


def carried(file: str, column: str, texts: Sequence[tuple[str, int, int]], intake: str | None) -> Mapping[str, Decimal]:
    """Return the carried value of every unusual figure of a column.

    Args:
      file: the file's name.
      column: the cost column.
      texts: a figure as written, the first row it stands in, and how many rows say it.
      intake: how figures with more than 18 decimals are rounded; None to refuse them.
    Raises:
      BillingError: a figure is no number, or cannot be carried exactly and no rounding is named.
    """
    found: dict[str, Decimal] = {}
    for text, row, _ in texts:
        if not is_numeric(text):
            raise BillingError(
                f"{file}:{row}: {column} {text!r} is no number as FOCUS writes one\n"
                "  fix: write digits with one decimal point, such as 1234.50 or 35.2E-7; no thousands separators"
            )
        try:
            found[text] = Decimal(text)
        except InvalidOperation as error:
            raise BillingError(
                f"{file}:{row}: {column} {text!r} is out of any range\n  fix: check the exponent"
            ) from error
    long = [(text, row, n) for text, row, n in texts if not fits(found[text])]
    if long and intake is None:
        rows = sum(n for _, _, n in long)
        raise BillingError(
            f"{file}:{long[0][1]}: {column} {long[0][0]!r} has more than {SCALE} decimals or {WHOLE} whole digits;"
            f" {rows} row{'s do' if rows > 1 else ' does'}\n"
            "  fix: name `rounding.intake` in the clause if the contract allows rounding on intake"
        )
    return {
        text: value if fits(value) else _rounded(file, column, text, value, intake) for text, value in found.items()
    }


def _rounded(file: str, column: str, text: str, value: Decimal, intake: str | None) -> Decimal:
    if value.adjusted() > WHOLE:
        raise BillingError(f"{file}: {column} {text!r} has more than {WHOLE} whole digits\n  fix: check the figure")
    if value.adjusted() < -2 * SCALE:
        return Decimal(0)  # nearer to zero than any rounding of it that is carried
    short = value.quantize(Decimal(1).scaleb(-SCALE), _MODES[Rounding(intake or "half_even")], _WIDE)
    if not fits(short):
        raise BillingError(f"{file}: {column} {text!r} has more than {WHOLE} whole digits\n  fix: check the figure")
    return short
