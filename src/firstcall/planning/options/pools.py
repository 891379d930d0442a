"""Pools: capacity that can do the same work at the same price of use is one thing to whoever sends work to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from firstcall.planning.inputs.horizon import Horizon
from firstcall.planning.inputs.needs import Needs
from firstcall.planning.inputs.pricing import price_over
from firstcall.planning.options.purchases import PurchaseOption, Supplies

ApprovalShare = tuple[str, str, frozenset[int]]
"""An approval, the provider whose use is measured, and the needs that it is mainly meant for."""


@dataclass(frozen=True, slots=True)
class PoolKey:
    """What makes capacity of a slice alike: what it may serve, its accelerator, its price of use, its shares."""

    slice: int
    accelerator: str
    reach: frozenset[int]
    price: Fraction
    """What an hour costs beyond what is paid for anyway."""
    shares: tuple[ApprovalShare, ...]


@dataclass(frozen=True, slots=True)
class PoolPart:
    """A purchase's part in a pool: hours by the block, and the share of them that is paid for anyway."""

    purchase: int
    match: int | None
    """Which of its matches it comes from; None for what it signs itself."""
    hours: Fraction
    paid: Fraction


@dataclass(slots=True)
class WorkPool:
    """The parts that make up a pool."""

    key: PoolKey
    parts: list[PoolPart] = field(default_factory=list)


def pools(
    options: Sequence[PurchaseOption], needs: Needs, grid: Horizon, *, flat: bool = False
) -> tuple[WorkPool, ...]:
    """Return the pools of every slice, in the order in which purchases make them.

    Work is sent to pools rather than to purchases; the least cost is the same, and the model far smaller.

    Args:
      options: what could be bought.
      needs: the needs, by whose numbers reach is told.
      grid: the horizon.
      flat: keep each purchase's capacity apart, to show that pooling changes nothing.
    """
    found: dict[object, WorkPool] = {}
    for option in options:
        sides = [(None, option.supplies), *((n, one.supplies) for n, one in enumerate(option.matched))]
        for match, supplies in sides:
            for number, reach in enumerate(supplies.reach):
                if not reach:
                    continue
                key, part = _part(option, match, supplies, number, needs, grid)
                place: object = (key, option.number, match) if flat else key
                found.setdefault(place, WorkPool(key)).parts.append(part)
    return tuple(sorted(found.values(), key=lambda pool: pool.key.slice))


def _part(
    option: PurchaseOption, match: int | None, supplies: Supplies, number: int, needs: Needs, grid: Horizon
) -> tuple[PoolKey, PoolPart]:  # fmt: skip
    piece, line = grid.slices[number], option.line
    first, after = max(piece.first, supplies.first), min(piece.after, supplies.after)
    hours = grid.hours(first, after)
    paid = Fraction(line.take_or_pay)
    price = Fraction(0)
    if paid < 1 and hours:
        price = price_over(line, needs, first, after, hours) / hours
    shares = tuple((name, supplies.side.provider, meant) for name, meant in supplies.shares)
    key = PoolKey(number, line.accelerator, supplies.reach[number], price, shares)
    return key, PoolPart(option.number, match, hours * line.block, paid)
