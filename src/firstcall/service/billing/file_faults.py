"""What a file of a partnership's billing can have wrong, as facts.

>>> str(FileHasNoHeader())
'the file has no header'
"""

from __future__ import annotations

from typing import Annotated, Literal

from firstcall.said import Quoted, Said, sentence

RoomHolds = Literal["billing exports are CSV (plain or gz) or Parquet", "revenue lines are CSV or XLSX"]
"""What a room of a partnership holds, and in which form."""


class NoMappingBeside(Said):
    says = sentence("billing.no-mapping-beside", "no mapping says what its columns mean")


class WriteMappingBeside(Said):
    says = sentence(
        "billing.write-mapping-beside",
        "write {shared} beside it: `of`, and under `columns` at least date, stream, amount, currency",
    )
    shared: str


class FileHasNoHeader(Said):
    says = sentence("billing.file-has-no-header", "the file has no header")


class FirstRowIsHeader(Said):
    says = sentence("billing.first-row-is-header", "its first row names the columns")


class RevenueLiesInRoom(Said):
    says = sentence(
        "billing.revenue-lies-in-room",
        "{file}: revenue lines lie in {revenue}/ itself, beside their mapping",
    )
    file: str
    revenue: str


class MoveRevenueFile(Said):
    says = sentence(
        "billing.move-revenue-file",
        "move the file there, or out of {revenue}/; as it is, nothing in it counts",
    )
    revenue: str


class DeadLink(Said):
    says = sentence("billing.dead-link", "{name}: the link leads to no file")
    name: str


class MendDeadLink(Said):
    says = sentence(
        "billing.mend-dead-link",
        "bring back what it leads to, or take the link away; as it is, nothing in it counts",
    )


class ForeignInRoom(Said):
    says = sentence("billing.foreign-in-room", "{name}: {kinds}")
    name: str
    kinds: RoomHolds


class ExportSoOrMove(Said):
    says = sentence(
        "billing.export-so-or-move",
        "export it so, or move the file out of {room}/; as it is, nothing in it counts",
    )
    room: str


class WorkbookDigits(Said):
    says = sentence(
        "billing.workbook-digits",
        "a number is kept as {text}, more digits than a workbook keeps exactly",
    )
    text: str


class AnotherSheet(Said):
    says = sentence("billing.another-sheet", "another sheet of the workbook says something too, and only one is read")


class KeepOneSheet(Said):
    says = sentence("billing.keep-one-sheet", "keep the sheet that is meant alone in the workbook")


class NameSheetInMapping(Said):
    says = sentence(
        "billing.name-sheet-in-mapping", "name the sheet that is meant in the mapping, as sheet, or keep it alone"
    )


class NameSheetByFlag(Said):
    says = sentence("billing.name-sheet-by-flag", "name the sheet that is meant by --sheet, or keep it alone")


class RoundInWorkbook(Said):
    says = sentence("billing.round-in-workbook", "round it in the workbook, or keep it there as text")


class LinesCannotBeRead(Said):
    says = sentence("billing.lines-cannot-be-read", "the file cannot be read ({why})")
    why: str


class SaveLinesAsCsv(Said):
    says = sentence("billing.save-lines-as-csv", "save it as CSV in UTF-8, or as .xlsx")


class StillOpen(Said):
    says = sentence("mapping.still-open", "a ? of the draft stands here still")


class AnswerIt(Said):
    says = sentence(
        "mapping.answer-it", "write what is meant in its place; firstcall settle mapping FILE shows the choices"
    )


class OtherThanTheHeader(Said):
    says = sentence("csv.other-than-header", "the row has {fields} fields, the header {header}")
    fields: int
    header: int


class CutShortOrUnquoted(Said):
    says = sentence(
        "csv.cut-short-or-unquoted", "the file may be cut short, or a comma stands inside a field without quotes"
    )


class NotReadWhole(Said):
    says = sentence("csv.not-read-whole", "the file cannot be read whole ({why})")
    why: str


class SaveCsvAsUtf8(Said):
    says = sentence(
        "csv.save-as-utf8", "save it as CSV in UTF-8; a quote left open or a file cut short reads like this"
    )


class ExchangeLacks(Said):
    says = sentence("exchange.lacks-columns", "the exchange table has no column {columns}")
    columns: tuple[str, ...]


class ExchangeHas(Said):
    says = sentence("exchange.its-columns", "its columns are {columns}")
    columns: tuple[str, ...]


class ExchangeColumnTwice(Said):
    says = sentence("exchange.column-twice", "the exchange table has the column {column} twice")
    column: Annotated[str, Quoted]


class KeepOneColumn(Said):
    says = sentence("exchange.keep-one-column", "keep one of the two; nobody can tell which of them counts")


class WriteARate(Said):
    says = sentence("exchange.write-a-rate", "write day,sold,bought,rate,source such as 2025-01-31,EUR,USD,1.0393,ECB")


class RateNotAboveZero(Said):
    says = sentence("exchange.rate-not-above-zero", "a rate of exchange is above zero")


class CheckTheRow(Said):
    says = sentence("exchange.check-the-row", "check the row")


class CompleteTheMapping(Said):
    says = sentence("mapping.complete-it", "complete the mapping")
