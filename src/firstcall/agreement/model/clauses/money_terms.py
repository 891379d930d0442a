"""The parts of a money clause as people write them: bases, rates, tiers, caps, minimums, rounding."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from firstcall.agreement.model.basis import Day, Id, Text, Written, kind_of
from firstcall.agreement.model.clauses.money_faults import (
    BeginAtZero,
    BelowZero,
    CapNeedsAmount,
    CapNeedsTotal,
    EndEarlierRate,
    EndOnOrAfter,
    FirstStepAtZero,
    GiveCapAmount,
    GiveEachItsName,
    GiveTotal,
    NameResidualPayee,
    OrderThresholds,
    RateEndsFirst,
    ResidualNeedsPayee,
    ResidualToNoPayee,
    StreamTwice,
    ThresholdsRise,
    TwoRatesAlways,
    TwoRatesOn,
    WriteNumberAsText,
    WriteZeroOrMore,
)
from firstcall.agreement.model.event_dates import HUNG, Until, first_day_of
from firstcall.agreement.model.exact import NoPlainDecimal, Whole, WriteDecimal
from firstcall.errors import BillingError
from firstcall.money import Residual, Rounding, exact
from firstcall.said import Unreadable

EntryKind = Literal["sale", "usage", "purchase", "refund", "credit", "adjustment", "tax"]
PROVIDER_COLUMNS = ("ProviderName", "ServiceProviderName")
"""How FOCUS names the provider: before 1.3, and from then on."""
KINDS_IN: tuple[EntryKind, ...] = ("sale", "usage", "purchase", "refund", "credit", "adjustment")  # all but tax
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9_]{1,30}$")]
FigureColumn = Literal["BilledCost", "EffectiveCost", "ContractedCost", "ListCost", "ConsumedQuantity"]
NO_CURRENCY = "XXX"
"""What ISO 4217 writes where no currency is involved."""
CountedIn = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9 ._/-]{0,40}$")]
"""A unit that a quantity is counted in, such as GPU-hours or MW-months."""


def _number(value: object) -> object:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, float):
        raise Unreadable(WriteNumberAsText(example="0.20"))
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Unreadable(NoPlainDecimal(given=kind_of(value)), WriteDecimal(example="0.20"))
    try:
        exact(value)
    except BillingError as error:
        raise Unreadable(error.what) from error
    return Decimal(str(value).strip())


def _not_negative(value: Decimal) -> Decimal:
    if value < 0:
        raise Unreadable(BelowZero(value=value), WriteZeroOrMore())
    return value


Number = Annotated[Decimal, BeforeValidator(_number)]
NotNegative = Annotated[Number, AfterValidator(_not_negative)]


def one_or_list(value: object) -> str:
    """Return which of two forms a value is meant in: one number, or a list whose faults are those of a list."""
    return "list" if isinstance(value, list | tuple) else "one"


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


OneOrMoreWords = Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1)]


class Stream(Written):
    """A named part of the base: the rows it holds.

    Without conditions a stream holds the revenue lines that carry its name; a stream of bills needs some. A row goes to
    the first stream listed that holds it, so that no row is shared twice.
    """

    name: Id
    """What the stream is called, on statements too."""
    where: dict[str, OneOrMoreWords] = Field(default_factory=dict)
    """Column by column, the values that belong (FOCUS column names; for revenue lines the mapped fields)."""
    without: dict[str, OneOrMoreWords] = Field(default_factory=dict)
    """Column by column, the values that do not."""
    weight: NotNegative | None = None
    """The part of each row that counts, such as 0.5; the whole unless given."""
    up_to_share: NotNegative | None = None
    """For a commitment: the most that the stream counts, as a share of the amount of the commitment period."""

    @property
    def providers(self) -> tuple[str, ...]:
        """Return the providers that the stream names; none where it takes rows of any."""
        return tuple(name for column in PROVIDER_COLUMNS for name in self.where.get(column, ()))


def _streams(value: object) -> object:
    if isinstance(value, str):
        value = (value,)
    if isinstance(value, list | tuple):
        return tuple({"name": item} if isinstance(item, str) else item for item in value)
    return value


class Base(Written):
    """What a share or a commitment is reckoned on."""

    source: Literal["revenue_lines", "focus"]
    """A party's revenue lines, or bills in FOCUS."""
    of: Id | None = None
    """Whose revenue lines: a party; the payer unless said otherwise."""
    streams: Annotated[
        tuple[Stream, ...],
        BeforeValidator(_streams, json_schema_input_type=Id | tuple[Id | Stream, ...]),
        Field(min_length=1),
    ]
    kinds: tuple[EntryKind, ...] = KINDS_IN
    """Kinds of row that count; tax does not unless listed."""
    column: FigureColumn = "BilledCost"
    """For FOCUS rows: the cost column that counts; ConsumedQuantity where a commitment has a `unit`."""
    zone: Text | None = None
    """The zone whose midnight parts the days; the agreement's for revenue lines, UTC for FOCUS rows."""

    @property
    def providers(self) -> tuple[str | None, ...]:
        """Return the providers whose rows are expected every month; None stands for any provider's.

        Source: RULES, settlement: delivered.
        """
        return tuple(dict.fromkeys(name for one in self.streams for name in (one.providers or (None,))))

    @model_validator(mode="after")
    def _names_once(self) -> Self:
        names = [stream.name for stream in self.streams]
        if len(set(names)) < len(names):
            raise Unreadable(StreamTwice(), GiveEachItsName())
        return self


class DatedRate(Written):
    """A rate and the days it holds, the last one included."""

    rate: Number
    """The share, such as 0.20."""
    since: Until | None = None
    """The first day, or a rule that brings it; from the start when left out."""
    until: Until | None = None
    """The last day, or a rule that brings it; to the end, or until a rate that a rule begins, when left out."""

    def holds(self, day: date) -> bool:
        """Return whether the rate is in force on a day; a rule whose day is unknown has not begun or ended it."""
        begun = self.since is None or (isinstance(self.since, date) and self.since <= day)
        return begun and not (isinstance(self.until, date) and self.until < day)


def rate_holding(rates: tuple[DatedRate, ...], day: date) -> DatedRate | None:
    """Return the rate that holds on a day: of several, the one that began last; None where none does."""
    held = [rate for rate in rates if rate.holds(day)]
    return max(reversed(held), key=lambda rate: first_day_of(rate.since) or date.min, default=None)


def _rates(value: object) -> object:
    return ({"rate": value},) if isinstance(value, str | int | float | Decimal) else value


def _apart(rates: tuple[DatedRate, ...]) -> tuple[DatedRate, ...]:
    """Return the rates in order of their days; refuse two that hold on one day."""
    for rate in rates:
        if isinstance(rate.since, date) and isinstance(rate.until, date) and rate.until < rate.since:
            raise Unreadable(RateEndsFirst(until=rate.until, since=rate.since), EndOnOrAfter(day=rate.since))
    dated = [rate for rate in rates if not isinstance(rate.since, HUNG)]
    for earlier, later in pairwise(sorted(dated, key=lambda rate: first_day_of(rate.since) or date.min)):
        ended, begun = earlier.until, first_day_of(later.since)
        if ended is None or begun is None or (isinstance(ended, date) and begun <= ended):
            day = begun or first_day_of(later.until)
            raise Unreadable(TwoRatesOn(day=day) if day else TwoRatesAlways(), EndEarlierRate())
    if len(dated) < len(rates):
        return rates
    return tuple(sorted(rates, key=lambda rate: first_day_of(rate.since) or date.min))


Rates = Annotated[
    tuple[DatedRate, ...],
    BeforeValidator(_rates, json_schema_input_type=Number | tuple[DatedRate, ...]),
    Field(min_length=1),
    AfterValidator(_apart),
]


class TierStep(Written):
    """From a threshold of the cumulative base on, a rate."""

    threshold: NotNegative
    """The cumulative base at which the step begins."""
    rate: Number
    """The share from there on."""


class Tiers(Written):
    """Rates that follow the cumulative base."""

    method: Literal["marginal", "whole"] = "marginal"
    """Marginal: each part at its own rate. Whole: the rate reached holds for everything since the reset."""
    boundary: Literal["over", "from"] = "over"
    """Whether the threshold itself still has the rate below (over) or already the rate above (from)."""
    reset: Literal["never", "period", "year"] = "never"
    """When the cumulative starts again at zero."""
    steps: Annotated[tuple[TierStep, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _rising(self) -> Self:
        marks = [step.threshold for step in self.steps]
        if marks[0] != 0:
            raise Unreadable(FirstStepAtZero(), BeginAtZero())
        if any(later <= earlier for earlier, later in pairwise(marks)):
            raise Unreadable(ThresholdsRise(), OrderThresholds())
        return self


class Cap(Written):
    """The most that is ever payable, per settlement period and in all."""

    per_period: NotNegative | None = None
    """The most for one settlement period."""
    total: NotNegative | None = None
    """The most in all."""
    counting_from: Day | None = None
    """Only what is earned from this day on counts towards the total; everything unless given."""
    past_payments: NotNegative | None = None
    """What was paid before the first statement here and uses up the total; nothing unless given."""

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.per_period is None and self.total is None:
            raise Unreadable(CapNeedsAmount(), GiveCapAmount())
        if self.total is None and (self.counting_from or self.past_payments is not None):
            raise Unreadable(CapNeedsTotal(), GiveTotal())
        return self


class Minimum(Written):
    """The least that is paid for a guarantee year; the difference is due at the year's end."""

    amount: NotNegative
    """The least for a whole guarantee year."""
    partial_year: Literal["days", "months", "whole"] = "whole"
    """A year that the term cuts: by its days, by the months it touches, or not reduced."""


class AmountStep(Written):
    """One amount of a list, and the first day from which it holds."""

    amount: NotNegative
    """How much for a whole year, or a whole quarter: of the currency, or of the unit."""
    since: Until | None = None
    """The first day, or a rule that brings it; from the start when left out. A day begins a year or quarter of the
    commitment; what a rule brings within one counts from the next."""


class MakeUp(Written):
    """What was short and is paid may be bought later: what is then bought beyond the amount is paid back."""

    periods: Annotated[Whole, Field(ge=1, le=400)]
    """In how many of the years or quarters that follow."""
    share: Annotated[NotNegative, Field(le=1)] = Decimal(1)
    """The share of what was short that may be made up, from 0 to 1."""


class Exchange(Written):
    """Which day's rate turns a foreign amount into the clause's currency."""

    rule: Literal["day_of_line", "end_of_period", "average_of_period"] = "day_of_line"
    """The day of the line, the last day of the period, or the average of the days listed in it."""
    missing: Literal["refuse", "previous"] = "refuse"
    """A day without a listed rate is refused, or takes the last one listed before it."""


class RoundingTerms(Written):
    """Where and how amounts become whole units."""

    at: Literal["row", "bucket", "statement"] = "statement"
    """Each revenue line, each stream and day, or once for the statement."""
    mode: Rounding = Rounding.half_up
    """Ties to even, ties away from zero, or towards zero."""
    intake: Rounding | None = None
    """How a billing figure with more than 18 decimals is taken in; refused unless given."""


class Netting(Written):
    """The currency in which legs between the same two parties are set against each other."""

    currency: Currency
    """The currency of the net amount."""
    day: Literal["end_of_period", "due_day"] = "end_of_period"
    """Whose rate of exchange counts: the last day of the period, or the due day."""
    missing: Literal["refuse", "previous"] = "refuse"
    """A day without a listed rate is refused, or takes the last one listed before it."""


class Payee(Written):
    """One payee and its weight among the payees."""

    party: Id
    """Who is paid."""
    share: NotNegative = Decimal(1)
    """Its weight among the payees."""


def _payees(value: object) -> object:
    return ({"party": value},) if isinstance(value, str) else value


Payees = Annotated[
    tuple[Payee, ...], BeforeValidator(_payees, json_schema_input_type=Id | tuple[Payee, ...]), Field(min_length=1)
]


def duplicates(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that occur more than once, each once."""
    listed = list(names)
    return tuple(dict.fromkeys(name for name in listed if listed.count(name) > 1))


def check_residual(residual: Residual, taker: str | None, parties: tuple[str, ...]) -> None:
    """Refuse a residual that goes to nobody, or to somebody who is not paid."""
    if residual is Residual.counterparty and taker is None:
        raise Unreadable(ResidualNeedsPayee(), NameResidualPayee())
    if taker is not None and taker not in parties:
        raise Unreadable(ResidualToNoPayee(party=taker), NameResidualPayee())
