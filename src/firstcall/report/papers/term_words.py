"""The commercial terms of an offer in the words that people use: what each is, how much, in which currency and unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, get_args

from firstcall.agreement.model.clauses.refusal_terms import AMOUNTS, currency_of, stem, unit_of
from firstcall.agreement.model.event_date_words import SpanOfMonths
from firstcall.record.notice_content import ContentIs, content_said
from firstcall.report.figures import PlannedDay
from firstcall.said import Placed, Said, sentence

TermWord = Literal[
    "offeror", "intended use", "copy of the offer", "terms", "price", "credits", "prepayment", "termination fee",
    "value of the other consideration", "price allocated to this part", "appraised price", "term", "start", "quantity",
    "take or pay", "GPU hours", "number of accelerators", "availability promised", "accelerator", "region", "site",
    "interconnect", "conditions", "other consideration", "sold together with", "the offer ends",
    "under non-disclosure",
]  # fmt: skip
TERM_NAMES: Mapping[str, TermWord] = {
    "third_party": "offeror", "workloads": "intended use", "copy": "copy of the offer", "terms": "terms",
    "price": "price", "credits": "credits", "prepayment": "prepayment", "termination_fee": "termination fee",
    "other_consideration_value": "value of the other consideration", "allocated_price": "price allocated to this part",
    "appraised_price": "appraised price", "term_months": "term", "start": "start", "quantity": "quantity",
    "take_or_pay_share": "take or pay", "gpu_hours": "GPU hours", "accelerator_count": "number of accelerators",
    "sla_availability": "availability promised", "accelerator": "accelerator", "region": "region", "site": "site",
    "interconnect": "interconnect", "conditions": "conditions", "other_consideration": "other consideration",
    "package": "sold together with", "expires": "the offer ends", "non_disclosure": "under non-disclosure",
}  # fmt: skip
"""What a term is called on a paper; the closed list of terms, and what a notice may have to say."""
_ABBREVIATIONS = {"gpu": "GPU", "mw": "MW", "kw": "kW", "gw": "GW", "mwh": "MWh", "kwh": "kWh", "tb": "TB", "pb": "PB"}
_PLACES = ("region", "site", "accelerator", "interconnect")
"""The terms of an offer by whose names authors call dimensions too."""
_FIGURE = re.compile(r"-?\d+(\.\d+)?")


class TermNamed(Said):
    says = sentence("term.named", "{name}")
    name: TermWord


class NameAsWritten(Said):
    says = sentence("term.as-written", "{name}")
    name: Said | str


class InCurrency(Said):
    says = sentence("term.in-currency", "{value} {currency}")
    value: Said
    currency: str


class FigureWritten(Said):
    says = sentence("term.figure", "{figure}")
    figure: Annotated[Decimal, Placed]


UnitWord = Literal[
    "GPU hour", "accelerator hour", "chip hour", "node hour", "hour", "day", "week", "month", "quarter", "year", "GPU",
    "accelerator", "token", "request",
]  # fmt: skip
_UNIT_WORDS: tuple[UnitWord, ...] = get_args(UnitWord)


class UnitCalled(Said):
    says = sentence("term.unit", "{unit}")
    unit: UnitWord


class ForEach(Said):
    says = sentence("term.for-each", "{amount} for each {unit}")
    amount: Said
    unit: Said | str


class CurrencyOfTerm(Said):
    says = sentence("term.currency-of", "the currency of {term}")
    term: Said


class UnitOfTerm(Said):
    says = sentence("term.unit-of", "the unit of {term}")
    term: Said


def term_said(name: str) -> Said:
    """Return what a term is called on a paper.

    >>> [str(term_said(name)) for name in ("price_usd_per_gpu_hour", "take_or_pay_share", "offer is named")]
    ['price', 'take or pay', 'offer is named']
    """
    word = TERM_NAMES.get(stem(name))
    return TermNamed(name=word) if word is not None else NameAsWritten(name=content_said(stem(name).replace("_", " ")))


def dimension_called(name: str) -> Said | str:
    """Return what a dimension is called: in words where offers name it too (a region), else as its author has it.

    >>> str(dimension_called("region")), dimension_called("gpu_class")
    ('region', 'gpu_class')
    """
    word = TERM_NAMES.get(name) if name in _PLACES else None
    return name if word is None else TermNamed(name=word)


def term_value(name: str, value: str) -> Said:
    """Return a term's value as a paper says it: with currency and unit, a day with its month in letters.

    >>> [str(term_value(*term)) for term in (("price_usd_per_gpu_hour", "2.10"), ("term_months", "36"))]
    ['2.10 USD for each GPU hour', '36 months']
    >>> str(term_value("price_eur_per_mwh", "1061.50"))
    '1,061.50 EUR for each MWh'
    """
    if stem(name) in AMOUNTS:
        currency, unit = currency_of(name), unit_of(name)
        told: Said = FigureWritten(figure=Decimal(value)) if _FIGURE.fullmatch(value) else ContentIs(value=value)
        told = InCurrency(value=told, currency=currency) if currency else told
        return ForEach(amount=told, unit=_unit(unit)) if unit else told
    if name == "term_months" and value.isdecimal():
        return SpanOfMonths(n=int(value))
    day = _day(value) if name in ("start", "expires") else None
    return ContentIs(value=value) if day is None else PlannedDay(day=day)


def without_currency(terms: Iterable[str]) -> Iterator[Said]:
    """Yield each amount whose currency, or price whose unit, its name does not say.

    >>> list(map(str, without_currency(["price", "prepayment_usd", "price_usd"])))
    ['the currency of price', 'the unit of price', 'the unit of price']
    """
    for name in terms:
        if stem(name) in AMOUNTS and currency_of(name) is None:
            yield CurrencyOfTerm(term=term_said(name))
        if stem(name) == "price" and unit_of(name) is None:
            yield UnitOfTerm(term=term_said(name))


def _unit(unit: str) -> Said | str:
    """Return a unit in words; one that people write as a sign, such as MWh, as it is."""
    told = " ".join(_ABBREVIATIONS.get(part, part) for part in unit.split("_"))
    word = next((word for word in _UNIT_WORDS if word == told), None)
    return told if word is None else UnitCalled(unit=word)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
