"""Pools: capacity that can do the same work at the same price of use is one thing to whoever sends work to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from datetime import date
from fractions import Fraction

from firstcall.planning.inputs.horizon import Horizon
from firstcall.planning.inputs.needs import Needs
from firstcall.planning.inputs.pricing import price_over
from firstcall.planning.inputs.supply import SupplyLine
from firstcall.planning.options.purchases import PurchaseOption
from firstcall.values import dataclass

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
    spans: dict[tuple[str, date, date], tuple[Fraction, Fraction]] = {}
    for option in options:
        paid = Fraction(option.line.take_or_pay)
        sides = [(None, option.supplies), *((n, one.supplies) for n, one in enumerate(option.matched))]
        for match, supplies in sides:
            shares = tuple((name, supplies.side.provider, meant) for name, meant in supplies.shares)
            for piece, reach in zip(grid.slices, supplies.reach, strict=True):
                if not reach:
                    continue
                span = (option.line.id, max(piece.first, supplies.first), min(piece.after, supplies.after))
                if span not in spans:
                    spans[span] = _price_and_hours(option.line, needs, grid, *span[1:])
                price, hours = spans[span]
                key = PoolKey(piece.number, option.line.accelerator, reach, price, shares)
                part = PoolPart(option.number, match, hours, paid)
                place: object = (key, option.number, match) if flat else key
                found.setdefault(place, WorkPool(key)).parts.append(part)
    return tuple(sorted(found.values(), key=lambda pool: pool.key.slice))


def _price_and_hours(
    line: SupplyLine, needs: Needs, grid: Horizon, first: date, after: date
) -> tuple[Fraction, Fraction]:
    """Return what an hour costs beyond what is paid for anyway, and the hours of a block, from a day up to another."""
    hours = grid.hours(first, after)
    if not hours or line.take_or_pay >= 1:
        return Fraction(0), hours * line.block
    return price_over(line, needs, first, after, hours) / hours, hours * line.block
