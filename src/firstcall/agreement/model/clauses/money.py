"""The money clauses: a share of revenue, and a commitment to buy. Each enters the agreement's closed list."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from firstcall.agreement.model.basis import Id, Text
from firstcall.agreement.model.clauses.money_faults import (
    AmountsNeedPeriods,
    AmountsRise,
    AppliedIsMoney,
    CapItInstead,
    CommitmentEndsFirst,
    CommitmentNeedsBase,
    CommitmentNeedsCurrency,
    CommitsToItself,
    CountByBase,
    CountsACost,
    CountTheQuantity,
    CurrencyIsNoUnit,
    EndOnOrAfter,
    FirstAmountAwaits,
    FirstAmountFromStart,
    GiveBaseOrOpen,
    GiveCurrencyOfPrice,
    GiveLaterDays,
    GiveOneAShare,
    GivePriceOrLeaveMakeUpOut,
    GiveRateOrTiers,
    GiveUnitOrCost,
    GiveUnitOrLeavePriceOut,
    LeaveSinceOutOfFirst,
    LeaveUnitOut,
    ListPayeeOnce,
    MakeUpNeedsPeriods,
    MakeUpNeedsPrice,
    NameAnother,
    NameCurrencyOrUnit,
    PayeeTwice,
    PaysItself,
    PriceNeedsCurrency,
    PriceNeedsUnit,
    QuantityNeedsUnit,
    RowRounding,
    RowsAreSummed,
    SayPerYearOrQuarter,
    ShareNeedsBase,
    ShareNeedsRate,
    ShareOfCommitment,
    SharesAddToNothing,
)
from firstcall.agreement.model.clauses.money_terms import (
    NO_CURRENCY,
    AmountStep,
    Base,
    Cap,
    CountedIn,
    Currency,
    Exchange,
    MakeUp,
    Minimum,
    Netting,
    NotNegative,
    Payees,
    Rates,
    RoundingTerms,
    Tiers,
    check_residual,
    duplicates,
    one_or_list,
)
from firstcall.agreement.model.event_date_words import said_date
from firstcall.agreement.model.event_dates import HUNG, Until, first_day_of
from firstcall.agreement.model.exact import Whole
from firstcall.agreement.model.scope import ClauseBase
from firstcall.money import CURRENCIES, Residual
from firstcall.said import Unreadable


class RevenueShare(ClauseBase):
    """One party pays another a share of what the base brings in, period by period.

    Order of the reckoning: rate or tier, floor, cap per period, total cap, rounding, minimum at the
    year's end, split among payees, netting.
    """

    type: Literal["revenue_share"]
    payer: Id
    """Who pays."""
    payee: Payees
    """Who is paid: a party, or several with weights."""
    base: Base | None = None
    rate: Rates | None = None
    """The share, or dated shares; base on a day outside them is refused."""
    tiers: Tiers | None = None
    floor: NotNegative | None = None
    """The least that a period pays, not reduced for a period in part; the cap goes before it."""
    cap: Cap | None = None
    minimum: Minimum | None = None
    currency: Currency
    """The currency of the leg."""
    period: Literal["month", "quarter", "year"] = "month"
    """How often it is settled."""
    fiscal_year_start: Annotated[Whole, Field(ge=1, le=12)] = 1
    """The month in which a year begins: for years of tiers, of minimums and of FY periods."""
    due_days: Annotated[Whole, Field(ge=0, le=3660)] | None = None
    """Days from the end of the period to the due date; unknown unless given."""
    negative: Literal["pay_back", "carry"] = "pay_back"
    """A statement below zero is paid back, or carried into the next."""
    exchange: Exchange = Exchange()
    rounding: RoundingTerms = RoundingTerms()
    residual: Residual = Residual.largest_remainder
    """Who gets the unit that rounding leaves over among several payees."""
    residual_to: Id | None = None
    """The payee that takes the rest, under `counterparty`."""
    netting: Netting | None = None
    units: dict[str, Annotated[Whole, Field(ge=0, le=18)]] = Field(default_factory=dict)
    """Decimals of a currency where they differ from ISO 4217."""
    open: Text | None = None
    """Why the amount of this leg cannot be known from what is published; it is then shown as unknown."""

    @model_validator(mode="after")
    def _reckonable(self) -> Self:
        if self.open is None and self.base is None:
            raise Unreadable(ShareNeedsBase(), GiveBaseOrOpen())
        if (self.open is None and self.rate is None and self.tiers is None) or (self.rate and self.tiers):
            raise Unreadable(ShareNeedsRate(), GiveRateOrTiers())
        if self.base and (capped := [one.name for one in self.base.streams if one.up_to_share is not None]):
            raise Unreadable(ShareOfCommitment(stream=capped[0]), CapItInstead())
        if self.base and self.base.column == "ConsumedQuantity":
            raise Unreadable(QuantityNeedsUnit(), GiveUnitOrCost())
        if self.base and self.base.source == "focus" and self.rounding.at == "row":
            raise Unreadable(RowRounding(), RowsAreSummed())
        return self

    @model_validator(mode="after")
    def _parties(self) -> Self:
        names = tuple(payee.party for payee in self.payee)
        if self.payer in names:
            raise Unreadable(PaysItself(party=self.payer), NameAnother())
        if twice := duplicates(names):
            raise Unreadable(PayeeTwice(party=twice[0]), ListPayeeOnce())
        if not sum(payee.share for payee in self.payee):
            raise Unreadable(SharesAddToNothing(), GiveOneAShare())
        check_residual(self.residual, self.residual_to, names)
        return self

    @property
    def parties_named(self) -> tuple[tuple[str, str], ...]:
        """Return every party that the clause names, with the field it stands in."""
        named = [("payer", self.payer), *(("payee", payee.party) for payee in self.payee)]
        if self.base and self.base.of:
            named.append(("base", self.base.of))
        return tuple(named)


class Commitment(ClauseBase):
    """One party buys at least so much from another; what is missing is due when the period ends."""

    type: Literal["commitment"]
    by: Id
    """Who must buy."""
    to: Id
    """Whom the shortfall is due to."""
    amount: Annotated[
        Annotated[NotNegative, Tag("one")] | Annotated[tuple[AmountStep, ...], Field(min_length=1), Tag("list")],
        Discriminator(one_or_list),
    ]
    """The least that is bought in each commitment period; or a list that steps up or down from year to year."""
    currency: Currency = NO_CURRENCY
    """The currency of the commitment, or of the price of its unit; needless for a unit without a price."""
    unit: CountedIn | None = None
    """The unit of which the amount is a quantity, such as GPU-hours; the amount is money when left out."""
    unit_price: NotNegative | None = None
    """What is owed for each unit that is missing; only told as a quantity, and no amount known, when left out."""
    per: Literal["term", "year", "quarter"] = "term"
    """Whether the amount is for the whole term, or for each year or quarter of it."""
    since: Until
    """The first day of the commitment, or a rule that brings it."""
    until: Until
    """The last day of the term, or a rule that brings it."""
    years: Literal["fiscal", "anniversary"] = "fiscal"
    """Whether its years and quarters are fiscal, or are counted from its first day."""
    partial_year: Literal["days", "months", "whole"] = "whole"
    """The amount of a year or quarter that the term cuts: by its days, by the months it touches, or not reduced."""
    fiscal_year_start: Annotated[Whole, Field(ge=1, le=12)] = 1
    """The month in which a fiscal year begins."""
    base: Base | None = None
    """Rows that draw the commitment down where they carry no ContractApplied."""
    commitment_ids: tuple[str, ...] = ()
    """ContractCommitmentId values whose ContractApplied elements draw it down."""
    credits: Literal["restore", "exclude"] = "restore"
    """Credits give drawdown back, or are left out."""
    excess: Literal["lost", "carries"] = "lost"
    """What is bought beyond a period's amount."""
    make_up: MakeUp | None = None
    """Whether what was short, and is paid, may be bought in later periods; it is not when left out."""
    due_days: Annotated[Whole, Field(ge=0, le=3660)] | None = None
    """Days from the end of the commitment period to the due date; unknown unless given."""
    exchange: Exchange = Exchange()
    rounding: RoundingTerms = RoundingTerms()
    netting: Netting | None = None
    units: dict[str, Annotated[Whole, Field(ge=0, le=18)]] = Field(default_factory=dict)
    """Decimals of a currency where they differ from ISO 4217."""
    open: Text | None = None
    """Why drawdown cannot be known from what is published; it is then shown as unknown."""

    @model_validator(mode="before")
    @classmethod
    def _by_quantity(cls, given: Any) -> Any:
        """Let bills of a commitment in a unit count by their quantity, where nobody names a column."""
        base = given.get("base") if isinstance(given, dict) and given.get("unit") else None
        if isinstance(base, dict) and base.get("source") == "focus" and "column" not in base:
            return {**given, "base": {**base, "column": "ConsumedQuantity"}}
        return given

    @model_validator(mode="after")
    def _drawable(self) -> Self:
        if self.open is None and self.base is None and not self.commitment_ids:
            raise Unreadable(CommitmentNeedsBase(), GiveBaseOrOpen())
        if isinstance(self.until, date) and isinstance(self.since, date) and self.until < self.since:
            raise Unreadable(CommitmentEndsFirst(until=self.until, since=self.since), EndOnOrAfter(day=self.since))
        if self.by == self.to:
            raise Unreadable(CommitsToItself(party=self.by), NameAnother())
        return self

    @model_validator(mode="after")
    def _by_periods(self) -> Self:
        if self.per == "term" and isinstance(self.amount, tuple):
            raise Unreadable(AmountsNeedPeriods(), SayPerYearOrQuarter())
        if self.per == "term" and self.make_up is not None:
            raise Unreadable(MakeUpNeedsPeriods(), SayPerYearOrQuarter())
        first, begins = first_day_of(self.since), self.steps[0].since
        if isinstance(begins, HUNG):
            raise Unreadable(FirstAmountAwaits(when=said_date(begins)), LeaveSinceOutOfFirst())
        if first is not None and begins is not None and begins > first:
            raise Unreadable(FirstAmountFromStart(since=first), LeaveSinceOutOfFirst())
        dated = [step for step in self.steps if not isinstance(step.since, HUNG)]
        for before, step in pairwise(dated):
            earlier, later = first_day_of(before.since), first_day_of(step.since)
            if later is None or (earlier is not None and later <= earlier):
                raise Unreadable(AmountsRise(), GiveLaterDays())
        return self

    @model_validator(mode="after")
    def _measured(self) -> Self:
        if self.unit is None and self.unit_price is not None:
            raise Unreadable(PriceNeedsUnit(), GiveUnitOrLeavePriceOut())
        if self.unit is None and self.currency == NO_CURRENCY:
            raise Unreadable(CommitmentNeedsCurrency(), NameCurrencyOrUnit())
        if self.unit_price is not None and self.currency == NO_CURRENCY:
            raise Unreadable(PriceNeedsCurrency(), GiveCurrencyOfPrice())
        return self

    @model_validator(mode="after")
    def _of_a_unit(self) -> Self:
        if self.unit is None:
            if self.base and self.base.column == "ConsumedQuantity":
                raise Unreadable(QuantityNeedsUnit(), GiveUnitOrCost())
            return self
        if self.unit.upper() in CURRENCIES or self.unit == self.currency:
            money = self.unit.upper() if self.unit.upper() in CURRENCIES else self.unit
            raise Unreadable(CurrencyIsNoUnit(unit=self.unit), LeaveUnitOut(currency=money))
        if self.make_up is not None and self.unit_price is None:
            raise Unreadable(MakeUpNeedsPrice(unit=self.unit), GivePriceOrLeaveMakeUpOut())
        if self.commitment_ids:
            raise Unreadable(AppliedIsMoney(unit=self.unit), CountByBase())
        if self.base and self.base.source == "focus" and self.base.column != "ConsumedQuantity":
            raise Unreadable(CountsACost(unit=self.unit, column=self.base.column), CountTheQuantity(unit=self.unit))
        return self

    @property
    def first(self) -> date:
        """Return the first day, once it is known; see `is_dated`."""
        assert isinstance(self.since, date)
        return self.since

    @property
    def last(self) -> date:
        """Return the last day, once it is known; see `is_dated`."""
        assert isinstance(self.until, date)
        return self.until

    @property
    def is_dated(self) -> bool:
        """Whether both its days are known."""
        return isinstance(self.since, date) and isinstance(self.until, date)

    @property
    def measure(self) -> str:
        """Return what its amount is counted in: its unit, else its currency."""
        return self.unit or self.currency

    @property
    def price(self) -> Decimal | None:
        """Return what is owed for each of its measure that is missing; None where nobody says."""
        return self.unit_price if self.unit is not None else Decimal(1)

    @property
    def steps(self) -> tuple[AmountStep, ...]:
        """Return the amounts in order of their days; one without a day where it is always the same."""
        return self.amount if isinstance(self.amount, tuple) else (AmountStep(amount=self.amount),)

    def amount_on(self, day: date) -> Decimal:
        """Return the amount that holds on a day of the commitment."""
        begun = [step for step in self.steps if step.since is None or (first_day_of(step.since) or date.max) <= day]
        return max(reversed(begun), key=lambda step: first_day_of(step.since) or date.min).amount

    @property
    def parties_named(self) -> tuple[tuple[str, str], ...]:
        """Return every party that the clause names, with the field it stands in."""
        return (("by", self.by), ("to", self.to))
