"""Figures of bills that a clause counts: quantities checked to be exact, and rows without a figure refused."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from firstcall.errors import BillingError, IsEmpty, Place
from firstcall.said import Quoted, Said, sentence
from firstcall.service.billing.source import ROW, is_parquet, literal, source
from firstcall.service.engines.bill_faults import BeyondDouble, ExportDecimals, SingleFloats
from firstcall.service.engines.duckdb import EXACT_DIGITS, DuckEngine
from firstcall.settlement.bills.focus import (
    FITS,
    NULLS,
    SCALE,
    WHOLE,
    CheckTheFigure,
    NotAFocusNumber,
    TooManyDigits,
    WriteFocusNumber,
    fits,
    is_numeric,
)
from firstcall.settlement.bills.reduction import QUANTITY, UNIT, Plan, source_rows


class QuantityWithoutUnit(Said):
    says = sentence("billing.quantity-without-unit", "ConsumedQuantity {figure} has no ConsumedUnit")
    figure: Annotated[str, Quoted]


class SayWhatItCost(Said):
    says = sentence("billing.say-what-it-cost", "export the row with its figure; what is not there is not nothing")


class SayItsUnit(Said):
    says = sentence("billing.say-its-unit", "export the unit of each quantity; a quantity of nothing cannot be counted")


def check_quantities(duck: DuckEngine, path: Path, file: str) -> None:
    """Refuse the first row whose quantity is no exact number, or has no unit.

    Args:
      duck: reads the rows.
      path: a typed file, with ConsumedQuantity and ConsumedUnit.
      file: its name as people know it.
    Raises:
      BillingError: naming the row.
    """
    kinds = duck.kinds(path)
    if kinds[QUANTITY] == "FLOAT":
        raise BillingError(SingleFloats(columns=(QUANTITY,)), fix=ExportDecimals(), place=Place(file))
    number = ROW if ROW in kinds else "file_row_number + 2" if is_parquet(path) else "0"
    nothing = ", ".join(f"'{word}'" for word in NULLS)
    said = f"CAST({QUANTITY} AS VARCHAR)"
    digits = f"length(trim(replace(replace(split_part({said}, 'e', 1), '-', ''), '.', ''), '0'))"
    long = f"{digits} > {EXACT_DIGITS}" if kinds[QUANTITY] == "DOUBLE" else "FALSE"
    unit = f"CAST({UNIT} AS VARCHAR)"
    odd = f"NOT regexp_full_match({said}, '{literal(FITS)}') OR {unit} IS NULL OR {unit} IN ({nothing}) OR {long}"
    rows = duck.raw.execute(
        f"SELECT {number} AS line, {said}, {unit} FROM {source(path)}"
        f" WHERE {QUANTITY} IS NOT NULL AND {said} NOT IN ({nothing}) AND ({odd}) ORDER BY line"
    )
    while (row := rows.fetchone()) is not None:
        _refuse(Place(file, int(row[0])), row[1], row[2], kinds[QUANTITY] == "DOUBLE")


def refuse_lacking(duck: DuckEngine, bill: tuple[Path, Path], what: Plan, provider: str) -> None:
    """Refuse the first row that counts for a base and has nothing in the column that is added up.

    Args:
      duck: reads the rows.
      bill: the file as people know it, and its rows typed.
      what: the plan of the reduction.
      provider: the column that names the provider.
    Raises:
      BillingError: naming the row.
    """
    path, ready = bill
    counting = ", ".join(f"'{kind}'" for kind in what.base.kinds)
    rows = source_rows(duck.numbered(ready), what, provider, ROW)
    found = duck.raw.execute(
        f"SELECT min({ROW}) FROM ({rows}) AS found WHERE cost IS NULL AND lower(kind) IN ({counting})"
    ).fetchone()
    if found is not None and found[0] is not None:
        place = Place(path.name, int(found[0]))
        raise BillingError(IsEmpty(what=what.base.column), fix=SayWhatItCost(), place=place)


def _refuse(place: Place, figure: str, unit: Any, double: bool) -> None:
    if not is_numeric(figure):
        raise BillingError(NotAFocusNumber(column=QUANTITY, figure=figure), fix=WriteFocusNumber(), place=place)
    if unit in (None, *NULLS):
        raise BillingError(QuantityWithoutUnit(figure=figure), fix=SayItsUnit(), place=place)
    written = figure.partition("e")[0].replace("-", "").replace(".", "").strip("0")
    if double and len(written) > EXACT_DIGITS:
        long = BeyondDouble(column=QUANTITY, figure=figure, most=EXACT_DIGITS)
        raise BillingError(long, fix=ExportDecimals(), place=place)
    if not fits(Decimal(figure)):
        wide = TooManyDigits(column=QUANTITY, figure=figure, decimals=SCALE, whole=WHOLE, n=1)
        raise BillingError(wide, fix=CheckTheFigure(), place=place)
