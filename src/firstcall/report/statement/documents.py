"""A statement as the papers that bookkeeping keeps.

Issue and deltas, FOCUS 1.4 Invoice Detail, balanced journal entries, Beancount text.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from firstcall.dates import iso
from firstcall.money import Money
from firstcall.record.events.kinds import StatementIssued
from firstcall.settlement.clauses.periods import Period
from firstcall.settlement.statement.statement import Leg, Statement
from firstcall.values import dataclass

Drawn = tuple[StatementIssued | None, Statement]
"""A statement as drawn up for an issue; without one, as it stands now."""
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class PaperItem:
    """What one clause pays one payee for one settlement period."""

    clause: str
    version: str
    payer: str
    payee: str
    period: Period
    amount: Money
    due: date | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A statement or a delta: its items, and when it was issued; `number` is 0 for the statement itself."""

    statement: str
    number: int
    known_at: datetime
    issued: datetime | None
    status: str
    items: tuple[PaperItem, ...]

    @property
    def id(self) -> str:
        """Return its own id: the statement's, or a delta's."""
        return f"{self.statement}-d{self.number}" if self.number else self.statement


def papers(drawn: Sequence[Drawn]) -> tuple[Paper, ...]:
    """Return the papers of a statement, in order; what is not issued yet comes last, if it says anything.

    Together they say what the statement says now: a delta holds only differences, item by item.

    Args:
      drawn: as drawn up for each issue, then as it stands now; a draft alone stands for itself.
    """
    found: list[Paper] = []
    before: dict[_Key, PaperItem] = {}
    for number, (issue, statement) in enumerate(drawn):
        now = {(item.clause, item.period.name, item.payee): item for item in items(statement)}
        changed = tuple(_differences(before, now))
        if changed or issue is not None:
            at = issue.at if issue else None
            status = "issued" if issue else statement.status if not found else "open"
            found.append(Paper(statement.id, number, statement.known_at, at, status, changed))
        before = now
    return tuple(found)


def items(statement: Statement) -> tuple[PaperItem, ...]:
    """Return what a statement says item by item; what is nothing or unknown is no item."""
    return tuple(item for leg in statement.legs for item in _items(leg, statement) if item.amount.units)


def _items(leg: Leg, statement: Statement) -> Iterator[PaperItem]:
    for part in leg.periods:
        for payee, units in part.parts:
            amount = Money(units, leg.currency, leg.digits)
            yield PaperItem(leg.clause, leg.version, leg.payer, payee, part.period, amount, leg.due)
    for bought in leg.commitment if not leg.unknown else ():
        if bought.period.last in statement.period and bought.priced:
            amount = Money(bought.owed, leg.currency, leg.digits)
            yield PaperItem(leg.clause, leg.version, leg.payer, leg.parts[0][0], bought.period, amount, leg.due)


def _differences(before: dict[_Key, PaperItem], now: dict[_Key, PaperItem]) -> Iterator[PaperItem]:
    for key in dict.fromkeys((*now, *before)):
        old, new = before.get(key), now.get(key)
        item = new or old
        assert item is not None
        units = (new.amount.units if new else 0) - (old.amount.units if old else 0)
        if units:
            yield replace(item, amount=Money(units, item.amount.currency, item.amount.digits))


INVOICE_COLUMNS = (
    "BilledCost", "BillingAccountId", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart", "ChargeCategory",
    "InvoiceDetailCreated", "InvoiceDetailDescription", "InvoiceDetailGrain", "InvoiceDetailId",
    "InvoiceDetailLastUpdated", "InvoiceId", "InvoiceIssueDate", "InvoiceIssueStatus", "InvoiceIssuerName",
    "PaymentCurrency", "PaymentCurrencyBilledCost", "PaymentCurrencyInvoiceDetailId", "PaymentDueDate",
    "PaymentTerms", "ReferenceInvoiceId",
)  # fmt: skip


def invoice_rows(papers: Sequence[Paper], names: Mapping[str, str]) -> tuple[dict[str, str], ...]:
    """Return the papers of a statement as rows: one for each clause, settlement period and payee.

    The payee issues, since it is paid. A delta is an invoice of its own that refers to the one it changes; what is
    not issued yet is Open.

    Args:
      papers: the statement, then its deltas.
      names: how parties are called, by id.

    Source: FOCUS 1.4, Invoice Detail.
    """
    first: dict[str, str] = {}
    for paper in papers:
        for item in paper.items:
            first.setdefault(_series(item), f"{paper.id}-{_series(item)}")
    return tuple(_row(paper, item, names, first[_series(item)]) for paper in papers for item in paper.items)


def _series(item: PaperItem) -> str:
    return f"{item.clause}-{item.payee}"


def _row(paper: Paper, item: PaperItem, names: Mapping[str, str], first: str) -> dict[str, str]:
    cost, currency = f"{item.amount.amount:f}", item.amount.currency
    detail = f"{paper.id}/{item.clause}/{item.period.name}/{item.payee}"
    invoice = f"{paper.id}-{_series(item)}"
    created = _instant(paper.issued or paper.known_at)
    grain = {"x_Clause": item.clause, "x_SettlementPeriod": item.period.name, "x_Version": item.version}
    values = {
        "BilledCost": cost,
        "BillingAccountId": item.payer,
        "BillingCurrency": currency,
        "BillingPeriodStart": _day(item.period.start),
        "BillingPeriodEnd": _day(item.period.end),
        "ChargeCategory": "Purchase" if invoice == first else "Adjustment",
        "InvoiceDetailCreated": created,
        "InvoiceDetailDescription": f"{item.clause} {item.period.name}",
        "InvoiceDetailGrain": json.dumps(grain),
        "InvoiceDetailId": detail,
        "InvoiceDetailLastUpdated": created,
        "InvoiceId": invoice,
        "InvoiceIssueDate": _instant(paper.issued) if paper.issued else "",
        "InvoiceIssueStatus": "Issued" if paper.issued else "Open",
        "InvoiceIssuerName": names.get(item.payee, item.payee),
        "PaymentCurrency": currency,
        "PaymentCurrencyBilledCost": cost,
        "PaymentCurrencyInvoiceDetailId": detail,
        "PaymentDueDate": _day(item.due) if item.due else "",
        "PaymentTerms": _terms(item),
        "ReferenceInvoiceId": first,
    }
    return {column: values[column] for column in INVOICE_COLUMNS}


def _terms(item: PaperItem) -> str:
    if item.due is None:
        return "no due date agreed"
    return f"due {item.due}, counted from the end of the settlement period"


def _instant(at: datetime) -> str:
    """Return an instant as FOCUS writes it: UTC, to the second."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _day(day: date) -> str:
    return f"{day}T00:00:00Z"


JOURNAL_COLUMNS = (
    "date", "entry", "books_of", "account", "debit", "credit", "currency", "statement", "clause", "period", "status",
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
    paper: str
    status: str


def postings(papers: Sequence[Paper], party: str | None = None) -> tuple[Posting, ...]:
    """Return the entries of a statement and its deltas in the books of both parties, or of one: each balances.

    The payer books an expense and a payable, the payee income and a receivable: one amount, four postings. The
    statement is booked on the last day of each settlement period, a delta on the day of its issue, since a closed
    period is not booked into again; what is not issued yet stands on the day up to which things are known.
    """
    found = [posting for paper in papers for item in paper.items for posting in _entry(paper, item)]
    return tuple(posting for posting in found if party in (None, posting.party))


def _entry(paper: Paper, item: PaperItem) -> list[Posting]:
    amount = item.amount
    back = Money(-amount.units, amount.currency, amount.digits)
    day = (paper.issued or paper.known_at).date() if paper.number else item.period.last
    name = f"{item.clause} {item.period.name} {item.payee}"
    sides = (
        (item.payer, f"Expenses:{item.clause}", amount),
        (item.payer, f"Liabilities:Payable:{item.payee}", back),
        (item.payee, f"Assets:Receivable:{item.payer}", amount),
        (item.payee, f"Income:{item.clause}", back),
    )
    return [
        Posting(day, name, party, account, said, item.clause, item.period.name, paper.id, paper.status)
        for party, account, said in sides
    ]


def journal_rows(papers: Sequence[Paper], party: str | None = None) -> tuple[dict[str, str], ...]:
    """Return the journal by column: debits and credits, never below zero."""
    return tuple(
        dict(zip(JOURNAL_COLUMNS, (
            posting.day.isoformat(), posting.entry, posting.party, posting.account,
            f"{posting.amount.amount:f}" if posting.amount.units > 0 else "",
            f"{-posting.amount.amount:f}" if posting.amount.units < 0 else "",
            posting.amount.currency, posting.paper, posting.clause, posting.period, posting.status,
        ), strict=True))
        for posting in postings(papers, party)
    )  # fmt: skip


def beancount_text(papers: Sequence[Paper], party: str | None = None) -> str:
    """Return a statement and its deltas as Beancount reads them, each party's accounts under its own name.

    What is not issued is marked as incomplete (`!`), so that nobody takes a draft for a claim.
    """
    found = postings(papers, party)
    entries: dict[tuple[str, str, str], list[Posting]] = {}
    for posting in found:
        entries.setdefault((posting.paper, posting.entry, posting.party), []).append(posting)
    opened = sorted({(_account(posting), min(one.day for one in found)) for posting in found})
    lines = [f"; {paper.id}, as known at {iso(paper.known_at)}, {paper.status}" for paper in papers]
    lines += [f"{day} open {account}" for account, day in opened]
    for (paper_id, name, whose), sides in entries.items():
        flag = "*" if sides[0].status not in ("draft", "estimate", "open") else "!"
        lines += ["", f'{sides[0].day} {flag} "{whose}" "{paper_id}: {name}"']
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
    """Return a currency as a commodity: capitals, beginning with a letter, at most 24 of them."""
    return re.sub(r"[^A-Z0-9._-]", "-", currency.upper())[:24].rstrip("._-")
