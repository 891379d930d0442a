"""What there is to settle: entries of revenue or billing, and the exchange rates between their currencies."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any, NamedTuple, assert_never

from firstcall.agreement.model.basis import Grade
from firstcall.agreement.model.clauses.money_terms import Exchange
from firstcall.errors import BillingError
from firstcall.said import Said, sentence
from firstcall.settlement.clauses.periods import Period
from firstcall.values import dataclass


class TwoRates(Said):
    says = sentence("exchange.two-rates", "{at}: {sold} to {bought} has two rates on {day} (the other: {other})")
    at: str
    sold: str
    bought: str
    day: date
    other: str


class KeepTheOneMeant(Said):
    says = sentence("exchange.keep-the-one-meant", "keep the one that the contract means")


class NoRateOfDay(Said):
    says = sentence("exchange.no-rate-of-day", "there is no rate from {sold} to {bought} for {day}")
    sold: str
    bought: str
    day: date


class AddTheDay(Said):
    says = sentence(
        "exchange.add-the-day",
        "add the day to the exchange table, or write `missing: previous` if the clause allows it",
    )


class NoRateListed(Said):
    says = sentence(
        "exchange.no-rate-listed",
        "amounts in {sold} meet a clause in {bought}, and no rate from {sold} to {bought} is listed",
    )
    sold: str
    bought: str


class OtherDirectionListed(Said):
    says = sentence(
        "exchange.other-direction-listed",
        "amounts in {sold} meet a clause in {bought}, and no rate from {sold} to {bought} is listed"
        " (the table lists only the other direction)",
    )
    sold: str
    bought: str


class AddRates(Said):
    says = sentence("exchange.add-rates", "add {sold},{bought} rates to the exchange table (billing/exchange.csv)")
    sold: str
    bought: str


class Entry(NamedTuple):
    """One revenue line, or the exact sum of the billing rows of one stream, day, kind and currency.

    Tens of thousands are made of a month's bills, so it is a tuple: the quickest value to make.

    `at` is the instant it was earned from, `day` its day in the zone of the base; `billed` is the first
    day of the billing period it was invoiced in, when that is known. `source` names the file and, for a
    single line, `row` its row there; `recorded` is when it was taken in.
    """

    id: str
    at: datetime
    day: date
    stream: str
    kind: str
    currency: str
    amount: Fraction
    origin: str
    source: str
    recorded: datetime
    billed: date | None = None
    row: int | None = None
    rows: int = 1
    grade: Grade = "agreed"
    fields: tuple[tuple[str, str], ...] = ()
    key: tuple[Any, ...] = ()
    timed: bool = False
    """Whether `at` is an instant that its file gives, so that another zone may put it on another day."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A rate of exchange of one day: one unit of `sold` buys `rate` of `bought`."""

    day: date
    sold: str
    bought: str
    rate: Fraction
    source: str


class ExchangeTable:
    """Dated rates of exchange. Inverse and cross rates count only where they are listed themselves."""

    def __init__(self, quotes: Sequence[Quote] = ()) -> None:
        self._days: dict[tuple[str, str], dict[date, Quote]] = {}
        for quote in quotes:
            listed = self._days.setdefault((quote.sold, quote.bought), {})
            known = listed.get(quote.day)
            if known and known.rate != quote.rate:
                two = TwoRates(at=quote.source, sold=quote.sold, bought=quote.bought, day=quote.day, other=known.source)
                raise BillingError(two, fix=KeepTheOneMeant())
            listed[quote.day] = quote

    def on(self, day: date, sold: str, bought: str, missing: str) -> Fraction:
        """Return the rate of a day, or of the last listed day before it where the clause says so."""
        listed = self._listed(sold, bought)
        if day in listed:
            return listed[day].rate
        earlier = [known for known in listed if known < day]
        if missing == "previous" and earlier:
            return listed[max(earlier)].rate
        raise BillingError(NoRateOfDay(sold=sold, bought=bought, day=day), fix=AddTheDay())

    def average(self, period: Period, sold: str, bought: str, missing: str) -> Fraction:
        """Return the exact mean of the rates listed for days of the period."""
        rates = [quote.rate for day, quote in self._listed(sold, bought).items() if day in period]
        if not rates:
            return self.on(period.last, sold, bought, missing)
        return sum(rates, Fraction(0)) / len(rates)

    def rate(self, day: date, period: Period, sold: str, bought: str, terms: Exchange) -> Fraction:
        """Return what one unit of the foreign currency counts in the clause's currency."""
        if sold == bought:
            return Fraction(1)
        match terms.rule:
            case "day_of_line":
                return self.on(day, sold, bought, terms.missing)
            case "end_of_period":
                return self.on(period.last, sold, bought, terms.missing)
            case "average_of_period":
                return self.average(period, sold, bought, terms.missing)
            case _:
                assert_never(terms.rule)

    def _listed(self, sold: str, bought: str) -> Mapping[date, Quote]:
        listed = self._days.get((sold, bought))
        if listed is None:
            lacks: Said = NoRateListed(sold=sold, bought=bought)
            if (bought, sold) in self._days:
                lacks = OtherDirectionListed(sold=sold, bought=bought)
            raise BillingError(lacks, fix=AddRates(sold=sold, bought=bought))
        return listed
