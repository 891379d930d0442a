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
from typing import Annotated, Any
from xml.etree import ElementTree

from firstcall.errors import FirstcallError, Place
from firstcall.said import Grouped, Quoted, Said, sentence
from firstcall.service.billing.file_faults import AnotherSheet, KeepOneSheet, WorkbookDigits
from firstcall.values import dataclass

MOST_COLUMNS = 1_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_MEMBERS = 2_000
_KINDS = "[Content_Types].xml"
"""Where a workbook says of what kind each of its parts is."""
_DIGITS = 17
"""So many digits tell any number that a workbook can keep."""
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
    """The sheet; the only one that says anything unless given."""
    choose: Said = KeepOneSheet()
    """What whoever brings several sheets can do."""

    def refuse(self, place: str, what: Said, fix: Said) -> FirstcallError:
        """Return the error that names a cell, or the file, with what is wrong there."""
        return self.error(what, fix=fix, place=Place(":".join((self.file, place)) if place else self.file))


class UnderNoColumn(Said):
    says = sentence("workbook.under-no-column", "a value stands under no column")


class NameColumnOrClear(Said):
    says = sentence("workbook.name-column-or-clear", "name the column in the first row, or clear it")


class SheetColumnTwice(Said):
    says = sentence("workbook.column-twice", "the column {column} stands twice (see {first})")
    column: Annotated[str, Quoted]
    first: str


class KeepOneOfTheTwo(Said):
    says = sentence("workbook.keep-one-of-the-two", "keep one of the two")


class NotAWorkbook(Said):
    says = sentence("workbook.not-a-workbook", "not a workbook ({why})")
    why: str


class SaveAsXlsxOrCsv(Said):
    says = sentence("workbook.save-as-xlsx-or-csv", "save it as XLSX, or deliver CSV")


class BrokenSheet(Said):
    says = sentence("workbook.broken-sheet", "not a workbook ({why} at line {line}, column {column} of a sheet)")
    why: str
    line: str
    column: str


class SaveAnewAsXlsx(Said):
    says = sentence("workbook.save-anew-as-xlsx", "save it anew as XLSX")


class UnpacksTooLarge(Said):
    says = sentence("workbook.unpacks-too-large", "the workbook unpacks to {size} bytes; at most {most} are read")
    size: Annotated[int, Grouped]
    most: Annotated[int, Grouped]


class CheckFileOrDeliverCsv(Said):
    says = sentence("workbook.check-or-deliver-csv", "check that it is the right file, or deliver CSV")


class StrangePart(Said):
    says = sentence(
        "workbook.strange-part",
        "{part} in it declares entities or is no UTF-8, as no spreadsheet program writes it",
    )
    part: Annotated[str, Quoted]


class PartTwice(Said):
    says = sentence("workbook.part-twice", "{part} stands twice in it")
    part: Annotated[str, Quoted]


class OutOfPlace(Said):
    says = sentence("workbook.out-of-place", "what stands there does not follow on what stands before it")


class SaveAnewFromProgram(Said):
    says = sentence("workbook.save-anew", "save it anew from a spreadsheet program")


class NoSuchSheet(Said):
    says = sentence("workbook.no-such-sheet", "there is no sheet {sheet}")
    sheet: Annotated[str, Quoted]


class NameOneOf(Said):
    says = sentence("workbook.name-one-of", "name one of {names}")
    names: tuple[str, ...]


class CellsMerged(Said):
    says = sentence("workbook.cells-merged", "the cells are merged, and only the first of them holds the value")


class SplitCells(Said):
    says = sentence("workbook.split-cells", "split them, and write the value in each")


class SheetBeyondRow(Said):
    says = sentence("workbook.beyond-row", "the sheet goes beyond its row {most}")
    most: Annotated[int, Grouped]


class CheckFileOrClear(Said):
    says = sentence("workbook.check-or-clear", "check that it is the right file, or clear what stands there")


class CellTwice(Said):
    says = sentence("workbook.cell-twice", "the cell stands twice")


class SaveWorkbookAnew(Said):
    says = sentence("workbook.save-workbook-anew", "save the workbook anew from a spreadsheet program")


class FormulaWithoutValue(Said):
    says = sentence("workbook.formula-without-value", "the formula has no stored value")


class OpenAndSave(Said):
    says = sentence("workbook.open-and-save", "open the workbook in a spreadsheet program, and save it there")


class ErrorInCell(Said):
    says = sentence("workbook.error-in-cell", "an error stands there ({shown})")
    shown: str


class MendCell(Said):
    says = sentence("workbook.mend-cell", "mend it")


class SheetBeyondColumn(Said):
    says = sentence("workbook.beyond-column", "the sheet goes beyond its column {most}")
    most: Annotated[int, Grouped]


class ClearCell(Said):
    says = sentence("workbook.clear-cell", "clear what stands there")


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
            raise sheet.refuse(place, UnderNoColumn(), NameColumnOrClear())
    return {str(name): value for name, value in zip(header, [*cells, *[None] * len(header)], strict=False) if name}


def check_columns(sheet: BookSheet, header: Sequence[Any], row: int = 1) -> None:
    """Refuse two columns of one name: nobody can tell which of them counts."""
    seen: dict[str, int] = {}
    for at, name in enumerate(header):
        text = str(name or "").strip()
        if text and seen.setdefault(text, at) != at:
            first = f"{column_name(seen[text] + 1)}{row}"
            raise sheet.refuse(
                f"{column_name(at + 1)}{row}",
                SheetColumnTwice(column=text, first=first),
                KeepOneOfTheTwo(),
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
    return sheet.refuse("", NotAWorkbook(why=why), SaveAsXlsxOrCsv())


def _check(sheet: BookSheet) -> None:
    """Look through the sheet as it is packed, before anything is read from it."""
    try:
        with zipfile.ZipFile(io.BytesIO(sheet.raw)) as packed:
            _check_size(sheet, packed)
            for name in sorted(_xml_parts(sheet, packed)):
                _check_plain(sheet, packed, name)
            (_, meant), *others = _paths_of(sheet, packed)
            _check_cells(sheet, packed, meant)
            for name, path in others:
                _check_empty(sheet, packed, name, path)
    except FirstcallError:
        raise
    except _DAMAGED as error:
        raise _unreadable(sheet, type(error).__name__) from error
    except ElementTree.ParseError as error:
        line, column = error.position
        raise sheet.refuse(
            "", BrokenSheet(why=error.msg.split(":")[0], line=str(line), column=str(column)), SaveAnewAsXlsx()
        ) from error


def _xml_parts(sheet: BookSheet, packed: zipfile.ZipFile) -> set[str]:
    """Return the parts that are read as XML: those that are called so, and those that the workbook says are."""
    names = packed.namelist()
    found = {name for name in names if name.endswith((".xml", ".rels"))}
    if len(set(names)) < len(names):
        twice = next(name for at, name in enumerate(names) if name in names[:at])
        raise sheet.refuse("", PartTwice(part=twice), SaveAnewFromProgram())
    _check_plain(sheet, packed, _KINDS)
    for one in ElementTree.fromstring(packed.read(_KINDS)):
        if one.get("ContentType", "").endswith("xml"):
            part, ending = one.get("PartName", "").lstrip("/"), one.get("Extension")
            found |= {name for name in names if name == part or (ending is not None and name.endswith(f".{ending}"))}
    return found


def _check_size(sheet: BookSheet, packed: zipfile.ZipFile) -> None:
    size = sum(one.file_size for one in packed.infolist())
    if size > sheet.most_unpacked or len(packed.infolist()) > _MEMBERS:
        raise sheet.refuse("", UnpacksTooLarge(size=size, most=sheet.most_unpacked), CheckFileOrDeliverCsv())


def _check_plain(sheet: BookSheet, packed: zipfile.ZipFile, name: str) -> None:
    """Refuse a part that declares entities, or is not UTF-8: no spreadsheet program writes either."""
    tail = b""
    with packed.open(name) as part:
        while chunk := part.read(1 << 20):
            held = tail + chunk
            if b"<!DOCTYPE" in held or b"<!ENTITY" in held or b"\x00" in held:
                raise sheet.refuse("", StrangePart(part=name), SaveAnewFromProgram())
            tail = held[-16:]


def _paths_of(sheet: BookSheet, packed: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Return the sheet's name and where in the workbook it lies; where none was named, those beside it too."""
    book = ElementTree.fromstring(packed.read("xl/workbook.xml"))
    sheets = [one for one in book.iter() if one.tag in (f"{_MAIN}sheet", f"{_STRICT}sheet")]
    named = [one for one in sheets if sheet.name is None or one.get("name") == sheet.name]
    if not named:
        names = tuple(str(one.get("name")) for one in sheets)
        raise sheet.refuse("", NoSuchSheet(sheet=str(sheet.name)), NameOneOf(names=names))
    links = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): one.get("Target", "") for one in links.iter(_RELATIONS)}
    wanted = [(str(one.get("name")), next(v for key, v in one.attrib.items() if key.endswith("}id"))) for one in named]
    found = [(name, targets[link]) for name, link in wanted]
    return [(name, target.lstrip("/") if target.startswith("/") else f"xl/{target}") for name, target in found]


def _check_empty(sheet: BookSheet, packed: zipfile.ZipFile, name: str, path: str) -> None:
    """Refuse a further sheet that says something: nobody said which of them is meant, and one alone is read."""
    with packed.open(path) as part:
        for _, element in ElementTree.iterparse(part):
            kind = element.tag.rpartition("}")[2]
            if kind == "c" and any((piece.text or "").strip() for piece in element.iter()):
                raise sheet.refuse("!".join((name, element.get("r", ""))), AnotherSheet(), sheet.choose)
            if kind == "row":
                element.clear()


def _check_cells(sheet: BookSheet, packed: zipfile.ZipFile, path: str) -> None:
    rows = 0
    with packed.open(path) as part:
        for _, element in ElementTree.iterparse(part):
            kind = element.tag.rpartition("}")[2]
            if kind == "c":
                _check_cell(sheet, element)
            elif kind == "mergeCell":
                raise sheet.refuse(str(element.get("ref")), CellsMerged(), SplitCells())
            elif kind == "row":
                rows = _check_row(sheet, element, rows)
                element.clear()


def _check_row(sheet: BookSheet, row: ElementTree.Element, before: int) -> int:
    """Return the number of a row; refuse one beyond all that are read, and a cell that stands in it twice."""
    number = int(row.get("r") or before + 1)
    if number > sheet.most_rows:
        raise sheet.refuse("", SheetBeyondRow(most=sheet.most_rows), CheckFileOrClear())
    if number <= before:
        raise sheet.refuse(str(number), OutOfPlace(), SaveWorkbookAnew())
    places = [place for cell in row if (place := cell.get("r"))]
    twice = None if len(set(places)) == len(places) else next(p for at, p in enumerate(places) if p in places[:at])
    if twice is not None:
        raise sheet.refuse(twice, CellTwice(), SaveWorkbookAnew())
    last = 0
    for place in places:
        at = _CELL.fullmatch(place.upper())
        if at is None or int(at[2]) != number or _number_of(at[1]) <= last:
            raise sheet.refuse(place, OutOfPlace(), SaveWorkbookAnew())
        last = _number_of(at[1])
    return number


def _check_cell(sheet: BookSheet, cell: ElementTree.Element) -> None:
    place = cell.get("r", "")
    parts = {part.tag.rpartition("}")[2]: part for part in cell}
    stored = parts.get("v")
    if "f" in parts and (stored is None or stored.text is None) and cell.get("t") != "str":
        raise sheet.refuse(place, FormulaWithoutValue(), OpenAndSave())
    if cell.get("t") == "e":
        raise sheet.refuse(place, ErrorInCell(shown=str(stored.text if stored is not None else "?")), MendCell())
    if cell.get("t", "n") == "n" and stored is not None:
        digits = str(stored.text).upper().partition("E")[0].replace(".", "").strip("+-").strip("0")
        if len(digits) > _DIGITS:
            raise sheet.refuse(place, WorkbookDigits(text=str(stored.text)), MendCell())
    at = _CELL.fullmatch(place)
    if at is not None and _number_of(at[1]) > MOST_COLUMNS:
        raise sheet.refuse(place, SheetBeyondColumn(most=MOST_COLUMNS), ClearCell())


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
