"""One revenue-share leg, period by period: rate, floor, caps, rounding, minimum, split. Exact throughout."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from zoneinfo import ZoneInfo

from firstcall.agreement.model.clauses.money import RevenueShare
from firstcall.agreement.model.clauses.money_terms import Cap, Minimum
from firstcall.dates import day_start
from firstcall.money import Residual, digits_of, fit, round_units, split
from firstcall.settlement.books.entries import Entry, ExchangeTable
from firstcall.settlement.clauses.dated_terms import LegTerms, TermsSpan
from firstcall.settlement.clauses.periods import Period, fiscal_year, periods_between
from firstcall.settlement.reckon.earning import Bucket, buckets, rated, reset_key
from firstcall.settlement.reckon.lines import LegPeriod, Line, LineKind
from firstcall.values import dataclass


@dataclass(slots=True)
class _Running:
    """What passes from period to period while a leg is reckoned."""

    cumulative: Fraction = Fraction(0)
    last: Period | None = None
    carry: Fraction = Fraction(0)
    cap: Cap | None = None
    least: Fraction = Fraction(0)
    """What was paid when the cap of now came in: it takes nothing of that back."""
    lines: list[Line] = field(default_factory=list)
    issued: dict[Period, int] = field(default_factory=dict)
    undelivered: Collection[Period] = ()


def reckon(
    leg: LegTerms, entries: Sequence[Entry], exchange: ExchangeTable, zone: ZoneInfo, through: date,
    undelivered: Collection[Period] = (),
) -> tuple[LegPeriod, ...]:  # fmt: skip
    """Return what the leg pays for every settlement period from its start to the one that holds a day.

    Everything is reckoned from the first period on, so that tiers, caps and minimums always stand on the
    corrected cumulative; a closed period that comes out otherwise than issued is the business of deltas. After
    the last period of a leg nothing is reckoned but what its own rows correct: a period without such rows is none.

    Args:
      leg: the clause's dated history.
      entries: everything known that may count, in any order.
      exchange: dated rates between currencies.
      zone: where the days of the terms begin.
      through: a day of the last period wanted.
      undelivered: settlement periods of which something is not known; no minimum is then claimed for their year.
    Raises:
      BillingError: an amount cannot be rated or converted.
    Source: RULES, settlement: order.
    """
    found = buckets(leg, entries)
    clause = leg.spans[0].clause
    first = min([leg.spans[0].start.astimezone(zone).date(), *(period.start for period in found)])
    running, results = _Running(undelivered=undelivered), []
    for period in periods_between(first, through, leg.every, clause.fiscal_year_start):
        terms = leg.governing(day_start(period.end, zone))
        over = leg.ended_by(day_start(period.start, zone))
        if terms is not None and terms.clause.open is None and (period in found or not over):
            results.append(_period(leg, period, terms, found.get(period, ()), running, exchange, zone))
        if leg.ended_by(day_start(period.end, zone)):
            running.carry = Fraction(0)  # stated with the period, and claimed from nobody
    return tuple(results)


def _period(
    leg: LegTerms, period: Period, terms: TermsSpan, counted: Sequence[Bucket], running: _Running,
    exchange: ExchangeTable, zone: ZoneInfo,
) -> LegPeriod:  # fmt: skip
    clause = terms.clause
    if running.last is not None and reset_key(clause, running.last) != reset_key(clause, period):
        running.cumulative = Fraction(0)  # by the rule in force now: that the rule was changed resets nothing
    running.last = period
    lines, running.cumulative = rated(period, counted, running.cumulative, exchange)
    in_force = leg.in_force(day_start(period.start, zone), day_start(period.end, zone))
    lines = _floored(lines, period, terms, in_force)
    lines = _total_capped(_period_capped(lines, clause), period, terms, running)
    lines = _rounded(lines, period, terms, running)
    cap = _cap_units(clause, running)
    lines = _cut_at_zero(_cut(lines, period, terms, running, cap), period, terms, running)
    due = _minimum(leg, lines, period, terms, running, cap, zone)
    unsure = due > 0 and _unsure(period, terms, running)
    lines += _trued_up(period, terms, 0 if unsure else due)
    lines, parts = _shared(lines, period, terms, running)
    running.lines.extend(lines)
    running.issued[period] = sum(units for _, units in parts)
    room = None if cap is None else cap - _counted(running.lines, clause.cap)
    return LegPeriod(period, terms, lines, parts, running.carry, room, unsure)


def _extra(kind: LineKind, period: Period, terms: TermsSpan, units: int = 0, amount: Fraction = Fraction(0)) -> Line:
    """Return a line that comes from the period rather than from entries; `amount` is what it earns."""
    clause = terms.clause
    path = {
        LineKind.floor: "floor",
        LineKind.minimum: "minimum",
        LineKind.cut: "cap",
        LineKind.cut_at_zero: "rounding",
        LineKind.catch_up: "cap",
    }
    return Line(
        id=f"{clause.id}/{period.name}/{kind.value.replace(' ', '-')}",
        kind=kind,
        clause=clause.id,
        version=terms.version,
        day=period.last,
        units=units,
        currency=clause.currency,
        earned=amount,
        capped=amount,
        payable=amount,
        rests_on=clause.basis.weakest_of(path.get(kind, "rounding")),
    )


def _floored(lines: tuple[Line, ...], period: Period, terms: TermsSpan, in_force: bool) -> tuple[Line, ...]:
    """Return the lines with what the floor adds, if the clause was in force at any time of the period."""
    least = terms.clause.floor
    earned = sum((line.earned for line in lines), Fraction(0))
    if least is None or not in_force or earned >= Fraction(least):
        return lines
    return (*lines, _extra(LineKind.floor, period, terms, amount=Fraction(least) - earned))


def _period_capped(lines: tuple[Line, ...], clause: RevenueShare) -> tuple[Line, ...]:
    most = clause.cap.per_period if clause.cap else None
    so_far, capped = Fraction(0), []
    for line in lines:
        after = so_far + line.earned
        left = line.earned if most is None else min(after, Fraction(most)) - min(so_far, Fraction(most))
        capped.append(replace(line, capped=left, payable=left))
        so_far = after
    return tuple(capped)


def _total_capped(lines: tuple[Line, ...], period: Period, terms: TermsSpan, running: _Running) -> tuple[Line, ...]:
    """Return the lines with what the total cap leaves: payable to date is the lesser of earned and cap.

    A cap that comes in by amendment never takes back what was paid before it came; one that is raised or lifted
    pays what the lower one held. Otherwise nothing is caught up: true-ups count as they were issued.
    """
    cap = terms.clause.cap
    done = _caught_up(cap, period, terms, running)
    if cap is None or cap.total is None:
        return (*done, *lines)
    most = _most(cap, running)
    earned = sum((line.capped for line in (*running.lines, *done) if _counts(line, cap)), Fraction(0))
    for line in lines:
        if not _counts(line, cap):
            done.append(line)
            continue
        after = earned + line.capped
        done.append(replace(line, payable=min(after, most) - min(earned, most)))
        earned = after
    return tuple(done)


def _caught_up(cap: Cap | None, period: Period, terms: TermsSpan, running: _Running) -> list[Line]:
    """Return what a change of the cap pays of what was earned before it, as a line; nothing while the cap stands."""
    if cap == running.cap:
        return []
    before = [line for line in running.lines if _counts(line, cap)]
    earned = sum((line.capped for line in before), Fraction(0))
    paid = sum((line.payable for line in before), Fraction(0))
    running.cap = cap
    unit = 10 ** digits_of(terms.clause.currency, terms.clause.units)
    running.least = max(paid, Fraction(sum(line.units for line in before), unit))
    most = earned if cap is None or cap.total is None else _most(cap, running)
    due = min(earned, most) - paid
    return [replace(_extra(LineKind.catch_up, period, terms), payable=due)] if due > 0 else []


def _most(cap: Cap, running: _Running) -> Fraction:
    assert cap.total is not None
    left = max(Fraction(cap.total) - Fraction(cap.past_payments or 0), Fraction(0))
    return max(left, running.least)


def _counts(line: Line, cap: Cap | None) -> bool:
    return cap is None or cap.counting_from is None or line.day >= cap.counting_from


def _counted(lines: Sequence[Line], cap: Cap | None) -> int:
    return sum(line.units for line in lines if _counts(line, cap))


def _cap_units(clause: RevenueShare, running: _Running) -> int | None:
    if clause.cap is None or clause.cap.total is None:
        return None
    return floor(_most(clause.cap, running) * int(10 ** digits_of(clause.currency, clause.units)))


def _rounded(lines: tuple[Line, ...], period: Period, terms: TermsSpan, running: _Running) -> tuple[Line, ...]:
    """Return the lines in whole units; what rounding leaves over is placed as the clause says."""
    clause = terms.clause
    digits = digits_of(clause.currency, clause.units)
    exact = [line.payable * 10**digits for line in lines]
    if running.carry and any(exact):  # a period that pays nothing has no total to join
        lines = (*lines, _extra(LineKind.carried_in, period, terms))
        exact.append(running.carry)
        running.carry = Fraction(0)
    if clause.rounding.at != "statement":
        units = [round_units(amount, 0, clause.rounding.mode) for amount in exact]
        return tuple(replace(line, units=whole) for line, whole in zip(lines, units, strict=True))
    whole = sum(exact, Fraction(0))
    total = round_units(whole, 0, clause.rounding.mode)
    if clause.residual is Residual.carry_forward:
        running.carry += whole - total
    placed = Residual.first if clause.residual is Residual.first else Residual.largest_remainder
    return tuple(replace(line, units=n) for line, n in zip(lines, fit(total, exact, placed), strict=True))


def _cut(
    lines: tuple[Line, ...], period: Period, terms: TermsSpan, running: _Running, cap: int | None
) -> tuple[Line, ...]:
    """Return the lines with the cut that keeps rounded amounts from passing the total cap."""
    if cap is None:
        return lines
    over = _counted([*running.lines, *lines], terms.clause.cap) - cap
    return (*lines, _extra(LineKind.cut, period, terms, -over)) if over > 0 else lines


def _cut_at_zero(
    lines: tuple[Line, ...], period: Period, terms: TermsSpan, running: _Running
) -> tuple[Line, ...]:  # fmt: skip
    """Return the lines with the cut that keeps rounding from taking back more than was ever issued.

    A refund gives back what was paid; where the sales before it were rounded down one by one and it is rounded
    up, a unit would be owed that nobody was paid. What is carried forward is no such unit: it joins a later total.
    """
    payable = sum((line.payable for line in (*running.lines, *lines)), Fraction(0))
    to_date = sum(running.issued.values()) + sum(line.units for line in lines)
    if terms.clause.negative == "carry" or to_date + running.carry >= 0 or payable < 0:
        return lines
    return (*lines, _extra(LineKind.cut_at_zero, period, terms, -to_date))


def _minimum(
    leg: LegTerms, lines: tuple[Line, ...], period: Period, terms: TermsSpan, running: _Running,
    cap: int | None, zone: ZoneInfo,
) -> int:  # fmt: skip
    due = guarantee_due(leg, period, terms, running.issued, sum(line.units for line in lines), zone)
    if cap is not None:
        due = min(due, cap - _counted([*running.lines, *lines], terms.clause.cap))
    return due


def _unsure(period: Period, terms: TermsSpan, running: _Running) -> bool:
    """Return whether something of the guarantee year is not known, and so what is missing to its minimum."""
    year = fiscal_year(period.last, terms.clause.fiscal_year_start)
    return any(one.start >= year.start and one.end <= year.end for one in running.undelivered)


def _trued_up(period: Period, terms: TermsSpan, due: int) -> tuple[Line, ...]:
    if due <= 0:
        return ()
    amount = Fraction(due, 10 ** digits_of(terms.clause.currency, terms.clause.units))
    return (_extra(LineKind.minimum, period, terms, due, amount),)


def _shared(
    lines: tuple[Line, ...], period: Period, terms: TermsSpan, running: _Running
) -> tuple[tuple[Line, ...], tuple[tuple[str, int], ...]]:
    """Return the lines with what is carried out, and each payee's units; both add up to the same."""
    clause = terms.clause
    total = sum(line.units for line in lines)
    names = tuple(payee.party for payee in clause.payee)
    taker = names.index(clause.residual_to) if clause.residual_to else None
    shared = 0 if total < 0 and clause.negative == "carry" else total
    weights = tuple(Fraction(payee.share) for payee in clause.payee)
    parts = split(shared, weights, clause.residual, taker, clause.rounding.mode)
    left = total - sum(parts)
    if left:
        lines = (*lines, _extra(LineKind.carried_out, period, terms, -left))
        running.carry += left
    return lines, tuple(zip(names, parts, strict=True))


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
