"""What a file of revenue lines shows before anybody has said how it is to be read."""

import csv
import zipfile
from pathlib import Path

from firstcall.errors import BillingError
from firstcall.service.billing.files import workbook_text
from firstcall.settlement.books.revenue_lines import Raw

DELIMITERS = (",", ";", "\t", "|")
_ROWS = 5000


def lines_as_shown(path: Path, sheet: str | None = None) -> tuple[tuple[str, ...], list[Raw], str]:
    """Return the columns, the first rows and the delimiter of a file, whatever its habits.

    Raises:
      BillingError: the file is no text in UTF-8, no workbook, or has no header.
    """
    if path.suffix.lower() == ".xlsx":
        return (*_workbook(path, sheet), ",")
    try:
        with path.open(newline="", encoding="utf-8-sig") as stream:
            first = stream.readline()
            stream.seek(0)
            delimiter = max(DELIMITERS, key=first.count)
            reader = csv.reader(stream, delimiter=delimiter, strict=True)
            header = tuple(next(reader, []))
            rows: list[Raw] = [(n, dict(zip(header, cells, strict=False))) for n, cells in zip(range(2, _ROWS), reader)]  # noqa: B905
    except (csv.Error, UnicodeDecodeError) as error:
        raise BillingError(
            f"{path.name}: the file cannot be read ({error})\n  mend: save it as CSV in UTF-8, or as .xlsx"
        ) from error
    if not any(name.strip() for name in header):
        raise BillingError(f"{path.name}:1: the file has no header\n  mend: its first row names the columns")
    return header, rows, delimiter


def _workbook(path: Path, sheet: str | None) -> tuple[tuple[str, ...], list[Raw]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        raise BillingError(f"{path.name}: this is no workbook\n  mend: save it as .xlsx, or deliver CSV") from error
    try:
        rows = book[sheet or book.sheetnames[0]].iter_rows(values_only=True, max_row=_ROWS)
        header = tuple(str(cell or "") for cell in next(rows, ()))
        return header, [
            (number, dict(zip(header, (workbook_text(cell, path, number) for cell in cells), strict=False)))
            for number, cells in enumerate(rows, start=2)
            if any(cell is not None for cell in cells)
        ]
    finally:
        book.close()
