"""Terms compared: is what is to be signed better for the third party than what the holder was offered?

Where the grantor buys, a higher price, a longer term and a larger prepayment are better for the third
party; where it sells, all of that is turned round. Terms are exact text; a name outside the closed list
must stay as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from firstcall.agreement.model.clauses.first_refusal import FirstRefusal
from firstcall.agreement.model.clauses.refusal_terms import Direction, TermRule, Tolerance, direction_of, stem, unit_of
from firstcall.record.events.term_values import NUMBER
from firstcall.said import Quoted, Said, sentence
from firstcall.values import dataclass


class NoTermOfNotice(Said):
    says = sentence("offer.no-term-of-notice", "{term} is no term of the notice")
    term: Annotated[str, Quoted]


class NoCashFor(Said):
    says = sentence("offer.no-cash-for", "{clause} does not let {term} be matched in cash")
    clause: str
    term: Annotated[str, Quoted]


class NoValueStated(Said):
    says = sentence("offer.no-value-stated", "the notice states no value of {term}")
    term: Annotated[str, Quoted]


class CashTooLittle(Said):
    says = sentence("offer.cash-too-little", "{cash} is less than the value of {term}, {value}")
    cash: Annotated[str, Quoted]
    term: Annotated[str, Quoted]
    value: str


TermChange = Literal["same", "worse", "within tolerance", "better", "not compared", "not reckoned"]
"""`not reckoned`: the terms do not say enough for an effective price, so each is compared by itself."""
HOURS_A_MONTH = 730
"""Hours in a twelfth of 365 days."""
_FOLDED = ("price", "credits", "prepayment")
TURNED: dict[Direction, Direction] = {"higher": "lower", "lower": "higher"}

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Compared:
    """One term as noticed and as it is now, and what that is for the third party."""

    name: str
    noticed: str | None
    now: str | None
    change: TermChange


def change(
    name: str, noticed: str | None, now: str | None, tolerance: Tolerance, direction: Direction | None = None
) -> TermChange:
    """Return how a term compares with what the holder was offered, seen from the third party.

    Exactly the noticed value is always the same; a tolerance of nothing has no boundary.

    >>> change("price", "2.00", "2.10", Tolerance(share=Decimal("0.05")))
    'within tolerance'
    >>> change("price", "2.00", "2.10", Tolerance(share=Decimal("0.05"), inclusive=False))
    'better'
    """
    way = direction or direction_of(name)
    if way == "free":
        return "not compared"
    if noticed == now:
        return "same"
    before, after = _value(noticed), _value(now)
    if before is None or after is None or before[0] != after[0]:
        return "better"
    if before == after:
        return "same"
    if way == "same":
        return "better"
    return _numbers(before[1], after[1], way, Tolerance() if before[0] else tolerance)


def _value(text: str | None) -> tuple[bool, Fraction] | None:
    """Return whether a term is a day, and its number, days counted through; None where it is neither."""
    if text is None:
        return None
    if NUMBER.fullmatch(text):
        return False, Fraction(text)
    if _DAY.fullmatch(text):
        try:
            return True, Fraction(date.fromisoformat(text).toordinal())
        except ValueError:
            return None
    return None


def _numbers(before: Fraction, after: Fraction, way: Direction, tolerance: Tolerance) -> TermChange:
    gain = after - before if way == "higher" else before - after
    if gain < 0:
        return "worse"
    allowed = abs(before) * Fraction(tolerance.share)
    within = gain < allowed or (tolerance.inclusive and gain == allowed)
    return "within tolerance" if within else "better"


def compare_terms(
    noticed: Mapping[str, str], now: Mapping[str, str], clause: FirstRefusal, quantity: Decimal | None = None,
    unit: str | None = None,
) -> tuple[Compared, ...]:  # fmt: skip
    """Return every term as noticed and now, term by term.

    Args:
      noticed: the terms that the holder was offered.
      now: the terms about to be signed.
      clause: which terms must match, which way each is better, and the tolerance.
      quantity: what is offered; the effective price spreads lump sums over it.
      unit: the unit of the quantity, where it is known.
    """
    found = []
    folded = _effective(noticed, now, clause, quantity, unit or clause.parts.unit)
    if folded is not None:
        found.append(folded)
    in_one = folded is not None and folded.change != "not reckoned"
    for name in dict.fromkeys((*noticed, *now)):
        if in_one and stem(name) in _FOLDED:
            continue
        rule = rule_of(clause, name)
        if not _must_match(clause, name, rule, noticed):
            how: TermChange = "same" if noticed.get(name) == now.get(name) else "not compared"
        else:
            how = change(name, noticed.get(name), now.get(name), clause.tolerance, _way(clause, name))
        found.append(Compared(name, noticed.get(name), now.get(name), how))
    return tuple(found)


def _way(clause: FirstRefusal, name: str) -> Direction:
    """Return which way a term gets better for the third party: as the clause says, else by who sells."""
    rule = rule_of(clause, name)
    if rule is not None and rule.direction is not None:
        return rule.direction
    way = direction_of(name)
    return TURNED.get(way, way) if clause.grantor == "seller" else way


def same_terms(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Say whether two sets of terms are the same, numbers and dates by their value.

    >>> same_terms({"price": "2.0"}, {"price": "2.00"}), same_terms({"price": "2"}, {"price": "2", "site": "a"})
    (True, False)
    """
    return before.keys() == after.keys() and all(
        text == after[name] or ((value := _value(text)) is not None and value == _value(after[name]))
        for name, text in before.items()
    )


def rule_of(clause: FirstRefusal, name: str) -> TermRule | None:
    """Return what a clause says of a term, by its full name or by its word."""
    return clause.terms.get(name) or clause.terms.get(stem(name))


def _must_match(clause: FirstRefusal, name: str, rule: TermRule | None, noticed: Mapping[str, str]) -> bool:
    if clause.trigger != "third_party_offer" and name not in noticed:
        return False  # the holder was asked without it
    if rule is not None:
        return rule.must_match
    return clause.acceptance == "mirror" or ("package" in noticed and stem(name) == _PRICE_OF.get(clause.package))


_PRICE_OF: dict[str, str] = {
    "allocated_part": "allocated_price",
    "appraised": "appraised_price",
    "whole": "package",
}
"""What a bundle was put to the holder by, under each rule for bundles: a principal term, whoever lists them."""


def better_terms(
    noticed: Mapping[str, str], now: Mapping[str, str], clause: FirstRefusal, quantity: Decimal | None = None,
    unit: str | None = None,
) -> tuple[str, ...]:  # fmt: skip
    """Return the terms that are better for the third party than noticed, beyond the tolerance."""
    if noticed == now:
        return ()
    return tuple(item.name for item in compare_terms(noticed, now, clause, quantity, unit) if item.change == "better")


def effective_price(
    terms: Mapping[str, str], quantity: Decimal | None, rate: Decimal, unit: str | None = None
) -> Fraction | None:
    """Return the price of one unit with credits taken off and the use of money paid in advance added.

    A prepayment is used up evenly over the term, so that on average half of it is lent for the term.
    None when there is no single price, or nothing to spread lump sums over.

    >>> terms = {"price_usd_per_gpu_hour": "2.00", "gpu_hours": "1000000", "credits_usd": "100000"}
    >>> str(effective_price(terms, None, Decimal(0)))
    '19/10'
    """
    name, price = price_of(terms)
    if price is None:
        return None
    assert name is not None
    credits, prepaid = _amount(terms, "credits"), _amount(terms, "prepayment")
    if not credits and not prepaid:
        return price
    months, volume = _amount(terms, "term_months"), volume_of(name, terms, quantity, unit)
    if not volume or (prepaid and rate and not months):
        return None
    lent = prepaid * Fraction(rate) * months / 24
    return price + (lent - credits) / volume


def _amount(terms: Mapping[str, str], word: str) -> Fraction:
    """Return the amount of a term by its word; 0 when it is not there."""
    return sum((Fraction(text) for name, text in terms.items() if stem(name) == word), Fraction(0))


def price_of(terms: Mapping[str, str]) -> tuple[str | None, Fraction | None]:
    """Return the one price among terms, by its name and as a number; None where there is no single one."""
    prices = [name for name in terms if stem(name) == "price"]
    if len(prices) != 1 or not NUMBER.fullmatch(terms[prices[0]]):
        return None, None
    return prices[0], Fraction(terms[prices[0]])


def volume_of(
    price: str, terms: Mapping[str, str], quantity: Decimal | None, unit: str | None = None
) -> Fraction | None:
    """Return how many units a price is paid for over the term; None where the terms do not say.

    Args:
      price: the term that names the price, such as price_usd_per_mw_month.
      terms: the terms.
      quantity: how much is offered.
      unit: the unit of the quantity; that of the price when it is not known.
    """
    priced = unit_of(price) or ""
    hours = _amount(terms, "gpu_hours")
    if priced == "gpu_hour" and hours:
        return hours
    thing, _, word = priced.rpartition("_")
    count = _count(thing, terms, Fraction(quantity or 0), (unit or thing).lower())
    return count * _amount(terms, "term_months") * _SPANS.get(word, 0) or None


def _count(thing: str, terms: Mapping[str, str], held: Fraction, unit: str) -> Fraction:
    """Return how many of the thing that a price is per are offered, told in the unit of the quantity; 0 if unknown."""
    if thing in ("", *_CHIPS):
        return _amount(terms, "accelerator_count") or (held if not thing or unit in _CHIPS else Fraction(0))
    if thing in _POWER and unit in _POWER:
        return held * _POWER[unit] / _POWER[thing]
    return held if unit == thing else Fraction(0)


_CHIPS = ("gpu", "gpus", "accelerator", "accelerators")
_POWER = {"kw": Fraction(1), "mw": Fraction(1000), "gw": Fraction(1_000_000)}
"""Units of power, in kilowatts."""


_SPANS = {"month": Fraction(1), "year": Fraction(1, 12), "hour": Fraction(HOURS_A_MONTH), "day": Fraction(365, 12)}
"""How many of a span of time a month has."""


def _effective(
    noticed: Mapping[str, str], now: Mapping[str, str], clause: FirstRefusal, quantity: Decimal | None, unit: str | None
) -> Compared | None:
    tolerance = clause.tolerance
    if tolerance.rule != "effective_price":
        return None
    before = effective_price(noticed, quantity, tolerance.prepayment_rate, unit)
    after = effective_price(now, quantity, tolerance.prepayment_rate, unit)
    name = price_of(noticed)[0]
    if before is None or after is None or name != price_of(now)[0]:
        return Compared("effective_price", None, None, "not reckoned")
    assert name is not None
    way = _way(clause, name)
    way = way if way in TURNED else _way(clause, "price")
    way = way if way in TURNED else "lower" if clause.grantor == "seller" else "higher"
    how: TermChange = "same" if before == after else _numbers(before, after, way, tolerance)
    return Compared("effective_price", _text(before), _text(after), how)


def _text(amount: Fraction) -> str:
    """Write an exact amount: as a decimal where it ends, else to six places."""
    return f"{Decimal(amount.numerator) / Decimal(amount.denominator):.6f}".rstrip("0").rstrip(".")


def _cash(clause: FirstRefusal, name: str) -> bool:
    rule = rule_of(clause, name)
    return rule is not None and rule.cash_equivalent


def cash_shortfalls(noticed: Mapping[str, str], cash_for: Mapping[str, str], clause: FirstRefusal) -> Iterator[Said]:
    """Yield why cash offered in place of a term does not match it: not allowed, not valued, or too little."""
    for name, amount in cash_for.items():
        values = [text for key, text in noticed.items() if stem(key) == f"{stem(name)}_value"]
        if name not in noticed:
            yield NoTermOfNotice(term=name)
        elif not _cash(clause, name):
            yield NoCashFor(clause=clause.id, term=name)
        elif len(values) != 1 or not NUMBER.fullmatch(values[0]):
            yield NoValueStated(term=name)
        elif not NUMBER.fullmatch(amount) or Decimal(amount) < Decimal(values[0]):
            yield CashTooLittle(cash=amount, term=name, value=values[0])
