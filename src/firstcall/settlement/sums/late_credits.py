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


def late_credits(terms: PaymentTerms, through: date) -> Iterator[Fall]:
    """Yield the credits of each time of a duty that is late by a day, month by month, and times that are unknown.

    Nothing is late on a day that is not known yet. A credit stands in the month whose days it is for; what is done
    late ends it on that day, which still counts. A time is judged, and paid for, under the text in force on the day
    it falls, whatever a later one says; where a later text moves a time, it falls under that one.
    """
    if terms.here.known_at is not None:
        through = min(through, local_day(terms.here.known_at, terms.here.now.where))
    for span, time in _times(terms, through).values():
        if time.falls is not None:
            yield from _by_month(span, time, through)
        else:
            yield Fall(time.name, span, None, None, time.unknown, rests_on=time.clause.basis.weakest_of("late"))


def _times(terms: PaymentTerms, through: date) -> dict[str, tuple[PaymentSpan, DutyTime]]:
    """Return the times of a duty by name, each with the text that it falls under; an unknown one, the latest."""
    here = terms.here.when(day_end(through, terms.here.now.where))
    found: dict[str, tuple[PaymentSpan, DutyTime]] = {}
    for span in terms.spans:
        held = terms.text_of(span)
        assert isinstance(held.clause, DatedDuty)
        for time in times_of(held, held.clause, here):
            if span is terms.spans[-1] if time.falls is None else day_start(time.falls, time.where) in span:
                found[time.name] = span, time
    return found


def _by_month(span: PaymentSpan, time: DutyTime, through: date) -> Iterator[Fall]:
    late = time.clause.late
    assert late is not None and time.falls is not None and time.due is not None
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
