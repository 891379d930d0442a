"""Due dates beside the agreement's calendar: a day on which nobody can pay is told with the next on which one can."""

from dataclasses import replace
from datetime import date

from firstcall.calendars import Calendar
from firstcall.errors import FirstcallError
from firstcall.settlement.statement import Statement


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
        f"{day} is no business day ({calendar.reason_closed(day) or 'closed'}); the next is {after}"
        for day, after in closed
    )
    return replace(statement, notes=(*statement.notes, *said))
