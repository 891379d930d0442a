"""A price promise in plain words: whose price is no worse than which, and what follows where it is."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from firstcall.agreement.model.clauses.promises.price_promise import PricePromise
from firstcall.agreement.terms import Terms
from firstcall.report.words.clauses.reckoning import party_name
from firstcall.report.words.facts import say
from firstcall.report.words.words import Words
from firstcall.said import AllOf, Percent, Said, plural, sentence


class PromisesPrice(Said):
    says = sentence(
        "price-promise.promises",
        "{who} promises {to} that the price of {contract} ({price}) is no worse than in other contracts.",
    )
    who: str
    to: str
    price: str
    contract: str


class LowerIsBetter(Said):
    says = sentence("price-promise.lower-is-better", "Prices are compared in {currency}; the lower is the better.")
    currency: str


class HigherIsBetter(Said):
    says = sentence("price-promise.higher-is-better", "Prices are compared in {currency}; the higher is the better.")
    currency: str


class ComparedAt(Said):
    says = sentence("price-promise.compared-at", "Contracts with {at} are compared.")
    at: Annotated[tuple[str, ...], AllOf]


class ComparedAtOwn(Said):
    says = sentence("price-promise.compared-at-own", "Contracts with providers that {who} operates are compared.")
    who: str


class MustBeAlike(Said):
    says = sentence("price-promise.must-be-alike", "They must say the same in {terms}.")
    terms: Annotated[tuple[str, ...], AllOf]


class AtLeastAsLarge(Said):
    says = sentence("price-promise.at-least-as-large", "They have at least {share} of its quantity.")
    share: Annotated[Decimal, Percent]


class AtMostAsLarge(Said):
    says = sentence("price-promise.at-most-as-large", "They have at most {share} of its quantity.")
    share: Annotated[Decimal, Percent]


class DifferenceIsPaid(Said):
    says = sentence(
        "price-promise.difference-is-paid",
        "{who} pays the difference every {every}, for each unit of {measure} reported.",
    )
    who: str
    every: Literal["month", "quarter", "year"]
    measure: str


class DifferenceIsDue(Said):
    says = plural("price-promise.difference-is-due", "It is due {n} day after that.", "It is due {n} days after that.")
    n: int


def promise_words(clause: PricePromise, text: Terms, words: Words) -> Iterator[str]:
    """Yield what a price promise says, as sentences of a language."""
    yield from (say(said, words) for said in _told(clause, text))


def _told(clause: PricePromise, text: Terms) -> Iterator[Said]:
    who = party_name(clause.by, text)
    yield PromisesPrice(who=who, to=party_name(clause.to, text), price=clause.price, contract=clause.contract)
    lower = clause.better == "lower"
    yield LowerIsBetter(currency=clause.currency) if lower else HigherIsBetter(currency=clause.currency)
    yield ComparedAt(at=clause.at) if clause.at else ComparedAtOwn(who=who)
    if clause.alike:
        yield MustBeAlike(terms=clause.alike)
    band = clause.quantity_band
    if band is not None and band.at_least is not None:
        yield AtLeastAsLarge(share=band.at_least)
    if band is not None and band.at_most is not None:
        yield AtMostAsLarge(share=band.at_most)
    if clause.pays is not None:
        yield DifferenceIsPaid(who=who, every=clause.pays.every, measure=clause.pays.quantity)
        if clause.pays.due_days:
            yield DifferenceIsDue(n=clause.pays.due_days)
