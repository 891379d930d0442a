"""A table of comma-separated values -> its lines, and the values of a line as what they mean.

Mistakes are kept, each with file, line and how to mend it, so that all of them are told at once.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, TypeVar

from firstcall.agreement.read.text_faults import EmptyFile
from firstcall.dates import parse_when, zone
from firstcall.errors import Place, Problem, RecordError, near_or_listed, unknown
from firstcall.said import Quoted, Said, Unreadable, sentence

_UTC = zone("UTC")
_NUMBER = re.compile(r"\d{1,18}(\.\d{1,9})?", re.ASCII)
_Word = TypeVar("_Word", bound=str)


class ValuesUnderColumns(Said):
    says = sentence("table.values-under-columns", "{held} values stand under {columns} columns")
    held: int
    columns: int


class QuoteComma(Said):
    says = sentence("table.quote-comma", "quote a value that holds a comma")


class NoCsvLine(Said):
    says = sentence("table.no-csv-line", "the line cannot be read as CSV: {why}")
    why: str


class CloseEveryQuote(Said):
    says = sentence("table.close-every-quote", "close every quote, and double a quote inside one")


class BeginWithColumns(Said):
    says = sentence("table.begin-with-columns", "begin with a line of columns: {columns}, …")
    columns: tuple[str, ...]


class ColumnTwice(Said):
    says = sentence("table.column-twice", "the column {column} stands twice")
    column: Annotated[str, Quoted]


class KeepOne(Said):
    says = sentence("table.keep-one", "keep one")


class ColumnMissing(Said):
    says = sentence("table.column-missing", "the column {column} is missing")
    column: Annotated[str, Quoted]


class AddIt(Said):
    says = sentence("table.add-it", "add it")


class ValueNotKnown(Said):
    says = sentence("table.value-not-known", "{column}: {given} is not known")
    column: str
    given: Annotated[str, Quoted]


class WrongInColumn(Said):
    says = sentence("table.wrong-in-column", "{column}: {what}")
    column: str
    what: Said


class NoPlainNumber(Said):
    says = sentence("table.no-plain-number", "{column}: {given} is not a plain number")
    column: str
    given: Annotated[str, Quoted]


class NoNegativeNumber(Said):
    says = sentence("table.no-negative-number", "{column}: {given} is negative; it is never below 0")
    column: str
    given: Annotated[str, Quoted]


class WriteDigitsAndPoint(Said):
    says = sentence("table.write-digits-and-point", "write digits and a point, such as {example}")
    example: str


class NoNameAndValue(Said):
    says = sentence("table.no-name-and-value", "{column}: {given} is not a name and its value")
    column: str
    given: Annotated[str, Quoted]


class WriteLikePair(Said):
    says = sentence("table.write-like-pair", "write it like {example}")
    example: str


def read_transaction_lines(
    text: str, file: str, columns: Sequence[str], required: Sequence[str]
) -> Iterator[tuple[int, Mapping[str, str] | Said]]:
    """Yield each line's number with its values by column, or what is wrong with the line as a whole.

    Args:
      text: the whole table; its first line names the columns, in any order.
      file: the name to print with mistakes.
      columns: every column that may stand there.
      required: those that must.

    Raises:
      RecordError: the columns are not those of the table, or the text is no table.
    """
    lines = text.removeprefix("\ufeff").split("\n")
    reader = csv.reader((line + "\n" for line in lines), strict=True)
    names: list[str] = []
    start = 1
    try:
        for row in reader:
            number, start = start, reader.line_num + 1
            values = [value.strip() for value in row]
            if not any(values):
                continue
            if not names:
                names = _columns(values, Place(file, number), columns, required)
            elif len(values) != len(names):
                yield number, ValuesUnderColumns(held=len(values), columns=len(names))
            else:
                yield number, dict(zip(names, values, strict=True))
    except csv.Error as error:
        place = Place(file, reader.line_num)
        raise RecordError(NoCsvLine(why=str(error)), fix=CloseEveryQuote(), place=place) from error
    if not names:
        raise RecordError(EmptyFile(), fix=BeginWithColumns(columns=tuple(required)), place=Place(file, 1))


def _columns(names: list[str], place: Place, columns: Sequence[str], required: Sequence[str]) -> list[str]:
    faults: list[Problem] = []
    for name in dict.fromkeys(names):
        if name not in columns:
            faults.append(Problem(place, unknown("column", name), near_or_listed(name, columns, "column")))
        if names.count(name) > 1:
            faults.append(Problem(place, ColumnTwice(column=name), KeepOne()))
    faults += [Problem(place, ColumnMissing(column=name), AddIt()) for name in required if name not in names]
    if faults:
        raise RecordError.of(faults)
    return names


class LineValues:
    """The values of one line; what cannot be read is kept as a mistake of its place."""

    def __init__(self, place: Place, values: Mapping[str, str], faults: list[Problem]) -> None:
        self._place, self._values, self._faults = place, values, faults

    def fault(self, what: Said, fix: Said | None) -> None:
        """Keep a mistake of this line."""
        self._faults.append(Problem(self._place, what, fix))

    def text(self, name: str) -> str:
        """Return a value as it stands; empty when the column is absent."""
        return self._values.get(name, "")

    def words(self, name: str, choices: Sequence[str] | None = None) -> tuple[str, ...]:
        """Return the words of a value, which stand with `;` between them."""
        words = tuple(word for part in self.text(name).split(";") if (word := part.strip()))
        for word in words:
            if choices is not None and word not in choices:
                self.fault(ValueNotKnown(column=name, given=word), near_or_listed(word, choices))
        return words

    def choice(self, name: str, choices: Sequence[_Word]) -> _Word | None:
        """Return the word of a closed list that a value names; None when it is empty."""
        text = self.text(name)
        found = next((word for word in choices if word == text), None)
        if text and found is None:
            self.fault(ValueNotKnown(column=name, given=text), near_or_listed(text, choices))
        return found

    def date(self, name: str) -> str | None:
        """Return a day, month or year as written; None when it is empty."""
        text = self.text(name)
        try:
            return parse_when(text, _UTC).text if text else None
        except Unreadable as error:
            self.fault(WrongInColumn(column=name, what=error.what), error.fix)
            return None

    def exact(self, name: str) -> Decimal | None:
        """Return a number that is not negative, exactly; None when it is empty."""
        text = self.text(name)
        if text and not _NUMBER.fullmatch(text):
            below = text.startswith("-") and _NUMBER.fullmatch(text[1:])
            wrong = NoNegativeNumber(column=name, given=text) if below else NoPlainNumber(column=name, given=text)
            self.fault(wrong, WriteDigitsAndPoint(example="11900000000"))
            return None
        return Decimal(text) if text else None

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return the names and values of a value such as `region=java; site=bandung`."""
        found: list[tuple[str, str]] = []
        for word in self.words(name):
            key, _, value = (side.strip() for side in word.partition("="))
            if key and value:
                found.append((key, value))
            else:
                self.fault(NoNameAndValue(column=name, given=word), WriteLikePair(example="region=java"))
        return tuple(found)
