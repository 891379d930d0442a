"""One sum that falls on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from firstcall.agreement.model.basis import Grade
from firstcall.said import Said
from firstcall.settlement.clauses.payments import PaymentSpan


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
