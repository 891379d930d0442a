"""A sparse model under construction: columns and rows in named groups, and their coefficients."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace

import numpy as np
from numpy.typing import NDArray

from firstcall.values import dataclass

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
INFINITY = float("inf")


@dataclass(slots=True)
class Matrix:
    """Columns and rows with bounds; what a row or column stands for is kept beside it, for those who ask why."""

    cost: list[float] = field(default_factory=list)
    column_low: list[float] = field(default_factory=list)
    column_high: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    """The columns that are whole numbers."""
    row_low: list[float] = field(default_factory=list)
    row_high: list[float] = field(default_factory=list)
    column_tags: list[object] = field(default_factory=list)
    row_tags: list[object] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def column(
        self, tag: object, *, cost: float = 0.0, low: float = 0.0, high: float = INFINITY, whole: bool = False
    ) -> int:
        """Add a column and return its number."""
        self.cost.append(cost)
        self.column_low.append(low)
        self.column_high.append(high)
        self.column_tags.append(tag)
        number = len(self.cost) - 1
        if whole:
            self.whole.append(number)
        return number

    def row(
        self, tag: object, terms: Iterable[tuple[int, float]], *, low: float = -INFINITY, high: float = INFINITY
    ) -> int:
        """Add a row of columns with their coefficients, and return its number."""
        self.row_low.append(low)
        self.row_high.append(high)
        self.row_tags.append(tag)
        number = len(self.row_low) - 1
        for column, value in terms:
            self.rows.append(number)
            self.columns.append(column)
            self.values.append(value)
        return number

    def arrays(self) -> Arrays:
        """Return the model as arrays, rows compressed; equal places are added up."""
        order = np.lexsort((np.asarray(self.columns), np.asarray(self.rows)))
        rows, columns = np.asarray(self.rows, np.int64)[order], np.asarray(self.columns, np.int64)[order]
        values = np.asarray(self.values, np.float64)[order]
        if len(rows):
            new = np.empty(len(rows), bool)
            new[0] = True
            new[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
            starts = np.flatnonzero(new)
            values = np.add.reduceat(values, starts)
            rows, columns = rows[starts], columns[starts]
        first = np.zeros(len(self.row_low) + 1, np.int64)
        np.add.at(first, rows + 1, 1)
        return Arrays(
            np.asarray(self.cost, np.float64), np.asarray(self.column_low, np.float64),
            np.asarray(self.column_high, np.float64), np.asarray(self.whole, np.int64),
            np.asarray(self.row_low, np.float64), np.asarray(self.row_high, np.float64),
            np.cumsum(first), columns, values,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cut:
    """A row that every plan of whole blocks keeps: the sum of some columns with coefficients is at least so much."""

    columns: Ints
    values: Floats
    least: float


@dataclass(frozen=True, slots=True)
class Arrays:
    """A model as arrays."""

    cost: Floats
    column_low: Floats
    column_high: Floats
    whole: Ints
    row_low: Floats
    row_high: Floats
    first: Ints
    """Where each row begins among the coefficients."""
    columns: Ints
    values: Floats

    def with_columns(self, numbers: Sequence[int] | Ints, low: Floats, high: Floats) -> Arrays:
        """Return the model with other bounds for some columns."""
        lows, highs = self.column_low.copy(), self.column_high.copy()
        lows[numbers], highs[numbers] = low, high
        return Arrays(
            self.cost, lows, highs, self.whole, self.row_low, self.row_high, self.first, self.columns, self.values
        )

    def without(self, rows: Ints, columns: Ints) -> tuple[Arrays, Ints]:
        """Return the model without some rows, and without some columns; and the numbers of the columns that stay."""
        stays, kept = np.ones(len(self.row_low), bool), np.ones(len(self.cost), bool)
        stays[rows], kept[columns] = False, False
        at = np.repeat(np.arange(len(self.row_low)), np.diff(self.first))
        some = stays[at] & kept[self.columns]
        first = np.zeros(len(self.row_low) + 1, np.int64)
        np.cumsum(np.bincount(at[some], minlength=len(self.row_low)), out=first[1:])
        renumbered = np.cumsum(kept) - 1
        left = Arrays(
            self.cost[kept], self.column_low[kept], self.column_high[kept], renumbered[self.whole[kept[self.whole]]],
            self.row_low[stays], self.row_high[stays], np.append(first[:-1][stays], first[-1:]),
            renumbered[self.columns[some]], self.values[some],
        )  # fmt: skip
        return left, np.flatnonzero(kept)

    def with_cuts(self, cuts: Sequence[Cut]) -> Arrays:
        """Return the model with further rows."""
        lengths = [len(cut.columns) for cut in cuts]
        return replace(
            self,
            row_low=np.append(self.row_low, [cut.least for cut in cuts]),
            row_high=np.append(self.row_high, np.full(len(cuts), INFINITY)),
            first=np.append(self.first, self.first[-1] + np.cumsum(lengths, dtype=np.int64)),
            columns=np.concatenate([self.columns, *(cut.columns for cut in cuts)]),
            values=np.concatenate([self.values, *(cut.values for cut in cuts)]),
        )

    def parts(self) -> Ints:
        """Return the number of the part that each column is in; columns of two parts share no row."""
        found = np.arange(len(self.cost))
        rows = np.repeat(np.arange(len(self.row_low)), np.diff(self.first))
        lowest = np.empty(len(self.row_low), np.int64)
        while True:
            lowest.fill(len(self.cost))
            np.minimum.at(lowest, rows, found[self.columns])
            now = found.copy()
            np.minimum.at(now, self.columns, lowest[rows])
            now = now[now]
            if np.array_equal(now, found):
                return now
            found = now
