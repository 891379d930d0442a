"""What a statement tells beside its amounts.

A provider's own list of commitments, and due days on which nobody can pay.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from firstcall.agreement.model.clauses.money import Commitment
from firstcall.calendars import Calendar
from firstcall.dates import NEXT_INSTANT, local_day
from firstcall.errors import FirstcallError
from firstcall.said import AllOf, Said, sentence
from firstcall.settlement.books.contract_commitments import listed_differences, unclaimed
from firstcall.settlement.books.deliveries import Books
from firstcall.settlement.clauses.dated_terms import CommitmentTerms, LegTerms, MoneyTerms
from firstcall.settlement.clauses.payments import PaymentTerms
from firstcall.settlement.clauses.periods import Period
from firstcall.settlement.statement.statement import Statement
from firstcall.settlement.statement.upcoming import SUMS_AHEAD
from firstcall.settlement.sums.falls import falls

_A_DAY = timedelta(days=1)


class NoBusinessDay(Said):
    says = sentence("due.no-business-day", "{day} is no business day ({why}); the next is {after}")
    day: date
    why: str | Said
    after: date


class Closed(Said):
    says = sentence("due.closed", "closed")


class NothingInForce(Said):
    says = sentence("draft.nothing-in-force", "no clause about money is in force in this period")


class NoMoneyBefore(Said):
    says = sentence("draft.no-money-before", "no clause about money is in force before {day}; from then on: {clauses}")
    day: date
    clauses: Annotated[tuple[str, ...], AllOf]


class NoMoneyAfter(Said):
    says = sentence("draft.no-money-after", "no clause about money is in force after {day}; until then: {clauses}")
    day: date
    clauses: Annotated[tuple[str, ...], AllOf]


class NothingFalls(Said):
    says = sentence("draft.nothing-falls", "no sum falls in this period; in force in it: {clauses}")
    clauses: Annotated[tuple[str, ...], AllOf]


class NextSumFalls(Said):
    says = sentence("draft.next-sum-falls", "the next sum, of {clause}, falls on {day} and is due on {due}")
    clause: str
    day: date
    due: date


def with_commitments(statement: Statement, money: Sequence[MoneyTerms], books: Books) -> Statement:
    """Return the statement with notes on its commitments; no amount changes.

    The clause decides what is owed. Where the provider lists another amount, period or state for the same
    commitment, both parties should know before they pay.
    """
    clauses = {terms.clause.id: terms.clause for terms in money if isinstance(terms, CommitmentTerms)}
    named = {name for clause in clauses.values() for name in clause.commitment_ids}
    legs = tuple(
        replace(leg, notes=(*leg.notes, *_told(clauses[leg.clause], books, statement.period, named)))
        if leg.clause in clauses
        else leg
        for leg in statement.legs
    )
    return replace(statement, legs=legs)


def _told(clause: Commitment, books: Books, period: Period, named: Collection[str]) -> tuple[Said, ...]:
    entries = books.of(clause.id, clause.base.source if clause.base else "focus")
    return (*listed_differences(clause, books.commitments), *unclaimed(entries, named, period))


def why_empty(money: Sequence[MoneyTerms], period: Period, where: ZoneInfo) -> tuple[Said, ...]:
    """Return why a statement has no legs: what is in force and owes nothing yet, or from or until when money runs.

    Args:
      money: the money clauses, as known.
      period: the span of the statement.
      where: the agreement's zone, in which days begin.
    """
    runs = {terms.id: _stretches(terms, where) for terms in money}
    speaking = tuple(name for name, found in runs.items() if any(_meets(one, period) for one in found))
    if speaking:
        return NothingFalls(clauses=speaking), *_next_sum(money, period)
    begins = [(start, name) for name, found in runs.items() for start, _ in found if start >= period.end]
    if begins:
        day = min(begins)[0]
        return (NoMoneyBefore(day=day, clauses=tuple(name for start, name in begins if start == day)),)
    ends = [(end, name) for name, found in runs.items() for _, end in found if end is not None]
    if ends:
        day = max(ends)[0]
        return (NoMoneyAfter(day=day - _A_DAY, clauses=tuple(name for end, name in ends if end == day)),)
    return (NothingInForce(),)


def _next_sum(money: Sequence[MoneyTerms], period: Period) -> tuple[Said, ...]:
    """Return when the next sum of a payment falls after a period, where its day is known."""
    ahead = [(fall.day, fall.due, terms.id) for terms in money if isinstance(terms, PaymentTerms)
             for fall in falls(terms, period.last + SUMS_AHEAD)
             if fall.day is not None and fall.due is not None and fall.day >= period.end]  # fmt: skip
    if not ahead:
        return ()
    day, due, clause = min(ahead)
    return (NextSumFalls(clause=clause, day=day, due=due),)


def _meets(stretch: tuple[date, date | None], period: Period) -> bool:
    start, end = stretch
    return start < period.end and (end is None or end > period.start)


def _stretches(terms: MoneyTerms, where: ZoneInfo) -> tuple[tuple[date, date | None], ...]:
    """Return from which day on a clause is in force, and the first on which it no longer is; none while it waits."""
    match terms:
        case CommitmentTerms():
            return ((terms.clause.first, terms.clause.last + _A_DAY),)
        case LegTerms() if terms.awaits is not None:
            return ()
        case LegTerms() | PaymentTerms():
            return tuple((local_day(one.start, where), _first_without(one.end, where)) for one in terms.spans)
        case _:
            return ()


def _first_without(end: datetime | None, where: ZoneInfo) -> date | None:
    return None if end is None else local_day(end - NEXT_INSTANT, where) + _A_DAY


def next_open(day: date, calendar: Calendar) -> date | None:
    """Return the next business day where a day is none; None where it is one, or where the calendar ends."""
    try:
        return None if calendar.is_business_day(day) else calendar.business_day_after(day)
    except FirstcallError:
        return None


def with_business_days(statement: Statement, calendar: Calendar) -> Statement:
    """Return a statement whose due dates on days of rest are told with the next business day.

    The due date itself stays as the clause counts it: few clauses say that it moves, and a payment that came late
    by the contract's words must not look punctual.
    """
    days = {leg.due for leg in statement.legs if leg.due} | {net.due for net in statement.nets if net.due}
    closed = [(day, after) for day in sorted(days) if (after := next_open(day, calendar))]
    said = tuple(
        NoBusinessDay(day=day, why=calendar.reason_closed(day) or Closed(), after=after) for day, after in closed
    )
    return replace(statement, notes=(*statement.notes, *said))
