"""A payment in plain words: who pays whom how much, on which day or when what happens, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from firstcall.agreement.model.clauses.promises.payment import Payment, Prepays, Recurring
from firstcall.agreement.model.event_date_words import said_date
from firstcall.agreement.model.event_dates import HungDate
from firstcall.agreement.terms import Terms
from firstcall.dates import local_day
from firstcall.money import Money, digits_of, round_units
from firstcall.report.words.clauses.reckoning import party_name
from firstcall.report.words.facts import say
from firstcall.report.words.words import Words
from firstcall.said import AllOf, Grouped, Percent, Said, plural, sentence


class PaysSum(Said):
    says = sentence("payment.pays-sum", "{payer} pays {payee} {amount}.")
    payer: str
    payee: str
    amount: Money


class PaysUnits(Said):
    says = sentence("payment.pays-units", "{payer} pays {payee} {n} {unit}.")
    payer: str
    payee: str
    n: Annotated[Decimal, Grouped]
    unit: str


class PaysByMeasure(Said):
    says = sentence(
        "payment.pays-by-measure",
        "{payer} pays {payee} {price} {currency} for each unit of {measure} reported.",
    )
    payer: str
    payee: str
    price: Decimal
    currency: str
    measure: str


class PaysBelow(Said):
    says = sentence("payment.pays-below", "{payer} pays {payee} {amount} where {measure} is reported below {below}.")
    payer: str
    payee: str
    amount: str
    measure: str
    below: Decimal


class LowestCounts(Said):
    says = sentence(
        "payment.lowest-counts", "Only the lowest figure that it is below counts; reports count by their days."
    )


class OnTheDay(Said):
    says = sentence("payment.on-the-day", "On {day}.")
    day: date


class WithEvent(Said):
    says = sentence("payment.with-event", "On this day, once it is known: {when}.")
    when: Said


class EveryLast(Said):
    says = sentence("payment.every-last", "Every {every}, on its last day.")
    every: Literal["month", "quarter", "year"]


class EveryFirst(Said):
    says = sentence("payment.every-first", "Every {every}, on its first day.")
    every: Literal["month", "quarter", "year"]


class FirstPaidDay(Said):
    says = sentence("payment.from-day", "From {day} on.")
    day: date


class FirstPaidWith(Said):
    says = sentence("payment.from-event", "From {when} on.")
    when: Said


class LastPaidDay(Said):
    says = sentence("payment.through-day", "Through {day}.")
    day: date


class LastPaidWith(Said):
    says = sentence("payment.through-event", "Through {when}.")
    when: Said


class CutByDays(Said):
    says = sentence("payment.cut-by-days", "What the first or last day cuts is paid by its days.")


class PaidInAdvance(Said):
    says = sentence("payment.in-advance", "It is paid in advance, and set against {payments}.")
    payments: Annotated[tuple[str, ...], AllOf]


class CoversShare(Said):
    says = sentence("payment.covers-share", "It covers at most {share} of each of those sums.")
    share: Annotated[Decimal, Percent]


class CoversAmount(Said):
    says = sentence("payment.covers-amount", "It covers at most {amount} of each of those sums.")
    amount: str


class RestIsLost(Said):
    says = sentence("payment.rest-is-lost", "What is left at the end is lost.")


class RestIsPaidBack(Said):
    says = sentence("payment.rest-is-paid-back", "What is left when the clause ends is paid back.")


class RestIsPaidBackOn(Said):
    says = sentence("payment.rest-is-paid-back-on", "What is left on {day} is paid back.")
    day: date


class RestIsPaidBackWith(Said):
    says = sentence("payment.rest-is-paid-back-with", "What is left on this day is paid back: {when}.")
    when: Said


class DueAfter(Said):
    says = plural("payment.due-after", "It is due {n} day after that day.", "It is due {n} days after that day.")
    n: int


def payment_words(clause: Payment, text: Terms, words: Words) -> Iterator[str]:
    """Yield what a payment does, as sentences of a language."""
    who = {"payer": party_name(clause.payer, text), "payee": party_name(clause.payee, text)}
    if isinstance(clause.amount, tuple):
        for one in clause.amount:
            yield say(_sum(clause, one.amount, who), words)
            yield say(_day(one.on), words)
    elif clause.amount is not None:
        yield say(_sum(clause, clause.amount, who), words)
    elif clause.levels is not None:
        for level in sorted(clause.levels, key=lambda one: one.below, reverse=True):
            amount = words.money(level.amount, clause.currency)
            yield say(PaysBelow(amount=amount, measure=clause.quantity or "", below=level.below, **who), words)
        yield say(LowestCounts(), words)
    else:
        price, measure = clause.unit_price or Decimal(0), clause.quantity or ""
        yield say(PaysByMeasure(price=price, currency=clause.currency, measure=measure, **who), words)
    if clause.when is not None:
        yield from (say(said, words) for said in days_paid(clause.when, text))
    if clause.prepays is not None:
        yield from (say(said, words) for said in _in_advance(clause, clause.prepays, words))
    if clause.due_days:
        yield say(DueAfter(n=clause.due_days), words)


def _in_advance(clause: Payment, rule: Prepays, words: Words) -> Iterator[Said]:
    """Yield what a prepayment is set against, how far, and what becomes of the rest."""
    yield PaidInAdvance(payments=rule.against)
    if rule.share is not None:
        yield CoversShare(share=rule.share)
    if rule.at_most is not None:
        yield CoversAmount(amount=words.money(rule.at_most, clause.currency))
    if rule.left == "lost":
        yield RestIsLost()
    elif rule.refund_on is None:
        yield RestIsPaidBack()
    elif isinstance(rule.refund_on, date):
        yield RestIsPaidBackOn(day=rule.refund_on)
    else:
        yield RestIsPaidBackWith(when=said_date(rule.refund_on))


def days_paid(when: date | HungDate | Recurring, text: Terms) -> Iterator[Said]:
    """Yield on which day something falls: its own, regular times, or the one that a rule brings."""
    if isinstance(when, Recurring):
        yield from _times(when, text)
    else:
        yield _day(when)


def _sum(clause: Payment, amount: Decimal, who: dict[str, str]) -> Said:
    """Return the sum; what is no currency is told as so many units."""
    if clause.currency.isupper() and len(clause.currency) == 3:
        digits = digits_of(clause.currency, clause.units)
        units = round_units(Fraction(amount), digits, clause.rounding.mode)
        return PaysSum(amount=Money(units, clause.currency, digits), **who)
    return PaysUnits(n=amount, unit=clause.currency, **who)


def _day(day: date | HungDate) -> Said:
    return OnTheDay(day=day) if isinstance(day, date) else WithEvent(when=said_date(day))


def _times(times: Recurring, text: Terms) -> Iterator[Said]:
    yield EveryFirst(every=times.every) if times.falls == "first_day" else EveryLast(every=times.every)
    if isinstance(times.since, date):
        moment = times.since
        yield FirstPaidDay(day=local_day(moment, text.where) if isinstance(moment, datetime) else moment)
    else:
        yield FirstPaidWith(when=said_date(times.since))
    if isinstance(times.until, date):
        yield LastPaidDay(day=times.until)
    elif times.until is not None:
        yield LastPaidWith(when=said_date(times.until))
    if times.partial == "days":
        yield CutByDays()
