"""Revenue lines as finance keeps them: a mapping from its columns to ours, and rows of text to entries."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import Field

from firstcall.agreement.model.basis import Grade, Id, Text, Written
from firstcall.agreement.model.clauses.money_terms import EntryKind
from firstcall.dates import day_start, parse_day
from firstcall.errors import BillingError, Place, Problem, suggestion
from firstcall.money import exact
from firstcall.settlement.books.entries import Entry

FIELDS = ("date", "since", "stream", "amount", "currency", "document", "kind", "note", "billed", "grade")
REVENUE_COLUMNS = ("date", "stream", "amount", "currency")
GRADES_IN_FILES: tuple[str, ...] = get_args(Grade)
KINDS: tuple[str, ...] = get_args(EntryKind)


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
    """As in `%d.%m.%Y`; YYYY-MM-DD unless given."""
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    """What stands between the values of a CSV file."""
    sheet: Text | None = None
    """For a workbook: the sheet; its first unless given."""

    def gaps(self) -> tuple[str, ...]:
        """Return what the mapping lacks or does not know, in words."""
        given = {**self.columns, **self.constants}
        lacking = [f"no column or constant for '{field}'" for field in REVENUE_COLUMNS if field not in given]
        unknown = [f"'{name}' is no field; {suggestion(name, FIELDS)}" for name in given if name not in FIELDS]
        both = [f"'{name}' is both a column and a constant" for name in self.columns if name in self.constants]
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
    missing = [name for name in mapping.columns.values() if name not in names]
    if missing:
        hints = "; ".join(f"'{name}': {suggestion(name, names, 'column')}" for name in missing)
        raise BillingError(
            f"{file}:1: the file has no column {', '.join(repr(name) for name in missing)}\n"
            f"  mend: map the columns that the file has ({hints}), or give the file that the mapping is for"
        )


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
    for row, cells in rows:
        said = _Said(row, _fields(mapping, cells))
        try:
            entry = _entry(mapping, said, file, recorded, zone)
        except (BillingError, ValueError) as error:
            what, _, mend = str(error).partition("\n  mend: ")
            problems.append(Problem(Place(file, row, 1), what, mend or None))
            continue
        found.append(entry)
    if problems:
        raise BillingError("\n".join(str(problem) for problem in problems))
    return tuple(found)


def _fields(mapping: LineMapping, cells: Mapping[str, str]) -> dict[str, str]:
    taken = {field: cells.get(column, "").strip() for field, column in mapping.columns.items()}
    return {**mapping.constants, **taken}


def _entry(mapping: LineMapping, said: _Said, file: str, recorded: datetime, zone: ZoneInfo) -> Entry:
    fields = said.fields
    for needed in REVENUE_COLUMNS:
        if not fields.get(needed):
            raise BillingError(f"the row has no {needed}\n  mend: fill it in, or take the row out")
    day = _day(mapping, fields["date"])
    kind = _kind(mapping, fields.get("kind", ""))
    amount = exact(fields["amount"])
    if kind in mapping.reversed:
        amount = -amount
    if kind in ("refund", "credit") and amount > 0:
        raise BillingError(
            f"a {kind} of {fields['amount']} adds to revenue\n"
            f"  mend: write it with a minus sign, or list '{kind}' under `reversed` in the mapping"
        )
    grade = fields.get("grade") or "agreed"
    if grade not in GRADES_IN_FILES:
        raise BillingError(f"'{grade}' is no grade\n  mend: {suggestion(grade, GRADES_IN_FILES)}")
    stream = mapping.streams.get(fields["stream"], fields["stream"])
    billed = _day(mapping, fields["billed"]) if fields.get("billed") else None
    kept = tuple((name, fields[name]) for name in ("document", "note", "since") if fields.get(name))
    says = (
        mapping.of,
        day.isoformat(),
        str(billed),
        stream,
        kind,
        fields["currency"],
        str(amount),
        repr(kept),
        grade,
    )
    mark = hashlib.sha256("\x1f".join(says).encode()).hexdigest()[:8]
    name = "-".join(filter(None, (fields.get("document", "").replace("/", "-"), mark)))
    return Entry(
        id=name, at=day_start(day, zone), day=day, stream=stream, kind=kind, currency=fields["currency"],
        amount=amount, origin=mapping.of, source=file, recorded=recorded, billed=billed, row=said.row,
        grade=_grade(grade), fields=kept,
    )  # fmt: skip


def _grade(word: str) -> Grade:
    return next(grade for grade in get_args(Grade) if grade == word)


def _day(mapping: LineMapping, text: str) -> date:
    if mapping.date_format is None:
        return parse_day(text)
    try:
        return datetime.strptime(text, mapping.date_format).date()  # noqa: DTZ007  a day, not an instant
    except ValueError as error:
        raise BillingError(
            f"'{text}' is not a date as {mapping.date_format} says\n  mend: mend the date, or `date_format`"
        ) from error


def _kind(mapping: LineMapping, text: str) -> str:
    kind = mapping.kinds.get(text, text) or "sale"
    if kind not in KINDS:
        raise BillingError(f"'{text}' is no kind of line\n  mend: map it under `kinds`; {suggestion(text, KINDS)}")
    return kind
