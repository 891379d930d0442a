"""What became of a statement: issued, disputed, agreed and paid, in lines of text and as JSON."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from firstcall.dates import iso
from firstcall.money import exact_text
from firstcall.record.events.kinds import StatementDisputed, StatementPaid
from firstcall.report.offer.rows import AllOfIt
from firstcall.report.sheet import Tell
from firstcall.said import Grouped, Said, sentence
from firstcall.settlement.statement.standing import Account


class IssuedBy(Said):
    says = sentence("account.issued", "Issued by {party} on {at}")
    party: str
    at: datetime


class DeltaIssuedBy(Said):
    says = sentence("account.delta-issued", "Delta issued by {party} on {at}")
    party: str
    at: datetime


class DisputedBy(Said):
    says = sentence("account.disputed", "Disputed by {party} on {at}: {what}")
    party: str
    at: datetime
    what: Said


class TheseDisputed(Said):
    says = sentence("account.these-disputed", "{names}")
    names: tuple[str, ...]


class DisputedNote(Said):
    says = sentence("account.disputed-note", "{what} ({note})")
    what: Said
    note: str


class AgreedBy(Said):
    says = sentence("account.agreed", "Agreed by {party} on {at}")
    party: str
    at: datetime


class PaidBy(Said):
    says = sentence("account.paid", "Paid by {party} on {at}: {amount} {currency}")
    party: str
    at: datetime
    amount: Annotated[Decimal, Grouped]
    currency: str


class PaidByTo(Said):
    says = sentence("account.paid-to", "Paid by {party} to {payee} on {at}: {amount} {currency}")
    party: str
    payee: str
    at: datetime
    amount: Annotated[Decimal, Grouped]
    currency: str


class PaidAstray(Said):
    says = sentence(
        "account.paid-astray",
        "{amount} {currency} paid by {party} count against nothing owed here; say to whom with --to, in a currency of"
        " the statement, by a correction",
    )
    amount: Annotated[Decimal, Grouped]
    currency: str
    party: str


def account_lines(account: Account, on: date, tell: Tell = str) -> tuple[str, ...]:
    """Return what became of a statement, and what is left to pay as of a day; nothing for a draft.

    Args:
      account: the statement's account.
      on: the day.
      tell: says a fact in a language; English unless given.
    """
    happened, below = account_facts(account, on)
    return (*(tell(one) for one in happened), *(f"  {tell(one)}" for one in below))


def account_facts(account: Account, on: date) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
    """Return what became of a statement, and what is left to pay as of a day."""
    below = [one.stands(on) for one in account.balances] if account.standing.issues else []
    below += [PaidAstray(amount=one.amount, currency=one.currency, party=one.by) for one in account.astray]
    return tuple(_happened(account)), tuple(below)


def _happened(account: Account) -> Iterator[Said]:
    stands = account.standing
    for event in stands.issues:
        if event.delta:
            yield DeltaIssuedBy(party=event.by, at=event.at)
        else:
            yield IssuedBy(party=event.by, at=event.at)
    for disputed in stands.disputes:
        yield DisputedBy(party=disputed.by, at=disputed.at, what=_what(disputed))
    for agreed in stands.agreed:
        yield AgreedBy(party=agreed.by, at=agreed.at)
    yield from map(_paid, stands.payments)


def _paid(one: StatementPaid) -> Said:
    if one.to:
        return PaidByTo(party=one.by, payee=one.to, at=one.at, amount=one.amount, currency=one.currency)
    return PaidBy(party=one.by, at=one.at, amount=one.amount, currency=one.currency)


def _what(event: StatementDisputed) -> Said:
    names = tuple(event.lines or event.clauses)
    what = TheseDisputed(names=names) if names else AllOfIt()
    return DisputedNote(what=what, note=event.note) if event.note else what


def account_data(account: Account) -> dict[str, Any]:
    """Return what became of a statement as JSON has it."""
    stands = account.standing
    return {
        "issued": [{"by": one.by, "at": iso(one.at), "delta": one.delta} for one in stands.issues],
        "disputes": [
            {"by": one.by, "at": iso(one.at), "clauses": list(one.clauses), "lines": list(one.lines), "note": one.note}
            for one in stands.disputes
        ],
        "agreed": [{"by": one.by, "at": iso(one.at)} for one in stands.agreed],
        "payments": [
            {"by": one.by, "to": one.to, "at": iso(one.at), "amount": f"{one.amount:f}", "currency": one.currency,
             "counted": one not in account.astray}
            for one in stands.payments
        ],
        "balances": [
            {"payer": one.payer, "payee": one.payee, "currency": one.currency, "owed": exact_text(one.owed),
             "paid": exact_text(one.paid), "left": exact_text(one.left),
             "due": one.due.isoformat() if one.due else None}
            for one in account.balances
        ],
    }  # fmt: skip
