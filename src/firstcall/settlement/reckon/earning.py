"""From entries to rated amounts: in which period they count, and what they earn by dated rates and tiers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Annotated, Literal, assert_never

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.agreement.model.clauses.money import RevenueShare
from firstcall.agreement.model.clauses.money_terms import DatedRate, Tiers, rate_holding
from firstcall.errors import BillingError
from firstcall.said import Percent, Quoted, Said, sentence
from firstcall.settlement.books.counting import parted_by, stream_of
from firstcall.settlement.books.entries import Entry, ExchangeTable
from firstcall.settlement.clauses.dated_terms import LegTerms, TermsSpan
from firstcall.settlement.clauses.periods import Period, fiscal_year, period_of
from firstcall.settlement.reckon.lines import Line, LineKind
from firstcall.values import dataclass

TierMethod = Literal["marginal", "whole"]


class NoRateFor(Said):
    says = sentence("settle.no-rate-for", "clause {clause} has no rate for {day}")
    clause: Annotated[str, Quoted]
    day: date


class FlatRate(Said):
    says = sentence("rate.flat", "{rate}")
    rate: Annotated[Fraction, Percent]


class TierReached(Said):
    says = sentence("rate.tier", "{rate} ({method} tiers)")
    rate: Annotated[Fraction, Percent]
    method: TierMethod


class TiersCrossed(Said):
    says = sentence("rate.tiers", "{low} to {high} ({method} tiers)")
    low: Annotated[Fraction, Percent]
    high: Annotated[Fraction, Percent]
    method: TierMethod


class LetARateHoldIt(Said):
    says = sentence("settle.let-a-rate-hold-it", "let one of its rates hold that day, or end the clause")


RateSaid = FlatRate | TierReached | TiersCrossed
"""At which rate a line earned: one rate, one step of tiers, or from one step to another."""


def rate_on(rates: tuple[DatedRate, ...], day: date, clause: str) -> DatedRate:
    """Return the rate in force on a day.

    Raises:
      BillingError: no rate of the clause holds that day.
    """
    rate = rate_holding(rates, day)
    if rate is None:
        raise BillingError(NoRateFor(clause=clause, day=day), fix=LetARateHoldIt())
    return rate


def earned_to(tiers: Tiers, cumulative: Fraction) -> Fraction:
    """Return what the whole cumulative base since the last reset has earned under the tiers.

    Both methods are functions of the cumulative alone, so that what one line earns is the value after it
    less the value before it: a refund takes back exactly what its sale had earned. Below zero the first
    rate holds.

    Source: RULES, settlement: tiers.

    >>> steps = [{"threshold": "0", "rate": "0.10"}, {"threshold": "100", "rate": "0.20"}]
    >>> [earned_to(Tiers(method=method, steps=steps), Fraction(150)) for method in ("marginal", "whole")]
    [Fraction(20, 1), Fraction(30, 1)]
    """
    steps = [(Fraction(step.threshold), Fraction(step.rate)) for step in tiers.steps]
    match tiers.method:
        case "marginal":
            ends = [mark for mark, _ in steps[1:]]
            earned = min(cumulative, ends[0]) * steps[0][1] if ends else cumulative * steps[0][1]
            for position, (mark, rate) in enumerate(steps[1:], start=1):
                top = min(cumulative, ends[position]) if position < len(ends) else cumulative
                earned += max(top - mark, Fraction(0)) * rate
            return earned
        case "whole":
            return cumulative * reached(tiers, cumulative)
        case _:
            assert_never(tiers.method)


def reached(tiers: Tiers, cumulative: Fraction) -> Fraction:
    """Return the rate of the step that the cumulative base has reached."""
    rate = Fraction(tiers.steps[0].rate)
    for step in tiers.steps[1:]:
        mark = Fraction(step.threshold)
        if cumulative > mark or (cumulative == mark and tiers.boundary == "from"):
            rate = Fraction(step.rate)
    return rate


@dataclass(frozen=True, slots=True)
class Bucket:
    """Entries that are rated as one: a stream, a day, a currency and one version of the terms."""

    at: datetime
    day: date
    stream: str
    currency: str
    terms: TermsSpan
    entries: tuple[Entry, ...]
    id: str

    @property
    def amount(self) -> Fraction:
        """Return the exact sum of the base, weighted where its stream is."""
        base = self.terms.clause.base
        weights = {stream.name: stream.weight for stream in base.streams} if base else {}
        weight = weights.get(self.stream)
        total = sum((entry.amount for entry in self.entries), Fraction(0))
        return total if weight is None else total * Fraction(weight)


def buckets(leg: LegTerms, entries: Sequence[Entry]) -> dict[Period, tuple[Bucket, ...]]:
    """Return what counts, by settlement period and in the order of the reckoning.

    The rate follows the day of the charge, the statement the billing period: a row charged in January and
    billed in March stands in March's statement at January's rate.

    Source: RULES, settlement: order.
    """
    grouped: dict[tuple[Period, tuple[str, ...]], list[tuple[Entry, str, TermsSpan]]] = {}
    for counted in entries:
        terms = leg.at(counted.at)
        stream = stream_of(terms.clause.base, counted, terms.clause.payer) if terms and terms.clause.base else None
        if terms is None or stream is None:
            continue
        clause = terms.clause
        entry = parted_by(clause.base, counted)
        period = period_of(entry.billed or entry.day, leg.every, clause.fiscal_year_start)
        key: tuple[str, ...] = (stream, entry.day.isoformat(), entry.currency, terms.start.isoformat())
        if clause.rounding.at == "row":
            key = (*key, entry.id)
        grouped.setdefault((period, key), []).append((entry, stream, terms))
    by_period: dict[Period, list[Bucket]] = {}
    for (period, _), held in grouped.items():
        by_period.setdefault(period, []).append(_bucket(leg, period, held))
    return {
        period: tuple(sorted(_told_apart(same), key=lambda bucket: (bucket.at, bucket.id)))
        for period, same in by_period.items()
    }


def _told_apart(counted: Sequence[Bucket]) -> Iterator[Bucket]:
    """Yield the buckets; where terms change inside a day, its buckets carry their version in the id."""
    names = Counter(bucket.id for bucket in counted)
    for bucket in counted:
        twice = names[bucket.id] > 1
        yield replace(bucket, id=f"{bucket.id}/{bucket.terms.version}") if twice else bucket


def _bucket(leg: LegTerms, period: Period, counted: list[tuple[Entry, str, TermsSpan]]) -> Bucket:
    entries = tuple(sorted((entry for entry, _, _ in counted), key=lambda entry: (entry.at, entry.id)))
    first, stream, terms = entries[0], counted[0][1], counted[0][2]
    name = [leg.id, period.name, stream, first.day.isoformat()]
    if first.currency != terms.clause.currency:
        name.append(first.currency)
    if terms.clause.rounding.at == "row":
        name.append(first.id)
    return Bucket(first.at, first.day, stream, first.currency, terms, entries, "/".join(name))


def rated(
    period: Period, counted: Sequence[Bucket], cumulative: Fraction, exchange: ExchangeTable
) -> tuple[tuple[Line, ...], Fraction]:
    """Return the rated lines of a period, not yet capped or rounded, and the cumulative base after them.

    `cumulative` is the base since the last reset of the tiers, in the clause's currency.
    """
    lines = []
    for bucket in counted:
        clause = bucket.terms.clause
        quote = exchange.rate(bucket.day, period, bucket.currency, clause.currency, clause.exchange)
        after = cumulative + bucket.amount * quote
        earned, rate = _earned(clause, bucket.day, cumulative, after)
        lines.append(
            Line(
                id=bucket.id, kind=LineKind.share, clause=clause.id, version=bucket.terms.version,
                day=bucket.day, units=0, stream=bucket.stream, currency=bucket.currency,
                base=bucket.amount, exchange=quote, rate=rate, before=cumulative, after=after, earned=earned,
                entries=tuple(entry.id for entry in bucket.entries), rests_on=_grade(clause, bucket),
            )
        )  # fmt: skip
        cumulative = after
    return tuple(lines), cumulative


def reset_key(clause: RevenueShare, period: Period) -> str:
    """Return the span in which the tiers count on; another span starts the cumulative at zero."""
    reset = clause.tiers.reset if clause.tiers else "never"
    if reset == "never":
        return "always"
    return period.name if reset == "period" else fiscal_year(period.last, clause.fiscal_year_start).name


def _earned(clause: RevenueShare, day: date, before: Fraction, after: Fraction) -> tuple[Fraction, RateSaid]:
    if clause.rate is not None:
        rate = rate_on(clause.rate, day, clause.id)
        return (after - before) * Fraction(rate.rate), FlatRate(rate=Fraction(rate.rate))
    assert clause.tiers is not None
    low, high = reached(clause.tiers, before), reached(clause.tiers, after)
    method = clause.tiers.method
    said = (
        TierReached(rate=high, method=method) if low == high
        else TiersCrossed(low=low, high=high, method=method)
    )  # fmt: skip
    return earned_to(clause.tiers, after) - earned_to(clause.tiers, before), said


def _grade(clause: RevenueShare, bucket: Bucket) -> Grade:
    field = "rate" if clause.rate is not None else "tiers"
    said = clause.basis.weakest_of(field, "base", "payee", "rounding")
    return weakest((said, *(entry.grade for entry in bucket.entries)))
