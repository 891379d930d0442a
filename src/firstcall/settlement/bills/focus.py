"""FOCUS Cost and Usage exports.

The version a file follows, the columns that settlement needs, and which figures are carried exactly.
"""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Annotated, Literal

from firstcall.errors import BillingError, DidYouMean, Place, UseOneOf, did_you_mean
from firstcall.money import CheckExponent, Rounding
from firstcall.said import Quoted, Said, plural, sentence
from firstcall.values import dataclass

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


class NoFocusFile(Said):
    says = sentence("focus.no-focus-file", "this is no FOCUS Cost and Usage file: it has no column {columns}")
    columns: tuple[str, ...]


class NoFocusFileNorProvider(Said):
    says = sentence(
        "focus.no-focus-file-nor-provider",
        "this is no FOCUS Cost and Usage file: it has no column {columns} (ProviderName before 1.3)",
    )
    columns: tuple[str, ...]


class ExportTheseColumns(Said):
    says = sentence(
        "focus.export-these-columns",
        "export it with these columns; revenue lines belong into the folder revenue/, with a mapping",
    )


class ExportTheseNear(Said):
    says = sentence(
        "focus.export-these-near",
        "export it with these columns ({near}); revenue lines belong into the folder revenue/, with a mapping",
    )
    near: tuple[Said, ...]


class ForColumn(Said):
    says = sentence("focus.for-column", "{column}: {near}")
    column: str
    near: Said


class VersionUnknown(Said):
    says = sentence("focus.version-unknown", "FOCUS {version} is not a version known here")
    version: str


class NotAFocusNumber(Said):
    says = sentence("focus.not-a-number", "{column} {figure} is no number as FOCUS writes one")
    column: str
    figure: Annotated[str, Quoted]


class WriteFocusNumber(Said):
    says = sentence(
        "focus.write-a-number",
        "write digits with one decimal point, such as 1234.50 or 35.2E-7; no thousands separators",
    )


class FigureOutOfRange(Said):
    says = sentence("focus.out-of-range", "{column} {figure} is out of any range")
    column: str
    figure: Annotated[str, Quoted]


class TooManyDigits(Said):
    says = plural(
        "focus.too-many-digits",
        "{column} {figure} has more than {decimals} decimals or {whole} whole digits; {n} row does",
        "{column} {figure} has more than {decimals} decimals or {whole} whole digits; {n} rows do",
    )
    column: str
    figure: Annotated[str, Quoted]
    decimals: int
    whole: int
    n: int


class NameIntakeRounding(Said):
    says = sentence(
        "focus.name-intake-rounding", "name `rounding.intake` in the clause if the contract allows rounding on intake"
    )


class TooManyWholeDigits(Said):
    says = sentence("focus.too-many-whole-digits", "{column} {figure} has more than {whole} whole digits")
    column: str
    figure: Annotated[str, Quoted]
    whole: int


class CheckTheFigure(Said):
    says = sentence("focus.check-the-figure", "check the figure")


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
        names_missing = tuple(missing)
        lacks: Said = NoFocusFile(columns=names_missing)
        if provider in missing:
            lacks = NoFocusFileNorProvider(columns=names_missing)
        raise BillingError(lacks, fix=_near_columns(missing, names), place=Place(file, 1))
    return FocusLayout("CostAndUsage", found, provider)


def _near_columns(missing: Sequence[str], names: frozenset[str]) -> Said:
    found = ((name, did_you_mean(name, names)) for name in missing)
    near = tuple(ForColumn(column=name, near=DidYouMean(near=column)) for name, column in found if column is not None)
    return ExportTheseNear(near=near) if near else ExportTheseColumns()


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
    raise BillingError(VersionUnknown(version=version), fix=UseOneOf(names=VERSIONS))


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
            odd = NotAFocusNumber(column=column, figure=text)
            raise BillingError(odd, fix=WriteFocusNumber(), place=Place(file, row))
        try:
            found[text] = Decimal(text)
        except InvalidOperation as error:
            far = FigureOutOfRange(column=column, figure=text)
            raise BillingError(far, fix=CheckExponent(), place=Place(file, row)) from error
    long = [(text, row, n) for text, row, n in texts if not fits(found[text])]
    if long and intake is None:
        text, row, _ = long[0]
        rows = sum(n for _, _, n in long)
        wide = TooManyDigits(column=column, figure=text, decimals=SCALE, whole=WHOLE, n=rows)
        raise BillingError(wide, fix=NameIntakeRounding(), place=Place(file, row))
    return {
        text: value if fits(value) else _rounded(file, column, text, value, intake) for text, value in found.items()
    }


def _rounded(file: str, column: str, text: str, value: Decimal, intake: str | None) -> Decimal:
    wide = TooManyWholeDigits(column=column, figure=text, whole=WHOLE)
    if value.adjusted() > WHOLE:
        raise BillingError(wide, fix=CheckTheFigure(), place=Place(file))
    if value.adjusted() < -2 * SCALE:
        return Decimal(0)  # nearer to zero than any rounding of it that is carried
    short = value.quantize(Decimal(1).scaleb(-SCALE), _MODES[Rounding(intake or "half_even")], _WIDE)
    if not fits(short):
        raise BillingError(wide, fix=CheckTheFigure(), place=Place(file))
    return short
