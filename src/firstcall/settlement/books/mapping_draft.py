"""A first draft of a mapping from what a file of revenue lines shows; what can be read in two ways is left open."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Annotated, Literal, get_args

from firstcall.errors import BillingError
from firstcall.money import CURRENCIES, exact_text
from firstcall.said import AnyOf, Quoted, Said, sentence
from firstcall.settlement.books.figures import FigureMarks, NegativeMark, TypedFigure, figure
from firstcall.settlement.books.provider_exports import ProviderExport, ReadAsExport, guessed, provider_export
from firstcall.settlement.books.revenue_lines import KINDS, Raw
from firstcall.values import dataclass

DATES = (
    "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%y", "%d/%m/%y", "%m/%d/%y",
    "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y",
    "%Y-%m", "%Y%m", "%m/%Y", "%b %Y", "%B %Y",
    "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S%z", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S",
    *(" ".join((day, time)) for day in ("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y")
      for time in ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p")),
)  # fmt: skip
MARKS_TRIED = (
    FigureMarks(), FigureMarks(".", ","), FigureMarks(",", "."), FigureMarks(",", " "), FigureMarks(".", " "),
    FigureMarks(".", "'"), FigureMarks(",", "'"), FigureMarks(","),
)  # fmt: skip
OPEN = "?"
_NO_WORDS = ("yes", "no", "true", "false", "null", "on", "off", "y", "n")
_SIGN = re.compile(r"^[\s(\u2212-]*([^\d\s().,'\u2019\u2212-]+)|([^\d\s().,'\u2019\u2212-]+)[\s)\u2212-]*$")
"""A sign of currency before or behind a figure; a minus, short or long, is none."""
_TIME = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?"
_AN_INSTANT = re.compile(_TIME + r"(?: UTC|Z|[+-]\d\d:?\d\d)")
"""How an instant is written that needs no `date_format`."""
_PLAIN_TIME = re.compile(rf"\d{{4}}-\d\d-\d\d|{_TIME}(?: UTC|Z|[+-]\d\d:?\d\d)?")
"""How days and times are written that need none."""
SaleWord = Literal["invoice", "rechnung", "factura", "sale"]
"""What books call a sale."""
RefundWord = Literal["credit note", "gutschrift", "refund"]
"""What books call a refund."""
_KINDS = {
    **dict.fromkeys(get_args(SaleWord), "sale"),
    **dict.fromkeys(get_args(RefundWord), "refund"),
    "credit": "credit",
    "tax": "tax",
}


class DraftFrom(Said):
    says = sentence("draft.from", "A draft from {file}. Check every line, and put a word of your own for each {open}.")
    file: str
    open: str


class WhoseRevenue(Said):
    says = sentence("draft.whose-revenue", "whose revenue it is: {parties}")
    parties: Annotated[tuple[str, ...], AnyOf]


class APartysRevenue(Said):
    says = sentence("draft.a-partys-revenue", "whose revenue it is: a party of the agreement")


class NoneOfColumns(Said):
    says = sentence("draft.none-of-columns", "none of: {columns}")
    columns: tuple[str, ...]


class NoColumnSaysIt(Said):
    says = sentence("draft.no-column-says-it", "no column says it")


class AboveIsPassedOver(Said):
    says = sentence("draft.above-is-passed-over", "the row that names the columns; what stands above it is passed over")


class OnlyDates(Said):
    says = sentence("draft.only-dates", "the only column of dates")


class OnlyFigures(Said):
    says = sentence("draft.only-figures", "the only other column of figures")


class TimesWithoutOffset(Said):
    says = sentence(
        "draft.times-without-offset",
        "whose clock the times show, such as UTC or Europe/Berlin; the agreement's without this line",
    )


class TakeRowOut(Said):
    says = sentence("draft.take-row-out", "row {row} has {cell}, which does not fit: correct it, or take it out")
    row: str
    cell: Annotated[str, Quoted]


class OneOfWords(Said):
    says = sentence("draft.one-of-words", "{words}")
    words: Annotated[tuple[str, ...], AnyOf]


class NoWayToReadFigures(Said):
    says = sentence("draft.no-way-to-read-figures", "no way is known to read every figure; row {row} has {cell}")
    row: str
    cell: Annotated[str, Quoted]


class NoFormFitsDates(Said):
    says = sentence("draft.no-form-fits-dates", "no form is known that fits every date; row {row} has {cell}")
    row: str
    cell: Annotated[str, Quoted]


class ChooseForRow(Said):
    says = sentence("draft.choose-for-row", "Row {row} has {cell}. Choose: it is")
    row: str
    cell: Annotated[str, Quoted]


class FigureWith(Said):
    says = sentence("draft.figure-with", "{value} with {marks}")
    value: str
    marks: tuple[str, ...]


class DayWith(Said):
    says = sentence("draft.day-with", "{day} with {form}")
    day: date
    form: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line of a mapping: its YAML, and a remark beside it for whoever completes it; either may be missing."""

    yaml: str = ""
    remark: Said | None = None
    indent: int = 0
    """How far in a remark stands that has its line for itself."""


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """One way to read a column: what the mapping says for it, and what the first telling cell then is."""

    lines: tuple[str, ...]
    row: int
    text: str
    value: Said


def drafted(
    name: str, header: Sequence[str], rows: Sequence[Raw], delimiter: str = ",", parties: Iterable[str] = (),
    streams: Iterable[str] = (), sheet: str | None = None, named_in: int = 1,
) -> tuple[DraftLine, ...]:  # fmt: skip
    """Return a mapping line by line; `?` stands where a person has to choose, with what each choice makes of the file.

    Args:
      name: the file.
      header: its columns.
      rows: its rows, or the first of them.
      delimiter: what stands between the values of a CSV file.
      parties: those of the agreement.
      streams: those of its clauses.
      sheet: the one that is meant, of a workbook.
      named_in: the row that names the columns.
    """
    export, held = provider_export(header), tuple(parties)
    columns = guessed(header) if export is None else dict(export.columns)
    alone = _alone(header, rows, columns) if export is None else {}
    columns |= alone
    lines = [DraftLine("", DraftFrom(file=name, open=OPEN)), *_of_export(export)]
    lines.append(DraftLine(_yaml("of", OPEN), WhoseRevenue(parties=held) if held else APartysRevenue()))
    lines += [] if sheet is None else [DraftLine(_yaml("sheet", _quoted(sheet)))]
    lines += [] if named_in == 1 else [DraftLine(_yaml("header", str(named_in)), AboveIsPassedOver())]
    lines.append(DraftLine("columns:"))
    why = {"date": OnlyDates(), "amount": OnlyFigures()}
    lines += [DraftLine(_yaml(field, _quoted(column), 2), why[field] if field in alone else None)
              for field, column in columns.items()]  # fmt: skip
    missing = [field for field in ("date", "stream", "amount") if field not in columns]
    lines += [DraftLine(_yaml(field, OPEN, 2), NoneOfColumns(columns=tuple(header))) for field in missing]
    if "currency" not in columns:
        named = next(
            (word for word in re.findall(r"\b[A-Z]{3}\b", columns.get("amount", "")) if word in CURRENCIES), None
        )
        said = DraftLine(_yaml("constants", "{" + _yaml("currency", named or OPEN) + "}"))
        lines.append(said if named else replace(said, remark=NoColumnSaysIt()))
    if delimiter != ",":
        lines.append(DraftLine(_yaml("delimiter", _quoted(delimiter))))
    lines += _words("streams", columns.get("stream"), rows, {one: one for one in streams})
    known = _KINDS if export is None else export.kinds
    lines += _words("kinds", columns.get("kind"), rows, {**known, **{one: one for one in KINDS}})
    lines += _date_lines(columns.get("date"), rows, export.date_form if export else None)
    lines += [] if export is not None else _figure_lines(columns.get("amount"), rows)
    return tuple(lines)


def _alone(header: Sequence[str], rows: Sequence[Raw], columns: Mapping[str, str]) -> dict[str, str]:
    """Return the date and the amount that no name says, where one column alone has nothing but such cells."""
    left = {name: cells for name in header if name.strip() and name not in columns.values()
            and (cells := _cells(name, rows))}  # fmt: skip
    dates = [name for name, cells in left.items() if _are_dates(cells)]
    figures = [name for name, cells in left.items() if name not in dates and figure_readings(cells)]
    found = {"date": dates, "amount": figures}
    return {field: names[0] for field, names in found.items() if field not in columns and len(names) == 1}


def _of_export(export: ProviderExport | None) -> list[DraftLine]:
    """Return what is to know of a provider's own form, and the zone in which it bills."""
    if export is None:
        return []
    warned = [] if export.warns is None else [DraftLine("", export.warns)]
    return [DraftLine("", ReadAsExport(export=export.name)), *warned, DraftLine(_yaml("zone", export.zone))]


def _yaml(field: str, value: str, indent: int = 0) -> str:
    return " " * indent + ": ".join((field, value))


def date_readings(cells: Sequence[tuple[int, str]]) -> tuple[ColumnReading, ...]:
    """Return every way in which all cells are dates.

    Ways that agree on every cell are shown too: a mapping is for the next file as well, and 05/05/2025 is the same day
    with the day first and with the month first where 05/06/2025 is not.
    """
    ways: list[tuple[str, list[datetime]]] = []
    for form in DATES:
        try:
            read = [datetime.strptime(text, form) for _, text in cells]  # noqa: DTZ007  compared, never used
        except ValueError:
            continue
        if all(1900 <= one.year <= 2999 for one in read) and not any(_alike(form, other) for other, _ in ways):
            ways.append((form, read))
    place = next((n for n in range(len(cells)) if len({read[n] for _, read in ways}) > 1), 0)
    return tuple(
        ColumnReading((line := _yaml("date_format", _quoted(form)),), *cells[place],
                      DayWith(day=read[place].date(), form=line))
        for form, read in ways
    )  # fmt: skip


def _alike(form: str, other: str) -> bool:
    """Return whether two forms that fit the same cells read every other cell alike: names of months, long or short."""
    return form.replace("%B", "%b") == other.replace("%B", "%b")


def figure_readings(cells: Sequence[tuple[int, str]]) -> tuple[ColumnReading, ...]:
    """Return every way in which all cells are figures; those that agree on every cell count as one."""
    signs = tuple(dict.fromkeys(sign for _, text in cells if (sign := _sign(text))))
    negative = _negative([text for _, text in cells])
    found: dict[tuple[Fraction, ...], FigureMarks] = {}
    for marks in MARKS_TRIED:
        full = FigureMarks(marks.decimal, marks.grouping, signs, negative)
        try:
            read = tuple(figure(text, full) for _, text in cells)
        except BillingError:
            continue
        found.setdefault(read, full)
    ways = list(found)
    place = next((n for n in range(len(cells)) if len({read[n] for read in ways}) > 1), 0)
    return tuple(
        ColumnReading(said := _marks_say(marks), *cells[place],
                      FigureWith(value=exact_text(read[place]), marks=said or (_yaml("decimal", "."),)))
        for read, marks in found.items()
    )  # fmt: skip


def _sign(text: str) -> str | None:
    found = None if isinstance(text, TypedFigure) else _SIGN.search(text.strip())
    sign = (found[1] or found[2]) if found else None
    return None if sign is None or re.fullmatch("[eE+%\u2030]+", sign) else sign  # of a hundred is of no currency


def _negative(texts: Sequence[str]) -> tuple[NegativeMark, ...]:
    marks: list[NegativeMark] = ["minus"]
    if any(text.strip().endswith(")") or ")" in text for text in texts):
        marks.append("brackets")
    if any(text.strip().rstrip("€$£ ").endswith(("-", "\u2212")) for text in texts):
        marks.append("trailing_minus")
    return tuple(marks)


def _marks_say(marks: FigureMarks) -> tuple[str, ...]:
    said = [_yaml("decimal", _quoted(marks.decimal))] if marks.decimal else []
    said += [_yaml("grouping", _quoted(marks.grouping))] if marks.grouping else []
    said += [_yaml("signs", _listed(map(_quoted, marks.signs)))] if marks.signs else []
    said += [_yaml("negative", _listed(marks.negative))] if marks.negative != ("minus",) else []
    return tuple(said)


def _listed(items: Iterable[str]) -> str:
    return "[" + ", ".join(items) + "]"


def _fitting(
    cells: Sequence[tuple[int, str]], read: Callable[[Sequence[tuple[int, str]]], tuple[ColumnReading, ...]]
) -> tuple[tuple[ColumnReading, ...], list[DraftLine]]:
    """Return every way to read a column, and what fits none where most of it does, such as a row of totals."""
    if ways := read(cells):
        return ways, []
    fit = [one for one in cells if read([one])]
    if 2 * len(fit) <= len(cells):
        return (), []
    odd = [DraftLine("", TakeRowOut(row=str(row), cell=text)) for row, text in cells if (row, text) not in fit]
    return read(fit), odd[:3]


def _figure_lines(column: str | None, rows: Sequence[Raw]) -> list[DraftLine]:
    cells = _cells(column, rows)
    if not cells or all(isinstance(text, TypedFigure) for _, text in cells):
        return []
    ways, odd = _fitting(cells, figure_readings)
    if len(ways) == 1:
        return [*odd, *(DraftLine(line) for line in ways[0].lines)]
    if not ways:
        row, text = next((one for one in cells if not figure_readings([one])), cells[0])
        return [DraftLine(_yaml("decimal", OPEN), NoWayToReadFigures(row=str(row), cell=text))]
    shared = [line for line in ways[-1].lines if not line.startswith(("decimal", "grouping"))]
    return [*odd, *_choice(ways), DraftLine(_yaml("decimal", OPEN)), *map(DraftLine, shared)]


def _choice(ways: Sequence[ColumnReading]) -> Iterator[DraftLine]:
    yield DraftLine("", ChooseForRow(row=str(ways[0].row), cell=ways[0].text))
    yield from (DraftLine("", way.value, 2) for way in ways)


def _are_dates(cells: Sequence[tuple[int, str]]) -> bool:
    return all(_PLAIN_TIME.fullmatch(text) for _, text in cells) or bool(date_readings(cells))


def _date_lines(column: str | None, rows: Sequence[Raw], known: str | None) -> list[DraftLine]:
    cells = _cells(column, rows)
    if not cells or all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) for _, text in cells):
        return []
    ways, odd = _fitting(cells, date_readings)
    if known is not None and (line := _yaml("date_format", _quoted(known))) in {way.lines[0] for way in ways}:
        return [DraftLine(line)]
    if (not ways or odd) and all(_PLAIN_TIME.fullmatch(text) for _, text in cells):
        return _clock(any(":" in text and not _AN_INSTANT.fullmatch(text) for _, text in cells))  # read as they stand
    if not ways:
        row, text = next((one for one in cells if not date_readings([one])), cells[0])
        return [DraftLine(_yaml("date_format", OPEN), NoFormFitsDates(row=str(row), cell=text))]
    said = [DraftLine(line) for line in ways[0].lines]
    said = said if len(ways) == 1 else [*_choice(ways), DraftLine(_yaml("date_format", OPEN))]
    return [*odd, *said, *_clock(known is None and any(re.search("%[HI]", way.lines[0]) for way in ways)
                                 and not any("%z" in way.lines[0] for way in ways))]  # fmt: skip


def _clock(told: bool) -> list[DraftLine]:
    """Return the line that asks whose clock the times of a file show, where they have no offset."""
    return [DraftLine(_yaml("zone", OPEN), TimesWithoutOffset())] if told else []


def _words(field: str, column: str | None, rows: Sequence[Raw], known: Mapping[str, str]) -> list[DraftLine]:
    said = list(dict.fromkeys(text for _, text in _cells(column, rows)))
    if not said or len(said) > 30 or all(known.get(text) == text for text in said):
        return []
    lines = [DraftLine(f"{field}:")]
    choice = OneOfWords(words=tuple(dict.fromkeys(known.values())))
    for text in said:
        ours = known.get(text) or known.get(text.casefold())
        lines.append(DraftLine(_yaml(_quoted(text), ours or OPEN, 2), choice if known and not ours else None))
    return lines


def _cells(column: str | None, rows: Sequence[Raw]) -> list[tuple[int, str]]:
    if column is None:
        return []
    found = [(row, cells.get(column, "")) for row, cells in rows]
    kept = [(row, text if isinstance(text, TypedFigure) else text.strip()) for row, text in found]
    return [(row, text) for row, text in kept if text]


def _quoted(text: str) -> str:
    """Return a text as YAML has it, between quotes unless it is a plain word."""
    if re.fullmatch(r"[A-Za-z][\w -]*[\w]|[A-Za-z]", text) and text.casefold() not in _NO_WORDS:
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
