"""What a block of a purchase costs: exactly, in the currency of the needs."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

from firstcall.planning.inputs.horizon import Horizon, months_between
from firstcall.planning.inputs.needs import Needs
from firstcall.planning.inputs.pricing import price_over
from firstcall.planning.inputs.supply import SupplyLine
from firstcall.values import dataclass

Terminal = Literal["charge", "prorate"]


@dataclass(frozen=True, slots=True)
class BlockCost:
    """What one block costs: committed over its term, of that beyond the horizon, and for paying in advance."""

    committed: Fraction
    beyond: Fraction
    """The part of what is committed that lies beyond the horizon; in it where terms are charged in full."""
    advance: Fraction
    """What the money paid in advance costs."""

    @property
    def total(self) -> Fraction:
        """All of it."""
        return self.committed + self.advance


def block_cost(
    line: SupplyLine, needs: Needs, grid: Horizon, first: date, after: date, terminal: Terminal, money: Fraction
) -> BlockCost:  # fmt: skip
    """Return what one block costs from a day until the end of its term, whether it is used or not.

    What is taken or paid is due for the whole term. Paid in advance, it is tied up for half the term on average.

    Args:
      line: the line of supply.
      needs: whose currency is told.
      grid: the horizon.
      first: the first day it runs.
      after: the first day after its term.
      terminal: whether what lies beyond the horizon is charged in full, or left out.
      money: what money paid in advance costs a year.
    """
    paid = Fraction(line.take_or_pay) * line.block
    whole = paid * price_over(line, needs, first, after, grid.hours(first, after))
    edge = min(max(first, grid.after), after)
    inside = paid * price_over(line, needs, first, edge, grid.hours(first, edge))
    beyond = whole - inside
    charged = whole if terminal == "charge" else inside
    ahead = Fraction(line.prepayment) * money
    advance = ahead * whole * months_between(first, after) / 24 if ahead else Fraction(0)
    return BlockCost(charged, beyond if terminal == "charge" else Fraction(0), advance)
