"""Arrays of instants and quantities -> between which of a list's values they lie; numpy, in pieces that stay near.

Asking each of a hundred million instants for its place in a sorted list costs more than everything else. So time
is cut into equal stretches; where none of the list's instants lies inside a stretch, its number is the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Any

import numpy
from numpy.typing import NDArray

Integers = NDArray[numpy.int64]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
PLACES = 9
"""The decimal places of a quantity that are counted."""
STRETCHES = 1 << 16
PIECE = 1 << 16
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


def billionths(quantity: Decimal) -> int:
    """Return a quantity in billionths, rounded down: a whole number is over it only if it is over this.

    >>> billionths(Decimal("1.5"))
    1500000000
    """
    return int(quantity.scaleb(PLACES).to_integral_value(ROUND_FLOOR))


def sorted_values(values: Iterable[int]) -> Integers:
    """Return values once each, in order."""
    return numpy.array(sorted(set(values)), dtype=numpy.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Ranks:
    """Sorted instants, and the stretches of time by which a place among them is found."""

    cuts: Integers
    first: int
    shift: int
    ranks: Integers
    """By stretch: how many instants lie at or before all of it; the bitwise complement where one lies inside."""

    def of(self, at: Integers) -> Integers:
        """Return how many of the instants lie at or before each of an array's."""
        stretch = (at - self.first) >> self.shift
        numpy.clip(stretch, 0, len(self.ranks) - 1, out=stretch)
        found: Integers = self.ranks.take(stretch)
        near = numpy.flatnonzero(found < 0)
        if len(near):
            found[near] = numpy.searchsorted(self.cuts, at[near], side="right")
        return found


def ranked(cuts: Integers, first: int, last: int) -> Ranks:
    """Return instants ready to be searched.

    Args:
      cuts: the instants, sorted, in microseconds.
      first: from when most of what is asked about lies.
      last: until when; what lies outside is found too, by the slower way.
    """
    shift = max(0, ((last - first) // (STRETCHES - 2)).bit_length())
    starts = first + (numpy.arange(((last - first) >> shift) + 2, dtype=numpy.int64) << shift)
    before = numpy.searchsorted(cuts, starts, side="right")
    within = numpy.searchsorted(cuts, starts + ((1 << shift) - 1), side="right")
    ranks = numpy.where(before == within, before, ~before).astype(numpy.int64)
    return Ranks(cuts, first, shift, _outside(ranks))


def _outside(ranks: Integers) -> Integers:
    """Mark the first and the last stretch as mixed, since what lies outside falls in them."""
    ranks[0] = min(ranks[0], ~ranks[0])
    ranks[-1] = min(ranks[-1], ~ranks[-1])
    return ranks


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
