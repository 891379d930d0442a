"""Revenue lines as finance keeps them: a mapping from its columns to ours, and rows of text to entries."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Literal, Self, cast, get_args
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from firstcall.agreement.model.basis import Grade, Id, Text, Written
from firstcall.agreement.model.clauses.money_terms import EntryKind
from firstcall.agreement.model.exact import Whole
from firstcall.dates import day_start, parse_day, parse_instant
from firstcall.dates import zone as zone_of
from firstcall.errors import BillingError, Place, Problem, near_or_listed
from firstcall.said import Quoted, Said, Unreadable, sentence
from firstcall.settlement.books.entries import Entry
from firstcall.settlement.books.figures import (
    CommaInAFigure,
    DayFirst,
    DecimalMark,
    FigureMarks,
    GroupingMark,
    Habits,
    NegativeMark,
    SemicolonsBetween,
    TypedFigure,
    figure,
    is_unusual,
    refuse_other_sign,
    refuse_two_readings,
)
from firstcall.values import dataclass

FIELDS = ("date", "since", "stream", "amount", "currency", "document", "kind", "note", "billed", "grade")
_A_DAY = re.compile("[^T ]*")
_A_MONTH = re.compile(r"(\d{4})-?(\d{2})")
_TIMED = re.compile("%[HIXcs]")
_NAMED_ZONE = re.compile("(?<!%)Z$|UTC|GMT")
"""How a form of dates names the zone of its times in letters."""
DELIMITERS = (",", ";", "\t", "|")
REVENUE_COLUMNS = ("date", "stream", "amount", "currency")
GRADES_IN_FILES: tuple[str, ...] = get_args(Grade)
KINDS: tuple[str, ...] = get_args(EntryKind)


class OneMarkForTwo(Said):
    says = sentence("mapping.one-mark-for-two", "one mark cannot stand before decimals and between thousands")


class NothingForField(Said):
    says = sentence("mapping.nothing-for-field", "no column or constant for {field}")
    field: Annotated[str, Quoted]


class NotAField(Said):
    says = sentence("mapping.not-a-field", "{name} is no field; {near}")
    name: Annotated[str, Quoted]
    near: Said


class ColumnAndConstant(Said):
    says = sentence("mapping.column-and-constant", "{name} is both a column and a constant")
    name: Annotated[str, Quoted]


class FileLacksColumns(Said):
    says = sentence("lines.file-lacks-columns", "the file has no column {columns}")
    columns: tuple[Annotated[str, Quoted], ...]


class MapColumnsThere(Said):
    says = sentence(
        "lines.map-columns-there",
        "map the columns that the file has ({near}), or give the file that the mapping is for",
    )
    near: tuple[Said, ...]


class ForName(Said):
    says = sentence("lines.for-name", "{name}: {near}")
    name: Annotated[str, Quoted]
    near: Said


class RowLacks(Said):
    says = sentence("lines.row-lacks", "the row has no {field}")
    field: str


class FillItIn(Said):
    says = sentence("lines.fill-it-in", "fill it in, or take the row out")


class AddsToRevenue(Said):
    says = sentence("lines.adds-to-revenue", "a {kind} of {figure} adds to revenue")
    kind: EntryKind
    figure: str


class WriteItNegative(Said):
    says = sentence(
        "lines.write-it-negative",
        "write it with a minus sign, or list {kind} under `reversed` in the mapping",
    )
    kind: Annotated[str, Quoted]


class NoGrade(Said):
    says = sentence("lines.no-grade", "{given} is no grade")
    given: Annotated[str, Quoted]


class NoSuchDate(Said):
    says = sentence("lines.no-such-date", "{given} is not a date as {form} says")
    given: Annotated[str, Quoted]
    form: str


class MendDateOrForm(Said):
    says = sentence("lines.mend-date-or-form", "correct the date, or `date_format`")


class SayDatesForm(Said):
    says = sentence(
        "lines.say-dates-form",
        "write YYYY-MM-DD, or name in the mapping how dates are written, such as `date_format: {form}`;"
        " firstcall settle mapping FILE shows how they can be read",
    )
    form: Annotated[str, Quoted]


class ColumnTwiceInHeader(Said):
    says = sentence("lines.column-twice", "the header names the column {column} more than once")
    column: Annotated[str, Quoted]


class KeepOneOfThose(Said):
    says = sentence("lines.keep-one-of-those", "keep or rename one of them; nobody can tell which of them counts")


class BetweenOtherMarks(Said):
    says = sentence("lines.between-other-marks", "its values stand between {mark}; the mapping says {delimiter}")
    mark: Annotated[str, Quoted]
    delimiter: Annotated[str, Quoted]


class SayDelimiter(Said):
    says = sentence(
        "lines.say-delimiter",
        "name it in the mapping, `delimiter: {mark}`; firstcall settle mapping FILE drafts one for this file",
    )
    mark: str


class NoKindOfLine(Said):
    says = sentence("lines.no-kind-of-line", "{given} is no kind of line")
    given: Annotated[str, Quoted]


class MapItUnderKinds(Said):
    says = sentence("lines.map-it-under-kinds", "map it under `kinds`; {near}")
    near: Said


class LineMapping(Written):
    """How a file of revenue lines is to be read: its columns, its words, and whose lines they are."""

    dataset: Literal["revenue_lines", "payments"] = "revenue_lines"
    """Revenue that earns a share, or what is said to have been paid."""
    of: Id
    """The party whose revenue it is."""
    columns: dict[str, Text]
    """Our field (date, stream, amount, currency, since, document, kind, note, billed, grade): their column."""
    constants: dict[str, Text] = Field(default_factory=dict)
    """Fields that are the same on every line and stand in no column."""
    kinds: dict[str, EntryKind] = Field(default_factory=dict)
    """Their word for a kind of line: ours."""
    streams: dict[str, Id] = Field(default_factory=dict)
    """Their name of a stream: ours."""
    reversed: tuple[EntryKind, ...] = ()
    """Kinds whose amounts are written without a minus sign though they reduce revenue."""
    date_format: Text | None = None
    """As in `%d.%m.%Y`, with a time and an offset where the file has them; YYYY-MM-DD unless given."""
    zone: Text | None = None
    """The zone of times that carry no offset; the agreement's unless given."""
    decimal: DecimalMark | None = None
    """The mark before decimals; a point, and nothing between thousands, unless this or `grouping` is given."""
    grouping: GroupingMark | None = None
    """The mark between thousands."""
    signs: tuple[Text, ...] = ()
    """Signs of currency that stand before or behind figures, such as €."""
    negative: tuple[NegativeMark, ...] = ("minus",)
    """How what is below zero is marked: minus, trailing_minus, brackets."""
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    """What stands between the values of a CSV file."""
    sheet: Text | None = None
    """For a workbook: the sheet; needed where several say something."""
    header: Annotated[Whole, Field(ge=1)] = 1
    """The row that names the columns; what stands above it, such as a title, is passed over."""

    @property
    def marks(self) -> FigureMarks:
        """Return how its figures are written."""
        return FigureMarks(self.decimal, self.grouping, self.signs, self.negative)

    @property
    def habit(self) -> Said | None:
        """Return what the mapping shows of a habit other than the machine's; None where it shows none."""
        shown: list[Said] = [SemicolonsBetween()] if self.delimiter == ";" else []
        day, month = ((self.date_format or "").find(mark) for mark in ("%d", "%m"))
        shown += [DayFirst()] if 0 <= day < month else []
        return Habits(habits=tuple(shown)) if shown else None

    @model_validator(mode="after")
    def _marks_apart(self) -> Self:
        if self.grouping is not None and self.grouping == (self.decimal or "."):
            raise Unreadable(OneMarkForTwo())
        return self

    def lacks(self) -> tuple[Said, ...]:
        """Return what the mapping lacks or does not know."""
        given = {**self.columns, **self.constants}
        lacking = [NothingForField(field=field) for field in REVENUE_COLUMNS if field not in given]
        unknown = [NotAField(name=name, near=near_or_listed(name, FIELDS)) for name in given if name not in FIELDS]
        both = [ColumnAndConstant(name=name) for name in self.columns if name in self.constants]
        return (*lacking, *unknown, *both)


Raw = tuple[int, Mapping[str, str]]  # row number as people see it, and its cells by column


@dataclass(frozen=True, slots=True)
class _Said:
    """The fields of one row, in our words."""

    row: int
    fields: Mapping[str, str]


def check_mapping(mapping: LineMapping, header: Iterable[str], file: str) -> None:
    """Refuse a file that lacks a mapped column: it is the wrong file or the wrong mapping.

    Raises:
      BillingError: naming every missing column.
    """
    names = list(header)
    other = next((mark for mark in DELIMITERS if len(names) == 1 and mark in names[0]), None)
    if other is not None:
        apart = BetweenOtherMarks(mark=other, delimiter=mapping.delimiter)
        raise BillingError(apart, fix=SayDelimiter(mark=json.dumps(other)), place=Place(file, mapping.header))
    refuse_twice(file, [name for name in names if name in mapping.columns.values()], mapping.header)
    missing = [name for name in mapping.columns.values() if name not in names]
    if missing:
        near = tuple(ForName(name=name, near=near_or_listed(name, names, "column")) for name in missing)
        lacks = FileLacksColumns(columns=tuple(missing))
        raise BillingError(lacks, fix=MapColumnsThere(near=near), place=Place(file, mapping.header))


def refuse_twice(file: str, names: Iterable[str], row: int = 1) -> None:
    """Refuse a header that names a column twice.

    Raises:
      BillingError: naming the first of them.
    """
    twice = next((name for name, times in Counter(names).items() if times > 1 and name.strip()), None)
    if twice is not None:
        raise BillingError(ColumnTwiceInHeader(column=twice), fix=KeepOneOfThose(), place=Place(file, row))


def entries_of(
    mapping: LineMapping, rows: Iterable[Raw], file: str, recorded: datetime, zone: ZoneInfo
) -> tuple[Entry, ...]:
    """Return the entries that a file of revenue lines holds; every fault in it is told at once.

    An entry's id follows from what the row says, so that the same rows in other files or another order are
    the same entries; `told_apart` numbers those that say the same.

    Raises:
      BillingError: with one problem a row, naming file and row.
    """
    found: list[Entry] = []
    problems: list[Problem] = []
    told = [_Said(row, _fields(mapping, cells)) for row, cells in rows]
    amounts = [(said.row, said.fields.get("amount", "")) for said in told]
    if not mapping.marks.are_named:
        comma = next((row for row, text in amounts if "," in text and not isinstance(text, TypedFigure)), None)
        habit = mapping.habit or (CommaInAFigure(row=str(comma)) if comma else None)
        if habit is not None:
            refuse_two_readings(file, amounts, habit)
    for said in told:
        try:
            entry = _entry(mapping, said, file, recorded, zone)
        except (BillingError, Unreadable) as error:
            assert isinstance(error.what, Said)
            problems.append(Problem(Place(file, said.row, 1), error.what, error.fix))
            continue
        found.append(entry)
    if problems:
        raise BillingError.of(problems)
    return tuple(found)


def _fields(mapping: LineMapping, cells: Mapping[str, str]) -> dict[str, str]:
    taken = {field: _stripped(cells.get(column, "")) for field, column in mapping.columns.items()}
    return {**mapping.constants, **taken}


def _stripped(cell: str) -> str:
    return cell if isinstance(cell, TypedFigure) else cell.strip()


def _entry(mapping: LineMapping, said: _Said, file: str, recorded: datetime, zone: ZoneInfo) -> Entry:
    fields = said.fields
    for needed in REVENUE_COLUMNS:
        if not fields.get(needed):
            raise BillingError(RowLacks(field=needed), fix=FillItIn())
    at, timed = _instant(mapping, fields["date"], zone)
    day = at.astimezone(zone).date()
    kind = _kind(mapping, fields.get("kind", ""))
    amount = figure(fields["amount"], mapping.marks)
    refuse_other_sign(fields["amount"], mapping.signs, fields["currency"])
    if kind in mapping.reversed:
        amount = -amount
    if kind in ("refund", "credit") and amount > 0:
        raise BillingError(AddsToRevenue(kind=kind, figure=fields["amount"]), fix=WriteItNegative(kind=kind))
    grade = fields.get("grade") or "agreed"
    if grade not in GRADES_IN_FILES:
        raise BillingError(NoGrade(given=grade), fix=near_or_listed(grade, GRADES_IN_FILES))
    stream = mapping.streams.get(fields["stream"], fields["stream"])
    billed = _billed(mapping, fields["billed"], zone) if fields.get("billed") else None
    kept = tuple((name, fields[name]) for name in ("document", "note", "since") if fields.get(name))
    when = at.isoformat() if timed else day.isoformat()
    says = (mapping.of, when, str(billed), stream, kind, fields["currency"], str(amount), repr(kept), grade)
    mark = hashlib.sha256("\x1f".join(says).encode()).hexdigest()[:8]
    name = "-".join(filter(None, (fields.get("document", "").replace("/", "-"), mark)))
    return Entry(
        id=name, at=at, timed=timed, day=day, stream=stream, kind=kind, currency=fields["currency"],
        amount=amount, origin=mapping.of, source=file, recorded=recorded, billed=billed, row=said.row,
        grade=_grade(grade), fields=(*kept, *((("figure", fields["amount"]),) if is_unusual(fields["amount"]) else ())),
    )  # fmt: skip


def _grade(word: str) -> Grade:
    return next(grade for grade in get_args(Grade) if grade == word)


def _instant(mapping: LineMapping, text: str, zone: ZoneInfo) -> tuple[datetime, bool]:
    """Return the instant that a cell names, and whether it names one and no day alone.

    A time without an offset is read in the mapping's zone, else in the agreement's.
    """
    where = zone_of(mapping.zone) if mapping.zone else zone
    if mapping.date_format is None:
        try:
            if _A_DAY.fullmatch(text):
                return day_start(parse_day(text), zone), False
            return parse_instant(text.removesuffix(" UTC") + "Z" if text.endswith(" UTC") else text, where), True
        except (BillingError, Unreadable) as error:
            assert isinstance(error.what, Said)
            raise BillingError(error.what, fix=SayDatesForm(form="%d/%m/%Y")) from error
    form, said = _read(text, mapping.date_format)
    where = ZoneInfo("UTC") if _NAMED_ZONE.search(form) else where
    if not _TIMED.search(mapping.date_format):
        return day_start(said.date(), zone), False
    return (said if said.tzinfo else said.replace(tzinfo=where)).astimezone(UTC), True


def _read(text: str, form: str) -> tuple[str, datetime]:
    """Return a date as its form says, with the form as it fits: of zones named in letters those of UTC alone are read.

    Raises:
      BillingError: it is no such date.
    """
    for one in (form.replace("%Z", name) for name in (("UTC", "GMT", "Z") if "%Z" in form else ("",))):
        try:
            return one, datetime.strptime(text, one)  # noqa: DTZ007  an offset is looked at by who asks
        except ValueError:
            continue
    raise BillingError(NoSuchDate(given=text, form=form), fix=MendDateOrForm())


def _billed(mapping: LineMapping, text: str, zone: ZoneInfo) -> date:
    """Return the day on which a line was billed; the first of a month that is named alone, as 2025-01 or 202501."""
    if month := _A_MONTH.fullmatch(text):
        return parse_day(f"{month[1]}-{month[2]}-01")
    return _instant(mapping, text, zone)[0].astimezone(zone).date()


def _kind(mapping: LineMapping, text: str) -> EntryKind:
    said = mapping.kinds.get(text, text) or "sale"
    kind = next((known for known in get_args(EntryKind) if known == said), None)
    if kind is None:
        raise BillingError(NoKindOfLine(given=said), fix=MapItUnderKinds(near=near_or_listed(said, KINDS)))
    return cast("EntryKind", kind)
