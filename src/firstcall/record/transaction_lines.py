"""A table of comma-separated values -> its lines, and the values of a line as what they mean.

Mistakes are kept, each with file, line and how to mend it, so that all of them are told at once.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from firstcall.dates import parse_when, zone
from firstcall.errors import RecordError, suggestion

_UTC = zone("UTC")
_NUMBER = re.compile(r"\d{1,18}(\.\d{1,9})?", re.ASCII)
_Word = TypeVar("_Word", bound=str)


def read_transaction_lines(
    text: str, file: str, columns: Sequence[str], required: Sequence[str]
) -> Iterator[tuple[int, Mapping[str, str] | str]]:
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
                names = _columns(values, f"{file}:{number}", columns, required)
            elif len(values) != len(names):
                yield number, f"{len(values)} values stand under {len(names)} columns"
            else:
                yield number, dict(zip(names, values, strict=True))
    except csv.Error as error:
        what = f"{file}:{reader.line_num}: the line cannot be read as CSV: {error}"
        raise RecordError(f"{what}\n  fix: close every quote, and double a quote inside one") from error
    if not names:
        mend = f"begin with a line of columns: {', '.join(required)}, …"
        raise RecordError(f"{file}:1: the file is empty\n  fix: {mend}")


def _columns(names: list[str], place: str, columns: Sequence[str], required: Sequence[str]) -> list[str]:
    faults: list[str] = []
    for name in dict.fromkeys(names):
        if name not in columns:
            faults.append(f"{place}: unknown column '{name}'\n  fix: {suggestion(name, columns)}")
        if names.count(name) > 1:
            faults.append(f"{place}: the column '{name}' stands twice\n  fix: keep one")
    faults += [f"{place}: the column '{name}' is missing\n  fix: add it" for name in required if name not in names]
    if faults:
        raise RecordError("\n".join(faults))
    return names


class LineValues:
    """The values of one line; what cannot be read is kept as a mistake of its place."""

    def __init__(self, place: str, values: Mapping[str, str], faults: list[str]) -> None:
        self._place, self._values, self._faults = place, values, faults

    def fault(self, what: str, mend: str) -> None:
        """Keep a mistake of this line."""
        self._faults.append(f"{self._place}: {what}\n  fix: {mend}")

    def text(self, name: str) -> str:
        """Return a value as it stands; empty when the column is absent."""
        return self._values.get(name, "")

    def words(self, name: str, choices: Sequence[str] | None = None) -> tuple[str, ...]:
        """Return the words of a value, which stand with `;` between them."""
        words = tuple(word for part in self.text(name).split(";") if (word := part.strip()))
        for word in words:
            if choices is not None and word not in choices:
                self.fault(f"{name}: '{word}' is not known", suggestion(word, choices))
        return words

    def choice(self, name: str, choices: Sequence[_Word]) -> _Word | None:
        """Return the word of a closed list that a value names; None when it is empty."""
        text = self.text(name)
        found = next((word for word in choices if word == text), None)
        if text and found is None:
            self.fault(f"{name}: '{text}' is not known", suggestion(text, choices))
        return found

    def date(self, name: str) -> str | None:
        """Return a day, month or year as written; None when it is empty."""
        text = self.text(name)
        try:
            return parse_when(text, _UTC).text if text else None
        except ValueError as error:
            what, _, mend = str(error).partition("; ")
            self.fault(f"{name}: {what}", mend)
            return None

    def exact(self, name: str) -> Decimal | None:
        """Return a number that is not negative, exactly; None when it is empty."""
        text = self.text(name)
        if text and not _NUMBER.fullmatch(text):
            self.fault(f"{name}: '{text}' is not a plain number", "write digits and a point, such as 11900000000")
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
                self.fault(f"{name}: '{word}' is not a name and its value", "write it like region=java")
        return tuple(found)
