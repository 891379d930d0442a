"""What a statement tells beside its amounts.

A provider's own list of commitments, and due days on which nobody can pay.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from firstcall.agreement.model.clauses.money import Commitment
from firstcall.calendars import Calendar
from firstcall.errors import FirstcallError
from firstcall.said import Said, sentence
from firstcall.settlement.books.contract_commitments import listed_differences, unclaimed
from firstcall.settlement.books.deliveries import Books
from firstcall.settlement.clauses.dated_terms import CommitmentTerms, MoneyTerms
from firstcall.settlement.clauses.periods import Period
from firstcall.settlement.statement.statement import Statement


class NoBusinessDay(Said):
    says = sentence("due.no-business-day", "{day} is no business day ({why}); the next is {after}")
    day: date
    why: str | Said
    after: date


class Closed(Said):
    says = sentence("due.closed", "closed")


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
