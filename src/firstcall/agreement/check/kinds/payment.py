"""A payment checked: its days lie where the clause speaks, else nobody would ever owe it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from firstcall.agreement.model.clauses.promises.payment import Payment, Recurring
from firstcall.agreement.read.problems import ProblemList
from firstcall.agreement.read.text import Path
from firstcall.agreement.terms import InForce, Terms, base_version
from firstcall.dates import CheckBothDates, local_day
from firstcall.said import Said, sentence


class NeverPaid(Said):
    says = sentence("payment.never-paid", "{day} lies outside the time in which the clause speaks, so it is never paid")
    day: date


class MoveOrSurvive(Said):
    says = sentence("payment.move-or-survive", "check the day, or let the clause survive the term")


class TimesEndFirst(Said):
    says = sentence("payment.times-end-first", "the last day {until} lies before the first")
    until: date


def check_payment(held: InForce, clause: Payment, terms: Terms, problems: ProblemList) -> None:
    """Keep a problem for each day of a payment on which its clause does not speak."""
    over = terms.ends if clause.id not in terms.survives else None
    ends = [at for at in (over, held.speaks.end) if at is not None]
    first = local_day(max(filter(None, (base_version(terms.agreement).effective, held.speaks.start))), terms.where)
    after = min((local_day(at, terms.where) for at in ends), default=date.max)
    for path, day in _days(clause):
        if not first <= day < after:
            problems.add((*held.path, *path), NeverPaid(day=day), MoveOrSurvive())
    times = clause.when
    if isinstance(times, Recurring) and isinstance(times.since, date) and isinstance(times.until, date):
        begins = local_day(times.since, terms.where) if isinstance(times.since, datetime) else times.since
        if times.until < begins:
            where = (*held.path, "when", "until")
            problems.add(where, TimesEndFirst(until=times.until), CheckBothDates(), (*held.path, "when", "since"))


def _days(clause: Payment) -> Iterator[tuple[Path, date]]:
    if isinstance(clause.when, date):
        yield ("when",), clause.when
    for number, one in enumerate(clause.amount if isinstance(clause.amount, tuple) else ()):
        if isinstance(one.on, date):
            yield ("amount", number, "on"), one.on
