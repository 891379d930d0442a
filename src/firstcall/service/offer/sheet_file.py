"""The offer as a file: a YAML page, or the only row of a CSV or XLSX table, of which nothing is dropped."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

from firstcall.agreement.read.text_faults import CheckFile
from firstcall.errors import Place, QuestionError
from firstcall.record.transaction_lines import ColumnTwice, ValuesUnderColumns
from firstcall.refusal.offer_sheet import OfferSheet, sheet_from_row, sheet_from_yaml
from firstcall.said import Grouped, Quoted, Said, sentence
from firstcall.service.billing.file_faults import WorkbookDigits
from firstcall.service.billing.workbook import KeepOneOfTheTwo
from firstcall.service.plain_files import read_file

MOST_OFFER_BYTES = 20_000_000
"""No offer has more bytes, however it is packed."""
OfferRow = Mapping[str, str | None]


class OfferFileTooLarge(Said):
    says = sentence("offer.offer-file-too-large", "more than {most_offer_bytes} bytes")
    most_offer_bytes: Annotated[int, Grouped]


class RowsOfOffers(Said):
    says = sentence("offer.rows-of-offers", "{rows} rows of offers")
    rows: int


class KeepOneOfferFile(Said):
    says = sentence("offer.keep-one-offer-file", "keep one offer a file")


class KeepItAsText(Said):
    says = sentence("offer.keep-it-as-text", "keep it as text")


class IsNoKindOfOffer(Said):
    says = sentence("offer.is-no-kind-of-offer", "{other} is no kind of offer file")
    other: Annotated[str, Quoted]


class UseYamlCsvOrXlsx(Said):
    says = sentence("offer.use-yaml-csv-or-xlsx", "use .yaml, .csv or .xlsx")


class NoOfferTable(Said):
    says = sentence("offer.no-offer-table", "not a table of CSV: {why}")
    why: str


class SaveAsUtf8Csv(Said):
    says = sentence("offer.save-as-utf8-csv", "save it as UTF-8 CSV")


class OfferColumnUnnamed(Said):
    says = sentence("offer.offer-column-unnamed", "column {given} has no name")
    given: str


class NameOrLeaveOut(Said):
    says = sentence("offer.name-or-leave-out", "name it, or leave it out")


class WorkbookNeedsOpenpyxl(Said):
    says = sentence("offer.workbook-needs-openpyxl", "XLSX needs openpyxl")


class InstallSettle(Said):
    says = sentence("offer.install-settle", "pip install 'firstcall[settle]', or save as CSV")


class TimeWithDate(Said):
    says = sentence("offer.time-with-date", "a time of day stands with the date")


class KeepDayAlone(Said):
    says = sentence("offer.keep-day-alone", "keep the day alone")


class NoTextNumberOrDay(Said):
    says = sentence("offer.no-text-number-or-day", "{value} is no text, number or day")
    value: Annotated[str, Quoted]


class RowCutOrUnquoted(Said):
    says = sentence(
        "offer.row-cut-or-unquoted",
        "the row may be cut short, or a comma stands inside a value without quotes",
    )


def read_sheet(file: Path) -> OfferSheet:
    """Return the offer kept in a file.

    Raises:
      NotFound: there is no such file.
      MachineError: the machine does not let it be read.
      QuestionError: it says no offer, or something in it would be dropped; the cell is told.
    """
    raw = read_file(file, "the offer")
    if len(raw) > MOST_OFFER_BYTES:
        raise QuestionError(
            OfferFileTooLarge(most_offer_bytes=MOST_OFFER_BYTES), fix=CheckFile(), place=Place(str(file))
        )
    match file.suffix.lower():
        case ".yaml" | ".yml":
            return sheet_from_yaml(raw, str(file))
        case ".csv":
            rows = _csv_rows(raw, file)
        case ".xlsx":
            rows = _xlsx_rows(raw, file)
        case other:
            raise QuestionError(IsNoKindOfOffer(other=other), fix=UseYamlCsvOrXlsx(), place=Place(str(file)))
    if len(rows) != 1:
        raise QuestionError(RowsOfOffers(rows=len(rows)), fix=KeepOneOfferFile(), place=Place(str(file)))
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
                header = _columns([cell.strip() for cell in cells], Place(str(file), number))
                continue
            if len(cells) != len(header):
                raise QuestionError(
                    ValuesUnderColumns(held=len(cells), columns=len(header)),
                    fix=RowCutOrUnquoted(),
                    place=Place(str(file), number),
                )
            found.append((number, dict(zip(header, cells, strict=True))))
    except (UnicodeDecodeError, csv.Error) as error:
        raise QuestionError(NoOfferTable(why=str(error)), fix=SaveAsUtf8Csv(), place=Place(str(file))) from error
    return found


def _columns(names: list[str], place: Place) -> list[str]:
    for at, name in enumerate(names):
        if not name:
            raise QuestionError(OfferColumnUnnamed(given=str(at + 1)), fix=NameOrLeaveOut(), place=place)
        if name in names[:at]:
            raise QuestionError(ColumnTwice(column=name), fix=KeepOneOfTheTwo(), place=place)
    return names


def _xlsx_rows(raw: bytes, file: Path) -> list[tuple[int, OfferRow]]:
    try:
        from firstcall.service.billing.workbook import BookSheet, check_columns, column_name, named_cells, sheet_rows

        sheet = BookSheet(raw, str(file), QuestionError, MOST_OFFER_BYTES, most_rows=1_000)
        rows = list(sheet_rows(sheet))
    except ImportError as error:
        raise QuestionError(WorkbookNeedsOpenpyxl(), fix=InstallSettle()) from error
    if not rows:
        return []
    header = [str(name).strip() if name is not None else None for name in rows[0][1]]
    check_columns(sheet, header)
    found: list[tuple[int, OfferRow]] = []
    for number, cells in rows[1:]:
        named_cells(sheet, header, number, cells)
        texts = [_text(value, Place(f"{file}:{column_name(at + 1)}{number}")) for at, value in enumerate(cells)]
        found.append((number, {name: text for name, text in zip(header, texts, strict=False) if name}))
    return found


def _text(value: Any, place: Place) -> str | None:
    """Return a cell's value as text; refuse what text would not say whole."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case datetime() if value.time() != value.time().min:
            raise QuestionError(TimeWithDate(), fix=KeepDayAlone(), place=place)
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float():
            return _exact(value, place)
        case int() | str():
            return str(value)
        case _:
            raise QuestionError(NoTextNumberOrDay(value=value), fix=KeepItAsText(), place=place)


def _exact(value: float, place: Place) -> str:
    """Return a number as it was typed: a workbook keeps up to fifteen digits of it."""
    text = repr(value) if not value.is_integer() else str(int(value))
    if "e" in text or len(text.strip("-").replace(".", "").lstrip("0")) > 15:
        raise QuestionError(WorkbookDigits(text=text), fix=KeepItAsText(), place=place)
    return text
