"""Which sum of each payment clause comes next, and which wait for a day or a quantity that is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from firstcall.agreement.model.basis import Grade
from firstcall.money import Money, digits_of, round_units
from firstcall.said import Said
from firstcall.settlement.clauses.dated_terms import MoneyTerms
from firstcall.settlement.clauses.payments import PaymentTerms
from firstcall.settlement.reckon.fall import Fall
from firstcall.settlement.reckon.falls import falls

SUMS_AHEAD = timedelta(days=400)
"""How far ahead the next sum is looked for: over a year, so that one of every year is found."""


@dataclass(frozen=True, slots=True)
class UpcomingSum:
    """One sum that is still to be paid: on which day it falls, by when it is due, how much; or why that is unknown."""

    name: str
    clause: str
    version: str
    payer: str
    payee: str
    amount: Money | None
    falls: date | None
    due: date | None
    unknown: Said | None
    grade: Grade


def upcoming_sums(money: Iterable[MoneyTerms], today: date) -> tuple[UpcomingSum, ...]:
    """Return the next sum of each payment clause that is due on a day or later, and every sum without a known day.

    What lies before is on statements, which tell whether it was paid. What lateness costs is no sum to come.

    Args:
      money: the money clauses, as known.
      today: the day asked about, in the agreement's zone.
    """
    found = [one for terms in money if isinstance(terms, PaymentTerms) and terms.duty is None
             for one in _of_clause(terms, today)]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.due or date.max, one.name)))


def _of_clause(terms: PaymentTerms, today: date) -> Iterator[UpcomingSum]:
    known = False
    for fall in falls(terms, today + SUMS_AHEAD):
        after = timedelta(days=fall.span.clause.due_days)
        if fall.day is None:
            yield _sum(terms, fall, None)
        elif not known and fall.day + after >= today:
            known = True
            yield _sum(terms, fall, fall.day + after)


def _sum(terms: PaymentTerms, fall: Fall, due: date | None) -> UpcomingSum:
    clause, digits = fall.span.clause, digits_of(fall.span.clause.currency, fall.span.clause.units)
    amount = None
    if fall.amount is not None:
        amount = Money(round_units(fall.amount, digits, clause.rounding.mode), clause.currency, digits)
    return UpcomingSum(
        fall.id, terms.id, fall.span.version, clause.payer, clause.payee, amount, fall.day, due, fall.unknown,
        fall.rests_on,
    )  # fmt: skip
