"""A statement as the papers that bookkeeping keeps: what was issued first, and every delta as a paper of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from firstcall.money import Money
from firstcall.record.events.kinds import StatementIssued
from firstcall.settlement.clauses.periods import Period
from firstcall.settlement.statement.statement import Leg, Statement

Drawn = tuple[StatementIssued | None, Statement]
"""A statement as drawn up for an issue; without one, as it stands now."""
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Item:
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
    items: tuple[Item, ...]

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
    before: dict[_Key, Item] = {}
    for number, (issue, statement) in enumerate(drawn):
        now = {(item.clause, item.period.name, item.payee): item for item in items(statement)}
        changed = tuple(_differences(before, now))
        if changed or issue is not None:
            at = issue.at if issue else None
            status = "issued" if issue else statement.status if not found else "open"
            found.append(Paper(statement.id, number, statement.known_at, at, status, changed))
        before = now
    return tuple(found)


def items(statement: Statement) -> tuple[Item, ...]:
    """Return what a statement says item by item; what is nothing or unknown is no item."""
    return tuple(item for leg in statement.legs for item in _items(leg, statement) if item.amount.units)


def _items(leg: Leg, statement: Statement) -> Iterator[Item]:
    for part in leg.periods:
        for payee, units in part.parts:
            amount = Money(units, leg.currency, leg.digits)
            yield Item(leg.clause, leg.version, leg.payer, payee, part.period, amount, leg.due)
    for bought in leg.commitment if not leg.unknown else ():
        if bought.period.last in statement.period:
            amount = Money(bought.shortfall, leg.currency, leg.digits)
            yield Item(leg.clause, leg.version, leg.payer, leg.parts[0][0], bought.period, amount, leg.due)


def _differences(before: dict[_Key, Item], now: dict[_Key, Item]) -> Iterator[Item]:
    for key in dict.fromkeys((*now, *before)):
        old, new = before.get(key), now.get(key)
        item = new or old
        assert item is not None
        units = (new.amount.units if new else 0) - (old.amount.units if old else 0)
        if units:
            yield replace(item, amount=Money(units, item.amount.currency, item.amount.digits))
