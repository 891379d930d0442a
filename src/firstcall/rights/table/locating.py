"""Columns of questions -> the number of each row's class, and the month it lies in: sums and look-ups over arrays."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy
from numpy.typing import NDArray

from firstcall.dates import FIRST_YEAR, LAST_YEAR, day_start
from firstcall.record.events import ContractSigned
from firstcall.rights.table.asking import UNKNOWN_WORD
from firstcall.rights.table.cases import Case, Name
from firstcall.rights.table.lookup import Integers, Ranks, by_group, micros, pieces, ranked, sorted_values
from firstcall.rights.table.merging import BLANK, CAPACITIES, Axis
from firstcall.rights.table.table import Table

NO_QUANTITY = numpy.iinfo(numpy.int64).min
"""Stands for a quantity that is not given."""
NO_MONTH = -1
"""Stands for the month of a row without an instant."""
NAMING = ("offer", "contract", "tranche")
_YEAR = 366 * 86_400_000_000
_MOST_KEYS = 1 << 22
Indices = NDArray[numpy.integer[Any]]
Words = tuple[str | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column of words: each once, and for each row which of them; a row without a word points at None."""

    words: Words
    indices: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Questions as columns of equal length.

    Args:
      at: instants in microseconds since the epoch; anything where `faults` says that there is none.
      faults: for each row 0, or one more than the place in ROW_FAULTS of what is wrong with it; None for no faults.
      columns: workload, provider, customer, capacity, offer, contract, tranche and the dimensions, as far as given.
      quantity: in billionths, NO_QUANTITY where none is given; None for none at all.
    """

    at: Integers
    faults: NDArray[numpy.uint8] | None
    columns: Mapping[str, Column]
    quantity: Integers | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Located:
    """For each row the number of its class and of its month; months count from January of the first year read."""

    numbers: Integers
    months: Integers


@dataclass(slots=True, eq=False)
class Locator:
    """Finds classes for a table; keeps what it found of each list of words."""

    table: Table
    _ranks: Ranks = field(init=False)
    _starts: Integers = field(init=False)
    _moments: Integers = field(init=False)
    _months: Integers = field(init=False)
    _names: dict[tuple[str | None, str | None, str | None, int, int], int] = field(default_factory=dict)
    _coded: dict[tuple[str, Words], Integers] = field(default_factory=dict)

    def __post_init__(self) -> None:
        plain, where = self.table.cases[0].instants, self.table.held.texts[0][1][0].where
        starts = numpy.array([micros(day_start(date(year, month, 1), where))
                              for year in range(FIRST_YEAR, LAST_YEAR + 1) for month in range(1, 13)])  # fmt: skip
        self._starts = starts
        both = sorted_values((*plain.tolist(), *starts.tolist()))
        case = self.table.cases[0]
        moments = numpy.concatenate([[0], numpy.searchsorted(plain, both, side="right")])
        self._moments = (case.start + moments * case.spans * case.width).astype(numpy.int64)
        self._months = numpy.concatenate([[NO_MONTH], numpy.searchsorted(starts, both, side="right") - 1])
        self._ranks = ranked(both, int(plain[0]) - 2 * _YEAR, int(plain[-1]) + 5 * _YEAR)

    def locate(self, batch: Batch) -> Located:
        """Return the class and the month of each row.

        Raises:
          QuestionError: there would be more classes than a table keeps.
        """
        rows = len(batch.at)
        numbers, months = numpy.empty(rows, dtype=numpy.int64), numpy.empty(rows, dtype=numpy.int64)
        coded, case = self._columns(batch), self.table.cases[0]
        for piece in pieces(rows):
            fine = self._ranks.of(batch.at[piece])
            self._months.take(fine, out=months[piece], mode="clip")
            found = self._moments.take(fine)
            if case.counted and batch.quantity is not None:
                found += _spans(case, batch.quantity[piece]) * case.width
            for codes, indices in coded:
                found += codes.take(indices[piece])
            numbers[piece] = found
        self._locate_named(batch, numbers)
        if batch.faults is not None:
            bad = numpy.flatnonzero(batch.faults)
            numbers[bad] = batch.faults[bad].astype(numpy.int64) - 1
            months[bad] = NO_MONTH
        return Located(numbers, months)

    def month_starts(self) -> Integers:
        """Return when each month of the years that are read begins, in the agreement's zone."""
        return self._starts

    def month_of(self, at: Integers) -> Integers:
        """Return the month of each instant; NO_MONTH for what lies before all."""
        found: Integers = numpy.searchsorted(self._starts, at, side="right") - 1
        return found

    def _columns(self, batch: Batch) -> list[tuple[Integers, Indices]]:
        """Return what each column adds to the number of a class, by its words, and the words of each row."""
        scope = self.table.scope
        steps = [*zip(self.table.axes, self.table.strides, strict=True),
                 (self.table.providers, scope * CAPACITIES.size), (CAPACITIES, scope)]  # fmt: skip
        given = [(axis, stride, batch.columns[axis.name]) for axis, stride in steps if axis.name in batch.columns]
        return [(self._codes(axis, column) * stride, column.indices) for axis, stride, column in given]

    def _codes(self, axis: Axis, column: Column) -> Integers:
        key = (axis.name, column.words)
        if key not in self._coded:
            self._coded[key] = numpy.array([axis.code(word) for word in column.words], dtype=numpy.int64)
        return self._coded[key]

    def _locate_named(self, batch: Batch, numbers: Integers) -> None:
        """Give the rows that name an offer, a contract or a tranche their classes."""
        columns = {name: batch.columns[name] for name in NAMING if name in batch.columns}
        named = numpy.zeros(len(numbers), dtype=bool)
        for column in columns.values():
            named |= numpy.array([word is not None for word in column.words]).take(column.indices)
        rows = numpy.flatnonzero(named)
        if not len(rows):
            return
        words = {name: (column.words, column.indices[rows]) for name, column in columns.items()}
        codes = {axis.name: self._codes(axis, batch.columns[axis.name]).take(batch.columns[axis.name].indices[rows])
                 for axis in (self.table.providers, CAPACITIES) if axis.name in batch.columns}  # fmt: skip
        for number, places in by_group(self._cases(words, codes, len(rows))):
            held = rows[places]
            numbers[held] = self._in_case(self.table.cases[number], batch, held)

    def _cases(self, words: Mapping[str, tuple[Words, Indices]], codes: Mapping[str, Integers], rows: int) -> Integers:
        """Return the case of each row, from what it names and its provider and capacity."""
        sizes = {name: len(held) for name, (held, _) in words.items()}
        sizes |= {axis.name: axis.size for axis in (self.table.providers, CAPACITIES) if axis.name in codes}
        keys = numpy.zeros(rows, dtype=numpy.int64)
        for name, size in sizes.items():
            keys *= size
            keys += words[name][1] if name in words else codes[name]
        found, inverse = _distinct(keys, math.prod(sizes.values()))
        cases = []
        for key in found.tolist():
            parts, left = {}, key
            for name, size in reversed(sizes.items()):
                left, parts[name] = divmod(left, size)
            offer, contract, tranche = (words[name][0][parts[name]] if name in words else None for name in NAMING)
            place = parts.get("provider", BLANK), parts.get("capacity", BLANK)
            cases.append(self.case_of(offer, contract, tranche, *place))
        return numpy.array(cases, dtype=numpy.int64)[inverse]

    def case_of(
        self, offer: str | None, contract: str | None, tranche: str | None, provider: int, capacity: int
    ) -> int:
        """Return the number of a case; names that are not on the record are one case for all."""
        key = (offer, contract, tranche, provider, capacity)
        if key not in self._names:
            self._names[key] = self.table.case(self._name(offer, contract, tranche, provider, capacity))
        return self._names[key]

    def _name(self, offer: str | None, contract: str | None, tranche: str | None, provider: int, capacity: int) -> Name:
        if offer is not None and contract is not None:
            return Name("both", None, None)
        if contract is not None:
            held = self._contracts().get(contract)
            if held is None:
                return Name("contract", UNKNOWN_WORD, None)
            known = tranche is None or tranche in [one.id for one in held.tranches]
            return Name("contract", contract, tranche if known else UNKNOWN_WORD, provider, capacity)
        if tranche is not None:
            return Name("offer", UNKNOWN_WORD, UNKNOWN_WORD)
        known = any(event.__dict__.get("offer") == offer for event in self.table.held.events)
        return Name("offer", offer, None, provider, capacity) if known else Name("offer", UNKNOWN_WORD, None)

    def _contracts(self) -> dict[str, ContractSigned]:
        events = (event for event in reversed(self.table.held.events) if isinstance(event, ContractSigned))
        return {event.contract: event for event in events}

    def _in_case(self, case: Case, batch: Batch, rows: Integers) -> Integers:
        """Return the classes of rows that name one thing."""
        found = numpy.searchsorted(case.instants, batch.at[rows], side="right").astype(numpy.int64)
        found *= case.spans
        if case.counted and batch.quantity is not None:
            found += _spans(case, batch.quantity[rows])
        found *= case.width
        found += case.start
        for axis, stride in zip(self.table.axes, self.table.strides, strict=True):
            column = batch.columns.get(axis.name)
            if column is not None:
                found += (self._codes(axis, column) * stride).take(column.indices[rows])
        return found


def _spans(case: Case, quantity: Integers) -> Integers:
    """Return the span of each quantity: 0 for none, else one more than the limits that lie below it."""
    found = numpy.searchsorted(case.quantities, quantity, side="left") + 1
    return numpy.where(quantity == NO_QUANTITY, 0, found).astype(numpy.int64)


def _distinct(keys: Integers, size: int) -> tuple[Integers, Integers]:
    """Return the different keys, and for each row which of them it has."""
    if size > _MOST_KEYS:
        found, inverse = numpy.unique(keys, return_inverse=True)
        return found, inverse
    there = numpy.zeros(size, dtype=bool)
    there[keys] = True
    found = numpy.flatnonzero(there)
    place = numpy.zeros(size, dtype=numpy.int64)
    place[found] = numpy.arange(len(found))
    return found, place[keys]
