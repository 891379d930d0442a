"""The offer as a file: a YAML page, or the only row of a CSV or XLSX table, of which nothing is dropped."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from firstcall.errors import Place, QuestionError, quoted
from firstcall.refusal.offer_sheet import OfferSheet, sheet_from_row, sheet_from_yaml
from firstcall.service.plain_files import read_file

MOST_OFFER_BYTES = 20_000_000
"""No offer has more bytes, however it is packed."""
OfferRow = Mapping[str, str | None]


def read_sheet(file: Path) -> OfferSheet:
    """Return the offer kept in a file.

    Raises:
      NotFound: there is no such file.
      MachineError: the machine does not let it be read.
      QuestionError: it says no offer, or something in it would be dropped; the cell is told.
    """
    raw = read_file(file, "the offer")
    if len(raw) > MOST_OFFER_BYTES:
        raise QuestionError(f"{file}: more than {MOST_OFFER_BYTES:,} bytes\n  fix: check that it is the right file")
    match file.suffix.lower():
        case ".yaml" | ".yml":
            return sheet_from_yaml(raw, str(file))
        case ".csv":
            rows = _csv_rows(raw, file)
        case ".xlsx":
            rows = _xlsx_rows(raw, file)
        case other:
            raise QuestionError(f"{file}: '{other}' is no kind of offer file\n  fix: use .yaml, .csv or .xlsx")
    if len(rows) != 1:
        raise QuestionError(f"{file}: {len(rows)} rows of offers\n  fix: keep one offer a file")
    number, row = rows[0]
    return sheet_from_row(row, Place(str(file), number))


def _csv_rows(raw: bytes, file: Path) -> list[tuple[int, OfferRow]]:
    """Return the rows of a table of comma-separated values, each with the line it begins on."""
    found: list[tuple[int, OfferRow]] = []
    header: list[str] | None = None
    try:
        reader = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True)
        before = 0
        for cells in reader:
            number, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = _columns([cell.strip() for cell in cells], f"{file}:{number}")
                continue
            if len(cells) != len(header):
                raise QuestionError(
                    f"{file}:{number}: {len(cells)} values stand under {len(header)} columns\n"
                    "  fix: the row may be cut short, or a comma stands inside a value without quotes"
                )
            found.append((number, dict(zip(header, cells, strict=True))))
    except (UnicodeDecodeError, csv.Error) as error:
        raise QuestionError(f"{file}: not a table of CSV: {error}\n  fix: save it as UTF-8 CSV") from error
    return found


def _columns(names: list[str], place: str) -> list[str]:
    for at, name in enumerate(names):
        if not name:
            raise QuestionError(f"{place}: column {at + 1} has no name\n  fix: name it, or leave it out")
        if name in names[:at]:
            raise QuestionError(f"{place}: the column {quoted(name)} stands twice\n  fix: keep one of the two")
    return names


def _xlsx_rows(raw: bytes, file: Path) -> list[tuple[int, OfferRow]]:
    try:
        from firstcall.service.billing.workbook import BookSheet, check_columns, column_name, named_cells, sheet_rows

        sheet = BookSheet(raw, str(file), QuestionError, MOST_OFFER_BYTES, most_rows=1_000)
        rows = list(sheet_rows(sheet))
    except ImportError as error:
        raise QuestionError("XLSX needs openpyxl\n  fix: pip install 'firstcall[settle]', or save as CSV") from error
    if not rows:
        return []
    header = [str(name).strip() if name is not None else None for name in rows[0][1]]
    check_columns(sheet, header)
    found: list[tuple[int, OfferRow]] = []
    for number, cells in rows[1:]:
        named_cells(sheet, header, number, cells)
        texts = [_text(value, f"{file}:{column_name(at + 1)}{number}") for at, value in enumerate(cells)]
        found.append((number, {name: text for name, text in zip(header, texts, strict=False) if name}))
    return found


def _text(value: Any, place: str) -> str | None:
    """Return a cell's value as text; refuse what text would not say whole."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case datetime() if value.time() != value.time().min:
            raise QuestionError(f"{place}: a time of day stands with the date\n  fix: keep the day alone")
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float():
            return _exact(value, place)
        case int() | str():
            return str(value)
        case _:
            raise QuestionError(f"{place}: '{value}' is no text, number or day\n  fix: keep it as text")


def _exact(value: float, place: str) -> str:
    """Return a number as it was typed: a workbook keeps up to fifteen digits of it."""
    text = repr(value) if not value.is_integer() else str(int(value))
    if "e" in text or len(text.strip("-").replace(".", "").lstrip("0")) > 15:
        raise QuestionError(
            f"{place}: a number is kept as {text}, more digits than a workbook keeps exactly\n  fix: keep it as text"
        )
    return text
