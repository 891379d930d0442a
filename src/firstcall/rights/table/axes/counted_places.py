"""Quantities in the decimal places that are counted, as whole numbers; plain arithmetic, without arrays."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

PLACES = 9
"""The decimal places of a quantity that are counted."""


def billionths(quantity: Decimal) -> int:
    """Return a quantity in billionths, rounded down: a whole number is over it only if it is over this.

    >>> billionths(Decimal("1.5"))
    1500000000
    """
    return int(quantity.scaleb(PLACES).to_integral_value(ROUND_FLOOR))


def largest_below(quantity: Decimal) -> Decimal:
    """Return the largest quantity below one, in as many places as are counted.

    >>> largest_below(Decimal("1.5"))
    Decimal('1.499999999')
    """
    return Decimal(-billionths(-quantity) - 1).scaleb(-PLACES)
