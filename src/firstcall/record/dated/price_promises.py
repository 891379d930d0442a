"""Where price promises stand: which contracts on the record are compared, and by how much one is better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Literal

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.agreement.model.clauses.promises.price_promise import PricePromise, QuantityBand
from firstcall.dates import local_day
from firstcall.errors import BillingError
from firstcall.money import exact
from firstcall.record.dated.speaking import speaking_clauses
from firstcall.record.events.kinds import ContractSigned
from firstcall.record.vantage import Vantage
from firstcall.said import Said, sentence
from firstcall.values import dataclass

PromiseState = Literal["kept", "broken", "unknown"]


class ContractNotSigned(Said):
    says = sentence("price-promise.contract-not-signed", "{contract} is not on the record as signed")
    contract: str


class ContractOver(Said):
    says = sentence("price-promise.contract-over", "{contract} has ended")
    contract: str


class ContractWithoutPrice(Said):
    says = sentence("price-promise.without-price", "{contract} says no {price} that is a number")
    contract: str
    price: str


class AtAnotherProvider(Said):
    says = sentence("price-promise.at-another-provider", "{contract} is with {provider}")
    contract: str
    provider: str


class TermDiffers(Said):
    says = sentence("price-promise.term-differs", "{contract} differs in {term}")
    contract: str
    term: str


class QuantityOutside(Said):
    says = sentence("price-promise.quantity-outside", "the quantity of {contract} lies outside the band")
    contract: str


class QuantityNotComparable(Said):
    says = sentence("price-promise.quantity-not-comparable", "the quantity of {contract} is unknown or in another unit")
    contract: str


@dataclass(frozen=True, slots=True)
class ComparedContract:
    """Another contract that was looked at: its price, or why it is not compared."""

    contract: str
    price: Fraction | None
    left_out: Said | None


@dataclass(frozen=True, slots=True)
class PromiseStanding:
    """Where one price promise stands at an instant; prices exact, for one unit, in its currency."""

    clause: PricePromise
    price: Fraction | None
    compared: tuple[ComparedContract, ...]
    best: ComparedContract | None
    """The contract with the best price among those compared."""
    difference: Fraction
    """How much worse the promised price is than the best; zero where it is no worse, or not known."""
    unknown: Said | None
    facts: tuple[str, ...]
    """The events that it rests on."""
    grade: Grade

    @property
    def state(self) -> PromiseState:
        """Return whether the promise is kept, as far as is known."""
        if self.unknown is not None:
            return "unknown"
        return "broken" if self.difference > 0 else "kept"


def promises_at(here: Vantage) -> tuple[PromiseStanding, ...]:
    """Return where every price promise that speaks at an instant stands then."""
    return tuple(
        promise_at(here, held.clause) for held in speaking_clauses(here) if isinstance(held.clause, PricePromise)
    )


def promise_at(here: Vantage, clause: PricePromise) -> PromiseStanding:
    """Return where a price promise stands: its own price against the contracts that are signed and have not ended.

    A contract is compared where it is with one of the providers, says the same in the terms that must be alike, lies
    within the band of quantity and names the price; each other one is told with what leaves it out.
    """
    signed = {event.contract: event for event in here.events_of_kind(ContractSigned)}
    own = signed.get(clause.contract)
    today = local_day(here.at, here.now.where)
    price = None if own is None else _price(own, clause)
    if own is None or price is None or _is_over(own, today):
        why = _why_unknown(clause, own, today)
        return PromiseStanding(clause, price, (), None, Fraction(0), why, (), clause.basis.grade)
    others = (event for event in signed.values() if event is not own and not _is_over(event, today))
    compared = tuple(_compared(here, clause, own, event) for event in others)
    priced = [(one.price, one) for one in compared if one.price is not None]
    best = _best(clause, priced)
    difference = Fraction(0)
    if best is not None and best.price is not None:
        gap = price - best.price if clause.better == "lower" else best.price - price
        difference = max(gap, Fraction(0))
    facts = (own, *([signed[best.contract]] if best is not None else []))
    fields = clause.basis.weakest_of("contract", "price", "at", "alike", "quantity_band")
    grade = weakest((fields, *(event.basis.grade for event in facts)))
    return PromiseStanding(
        clause, price, compared, best, difference, None, tuple(event.id for event in facts), grade
    )  # fmt: skip


def _why_unknown(clause: PricePromise, own: ContractSigned | None, today: date) -> Said:
    if own is None:
        return ContractNotSigned(contract=clause.contract)
    if _is_over(own, today):
        return ContractOver(contract=clause.contract)
    return ContractWithoutPrice(contract=clause.contract, price=clause.price)


def _best(clause: PricePromise, priced: list[tuple[Fraction, ComparedContract]]) -> ComparedContract | None:
    if not priced:
        return None
    of_each = dict(reversed(priced))
    return of_each[min(of_each) if clause.better == "lower" else max(of_each)]


def _compared(here: Vantage, clause: PricePromise, own: ContractSigned, other: ContractSigned) -> ComparedContract:
    why = next(_left_out(here, clause, own, other), None)
    return ComparedContract(other.contract, None if why is not None else _price(other, clause), why)


def _left_out(here: Vantage, clause: PricePromise, own: ContractSigned, other: ContractSigned) -> Iterator[Said]:
    """Yield what keeps a contract from being compared."""
    providers = here.terms().providers
    named = clause.at or tuple(name for name, one in providers.items() if one.operator == clause.by)
    if other.provider not in named:
        yield AtAnotherProvider(contract=other.contract, provider=other.provider)
    for term in clause.alike:
        if _said(own.terms, term) != _said(other.terms, term):
            yield TermDiffers(contract=other.contract, term=term)
    if clause.quantity_band is not None:
        yield from _outside(clause.quantity_band, own, other)
    if _price(other, clause) is None:
        yield ContractWithoutPrice(contract=other.contract, price=clause.price)


def _outside(band: QuantityBand, own: ContractSigned, other: ContractSigned) -> Iterator[Said]:
    mine, its = _quantity(own), _quantity(other)
    if mine is None or its is None or mine[1] != its[1]:
        yield QuantityNotComparable(contract=other.contract)
        return
    least, most = band.at_least, band.at_most
    too_small = least is not None and its[0] < mine[0] * Fraction(least)
    if too_small or (most is not None and its[0] > mine[0] * Fraction(most)):
        yield QuantityOutside(contract=other.contract)


def _price(event: ContractSigned, clause: PricePromise) -> Fraction | None:
    """Return the price that a contract names; None where it names none, or no number."""
    said = _said(event.terms, clause.price)
    return said if isinstance(said, Fraction) else None


def _said(terms: Mapping[str, str], name: str) -> Fraction | str | None:
    """Return what a contract says of a term: a number as one, so that 2.10 and 2.1 are the same."""
    if name not in terms:
        return None
    try:
        return exact(terms[name])
    except BillingError:
        return terms[name]


def _quantity(event: ContractSigned) -> tuple[Fraction, str | None] | None:
    """Return the quantity of all tranches of a contract with its unit; None where one says none, or units differ."""
    if any(tranche.quantity is None for tranche in event.tranches) or len({one.unit for one in event.tranches}) != 1:
        return None
    return sum((Fraction(one.quantity or 0) for one in event.tranches), Fraction(0)), event.tranches[0].unit


def _is_over(event: ContractSigned, today: date) -> bool:
    """Return whether every tranche of a contract has ended before a day."""
    return all(tranche.until is not None and tranche.until < today for tranche in event.tranches)
