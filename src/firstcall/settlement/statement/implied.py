"""What reported payments imply, read as net of the reverse leg or as gross of it."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.agreement.model.clauses.money import RevenueShare
from firstcall.dates import parse_day
from firstcall.settlement.books.entries import Entry
from firstcall.settlement.clauses.dated_terms import LegTerms, MoneyTerms
from firstcall.settlement.clauses.periods import Period
from firstcall.settlement.reckon.earning import rate_on
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class Implication:
    """Both readings of what was paid for a span of days, beside what the clause makes of the revenue reported.

    Net: `reverse` is what the other leg then was, `reverse_base` what it was reckoned on. Gross: `paid_base`
    is the base that the payment then had. Nothing here is a statement; it shows what the readings differ in.
    """

    clause: str
    start: date
    last: date
    currency: str
    base: Fraction
    rate: Fraction
    gross: Fraction
    paid: Fraction
    reverse: Fraction
    reverse_rate: Fraction | None
    reverse_base: Fraction | None
    paid_base: Fraction
    rests_on: Grade


def implications(
    money: Sequence[MoneyTerms], lines: Sequence[Entry], payments: Sequence[Entry], period: Period
) -> tuple[Implication, ...]:
    """Return what payments imply for every span inside a period that has both revenue and payments.

    A payment that covers a whole span speaks for it; else payments that make it up without gap or overlap.
    """
    found = []
    for terms in money:
        if not isinstance(terms, LegTerms) or terms.spans[-1].clause.open:
            continue
        paid = [entry for entry in payments if entry.stream == terms.id]
        for line in lines:
            start = _start(line)
            if start not in period or line.day not in period or line.origin != terms.spans[-1].clause.payer:
                continue
            if covering := _tiled([entry for entry in paid if start <= _start(entry) and entry.day <= line.day], line):
                found.append(_implied(terms, money, line, covering))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Alone:
    """A payment that was reported for days of which no revenue is known: nothing follows from it yet."""

    clause: str
    start: date
    last: date
    currency: str
    paid: Fraction
    grade: Grade


def alone(
    money: Sequence[MoneyTerms], payments: Sequence[Entry], implications: Sequence[Implication], period: Period
) -> tuple[Alone, ...]:
    """Return the payments of a period whose days no implication covers: they are told, though nothing is implied."""
    legs = {terms.id for terms in money if isinstance(terms, LegTerms)}
    return tuple(
        Alone(one.stream, _start(one), one.day, one.currency, one.amount, one.grade)
        for one in payments
        if one.stream in legs and _start(one) in period and one.day in period
        and not any(
            one.stream == done.clause and done.start <= _start(one) and one.day <= done.last for done in implications
        )
    )  # fmt: skip


def _start(entry: Entry) -> date:
    said = dict(entry.fields).get("since")
    return parse_day(said) if said else entry.day


def _tiled(payments: Sequence[Entry], line: Entry) -> tuple[Entry, ...]:
    """Return payments that cover the span of a line once: the longest first at each day; none if there is a gap."""
    day, chosen = _start(line), []
    while day <= line.day:
        here = [entry for entry in payments if _start(entry) == day]
        if not here:
            return ()
        longest = max(here, key=lambda entry: entry.day)
        chosen.append(longest)
        day = longest.day + timedelta(days=1)
    return tuple(chosen)


def _implied(terms: LegTerms, money: Sequence[MoneyTerms], line: Entry, payments: Sequence[Entry]) -> Implication:
    clause = (terms.at(line.at) or terms.spans[-1]).clause
    rate = Fraction(rate_on(clause.rate or (), line.day, clause.id).rate)
    reverse = _reverse(money, clause, line)
    back = Fraction(rate_on(reverse.rate, line.day, reverse.id).rate) if reverse and reverse.rate else None
    gross, paid = line.amount * rate, sum((entry.amount for entry in payments), Fraction(0))
    grades = (clause.basis.grade_of("rate"), line.grade, *(entry.grade for entry in payments))
    return Implication(
        clause=clause.id, start=_start(line), last=line.day, currency=line.currency, base=line.amount,
        rate=rate, gross=gross, paid=paid, reverse=gross - paid,
        reverse_rate=back,
        reverse_base=(gross - paid) / back if back else None, paid_base=paid / rate, rests_on=weakest(grades),
    )  # fmt: skip


def _reverse(money: Sequence[MoneyTerms], clause: RevenueShare, line: Entry) -> RevenueShare | None:
    """Return the leg that runs the other way on that day."""
    payees = {payee.party for payee in clause.payee}
    for terms in money:
        if isinstance(terms, LegTerms) and (span := terms.at(line.at)) and span.clause.payer in payees:
            return span.clause
    return None
