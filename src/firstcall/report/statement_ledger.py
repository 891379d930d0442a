"""A statement as bookkeeping: balanced journal entries, and Beancount text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from firstcall.dates import iso
from firstcall.money import Money
from firstcall.report.statement_documents import Item, Paper

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


def _entry(paper: Paper, item: Item) -> list[Posting]:
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
