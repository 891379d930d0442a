"""A payment: a fixed or measured sum, on a day, at regular times, or when something happens."""

from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from firstcall.agreement.model.basis import Day, Id, Written
from firstcall.agreement.model.clauses.money_terms import (
    Currency,
    Netting,
    NotNegative,
    Number,
    RoundingTerms,
    one_or_list,
)
from firstcall.agreement.model.definitions import Ids
from firstcall.agreement.model.event_dates import (
    HEADS,
    BeforeEnd,
    EventDate,
    Since,
    Until,
    UntilDetermination,
    form_of_date,
    head_of,
)
from firstcall.agreement.model.exact import Whole
from firstcall.agreement.model.scope import ClauseBase
from firstcall.said import Quoted, Said, Unreadable, sentence


class PaysNothing(Said):
    says = sentence(
        "payment.pays-nothing",
        "a payment needs an `amount`, or a `quantity` with either a `unit_price` or `levels`",
    )


class GiveOneWay(Said):
    says = sentence("payment.give-one-way", "give one of these ways")


class LevelsNeedTimes(Said):
    says = sentence(
        "payment.levels-need-times", "levels are looked at over a month, quarter or year, and `when` has none"
    )


class GiveEvery(Said):
    says = sentence("payment.give-every", "write `when` with `every` and its first day")


class LevelTwice(Said):
    says = sentence("payment.level-twice", "two levels are below {below}")
    below: Decimal


class GiveEachLevelItsOwn(Said):
    says = sentence("payment.give-each-level-its-own", "give each level a figure of its own")


class WhenTwice(Said):
    says = sentence("payment.when-twice", "a dated list of amounts has its own days, and `when` gives another")


class DropWhen(Said):
    says = sentence("payment.drop-when", "leave `when` out, or write one amount")


class NoWhen(Said):
    says = sentence("payment.no-when", "a payment needs `when` it is due")


class GiveWhen(Said):
    says = sentence("payment.give-when", "give a day, `every` with its first and last day, or a rule such as an event")


class PaysOneself(Said):
    says = sentence("payment.pays-oneself", "{party} pays itself")
    party: Annotated[str, Quoted]


class NameTwoParties(Said):
    says = sentence("payment.name-two-parties", "name two parties")


class NothingPaidBack(Said):
    says = sentence("payment.nothing-paid-back", "what is left is lost, and `refund_on` says when it is paid back")


class RefundOrNoDay(Said):
    says = sentence("payment.refund-or-no-day", "write `left: refunded`, or leave `refund_on` out")


def _kind(value: Any) -> str:
    if isinstance(value, Recurring) or (isinstance(value, dict) and head_of(value, ("every", *HEADS)) == "every"):
        return "recurring"
    return form_of_date(value)


class Recurring(Written):
    """Regular times: every month, quarter or year from a first day through a last."""

    every: Literal["month", "quarter", "year"]
    """How often."""
    since: Since
    """The first day; a day, or a rule that brings one."""
    until: Until | None = None
    """The last day; to the end of the clause or the term when left out."""
    falls: Literal["first_day", "last_day"] = "last_day"
    """On which day of each month, quarter or year it is paid: in advance, or at its end."""
    partial: Literal["whole", "days"] = "whole"
    """A month, quarter or year that the first or last day cuts: paid whole, or by its days."""


PaymentDay = Annotated[
    Annotated[Day, Tag("by_day")]
    | Annotated[UntilDetermination, Tag("by_determination")]
    | Annotated[EventDate, Tag("by_event")]
    | Annotated[BeforeEnd, Tag("by_end")],
    Discriminator(_kind),
]
PaymentTimes = Annotated[
    Annotated[Day, Tag("by_day")]
    | Annotated[UntilDetermination, Tag("by_determination")]
    | Annotated[EventDate, Tag("by_event")]
    | Annotated[BeforeEnd, Tag("by_end")]
    | Annotated[Recurring, Tag("recurring")],
    Discriminator(_kind),
]


def _check_levels(levels: "tuple[Level, ...]", when: object) -> None:
    """Refuse levels without a span to look at, and two that say the same."""
    if not isinstance(when, Recurring):
        raise Unreadable(LevelsNeedTimes(), GiveEvery())
    figures = [level.below for level in levels]
    for figure in figures:
        if figures.count(figure) > 1:
            raise Unreadable(LevelTwice(below=figure), GiveEachLevelItsOwn())


class DatedAmount(Written):
    """One amount of a list, and when it is paid."""

    amount: NotNegative
    """How much."""
    on: PaymentDay
    """The day, or the rule that brings it."""


class Level(Written):
    """A sum that is paid where the reported figure lies below another."""

    below: NotNegative
    """The figure below which it counts, such as 0.999 for availability."""
    amount: NotNegative
    """How much is paid for the month, quarter or year."""


class Prepays(Written):
    """What a payment is in advance of: the sums that it is set against, how far, and what becomes of the rest."""

    against: Ids = Field(min_length=1)
    """The payment clauses whose sums it is set against, of the same payer and payee; the earliest sums first."""
    share: Annotated[NotNegative, Field(gt=0, le=1)] | None = None
    """The most of each sum that it covers, from 0 to 1; the whole when left out."""
    at_most: NotNegative | None = None
    """The most of each sum that it covers, as an amount."""
    left: Literal["refunded", "lost"]
    """Whether what is left at the end is paid back."""
    refund_on: PaymentDay | None = None
    """When it is paid back: a day, or a rule that brings one; the last day of the clause or the term when left out."""

    @model_validator(mode="after")
    def _refundable(self) -> Self:
        if self.refund_on is not None and self.left == "lost":
            raise Unreadable(NothingPaidBack(), RefundOrNoDay())
        return self


class Payment(ClauseBase):
    """One party pays another a sum: once, by a dated list, at regular times, or when something happens."""

    type: Literal["payment"]
    payer: Id
    """Who pays."""
    payee: Id
    """Who is paid."""
    amount: (
        Annotated[
            Annotated[NotNegative, Tag("one")] | Annotated[tuple[DatedAmount, ...], Field(min_length=1), Tag("list")],
            Discriminator(one_or_list),
        ]
        | None
    ) = None
    """The sum; or a list of sums, each with its own day."""
    unit_price: Number | None = None
    """The price of one unit of the `quantity` that is reported."""
    levels: Annotated[tuple[Level, ...], Field(min_length=1)] | None = None
    """Sums by how low the `quantity` is reported, by days: that of the lowest level it is below; none above all."""
    quantity: Id | None = None
    """What is measured, by the word that `quantity-reported` uses, such as gpu_hours."""
    currency: Currency
    """The currency, or the unit in which equity or anything else is given."""
    when: PaymentTimes | None = None
    """A day, regular times, or a rule that brings the day; unknown until what it hangs on is known."""
    prepays: Prepays | None = None
    """What it is paid in advance of, where it is."""
    due_days: Annotated[Whole, Field(ge=0, le=3660)] = 0
    """Days from the day on which it falls to the day by which it must be paid."""
    rounding: RoundingTerms = RoundingTerms()
    netting: Netting | None = None
    fiscal_year_start: Annotated[Whole, Field(ge=1, le=12)] = 1
    """The month in which a year of `every` begins."""
    units: dict[str, Annotated[Whole, Field(ge=0, le=18)]] = Field(default_factory=dict)
    """Decimals of a currency or unit where they differ from ISO 4217."""

    @model_validator(mode="after")
    def _payable(self) -> Self:
        ways = [way for way in (self.amount, self.unit_price, self.levels) if way is not None]
        if len(ways) != 1 or (self.amount is None) != (self.quantity is not None):
            raise Unreadable(PaysNothing(), GiveOneWay())
        if self.levels is not None:
            _check_levels(self.levels, self.when)
        if isinstance(self.amount, tuple) and self.when is not None:
            raise Unreadable(WhenTwice(), DropWhen())
        if not isinstance(self.amount, tuple) and self.when is None:
            raise Unreadable(NoWhen(), GiveWhen())
        if self.payer == self.payee:
            raise Unreadable(PaysOneself(party=self.payer), NameTwoParties())
        return self

    @property
    def by(self) -> str:
        """Return who pays, as a commitment calls it."""
        return self.payer

    @property
    def to(self) -> str:
        """Return who is paid, as a commitment calls it."""
        return self.payee

    @property
    def parties_named(self) -> tuple[tuple[str, str], ...]:
        """Return every party that the clause names, with the field it stands in."""
        return (("payer", self.payer), ("payee", self.payee))
