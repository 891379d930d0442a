"""What is prepaid: set against the sums that it is for, the earliest first, and what is left of it paid back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.agreement.model.clauses.promises.payment import Prepays
from firstcall.agreement.model.event_date_words import said_date
from firstcall.dates import NEXT_INSTANT, day_start, local_day
from firstcall.money import digits_of, round_units
from firstcall.record.dated.event_days import hung_day
from firstcall.said import Said, sentence
from firstcall.settlement.clauses.payments import PaymentSpan, PaymentTerms
from firstcall.settlement.sums.fall import Fall
from firstcall.values import dataclass


class SetAgainstUnknown(Said):
    says = sentence("payment.set-against-unknown", "what is prepaid is set against {payment}, which is not known")
    payment: str


class RefundAwaits(Said):
    says = sentence(
        "payment.refund-awaits", "what is left is paid back on {when}, which has not happened as far as is known"
    )
    when: Said


class RefundWithoutEnd(Said):
    says = sentence(
        "payment.refund-without-end", "what is left is paid back when {clause} ends, and no such day is known"
    )
    clause: str


@dataclass(frozen=True, slots=True)
class _Refund:
    """On which day what is left is paid back; unknown with the reason, or never where there is none of both."""

    day: date | None
    unknown: Said | None


@dataclass(slots=True)
class _Balance:
    """What is left of what was prepaid, in whole units; from the first unknown sum on nobody knows."""

    units: int = 0
    unknown: Said | None = None
    grade: Grade = "agreed"


def set_off(
    terms: PaymentTerms, prepaid: Sequence[Fall], against: Sequence[Fall], through: date
) -> tuple[Fall, ...]:  # fmt: skip
    """Return what of a prepayment is set against which sum by a day, as sums below zero, and what is paid back.

    A sum takes of what was prepaid by its day, within its share and its most, never more than is left. The order is
    that of their days. What is left is paid back on its day, after the sums of that day; after it nothing is taken.

    Args:
      terms: the clause that prepays, as it stood over time.
      prepaid: its own sums.
      against: the sums of the clauses that it is for.
      through: the last day.
    """
    rule = terms.clause.prepays
    assert rule is not None
    refund = _refund_of(terms, rule)
    last = through if refund.day is None else min(refund.day, through)
    balance, found = _Balance(grade=terms.clause.basis.weakest_of("prepays")), list[Fall]()
    days = [(one.day, 0, one) for one in prepaid if one.day is not None and one.day <= last]
    days += [(one.day, 1, one) for one in against if one.day is not None and one.day <= last]
    for _, kind, one in sorted(days, key=lambda at: (at[0], at[1], at[2].id)):
        if kind == 0:
            _paid_in(terms, balance, one)
        else:
            found += _taken(terms, rule, balance, one)
    found += _paid_back(terms, balance, refund, through) if rule.left == "refunded" else ()
    return tuple(found)


def _paid_in(terms: PaymentTerms, balance: _Balance, one: Fall) -> None:
    if one.amount is None:
        balance.unknown = balance.unknown or one.unknown
    else:
        balance.units += _units(one)
    balance.grade = weakest((balance.grade, one.rests_on))


def _taken(terms: PaymentTerms, rule: Prepays, balance: _Balance, one: Fall) -> Iterator[Fall]:
    """Yield what one sum takes of what is left, as a sum below zero that is due with it; nothing of nothing."""
    if balance.unknown is None and balance.units <= 0:
        return
    span, digits = _span(terms, one), _digits(terms)
    grade = weakest((balance.grade, one.rests_on))
    name = f"{terms.id}/drawn/{one.id}"
    if balance.unknown is None and one.amount is None:
        balance.unknown = SetAgainstUnknown(payment=one.id)
    if balance.unknown is not None:
        yield Fall(name, span, one.day, None, balance.unknown, rests_on=grade, kind="drawn", of=one.id, due_on=one.due)
        return
    owed = _units(one)
    mode = span.clause.rounding.mode
    most = owed if rule.share is None else round_units(Fraction(owed) * Fraction(rule.share), 0, mode)
    if rule.at_most is not None:
        most = min(most, round_units(Fraction(rule.at_most), digits, mode))
    units = min(most, owed, balance.units)
    if units <= 0:
        return
    before = balance.units
    balance.units, balance.grade = before - units, grade
    yield Fall(
        name, span, one.day, -_money(units, digits), rests_on=grade, kind="drawn", of=one.id, due_on=one.due,
        before=_money(before, digits), after=_money(balance.units, digits),
    )  # fmt: skip


def _paid_back(terms: PaymentTerms, balance: _Balance, refund: _Refund, through: date) -> Iterator[Fall]:
    """Yield what is left on the day on which it is paid back; nothing where nothing is left, or before that day."""
    nothing = balance.unknown is None and balance.units <= 0
    if nothing or (refund.day is not None and refund.day > through):
        return
    name, span, digits = f"{terms.id}/refund", terms.spans[-1], _digits(terms)
    grade = weakest((balance.grade, terms.clause.basis.weakest_of("prepays")))
    left = _money(balance.units, digits)
    unknown = refund.unknown or balance.unknown
    amount = None if balance.unknown is not None else -left
    yield Fall(name, span, refund.day, amount, unknown, rests_on=grade, kind="refund", before=left)


def _refund_of(terms: PaymentTerms, rule: Prepays) -> _Refund:
    if rule.left != "refunded":
        return _Refund(None, None)
    if rule.refund_on is not None:
        day = hung_day(terms.here, rule.refund_on)
        if day is None:
            assert not isinstance(rule.refund_on, date)
            return _Refund(None, RefundAwaits(when=said_date(rule.refund_on)))
        return _Refund(day, None)
    end = terms.spans[-1].end
    if end is None:
        return _Refund(None, RefundWithoutEnd(clause=terms.id))
    return _Refund(local_day(end - NEXT_INSTANT, terms.here.now.where), None)


def _span(terms: PaymentTerms, one: Fall) -> PaymentSpan:
    """Return the text that governs on the day of a sum: the latest that had begun by then."""
    assert one.day is not None
    at = day_start(one.day, terms.here.now.where)
    begun = [span for span in terms.spans if span.start <= at]
    return begun[-1] if begun else terms.spans[0]


def _digits(terms: PaymentTerms) -> int:
    return digits_of(terms.clause.currency, terms.clause.units)


def _units(one: Fall) -> int:
    """Return a sum in whole units, as it stands on a statement."""
    assert one.amount is not None
    clause = one.span.clause
    return round_units(one.amount, digits_of(clause.currency, clause.units), clause.rounding.mode)


def _money(units: int, digits: int) -> Fraction:
    return Fraction(units, 10**digits)
