"""A statement as bookkeeping: balanced journal entries, Beancount text, FOCUS 1.4 Invoice Detail."""

import json
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from firstcall.dates import iso
from firstcall.money import Money
from firstcall.settlement.changes import Delta
from firstcall.settlement.statement import Leg, Statement

JOURNAL_COLUMNS = (
    "date",
    "entry",
    "books_of",
    "account",
    "debit",
    "credit",
    "currency",
    "statement",
    "clause",
    "period",
)
INVOICE_COLUMNS = (
    "BilledCost", "BillingAccountId", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart", "ChargeCategory",
    "InvoiceDetailCreated", "InvoiceDetailDescription", "InvoiceDetailGrain", "InvoiceDetailId",
    "InvoiceDetailLastUpdated", "InvoiceId", "InvoiceIssueDate", "InvoiceIssueStatus", "InvoiceIssuerName",
    "PaymentCurrency", "PaymentCurrencyBilledCost", "PaymentCurrencyInvoiceDetailId", "PaymentDueDate",
    "PaymentTerms", "PurchaseOrderNumber", "ReferenceInvoiceId",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of an entry in one party's books; a debit is above zero."""

    day: date
    entry: str
    party: str
    account: str
    amount: Money
    clause: str
    period: str


def postings(statement: Statement, party: str | None = None) -> tuple[Posting, ...]:
    """Return the entries of a statement in the books of both parties, or of one: each balances.

    The payer books an expense and a payable, the payee income and a receivable: one amount, four postings.
    """
    found = [
        posting
        for leg in statement.legs
        for period, payee, day, amount in _amounts(leg, statement)
        for posting in _entry(leg, period, payee, day, amount)
    ]
    return tuple(posting for posting in found if party in (None, posting.party))


def _amounts(leg: Leg, statement: Statement) -> list[tuple[str, str, date, Money]]:
    found = [
        (part.period.name, payee, part.period.last, Money(units, leg.currency, leg.digits))
        for part in leg.periods
        for payee, units in part.parts
    ]
    found += [
        (bought.period.name, leg.parts[0][0], bought.period.last, Money(bought.shortfall, leg.currency, leg.digits))
        for bought in leg.commitment
        if bought.period.last in statement.period and not leg.unknown
    ]
    return [one for one in found if one[3].units]


def _entry(leg: Leg, period: str, payee: str, day: date, amount: Money) -> list[Posting]:
    back = Money(-amount.units, amount.currency, amount.digits)
    name = f"{leg.clause} {period} {payee}"
    sides = (
        (leg.payer, f"Expenses:{leg.clause}", amount),
        (leg.payer, f"Liabilities:Payable:{payee}", back),
        (payee, f"Assets:Receivable:{leg.payer}", amount),
        (payee, f"Income:{leg.clause}", back),
    )
    return [Posting(day, name, party, account, said, leg.clause, period) for party, account, said in sides]


def journal_rows(statement: Statement, party: str | None = None) -> tuple[dict[str, str], ...]:
    """Return the journal by column: debits and credits, never below zero."""
    return tuple(
        dict(zip(JOURNAL_COLUMNS, (
            posting.day.isoformat(), posting.entry, posting.party, posting.account,
            f"{posting.amount.amount:f}" if posting.amount.units > 0 else "",
            f"{-posting.amount.amount:f}" if posting.amount.units < 0 else "",
            posting.amount.currency, statement.id, posting.clause, posting.period,
        ), strict=True))
        for posting in postings(statement, party)
    )  # fmt: skip


def beancount_text(statement: Statement, party: str | None = None) -> str:
    """Return the statement as Beancount reads it, each party's accounts under its own name."""
    found = postings(statement, party)
    entries: dict[tuple[str, str], list[Posting]] = {}
    for posting in found:
        entries.setdefault((posting.entry, posting.party), []).append(posting)
    opened = sorted({(_account(posting), min(one.day for one in found)) for posting in found})
    lines = [f"; {statement.id}, as known at {iso(statement.known_at)}, {statement.status}"]
    lines += [f"{day} open {account}" for account, day in opened]
    for (name, whose), sides in entries.items():
        lines += ["", f'{sides[0].day} * "{whose}" "{statement.id}: {name}"']
        lines += [f"  {_account(side):<60} {side.amount.amount:f} {_commodity(side.amount.currency)}" for side in sides]
    return "\n".join(lines) + "\n"


def _account(posting: Posting) -> str:
    root, _, rest = posting.account.partition(":")
    return ":".join((root, _part(posting.party), *(_part(part) for part in rest.split(":"))))


def _part(name: str) -> str:
    """Return a name as a part of an account: it begins with a capital and holds letters, digits and hyphens."""
    plain = re.sub(r"[^A-Za-z0-9-]", "-", name)
    return plain[:1].upper() + plain[1:] if plain[:1].isalnum() else f"X{plain}"


def _commodity(currency: str) -> str:
    return re.sub(r"[^A-Z0-9._-]", "-", currency.upper())


def invoice_rows(statement: Statement, names: dict[str, str], delta: Delta | None = None) -> tuple[dict[str, str], ...]:
    """Return the statement as FOCUS 1.4 Invoice Detail: a row for each clause, settlement period and payee.

    The payee issues, since it is paid; a delta is a row of its own that refers to the invoice it changes.

    Source: FOCUS 1.4, Invoice Detail.
    """
    rows = [
        _invoice(statement, leg, period, payee, amount, names)
        for leg in statement.legs
        for period, payee, _, amount in _amounts(leg, statement)
    ]
    if delta is not None:
        for change in delta.changes:
            leg = next((leg for leg in statement.legs if leg.clause == change.clause), None)
            if leg is not None and change.delta.units:
                row = _invoice(statement, leg, change.period, leg.parts[0][0], change.delta, names)
                marks = {"InvoiceId": f"{delta.id}-{leg.clause}", "ReferenceInvoiceId": row["InvoiceId"]}
                detail = f"{delta.id}/{leg.clause}/{change.period}"
                rows.append(row | marks | {"InvoiceDetailId": detail, "ChargeCategory": "Adjustment"})
    return tuple(rows)


def _invoice(
    statement: Statement, leg: Leg, period: str, payee: str, amount: Money, names: dict[str, str]
) -> dict[str, str]:
    spans = {part.period.name: part.period for part in leg.periods} | {
        bought.period.name: bought.period for bought in leg.commitment
    }
    span = spans.get(period, statement.period)
    cost: Decimal = amount.amount
    issued = statement.status not in ("draft", "estimate")
    values = {
        "BilledCost": f"{cost:f}",
        "BillingAccountId": leg.payer,
        "BillingCurrency": amount.currency,
        "BillingPeriodStart": f"{span.start}T00:00:00Z",
        "BillingPeriodEnd": f"{span.end}T00:00:00Z",
        "ChargeCategory": "Purchase",
        "InvoiceDetailCreated": iso(statement.known_at),
        "InvoiceDetailDescription": f"{leg.clause} {period}",
        "InvoiceDetailGrain": json.dumps({"Clause": leg.clause, "Period": period, "Version": leg.version}),
        "InvoiceDetailId": f"{statement.id}/{leg.clause}/{period}/{payee}",
        "InvoiceDetailLastUpdated": iso(statement.known_at),
        "InvoiceId": f"{statement.id}-{leg.clause}-{payee}",
        "InvoiceIssueDate": iso(statement.known_at) if issued else "",
        "InvoiceIssueStatus": "Issued" if issued else "Open",
        "InvoiceIssuerName": names.get(payee, payee),
        "PaymentCurrency": amount.currency,
        "PaymentCurrencyBilledCost": f"{cost:f}",
        "PaymentDueDate": leg.due.isoformat() if leg.due else "",
    }
    return {column: values.get(column, "") for column in INVOICE_COLUMNS}
