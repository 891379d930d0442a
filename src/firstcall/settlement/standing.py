"""How a statement stands: draft, issued, disputed, agreed, paid, as the record says."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from firstcall.record.entry import EventBase
from firstcall.record.statement_events import (
    AboutStatement,
    StatementAgreed,
    StatementDisputed,
    StatementIssued,
    StatementPaid,
)

Status = Literal["draft", "issued", "disputed", "agreed", "paid"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A statement's status, its issue with every later delta, and what was paid on it by currency."""

    status: Status
    issues: tuple[StatementIssued, ...]
    paid: tuple[tuple[str, Decimal], ...]

    @property
    def last(self) -> StatementIssued | None:
        """Return the latest issue: the statement itself, or its latest delta."""
        return self.issues[-1] if self.issues else None


def standing(events: Iterable[EventBase], statement: str) -> Standing:
    """Return how a statement stands; a delta stands under the id of the statement that it changes.

    >>> standing((), "example-2025-01").status
    'draft'
    """
    status: Status = "draft"
    issues: list[StatementIssued] = []
    paid: dict[str, Decimal] = {}
    for event in events:
        if not isinstance(event, AboutStatement) or event.statement != statement:
            continue
        match event:
            case StatementIssued():
                issues.append(event)
                status = "issued"
            case StatementDisputed():
                status = "disputed"
            case StatementAgreed():
                status = "agreed"
            case StatementPaid():
                paid[event.currency] = paid.get(event.currency, Decimal(0)) + event.amount
                status = "paid"
            case _:
                continue
    return Standing(status, tuple(issues), tuple(sorted(paid.items())))
