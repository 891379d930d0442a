"""A second, slow reckoning of what a commitment owes, from the words of the clause as written in YAML.

It shares no code with the package but the oracle's own rounding: what was bought beyond the amount is handed out in
thirds of a thousandth, one after the other, to the oldest shortfall that may still be made up.
"""

from fractions import Fraction
from typing import Any

from tests.settlement.slow_share import near

GRAIN = Fraction(1, 3000)
"""Every figure of the tests is a whole number of these."""


def slow_owed(amounts: list[Fraction], drawn: list[Fraction], clause: dict[str, Any], digits: int) -> list[int]:
    """Return what is due at the end of each period, in whole units: shortfalls paid, less what is paid back."""
    rule: dict[str, Any] = clause.get("make_up") or {}
    mode, unit = clause["rounding"]["mode"], Fraction(1, 10**digits)
    price = Fraction(clause.get("unit_price", "1"))
    missing: list[int] = []
    paid: list[int] = []
    made_up: list[int] = []
    given: list[int] = []
    owed, carried = [], 0
    for number, (amount, bought) in enumerate(zip(amounts, drawn, strict=True)):
        needed, have = _grains(amount), carried + _grains(bought)
        missing.append(max(needed - have, 0))
        paid.append(near(missing[-1] * GRAIN * price / unit, mode))
        made_up.append(0)
        given.append(0)
        left, back = max(have - needed, 0), 0
        for earlier in range(number if rule else 0):
            if number - earlier > rule["periods"]:
                continue
            most = missing[earlier] * Fraction(rule["share"])
            while left and made_up[earlier] + 1 <= most:
                step = min(left, int(most) - made_up[earlier])
                made_up[earlier] += step
                left -= step
            so_far = near(made_up[earlier] * GRAIN * price / unit, mode)
            so_far = min(so_far, int(paid[earlier] * Fraction(rule["share"])))
            back += so_far - given[earlier]
            given[earlier] = so_far
        owed.append(paid[-1] - back)
        carried = left if clause["excess"] == "carries" else 0
    return owed


def _grains(amount: Fraction) -> int:
    grains = amount / GRAIN
    assert grains.denominator == 1, amount
    return int(grains)
