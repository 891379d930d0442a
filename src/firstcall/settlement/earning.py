"""What an amount of base earns: dated rates, and tiers as a function of the cumulative base."""

from datetime import date
from fractions import Fraction
from typing import assert_never

from firstcall.agreement.model.clauses.money_terms import DatedRate, Tiers
from firstcall.errors import BillingError


def rate_on(rates: tuple[DatedRate, ...], day: date, clause: str) -> DatedRate:
    """Return the rate in force on a day.

    Raises:
      BillingError: no rate of the clause holds that day.
    """
    for rate in rates:
        if rate.holds(day):
            return rate
    raise BillingError(
        f"clause '{clause}' has no rate for {day}\n  mend: let one of its rates hold that day, or end the clause"
    )


def earned_to(tiers: Tiers, cumulative: Fraction) -> Fraction:
    """Return what the whole cumulative base since the last reset has earned under the tiers.

    Both methods are functions of the cumulative alone, so that what one line earns is the value after it
    less the value before it: a refund takes back exactly what its sale had earned. Below zero the first
    rate holds.

    Source: RULES, settlement: tiers.

    >>> steps = [{"threshold": "0", "rate": "0.10"}, {"threshold": "100", "rate": "0.20"}]
    >>> [earned_to(Tiers(method=method, steps=steps), Fraction(150)) for method in ("marginal", "whole")]
    [Fraction(20, 1), Fraction(30, 1)]
    """
    steps = [(Fraction(step.threshold), Fraction(step.rate)) for step in tiers.steps]
    match tiers.method:
        case "marginal":
            ends = [mark for mark, _ in steps[1:]]
            earned = min(cumulative, ends[0]) * steps[0][1] if ends else cumulative * steps[0][1]
            for position, (mark, rate) in enumerate(steps[1:], start=1):
                top = min(cumulative, ends[position]) if position < len(ends) else cumulative
                earned += max(top - mark, Fraction(0)) * rate
            return earned
        case "whole":
            return cumulative * reached(tiers, cumulative)
        case _:
            assert_never(tiers.method)


def reached(tiers: Tiers, cumulative: Fraction) -> Fraction:
    """Return the rate of the step that the cumulative base has reached."""
    rate = Fraction(tiers.steps[0].rate)
    for step in tiers.steps[1:]:
        mark = Fraction(step.threshold)
        if cumulative > mark or (cumulative == mark and tiers.boundary == "from"):
            rate = Fraction(step.rate)
    return rate
