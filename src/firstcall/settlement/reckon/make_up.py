"""What was short and is paid, bought later: what of the excess of a period is paid back for earlier ones."""

from __future__ import annotations

from dataclasses import field
from fractions import Fraction
from math import floor

from firstcall.agreement.model.clauses.money_terms import MakeUp
from firstcall.money import Rounding, round_units
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class MadeUp:
    """What of an earlier period's shortfall a period makes up: exact, and in whole units, which are paid back."""

    short_in: str
    """The period that was short."""
    amount: Fraction
    units: int


@dataclass(slots=True)
class _Open:
    name: str
    number: int
    room: Fraction
    most: int
    made_up: Fraction = Fraction(0)
    paid_back: int = 0


@dataclass(slots=True)
class Shortfalls:
    """The shortfalls of a commitment that may still be made up, the oldest first.

    In whole units no more is ever paid back than the share of what was paid that may be made up.

    >>> from decimal import Decimal
    >>> short = Shortfalls(MakeUp(periods=2, share=Decimal("0.5")), 2, Rounding.half_up)
    >>> short.fell_short("2025", 0, Fraction(100), 10000)
    >>> [(one.short_in, one.units) for one in short.make_up(1, Fraction(30))]
    [('2025', 3000)]
    >>> [(one.short_in, one.units) for one in short.make_up(2, Fraction(300))]
    [('2025', 2000)]
    """

    rule: MakeUp | None
    digits: int
    mode: Rounding
    price: Fraction = Fraction(1)
    """What is paid for each of what is missing."""
    open: list[_Open] = field(default_factory=list)

    def fell_short(self, name: str, number: int, missing: Fraction, units: int) -> None:
        """Note what a period was short: exact, and the whole units that are paid for it."""
        if self.rule is not None and missing:
            share = Fraction(self.rule.share)
            self.open.append(_Open(name, number, missing * share, floor(units * share)))

    def make_up(self, number: int, excess: Fraction) -> tuple[MadeUp, ...]:
        """Return what the excess of a period makes up of the shortfalls that it still may reach."""
        found: list[MadeUp] = []
        for one in self.open:
            taken = min(excess, one.room)
            if self.rule is None or number - one.number > self.rule.periods or not taken:
                continue
            excess, one.room, one.made_up = excess - taken, one.room - taken, one.made_up + taken
            back = min(round_units(one.made_up * self.price, self.digits, self.mode), one.most) - one.paid_back
            one.paid_back += back
            found.append(MadeUp(one.name, taken, back))
        return tuple(found)
