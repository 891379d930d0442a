"""What a leg owes on a statement: amounts by settlement period and payee, when they are due, and what is unknown."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Annotated
from zoneinfo import ZoneInfo

from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.agreement.model.clauses.money_terms import Base
from firstcall.dates import day_start
from firstcall.gaps import Joining
from firstcall.money import Money, digits_of, sum_of
from firstcall.said import AnyOf, Grouped, Said, Semicolons, sentence
from firstcall.settlement.books.deliveries import Books
from firstcall.settlement.clauses.dated_terms import LegTerms
from firstcall.settlement.clauses.periods import Period, fiscal_year, periods_between
from firstcall.settlement.reckon.drawdown import CommitmentPeriod
from firstcall.settlement.reckon.lines import LegPeriod
from firstcall.settlement.statement.netting import Owed
from firstcall.values import dataclass


class LeftOpen(Said):
    says = sentence("unknown.left-open", "{reason}")
    reason: str


class NoLinesDelivered(Said):
    says = sentence("unknown.no-lines", "no revenue lines were delivered for {periods}")
    periods: Annotated[tuple[str | Said, ...], Joining.commas]


class NoBillsDelivered(Said):
    says = sentence("unknown.no-bills", "no billing rows were delivered for {periods}")
    periods: Annotated[tuple[str | Said, ...], Joining.commas]


class NoBillsOfDelivered(Said):
    says = sentence("unknown.no-bills-of", "no billing rows of {providers} were delivered for {periods}")
    providers: Annotated[tuple[str, ...], AnyOf]
    periods: Annotated[tuple[str | Said, ...], Joining.commas]


class SeveralLacking(Said):
    says = sentence("unknown.several", "{lacking}")
    lacking: Annotated[tuple[Said, ...], Semicolons]


class FromTo(Said):
    says = sentence("span.from-to", "{first} to {last}")
    first: str
    last: str


class NoRowsThoughDelivered(Said):
    says = sentence("stream.no-rows", "{stream}: no rows for {periods}, though delivered; zero")
    stream: str
    periods: Annotated[tuple[str | Said, ...], Joining.commas]


class RefundUnderACap(Said):
    says = sentence(
        "cap.refund-under-it",
        "{period}: a cap had cut what was earned before refunds of {base}; they take back {paid} of {earned}"
        " {currency}, which need not be what their sales were paid: check it against them",
    )
    period: str
    base: Annotated[Fraction, Grouped]
    paid: Annotated[Fraction, Grouped]
    earned: Annotated[Fraction, Grouped]
    currency: str


class LeftByRounding(Said):
    says = sentence(
        "cap.left-by-rounding",
        "the total cap was earned in full; each statement was rounded by itself, which leaves {left} of it that"
        " nobody is owed",
    )
    left: Money


class MinimumUnknown(Said):
    says = sentence("unknown.minimum", "what is missing to the minimum of {year} ({reason})")
    year: str
    reason: Said


class TakenAsNothing(Said):
    says = sentence(
        "leg.taken-as-nothing",
        "what was earned before counts too, for tiers or a cap, and {reason}: it is taken as nothing",
    )
    reason: Said


@dataclass(frozen=True, slots=True)
class Lacking:
    """A month, or a whole settlement period, for which somebody has delivered nothing.

    `within` is the settlement period it lies in; without a provider nobody has delivered anything.
    """

    within: Period
    span: Period
    provider: str | None = None


class NoMoreCounts(Said):
    says = sentence(
        "commitment.no-more-counts", "{stream}: {bought} {currency} of {period}, of which no more than {most} counts"
    )
    stream: str
    bought: Annotated[Fraction, Grouped]
    currency: str
    period: str
    most: Annotated[Fraction, Grouped]


class ShortWithoutPrice(Said):
    says = sentence("commitment.short-without-price", "short {missing}; the clause says no price of it")
    missing: Said


def missing_periods(
    terms: LegTerms, clause: RevenueShare, books: Books, inside: Sequence[Period], zone: ZoneInfo
) -> tuple[Lacking, ...]:
    """Return what of the periods, with the clause in force, was not delivered of what it is reckoned on.

    Bills are looked for by provider and month; revenue lines by settlement period, since a line may cover a
    quarter.

    Source: RULES, settlement: delivered.
    """
    found: list[Lacking] = []
    for period in inside:
        for span in _spans(clause.base, period):
            if clause.base and terms.in_force(day_start(span.start, zone), day_start(span.end, zone)):
                found += _lacking(clause.base, clause.payer, books, period, span)
    return tuple(found)


def undelivered(terms: LegTerms, books: Books, through: date, zone: ZoneInfo) -> tuple[Lacking, ...]:
    """Return what was not delivered of a leg from its first period to the one that holds a day."""
    first = terms.spans[0]
    found: list[Lacking] = []
    start, fiscal = first.start.astimezone(zone).date(), first.clause.fiscal_year_start
    for period in periods_between(start, through, terms.every, fiscal):
        text = terms.governing(day_start(period.end, zone))
        if text is not None and text.clause.open is None:
            found += missing_periods(terms, text.clause, books, (period,), zone)
    return tuple(found)


def minimums_unknown(known: Sequence[LegPeriod], lacking: Sequence[Lacking]) -> tuple[Said, ...]:
    """Return, for each period in which a minimum is due and not known, of which year, and what is not delivered."""
    found: list[Said] = []
    for one in known:
        clause = one.terms.clause
        if one.unsure and isinstance(clause, RevenueShare):
            year = fiscal_year(one.period.last, clause.fiscal_year_start)
            reason = why_unknown(clause, tuple(lack for lack in lacking if lack.span.start in year))
            found += [] if reason is None else [MinimumUnknown(year=year.name, reason=reason)]
    return tuple(found)


def taken_as_nothing(
    clause: RevenueShare, known: Sequence[LegPeriod], lacking: Sequence[Lacking], first_known: date | None
) -> Said | None:
    """Return what of earlier periods was not delivered though tiers or a total cap count it; None where nothing.

    Args:
      clause: the text that the periods are cut under.
      known: the periods told.
      lacking: what was not delivered of the leg up to them.
      first_known: the first day of anything that was delivered; what was paid before it, a cap may have counted
        as `past_payments`.
    """
    if not known:
        return None
    first = known[0].period
    before = [one for one in lacking if one.span.start < known[-1].period.start]
    kept = [one for one in before if _tiers_count(clause, one, first) or _cap_counts(clause, one, first_known)]
    reason = why_unknown(clause, kept)
    return None if reason is None else TakenAsNothing(reason=reason)


def _tiers_count(clause: RevenueShare, one: Lacking, first: Period) -> bool:
    if clause.tiers is None or clause.tiers.reset == "period":
        return False
    year = fiscal_year(first.start, clause.fiscal_year_start)
    return clause.tiers.reset == "never" or one.span.start >= year.start


def _cap_counts(clause: RevenueShare, one: Lacking, first_known: date | None) -> bool:
    cap = clause.cap
    if cap is None or cap.total is None or (cap.counting_from is not None and one.span.end <= cap.counting_from):
        return False
    return cap.past_payments is None or (first_known is not None and one.span.start >= first_known)


def _spans(base: Base | None, period: Period) -> Iterator[Period]:
    """Yield the spans of a settlement period for each of which something must be there."""
    if base is not None and base.source == "focus":
        yield from periods_between(period.start, period.last, "month")
    else:
        yield period


def _lacking(base: Base | None, whose: str, books: Books, within: Period, span: Period) -> Iterator[Lacking]:
    """Yield what is lacking of one span; a base is that of bills where a clause names none."""
    if base is not None and base.source == "revenue_lines":
        if not books.covers_lines(base, base.of or whose, span):
            yield Lacking(within, span)
        return
    for provider in base.providers if base else (None,):
        if not books.covers("focus", provider, span):
            yield Lacking(within, span, provider)


def why_unknown(clause: RevenueShare | Commitment, missing: Sequence[Lacking]) -> Said | None:
    """Return why an amount is unknown: what the text leaves open, or what was not delivered; None where it is known."""
    if clause.open:
        return LeftOpen(reason=clause.open)
    spans: dict[str | None, list[Period]] = {}
    for one in missing:
        spans.setdefault(one.provider, []).append(one.span)
    by_span: dict[tuple[str | Said, ...], list[str]] = {}
    for provider, periods in spans.items():
        by_span.setdefault(in_runs(periods), []).extend([provider] if provider is not None else [])
    lines = clause.base is not None and clause.base.source == "revenue_lines"
    return all_lacking(tuple(_not_delivered(lines, tuple(names), runs) for runs, names in by_span.items()))


def all_lacking(lacking: tuple[Said, ...]) -> Said | None:
    """Return everything that is lacking as one fact; None where nothing is."""
    return SeveralLacking(lacking=lacking) if len(lacking) > 1 else next(iter(lacking), None)


def _not_delivered(lines: bool, providers: tuple[str, ...], periods: tuple[str | Said, ...]) -> Said:
    if lines:
        return NoLinesDelivered(periods=periods)
    if not providers:
        return NoBillsDelivered(periods=periods)
    return NoBillsOfDelivered(providers=providers, periods=periods)


def in_runs(periods: Sequence[Period]) -> tuple[str | Said, ...]:
    """Return the names of periods, each once, those that follow one another from the first to the last.

    >>> from firstcall.settlement.clauses.periods import asked_period
    >>> ", ".join(map(str, in_runs([asked_period(f"2025-{n:02}") for n in (1, 2, 3, 4, 6)])))
    '2025-01 to 2025-04, 2025-06'
    """
    runs: list[list[Period]] = []
    for period in dict.fromkeys(sorted(periods, key=lambda one: one.start)):
        if runs and runs[-1][-1].end == period.start:
            runs[-1].append(period)
        else:
            runs.append([period])
    named: list[str | Said] = []
    for run in runs:
        named += [one.name for one in run] if len(run) < 3 else [FromTo(first=run[0].name, last=run[-1].name)]
    return tuple(named)


def missing_months(clause: Commitment, periods: Sequence[CommitmentPeriod], books: Books) -> tuple[Lacking, ...]:
    """Return what was not delivered of the months of commitment periods: drawdown is then unknown, in any of them."""
    found: list[Lacking] = []
    for result in periods:
        for one in result.burned:
            found += _lacking(clause.base, clause.by, books, result.period, one.month)
    return tuple(found)


def empty_streams(clause: RevenueShare, known: Sequence[LegPeriod]) -> Iterator[Said]:
    """Yield, for each stream of bills without a row in a period that was delivered, that it is zero."""
    if clause.base is None or clause.base.source != "focus" or clause.open:
        return
    for name in (stream.name for stream in clause.base.streams):
        without = [one.period for one in known if all(line.stream != name for line in one.lines)]
        if without:
            yield NoRowsThoughDelivered(stream=name, periods=in_runs(without))


def refunds_under_a_cap(
    clause: RevenueShare, done: Sequence[LegPeriod], known: Sequence[LegPeriod]
) -> Iterator[Said]:  # fmt: skip
    """Yield, for each period with a refund after a cap had cut something, that it need not mirror its sale.

    Caps work on the cumulative, so a refund takes back at the rate of its own day, first of what was earned beyond
    the cap, whatever the sale that it cancels was paid.
    """
    for period in known:
        refunds = [line for line in period.lines if line.base < 0]
        before = [line for one in done if one.period.start <= period.period.start for line in one.lines]
        if refunds and clause.cap and any(line.payable != line.earned for line in before if line.base):
            base, earned, paid = (
                sum((getattr(line, name) for line in refunds), Fraction(0)) for name in ("base", "earned", "payable")
            )
            yield RefundUnderACap(
                period=period.period.name, base=base, paid=paid, earned=earned, currency=clause.currency
            )


def left_by_rounding(
    clause: RevenueShare, done: Sequence[LegPeriod], known: Sequence[LegPeriod]
) -> Iterator[Said]:  # fmt: skip
    """Yield what rounding leaves of a total cap once all of it was earned: it is never topped up to the last unit.

    What is carried forward is no such rest: it joins a later total.
    """
    if not known or clause.cap is None or not (room := known[-1].room) or known[-1].carry:
        return
    start, digits = clause.cap.counting_from, digits_of(clause.currency, clause.units)
    lines = [line for one in done if one.period.start <= known[-1].period.start for line in one.lines
             if start is None or line.day >= start]  # fmt: skip
    payable = sum((line.payable for line in lines), Fraction(0))
    if payable * 10**digits >= room + sum(line.units for line in lines):
        yield LeftByRounding(left=Money(room, clause.currency, digits))


def due_on(days: int | None, period: Period) -> date | None:
    """Return the day by which a period's amount is due: so many days after its last; None where nothing is agreed."""
    return None if days is None else period.last + timedelta(days=days)


def owed_by(
    clause: RevenueShare, known: Sequence[LegPeriod], inside: Sequence[Period],
    reason: Said | None,
) -> list[Owed]:  # fmt: skip
    """Return what a leg owes each payee, period by period, and the unknown rest with its reason."""
    digits = digits_of(clause.currency, clause.units)
    found = [
        Owed(clause.id, clause.payer, party, Money(units, clause.currency, digits), result.period.last,
             due_on(clause.due_days, result.period), clause.netting, clause.rounding.mode)
        for result in known
        for party, units in result.parts
    ]  # fmt: skip
    if reason:
        found += [
            Owed(clause.id, clause.payer, payee.party, None, inside[-1].last, None, clause.netting,
                 clause.rounding.mode, reason)
            for payee in clause.payee
        ]  # fmt: skip
    return found


def counted_in_part(clause: Commitment, seen: Sequence[CommitmentPeriod]) -> Iterator[Said]:
    """Yield what of a stream does not count towards a commitment period."""
    for period in seen:
        for one in period.capped:
            yield NoMoreCounts(
                stream=one.stream, bought=one.bought, currency=clause.measure, period=period.period.name,
                most=one.most,
            )  # fmt: skip


def short_without_price(clause: Commitment, ended: Sequence[CommitmentPeriod]) -> Said | None:
    """Return that what is missing of a unit comes to no known amount; None where it has a price, or nothing is."""
    missing = sum((one.missing for one in ended if not one.priced), Fraction(0))
    return ShortWithoutPrice(missing=sum_of(missing, clause.measure)) if missing else None
