"""A first draft of a mapping from what a file of revenue lines shows; what can be read in two ways is left open."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from firstcall.errors import BillingError
from firstcall.money import exact_text
from firstcall.settlement.books.figures import FigureMarks, NegativeMark, TypedFigure, figure
from firstcall.settlement.books.revenue_lines import FIELDS, KINDS, Raw

NAMES: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "day", "datum", "tag", "fecha", "tanggal", "invoicedate", "postingdate", "belegdatum",
             "buchungsdatum", "time", "timestamp"),
    "stream": ("stream", "product", "produkt", "producto", "produk", "service", "sku", "item", "artikel", "linea"),
    "amount": ("amount", "net", "netamount", "sum", "betrag", "netto", "importe", "monto", "jumlah", "nilai",
               "umsatz", "revenue", "total"),
    "currency": ("currency", "waehrung", "währung", "moneda", "divisa", "matauang", "curr", "iso"),
    "document": ("document", "id", "invoice", "invoiceno", "beleg", "belegnummer", "rechnung", "factura", "faktur",
                 "number", "nr", "no", "documento"),
    "kind": ("kind", "type", "typ", "art", "tipo", "jenis"),
    "note": ("note", "text", "comment", "memo", "nota", "bemerkung", "catatan", "description"),
    "since": ("since", "from", "servicestart", "von", "desde", "mulai"),
    "billed": ("billed", "billingmonth", "invoicemonth", "abrechnung"),
}  # fmt: skip
"""Our field: words that finance uses for it, without spaces and in small letters."""
DATES = (
    "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%y", "%d/%m/%y", "%m/%d/%y",
    "%Y/%m/%d", "%Y%m%d", "%d %b %Y", "%b %d, %Y", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S%z",
    "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M",
)  # fmt: skip
MARKS_TRIED = (
    FigureMarks(), FigureMarks(".", ","), FigureMarks(",", "."), FigureMarks(",", " "), FigureMarks(".", " "),
    FigureMarks(".", "'"), FigureMarks(",", "'"), FigureMarks(","),
)  # fmt: skip
OPEN = "?"
_NO_WORDS = ("yes", "no", "true", "false", "null", "on", "off", "y", "n")
_SIGN = re.compile(r"^[\s(-]*([^\d\s().,'\u2019-]+)|([^\d\s().,'\u2019-]+)[\s)-]*$")
_KINDS = {"invoice": "sale", "rechnung": "sale", "factura": "sale", "credit note": "refund", "gutschrift": "refund",
          "refund": "refund", "credit": "credit", "tax": "tax", "sale": "sale"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """One way to read a column: what the mapping says for it, and what the first telling cell then is."""

    says: str
    row: int
    text: str
    value: str


def drafted(
    name: str, header: Sequence[str], rows: Sequence[Raw], delimiter: str = ",", parties: Iterable[str] = (),
    streams: Iterable[str] = (),
) -> str:  # fmt: skip
    """Return a mapping as YAML; `?` stands where a person has to choose, with what each choice makes of the file.

    Args:
      name: the file.
      header: its columns.
      rows: its rows, or the first of them.
      delimiter: what stands between the values of a CSV file.
      parties: those of the agreement.
      streams: those of its clauses.
    """
    columns = guessed(header)
    lines = [f"# A draft from {name}. Check every line, and put a word of your own for each {OPEN}."]
    lines.append(f"of: {OPEN}  # whose revenue it is: {' or '.join(parties) or 'a party of the agreement'}")
    lines.append("columns:")
    lines += [f"  {field}: {_quoted(column)}" for field, column in columns.items()]
    missing = [field for field in ("date", "stream", "amount") if field not in columns]
    lines += [f"  {field}: {OPEN}  # none of: {', '.join(header)}" for field in missing]
    if "currency" not in columns:
        lines.append(f"constants: {{currency: {OPEN}}}  # no column says it")
    if delimiter != ",":
        lines.append(f"delimiter: {_quoted(delimiter)}")
    lines += _words("streams", columns.get("stream"), rows, {one: one for one in streams})
    lines += _words("kinds", columns.get("kind"), rows, _KINDS | {one: one for one in KINDS})
    lines += _date_lines(columns.get("date"), rows)
    lines += _figure_lines(columns.get("amount"), rows)
    return "\n".join(lines) + "\n"


def guessed(header: Sequence[str]) -> dict[str, str]:
    """Return our fields with the columns whose names say so; each column once.

    >>> guessed(["Beleg", "Datum", "Produkt", "Betrag"])
    {'date': 'Datum', 'stream': 'Produkt', 'amount': 'Betrag', 'document': 'Beleg'}
    """
    plain = {re.sub(r"[^\w]|_", "", column).casefold(): column for column in reversed(header)}
    found: dict[str, str] = {}
    for field in (one for one in FIELDS if one in NAMES):
        known = (plain[word] for word in NAMES[field] if word in plain and plain[word] not in found.values())
        near = (column for word, column in plain.items() if column not in found.values()
                and any(len(one) > 3 and one in word for one in NAMES[field]))  # fmt: skip
        column = next(known, None) or next(near, None)
        if column is not None:
            found[field] = column
    return found


def date_readings(cells: Sequence[tuple[int, str]]) -> tuple[ColumnReading, ...]:
    """Return every way in which all cells are dates; those that agree on every cell count as one."""
    found: dict[tuple[datetime, ...], tuple[str, list[datetime]]] = {}
    for form in DATES:
        try:
            read = [datetime.strptime(text, form) for _, text in cells]  # noqa: DTZ007  compared, never used
        except ValueError:
            continue
        if all(1900 <= one.year <= 2999 for one in read):
            found.setdefault(tuple(one.replace(tzinfo=None) for one in read), (form, read))
    ways = list(found.values())
    place = next((n for n in range(len(cells)) if len({read[n] for _, read in ways}) > 1), 0)
    return tuple(
        ColumnReading(f"date_format: {_quoted(form)}", *cells[place], f"{read[place]:%-d %B %Y}") for form, read in ways
    )


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
        ColumnReading(_marks_say(marks), *cells[place], exact_text(read[place])) for read, marks in found.items()
    )


def _sign(text: str) -> str | None:
    found = None if isinstance(text, TypedFigure) else _SIGN.search(text.strip())
    return (found[1] or found[2]) if found and not re.fullmatch("[eE+]+", found[1] or found[2]) else None


def _negative(texts: Sequence[str]) -> tuple[NegativeMark, ...]:
    marks: list[NegativeMark] = ["minus"]
    if any(text.strip().endswith(")") or ")" in text for text in texts):
        marks.append("brackets")
    if any(text.strip().rstrip("€$£ ").endswith("-") for text in texts):
        marks.append("trailing_minus")
    return tuple(marks)


def _marks_say(marks: FigureMarks) -> str:
    said = [f"decimal: {_quoted(marks.decimal)}"] if marks.decimal else []
    said += [f"grouping: {_quoted(marks.grouping)}"] if marks.grouping else []
    said += [f"signs: [{', '.join(_quoted(sign) for sign in marks.signs)}]"] if marks.signs else []
    said += [f"negative: [{', '.join(marks.negative)}]"] if marks.negative != ("minus",) else []
    return "\n".join(said)


def _figure_lines(column: str | None, rows: Sequence[Raw]) -> list[str]:
    cells = _cells(column, rows)
    if not cells or all(isinstance(text, TypedFigure) for _, text in cells):
        return []
    ways = figure_readings(cells)
    if len(ways) == 1:
        return ways[0].says.split("\n") if ways[0].says else []
    if not ways:
        return [f"decimal: {OPEN}  # no way is known to read every figure; row {cells[0][0]} has {cells[0][1]!r}"]
    shown = [f"#   {way.value} with {', '.join(way.says.split(chr(10))) or 'decimal: .'}" for way in ways]
    first = f"# Row {ways[0].row} has {ways[0].text!r}. Choose: it is"
    shared = [line for line in ways[-1].says.split("\n") if not line.startswith(("decimal", "grouping"))]
    return [first, *shown, f"decimal: {OPEN}", *shared]


def _date_lines(column: str | None, rows: Sequence[Raw]) -> list[str]:
    cells = _cells(column, rows)
    if not cells or all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) for _, text in cells):
        return []
    ways = date_readings(cells)
    if len(ways) == 1:
        return [ways[0].says]
    if not ways:
        return [f"date_format: {OPEN}  # no form is known that fits every date; row {cells[0][0]} has {cells[0][1]!r}"]
    shown = [f"#   {way.value} with {way.says}" for way in ways]
    return [f"# Row {ways[0].row} has {ways[0].text!r}. Choose: it is", *shown, f"date_format: {OPEN}"]


def _words(field: str, column: str | None, rows: Sequence[Raw], known: Mapping[str, str]) -> list[str]:
    said = list(dict.fromkeys(text for _, text in _cells(column, rows)))
    if not said or len(said) > 30 or all(known.get(text) == text for text in said):
        return []
    lines = [f"{field}:"]
    for text in said:
        ours = known.get(text) or known.get(text.casefold())
        choice = f"  # {' or '.join(dict.fromkeys(known.values()))}" if known and not ours else ""
        lines.append(f"  {_quoted(text)}: {ours or OPEN}{choice}")
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
