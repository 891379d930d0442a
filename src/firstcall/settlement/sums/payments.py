"""What a payment clause pays in a span of days: its lines by month, and what is unknown of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from zoneinfo import ZoneInfo

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.dates import day_start
from firstcall.money import digits_of, round_units
from firstcall.said import Said, sentence
from firstcall.settlement.clauses.payments import PaymentSpan, PaymentTerms
from firstcall.settlement.clauses.periods import Period, period_of
from firstcall.settlement.reckon.lines import LegPeriod, Line, LineKind
from firstcall.settlement.sums.fall import Fall
from firstcall.settlement.sums.falls import falls
from firstcall.values import dataclass

_KINDS = {"payment": LineKind.payment, "drawn": LineKind.drawn, "refund": LineKind.refund}


class SumOrSooner(Said):
    says = sentence("payment.sum-or-sooner", "{payment} falls on {day}; sooner if {when} comes first")
    payment: str
    day: date
    when: Said


class UnknownSum(Said):
    says = sentence("payment.unknown-sum", "{payment}: {why}")
    payment: str
    why: Said


@dataclass(frozen=True, slots=True)
class PaidIn:
    """The sums of a payment clause whose day lies in a span, by month, and why others are unknown."""

    governing: PaymentSpan
    periods: tuple[LegPeriod, ...]
    unknown: tuple[Said, ...]
    earned: Fraction
    rests_on: Grade

    dues: tuple[tuple[Line, date], ...]
    """Each line with the day by which it must be paid."""
    notes: tuple[Said, ...] = ()
    """Which sums may still fall sooner, and which fell in part or whole before."""

    @property
    def due(self) -> date | None:
        """Return by when the last sum of its own is due; what a prepayment covers is due with the sum that takes it."""
        own = [due for line, due in self.dues if line.kind is not LineKind.drawn]
        return max(own or [due for _, due in self.dues], default=None)


def paid_in(terms: PaymentTerms, asked: Period, zone: ZoneInfo) -> PaidIn | None:
    """Return what a payment clause pays in a span of days; None where nothing of it falls there or is unknown.

    Every sum stands on the statement in whose span its day lies, and on no other. What is unknown is said with its
    reason on every statement while the clause runs.
    """
    found = falls(terms, asked.last)
    known = [fall for fall in found if fall.day is not None and fall.day in asked and fall.amount is not None]
    unknown = [fall for fall in found if _is_open(fall, asked, zone)]
    if not known and not unknown:
        return None
    told = dict.fromkeys(why for fall in unknown if (why := _why(fall, terms.id)) is not None)
    return PaidIn(
        next((fall.span for fall in reversed(known or unknown) if fall.kind == "payment"), (known or unknown)[-1].span),
        _months(known), tuple(told),
        sum((fall.amount or Fraction(0) for fall in known), Fraction(0)),
        weakest(tuple(fall.rests_on for fall in (known or unknown))),
        tuple((_line(fall), fall.due) for fall in known if fall.due is not None),
        tuple(note for fall in known for note in _notes(fall)),
    )  # fmt: skip


def _notes(fall: Fall) -> Iterator[Said]:
    if fall.sooner is not None and fall.day is not None:
        yield SumOrSooner(payment=fall.id, day=fall.day, when=fall.sooner)
    if fall.fell is not None:
        yield fall.fell


def _why(fall: Fall, clause: str) -> Said | None:
    """Return why a sum is unknown; with its name where the clause has several."""
    if fall.unknown is None or fall.id == clause:
        return fall.unknown
    return UnknownSum(payment=fall.id, why=fall.unknown)


def _is_open(fall: Fall, asked: Period, zone: ZoneInfo) -> bool:
    """Say whether a sum is unknown in a span: its amount, or its day while the clause runs."""
    if fall.day is not None:
        return fall.day in asked and fall.amount is None
    start, end = fall.span.start, fall.span.end
    return start < day_start(asked.end, zone) and (end is None or end > day_start(asked.start, zone))


def _months(known: Sequence[Fall]) -> tuple[LegPeriod, ...]:
    """Return the sums by the month of their day, each a line in whole units."""
    by_month: dict[Period, list[Fall]] = {}
    for fall in known:
        assert fall.day is not None
        by_month.setdefault(period_of(fall.day, "month"), []).append(fall)
    return tuple(_month(month, held) for month, held in by_month.items())


def _month(month: Period, known: Sequence[Fall]) -> LegPeriod:
    lines, span = tuple(_line(fall) for fall in known), known[-1].span
    parts = ((span.clause.payee, sum(line.units for line in lines)),)
    return LegPeriod(month, span, lines, parts, Fraction(0), None)


def _line(fall: Fall) -> Line:
    clause = fall.span.clause
    assert fall.day is not None and fall.amount is not None
    digits = digits_of(clause.currency, clause.units)
    return Line(
        id=fall.id, kind=_KINDS[fall.kind], clause=clause.id, version=fall.span.version, day=fall.day,
        units=round_units(fall.amount, digits, clause.rounding.mode), currency=clause.currency,
        base=fall.amount if fall.quantity is None else fall.quantity, before=fall.before, after=fall.after,
        earned=fall.amount, capped=fall.amount,
        payable=fall.amount, entries=fall.reports, rests_on=fall.rests_on,
    )  # fmt: skip
