"""A sheet of a workbook -> its rows, where nothing that stands in it would be dropped.

What a reader of cells passes over in silence is refused with the cell: a formula whose value was never stored,
merged cells, an error, a value under no column, two columns of one name. So is what would cost minutes or memory
to read: a sheet that unpacks to far more than it seems, or reaches to the last cell that a sheet can have.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from firstcall.errors import FirstcallError, quoted

MOST_COLUMNS = 1_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_MEMBERS = 2_000
_DAMAGED = (zipfile.BadZipFile, zlib.error, KeyError, StopIteration, OSError, EOFError, ValueError,
            NotImplementedError, RuntimeError)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BookSheet:
    """One sheet that may be read: the workbook's bytes, and how errors name and kind it."""

    raw: bytes
    file: str
    error: type[FirstcallError]
    most_unpacked: int
    """How many bytes the workbook may have once it is unpacked."""
    most_rows: int
    name: str | None = None
    """The sheet; the first unless given."""

    def refuse(self, place: str, what: str, mend: str) -> FirstcallError:
        """Return the error that names a cell, or the file, with what is wrong there."""
        return self.error(f"{self.file}{':' + place if place else ''}: {what}\n  fix: {mend}")


def sheet_rows(sheet: BookSheet) -> Iterator[tuple[int, list[Any]]]:
    """Yield each row that says something, with its number as people see it; the first is the header.

    Raises:
      FirstcallError: of the sheet's kind, naming the cell that would be dropped, or what is too large.
    """
    _check(sheet)
    try:
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(sheet.raw), read_only=True, data_only=True)
        found = book[sheet.name] if sheet.name else book.worksheets[0]
        found.reset_dimensions()  # the size that a sheet says of itself is not to be believed
        for cells in found.iter_rows():
            values = [cell.value for cell in cells]
            if any(value is not None for value in values):
                number = next(cell.row for cell in cells if cell.value is not None)
                yield number, values
        book.close()
    except (FirstcallError, ImportError):
        raise
    except Exception as error:  # a library's own errors, whatever they are, are no business of whoever brings a file
        raise _unreadable(sheet, type(error).__name__) from error


def named_cells(sheet: BookSheet, header: Sequence[Any], number: int, cells: Sequence[Any]) -> dict[str, Any]:
    """Return a row's values by column; those under no column are refused, not dropped."""
    for at, value in enumerate(cells):
        if value is not None and (at >= len(header) or not str(header[at] or "").strip()):
            place = f"{column_name(at + 1)}{number}"
            raise sheet.refuse(place, "a value stands under no column", "name the column in the first row, or clear it")
    return {str(name): value for name, value in zip(header, [*cells, *[None] * len(header)], strict=False) if name}


def check_columns(sheet: BookSheet, header: Sequence[Any]) -> None:
    """Refuse two columns of one name: nobody can tell which of them counts."""
    seen: dict[str, int] = {}
    for at, name in enumerate(header):
        text = str(name or "").strip()
        if text and seen.setdefault(text, at) != at:
            first = f"{column_name(seen[text] + 1)}1"
            raise sheet.refuse(
                f"{column_name(at + 1)}1",
                f"the column {quoted(text)} stands twice (see {first})",
                "keep one of the two",
            )


def column_name(number: int) -> str:
    """Return a column's letters.

    >>> column_name(1), column_name(28)
    ('A', 'AB')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _unreadable(sheet: BookSheet, why: str) -> FirstcallError:
    return sheet.refuse("", f"not a workbook ({why})", "save it as XLSX, or deliver CSV")


def _check(sheet: BookSheet) -> None:
    """Look through the sheet as it is packed, before anything is read from it."""
    try:
        with zipfile.ZipFile(io.BytesIO(sheet.raw)) as packed:
            _check_size(sheet, packed)
            for name in packed.namelist():
                if name.endswith((".xml", ".rels")):
                    _check_plain(sheet, packed, name)
            _check_cells(sheet, packed, _path_of(sheet, packed))
    except FirstcallError:
        raise
    except _DAMAGED as error:
        raise _unreadable(sheet, type(error).__name__) from error
    except ElementTree.ParseError as error:
        line, column = error.position
        raise sheet.refuse(
            "", f"not a workbook ({error.msg.split(':')[0]} at line {line}, column {column} of a sheet)",
            "save it anew as XLSX",
        ) from error  # fmt: skip


def _check_size(sheet: BookSheet, packed: zipfile.ZipFile) -> None:
    size = sum(one.file_size for one in packed.infolist())
    if size > sheet.most_unpacked or len(packed.infolist()) > _MEMBERS:
        raise sheet.refuse(
            "", f"the workbook unpacks to {size:,} bytes; at most {sheet.most_unpacked:,} are read",
            "check that it is the right file, or deliver CSV",
        )  # fmt: skip


def _check_plain(sheet: BookSheet, packed: zipfile.ZipFile, name: str) -> None:
    """Refuse a part that declares entities, or is not UTF-8: no spreadsheet program writes either."""
    tail = b""
    with packed.open(name) as part:
        while chunk := part.read(1 << 20):
            held = tail + chunk
            if b"<!DOCTYPE" in held or b"<!ENTITY" in held or b"\x00" in held:
                what = f"{quoted(name)} in it declares entities or is no UTF-8, as no spreadsheet program writes it"
                raise sheet.refuse("", what, "save it anew from a spreadsheet program")
            tail = held[-16:]


def _path_of(sheet: BookSheet, packed: zipfile.ZipFile) -> str:
    """Return where in the workbook the sheet lies."""
    book = ElementTree.fromstring(packed.read("xl/workbook.xml"))
    sheets = [one for one in book.iter() if one.tag in (f"{_MAIN}sheet", f"{_STRICT}sheet")]
    named = [one for one in sheets if sheet.name is None or one.get("name") == sheet.name]
    if not named:
        names = ", ".join(str(one.get("name")) for one in sheets)
        raise sheet.refuse("", f"there is no sheet {quoted(sheet.name)}", f"name one of {names}")
    wanted = next(value for key, value in named[0].attrib.items() if key.endswith("}id"))
    links = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    target = next(one.get("Target", "") for one in links.iter(_RELATIONS) if one.get("Id") == wanted)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _check_cells(sheet: BookSheet, packed: zipfile.ZipFile, path: str) -> None:
    rows = 0
    with packed.open(path) as part:
        for _, element in ElementTree.iterparse(part):
            kind = element.tag.rpartition("}")[2]
            if kind == "c":
                _check_cell(sheet, element)
            elif kind == "mergeCell":
                raise sheet.refuse(
                    str(element.get("ref")), "the cells are merged, and only the first of them holds the value",
                    "split them, and write the value in each",
                )  # fmt: skip
            elif kind == "row":
                rows = _check_row(sheet, element, rows)
                element.clear()


def _check_row(sheet: BookSheet, row: ElementTree.Element, before: int) -> int:
    """Return the number of a row; refuse one beyond all that are read, and a cell that stands in it twice."""
    number = int(row.get("r") or before + 1)
    if number > sheet.most_rows:
        what = f"the sheet goes beyond its row {sheet.most_rows:,}"
        raise sheet.refuse("", what, "check that it is the right file, or clear what stands there")
    places = [place for cell in row if (place := cell.get("r"))]
    twice = None if len(set(places)) == len(places) else next(p for at, p in enumerate(places) if p in places[:at])
    if twice is not None:
        raise sheet.refuse(twice, "the cell stands twice", "save the workbook anew from a spreadsheet program")
    return number


def _check_cell(sheet: BookSheet, cell: ElementTree.Element) -> None:
    place = cell.get("r", "")
    parts = {part.tag.rpartition("}")[2]: part for part in cell}
    stored = parts.get("v")
    if "f" in parts and (stored is None or stored.text is None) and cell.get("t") != "str":
        raise sheet.refuse(
            place, "the formula has no stored value", "open the workbook in a spreadsheet program, and save it there"
        )
    if cell.get("t") == "e":
        raise sheet.refuse(place, f"an error stands there ({stored.text if stored is not None else '?'})", "mend it")
    at = _CELL.fullmatch(place)
    if at is not None and _number_of(at[1]) > MOST_COLUMNS:
        raise sheet.refuse(place, f"the sheet goes beyond its column {MOST_COLUMNS:,}", "clear what stands there")


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
