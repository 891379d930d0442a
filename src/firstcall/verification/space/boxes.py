"""A set of points -> the fewest products of values that hold it, with a bound that shows that fewer cannot do.

A point has a value on each axis. A box is a set of values for each axis, and holds every point made of them. Points
that cannot be asked may lie in a box or not: they say nothing. Two points that no box can hold together need two,
so that as many points as are pairwise apart need as many boxes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice, permutations, product
from math import prod

from firstcall.values import dataclass

QuestionPoint = tuple[int, ...]
"""The number of a value on each axis."""
Box = tuple[frozenset[int], ...]
"""The numbers of the values on each axis."""
_ORDERS = 8
"""In how many orders of the axes a box is let grow."""


@dataclass(frozen=True, slots=True)
class BoxCover:
    """Boxes that hold a set of points and nothing else, and how many are needed at least."""

    boxes: tuple[Box, ...]
    at_least: int

    @property
    def proven(self) -> bool:
        """Whether fewer boxes cannot do."""
        return len(self.boxes) == self.at_least


def cover(points: Collection[QuestionPoint], sizes: Sequence[int], free: Collection[QuestionPoint] = ()) -> BoxCover:
    """Return few boxes that hold every point, and none that is neither a point nor free.

    Each box is as large as it can be: no further value fits on any axis.

    Args:
      points: what is to be held.
      sizes: how many values each axis has.
      free: points that may be held too, since they cannot be asked.

    >>> found = cover({(0, 0), (0, 1), (1, 1)}, (2, 2))
    >>> [[sorted(values) for values in box] for box in found.boxes], found.proven
    ([[[0, 1], [1]], [[0], [0, 1]]], True)
    """
    wanted, allowed = frozenset(points), frozenset(points) | frozenset(free)
    orders = tuple(islice(permutations(range(len(sizes))), 0, None, _step(len(sizes))))
    left, chosen = set(wanted), []
    while left:
        seed = min(left)
        best = max(_grown_all(seed, sizes, allowed, orders), key=lambda box: (_held(box, left), _sorted(box)))
        chosen.append(best)
        left -= set(product(*best))
    kept = _without_needless(chosen, wanted)
    return BoxCover(tuple(sorted(kept, key=_sorted)[::-1]), _apart(wanted, allowed))


def _step(axes: int) -> int:
    return max(1, prod(range(1, axes + 1)) // _ORDERS)


def _sorted(box: Box) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(sorted(values)) for values in box)


def _grown_all(
    seed: QuestionPoint, sizes: Sequence[int], allowed: frozenset[QuestionPoint], orders: Iterable[tuple[int, ...]]
) -> Iterator[Box]:
    for order in orders:
        yield grown(tuple(frozenset((value,)) for value in seed), sizes, allowed, order)


def grown(box: Box, sizes: Sequence[int], allowed: Collection[QuestionPoint], order: Iterable[int]) -> Box:
    """Return a box with every further value that fits, axis by axis in an order."""
    held = list(box)
    for axis in order:
        for value in range(sizes[axis]):
            if value not in held[axis]:
                slab = [*held[:axis], frozenset((value,)), *held[axis + 1 :]]
                if all(point in allowed for point in product(*slab)):
                    held[axis] |= {value}
    return tuple(held)


def _held(box: Box, left: set[QuestionPoint]) -> int:
    return sum(all(value in values for value, values in zip(point, box, strict=True)) for point in left)


def _without_needless(boxes: list[Box], wanted: frozenset[QuestionPoint]) -> list[Box]:
    """Drop boxes whose points the others hold too, the smallest first."""
    kept = list(boxes)
    for box in sorted(boxes, key=lambda one: prod(map(len, one))):
        others = [one for one in kept if one is not box]
        if all(any(_is_in(point, one) for one in others) for point in wanted if _is_in(point, box)):
            kept = others
    return kept


def _is_in(point: QuestionPoint, box: Box) -> bool:
    return all(value in values for value, values in zip(point, box, strict=True))


def _apart(wanted: frozenset[QuestionPoint], allowed: frozenset[QuestionPoint]) -> int:
    """Return how many points can be found of which no two fit into one box."""
    best = 0
    ordered = sorted(wanted)
    for candidates in (ordered, ordered[::-1], sorted(wanted, key=lambda point: (sum(point), point))):
        chosen: list[QuestionPoint] = []
        for point in candidates:
            if all(not _fit(point, other, allowed) for other in chosen):
                chosen.append(point)
        best = max(best, len(chosen))
    return best


def _fit(one: QuestionPoint, other: QuestionPoint, allowed: frozenset[QuestionPoint]) -> bool:
    """Say whether a box can hold two points: whether the smallest one that does holds nothing else."""
    return all(point in allowed for point in product(*({a, b} for a, b in zip(one, other, strict=True))))
