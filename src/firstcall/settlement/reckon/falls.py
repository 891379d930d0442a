"""What a payment clause pays on which day: each sum once, unknown where its day or its quantity is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.agreement.model.clauses.promises.payment import Level, Payment, Recurring
from firstcall.agreement.model.event_dates import (
    EXERCISE,
    EventDate,
    HungDate,
    UntilDetermination,
    event_rule,
    said_date,
)
from firstcall.dates import NEXT_INSTANT, day_start, local_day
from firstcall.record.dated.event_days import counted_day, exercises_of, hinge_at, hung_day
from firstcall.record.events.kinds import QuantityReported
from firstcall.record.position import Position
from firstcall.said import Said, sentence
from firstcall.settlement.clauses.payments import PaymentSpan, PaymentTerms
from firstcall.settlement.clauses.periods import periods_between
from firstcall.settlement.reckon.fall import Fall
from firstcall.settlement.reckon.late_credits import late_credits


class AwaitsEvent(Said):
    says = sentence("payment.awaits-event", "its day is {when}, which has not happened as far as is known")
    when: Said


class NotReported(Said):
    says = sentence("payment.not-reported", "{measure} is not reported for every day from {since} to {until}")
    measure: str
    since: date
    until: date


class NothingReported(Said):
    says = sentence("payment.nothing-reported", "no {measure} is reported up to {until}")
    measure: str
    until: date


@dataclass(frozen=True, slots=True)
class _Measured:
    """How many units were reported, by which events; None where that is not known, with the reason."""

    quantity: Fraction | None
    unknown: Said | None
    reports: tuple[QuantityReported, ...] = ()


def falls(terms: PaymentTerms, through: date) -> tuple[Fall, ...]:
    """Return every sum whose day has come by a day, and those whose day is unknown; each once, in order.

    A sum is owed under the text in force when what it hangs on happens, also where its day comes later; one with
    a day of its own, under the text of that day. A day that is unknown is asked of the latest text.
    """
    if terms.duty is not None:
        return tuple(late_credits(terms, terms.duty, through))
    found: list[Fall] = []
    for span in terms.spans:
        last = span is terms.spans[-1]
        for fall in _of_span(span, terms.here, through, terms.spans[-1].end):
            if fall.day is None:
                found += [fall] if last else []
            elif fall.day <= through:
                found.append(fall)
    return tuple(sorted(found, key=lambda fall: (fall.day or date.max, fall.id)))


def _of_span(span: PaymentSpan, here: Position, through: date, over: datetime | None) -> Iterator[Fall]:
    clause = span.clause
    if isinstance(clause.when, Recurring):
        yield from _recurring(span, clause.when, here, through, over)
    elif isinstance(clause.amount, tuple):
        for number, one in enumerate(clause.amount, start=1):
            yield from _once(span, f"{clause.id}/{number}", one.on, Fraction(one.amount), here)
    else:
        assert clause.when is not None
        amount = None if clause.amount is None else Fraction(clause.amount)
        yield from _once(span, clause.id, clause.when, amount, here)


def _once(
    span: PaymentSpan, name: str, when: date | HungDate, amount: Fraction | None, here: Position
) -> Iterator[Fall]:
    if isinstance(when, EventDate) and when.event == EXERCISE and any(exercises_of(here, when.of)):
        yield from _each_exercise(span, name, when, amount, here)
        return
    day = hung_day(here, when)
    if day is None:
        assert not isinstance(when, date)
        yield Fall(name, span, None, amount, AwaitsEvent(when=said_date(when)), rests_on=_grade(span.clause))
    elif _owed_at(when, day, here) in span:
        measured = None if amount is not None else _reported_by(span.clause, day, here)
        yield _fall(name, span, day, amount, measured)


def _each_exercise(
    span: PaymentSpan, name: str, when: EventDate, amount: Fraction | None, here: Position
) -> Iterator[Fall]:
    """Yield the sum of each exercise of an option, under the text in force when it was exercised."""
    rule = event_rule(when)
    for number, at in enumerate(exercises_of(here, when.of), start=1):
        day = rule.day({rule.hinge: local_day(at, here.now.where)}, here.agreement.business_days())
        if day is not None and at in span:
            measured = None if amount is not None else _reported_by(span.clause, day, here)
            yield _fall(f"{name}/{number}", span, day, amount, measured)


def _owed_at(when: date | HungDate, day: date, here: Position) -> datetime:
    """Return the instant whose text governs a sum: when what it hangs on happened, else the start of its day."""
    if isinstance(when, UntilDetermination | EventDate) and counted_day(here, when) == day:
        happened = hinge_at(here, event_rule(when).hinge)
        if happened is not None:
            return happened
    return day_start(day, here.now.where)


def _recurring(
    span: PaymentSpan, times: Recurring, here: Position, through: date, over: datetime | None
) -> Iterator[Fall]:
    """Yield the sums of a span; without a last day of their own they end with the clause, which may cut the last."""
    clause = span.clause
    first = hung_day(here, times.since)
    if first is None:
        assert not isinstance(times.since, date)
        why = AwaitsEvent(when=said_date(times.since))
        yield Fall(clause.id, span, None, None, why, rests_on=_grade(clause))
        return
    ends = None if over is None else local_day(over - NEXT_INSTANT, here.now.where)
    last = ends if times.until is None else hung_day(here, times.until)
    end = through if last is None else min(last, through)
    for period in periods_between(first, end, times.every, clause.fiscal_year_start) if first <= end else ():
        since = max(period.start, first)
        until = period.last if last is None else min(period.last, last)
        day = since if times.falls == "first_day" else until
        if day_start(day, here.now.where) not in span:
            continue
        share = Fraction((until - since).days + 1, (period.end - period.start).days)
        if clause.levels is not None:
            cut = share if times.partial == "days" else Fraction(1)
            yield from _by_level(f"{clause.id}/{period.name}", span, clause.levels, (since, until), day, cut, here)
            continue
        amount = clause.amount
        assert not isinstance(amount, tuple)
        whole = None if amount is None else Fraction(amount) * (share if times.partial == "days" else 1)
        measured = None if whole is not None else _reported_in(clause, since, until, here)
        yield _fall(f"{clause.id}/{period.name}", span, day, whole, measured)


def _by_level(
    name: str, span: PaymentSpan, levels: tuple[Level, ...], days: tuple[date, date], day: date, share: Fraction,
    here: Position,
) -> Iterator[Fall]:  # fmt: skip
    """Yield the sum of the lowest level that the reported figure, by days, lies below; nothing at or above all."""
    measured = _reported_in(span.clause, *days, here)
    reports = tuple(report.id for report in measured.reports)
    fields = span.clause.basis.weakest_of("levels", "quantity", "when")
    grade = weakest((fields, *(report.basis.grade for report in measured.reports)))
    if measured.quantity is None:
        yield Fall(name, span, day, None, measured.unknown, None, reports, grade)
        return
    lengths = [(report, (report.until - report.since).days + 1) for report in measured.reports]
    mean = sum((Fraction(report.quantity) * n for report, n in lengths), Fraction(0)) / sum(n for _, n in lengths)
    below = [level for level in levels if mean < Fraction(level.below)]
    if below:
        paid = min(below, key=lambda level: level.below)
        yield Fall(name, span, day, Fraction(paid.amount) * share, None, mean, reports, grade)


def _fall(name: str, span: PaymentSpan, day: date, amount: Fraction | None, measured: _Measured | None) -> Fall:
    if measured is None:
        return Fall(name, span, day, amount, rests_on=_grade(span.clause))
    reports = tuple(report.id for report in measured.reports)
    grade = weakest((_grade(span.clause), *(report.basis.grade for report in measured.reports)))
    price = span.clause.unit_price
    assert price is not None
    owed = None if measured.quantity is None else measured.quantity * Fraction(price)
    return Fall(name, span, day, owed, measured.unknown, measured.quantity, reports, grade)


def _grade(clause: Payment) -> Grade:
    fields = ("unit_price", "quantity") if clause.amount is None else ("amount",)
    return clause.basis.weakest_of(*fields, "when")


def _reports(clause: Payment, here: Position) -> list[QuantityReported]:
    """Return the reports of what a clause measures, the latest of each span."""
    latest: dict[tuple[date, date], QuantityReported] = {}
    for event in here.known.events:
        if isinstance(event, QuantityReported) and event.measure == clause.quantity:
            latest[event.since, event.until] = event
    return sorted(latest.values(), key=lambda event: (event.since, event.until))


def _reported_in(clause: Payment, since: date, until: date, here: Position) -> _Measured:
    """Return what was reported for a span of days; unknown unless its reports tell every day of it once."""
    inside = [event for event in _reports(clause, here) if since <= event.since and event.until <= until]
    days = [event.since + timedelta(days=n) for event in inside for n in range((event.until - event.since).days + 1)]
    if len(days) != len(set(days)) or len(days) != (until - since).days + 1:
        return _Measured(None, NotReported(measure=clause.quantity or "", since=since, until=until))
    return _Measured(sum((Fraction(event.quantity) for event in inside), Fraction(0)), None, tuple(inside))


def _reported_by(clause: Payment, day: date, here: Position) -> _Measured:
    """Return all that was reported up to a day; unknown where nothing was."""
    inside = [event for event in _reports(clause, here) if event.until <= day]
    if not inside:
        return _Measured(None, NothingReported(measure=clause.quantity or "", until=day))
    return _Measured(sum((Fraction(event.quantity) for event in inside), Fraction(0)), None, tuple(inside))
