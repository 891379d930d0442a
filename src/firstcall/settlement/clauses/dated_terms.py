"""Money clauses as they stood over time: the spans of a share, the years of a commitment."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Annotated, Literal

from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.errors import BillingError, QuestionError
from firstcall.said import AllOf, Quoted, Said, sentence
from firstcall.settlement.clauses.late_fees import FeeTerms, FeeText
from firstcall.settlement.clauses.payments import PaymentTerms
from firstcall.settlement.clauses.periods import (
    Every,
    Period,
    anniversary,
    asked_period,
    days_name,
    periods_between,
)
from firstcall.values import dataclass

_FIXED = ("payer", "currency", "period", "fiscal_year_start")
"""What no amendment of a clause may change, by the name of its field."""


class ChangesAFixedTerm(Said):
    says = sentence("settle.changes-a-fixed-term", "clause {clause} changes its {field} in version {version}")
    clause: Annotated[str, Quoted]
    field: str
    version: str


class EndItAndAddANewOne(Said):
    says = sentence("settle.end-and-add", "end the clause and add a new one under its own id")


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
    """Something on the record that bears on how long a leg runs: when, and what it does."""

    at: datetime
    told: Said


@dataclass(frozen=True, slots=True)
class Awaited:
    """What a clause that has yet to begin waits for, from when on, and until when it could begin."""

    start: datetime
    end: datetime | None
    why: Said


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
    awaits: Awaited | None = None
    """For a clause that has never begun, what it waits for; its span then lies after every day."""
    notes: tuple[Said, ...] = ()
    """Rates that wait for their days, or may begin or end sooner."""

    def __post_init__(self) -> None:
        first = self.spans[0].clause
        for span in self.spans[1:]:
            for field in _FIXED:
                if getattr(span.clause, field) != getattr(first, field):
                    changes = ChangesAFixedTerm(clause=self.id, field=field, version=span.version)
                    raise BillingError(changes, fix=EndItAndAddANewOne())

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
class CommitmentTerms:
    """A commitment as it stands, and the version of the agreement that it stands in."""

    clause: Commitment
    version: str
    notes: tuple[Said, ...] = ()
    """Days and amounts of it that wait for what brings them, or may come sooner."""

    @property
    def id(self) -> str:
        """Return the id of the clause."""
        return self.clause.id


MoneyTerms = LegTerms | CommitmentTerms | PaymentTerms | FeeTerms


class FiscalYearsDiffer(Said):
    says = sentence(
        "settle.fiscal-years-differ", "{period} is no one span: the fiscal years of {clauses} begin in different months"
    )
    period: str
    clauses: Annotated[tuple[str, ...], AllOf]


class AskByCalendar(Said):
    says = sentence(
        "settle.ask-by-calendar", "ask by months, quarters or years of the calendar: 2025-01, 2025-Q1, 2025"
    )


def span_asked(text: str, money: Sequence[MoneyTerms]) -> Period:
    """Return the span that the name of a period means for clauses; see `asked_period`.

    Raises:
      QuestionError: the text is no name of a period, or of a fiscal one though the years of the clauses differ.
    """
    written = _years_written(money)
    asked = asked_period(text, fiscal_start(money))
    if len(set(written.values())) > 1 and asked.name.startswith("FY"):
        raise QuestionError(FiscalYearsDiffer(period=asked.name, clauses=tuple(written)), fix=AskByCalendar())
    return asked


def fiscal_start(money: Sequence[MoneyTerms]) -> int:
    """Return the month in which fiscal years begin: the one that clauses write; January where none or several do."""
    starts = set(_years_written(money).values())
    return starts.pop() if len(starts) == 1 else 1


def _years_written(money: Sequence[MoneyTerms]) -> dict[str, int]:
    """Return the first month of the fiscal year of each clause that writes one."""
    clauses = ((terms.id, terms.spans[-1].clause if isinstance(terms, LegTerms) else terms.clause) for terms in money)
    return {
        name: clause.fiscal_year_start for name, clause in clauses
        if not isinstance(clause, FeeText) and "fiscal_year_start" in clause.model_fields_set
    }  # fmt: skip


_MONTHS = {"year": 12, "quarter": 3}


def commitment_periods(clause: Commitment) -> tuple[Period, ...]:
    """Return the spans for which the commitment must be met: the term, or each of its years or quarters."""
    after = clause.last + timedelta(days=1)
    if clause.per == "term":
        return (Period(clause.first, after, days_name(clause.first, clause.last)),)
    return tuple(
        Period(max(whole.start, clause.first), min(whole.end, after), whole.name)
        for whole in whole_periods(clause, clause.per)
    )


def whole_periods(clause: Commitment, every: Literal["year", "quarter"]) -> tuple[Period, ...]:
    """Return the years or quarters of a commitment as they are without its term, which may cut the first and the last.

    One counted from the first day begins on the day of the month on which the commitment began, or on the last
    of a shorter month.
    """
    if clause.years == "fiscal":
        return tuple(periods_between(clause.first, clause.last, every, clause.fiscal_year_start))
    found, months = list[Period](), 0
    while (start := anniversary(clause.first, months)) <= clause.last:
        months += _MONTHS[every]
        end = anniversary(clause.first, months)
        found.append(Period(start, end, days_name(start, min(end - timedelta(days=1), clause.last))))
    return tuple(found)


def committed_amount(clause: Commitment, period: Period) -> Fraction:
    """Return what must be bought in a commitment period: the amount of its first day.

    A year or quarter that the term cuts is reduced as the clause says; its months are the calendar's, or those of a
    year that runs from the first day.
    """
    amount = Fraction(clause.amount_on(period.start))
    if clause.per == "term" or clause.partial_year == "whole":
        return amount
    whole = next(one for one in whole_periods(clause, clause.per) if one.start <= period.start < one.end)
    if clause.partial_year == "days":
        return amount * Fraction((period.end - period.start).days, (whole.end - whole.start).days)
    months = len(list(periods_between(period.start, period.last, "month")))
    if clause.years == "anniversary":
        months = next(n for n in range(1, 13) if anniversary(whole.start, n) >= period.end)
    return amount * min(Fraction(months, _MONTHS[clause.per]), Fraction(1))
