"""The minimum guarantee: what is missing at the end of a guarantee year."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from firstcall.agreement.model.clauses.money_terms import Minimum
from firstcall.dates import day_start
from firstcall.money import digits_of, round_units
from firstcall.settlement.dated_terms import LegTerms, TermsSpan
from firstcall.settlement.periods import Period, fiscal_year


def guarantee_due(
    leg: LegTerms, period: Period, terms: TermsSpan, issued: Mapping[Period, int], now: int, zone: ZoneInfo
) -> int:
    """Return the units that bring the guarantee year up to its minimum; nothing before the year is over.

    A year is over with its last period, or with the period in which the leg ends. It is measured against
    what was issued on this leg alone (`issued` by period so far, `now` in this one), and a surplus of a
    later year gives nothing back.

    Source: RULES, settlement: minimum.
    """
    minimum = terms.clause.minimum
    year = fiscal_year(period.last, terms.clause.fiscal_year_start)
    over = period.end == year.end or leg.ended_by(day_start(period.end, zone))
    if minimum is None or not over or _begun(leg, period, zone) is False:
        return 0
    before = sum(units for past, units in issued.items() if past.start >= year.start and past.end <= year.end)
    digits = digits_of(terms.clause.currency, terms.clause.units)
    least = Fraction(minimum.amount) * year_share(leg, year, minimum, zone)
    return max(0, round_units(least, digits, terms.clause.rounding.mode) - before - now)


def _begun(leg: LegTerms, period: Period, zone: ZoneInfo) -> bool:
    """Return whether a guarantee ran in the period itself: a year is trued up only once."""
    return any(_in_force(leg, day, zone) for day in (period.start, period.last, _last_day(leg, period, zone)))


def _last_day(leg: LegTerms, period: Period, zone: ZoneInfo) -> date:
    end = leg.spans[-1].end
    if end is None:
        return period.last
    return min(period.last, max(period.start, (end - timedelta(microseconds=1)).astimezone(zone).date()))


def year_share(leg: LegTerms, year: Period, minimum: Minimum, zone: ZoneInfo) -> Fraction:
    """Return the part of a guarantee year in which the clause guarantees something.

    By days it counts days in force over the days of the year; by months the months with any such day over
    twelve; whole is never reduced.
    """
    if minimum.partial_year == "whole":
        return Fraction(1)
    length = (year.end - year.start).days
    days = [year.start + timedelta(days=n) for n in range(length)]
    held = [day for day in days if _in_force(leg, day, zone)]
    if minimum.partial_year == "days":
        return Fraction(len(held), length)
    return Fraction(len({(day.year, day.month) for day in held}), 12)


def _in_force(leg: LegTerms, day: date, zone: ZoneInfo) -> bool:
    span = leg.at(day_start(day, zone))
    return span is not None and span.clause.minimum is not None
