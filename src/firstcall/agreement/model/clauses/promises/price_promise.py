"""A price promise (most favoured): the price of a contract is no worse than that of comparable contracts."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from firstcall.agreement.model.basis import Id, Written
from firstcall.agreement.model.clauses.money_terms import Currency, NotNegative
from firstcall.agreement.model.clauses.promises.payment import NameTwoParties
from firstcall.agreement.model.clauses.refusal_terms import TERM_EXAMPLES, currency_of, is_term
from firstcall.agreement.model.definitions import Ids
from firstcall.agreement.model.exact import Whole
from firstcall.agreement.model.scope import ClauseBase
from firstcall.errors import near_or_listed, unknown
from firstcall.said import Quoted, Said, Unreadable, sentence


class PromisesItself(Said):
    says = sentence("price-promise.promises-itself", "{party} promises itself a price")
    party: Annotated[str, Quoted]


class PriceInOtherCurrency(Said):
    says = sentence("price-promise.other-currency", "the term {price} is in {given}, and the clause says {currency}")
    price: str
    given: str
    currency: str


class NameItsCurrency(Said):
    says = sentence("price-promise.name-its-currency", "write `currency: {currency}`, or compare another term")
    currency: str


class BandEndsFirst(Said):
    says = sentence(
        "price-promise.band-ends-first", "no quantity is at least {at_least} and at most {at_most} of another"
    )
    at_least: str
    at_most: str


class WidenTheBand(Said):
    says = sentence("price-promise.widen-the-band", "let `at_most` be no less than `at_least`")


class QuantityBand(Written):
    """How large another contract must be to be compared, as shares of the quantity of the contract itself."""

    at_least: NotNegative | None = None
    """The least, such as 0.5; any when left out."""
    at_most: NotNegative | None = None
    """The most, such as 2; any when left out."""

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if self.at_least is not None and self.at_most is not None and self.at_most < self.at_least:
            raise Unreadable(BandEndsFirst(at_least=str(self.at_least), at_most=str(self.at_most)), WidenTheBand())
        return self


class DifferencePaid(Written):
    """That the difference is paid, on what is reported as used."""

    quantity: Id
    """What is measured, by the word that `quantity-reported` uses, such as gpu_hours."""
    every: Literal["month", "quarter", "year"] = "month"
    """How often it is paid, on the last day."""
    due_days: Annotated[Whole, Field(ge=0, le=3660)] = 0
    """Days from that day to the day by which it must be paid."""


class PricePromise(ClauseBase):
    """A party promises another that the price of a contract is no worse than that of comparable contracts."""

    type: Literal["price_promise"]
    by: Id
    """Who promises, and owes the difference."""
    to: Id
    """To whom."""
    contract: Id
    """The contract whose price it is, as the record names it."""
    price: Id
    """The term that is compared, by the word that the record uses, such as price_usd_per_gpu_hour."""
    currency: Currency
    """The currency of the price."""
    better: Literal["lower", "higher"] = "lower"
    """Which price is better for whom it is promised to: the lower for a buyer, the higher for a seller."""
    at: Ids = ()
    """The providers whose contracts are compared; those that the party who promises operates when left out."""
    alike: Ids = ()
    """Terms in which another contract must say the same to be compared, such as term_months."""
    quantity_band: QuantityBand | None = None
    """How large another contract must be to be compared; any quantity when left out."""
    pays: DifferencePaid | None = None
    """Whether the difference is paid, as a line of the statement; it is only told when left out."""

    @model_validator(mode="after")
    def _of_two_and_of_terms(self) -> Self:
        if self.by == self.to:
            raise Unreadable(PromisesItself(party=self.by), NameTwoParties())
        for name in (self.price, *self.alike):
            if not is_term(name):
                raise Unreadable(unknown("commercial term", name), near_or_listed(name, TERM_EXAMPLES))
        given = currency_of(self.price)
        if given is not None and given != self.currency:
            what = PriceInOtherCurrency(price=self.price, given=given, currency=self.currency)
            raise Unreadable(what, NameItsCurrency(currency=given))
        return self
