"""The lines of a leg: what each says, and the dated terms that produced it."""

from datetime import date
from enum import StrEnum
from fractions import Fraction

from firstcall.agreement.model.basis import Grade
from firstcall.said import Said
from firstcall.settlement.clauses.dated_terms import TermsSpan
from firstcall.settlement.clauses.late_fees import FeeTerms
from firstcall.settlement.clauses.payments import PaymentSpan
from firstcall.settlement.clauses.periods import Period
from firstcall.values import dataclass


class LineKind(StrEnum):
    """What a line of a statement is."""

    share = "share"
    floor = "floor"
    catch_up = "catch-up"
    carried_in = "carried in"
    cut = "cut at the cap"
    cut_at_zero = "cut at zero"
    minimum = "minimum"
    carried_out = "carried out"
    shortfall = "shortfall"
    payment = "payment"
    drawn = "prepaid"
    refund = "refund"
    late_fee = "late-fee"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: base, rate, what it earned, what the caps left of it, and its whole units.

    `earned` is before, `capped` after the cap per period, `payable` after the total cap; all exact, in the
    clause's currency. `units` are whole smallest units and add up to what the leg pays for the period.
    """

    id: str
    kind: LineKind
    clause: str
    version: str
    day: date
    units: int
    stream: str = ""
    currency: str = ""
    base: Fraction = Fraction(0)
    exchange: Fraction = Fraction(1)
    rate: Said | None = None
    """At which rate it earned, such as 20%, or 10% to 20% (marginal tiers); None where no rate made it."""
    before: Fraction = Fraction(0)
    after: Fraction = Fraction(0)
    earned: Fraction = Fraction(0)
    capped: Fraction = Fraction(0)
    payable: Fraction = Fraction(0)
    entries: tuple[str, ...] = ()
    rests_on: Grade = "agreed"


@dataclass(frozen=True, slots=True)
class LegPeriod:
    """What one leg pays for one settlement period: its lines, and each payee's whole units.

    `issued` is their sum; `carry` is what joins the next period (units, exact), `room` what the total cap
    still leaves (units), None without one.
    """

    period: Period
    terms: TermsSpan | PaymentSpan | FeeTerms
    lines: tuple[Line, ...]
    parts: tuple[tuple[str, int], ...]
    carry: Fraction
    room: int | None
    unsure: bool = False
    """Whether something is missing to the minimum of its year, and nobody knows how much."""

    @property
    def issued(self) -> int:
        """Return the whole units that the leg pays for the period."""
        return sum(units for _, units in self.parts)
