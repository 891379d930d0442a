"""Demand: the hours of each need by slice and branch, and the needs that no capacity can tell apart."""

from __future__ import annotations

from fractions import Fraction

from firstcall.planning.inputs.horizon import Horizon
from firstcall.planning.inputs.needs import Needs
from firstcall.planning.inputs.pricing import accelerators_of

NeedKind = tuple[int, ...]
"""The numbers of needs that the same capacity may serve, at the same worth, under the same shares."""


def need_kinds(needs: Needs, *, flat: bool = False) -> tuple[NeedKind, ...]:
    """Return the needs in kinds: those of one kind ask for the same work in the same places.

    Capacity is sent to kinds rather than to needs; within a kind, what is dearest to miss is met first. The least
    cost is the same, and the model far smaller.

    Args:
      needs: the needs, by whose numbers kinds are told.
      flat: keep every need apart, to show that this changes nothing.
    """
    if flat:
        return tuple((number,) for number in range(len(needs.needs)))
    found: dict[object, list[int]] = {}
    for number, need in enumerate(needs.needs):
        key = (frozenset(need.workloads), need.customer, need.accelerator, frozenset(need.regions), need.ceiling)
        found.setdefault(key, []).append(number)
    return tuple(tuple(numbers) for numbers in found.values())


def demand_of(needs: Needs, grid: Horizon) -> tuple[tuple[Fraction, ...], ...]:
    """Return the hours of each need in each slice, before any branch of demand."""
    table = []
    for need in needs.needs:
        row = []
        for piece in grid.slices:
            hours = Fraction(0)
            for amount in need.amount:
                first, last = max(piece.first, amount.from_), min(piece.after.toordinal() - 1, amount.to.toordinal())
                if first.toordinal() <= last:
                    days = grid.hours(first, first.fromordinal(last + 1))
                    hours += accelerators_of(amount, needs, need.accelerator) * days
            row.append(hours)
        table.append(tuple(row))
    return tuple(table)


def factor_of(needs: Needs, need: int, branch: str | None, times: Fraction) -> Fraction:
    """Return by which factor a need changes in a branch of demand."""
    named = needs.needs[need].branches.get(branch) if branch is not None else None
    return Fraction(named) if named is not None else times
