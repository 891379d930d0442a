"""How many rows fell in each class in each month, and how much they were of; exact, and in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import numpy

from firstcall.rights.table.locating import NO_MONTH, NO_QUANTITY, Located
from firstcall.rights.table.lookup import PLACES, Integers

_LOW = 32
_MASK = (1 << _LOW) - 1
_CLASSES = 40
"""The bits that the number of a class takes in a key."""
_MOST_BINS = 1 << 23
_PARTS = 64
"""How many parts are kept before they are added up."""


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
class Tally:
    """Counts rows by class and month; adds up quantities in whole billionths, in two halves that stay exact."""

    rows: int = 0
    _parts: list[Integers] = field(default_factory=list)

    def add(self, located: Located, quantity: Integers | None) -> Integers:
        """Count the rows of a batch, and return the classes that it has, in order.

        Args:
          located: the class and the month of each row.
          quantity: in billionths; None where no row has one.
        """
        self.rows += len(located.numbers)
        keys, counts, high, low = _grouped(located, quantity)
        self._parts.append(numpy.stack([keys, counts, high, low]))
        if len(self._parts) >= _PARTS:
            self._parts = [self._added()]
        numbers: Integers = numpy.unique(keys & ((1 << _CLASSES) - 1))
        return numbers

    def count(self, month: int, number: int, rows: int, quantity: Decimal) -> None:
        """Count rows of a class that somebody else has counted."""
        billionths = int(quantity.scaleb(PLACES))
        self.rows += rows
        part = [_key(month, number), rows, billionths >> _LOW, billionths & _MASK]
        self._parts.append(numpy.array(part, dtype=numpy.int64).reshape(4, 1))
        if len(self._parts) >= _PARTS * 16:
            self._parts = [self._added()]

    def items(self) -> Iterator[Counted]:
        """Yield what was counted, month by month and class by class."""
        for key, rows, high, low in self._added().T.tolist():
            total = Decimal((high << _LOW) + low).scaleb(-PLACES)
            yield Counted((key >> _CLASSES) - 1, key & ((1 << _CLASSES) - 1), rows, total)

    def _added(self) -> Integers:
        """Return the parts as one, each key once."""
        if not self._parts:
            return numpy.zeros((4, 0), dtype=numpy.int64)
        every = numpy.concatenate(self._parts, axis=1)
        order = numpy.argsort(every[0], kind="stable")
        every = every[:, order]
        starts = numpy.flatnonzero(numpy.diff(every[0], prepend=-1))
        keys = every[0][starts]
        sums: Integers = numpy.add.reduceat(every[1:], starts, axis=1) if len(starts) else every[1:]
        sums[1] += sums[2] >> _LOW
        sums[2] &= _MASK
        return numpy.concatenate([keys[None, :], sums])


def _key(month: int, number: int) -> int:
    return ((month - NO_MONTH) << _CLASSES) | number


def _grouped(located: Located, quantity: Integers | None) -> tuple[Integers, Integers, Integers, Integers]:
    """Return each key of a batch with its rows, and the high and low halves of its quantity."""
    numbers, months = located.numbers, located.months
    first, last = (int(months.min()), int(months.max())) if len(months) else (0, 0)
    if first == NO_MONTH and last > NO_MONTH:
        dated = months != NO_MONTH
        halves = [_grouped(Located(numbers[side], months[side]), None if quantity is None else quantity[side])
                  for side in (dated, ~dated)]  # fmt: skip
        keys, counts, high, low = (numpy.concatenate(pair) for pair in zip(*halves, strict=True))
        return keys, counts, high, low
    width = int(numbers.max()) + 1 if len(numbers) else 1
    bins = numbers if first == last else (months - first) * width + numbers
    if (last - first + 1) * width <= _MOST_BINS:
        size = (last - first + 1) * width
        counted = numpy.bincount(bins, minlength=size)
        found = numpy.flatnonzero(counted)
        counts, places = counted[found], bins
    else:
        found, places, counts = numpy.unique(bins, return_inverse=True, return_counts=True)
        size = len(found)
    high, low = _halves(places, quantity, size)
    if len(high) != len(found):
        high, low = high[found], low[found]
    keys = ((found // width + first - NO_MONTH) << _CLASSES) | (found % width)
    return keys, counts.astype(numpy.int64), high, low


def _halves(places: Integers, quantity: Integers | None, size: int) -> tuple[Integers, Integers]:
    """Return the sums of the high and the low halves of quantities by place.

    A half is below 2**32, so that the sum over a batch of less than two million rows is exact as a float.
    """
    if quantity is None:
        none = numpy.zeros(size, dtype=numpy.int64)
        return none, none
    given = numpy.where(quantity == NO_QUANTITY, 0, quantity)
    sums = [numpy.bincount(places, weights=half, minlength=size).astype(numpy.int64)
            for half in (given >> _LOW, given & _MASK)]  # fmt: skip
    return sums[0], sums[1]
