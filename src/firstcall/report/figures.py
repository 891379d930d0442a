"""Figures of a plan, a route and an audit as people read them: exact amounts, never rounded up to look better."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from firstcall.report.sheet import OwnWords
from firstcall.said import Grouped, PartialDate, Percent, Placed, Said, Weekdayed, sentence

NOTHING = OwnWords("")
"""A cell in which nothing stands."""


class InUnits(Said):
    says = sentence("figure.in-units", "{amount} {currency}")
    amount: Annotated[Decimal, Placed]
    currency: str


class InMillions(Said):
    says = sentence("figure.in-millions", "{amount} million {currency}")
    amount: Annotated[Decimal, Placed]
    currency: str


class InBillions(Said):
    says = sentence("figure.in-billions", "{amount} billion {currency}")
    amount: Annotated[Decimal, Placed]
    currency: str


class InTable(Said):
    says = sentence("figure.in-table", "{amount}")
    amount: Annotated[Decimal, Placed]


class ShareRounded(Said):
    says = sentence("figure.share", "{part}")
    part: Annotated[Decimal, Percent]


class ShareBelow(Said):
    says = sentence("figure.share-below", "<{share}")
    share: Annotated[Decimal, Percent]


class WholeCount(Said):
    says = sentence("figure.count", "{count}")
    count: Annotated[int, Grouped]


class PeriodNamed(Said):
    says = sentence("figure.period", "{period}")
    period: Annotated[str, PartialDate]


class PlannedDay(Said):
    says = sentence("figure.day", "{day}")
    day: Annotated[date, Weekdayed]


def whole_money(amount: Fraction, currency: str) -> Said:
    """Return an amount to the whole unit, with thousands apart.

    >>> str(whole_money(Fraction(2469135, 2), "USD"))
    '1,234,568 USD'
    """
    return InUnits(amount=_rounded(amount, 0), currency=currency)


def short_money(amount: Fraction, currency: str) -> Said:
    """Return a large amount in millions or billions, in whole words, to three figures or more.

    No letter stands for them: M is a million in Spanish, and miliar, a thousand of those, in Indonesian.

    >>> str(short_money(Fraction(12_345_678_901), "USD")), str(short_money(Fraction(9_500), "USD"))
    ('12.35 billion USD', '9,500 USD')
    >>> str(short_money(Fraction(999_996_000), "USD")), str(short_money(Fraction(999_994_000), "USD"))
    ('1.00 billion USD', '999.99 million USD')
    """
    millions = _rounded(amount / 10**6, 2)
    if abs(millions) >= 1000:
        return InBillions(amount=_rounded(amount / 10**9, 2), currency=currency)
    if abs(amount) >= 10**6:
        return InMillions(amount=millions, currency=currency)
    return whole_money(amount, currency)


def table_money(amount: Fraction, *, millions: bool) -> Said:
    """Return an amount of a table whose heading names the currency, and that amounts are in millions where they are.

    >>> str(table_money(Fraction(12_345_678_901), millions=True)), str(table_money(Fraction(9_500), millions=False))
    ('12,345.68', '9,500')
    """
    return InTable(amount=_rounded(amount / 10**6, 2) if millions else _rounded(amount, 0))


def price(amount: Fraction) -> Decimal:
    """Return a price by the hour with its cents, or more digits where it has them.

    >>> str(price(Fraction("2.95"))), str(price(Fraction(4))), str(price(Fraction("3.9875")))
    ('2.95', '4.00', '3.9875')
    """
    four = _rounded(amount, 4)
    return _rounded(amount, 2) if four == _rounded(amount, 2) else four.normalize()


def count(amount: Fraction) -> Said:
    """Return a number of accelerators or hours to the whole one.

    >>> str(count(Fraction(40000))), str(count(Fraction(100, 3)))
    ('40,000', '33')
    """
    return WholeCount(count=nearest_whole(amount))


def nearest_whole(amount: Fraction) -> int:
    """Return the whole number nearest to an amount.

    >>> nearest_whole(Fraction(40000)), nearest_whole(Fraction(100, 3))
    (40000, 33)
    """
    return int(_rounded(amount, 0))


def share_percent(share: Fraction, digits: int = 2) -> Said:
    """Return a share in hundredths; one that is above nothing never shows as nothing.

    >>> [str(share_percent(share)) for share in (Fraction(1, 3), Fraction(0), Fraction(1, 10**7))]
    ['33.33%', '0%', '<0.01%']
    """
    told = _rounded(share, digits + 2)
    if share and not told:
        return ShareBelow(share=Decimal(1).scaleb(-digits - 2))
    return ShareRounded(part=told)


def day_said(when: date | None) -> Said | OwnWords:
    """Return a day as people plan with it: with the day of the week; nothing where there is none.

    >>> str(day_said(date(2025, 1, 21))), str(day_said(None))
    ('Tue 21 Jan 2025', '')
    """
    return NOTHING if when is None else PlannedDay(day=when)


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
