"""Columns of questions -> the number of each row's class, and the month it lies in: sums and look-ups over arrays."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Any

import numpy
from numpy.typing import NDArray

from firstcall.dates import FIRST_YEAR, LAST_YEAR, day_start
from firstcall.rights.table.axes.lookup import Integers, Ranks, by_group, micros, pieces, ranked
from firstcall.rights.table.axes.merging import CAPACITIES, Axis
from firstcall.rights.table.cases import Case, Codes, name_of
from firstcall.rights.table.table import Table
from firstcall.values import dataclass

NO_QUANTITY = numpy.iinfo(numpy.int64).min
"""Stands for a quantity that is not given."""
NO_MONTH = -1
"""Stands for the month of a row without an instant."""
NAMING = ("offer", "contract", "tranche")
_YEAR = 366 * 86_400_000_000
_MOST_KEYS = 1 << 22
MOST_KEPT = 1 << 10
"""Up to how many words what was found of a list is kept for the next batch, which mostly has the same."""
_MOST_STEPS = 24
"""Up to how many limits are compared one by one."""
Indices = NDArray[numpy.integer[Any]]
Months = NDArray[numpy.int16]
ColumnWords = tuple[str | None, ...]
_MOST_PACKED = 1 << 14
"""Up to how many combinations of words one look-up serves."""


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """Columns that are looked up together: what each combination of their words adds, and which every row has."""

    parts: Integers
    columns: tuple[tuple[Indices, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column of words: each once, and for each row which of them; a row without a word points at None."""

    words: ColumnWords
    indices: Indices


AxisColumn = tuple[Axis, int, Column]
"""An axis, how far apart its classes stand, and the column of its words."""


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
class PlacedRows:
    """Rows that follow each other: for each which of a few classes it falls in."""

    places: Indices
    classes: Integers | None = None
    """The class of each place; None where places are the classes themselves."""

    def of(self, by_class: NDArray[Any], out: NDArray[Any]) -> None:
        """Write what each row's class has; the few classes that can occur are looked up before the rows."""
        held = by_class if self.classes is None else by_class.take(self.classes, mode="clip")
        held.take(self.places, out=out, mode="clip")


@dataclass(frozen=True, slots=True, eq=False)
class Located:
    """For each row its class, and the number of its month; months count from January of the first year read."""

    pieces: tuple[PlacedRows, ...]
    """The rows, in their order."""
    months: Months | int
    """One number where all rows lie in one month."""

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(len(piece.places) for piece in self.pieces)

    @property
    def numbers(self) -> Integers:
        """The number of each row's class."""
        told = [one.places if one.classes is None else one.classes.take(one.places, mode="clip") for one in self.pieces]
        found: Integers = numpy.concatenate(told) if told else numpy.zeros(0, dtype=numpy.int64)
        return found

    def of(self, by_class: NDArray[Any], out: NDArray[Any] | None = None) -> NDArray[Any]:
        """Return what each row's class has.

        Args:
          by_class: a value for each class.
          out: where to write, as long as there are rows.
        """
        found = numpy.empty(self.rows, dtype=by_class.dtype) if out is None else out
        start = 0
        for piece in self.pieces:
            end = start + len(piece.places)
            piece.of(by_class, found[start:end])
            start = end
        return found


@dataclass(slots=True, eq=False)
class Locator:
    """Finds classes for a table; keeps what it found of each list of words."""

    table: Table
    _ranks: Ranks = field(init=False)
    _starts: Integers = field(init=False)
    _months: Ranks = field(init=False)
    _ranks_by_case: dict[int, Ranks] = field(default_factory=dict)
    _names: dict[Codes, int] = field(default_factory=dict)
    _coded: dict[tuple[str, ColumnWords], Integers] = field(default_factory=dict)

    def __post_init__(self) -> None:
        plain, where = self.table.cases[0].instants, self.table.held.texts[0][1][0].where
        starts = numpy.array([micros(day_start(date(year, month, 1), where))
                              for year in range(FIRST_YEAR, LAST_YEAR + 1) for month in range(1, 13)])  # fmt: skip
        self._starts = starts
        case = self.table.cases[0]
        begins = case.start + numpy.arange(len(plain) + 1) * case.spans * case.width
        span = int(plain[0]) - 2 * _YEAR, int(plain[-1]) + 5 * _YEAR
        self._ranks = ranked(plain, *span, begins)
        self._months = ranked(starts, *span, numpy.arange(len(starts) + 1) - 1)

    def locate(self, batch: Batch, room: NDArray[numpy.int32] | None = None) -> Located:
        """Return the class and the month of each row.

        Args:
          batch: the rows.
          room: at least as long as the batch, to be written in: what is found may lie there until it is given again,
            and memory that is at hand costs less than new.

        Raises:
          QuestionError: there would be more classes than a table keeps.
        """
        located = self._plain(batch, numpy.empty(len(batch.at), dtype=numpy.int32) if room is None else room)
        named = self._named(batch)
        if not len(named) and batch.faults is None:
            return located
        numbers, months = located.numbers, located.months
        self._locate_named(batch, named, numbers)
        if batch.faults is not None:
            bad = numpy.flatnonzero(batch.faults)
            numbers[bad] = batch.faults[bad].astype(numpy.int64) - 1
            months = numpy.full(len(numbers), months, dtype=numpy.int16) if isinstance(months, int) else months
            months[bad] = NO_MONTH
        return Located((PlacedRows(numbers),), months)

    def _plain(self, batch: Batch, room: NDArray[numpy.int32]) -> Located:
        """Return the class of each row as if it named nothing, and the month that it lies in."""
        columns = self._packed([*self._words(batch), *self._places(batch)])
        placed: list[PlacedRows] = []
        months: list[Integers | int] = []
        for piece in pieces(len(batch.at)):
            at = batch.at[piece]
            span = int(at.min()), int(at.max())
            placed.append(self._piece(batch, piece, columns, span, room[piece]))
            months.append(self._months.together(at, *span))
        return Located(tuple(placed), _one_or_each(months, [len(one.places) for one in placed]))

    def _piece(
        self, batch: Batch, piece: slice, columns: list[Packed], span: tuple[int, int], room: NDArray[numpy.int32]
    ) -> PlacedRows:
        """Return the classes of some rows as if they named nothing.

        Args:
          batch: the rows.
          piece: which of them.
          columns: their words.
          span: the first and the last of their instants.
          room: for the places of these rows.
        """
        case, at = self.table.cases[0], batch.at[piece]
        moment = self._ranks.together(at, *span)
        counted = case.counted and batch.quantity is not None
        if isinstance(moment, int) and len(columns) == 1 and not counted:
            return PlacedRows(_places_of(columns[0], piece, room), columns[0].parts + moment)
        found = numpy.empty(len(at), dtype=numpy.int64)
        _add_up(columns, piece, out=found)
        found += moment
        if case.counted and batch.quantity is not None:
            found += _spans(case, batch.quantity[piece]) * case.width
        return PlacedRows(found)

    def month_starts(self) -> Integers:
        """Return when each month of the years that are read begins, in the agreement's zone."""
        return self._starts

    def month_of(self, at: Integers) -> Integers:
        """Return the month of each instant; NO_MONTH for what lies before all."""
        found: Integers = numpy.searchsorted(self._starts, at, side="right") - 1
        return found

    def _words(self, batch: Batch) -> list[AxisColumn]:
        """Return the columns that every question has."""
        return _given(batch, zip(self.table.axes, self.table.strides, strict=True))

    def _places(self, batch: Batch) -> list[AxisColumn]:
        """Return the columns of the provider and of the kind of capacity."""
        scope = self.table.scope
        return _given(batch, ((self.table.providers, scope * CAPACITIES.size), (CAPACITIES, scope)))

    def _packed(self, given: list[AxisColumn]) -> list[Packed]:
        """Return columns gathered so that one look-up serves several, as long as few combinations are possible."""
        groups: list[list[AxisColumn]] = []
        for one in given:
            held = groups[-1] if groups else []
            if not held or math.prod(len(column.words) for _, _, column in (*held, one)) > _MOST_PACKED:
                groups.append([])
            groups[-1].append(one)
        found = []
        for group in groups:
            parts = numpy.zeros(1, dtype=numpy.int64)
            for axis, step, column in group:
                parts = (parts[:, None] + (self._codes(axis, column) * step)[None, :]).ravel()
            found.append(Packed(parts, tuple((column.indices, len(column.words)) for _, _, column in group)))
        return found

    def _codes(self, axis: Axis, column: Column) -> Integers:
        key = (axis.name, column.words)
        found = self._coded.get(key)
        if found is None:
            found = numpy.array([axis.code(word) for word in column.words], dtype=numpy.int64)
            if len(column.words) <= MOST_KEPT:
                self._coded[key] = found
        return found

    def _named(self, batch: Batch) -> Integers:
        """Return the rows that name an offer, a contract or a tranche."""
        given = [batch.columns[axis.name] for axis in self.table.naming if axis.name in batch.columns]
        return numpy.flatnonzero(_any_given(given, len(batch.at)))

    def _locate_named(self, batch: Batch, rows: Integers, numbers: Integers) -> None:
        """Give the rows that name something their classes."""
        if not len(rows):
            return
        axes = [axis for axis in (*self.table.naming, self.table.providers, CAPACITIES) if axis.name in batch.columns]
        codes = [(axis, self._codes(axis, batch.columns[axis.name]).take(batch.columns[axis.name].indices[rows]))
                 for axis in axes]  # fmt: skip
        at, held = batch.at[rows], numpy.empty(len(rows), dtype=numpy.int64)
        _add_up(self._packed(self._words(batch)), rows, out=held)
        quantity = None if batch.quantity is None else batch.quantity[rows]
        for number, places in by_group(self._cases(codes, len(rows))):
            case = self.table.cases[number]
            moments = self._ranks_of(case).of(at[places])
            moments *= case.spans
            if case.counted and quantity is not None:
                moments += _spans(case, quantity[places])
            numbers[rows[places]] = case.start + moments * case.width + held[places]

    def _ranks_of(self, case: Case) -> Ranks:
        """Return a case's instants, ready to be searched."""
        if case.start not in self._ranks_by_case:
            cuts = case.instants
            first, last = (int(cuts[0]), int(cuts[-1])) if len(cuts) else (0, 0)
            self._ranks_by_case[case.start] = ranked(cuts, first - _YEAR, last + _YEAR)
        return self._ranks_by_case[case.start]

    def _cases(self, codes: list[tuple[Axis, Integers]], rows: int) -> Integers:
        """Return the case of each row, from what it names and its provider and capacity."""
        keys = numpy.zeros(rows, dtype=numpy.int64)
        for axis, held in codes:
            keys *= axis.size
            keys += held
        found, inverse = _distinct(keys, math.prod(axis.size for axis, _ in codes))
        cases = []
        for key in found.tolist():
            parts, left = {}, key
            for axis, _ in reversed(codes):
                left, parts[axis.name] = divmod(left, axis.size)
            cases.append(self.case_of(Codes(**parts)))
        return numpy.array(cases, dtype=numpy.int64)[inverse]

    def case_of(self, codes: Codes) -> int:
        """Return the number of a case; names that are not on the record are one case for all."""
        if codes not in self._names:
            self._names[codes] = self.table.case(name_of(self.table.held, self.table.naming, codes))
        return self._names[codes]


def _any_given(columns: Iterable[Column], rows: int) -> NDArray[numpy.bool_]:
    """Return which rows have a word in some column."""
    found = numpy.zeros(rows, dtype=bool)
    for column in columns:
        given = numpy.array([word is not None for word in column.words], dtype=bool)
        if given.any():
            found |= given.take(column.indices, mode="clip")
    return found


def _given(batch: Batch, steps: Iterable[tuple[Axis, int]]) -> list[AxisColumn]:
    """Return the columns of axes that a batch has, with how far apart their classes stand."""
    return [(axis, step, batch.columns[axis.name]) for axis, step in steps if axis.name in batch.columns]


def _add_up(packed: list[Packed], rows: slice | Integers, out: Integers) -> None:
    """Write what the words of some rows make up."""
    for place, one in enumerate(packed):
        places = _places_of(one, rows)
        if place:
            out += one.parts.take(places, mode="clip")
        else:
            one.parts.take(places, out=out, mode="clip")
    if not packed:
        out[:] = 0


def _one_or_each(months: Sequence[Integers | int], rows: Sequence[int]) -> Months | int:
    """Return the one month of all pieces of a batch, or each row's."""
    only = months[0] if months else 0
    if isinstance(only, int) and all(isinstance(month, int) and month == only for month in months):
        return only
    return numpy.concatenate([numpy.full(count, month, dtype=numpy.int16) if isinstance(month, int) else month
                              for month, count in zip(months, rows, strict=True)]).astype(numpy.int16)  # fmt: skip


def _places_of(packed: Packed, rows: slice | Integers, room: NDArray[numpy.int32] | None = None) -> Indices:
    """Return which combination of words each of some rows has; written in the room that is given."""
    places: Indices = numpy.asarray(packed.columns[0][0][rows])
    out = room
    for indices, size in packed.columns[1:]:
        places = out = numpy.multiply(places, size, out=out, dtype=numpy.int32)
        places += indices[rows]
    return places


def _spans(case: Case, quantity: Integers) -> Integers:
    """Return the span of each quantity: 0 for none, else one more than the limits that lie below it."""
    if len(case.quantities) <= _MOST_STEPS:
        found = _steps(case.quantities, quantity)
    else:
        found = numpy.searchsorted(case.quantities, quantity, side="left").astype(numpy.int64)
    found += quantity != NO_QUANTITY
    return found


def _steps(limits: Integers, values: Integers) -> Integers:
    """Return how many of a few limits each value is over; a comparison for each is quicker than a search."""
    found = numpy.zeros(len(values), dtype=numpy.int64)
    for limit in limits.tolist():
        found += values > limit
    return found


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
