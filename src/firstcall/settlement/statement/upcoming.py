"""Which sum of each payment clause comes next, and which wait for a day or a quantity that is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from firstcall.agreement.document import BASE
from firstcall.agreement.model.basis import Grade
from firstcall.agreement.terms import versions
from firstcall.dates import day_end, day_start
from firstcall.money import Money, digits_of, round_units
from firstcall.said import Said
from firstcall.settlement.clauses.dated_terms import MoneyTerms
from firstcall.settlement.clauses.payments import PaymentTerms
from firstcall.settlement.clauses.periods import period_of
from firstcall.settlement.sums.fall import Fall
from firstcall.settlement.sums.falls import falls
from firstcall.values import dataclass

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
    prepaid: Money | None = None
    """What of it was paid in advance; None where nothing was, or nobody knows."""
    sooner: Said | None = None
    """What may still bring its day before the day in any case."""


def upcoming_sums(money: Iterable[MoneyTerms], today: date) -> tuple[UpcomingSum, ...]:
    """Return the next sum of each payment clause that is due on a day or later, and every one then without a known day.

    A text signed later brings none. What lies before is on statements, which tell whether it was paid. What lateness
    costs is no sum to come.

    Args:
      money: the money clauses, as known.
      today: the day asked about, in the agreement's zone.
    """
    paid = [terms for terms in money if isinstance(terms, PaymentTerms) and terms.duty is None
            and terms.promise is None]  # fmt: skip
    taken = {fall.of: fall for terms in paid if terms.clause.prepays is not None
             for fall in falls(terms, today + SUMS_AHEAD) if fall.kind == "drawn"}  # fmt: skip
    found = [one for terms in paid for one in _of_clause(terms, today, taken)]
    return tuple(sorted(found, key=lambda one: (one.due or date.max, one.name)))


def _of_clause(terms: PaymentTerms, today: date, taken: Mapping[str, Fall]) -> Iterator[UpcomingSum]:
    known, signed = False, {one.id: one.signed for one in versions(terms.here.agreement) if one.id != BASE}
    tonight = day_end(today, terms.here.now.where)
    for fall in falls(terms, today + SUMS_AHEAD):
        if fall.span.version in signed and signed[fall.span.version] >= tonight:
            continue  # an amendment that nobody could expect yet
        if fall.kind == "drawn" or fall.amount == 0:
            continue  # told with the sum that takes it; nothing is due of a sum known to be zero
        if fall.due is None:
            if _in_force(terms, fall, today):
                yield _sum(terms, fall, None)
        elif fall.due >= today and (fall.kind == "refund" or not known):
            known = known or fall.kind == "payment"
            yield _sum(terms, fall, taken.get(fall.id))


def _in_force(terms: PaymentTerms, fall: Fall, today: date) -> bool:
    """Say whether the text that a sum without a known day is of holds at some time of a day."""
    where, span = terms.here.now.where, fall.span
    return span.start < day_end(today, where) and (span.end is None or span.end > day_start(today, where))


def _sum(terms: PaymentTerms, fall: Fall, taken: Fall | None) -> UpcomingSum:
    clause = fall.span.clause
    payer, payee = (clause.payee, clause.payer) if fall.kind == "refund" else (clause.payer, clause.payee)
    prepaid = None if taken is None else _units(taken)
    return UpcomingSum(
        fall.id, terms.id, fall.span.version, payer, payee, _units(fall), fall.day, fall.due, fall.unknown,
        fall.rests_on, prepaid, fall.sooner,
    )  # fmt: skip


def _units(fall: Fall) -> Money | None:
    """Return a sum in whole units, whichever way it is paid; None where it is unknown."""
    if fall.amount is None:
        return None
    clause, digits = fall.span.clause, digits_of(fall.span.clause.currency, fall.span.clause.units)
    owed = fall.amount if fall.kind == "payment" else -fall.amount
    return Money(round_units(owed, digits, clause.rounding.mode), clause.currency, digits)


def month_of_sum(money: Iterable[MoneyTerms], name: str, today: date) -> str | None:
    """Return the month of the day of a sum, by its name; None where no payment has a sum of that name and a day.

    Args:
      money: the money clauses, as known.
      name: the id of a sum, such as fee, fee/2026-03, or advance/drawn/fee/2026-03.
      today: the day asked on; sums are looked for up to a year after it.
    """
    clause = name.partition("/")[0]
    named = (terms for terms in money if isinstance(terms, PaymentTerms) and terms.id == clause)
    found = (fall.day for terms in named for fall in falls(terms, today + SUMS_AHEAD) if fall.id == name)
    day = next(found, None)
    return None if day is None else period_of(day, "month").name
