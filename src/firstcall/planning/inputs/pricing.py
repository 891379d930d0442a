"""What a line of supply costs, exactly, in the currency of the needs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from firstcall.planning.inputs.horizon import months_between
from firstcall.planning.inputs.needs import NeedAmount, Needs
from firstcall.planning.inputs.supply import SupplyLine

AVERAGE_MONTH_HOURS = Fraction(365 * 24, 12)
"""The hours of an average month, to tell a price by the month as one by the hour; plans count real ones."""


def rate_of(line: SupplyLine, needs: Needs) -> Fraction:
    """Return what a unit of the line's currency is worth in that of the needs."""
    return Fraction(1) if line.currency == needs.currency else Fraction(needs.rates[line.currency])


def price_over(line: SupplyLine, needs: Needs, first: date, after: date, hours: Fraction) -> Fraction:
    """Return what one accelerator of a line costs from a day up to another.

    Args:
      line: the line of supply.
      needs: whose currency is told.
      first: the first day.
      after: the first day after the last.
      hours: how many hours that is.
    """
    return _price(line, needs) * (hours if line.unit == "gpu_hour" else months_between(first, after))


def _price(line: SupplyLine, needs: Needs) -> Fraction:
    price = _exact(line.price)
    return price if line.currency == needs.currency else price * rate_of(line, needs)


@lru_cache(maxsize=4096)
def _exact(price: Decimal) -> Fraction:
    return Fraction(price)


def hourly(line: SupplyLine, needs: Needs) -> Fraction:
    """Return the price of an hour of one accelerator; a price by the month over an average month."""
    price = _price(line, needs)
    return price if line.unit == "gpu_hour" else price / (Fraction(needs.hours_per_month or 0) or AVERAGE_MONTH_HOURS)


def accelerators_of(amount: NeedAmount, needs: Needs, accelerator: str) -> Fraction:
    """Return how many accelerators an amount comes to at any time of its days.

    Hours in all are spread evenly over the hours of the calendar.
    """
    if amount.accelerators is not None:
        return Fraction(amount.accelerators)
    if amount.mw is not None:
        return Fraction(amount.mw) * Fraction(needs.accelerators[accelerator].per_mw or 0)
    assert amount.gpu_hours is not None
    return Fraction(amount.gpu_hours) / (((amount.to - amount.from_).days + 1) * 24)
