"""What exercising an option makes of a text: which clauses read otherwise from then on, or why none does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, assert_never

from firstcall.agreement.check.kinds.commitment import next_period_start
from firstcall.agreement.model.clauses.kinds import Approval, Clause, Commitment, Term
from firstcall.agreement.model.clauses.money_terms import AmountStep
from firstcall.agreement.model.clauses.promises.option import Expansion, Option, Termination
from firstcall.agreement.model.event_dates import TERM, BeforeEnd, EventDate, Plus, UntilDetermination, first_day_of
from firstcall.agreement.terms import InForce, Terms
from firstcall.calendars import Calendar
from firstcall.dates import NEXT_INSTANT, local_day
from firstcall.deadlines import Offset, last_of, shifted
from firstcall.record.dated.event_days import ends_a_span, hung_day
from firstcall.record.dated.speaking import ended_by
from firstcall.record.vantage import Vantage
from firstcall.values import dataclass

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OptionChange:
    """What an exercise changes: the clauses that stand in place of others, and the last day that it brings."""

    replace: tuple[Clause, ...]
    last: date | None = None
    """The new last day of the first of what it is about; None where nothing gets one."""


def exercised_on(clause: Option, here: Vantage, day: date) -> OptionChange:
    """Return what an option changes of a text when it is exercised.

    Args:
      clause: the option.
      here: the text in force when the notice counts, and what is known to have happened by then.
      day: the day on which it counts, at the recipient's place.
    """
    text = here.now
    match clause.does:
        case "renew":
            plus = clause.renew
            assert plus is not None
            return _longer(clause, here, lambda last, first: renewed(last, plus, text.agreement.business_days(), first))
        case "extend_to":
            to = clause.extend_to
            assert to is not None
            return _longer(clause, here, lambda last, _: max(last, to))
        case "expand":
            assert clause.expand is not None
            return OptionChange(tuple(_grown(clause, clause.expand, text, day)))
        case "terminate":
            assert clause.terminate is not None
            last = day if clause.terminate.wind_down is None else _on(day, clause.terminate.wind_down, text)
            return OptionChange(tuple(_ended(clause, clause.terminate, here, last)), last)
        case _:
            assert_never(clause.does)


def renewed(last: date, plus: Plus, calendar: Calendar, first: date | None = None) -> date:
    """Return the last day of what follows a last day: months and years are counted from the day after it.

    Where that day is one of the months of a first day, cut short by a shorter month, they are counted from the first
    day: a year more is a year of the same count.

    Args:
      last: the last day so far.
      plus: how long it goes on.
      calendar: whose business days count.
      first: the day from which its months and years are counted; None where none is known.

    >>> from firstcall.calendars import calendar_for
    >>> renewed(date(2027, 2, 28), Plus(n=12, unit="month"), calendar_for("US")).isoformat()
    '2028-02-29'
    >>> renewed(date(2027, 2, 27), Plus(n=1, unit="year"), calendar_for("US"), date(2024, 2, 29)).isoformat()
    '2028-02-28'
    """
    if plus.unit not in ("month", "year"):
        return shifted(last, plus.offset, calendar)
    next_day, more = last + _ONE_DAY, plus.n * (12 if plus.unit == "year" else 1)
    if first is not None and first <= last:
        done = (next_day.year - first.year) * 12 + next_day.month - first.month
        if shifted(first, Offset(done, "month"), calendar) == next_day:
            return last_of(first, Offset(done + more, "month"), calendar)
    return last_of(next_day, Offset(more, "month"), calendar)


def _on(day: date, plus: Plus, text: Terms) -> date:
    return shifted(day, Offset(plus.n, plus.unit), text.agreement.business_days())


def about(clause: Option, text: Terms) -> Iterator[InForce]:
    """Yield the clauses of a text that an option is about."""
    for held in text.clauses:
        if held.clause.id in clause.of or (TERM in clause.of and isinstance(held.clause, Term)):
            yield held


def _longer(clause: Option, here: Vantage, after: Callable[[date, date | None], date]) -> OptionChange:
    """Return what goes on longer; whatever ends with a commitment of these goes on as long as it does."""
    found: list[Clause] = []
    days: list[date] = []
    bought = (held.clause for held in about(clause, here.now) if isinstance(held.clause, Commitment))
    firsts = {one.last: one.first for one in bought if one.is_dated}
    for held in about(clause, here.now):
        last = _last_of(held, here)
        if last is not None and (until := after(last, firsts.get(last))) > last:
            found.append(held.clause.model_copy(update={"until": until}))
            days.append(until)
    return OptionChange(tuple(found), max(days, default=None))


def _last_of(held: InForce, here: Vantage) -> date | None:
    """Return the last day that a clause has by itself, as far as the record knows; None once it was ended."""
    until = held.clause.until
    if isinstance(until, UntilDetermination | EventDate):
        over = ended_by(here, held) is not None
        return None if over else hung_day(here, until, ends=ends_a_span(held.clause))
    return None if held.speaks.end is None else local_day(held.speaks.end - NEXT_INSTANT, here.now.where)


def _grown(clause: Option, more: Expansion, text: Terms, day: date) -> Iterator[Clause]:
    for held in about(clause, text):
        one = held.clause
        if isinstance(one, Approval) and one.up_to is not None:
            bigger = one.up_to.model_copy(update={"quantity": one.up_to.quantity + more.quantity})
            yield one.model_copy(update={"up_to": bigger})
        if isinstance(one, Commitment) and isinstance(one.since, date):
            yield _committed_more(one, more.quantity, day)
        elif isinstance(one, Commitment):  # it has not begun, so that it grows from its first day on
            steps = (step.model_copy(update={"amount": step.amount + more.quantity}) for step in one.steps)
            yield one.model_copy(update={"amount": tuple(steps)})


def _committed_more(clause: Commitment, more: Decimal, day: date) -> Commitment:
    """Return a commitment that is greater from the year or quarter on that begins next; the whole one, for a term."""
    if clause.per == "term":
        return clause.model_copy(update={"amount": clause.steps[0].amount + more})
    start = max(clause.first, next_period_start(clause, clause.per, day))
    begins = [(step, first_day_of(step.since)) for step in clause.steps]
    before = tuple(step for step, day in begins if step.since is None or (day is not None and day < start))
    later = (step for step, day in begins if step.since is not None and (day is None or day > start))
    raised = (step.model_copy(update={"amount": step.amount + more}) for step in later)
    steps = (*before, AmountStep(amount=clause.amount_on(start) + more, since=start), *raised)
    return clause.model_copy(update={"amount": steps})


def _ended(clause: Option, how: Termination, here: Vantage, last: date) -> Iterator[Clause]:
    """Yield what ends by a day, as it then reads; with the term its commitments, unless they survive it."""
    text = here.now
    ended = [held for held in about(clause, text) if not _survives_its_end(held, last, here)]
    with_term = any(isinstance(held.clause, Term) for held in ended)
    for held in text.clauses:
        one = held.clause
        if isinstance(one, Commitment) and one.is_dated:
            if held in ended or (with_term and one.id not in text.survives and one.last > last):
                yield _cut(one, how, last)
        elif held in ended:
            yield one.model_copy(update={"until": _sooner(one, last)})


def _survives_its_end(held: InForce, last: date, here: Vantage) -> bool:
    """Say whether a clause is over before it would be ended."""
    ends = _last_of(held, here)
    return ends is not None and ends <= last


def _sooner(clause: Clause, last: date) -> object:
    """Return the end of a clause that is over by a day, or sooner where what it hangs on happens sooner."""
    until = clause.until
    if until is None or isinstance(until, date | BeforeEnd):
        return last
    if isinstance(until, UntilDetermination) or until.or_date is None or until.or_date > last:
        return until.model_copy(update={"or_date": last})
    return until


def _last_whole(clause: Commitment, per: Literal["year", "quarter"], last: date) -> date | None:
    """Return the last day of the latest year or quarter that is whole by a day; None where none is."""
    found, start = None, clause.first
    while (start := next_period_start(clause, per, start + _ONE_DAY)) <= last + _ONE_DAY:
        found = start - _ONE_DAY
    return found


def _cut(clause: Commitment, how: Termination, last: date) -> Commitment:
    """Return a commitment that ends by a day; where the period so cut is released, with the last whole one before."""
    if clause.first > last:
        return clause.model_copy(update={"until": clause.first, "per": "term", "amount": Decimal(0)})
    if how.shortfall == "due" or clause.last <= last:
        return clause.model_copy(update={"until": min(last, clause.last)})
    over = None if clause.per == "term" else _last_whole(clause, clause.per, last)
    if over is None:
        return clause.model_copy(update={"until": last, "per": "term", "amount": Decimal(0)})
    return clause.model_copy(update={"until": over})
