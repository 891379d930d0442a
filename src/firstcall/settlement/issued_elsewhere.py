"""What other statements have charged already: no money is issued twice under two names of its period."""

from collections.abc import Collection, Sequence

from firstcall.errors import QuestionError
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import StatementIssued
from firstcall.settlement.periods import Period, asked_period


def charged_before(
    events: Sequence[EventBase], statement: str, period: Period, clauses: Collection[str], start_month: int
) -> tuple[StatementIssued, ...]:
    """Return the issues of other statements that charge one of the clauses for days of the period.

    January lies in the first quarter, and 2025 is FY2025 where the year begins in January: whoever has issued
    the one and issues the other as well would be owed the same money twice.

    Args:
      events: what stands on the record.
      statement: the id of the statement that is to be issued; its own issues and deltas do not count.
      period: the days it is for.
      clauses: those it states an amount for.
      start_month: the month in which fiscal years begin.
    """
    found = []
    for event in events:
        if not isinstance(event, StatementIssued) or event.statement == statement:
            continue
        try:
            other = asked_period(event.period, start_month)
        except QuestionError:  # issued elsewhere, for a span that is none of ours: nothing to hold it against
            continue
        if other.start < period.end and period.start < other.end and set(event.amounts) & set(clauses):
            found.append(event)
    return tuple(found)
