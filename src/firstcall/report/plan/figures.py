"""Figures of a plan as people read them: exact amounts, never rounded up to look better."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from firstcall.calendars import WEEKDAYS

SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def whole_money(amount: Fraction, currency: str) -> str:
    """Return an amount to the whole unit, with thousands apart.

    >>> whole_money(Fraction(2469135, 2), "USD")
    '1,234,568 USD'
    """
    return f"{_rounded(amount, 0):,} {currency}"


def short_money(amount: Fraction, currency: str) -> str:
    """Return a large amount in millions or billions, to three figures or more.

    >>> short_money(Fraction(12_345_678_901), "USD"), short_money(Fraction(9_500), "USD")
    ('12.35 bn USD', '9,500 USD')
    """
    size = abs(amount)
    if size >= 10**9:
        return f"{_rounded(amount / 10**9, 2):,} bn {currency}"
    if size >= 10**6:
        return f"{_rounded(amount / 10**6, 1):,} m {currency}"
    return whole_money(amount, currency)


def price(amount: Fraction) -> str:
    """Return a price by the hour with its cents, or more digits where it has them.

    >>> price(Fraction("2.95")), price(Fraction(4)), price(Fraction("3.9875"))
    ('2.95', '4.00', '3.9875')
    """
    four = _rounded(amount, 4)
    return f"{_rounded(amount, 2)}" if four == _rounded(amount, 2) else f"{four.normalize()}"


def count(amount: Fraction) -> str:
    """Return a number of accelerators or hours to the whole one.

    >>> count(Fraction(40000)), count(Fraction(100, 3))
    ('40,000', '33')
    """
    return f"{nearest_whole(amount):,}"


def nearest_whole(amount: Fraction) -> int:
    """Return the whole number nearest to an amount.

    >>> nearest_whole(Fraction(40000)), nearest_whole(Fraction(100, 3))
    (40000, 33)
    """
    return int(_rounded(amount, 0))


def share_percent(share: Fraction, digits: int = 2) -> str:
    """Return a share in hundredths; one that is above nothing never shows as nothing.

    >>> share_percent(Fraction(1, 3)), share_percent(Fraction(0)), share_percent(Fraction(1, 10**7))
    ('33.33%', '0%', '<0.01%')
    """
    if share == 0:
        return "0%"
    told = _rounded(share * 100, digits)
    return f"{told}%" if told else f"<{Decimal(1).scaleb(-digits)}%"


def day_said(when: date | None) -> str:
    """Return a day as people say it.

    >>> day_said(date(2025, 1, 21)), day_said(None)
    ('Tue 21 Jan 2025', '')
    """
    if when is None:
        return ""
    return f"{WEEKDAYS[when.weekday()][:3]} {when.day} {SHORT_MONTHS[when.month - 1]} {when.year}"


def exact_number(amount: Fraction) -> str:
    """Return a number for a program: whole, else as a decimal that ends, else to twelve places.

    >>> exact_number(Fraction(5)), exact_number(Fraction(1, 8)), exact_number(Fraction(1, 3))
    ('5', '0.125', '0.333333333333')
    """
    if amount.denominator == 1:
        return str(amount.numerator)
    told = _rounded(amount, 12)
    return f"{told.normalize():f}"


def _rounded(amount: Fraction, digits: int) -> Decimal:
    """Return the amount to some decimals, half to even."""
    return Decimal(round(amount * 10**digits)).scaleb(-digits)
