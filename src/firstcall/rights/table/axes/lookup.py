"""Arrays of instants and quantities -> between which of a list's values they lie; numpy, in pieces that stay near.

Asking each of a hundred million instants for its place in a sorted list costs more than everything else. So time
is cut into equal stretches; where none of the list's instants lies inside a stretch, its number is the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy
from numpy.typing import NDArray

from firstcall.values import dataclass

Integers = NDArray[numpy.int64]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
STRETCHES = 1 << 16
_CLOSE_BY = numpy.iinfo(numpy.int64).min
"""Stands for a stretch of time whose instants are looked for one by one."""
PIECE = 1 << 15
"""Rows that are worked on at a time, so that what lies between two steps stays in the cache."""


def micros(at: datetime) -> int:
    """Return an instant as microseconds since the epoch.

    >>> micros(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000000
    """
    return (at - EPOCH) // MICROSECOND


def instant_at(value: int) -> datetime:
    """Return the instant that lies so many microseconds after the epoch."""
    return EPOCH + value * MICROSECOND


def sorted_values(values: Iterable[int]) -> Integers:
    """Return values once each, in order."""
    return numpy.array(sorted(set(values)), dtype=numpy.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Ranks:
    """Sorted instants with a value for each span between them, and the stretches of time by which it is found."""

    cuts: Integers
    values: Integers
    """Before the first instant, from the first on, from the second on, and so on."""
    first: int
    shift: int
    by_stretch: Integers
    """The value of each stretch of time; _CLOSE_BY where one of the instants lies inside."""

    def of(self, at: Integers, out: Integers | None = None) -> Integers:
        """Return the value of each of an array's instants."""
        stretch = at - self.first
        stretch >>= self.shift
        found: Integers = self.by_stretch.take(stretch, out=out, mode="clip")
        near = numpy.flatnonzero(found == _CLOSE_BY)
        if len(near):
            found[near] = self.values[numpy.searchsorted(self.cuts, at[near], side="right")]
        return found

    def together(self, at: Integers, first: int, last: int) -> Integers | int:
        """Return the value of each of an array's instants; one number where it is that of all.

        Args:
          at: the instants.
          first: the earliest of them.
          last: the latest of them.
        """
        begin, end = numpy.searchsorted(self.cuts, (first, last), side="right").tolist()
        return int(self.values[begin]) if begin == end else self.of(at)


def ranked(cuts: Integers, first: int, last: int, values: Integers | None = None) -> Ranks:
    """Return instants ready to be searched.

    Args:
      cuts: the instants, sorted, in microseconds.
      first: from when most of what is asked about lies.
      last: until when; what lies outside is found too, by the slower way.
      values: one more than there are instants; how many lie at or before an instant when left out.
    """
    told = numpy.arange(len(cuts) + 1) if values is None else values
    shift = max(0, ((last - first) // (STRETCHES - 2)).bit_length())
    starts = first + (numpy.arange(((last - first) >> shift) + 2, dtype=numpy.int64) << shift)
    before = numpy.searchsorted(cuts, starts, side="right")
    within = numpy.searchsorted(cuts, starts + ((1 << shift) - 1), side="right")
    by_stretch = numpy.where(before == within, told[before], _CLOSE_BY).astype(numpy.int64)
    by_stretch[[0, -1]] = _CLOSE_BY  # what lies outside falls in these
    return Ranks(cuts, told.astype(numpy.int64), first, shift, by_stretch)


def pieces(rows: int) -> Iterable[slice]:
    """Yield the pieces of so many rows.

    >>> [piece.stop for piece in pieces(PIECE + 1)] == [PIECE, PIECE + 1]
    True
    """
    for start in range(0, rows, PIECE):
        yield slice(start, min(start + PIECE, rows))


def by_group(groups: Integers) -> Iterable[tuple[int, NDArray[Any]]]:
    """Yield each value of an array with the places at which it stands."""
    most = int(groups.max()) if len(groups) else 0
    held = groups.astype(numpy.uint16) if most < 1 << 16 else groups  # short numbers are sorted in one pass
    order = numpy.argsort(held, kind="stable")
    held = held[order]
    ends = numpy.flatnonzero(numpy.diff(held)) + 1
    for places in numpy.split(order, ends):
        if len(places):
            yield int(groups[places[0]]), places
