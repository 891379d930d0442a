"""Statements as they stand: drawn up, compared with what was issued, and issued."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from firstcall.dates import iso
from firstcall.errors import BillingError, ConflictError
from firstcall.service.settle_desk import END, Desk
from firstcall.settlement.changes import Delta, delta
from firstcall.settlement.deliveries import Books
from firstcall.settlement.entries import Entry
from firstcall.settlement.implied import Implication, implications
from firstcall.settlement.lines import LegTerms
from firstcall.settlement.standing import Standing, standing
from firstcall.settlement.statement import MoneyTerms, Statement
from firstcall.settlement.statement_digest import digest


@dataclass(frozen=True, slots=True)
class DrawnUp:
    """A statement as it stands, what has changed since it was issued, and what reported payments imply."""

    statement: Statement
    standing: Standing
    delta: Delta | None
    implied: tuple[Implication, ...]
    entries: tuple[tuple[str, tuple[Entry, ...]], ...] = ()
    """By clause, what the statement is reckoned on."""


def draw_up(desk: Desk, asked: str, known_at: datetime | None, estimate: bool = False) -> DrawnUp:
    """Return the statement of a period: as issued, if it was, with the delta since; else a draft.

    Raises:
      BillingError: an issued statement cannot be drawn up again as it was issued.
    """
    now = desk.statement(asked, known_at, estimate)
    stands = standing(desk.partnership.record.known(known_at).events, now.id)
    money, known = desk.money(known_at), known_at or END
    books = desk.books(money, known)
    implied = implications(money, books.lines, _known(desk, known), now.period)
    if stands.last is None:
        status = "estimate" if estimate else "draft"
        shown = replace(now, status=status, notes=(*now.notes, *_notes(desk, now)))
        return DrawnUp(shown, stands, None, implied, beneath(money, books))
    before = stands.last.known_at
    issued = desk.statement(asked, before, estimate)
    _same(issued, stands)
    rows = desk.statement(asked, known_at, estimate, terms_known=before)
    change = delta(f"{now.id}-d{len(stands.issues)}", issued, rows, now, money, books.exchange)
    shown = replace(issued, status=stands.status, notes=(*issued.notes, *_paid(stands)))
    then = desk.money(before)
    return DrawnUp(shown, stands, change, implied, beneath(then, desk.books(then, before)))


def beneath(money: Sequence[MoneyTerms], books: Books) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """Return what every share of revenue is reckoned on."""
    found = []
    for terms in money:
        if isinstance(terms, LegTerms) and (base := terms.spans[-1].clause.base):
            found.append((terms.id, books.of(terms.id, base.source)))
    return tuple(found)


def _known(desk: Desk, known_at: datetime) -> tuple[Any, ...]:
    return tuple(entry for entry in desk.payments if entry.recorded <= known_at)


def _same(issued: Statement, stands: Standing) -> None:
    """Refuse to go on from an issued statement that comes out otherwise today: something under it was changed."""
    said: dict[str, Decimal] = {}
    for event in stands.issues:
        for clause, amount in event.amounts.items():
            said[clause] = said.get(clause, Decimal(0)) + Decimal(amount)
    for clause, amount in amounts_of(issued).items():
        if said.get(clause, Decimal(0)) != amount:
            raise BillingError(
                f"statement {issued.id} was issued with {clause} at {said.get(clause, 0)}, and comes out at {amount}"
                " on the same files and terms\n"
                "  mend: put back the agreement and files as they were; changes belong into amendments and deliveries"
            )


def amounts_of(statement: Statement) -> dict[str, Decimal]:
    """Return what each clause pays, as far as it is known."""
    return {leg.clause: leg.gross.amount for leg in statement.legs if leg.is_known}


def _notes(desk: Desk, statement: Statement) -> tuple[str, ...]:
    notes = [f"not taken in, and counted in drafts only: {', '.join(desk.loose)}"] if desk.loose else []
    if statement.period.end > statement.known_at.astimezone(desk.where).date():
        notes.append("the period is not over as known then; what was delivered so far counts")
    if not statement.legs:
        notes.append("no clause about money is in force in this period")
    return tuple(notes)


def _paid(stands: Standing) -> tuple[str, ...]:
    return tuple(f"paid so far: {amount} {currency}" for currency, amount in stands.paid)


def issue_fields(desk: Desk, drawn: DrawnUp, asked: str, known_at: datetime) -> dict[str, Any]:
    """Return the payload of the event that issues a statement, or its next delta.

    Raises:
      BillingError: files count in it that were not taken in, or no amount in it is known.
      ConflictError: it was issued before and nothing has changed.
    """
    if desk.loose:
        raise BillingError(
            f"{', '.join(desk.loose)}: not taken in, so nobody could draw this statement up again\n"
            "  mend: firstcall settle intake PARTNERSHIP FILE …"
        )
    statement = drawn.statement
    if drawn.delta is None:
        amounts = amounts_of(statement)
    else:
        if not drawn.delta:
            raise ConflictError(
                f"statement {statement.id} was issued, and nothing has changed in it since\n"
                "  mend: nothing needs to be issued"
            )
        amounts = {}
        for change in drawn.delta.changes:
            amounts[change.clause] = amounts.get(change.clause, Decimal(0)) + change.delta.amount
    if not amounts:
        raise BillingError(
            f"statement {statement.id}: no amount in it is known\n  mend: take in what its clauses are reckoned on"
        )
    return {
        "statement": statement.id,
        "period": asked,
        "known_at": iso(known_at),
        "amounts": {clause: f"{amount:f}" for clause, amount in amounts.items()},
        "digest": digest(statement),
        "delta": drawn.delta is not None,
    }
