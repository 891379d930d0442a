"""What a late fee comes to in a span of days: what is owed by its last instant, less what was owed before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Annotated
from zoneinfo import ZoneInfo

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.dates import NEXT_INSTANT, day_start
from firstcall.money import digits_of, round_units
from firstcall.refusal.late_fees import OwedFee, late_fees
from firstcall.said import Percent, Said, plural, sentence
from firstcall.settlement.clauses.late_fees import FeeMatch, FeeTerms
from firstcall.settlement.clauses.periods import Period, periods_between
from firstcall.settlement.reckon.lines import LegPeriod, Line, LineKind
from firstcall.values import dataclass


class FeeShare(Said):
    says = plural(
        "late-fee.share", "{share} of the price, {n} day late in all", "{share} of the price, {n} days late in all"
    )
    share: Annotated[Fraction, Percent]
    n: int


class FeePriceUnknown(Said):
    says = sentence("late-fee.price-unknown", "the terms of {offer} do not say what is paid for it in all")
    offer: str


class FeeRunsOn(Said):
    says = sentence("late-fee.runs-on", "the fee for {offer} still ran on {at}, and nothing later is known")
    offer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FeesIn:
    """The late fees of a clause in a span of days, by month, and why others are unknown."""

    periods: tuple[LegPeriod, ...]
    unknown: tuple[Said, ...]
    earned: Fraction
    rests_on: Grade


def fees_in(terms: FeeTerms, asked: Period, known_at: datetime, zone: ZoneInfo) -> FeesIn | None:
    """Return what late fees come to in a span of days; None where none is owed and none is unknown.

    A fee grows by the day until its part comes, so that every month has what was added in it. Amounts owed to date
    are rounded, and the difference of two of them is charged: over all months nothing is lost or gained.

    Args:
      terms: the clause and its matches.
      asked: the span.
      known_at: up to when what happened is known; days after it are not counted.
      zone: where the days of statements begin.
    """
    months, unknown = [], dict[Said, None]()
    for month in periods_between(asked.start, asked.last, "month"):
        lines = [line for one in terms.matches for line in _lines(terms, one, month, known_at, zone)]
        if lines:
            months.append(LegPeriod(month, terms, tuple(lines), ((terms.clause.to, _sum(lines)),), Fraction(0), None))
    for one in terms.matches:
        unknown |= dict.fromkeys(_open(terms, one, asked, known_at, zone))
    if not months and not unknown:
        return None
    held = [line for month in months for line in month.lines]
    grades = tuple(line.rests_on for line in held) or tuple(one.grade for one in terms.matches)
    return FeesIn(tuple(months), tuple(unknown), sum((line.earned for line in held), Fraction(0)), weakest(grades))


def _sum(lines: Sequence[Line]) -> int:
    return sum(line.units for line in lines)


def _fees(terms: FeeTerms, one: FeeMatch, at: datetime) -> tuple[OwedFee, ...]:
    return tuple(fee for fee in late_fees(one.match, at) if fee.delivery == terms.delivery)


def _told_until(month: Period, known_at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the last instants before a span and in it, neither later than is known."""
    before, end = (day_start(day, zone) - NEXT_INSTANT for day in (month.start, month.end))
    return min(before, known_at), min(end, known_at)


def _lines(terms: FeeTerms, one: FeeMatch, month: Period, known_at: datetime, zone: ZoneInfo) -> list[Line]:
    before, end = _told_until(month, known_at, zone)
    was = {due: sum((fee.amount or Fraction(0) for fee in _of(terms, one, before, due)), Fraction(0))
           for due in _dues(terms, one, end)}  # fmt: skip
    found = []
    for number, due in enumerate(was, start=1):
        fees = _of(terms, one, end, due)
        now = sum((fee.amount or Fraction(0) for fee in fees), Fraction(0))
        if now != was[due] and not _why_unknown(one, fees):
            found.append(_line(terms, one, month, number, was[due], now, fees))
    return found


def _of(terms: FeeTerms, one: FeeMatch, at: datetime, due: datetime) -> tuple[OwedFee, ...]:
    return tuple(fee for fee in _fees(terms, one, at) if fee.due == due)


def _dues(terms: FeeTerms, one: FeeMatch, at: datetime) -> tuple[datetime, ...]:
    return tuple(dict.fromkeys(fee.due for fee in _fees(terms, one, at)))


def _line(
    terms: FeeTerms, one: FeeMatch, month: Period, number: int, was: Fraction, now: Fraction, fees: Sequence[OwedFee]
) -> Line:
    text = terms.clause
    digits = digits_of(text.currency, text.units)
    units = [round_units(amount, digits, text.rounding.mode) for amount in (was, now)]
    worst = max(fees, key=lambda fee: fee.days)
    grade = weakest((one.grade, one.speaks.clause.basis.weakest_of("late_fee", "milestones", "grace", "remedy")))
    return Line(
        id=f"{terms.id}/{month.name}/{one.offer}/{number}", kind=LineKind.late_fee, clause=terms.id,
        version=one.speaks.version, day=month.last, units=units[1] - units[0], currency=text.currency, base=now - was,
        rate=FeeShare(share=worst.share, n=worst.days), before=was, after=now, earned=now - was, capped=now - was,
        payable=now - was, rests_on=grade,
    )  # fmt: skip


def _why_unknown(one: FeeMatch, fees: Sequence[OwedFee]) -> Said | None:
    """Return why what is owed for a match is unknown; None where it is known."""
    return FeePriceUnknown(offer=one.offer) if any(fee.amount is None for fee in fees) else None


def _open(terms: FeeTerms, one: FeeMatch, asked: Period, known_at: datetime, zone: ZoneInfo) -> list[Said]:
    """Return why a fee of a span is unknown: it has no amount here, or it may have run on after all that is known."""
    before, end = _told_until(asked, known_at, zone)
    fees, earlier = _fees(terms, one, end), {(fee.due, fee.quantity): fee.days for fee in _fees(terms, one, before)}
    grown = [fee for fee in fees if earlier.get((fee.due, fee.quantity)) != fee.days]
    unknown = _why_unknown(one, grown)
    found = [] if unknown is None else [unknown]
    given = one.speaks.clause.late_fee
    runs = any(fee.until is None and given is not None and fee.share < Fraction(given.at_most) for fee in fees)
    if runs and known_at < day_start(asked.end, zone) - NEXT_INSTANT and known_at >= day_start(asked.start, zone):
        found.append(FeeRunsOn(offer=one.offer, at=known_at))
    return found
