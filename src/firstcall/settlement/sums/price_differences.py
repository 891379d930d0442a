"""What a price promise pays: the difference to the best comparable price, on what was reported as used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from firstcall.agreement.model.basis import weakest
from firstcall.agreement.model.clauses.promises.price_promise import PricePromise
from firstcall.dates import NEXT_INSTANT, day_end, local_day
from firstcall.record.dated.price_promises import PromiseStanding, promise_at
from firstcall.record.events.kinds import ContractSigned
from firstcall.record.position import Position
from firstcall.settlement.clauses.payments import PaymentSpan, PaymentTerms
from firstcall.settlement.clauses.periods import Period, periods_between
from firstcall.settlement.sums.fall import Fall
from firstcall.settlement.sums.reports import measured_in


def price_differences(terms: PaymentTerms, through: date) -> Iterator[Fall]:
    """Yield what is owed for each month, quarter or year in which a comparable contract had a better price.

    A report counts at the difference of its last day. Where the price was worse on any day, every day must be
    reported once; else the sum is unknown. Where it never was, nothing falls. Each text of the promise counts for
    its own days; the sum of a later text within one period has its number in its id.
    """
    parts: Counter[str] = Counter()
    for span in terms.spans:
        promise = terms.text_of(span).clause
        assert isinstance(promise, PricePromise) and promise.pays is not None
        first = local_day(span.start, terms.here.now.where)
        last = None if span.end is None else local_day(span.end - NEXT_INSTANT, terms.here.now.where)
        end = through if last is None else min(last, through)
        for period in periods_between(first, end, promise.pays.every) if first <= end else ():
            ends = period.last if last is None else min(period.last, last)
            if ends <= through:
                parts[period.name] += 1
                name = period.name if parts[period.name] == 1 else f"{period.name}/{parts[period.name]}"
                days = Period(max(period.start, first), ends + timedelta(days=1), name)
                yield from _in_period(terms, span, promise, days)


def _in_period(terms: PaymentTerms, span: PaymentSpan, promise: PricePromise, period: Period) -> Iterator[Fall]:
    here, name = terms.here, f"{promise.id}/{period.name}"
    worse = [one for day in _turns(here, period) if (one := _on(here, promise, day)).difference > 0]
    if not worse:
        return
    assert promise.pays is not None
    measured = measured_in(promise.pays.quantity, period.start, period.last, here)
    grade = weakest((promise.basis.weakest_of("pays"), *(one.grade for one in worse),
                     *(report.basis.grade for report in measured.reports)))  # fmt: skip
    facts = tuple(dict.fromkeys(fact for one in worse for fact in one.facts))
    reports = tuple(report.id for report in measured.reports)
    if measured.quantity is None:
        yield Fall(name, span, period.last, None, measured.unknown, None, facts, grade)
        return
    owed = sum(
        (Fraction(one.quantity) * _on(here, promise, one.until).difference for one in measured.reports), Fraction(0)
    )
    if owed > 0:
        yield Fall(name, span, period.last, owed, None, measured.quantity, (*reports, *facts), grade)


def _on(here: Position, promise: PricePromise, day: date) -> PromiseStanding:
    """Return where the promise stands at the end of a day."""
    return promise_at(here.when(day_end(day, here.now.where) - NEXT_INSTANT), promise)


def _turns(here: Position, period: Period) -> Iterator[date]:
    """Yield the days of a period on which what is compared may change: its first, and where contracts begin or end."""
    yield period.start
    for event in here.events_of_kind(ContractSigned):
        days = [local_day(event.at, here.now.where)]
        days += [one.until + timedelta(days=1) for one in event.tranches if one.until is not None]
        yield from (day for day in days if day in period and day != period.start)
