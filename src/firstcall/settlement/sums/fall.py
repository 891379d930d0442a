"""One sum that falls on a day."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from firstcall.agreement.model.basis import Grade
from firstcall.said import Said
from firstcall.settlement.clauses.payments import PaymentSpan
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class Fall:
    """One sum of a payment clause: on which day, how much, or why either is unknown; exact, in its currency."""

    id: str
    span: PaymentSpan
    day: date | None
    amount: Fraction | None
    unknown: Said | None = None
    quantity: Fraction | None = None
    reports: tuple[str, ...] = ()
    rests_on: Grade = "agreed"
    kind: Literal["payment", "drawn", "refund"] = "payment"
    """A sum of its own; what is taken of a prepayment, below zero; or what is left of it and paid back."""
    of: str = ""
    """The sum that takes of a prepayment."""
    due_on: date | None = None
    """By when it is due, where its clause does not say so."""
    before: Fraction = Fraction(0)
    """What was left of a prepayment before."""
    after: Fraction = Fraction(0)
    """What is left of a prepayment after."""
    sooner: Said | None = None
    """What may still bring its day before the day in any case."""
    fell: Said | None = None
    """What of it fell under an earlier text, on the day from which it was moved."""

    @property
    def due(self) -> date | None:
        """Return the day by which it must be paid; None while its own day is unknown."""
        if self.due_on is not None or self.day is None:
            return self.due_on
        return self.day + timedelta(days=self.span.clause.due_days)
