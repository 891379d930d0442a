"""What became of a statement: issued, disputed, agreed and paid, in lines of text and as JSON."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from firstcall.dates import iso
from firstcall.money import exact_text
from firstcall.record.events.kinds import StatementDisputed, StatementPaid
from firstcall.settlement.statement.standing import Account


def account_lines(account: Account, on: date) -> tuple[str, ...]:
    """Return what became of a statement, and what is left to pay as of a day; nothing for a draft."""
    return tuple(_lines(account, on))


def _lines(account: Account, on: date) -> Iterator[str]:
    stands = account.standing
    for event in stands.issues:
        yield f"{'Delta issued' if event.delta else 'Issued'} by {event.by} on {iso(event.at)}"
    for disputed in stands.disputes:
        yield f"Disputed by {disputed.by} on {iso(disputed.at)}: {_what(disputed)}"
    for agreed in stands.agreed:
        yield f"Agreed by {agreed.by} on {iso(agreed.at)}"
    for paid in stands.payments:
        to = f" to {paid.to}" if paid.to else ""
        yield f"Paid by {paid.by}{to} on {iso(paid.at)}: {paid.amount:f} {paid.currency}"
    if stands.issues:
        for one in account.balances:
            yield f"  {one.says(on)}"
    for stray in account.astray:
        yield f"  {_astray(stray)}"


def _what(event: StatementDisputed) -> str:
    what = ", ".join(event.lines or event.clauses) or "all of it"
    return what + (f" ({event.note})" if event.note else "")


def _astray(event: StatementPaid) -> str:
    return (
        f"{event.amount:f} {event.currency} paid by {event.by} count against nothing owed here;"
        " say to whom with --to, in a currency of the statement, by a correction"
    )


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
