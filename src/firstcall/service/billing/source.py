"""Billing files as they come: whole or not, what they are, their columns, and every cell of them as text."""

import codecs
import csv
import gzip
import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import duckdb

from firstcall.agreement.read.text_faults import EmptyFile
from firstcall.errors import BillingError, Place
from firstcall.said import Quoted, Said, sentence
from firstcall.service.plain_files import check_plain
from firstcall.settlement.bills.focus import NULLS

ROW = "x_FirstcallRow"
"""The row's number in its file as people see it: the header is row 1."""
_CHUNK = 1 << 22
BillForm = Literal["a workbook or a zip", "a PDF", "Parquet under another name", "an old workbook", "text in UTF-16"]
"""What a file of bills is where it is none that is read."""
_FOREIGN: Mapping[bytes, BillForm] = {
    b"PK\x03\x04": "a workbook or a zip",
    b"%PDF": "a PDF",
    b"PAR1": "Parquet under another name",
    b"\xd0\xcf\x11\xe0": "an old workbook",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
}
_NESTED = ("MAP(", "STRUCT(")
_OTHER_MARKS = (";", "\t", "|")


class BillNotWhole(Said):
    says = sentence("billing.bill-not-whole", "{path}{row}: the file cannot be read whole ({why})")
    path: str
    row: str
    why: Said | str


class TextNotUtf8(Said):
    says = sentence("billing.text-not-utf-8", "text that is not UTF-8")


class DeliverBillWhole(Said):
    says = sentence(
        "billing.deliver-bill-whole",
        "a row may be cut short or a quote left open; deliver the file again, whole, as CSV in UTF-8",
    )


class BillColumnUnnamed(Said):
    says = sentence("billing.bill-column-unnamed", "a column has no name")


class ValuesBetweenOthers(Said):
    says = sentence("billing.values-between-others", "its values stand between {mark}, and not between commas")
    mark: Annotated[str, Quoted]


class ExportBetweenCommas(Said):
    says = sentence(
        "billing.export-between-commas",
        "deliver it as the provider exported it, between commas: a spreadsheet that changes this may have changed"
        " figures and dates too",
    )


class NameInHeader(Said):
    says = sentence("billing.name-in-header", "name it in the header, or export without it")


class BillColumnsTwice(Said):
    says = sentence("billing.bill-columns-twice", "the header names a column more than once: {names}")
    names: tuple[str, ...]


class ExportColumnsOnce(Said):
    says = sentence(
        "billing.export-columns-once",
        "export each column once; nobody can tell which of them counts",
    )


class DeliverWithHeader(Said):
    says = sentence("billing.deliver-with-header", "deliver it again; an export has a header at least")


class BillIsNoText(Said):
    says = sentence("billing.bill-is-no-text", "the file is no text in UTF-8")


class ExportAsCsv(Said):
    says = sentence("billing.export-as-csv", "export it as CSV in UTF-8")


class CompressedCutShort(Said):
    says = sentence("billing.compressed-cut-short", "the compressed file is cut short or damaged")


class DeliverAgainWhole(Said):
    says = sentence("billing.deliver-again-whole", "deliver it again, whole")


class CompressedUnlikeName(Said):
    says = sentence("billing.compressed-unlike-name", "the file is compressed (gzip), and its name says otherwise")


class CallItPacked(Said):
    says = sentence("billing.call-it-packed", "call it {given}")
    given: str


class BillOfOtherKind(Said):
    says = sentence("billing.bill-of-other-kind", "this is {kind}")
    kind: BillForm


class ExportCsvOrParquet(Said):
    says = sentence("billing.export-csv-or-parquet", "export it as CSV (UTF-8) or as Parquet")


class UncompressedUnlikeName(Said):
    says = sentence("billing.uncompressed-unlike-name", "the file is not compressed, and its name says otherwise")


def is_parquet(path: Path) -> bool:
    """Return whether a file is read as Parquet."""
    return path.suffix.lower() == ".parquet"


def csv_header(path: Path) -> tuple[str, ...]:
    """Return the columns of a CSV file, once it is known to be whole.

    Raises:
      BillingError: the file is of another kind, cut short, or names a column twice.
    """
    try:
        with _bytes(path) as stream:
            first = _first_line(path, stream)
            balanced = _balanced(path, first, stream)
        if not balanced:
            raise _unreadable(path, f":{_row_left_open(path)}", QuoteLeftOpen())
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BillingError(CompressedCutShort(), fix=DeliverAgainWhole(), place=Place(str(path.name))) from error
    try:
        names = next(csv.reader(io.StringIO(first.decode("utf-8-sig"), newline=""), strict=True), [])
    except csv.Error as error:
        raise _unreadable(path, ":1", str(error)) from error
    other = next((mark for mark in _OTHER_MARKS if len(names) == 1 and mark in names[0]), None)
    if other is not None:
        raise BillingError(ValuesBetweenOthers(mark=other), fix=ExportBetweenCommas(), place=Place(str(path.name), 1))
    if "" in (name.strip() for name in names):
        raise BillingError(BillColumnUnnamed(), fix=NameInHeader(), place=Place(str(path.name), 1))
    if twice := [name for name, times in Counter(name.casefold() for name in names).items() if times > 1]:
        both = tuple(name for name in dict.fromkeys(names) if name.casefold() in twice)
        raise BillingError(BillColumnsTwice(names=both), fix=ExportColumnsOnce(), place=Place(str(path.name), 1))
    return tuple(names)


@contextmanager
def _bytes(path: Path) -> Iterator[BinaryIO]:
    """Yield a file's bytes, unpacked where its name says that they are packed."""
    packed = path.suffix.lower() == ".gz"
    with check_plain(path).open("rb") as stream:
        magic = stream.read(4)
        stream.seek(0)
        for mark, kind in _FOREIGN.items():
            if magic.startswith(mark):
                raise BillingError(BillOfOtherKind(kind=kind), fix=ExportCsvOrParquet(), place=Place(str(path.name)))
        if packed != magic.startswith(b"\x1f\x8b"):
            if packed:
                raise BillingError(
                    UncompressedUnlikeName(),
                    fix=CallItPacked(given=path.name.removesuffix(".gz")),
                    place=Place(str(path.name)),
                )
            raise BillingError(
                CompressedUnlikeName(), fix=CallItPacked(given=path.name + ".gz"), place=Place(str(path.name))
            )
        if packed:
            with gzip.open(stream) as unpacked:
                yield unpacked  # type: ignore[misc]
        else:
            yield stream


def _first_line(path: Path, stream: BinaryIO) -> bytes:
    first = stream.readline(_CHUNK)
    if b"\r" in first.rstrip(b"\r\n"):
        first = first.partition(b"\r")[0] + b"\r"
        stream.seek(len(first))
    if not first.strip(b"\xef\xbb\xbf \t\r\n"):
        raise BillingError(EmptyFile(), fix=DeliverWithHeader(), place=Place(str(path.name)))
    return first


def _balanced(path: Path, first: bytes, stream: BinaryIO) -> bool:
    """Return whether every quote is closed; where one is not, a reader could drop all rows after it unseen."""
    quotes, zero = first.count(b'"'), b"\x00" in first
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(first)
        while chunk := stream.read(_CHUNK):
            quotes += chunk.count(b'"')
            zero = zero or b"\x00" in chunk
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise _unreadable(path, f":{_row_left_open(path)}", TextNotUtf8()) from error
    if zero:
        raise BillingError(BillIsNoText(), fix=ExportAsCsv(), place=Place(str(path.name)))
    return quotes % 2 == 0


def _row_left_open(path: Path) -> int:
    """Return the row at which a file stops making sense."""
    row = 0
    with _bytes(path) as stream, io.TextIOWrapper(stream, "utf-8", errors="surrogateescape", newline="") as lines:
        try:
            for cells in csv.reader(lines, strict=True):
                row += 1
                if any("\udc80" <= letter <= "\udcff" for cell in cells for letter in cell):
                    return row
        except csv.Error:
            return row + 1
    return row


class QuoteLeftOpen(Said):
    says = sentence("billing.quote-left-open", "a quote is left open")


def _unreadable(path: Path, row: str, why: Said | str) -> BillingError:
    fix = DeliverAgainWhole() if is_parquet(path) else DeliverBillWhole()
    return BillingError(BillNotWhole(path=path.name, row=row, why=why), fix=fix)


def source(path: Path, names: Mapping[str, str] | tuple[str, ...] = ()) -> str:
    """Return how SQL reads a file; a CSV file by its known columns, every one as text, nothing guessed."""
    if is_parquet(path):
        return f"read_parquet('{sql_text(path)}', file_row_number = true)"
    columns = ", ".join(f"'{literal(name)}': 'VARCHAR'" for name in names)
    return (
        f"read_csv('{sql_text(path)}', auto_detect = false, header = true, columns = {{{columns}}}, delim = ',',"
        " quote = '\"', escape = '\"', strict_mode = true, null_padding = false, parallel = false)"
    )


def as_text(path: Path, kinds: Mapping[str, str]) -> str:
    """Return the query for a file with every cell as text, nothing as nothing, and its rows numbered."""
    nothing = ", ".join(f"'{word}'" for word in NULLS)
    columns = []
    for name, kind in kinds.items():
        text = f"CAST({_said(name, kind)} AS VARCHAR)"
        columns.append(f"CASE WHEN {text} IN ({nothing}) THEN NULL ELSE {text} END AS {sql_column(name)}")
    number = "file_row_number + 2" if is_parquet(path) else "row_number() OVER () + 1"
    return f"SELECT {number} AS {ROW}, {', '.join(columns)} FROM {source(path, kinds)}"


def as_rows(path: Path) -> str:
    """Return the query for a Parquet file with its cells as they are, and its rows numbered."""
    return f"SELECT file_row_number + 2 AS {ROW}, * EXCLUDE (file_row_number) FROM {source(path)}"


def _said(name: str, kind: str) -> str:
    """Return a cell of a typed column as an export in CSV would write it."""
    if kind.startswith("TIMESTAMP"):
        plain = f"CAST({sql_column(name)} AS TIMESTAMP)" if kind.startswith("TIMESTAMP_") else sql_column(name)
        return f"replace(strftime({plain}, '%Y-%m-%dT%H:%M:%S.%fZ'), '.000000Z', 'Z')"
    if kind.startswith(_NESTED):
        return f"to_json({sql_column(name)})"
    if re.fullmatch(r"DECIMAL\(([0-9]+),\1\)", kind):  # all digits are decimals: the engine leaves out the nought
        return f"regexp_replace(CAST({sql_column(name)} AS VARCHAR), '^(-?)\\.', '\\10.')"
    return f"decode({sql_column(name)})" if kind == "BLOB" else sql_column(name)


def sql_column(name: str) -> str:
    """Return a column name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as it stands between quotes in SQL."""
    return text.replace("'", "''")


def sql_text(path: Path) -> str:
    """Return a path as it stands between quotes in SQL."""
    return literal(str(path))


@contextmanager
def engine_faults_told(path: Path) -> Iterator[None]:
    """Turn an engine's complaint about a file into ours, with file and row where it names one."""
    try:
        yield
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException):
        raise  # a fault of ours, not of the file
    except duckdb.Error as error:
        said = str(error)
        words = said.replace(":", " ").split()
        line = next((word for word in words if word.isdigit()), None) if "Line" in said else None
        first: Said | str = said.splitlines()[0]
        if "state machine" in said:
            first = "its lines end now in one way, now in another"
        elif "unicode" in said:
            first = TextNotUtf8()
        elif "Expected Number of Columns" in said:
            first = next(part for part in said.splitlines() if part.startswith("Expected")).lower()
        raise _unreadable(path, f":{line}" if line else "", first) from error
