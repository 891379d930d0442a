"""A commitment checked: each amount of a list begins a year or quarter, since that of its first day counts."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Literal

from firstcall.agreement.model.clauses.money import Commitment
from firstcall.agreement.model.event_dates import first_day_of
from firstcall.agreement.read.problems import ProblemList
from firstcall.agreement.read.text import Path
from firstcall.said import Said, sentence

_MONTHS = {"year": 12, "quarter": 3}


class BeginsWithin(Said):
    says = sentence(
        "commitment.begins-within", "the amount from {day} begins within a {per}, whose amount is that of its first day"
    )
    day: date
    per: Literal["year", "quarter"]


class BeginWithPeriod(Said):
    says = sentence("commitment.begin-with-period", "let it begin with a {per}: from {next} on")
    per: Literal["year", "quarter"]
    next: date


class NeverHolds(Said):
    says = sentence(
        "commitment.amount-never-holds", "the amount from {day} never holds: the commitment ends on {until}"
    )
    day: date
    until: date


class LeaveAmountOut(Said):
    says = sentence("commitment.leave-amount-out", "leave it out, or let the commitment run longer")


def check_commitment(clause: Commitment, path: Path, problems: ProblemList) -> None:
    """Keep a problem for each amount of a list that begins within a year or quarter, or after the commitment."""
    for number, step in enumerate(clause.steps if clause.is_dated else ()):
        since = first_day_of(step.since)
        if since is None or since <= clause.first or clause.per == "term":
            continue
        where = (*path, "amount", number, "since")
        if since > clause.last:
            problems.add(where, NeverHolds(day=since, until=clause.last), LeaveAmountOut())
        elif (begins := next_period_start(clause, clause.per, since)) != since:
            problems.add(where, BeginsWithin(day=since, per=clause.per), BeginWithPeriod(per=clause.per, next=begins))


def next_period_start(clause: Commitment, per: Literal["year", "quarter"], day: date) -> date:
    """Return the first day of a year or quarter of the commitment on or after a day, whatever its term."""
    first = clause.first if clause.years == "anniversary" else date(2000, clause.fiscal_year_start, 1)
    every = _MONTHS[per]
    months = (day.year - first.year) * 12 + day.month - first.month
    begins = _months_on(first, months - months % every)
    return begins if begins >= day else _months_on(first, months - months % every + every)


def _months_on(first: date, months: int) -> date:
    """Return the day so many months on; where that month is shorter, its last.

    >>> _months_on(date(2024, 1, 31), 3)
    datetime.date(2024, 4, 30)
    """
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
