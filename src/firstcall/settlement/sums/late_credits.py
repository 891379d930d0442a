"""What is paid for doing a duty late: so much a day, month by month, up to its most."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from firstcall.agreement.model.basis import weakest
from firstcall.agreement.model.clauses.promises.duty import DatedDuty, LateCredit
from firstcall.dates import day_end, day_start, local_day
from firstcall.record.dated.duties import DutyTime, times_of
from firstcall.settlement.clauses.payments import PaymentSpan, PaymentTerms
from firstcall.settlement.clauses.periods import periods_between
from firstcall.settlement.sums.fall import Fall


def late_credits(terms: PaymentTerms, duty: DatedDuty, through: date) -> Iterator[Fall]:
    """Yield the credits of each time of a duty that is late by a day, month by month, and times that are unknown.

    Nothing is late on a day that is not known yet. A credit stands in the month whose days it is for; what is done
    late ends it on that day, which still counts. The time is judged under the text in force on the day it falls.
    """
    if terms.here.known_at is not None:
        through = min(through, local_day(terms.here.known_at, terms.here.now.where))
    here = terms.here.when(day_end(through, terms.here.now.where))
    for time in times_of(terms.here.now.by_id[duty.id], duty, here):
        if time.falls is None:
            yield Fall(time.name, terms.spans[-1], None, None, time.unknown, rests_on=duty.basis.weakest_of("late"))
            continue
        begins = day_start(time.falls, here.now.where)
        span = next((one for one in terms.spans if begins in one), None)
        if span is not None and duty.late is not None:
            yield from _by_month(span, time, duty.late, through)


def _by_month(span: PaymentSpan, time: DutyTime, late: LateCredit, through: date) -> Iterator[Fall]:
    assert time.falls is not None and time.due is not None
    first = (time.falls if late.runs_from == "day" else time.due) + timedelta(days=1)
    done = local_day(time.performed.at, time.where) if time.performed is not None else None
    last = through if done is None else min(done, through)
    if time.state not in ("late", "unmet") or last < first:
        return
    facts = () if time.performed is None else (time.performed,)
    grade = weakest((time.clause.basis.weakest_of("late", "when", "within"), *(one.basis.grade for one in facts)))
    before = Fraction(0)
    for month in periods_between(first, last, "month"):
        until = min(month.last, last)
        to_date = _credit(late, (until - first).days + 1)
        if to_date > before:
            ids = tuple(one.id for one in facts)
            yield Fall(f"{time.name}/{month.name}", span, until, to_date - before, None, None, ids, grade)
        before = to_date


def _credit(late: LateCredit, days: int) -> Fraction:
    """Return what so many days late come to in all."""
    whole = Fraction(late.per_day) * days
    return whole if late.at_most is None else min(whole, Fraction(late.at_most))
