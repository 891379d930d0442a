"""What a party may know of a statement's life: its own clauses on it, and what those it deals with say and pay."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.record.statement_events import (
    AboutStatement,
    StatementDisputed,
    StatementIssued,
    StatementPaid,
)

Concerned = dict[str, frozenset[str]]


def concerned(agreement: Agreement) -> Concerned:
    """Return, by money clause, who pays or is paid under any of its texts."""
    found: Concerned = {}
    for clause in _money(agreement):
        match clause:
            case RevenueShare():
                parties = frozenset((clause.payer, *(payee.party for payee in clause.payee)))
            case Commitment():
                parties = frozenset((clause.by, clause.to))
        found[clause.id] = found.get(clause.id, frozenset()) | parties
    return found


def _money(agreement: Agreement) -> Iterator[RevenueShare | Commitment]:
    texts = [agreement.clauses, *(part for change in agreement.amendments for part in (change.add, change.replace))]
    for clauses in texts:
        yield from (clause for clause in clauses if isinstance(clause, RevenueShare | Commitment))


def disclosed(event: AboutStatement, party: str, held: Concerned) -> dict[str, Any] | None:
    """Return the fields of an event that read otherwise for a party; None where it may not know of the event.

    An issue is told for the clauses that concern the party, a dispute likewise; a dispute or consent that names no
    clause is told among those who share one. A payment is told to who pays and who is paid; where that is left
    unsaid, only if the payer deals with nobody else.

    Args:
      event: an event of a statement.
      party: who looks.
      held: who is concerned by each money clause, from `concerned`.

    Source: docs/settlement.md, who sees what.
    """
    own = frozenset(name for name, parties in held.items() if party in parties)
    match event:
        case StatementIssued():
            return _issued(event, own)
        case StatementPaid():
            partners = {name for parties in held.values() if event.by in parties for name in parties} - {event.by}
            return {} if party in (event.by, event.to) or (event.to is None and partners == {party}) else None
        case StatementDisputed() if event.clauses or event.lines:
            return _disputed(event, own)
        case _:
            return {} if party == event.by or any(event.by in held[name] for name in own) else None


def _issued(event: StatementIssued, own: frozenset[str]) -> dict[str, Any] | None:
    shown = {name: amount for name, amount in event.amounts.items() if name in own}
    if not shown or (event.delta and not any(Decimal(amount) for amount in shown.values())):
        return None
    if len(shown) == len(event.amounts):
        return {}
    amounts = {name: f"{amount:f}" for name, amount in shown.items()}
    said = json.dumps([event.statement, event.period, sorted(amounts.items())])
    return {"amounts": amounts, "digest": hashlib.sha256(said.encode()).hexdigest()}


def _disputed(event: StatementDisputed, own: frozenset[str]) -> dict[str, Any] | None:
    clauses = [name for name in event.clauses if name in own]
    lines = [name for name in event.lines if name.split("/")[0] in own]
    return {"clauses": clauses, "lines": lines} if clauses or lines else None
