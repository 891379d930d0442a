"""How a statement stands: draft, issued, disputed, agreed, paid, as the record says.

And what other statements have charged already.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from firstcall.errors import QuestionError
from firstcall.money import ExactSum, Money, WholeSum
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import (
    AboutStatement,
    StatementAgreed,
    StatementDisputed,
    StatementIssued,
    StatementPaid,
)
from firstcall.said import Said, sentence
from firstcall.settlement.clauses.periods import Period, asked_period
from firstcall.settlement.statement.netting import Net
from firstcall.values import dataclass


class Overpaid(Said):
    says = sentence(
        "balance.overpaid", "{payer} to {payee}: overpaid by {over}, to be given back or set against the next"
    )
    payer: str
    payee: str
    over: Said


class PaidInFull(Said):
    says = sentence("balance.paid-in-full", "{payer} to {payee}: paid in full, {paid}")
    payer: str
    payee: str
    paid: Said


class NothingToPay(Said):
    says = sentence("balance.nothing-to-pay", "{payer} to {payee}: nothing to pay")
    payer: str
    payee: str


class LeftToPay(Said):
    says = sentence("balance.left", "{payer} to {payee}: {left}")
    payer: str
    payee: str
    left: Said


class AmountLeft(Said):
    says = sentence("balance.amount-left", "{left} left to pay")
    left: Said


class PaidAndLeft(Said):
    says = sentence("balance.paid-and-left", "{paid} paid, {left} left to pay")
    paid: Said
    left: Said


class LeftDue(Said):
    says = sentence("balance.left-due", "{left}, due {due}")
    left: Said
    due: date


class LeftOverdue(Said):
    says = sentence("balance.left-overdue", "{left}, due {due}, overdue on {on}")
    left: Said
    due: date
    on: date


StatementStatus = Literal["draft", "issued", "disputed", "agreed", "paid"]


@dataclass(frozen=True, slots=True)
class StatementStanding:
    """What the record says about a statement: its issue with every later delta, disputes, consents, payments.

    `disputes` are those that stand: the party that disputed has neither agreed since, nor was a delta issued.
    """

    status: StatementStatus
    issues: tuple[StatementIssued, ...] = ()
    disputes: tuple[StatementDisputed, ...] = ()
    agreed: tuple[StatementAgreed, ...] = ()
    payments: tuple[StatementPaid, ...] = ()

    @property
    def last(self) -> StatementIssued | None:
        """Return the latest issue: the statement itself, or its latest delta."""
        return self.issues[-1] if self.issues else None


@dataclass(frozen=True, slots=True)
class Balance:
    """What one party owes another on a statement in one currency, what was paid on it, and what is left.

    Below zero, `left` is what was paid too much.
    """

    payer: str
    payee: str
    currency: str
    owed: Fraction
    paid: Fraction
    due: date | None
    digits: int

    @property
    def left(self) -> Fraction:
        """Return what is left to pay."""
        return self.owed - self.paid

    def stands(self, on: date) -> Said:
        """Return how the balance stands on a day."""
        payer, payee = self.payer, self.payee
        if self.left < 0:
            return Overpaid(payer=payer, payee=payee, over=self._sum(-self.left))
        if not self.left:
            if not self.owed:
                return NothingToPay(payer=payer, payee=payee)
            return PaidInFull(payer=payer, payee=payee, paid=self._sum(self.paid))
        left: Said = AmountLeft(left=self._sum(self.left))
        if self.paid:
            left = PaidAndLeft(paid=self._sum(self.paid), left=self._sum(self.left))
        if self.due is not None:
            late = on > self.due
            left = LeftOverdue(left=left, due=self.due, on=on) if late else LeftDue(left=left, due=self.due)
        return LeftToPay(payer=payer, payee=payee, left=left)

    def _sum(self, amount: Fraction) -> Said:
        units = amount * 10**self.digits
        if units.denominator == 1:
            return WholeSum(amount=Money(int(units), self.currency, self.digits))
        return ExactSum(amount=amount, currency=self.currency)


@dataclass(frozen=True, slots=True)
class Account:
    """A statement's status once its payments are counted, the balances, and payments that fit none of them."""

    standing: StatementStanding
    status: StatementStatus
    balances: tuple[Balance, ...] = ()
    astray: tuple[StatementPaid, ...] = ()


def standing_of_statement(events: Iterable[EventBase], statement: str) -> StatementStanding:
    """Return what the record says about a statement; a delta stands under the id of the statement that it changes.

    A later delta asks for agreement anew. Whoever issued it cannot agree to it: that is for the other side.

    >>> standing_of_statement((), "example-2025-01").status
    'draft'
    """
    now = StatementStanding("draft")
    for event in events:
        if not isinstance(event, AboutStatement) or event.statement != statement:
            continue
        match event:
            case StatementIssued():
                now = replace(now, issues=(*now.issues, event), disputes=(), agreed=())
            case StatementDisputed():
                agreed = tuple(one for one in now.agreed if one.by != event.by)
                now = replace(now, disputes=(*now.disputes, event), agreed=agreed)
            case StatementAgreed():
                disputes = tuple(one for one in now.disputes if one.by != event.by)
                now = replace(now, disputes=disputes, agreed=(*now.agreed, event))
            case StatementPaid():
                now = replace(now, payments=(*now.payments, event))
            case _:
                continue
    return replace(now, status=_status(now))


def _status(now: StatementStanding) -> StatementStatus:
    if now.last is None:
        return "draft"
    if now.disputes:
        return "disputed"
    return "agreed" if any(one.by != now.last.by for one in now.agreed) else "issued"


def account(stands: StatementStanding, nets: Sequence[Net]) -> Account:
    """Return how a statement stands with its payments counted against what it nets to.

    It is paid once every balance is; a payment in part leaves its status, and paying does not end a dispute
    while anything is left. A payment counts where payer, payee and currency are those of a balance, either way
    round; who was paid may be left unsaid where the payer can only have meant one.

    Args:
      stands: what the record says.
      nets: what the statement comes to, its deltas included.
    """
    balances = [_balance(net) for net in nets if net.gross]
    astray = []
    for payment in stands.payments:
        found = [place for place, one in enumerate(balances) if _fits(payment, one)]
        paying = [place for place in found if balances[place].payer == payment.by]
        chosen = paying if len(paying) == 1 else found
        if len(chosen) != 1:
            astray.append(payment)
            continue
        one = balances[chosen[0]]
        sign = 1 if payment.by == one.payer else -1
        balances[chosen[0]] = replace(one, paid=one.paid + sign * Fraction(Decimal(payment.amount)))
    done = bool(balances) and all(one.left <= 0 for one in balances) and any(one.owed for one in balances)
    status: StatementStatus = "paid" if stands.last and done else stands.status
    return Account(stands, status, tuple(balances), tuple(astray))


def _balance(net: Net) -> Balance:
    owed = Fraction(net.amount.amount)
    return Balance(net.payer, net.payee, net.amount.currency, owed, Fraction(0), net.due, net.amount.digits)


def _fits(payment: StatementPaid, one: Balance) -> bool:
    pair = {one.payer, one.payee}
    named = payment.to is None or ({payment.by, payment.to} == pair)
    return payment.currency == one.currency and payment.by in pair and named


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
