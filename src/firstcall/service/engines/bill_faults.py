"""What a row of a bill can have wrong, as facts.

>>> str(EndsBeforeItStarts(column="ChargePeriodEnd", given="'2025-01-01'", start="'2025-02-01'"))
"ChargePeriodEnd '2025-01-01' is before '2025-02-01'"
"""

from __future__ import annotations

from firstcall.said import Said, sentence


class SingleFloats(Said):
    says = sentence(
        "focus.single-floats", "{columns} are binary floating-point numbers of single precision, which hold no cents"
    )
    columns: tuple[str, ...]


class BeyondDouble(Said):
    says = sentence(
        "focus.beyond-double",
        "{column} is kept as the binary number {figure}, with more than the {most} digits that such a number keeps"
        " exactly",
    )
    column: str
    figure: str
    most: int


class WiderThanCarried(Said):
    says = sentence(
        "focus.wider-than-carried", "{columns} are decimals of more than {most} digits, which are not read exactly"
    )
    columns: tuple[str, ...]
    most: int


class ExportNarrower(Said):
    says = sentence("focus.export-narrower", "export them as DECIMAL(38, 18), or as CSV")


class ExportDecimals(Said):
    says = sentence(
        "focus.export-decimals",
        "export decimals or CSV; or name `rounding.intake` in the clause, to take each figure in as its shortest"
        " decimal",
    )


class NoPeriodBoundary(Said):
    says = sentence("bill.no-period-boundary", "{column} {given} is no period boundary")
    column: str
    given: str


class EndsBeforeItStarts(Said):
    says = sentence("bill.ends-before-it-starts", "{column} {given} is before {start}")
    column: str
    given: str
    start: str


class NoFocusCategory(Said):
    says = sentence("bill.no-focus-category", "{column} {given} is no category of FOCUS")
    column: str
    given: str


class PeriodsAndCategories(Said):
    says = sentence(
        "bill.periods-and-categories",
        "a period starts and ends at times such as {example}, the end after the start; a category is one of "
        "{categories}; no row may be without cost, currency, category, provider or periods",
    )
    example: str
    categories: tuple[str, ...]
