"""Payments as they stood over time: the texts of each clause, and where the record tells their days and quantities."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from firstcall.agreement.model.clauses.money import Commitment
from firstcall.agreement.model.clauses.promises.duty import DatedDuty, LateCredit
from firstcall.agreement.model.clauses.promises.payment import Payment, Recurring
from firstcall.agreement.model.clauses.promises.price_promise import DifferencePaid, PricePromise
from firstcall.agreement.terms import InForce
from firstcall.record.position import Position
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class PaymentSpan:
    """A payment clause as it stood from `start` up to but without `end`, and in which version."""

    start: datetime
    end: datetime | None
    version: str
    clause: Payment

    def __contains__(self, at: datetime) -> bool:
        return self.start <= at and (self.end is None or at < self.end)


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """The dated history of one payment clause; spans in order, without overlap."""

    id: str
    spans: tuple[PaymentSpan, ...]
    here: Position
    """The record after everything that is known: on which day what dates hang on happened, and what was reported."""
    duty: DatedDuty | None = None
    """For what is paid for doing a duty late, the duty."""
    promise: PricePromise | None = None
    """For what a price promise pays, the promise."""
    against: tuple[PaymentTerms, ...] = ()
    """For a prepayment, the payments whose sums it is set against."""

    @property
    def clause(self) -> Payment:
        """Return the latest text of the clause."""
        return self.spans[-1].clause

    @property
    def version(self) -> str:
        """Return the version of the latest text."""
        return self.spans[-1].version

    def text_of(self, span: PaymentSpan) -> InForce:
        """Return the clause as it is written in a span: the duty or the promise itself, where that is what pays."""
        return self.here.when(span.start).now.by_id[self.id]


SumClause = Payment | DatedDuty | PricePromise
"""A clause that may have sums to pay."""


def as_payment(clause: SumClause) -> Payment | None:
    """Return what a clause pays as the payment that it is; None where it pays nothing."""
    match clause:
        case Payment():
            return clause
        case DatedDuty():
            return None if clause.late is None else credit_payment(clause, clause.late)
        case PricePromise():
            return None if clause.pays is None else difference_payment(clause, clause.pays)
        case _:
            assert_never(clause)


def payment_terms(name: str, spans: Sequence[PaymentSpan], here: Position, clause: SumClause | None) -> PaymentTerms:
    """Return the history of a clause that pays sums, with the duty or the promise that they follow from."""
    duty = clause if isinstance(clause, DatedDuty) else None
    return PaymentTerms(name, tuple(spans), here, duty, clause if isinstance(clause, PricePromise) else None)


def difference_payment(clause: PricePromise, pays: DifferencePaid) -> Payment:
    """Return what a price promise pays as the payment that it is: from who promises to whom it is promised.

    Its sums are reckoned from the record; a unit price of one stands for the difference.
    """
    return Payment(
        id=clause.id, type="payment", says=clause.says, payer=clause.by, payee=clause.to, unit_price=Decimal(1),
        quantity=pays.quantity, currency=clause.currency, when=Recurring(every=pays.every, since=date.min),
        due_days=pays.due_days, basis=clause.basis, since=clause.since, until=clause.until,
    )  # fmt: skip


def credit_payment(clause: DatedDuty, late: LateCredit) -> Payment:
    """Return what is paid for doing a duty late as the payment that it is: from who owes the duty to whom.

    Its sums are reckoned by the days that the duty is late; `amount` is that of one day.
    """
    assert clause.to is not None
    return Payment(
        id=clause.id, type="payment", says=clause.says, payer=clause.by, payee=clause.to, amount=late.per_day,
        currency=late.currency, when=Recurring(every="month", since=date.min), due_days=late.due_days,
        basis=clause.basis, since=clause.since, until=clause.until,
    )  # fmt: skip


def awaited_commitment(clause: Commitment) -> Payment:
    """Return a commitment with a day that is not known yet as a payment that waits for what brings it.

    What it will come to nobody knows: its amount is to be bought, and only what is missing is paid.
    """
    when = clause.until if isinstance(clause.since, date) else clause.since
    return Payment(
        id=clause.id, type="payment", says=clause.says, payer=clause.by, payee=clause.to,
        unit_price=clause.price or Decimal(1), quantity=clause.id, currency=clause.currency, when=when,
        basis=clause.basis,
    )  # fmt: skip
