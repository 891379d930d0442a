"""Payments and duties checked: their days lie where the clause speaks, else nobody would ever owe them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from firstcall.agreement.model.clauses.promises.duty import DatedDuty
from firstcall.agreement.model.clauses.promises.payment import Payment, Prepays, Recurring
from firstcall.agreement.model.event_dates import SIGNING, EventDate, event_rule
from firstcall.agreement.read.problems import ProblemList
from firstcall.agreement.read.text import Path
from firstcall.agreement.terms import InForce, Terms, base_version, version_of, versions
from firstcall.dates import CheckBothDates, local_day
from firstcall.said import Said, sentence


class NeverPaid(Said):
    says = sentence("payment.never-paid", "{day} lies outside the time in which the clause speaks, so it is never paid")
    day: date


class NeverOwed(Said):
    says = sentence("duty.never-owed", "{day} lies outside the time in which the clause speaks, so it is never owed")
    day: date


class MoveOrSurvive(Said):
    says = sentence("payment.move-or-survive", "check the day, or let the clause survive the term")


class TimesEndFirst(Said):
    says = sentence("payment.times-end-first", "the last day {until} lies before the first")
    until: date


class PrepaysNoPayment(Said):
    says = sentence("payment.prepays-no-payment", "{clause} is no payment, and only payments can be prepaid")
    clause: str


class NamePayments(Said):
    says = sentence("payment.name-payments", "name clauses of type payment")


class PrepaysOtherPayment(Said):
    says = sentence(
        "payment.prepays-other-payment",
        "{clause} is paid by {payer} to {payee} in {currency}, this one by {own_payer} to {own_payee} in"
        " {own_currency}",
    )
    clause: str
    payer: str
    payee: str
    currency: str
    own_payer: str
    own_payee: str
    own_currency: str


class NameOwnPayments(Said):
    says = sentence(
        "payment.name-own-payments", "name payments of the same parties, in the same direction and currency"
    )


class PrepaysItself(Said):
    says = sentence("payment.prepays-itself", "{clause} is set against itself")
    clause: str


class PrepaidTwice(Said):
    says = sentence("payment.prepaid-twice", "{clause} is prepaid by {other} too")
    clause: str
    other: str


class PrepayOnce(Said):
    says = sentence("payment.prepay-once", "name it in one prepayment: a list of amounts may be paid in advance too")


def check_payment(held: InForce, clause: Payment, terms: Terms, problems: ProblemList) -> None:
    """Keep a problem for each day of a payment on which its clause does not speak."""
    amounts = clause.amount if isinstance(clause.amount, tuple) else ()
    given = [(("when",), clause.when), *((("amount", n, "on"), one.on) for n, one in enumerate(amounts))]
    for path, day in _outside(held, given, terms):
        problems.add((*held.path, *path), NeverPaid(day=day), MoveOrSurvive())
    if clause.prepays is not None:
        _check_prepays(held, clause, clause.prepays, terms, problems)
    _check_times(held, clause.when, terms, problems)


def check_duty(held: InForce, clause: DatedDuty, terms: Terms, problems: ProblemList) -> None:
    """Keep a problem for the day of a duty on which its clause does not speak, and for times that end first."""
    for path, day in _outside(held, [(("when",), clause.when)], terms):
        problems.add((*held.path, *path), NeverOwed(day=day), MoveOrSurvive())
    _check_times(held, clause.when, terms, problems)


def _outside(held: InForce, given: Iterable[tuple[Path, object]], terms: Terms) -> Iterator[tuple[Path, date]]:
    """Yield the days, of those that the document tells by itself, on which a clause does not speak."""
    clause = held.clause
    over = terms.ends if clause.id not in terms.survives else None
    ends = [at for at in (over, held.speaks.end) if at is not None]
    first = local_day(max(filter(None, (_first_text(clause.id, terms), held.speaks.start))), terms.where)
    after = min((local_day(at, terms.where) for at in ends), default=date.max)
    yield from ((path, day) for path, day in _days(given, terms) if not first <= day < after)


def _check_times(held: InForce, times: object, terms: Terms, problems: ProblemList) -> None:
    if isinstance(times, Recurring) and isinstance(times.since, date) and isinstance(times.until, date):
        begins = local_day(times.since, terms.where) if isinstance(times.since, datetime) else times.since
        if times.until < begins:
            where = (*held.path, "when", "until")
            problems.add(where, TimesEndFirst(until=times.until), CheckBothDates(), (*held.path, "when", "since"))


def _check_prepays(
    held: InForce, clause: Payment, rule: Prepays, terms: Terms, problems: ProblemList
) -> None:  # fmt: skip
    """Keep a problem for each clause named that cannot be prepaid by this one."""
    before = terms.clauses[: terms.clauses.index(held)]
    for index, name in enumerate(rule.against):
        where = problems.item((*held.path, "prepays", "against"), index)
        problems.name(where, name, terms.by_id, "clause", terms.removed.get(name))
        if name not in terms.by_id:
            continue
        other = terms.by_id[name].clause
        twice = next((one.clause.id for one in before if _prepays(one.clause, name)), None)
        if name == clause.id:
            problems.add(where, PrepaysItself(clause=name), NameOwnPayments())
        elif not isinstance(other, Payment):
            problems.add(where, PrepaysNoPayment(clause=name), NamePayments())
        elif (other.payer, other.payee, other.currency) != (clause.payer, clause.payee, clause.currency):
            problems.add(where, _another(other, clause), NameOwnPayments())
        elif twice is not None:
            problems.add(where, PrepaidTwice(clause=name, other=twice), PrepayOnce())


def _prepays(clause: object, name: str) -> bool:
    return isinstance(clause, Payment) and clause.prepays is not None and name in clause.prepays.against


def _another(other: Payment, own: Payment) -> Said:
    return PrepaysOtherPayment(
        clause=other.id, payer=other.payer, payee=other.payee, currency=other.currency,
        own_payer=own.payer, own_payee=own.payee, own_currency=own.currency,
    )  # fmt: skip


def _first_text(name: str, terms: Terms) -> datetime:
    """Return when the first text that writes a clause took effect."""
    agreement = terms.agreement
    added = [one for one in agreement.amendments if any(clause.id == name for clause in one.add)]
    if not added or any(clause.id == name for clause in agreement.clauses):
        return base_version(agreement).effective
    return min(version_of(one, terms.where).effective for one in added)


def _days(given: Iterable[tuple[Path, object]], terms: Terms) -> Iterator[tuple[Path, date]]:
    """Yield the days that the document tells by itself: those given, and those that a signing of it brings."""
    for path, day in given:
        if isinstance(day, date):
            yield path, day
        elif isinstance(day, EventDate) and day.event == SIGNING and day.of is not None:
            signed = [local_day(one.signed, terms.where) for one in versions(terms.agreement) if one.id == day.of]
            rule, calendar = event_rule(day), terms.agreement.business_days()
            yield from ((path, found) for one in signed if (found := rule.day({rule.hinge: one}, calendar)) is not None)
