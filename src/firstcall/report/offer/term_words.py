"""The commercial terms of an offer in the words that people use: what each is, how much, in which currency and unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from firstcall.agreement.model.clauses.refusal_terms import AMOUNTS, currency_of, stem, unit_of
from firstcall.report.offer.clock import MONTH_NAMES

TERM_NAMES: Mapping[str, str] = {
    "third_party": "offeror", "workloads": "use", "copy": "copy of the offer", "terms": "terms",
    "price": "price", "credits": "credits", "prepayment": "prepayment", "termination_fee": "termination fee",
    "other_consideration_value": "value of the other consideration", "allocated_price": "price allocated to this part",
    "appraised_price": "appraised price", "term_months": "term", "start": "start", "quantity": "quantity",
    "take_or_pay_share": "take or pay", "gpu_hours": "GPU hours", "accelerator_count": "number of accelerators",
    "sla_availability": "availability promised", "accelerator": "accelerator", "region": "region", "site": "site",
    "interconnect": "interconnect", "conditions": "conditions", "other_consideration": "other consideration",
    "package": "sold together with", "expires": "the offer ends", "non_disclosure": "under non-disclosure",
}  # fmt: skip
"""What a term is called on a paper; the closed list of terms, and what a notice may have to say."""
_ABBREVIATIONS = frozenset({"gpu", "mw", "kw", "gw", "mwh", "kwh", "tb", "pb"})


def term_name(name: str) -> str:
    """Return what a term is called on a paper.

    >>> term_name("price_usd_per_gpu_hour"), term_name("take_or_pay_share"), term_name("offer is named")
    ('price', 'take or pay', 'offer is named')
    """
    return TERM_NAMES.get(stem(name), stem(name).replace("_", " "))


def term_value(name: str, value: str) -> str:
    """Return a term's value as a paper says it: with currency and unit, a day with its month in letters.

    >>> term_value("price_usd_per_gpu_hour", "2.10"), term_value("term_months", "36"), term_value("start", "2026-09-01")
    ('2.10 USD for each GPU hour', '36 months', '1 Sep 2026')
    """
    currency, unit = currency_of(name), unit_of(name)
    if stem(name) in AMOUNTS:
        return f"{value}{f' {currency}' if currency else ''}{f' for each {_unit(unit)}' if unit else ''}"
    if name == "term_months":
        return f"{value} month{'' if value == '1' else 's'}"
    if name in ("start", "expires"):
        return _day(value)
    return value


def without_currency(terms: Iterable[str]) -> Iterator[str]:
    """Yield each amount whose currency, or price whose unit, its name does not say.

    >>> list(without_currency(["price", "prepayment_usd", "price_usd"]))
    ['the currency of price', 'the unit of price', 'the unit of price']
    """
    for name in terms:
        if stem(name) in AMOUNTS and currency_of(name) is None:
            yield f"the currency of {term_name(name)}"
        if stem(name) == "price" and unit_of(name) is None:
            yield f"the unit of {term_name(name)}"


def _unit(unit: str) -> str:
    return " ".join(part.upper() if part in _ABBREVIATIONS else part for part in unit.split("_"))


def _day(value: str) -> str:
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{found.day} {MONTH_NAMES[found.month - 1]} {found.year}"
