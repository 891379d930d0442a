"""How many rows fell in each class in each month, and how much they were of; exact, and in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from decimal import Decimal

import numpy

from firstcall.record.events.entry import whole
from firstcall.rights.table.axes.counted_places import PLACES
from firstcall.rights.table.axes.lookup import Integers
from firstcall.rights.table.locating import NO_QUANTITY, Located, PlacedRows
from firstcall.values import dataclass

_MOST_BYTES = 1 << 28
"""How much is kept open for months that still come; the rest is put away, class by class."""
_MOST_DENSE = 1 << 22
"""Up to how many classes a month has a place for each; beyond, only for those that occur."""
_MOST_SUM = 1 << 62


@dataclass(frozen=True, slots=True)
class Counted:
    """The rows of one class in one month."""

    month: int
    """Counted from January of the first year that is read; NO_MONTH for rows without an instant."""
    number: int
    rows: int
    quantity: Decimal
    """The sum of the quantities that are given."""


@dataclass(slots=True, eq=False)
class Open:
    """A month that is being counted: rows and billionths of quantity, for every class."""

    rows: Integers
    billionths: Integers
    most: int = 0
    """What no sum can be over."""


@dataclass(slots=True, eq=False)
class Tally:
    """Counts rows by class and month; adds up quantities in whole billionths."""

    rows: int = 0
    _open: dict[int, Open] = field(default_factory=dict)
    _kept: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def add(self, located: Located, quantity: Integers | None, classes: int) -> None:
        """Count the rows of a batch.

        Args:
          located: the class and the month of each row.
          quantity: in billionths; None where no row has one.
          classes: how many classes there are.
        """
        self.rows += located.rows
        if quantity is not None and len(quantity) and int(quantity.min()) == NO_QUANTITY:
            quantity = numpy.where(quantity == NO_QUANTITY, 0, quantity)
        if isinstance(located.months, int):
            self._count_pieces(located.months, located.pieces, quantity, classes)
            return
        numbers = located.numbers
        first = int(located.months.min()) if len(located.months) else 0
        for month in (numpy.flatnonzero(numpy.bincount(located.months - first)) + first).tolist():
            rows = numpy.flatnonzero(located.months == month)
            self._count(month, numbers[rows], None if quantity is None else quantity[rows], classes)

    def _count_pieces(
        self, month: int, pieces: tuple[PlacedRows, ...], quantity: Integers | None, classes: int
    ) -> None:
        """Count rows of one month, piece by piece; what falls in few classes is added up in few places first."""
        start = 0
        for piece in pieces:
            amounts = None if quantity is None else quantity[start : start + len(piece.places)]
            start += len(piece.places)
            if piece.classes is None or amounts is not None:
                self._count(month, Located((piece,), month).numbers, amounts, classes)
            elif classes > _MOST_DENSE:
                self._keep_each(month, Located((piece,), month).numbers, None)
            else:
                counts = numpy.bincount(piece.places, minlength=len(piece.classes))
                numpy.add.at(self._opened(month, classes).rows, piece.classes, counts)

    def _count(self, month: int, numbers: Integers, quantity: Integers | None, classes: int) -> None:
        most = 0
        if quantity is not None and len(quantity):
            most = int(max(quantity.max(), 1)) * len(quantity)
        if classes > _MOST_DENSE and most < _MOST_SUM:
            self._keep_each(month, numbers, quantity)
            return
        held = self._opened(month, classes)
        if held.most + most >= _MOST_SUM:
            self._put_away(month)
            held = self._opened(month, classes)
        numpy.add.at(held.rows, numbers, 1)
        if quantity is not None and most < _MOST_SUM:
            numpy.add.at(held.billionths, numbers, quantity)
            held.most += most
        elif quantity is not None:
            for number, one in zip(numbers.tolist(), quantity.tolist(), strict=True):
                self._keep(month, number, 0, one)

    def _keep_each(self, month: int, numbers: Integers, quantity: Integers | None) -> None:
        """Count the classes that occur in a batch, where there are too many for a place for each."""
        found, places, rows = numpy.unique(numbers, return_inverse=True, return_counts=True)
        sums = numpy.zeros(len(found), dtype=numpy.int64)
        if quantity is not None:
            numpy.add.at(sums, places, quantity)
        for number, count, billionths in zip(found.tolist(), rows.tolist(), sums.tolist(), strict=True):
            self._keep(month, number, count, billionths)

    def _opened(self, month: int, classes: int) -> Open:
        """Return the counts of a month, with room for every class."""
        held = self._open.get(month)
        if held is None or len(held.rows) < classes:
            size = -(-classes * 5 // 4)
            if (len(self._open) + 1) * size * 16 > _MOST_BYTES:
                for other in tuple(self._open):
                    self._put_away(other)
                held = None
            made = Open(numpy.zeros(size, dtype=numpy.int64), numpy.zeros(size, dtype=numpy.int64))
            if held is not None:
                made.rows[: len(held.rows)], made.billionths[: len(held.rows)] = held.rows, held.billionths
                made.most = held.most
            held = self._open[month] = made
        return held

    def _put_away(self, month: int) -> None:
        """Close a month: its counts are kept class by class."""
        held = self._open.pop(month)
        numbers = numpy.flatnonzero(held.rows)
        columns = (numbers.tolist(), held.rows[numbers].tolist(), held.billionths[numbers].tolist())
        for number, rows, billionths in zip(*columns, strict=True):
            self._keep(month, number, rows, billionths)

    def _keep(self, month: int, number: int, rows: int, billionths: int) -> None:
        before = self._kept.get((month, number), (0, 0))
        self._kept[month, number] = (before[0] + rows, before[1] + billionths)

    def count(self, month: int, number: int, rows: int, quantity: Decimal) -> None:
        """Count rows of a class that somebody else has counted."""
        self.rows += rows
        self._keep(month, number, rows, int(quantity.scaleb(PLACES)))

    def items(self) -> Iterator[Counted]:
        """Yield what was counted, month by month and class by class."""
        for month in tuple(self._open):
            self._put_away(month)
        for (month, number), (rows, billionths) in sorted(self._kept.items()):
            yield Counted(month, number, rows, Decimal(whole(Decimal(billionths).scaleb(-PLACES))))
