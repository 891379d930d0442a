"""Payments as they stood over time: the texts of each clause, and where the record tells their days and quantities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from firstcall.agreement.model.clauses.money import Commitment
from firstcall.agreement.model.clauses.promises.duty import DatedDuty, LateCredit
from firstcall.agreement.model.clauses.promises.payment import Payment, Recurring
from firstcall.record.position import Position


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

    @property
    def clause(self) -> Payment:
        """Return the latest text of the clause."""
        return self.spans[-1].clause

    @property
    def version(self) -> str:
        """Return the version of the latest text."""
        return self.spans[-1].version


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
    """Return a commitment with a day that is not known yet as a payment that waits for what brings it."""
    when = clause.until if isinstance(clause.since, date) else clause.since
    return Payment(
        id=clause.id, type="payment", says=clause.says, payer=clause.by, payee=clause.to,
        amount=clause.steps[0].amount, currency=clause.currency, when=when, basis=clause.basis,
    )  # fmt: skip
