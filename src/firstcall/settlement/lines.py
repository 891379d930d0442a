"""The lines of a leg: what each says, and the dated terms that produced it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from firstcall.agreement.basis import Grade
from firstcall.agreement.money_clauses import RevenueShare
from firstcall.errors import BillingError
from firstcall.settlement.periods import Every, Period


class LineKind(StrEnum):
    """What a line of a statement is."""

    share = "share"
    floor = "floor"
    catch_up = "catch-up"
    carried_in = "carried in"
    cut = "cut at the cap"
    minimum = "minimum"
    carried_out = "carried out"
    shortfall = "shortfall"


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
    rate: str = ""
    before: Fraction = Fraction(0)
    after: Fraction = Fraction(0)
    earned: Fraction = Fraction(0)
    capped: Fraction = Fraction(0)
    payable: Fraction = Fraction(0)
    entries: tuple[str, ...] = ()
    rests_on: Grade = "agreed"


@dataclass(frozen=True, slots=True)
class TermsSpan:
    """A clause as it stood from `start` up to but without `end`, and in which version."""

    start: datetime
    end: datetime | None
    version: str
    clause: RevenueShare

    def __contains__(self, at: datetime) -> bool:
        return self.start <= at and (self.end is None or at < self.end)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something on the record that bears on how long a leg runs: when, and what it does, in words."""

    at: datetime
    says: str


@dataclass(frozen=True, slots=True)
class LegTerms:
    """The dated history of one revenue-share clause; spans in order, without overlap.

    Between two spans the clause is silent: a determination had ended it, and was reversed. `happenings` are
    what the record holds about the determination that it runs until.

    Raises:
      BillingError: an amendment changes the currency, payer or rhythm of settlement. Statements of two
        rhythms cannot be added up, so such a change is a new clause.
    """

    id: str
    spans: tuple[TermsSpan, ...]
    happenings: tuple[Happening, ...] = ()

    def __post_init__(self) -> None:
        first = self.spans[0].clause
        for span in self.spans[1:]:
            for field in ("payer", "currency", "period", "fiscal_year_start"):
                if getattr(span.clause, field) != getattr(first, field):
                    raise BillingError(
                        f"clause '{self.id}' changes its {field} in version {span.version}\n"
                        "  mend: end the clause and add a new one under its own id"
                    )

    @property
    def every(self) -> Every:
        """Return the rhythm of settlement."""
        return self.spans[0].clause.period

    def at(self, at: datetime) -> TermsSpan | None:
        """Return the terms in force at an instant."""
        return next((span for span in self.spans if at in span), None)

    def governing(self, after: datetime) -> TermsSpan | None:
        """Return the terms in force last before an instant: those a statement up to it is cut under."""
        begun = [span for span in self.spans if span.start < after]
        return begun[-1] if begun else None

    def in_force(self, start: datetime, end: datetime) -> bool:
        """Return whether the clause is in force at any instant of a span."""
        return any(span.start < end and (span.end is None or span.end > start) for span in self.spans)

    def ended_by(self, after: datetime) -> bool:
        """Return whether the leg is over before an instant, for good."""
        end = self.spans[-1].end
        return end is not None and end <= after


@dataclass(frozen=True, slots=True)
class LegPeriod:
    """What one leg pays for one settlement period: its lines, and each payee's whole units.

    `issued` is their sum; `carry` is what joins the next period (units, exact), `room` what the total cap
    still leaves (units), None without one.
    """

    period: Period
    terms: TermsSpan
    lines: tuple[Line, ...]
    parts: tuple[tuple[str, int], ...]
    carry: Fraction
    room: int | None

    @property
    def issued(self) -> int:
        """Return the whole units that the leg pays for the period."""
        return sum(units for _, units in self.parts)
