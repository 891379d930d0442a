"""The cheapest cover of an amount by whole blocks of some lines: exact, and the same for the same lines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain
from math import gcd, lcm

from firstcall.values import dataclass

MOST_NODES = 200_000
_Node = tuple[int, int, int, tuple[int, ...]]
"""The next line, what is still wanted, the cost and the counts so far."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A line as a cover sees it: what a block supplies and costs, and how many there may be."""

    id: str
    supplies: Fraction
    costs: Fraction
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Cover:
    """How many blocks of each line, what they cost and supply, what stays uncovered, and what is proven."""

    blocks: tuple[tuple[str, int], ...]
    supplied: Fraction
    cost: Fraction
    uncovered: Fraction
    bound: Fraction
    """What no cover can cost less than; the cost itself where it is proven cheapest."""

    @property
    def is_proven(self) -> bool:
        """Whether no cheaper cover exists."""
        return self.bound == self.cost


def cheapest_cover(choices: Sequence[Choice], wanted: Fraction) -> Cover:
    """Return the cheapest whole blocks that supply at least an amount; all of them where they are too few.

    A search over counts, the cheapest supply first, cut off where even fractions of the rest would cost more.
    Of equally cheap covers the one that comes first is kept.

    Args:
      choices: the lines; each bought not at all, or from `least` to `most` blocks.
      wanted: how much, in the unit of `supplies`.

    >>> cheapest_cover([Choice("a", Fraction(8), Fraction(3), 1, 5), Choice("b", Fraction(5), Fraction(2), 1, 9)],
    ...                Fraction(13)).blocks
    (('a', 1), ('b', 1))
    """
    given = [one for one in choices if one.most >= one.least and one.supplies > 0]
    most = sum((one.supplies * one.most for one in given), Fraction(0))
    if most <= wanted:
        taken = tuple((one.id, one.most) for one in sorted(given, key=lambda one: one.id))
        cost = sum((one.costs * one.most for one in given), Fraction(0))
        return Cover(taken, most, cost, wanted - most, cost)
    search = _Search(given, wanted)
    search.run()
    blocks = tuple(sorted((one.id, n) for one, n in zip(search.order, search.best or (), strict=True) if n))
    supplied = sum((one.supplies * n for one, n in zip(search.order, search.best or (), strict=True)), Fraction(0))
    cost = search.best_cost / search.cost_scale
    bound = cost if search.nodes < MOST_NODES else search.root_bound / search.cost_scale
    return Cover(blocks, supplied, cost, Fraction(0), bound)


class _Search:
    """A depth-first search over whole numbers: amounts and costs are scaled up so that all are."""

    def __init__(self, choices: Sequence[Choice], wanted: Fraction) -> None:
        scale = lcm(wanted.denominator, *(one.supplies.denominator for one in choices))
        whole = lcm(*(one.costs.denominator for one in choices))
        costs = [one.costs.numerator * (whole // one.costs.denominator) for one in choices]
        common = gcd(*costs) or 1
        self.cost_scale = Fraction(whole, common)
        supplies = [one.supplies.numerator * (scale // one.supplies.denominator) for one in choices]
        ratios = {pair: Fraction(*pair) for pair in zip(costs, supplies, strict=True)}
        ranks = {ratio: rank for rank, ratio in enumerate(sorted(set(ratios.values())))}
        places = sorted(range(len(choices)), key=lambda n: (ranks[ratios[costs[n], supplies[n]]], choices[n].id))
        self.order = [choices[n] for n in places]
        self.supplies = [supplies[n] for n in places]
        self.costs = [costs[n] // common for n in places]
        self.wanted = wanted.numerator * (scale // wanted.denominator)
        self.supply_before, self.cost_before = [0], [0]
        for one, unit, cost in zip(self.order, self.supplies, self.costs, strict=True):
            self.supply_before.append(self.supply_before[-1] + unit * one.most)
            self.cost_before.append(self.cost_before[-1] + cost * one.most)
        self.best: tuple[int, ...] | None = None
        self.best_cost = 0
        self.nodes = 0
        self.root_bound = self.bound(0, self.wanted) or 0

    def bound(self, start: int, left: int) -> int | None:
        """Return what fractions of blocks from a line on would cost at least, up to a whole; None if too few."""
        if left <= 0:
            return 0
        target = self.supply_before[start] + left
        if target > self.supply_before[-1]:
            return None
        at = bisect_left(self.supply_before, target, lo=start)
        part = -(-(target - self.supply_before[at - 1]) * self.costs[at - 1] // self.supplies[at - 1])
        return self.cost_before[at - 1] - self.cost_before[start] + part

    def run(self) -> None:
        """Search until every branch is cut off, or too many were looked at."""
        open_branches = [self._branches(0, self.wanted, 0, ())]
        while open_branches and self.nodes < MOST_NODES:
            found = next(open_branches[-1], None)
            if found is None:
                open_branches.pop()
                continue
            self.nodes += 1
            at, left, cost, taken = found
            if left <= 0:
                self._keep(cost, taken)
            else:
                open_branches.append(self._branches(at, left, cost, taken))

    def _branches(self, at: int, left: int, cost: int, taken: tuple[int, ...]) -> Iterator[_Node]:
        """Yield what follows from each count of a line, the largest first, until fewer can only cost more.

        Later lines cost more for what they supply, so that the bound grows as the count falls.
        """
        one, unit, price = self.order[at], self.supplies[at], self.costs[at]
        top = max(min(one.most, -(-left // unit)), one.least)
        for n in chain(range(top, one.least - 1, -1), (0,)):
            rest = self.bound(at + 1, left - n * unit)
            if rest is None:
                return
            if self.best is not None and cost + n * price + rest >= self.best_cost:
                if n < top:
                    return
                continue
            yield at + 1, left - n * unit, cost + n * price, (*taken, n)

    def _keep(self, cost: int, taken: tuple[int, ...]) -> None:
        if self.best is None or cost < self.best_cost:
            self.best = (*taken, *(0 for _ in range(len(self.order) - len(taken))))
            self.best_cost = cost
