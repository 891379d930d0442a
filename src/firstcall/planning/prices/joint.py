"""What clauses are worth together: the last one in, and Shapley's fair parts, which add up to the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import combinations
from math import factorial

from firstcall.values import dataclass

MOST_CLAUSES = 6
"""More are not shared out: each one more doubles the plans to solve."""
CostOf = Callable[[frozenset[str]], Fraction | None]
"""The cost of the plan with some clauses in force, of those that are priced."""


@dataclass(frozen=True, slots=True)
class Part:
    """A clause's price beside the others: put in first, put in last, and its fair part."""

    clause: str
    first_in: Fraction
    """What it adds where no other of them is in force."""
    last_in: Fraction
    """What it adds where all others are in force."""
    shapley: Fraction
    """What it adds on average over every order in which they come in."""


@dataclass(frozen=True, slots=True)
class Joint:
    """What some clauses cost together, and the part of each."""

    together: Fraction
    parts: tuple[Part, ...]


def joint(clauses: Iterable[str], cost: CostOf) -> Joint | None:
    """Return what clauses are worth together; None where there are too many, or a plan without some does not exist.

    Clauses interact, even in sign: a right of first refusal can save money where an exclusivity stands, since what
    is matched becomes capacity that the exclusivity lets through.

    Args:
      clauses: their ids.
      cost: the cost of the plan with some of them in force.

    >>> worth = {frozenset(): 0, frozenset("a"): 4, frozenset("b"): 2, frozenset("ab"): 10}
    >>> [str(part.shapley) for part in joint("ab", lambda on: Fraction(worth[on])).parts]
    ['6', '4']
    """
    names = tuple(clauses)
    if not names or len(names) > MOST_CLAUSES:
        return None
    costs: dict[frozenset[str], Fraction] = {}
    for size in range(len(names) + 1):
        for some in combinations(names, size):
            found = cost(frozenset(some))
            if found is None:
                return None
            costs[frozenset(some)] = found
    everything, nothing = frozenset(names), frozenset[str]()
    parts = tuple(
        Part(
            name, costs[frozenset((name,))] - costs[nothing], costs[everything] - costs[everything - {name}],
            _shapley(name, names, costs),
        )
        for name in names
    )  # fmt: skip
    return Joint(costs[everything] - costs[nothing], parts)


def _shapley(name: str, names: tuple[str, ...], costs: dict[frozenset[str], Fraction]) -> Fraction:
    others = tuple(one for one in names if one != name)
    total = Fraction(0)
    for size in range(len(others) + 1):
        weight = Fraction(factorial(size) * factorial(len(others) - size), factorial(len(names)))
        for some in combinations(others, size):
            before = frozenset(some)
            total += weight * (costs[before | {name}] - costs[before])
    return total
