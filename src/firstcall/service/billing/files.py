"""Files of a partnership's money: revenue lines and their mappings, exchange rates, billing exports."""

import codecs
import csv
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from firstcall.agreement.read.problems import faults
from firstcall.agreement.read.text import decode, read_yaml
from firstcall.dates import parse_day
from firstcall.errors import BillingError, MachineError, Place, Problem
from firstcall.money import exact
from firstcall.said import Said, Unreadable
from firstcall.service.billing.file_faults import (
    AnswerIt,
    CheckTheRow,
    CompleteTheMapping,
    CutShortOrUnquoted,
    DeadLink,
    ExchangeColumnTwice,
    ExchangeHas,
    ExchangeLacks,
    ExportSoOrMove,
    FileHasNoHeader,
    FirstRowIsHeader,
    ForeignInRoom,
    KeepOneColumn,
    LinesCannotBeRead,
    MendDeadLink,
    MoveRevenueFile,
    NameSheetByFlag,
    NameSheetInMapping,
    NoMappingBeside,
    NotReadWhole,
    OtherThanTheHeader,
    RateNotAboveZero,
    RevenueLiesInRoom,
    RoomHolds,
    RoundInWorkbook,
    SaveCsvAsUtf8,
    SaveLinesAsCsv,
    StillOpen,
    WorkbookDigits,
    WriteARate,
    WriteMappingBeside,
)
from firstcall.service.plain_files import all_below, check_plain, is_there, read_file
from firstcall.settlement.books.entries import Quote
from firstcall.settlement.books.figures import TypedFigure
from firstcall.settlement.books.provider_exports import header_at
from firstcall.settlement.books.revenue_lines import (
    DELIMITERS,
    LineMapping,
    Raw,
    RowLacks,
    check_mapping,
    refuse_twice,
)
from firstcall.values import dataclass

REVENUE, BILLING, EXCHANGE = "revenue", "billing", "exchange.csv"
_NO_TABLES = (".xlsm", ".xls", ".ods", ".tsv", ".zip", ".json", ".jsonl", ".avro", ".orc")
_NO_BILLS, _NO_LINES = (*_NO_TABLES, ".xlsx"), (*_NO_TABLES, ".gz", ".parquet")
MOST_UNPACKED, MOST_ROWS = 200_000_000, 1_048_576
"""How much of a workbook is read: what the file unpacks to, in bytes, and as many rows as a sheet can have."""
_ROWS_SHOWN, _ROWS_ABOVE = 5000, 30
"""How many rows a draft looks at, and in how many it looks for the names of columns."""
_LINES_ARE: RoomHolds = "revenue lines are CSV or XLSX"
_LEFT_OPEN = re.compile(r"""(?:[^#"']|"[^"]*"|'[^']*')*:\s+\?\s*(?:\}|#.*)?$""")
"""A line of a draft whose answer is missing."""
EXCHANGE_COLUMNS = ("day", "sold", "bought", "rate", "source")


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with check_plain(path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def revenue_files(folder: Path) -> tuple[Path, ...]:
    """Return the files of revenue lines of a partnership, by name.

    Raises:
      BillingError: a table of another kind or in a folder of its own lies there, and would else be left out unseen.
      MachineError: a pipe lies there, or a link to nothing.
    """
    listed = _lying_in(folder, REVENUE, _NO_LINES, _LINES_ARE)
    found = tuple(path for path in listed if path.suffix.lower() in (".csv", ".xlsx") and path.name != EXCHANGE)
    for path in found:
        if path.parent != folder / REVENUE:
            raise BillingError(
                RevenueLiesInRoom(file=path.relative_to(folder).as_posix(), revenue=REVENUE),
                fix=MoveRevenueFile(revenue=REVENUE),
            )
    return found


def billing_files(folder: Path) -> tuple[Path, ...]:
    """Return the billing exports of a partnership, by name; folders inside are searched too.

    Raises:
      BillingError: a table of another kind lies there, and would else be left out unseen.
      MachineError: a pipe lies there, or a link to nothing.
    """
    found = _lying_in(folder, BILLING, _NO_BILLS, "billing exports are CSV (plain or gz) or Parquet")
    return tuple(path for path in found if is_billing(path) and path.name != EXCHANGE)


def _lying_in(folder: Path, room: str, foreign: tuple[str, ...], kinds: RoomHolds) -> Iterator[Path]:
    for path in all_below(folder / room):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() and not path.exists():
            raise MachineError(DeadLink(name=name), fix=MendDeadLink())
        if path.is_dir():
            continue
        if not path.is_file():
            check_plain(path)  # a pipe would else be left out unseen
        if path.suffix.lower() in foreign:
            raise BillingError(ForeignInRoom(name=name, kinds=kinds), fix=ExportSoOrMove(room=room))
        yield path


def is_billing(path: Path) -> bool:
    """Return whether a file is of a kind that billing exports come in."""
    return path.name.lower().endswith((".csv", ".csv.gz", ".parquet"))


def found_by_name(name: Path) -> tuple[Path, ...]:
    """Return the files that a name stands for, in order: itself, or those that fit its `*`, `?` and `[...]`."""
    if name.exists() or not any(mark in str(name) for mark in "*?["):
        return (name,)
    folder = Path(name.anchor) if name.is_absolute() else Path()
    return tuple(sorted(folder.glob(str(name.relative_to(name.anchor))))) or (name,)


def mapping_of(path: Path) -> LineMapping:
    """Return the mapping of a file of revenue lines: its own, or the one of its folder.

    Raises:
      BillingError: there is none, or it has faults; each is told with its place.
    """
    own = path.with_name(path.name.split(".")[0] + ".mapping.yaml")
    shared = path.with_name("mapping.yaml")
    chosen = own if is_there(own) else shared
    if not is_there(chosen):
        raise BillingError(NoMappingBeside(), fix=WriteMappingBeside(shared=shared.name), place=Place(str(path.name)))
    text = decode(read_file(chosen), chosen.name)
    if open_rows := [n for n, line in enumerate(text.splitlines(), start=1) if _LEFT_OPEN.match(line)]:
        raise BillingError.of(Problem(Place(chosen.name, row, 1), StillOpen(), AnswerIt()) for row in open_rows)
    data, places, problems = read_yaml(text, chosen.name)
    found: list[Problem] = list(problems)
    mapping = None
    try:
        mapping = LineMapping.model_validate(data)
    except ValidationError as error:
        found += faults(error, LineMapping, data, places)
    if found or mapping is None:
        raise BillingError.of(found)
    if lacks := mapping.lacks():
        fixes = [None] * (len(lacks) - 1) + [CompleteTheMapping()]
        raise BillingError.of(Problem(Place(chosen.name), *both) for both in zip(lacks, fixes, strict=True))
    return mapping


def read_rows(path: Path, mapping: LineMapping) -> Iterator[Raw]:
    """Yield the rows of a file of revenue lines as text, with the number people see beside them.

    Raises:
      BillingError: the file is cut short, is of another kind, or lacks a mapped column.
    """
    return _workbook_rows(path, mapping) if path.suffix.lower() == ".xlsx" else _csv_rows(path, mapping)


def _csv_rows(path: Path, mapping: LineMapping) -> Iterator[Raw]:
    return csv_table(path, mapping.delimiter, lambda header: check_mapping(mapping, header, path.name), mapping.header)


def _encoding(path: Path) -> str:
    """Return how a file of text is encoded: UTF-16 where it begins with that mark, as spreadsheets write it."""
    with check_plain(path).open("rb") as stream:
        return "utf-16" if stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"


def csv_table(
    path: Path, delimiter: str, check_header: Callable[[Sequence[str]], None], named_in: int = 1
) -> Iterator[Raw]:
    """Yield the rows of a CSV file with the number people see beside them; empty rows are passed over.

    Args:
      path: the file.
      delimiter: what stands between its values.
      check_header: refuses a header that lacks what is needed.
      named_in: the row that names the columns; those above it are passed over.
    Raises:
      BillingError: the file cannot be read whole, or a row has more or fewer values than the header.
    """
    try:
        with path.open(newline="", encoding=_encoding(path)) as stream:
            reader = csv.reader(stream, delimiter=delimiter, strict=True)
            header = next((cells for cells in reader if reader.line_num >= named_in), [])
            check_header(header)
            before = reader.line_num
            for cells in reader:
                if cells and len(cells) != len(header):
                    off = OtherThanTheHeader(fields=len(cells), header=len(header))
                    raise BillingError(off, fix=CutShortOrUnquoted(), place=Place(path.name, before + 1))
                if any(cell.strip() for cell in cells):
                    yield before + 1, dict(zip(header, cells, strict=True))
                before = reader.line_num
    except (csv.Error, UnicodeError) as error:
        raise BillingError(NotReadWhole(why=str(error)), fix=SaveCsvAsUtf8(), place=Place(path.name)) from error


def _workbook_rows(path: Path, mapping: LineMapping) -> Iterator[Raw]:
    from firstcall.service.billing.workbook import BookSheet, check_columns, named_cells, sheet_rows

    sheet = BookSheet(read_file(path), path.name, BillingError, MOST_UNPACKED, MOST_ROWS, mapping.sheet,
                      NameSheetInMapping())  # fmt: skip
    rows = sheet_rows(sheet)
    named_in, cells = next((one for one in rows if one[0] >= mapping.header), (mapping.header, []))
    header = [str(cell or "") for cell in cells]
    check_columns(sheet, header, named_in)
    check_mapping(mapping, header, path.name)
    for number, row in rows:
        said = named_cells(sheet, header, number, row)
        yield number, {name: workbook_text(value, path, number, mapping.date_format) for name, value in said.items()}


def workbook_text(value: Any, path: Path, row: int, date_format: str | None = None) -> str:
    """Return a cell as text; a number only if a workbook keeps it exactly.

    A workbook keeps numbers in binary. Up to fifteen digits the decimal that was typed comes back unchanged;
    beyond that nobody can tell what was typed.
    """
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        if date_format:
            return value.strftime(date_format)
        clock = isinstance(value, datetime) and value.time() != time()
        return value.isoformat() if clock else f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        text = repr(value)
        if len(text.split("e")[0].strip("-").replace(".", "").strip("0")) > 15:
            raise BillingError(WorkbookDigits(text=text), fix=RoundInWorkbook(), place=Place(str(path.name), row))
        return TypedFigure(text)
    return TypedFigure(value) if isinstance(value, int) and not isinstance(value, bool) else str(value)


def exchange_quotes(folder: Path) -> tuple[Quote, ...]:
    """Return the rates of exchange that a partnership lists; none where there is no table.

    Raises:
      BillingError: a row is incomplete, or a rate is no positive number.
    """
    path = folder / BILLING / EXCHANGE
    if not path.exists():
        return ()
    rows = csv_table(path, ",", lambda header: _check_exchange(path, header))
    return tuple(_quote(path, number, row) for number, row in rows)


def _check_exchange(path: Path, header: Sequence[str]) -> None:
    if missing := [name for name in EXCHANGE_COLUMNS if name not in header]:
        lacks = ExchangeLacks(columns=tuple(missing))
        raise BillingError(lacks, fix=ExchangeHas(columns=EXCHANGE_COLUMNS), place=Place(path.name, 1))
    if twice := next((name for name in header if header.count(name) > 1), None):
        raise BillingError(ExchangeColumnTwice(column=twice), fix=KeepOneColumn(), place=Place(path.name, 1))


def _quote(path: Path, number: int, row: Mapping[str, str]) -> Quote:
    said = {name: row[name].strip() for name in EXCHANGE_COLUMNS}
    place = Place(path.name, number)
    try:
        rate, day = exact(said["rate"]), parse_day(said["day"])
    except (BillingError, Unreadable) as error:
        assert isinstance(error.what, Said)
        raise BillingError(error.what, fix=WriteARate(), place=place) from error
    if empty := next((name for name in ("sold", "bought") if not said[name]), None):
        raise BillingError(RowLacks(field=empty), fix=WriteARate(), place=place)
    if rate <= 0:
        raise BillingError(RateNotAboveZero(), fix=CheckTheRow(), place=place)
    return Quote(day, said["sold"], said["bought"], rate, f"{path.name}:{number} ({said['source']})")


@dataclass(frozen=True, slots=True)
class LinesShown:
    """The first rows of a file of revenue lines, and what its mapping says of how it is laid out."""

    header: tuple[str, ...]
    rows: list[Raw]
    delimiter: str
    named_in: int
    """The row that names the columns."""


def lines_as_shown(path: Path, sheet: str | None = None) -> LinesShown:
    """Return the columns and the first rows of a file, whatever its habits.

    Raises:
      BillingError: the file is no text that is known, no workbook, has no header, or a column twice.
    """
    if path.suffix.lower() in _NO_LINES:
        raise BillingError(ForeignInRoom(name=path.name, kinds=_LINES_ARE), fix=SaveLinesAsCsv())
    shown = _workbook_shown(path, sheet) if path.suffix.lower() == ".xlsx" else _text_shown(path)
    if not any(name.strip() for name in shown.header):
        raise BillingError(FileHasNoHeader(), fix=FirstRowIsHeader(), place=Place(path.name, 1))
    refuse_twice(path.name, shown.header, shown.named_in)
    return shown


def _laid_out(table: Sequence[tuple[int, Sequence[str]]], delimiter: str) -> LinesShown:
    """Return a table below the row of its first ones that names most of what is needed; row 1 unless another does."""
    at = header_at([cells for _, cells in table[:_ROWS_ABOVE]])
    named_in, header = table[at] if table else (1, ())
    rows: list[Raw] = [(number, dict(zip(header, cells, strict=False))) for number, cells in table[at + 1 :]]
    return LinesShown(tuple(header), rows, delimiter, named_in)


def _text_shown(path: Path) -> LinesShown:
    try:
        with path.open(newline="", encoding=_encoding(path)) as stream:
            first, *above = [*islice(stream, _ROWS_ABOVE), ""]
            stream.seek(0)
            apart = [(mark, line.split(mark)) for line in (first, *above) for mark in DELIMITERS]
            named = header_at([cells for _, cells in apart])
            delimiter = apart[named][0] if named else max(DELIMITERS, key=first.count)
            reader = csv.reader(stream, delimiter=delimiter, strict=True)
            table, before = list[tuple[int, Sequence[str]]](), 0
            for cells in islice(reader, _ROWS_SHOWN):
                table.append((before + 1, cells))
                before = reader.line_num
    except (csv.Error, UnicodeError) as error:
        raise BillingError(LinesCannotBeRead(why=str(error)), fix=SaveLinesAsCsv(), place=Place(path.name)) from error
    return _laid_out(table, delimiter)


def _workbook_shown(path: Path, sheet: str | None) -> LinesShown:
    from firstcall.service.billing.workbook import BookSheet, sheet_rows

    book = BookSheet(read_file(path), path.name, BillingError, MOST_UNPACKED, MOST_ROWS, sheet, NameSheetByFlag())
    return _laid_out([(number, [workbook_text(cell, path, number) for cell in row])
                      for number, row in islice(sheet_rows(book), _ROWS_SHOWN)], ",")  # fmt: skip
