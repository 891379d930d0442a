"""A share of revenue and a commitment to buy, in plain words: every figure that money turns on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal, assert_never

from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.agreement.model.clauses.money_terms import DatedRate, Minimum, Payee, Tiers
from firstcall.agreement.model.event_date_words import said_date
from firstcall.agreement.model.event_dates import HUNG, HungDate
from firstcall.agreement.terms import Terms
from firstcall.dates import day_start
from firstcall.money import ExactSum, Residual
from firstcall.report.words.clauses.reckoning import base_words, names_in_a_row, party_name, settling_words
from firstcall.report.words.facts import say
from firstcall.report.words.words import Words
from firstcall.said import Percent, Said, plural, sentence


class BuysEachQuarter(Said):
    says = sentence(
        "clause.buys-each-quarter",
        "{party} buys at least {amount} from {other} in each quarter; what is missing is owed at its end.",
    )
    party: str
    amount: str
    other: str


class AmountFrom(Said):
    says = sentence("clause.amount-from", "From {day} on the amount is {amount}.")
    day: date
    amount: str


class AmountWith(Said):
    says = sentence("clause.amount-with", "The amount is {amount} from {when} on.")
    when: Said
    amount: str


class AmountOfFirstDay(Said):
    says = sentence("clause.amount-of-first-day", "Each year or quarter has the amount of its own first day.")


class MayBeMadeUp(Said):
    says = plural(
        "clause.may-be-made-up",
        "What was short and is paid may be made up in the {n} period that follows, up to {share} of it: what is "
        "then bought beyond the amount is paid back.",
        "What was short and is paid may be made up in the {n} periods that follow, up to {share} of it: what is "
        "then bought beyond the amount is paid back.",
    )
    n: int
    share: Annotated[Decimal, Percent]


class OwedPerUnit(Said):
    says = sentence("clause.owed-per-unit", "What is missing is owed at {price} for each unit ({unit}).")
    price: str
    unit: str


class NoPricePerUnit(Said):
    says = sentence(
        "clause.no-price-per-unit",
        "What is missing is told in {unit}; the clause says no price of it, so that no amount of money is known.",
    )
    unit: str


class OnlyThisUnit(Said):
    says = sentence("clause.only-this-unit", "Only figures in {unit} count; other units are not converted.")
    unit: str


def share_words(clause: RevenueShare, text: Terms, words: Words) -> Iterator[str]:
    """Yield what a share of revenue does: who pays whom, of what, how much, by which bounds, and when."""
    yield words.text("{party} pays {payees} a share of what the base brings in.",
                     party=party_name(clause.payer, text),
                     payees=names_in_a_row((party_name(one.party, text) for one in clause.payee), words))  # fmt: skip
    yield from _split(clause.payee, text, words)
    yield from base_words(clause.base, clause.payer, text, words)
    for rate in clause.rate or ():
        yield _rate(rate, words)
    if clause.tiers is not None:
        yield from _tiers(clause.tiers, clause.currency, words)
    yield from _bounds(clause, words)
    if isinstance(clause.since, date):
        yield words.text("It speaks from {moment} on.", moment=words.moment(_begin(clause.since, text), text.where))
    yield _period(clause, words)
    if clause.period == "year" or clause.minimum or (clause.tiers and clause.tiers.reset == "year"):
        yield from _year(clause, words)
    if clause.negative == "carry":
        yield words.text("What falls below zero is carried into the next period.")
    yield from settling_words(clause, words)
    yield from _residual(clause, text, words)
    yield from _unknown(clause, words)


def commitment_words(clause: Commitment, text: Terms, words: Words) -> Iterator[str]:
    """Yield what a commitment does: how much is bought by when, what counts, and what becomes of the rest."""
    gaps = {"party": party_name(clause.by, text), "other": party_name(clause.to, text)}
    amount = _measured(clause, clause.steps[0].amount, words)
    if clause.per == "term":
        yield words.text(
            "{party} buys at least {amount} from {other} over the whole term; what is missing is owed at its end.",
            **gaps,
            amount=amount,
        )
    elif clause.per == "year":
        yield words.text("{party} buys at least {amount} from {other} each year; what is missing is owed at its end.",
                         **gaps, amount=amount)  # fmt: skip
    else:
        yield say(BuysEachQuarter(amount=amount, **gaps), words)
    yield from _of_unit(clause, words)
    if clause.per != "term":
        yield from _by_periods(clause, words)
    if clause.is_dated:
        yield words.text("The term runs from {day} through {last}.", day=words.day(clause.first),
                         last=words.day(clause.last))  # fmt: skip
    if clause.commitment_ids:
        yield words.text(
            "What is applied to {ids} counts towards it.", ids=names_in_a_row(clause.commitment_ids, words)
        )
    yield from base_words(clause.base, clause.by, text, words)
    back, out = (
        words.text("Credits and refunds reduce what has been bought."),
        words.text("Credits and refunds do not count."),
    )
    yield back if clause.credits == "restore" else out
    lost, carried = (
        words.text("What is bought beyond it is lost."),
        words.text("What is bought beyond it counts for the next year."),
    )
    if clause.per != "term":
        yield carried if clause.excess == "carries" else lost
    if clause.make_up is not None:
        yield say(MayBeMadeUp(n=clause.make_up.periods, share=clause.make_up.share), words)
    yield from settling_words(clause, words)
    yield from _unknown(clause, words)


def _measured(clause: Commitment, amount: Decimal, words: Words) -> str:
    """Return an amount of the currency, or a quantity of the unit."""
    if clause.unit is None:
        return words.money(amount, clause.currency)
    return say(ExactSum(amount=Fraction(amount), currency=clause.unit), words)


def _of_unit(clause: Commitment, words: Words) -> Iterator[str]:
    """Yield what a unit that is missing costs, and that no other counts."""
    if clause.unit is None:
        return
    if clause.unit_price is None:
        yield say(NoPricePerUnit(unit=clause.unit), words)
    else:
        yield say(OwedPerUnit(price=words.money(clause.unit_price, clause.currency), unit=clause.unit), words)
    yield say(OnlyThisUnit(unit=clause.unit), words)


def _by_periods(clause: Commitment, words: Words) -> Iterator[str]:
    """Yield how the amount steps, when years and quarters begin, and what becomes of one in part."""
    for step in clause.steps:
        amount = _measured(clause, step.amount, words)
        if isinstance(step.since, HUNG):
            yield say(AmountWith(when=said_date(step.since), amount=amount), words)
        elif step.since is not None:
            yield say(AmountFrom(day=step.since, amount=amount), words)
    if len(clause.steps) > 1:
        yield say(AmountOfFirstDay(), words)
    if clause.years == "anniversary":
        yield words.text("Its years begin on the anniversaries of its first day.")
    else:
        yield from _year(clause, words)
    yield _part_year(clause.partial_year, words)


def _begin(since: date, text: Terms) -> datetime:
    return since if isinstance(since, datetime) else day_start(since, text.where)


def _split(payees: tuple[Payee, ...], text: Terms, words: Words) -> Iterator[str]:
    """Yield what each of several payees gets: a percentage where it is exact, else its parts of all."""
    total = sum(payee.share for payee in payees)
    for payee in payees if len(payees) > 1 else ():
        part = Fraction(payee.share) / Fraction(total) * 10**6
        name = party_name(payee.party, text)
        if part.denominator == 1:
            yield words.text("{share} of it goes to {party}.", party=name,
                             share=words.share(Decimal(part.numerator).scaleb(-6)))  # fmt: skip
        else:
            yield words.text("{part} of {whole} parts of it go to {party}.", party=name,
                             part=words.number(payee.share), whole=words.number(total))  # fmt: skip


def _rate(rate: DatedRate, words: Words) -> str:
    share = words.share(rate.rate)
    match rate.since, rate.until:
        case None, None:
            return words.text("The rate is {share}.", share=share)
        case since, None if since is not None:
            return words.text("The rate is {share} from {day} on.", share=share, day=_day(since, words))
        case None, until if until is not None:
            return words.text("The rate is {share} through {day}.", share=share, day=_day(until, words))
        case since, until:
            assert since is not None and until is not None
            return words.text("The rate is {share} from {day} through {last}.", share=share, day=_day(since, words),
                              last=_day(until, words))  # fmt: skip


def _day(day: date | HungDate, words: Words) -> str:
    return words.day(day) if isinstance(day, date) else say(said_date(day), words)


def _tiers(tiers: Tiers, currency: str, words: Words) -> Iterator[str]:
    yield words.text("The rate begins at {share}.", share=words.share(tiers.steps[0].rate))
    for step in tiers.steps[1:]:
        share, amount = words.share(step.rate), words.money(step.threshold, currency)
        if tiers.boundary == "over":
            yield words.text("Once the base is over {amount}, the rate is {share}.", share=share, amount=amount)
        else:
            yield words.text("Once the base reaches {amount}, the rate is {share}.", share=share, amount=amount)
    if tiers.method == "marginal":
        yield words.text("Each rate holds only for the part of the base in its own step.")
    else:
        yield words.text("The rate reached holds for the whole base counted so far.")
    match tiers.reset:
        case "never":
            yield words.text("The base is counted from the start and never begins again at zero.")
        case "period":
            yield words.text("The count of the base begins again at zero in each period.")
        case "year":
            yield words.text("The count of the base begins again at zero in each year.")
        case _:
            assert_never(tiers.reset)


def _bounds(clause: RevenueShare, words: Words) -> Iterator[str]:
    """Yield the least and the most that is paid: floor, caps and minimum."""
    if clause.floor is not None:
        yield words.text("At least {amount} is paid for a period, even one in part.",
                         amount=words.money(clause.floor, clause.currency))  # fmt: skip
        if clause.cap is not None:
            yield words.text("The cap goes before that.")
    if (cap := clause.cap) is not None:
        if cap.per_period is not None:
            yield words.text("At most {amount} is paid for a period.",
                             amount=words.money(cap.per_period, clause.currency))  # fmt: skip
        if cap.total is not None:
            yield words.text("At most {amount} is paid in all.", amount=words.money(cap.total, clause.currency))
        if cap.counting_from is not None:
            yield words.text("Only what is earned from {day} on counts towards it.", day=words.day(cap.counting_from))
        if cap.past_payments is not None:
            yield words.text("{amount} paid earlier counts towards it.",
                             amount=words.money(cap.past_payments, clause.currency))  # fmt: skip
    if clause.minimum is not None:
        yield from _minimum(clause.minimum, clause.currency, words)


def _minimum(minimum: Minimum, currency: str, words: Words) -> Iterator[str]:
    yield words.text("At least {amount} is paid for a year; what is missing is owed at its end.",
                     amount=words.money(minimum.amount, currency))  # fmt: skip
    yield _part_year(minimum.partial_year, words)


def _part_year(rule: Literal["days", "months", "whole"], words: Words) -> str:
    """Return what becomes of a yearly amount in a year that the term cuts."""
    match rule:
        case "days":
            return words.text("For a year in part it is reduced by days.")
        case "months":
            return words.text("For a year in part it is reduced by months; a month begun counts whole.")
        case "whole":
            return words.text("For a year in part it is not reduced.")
        case _:
            assert_never(rule)


def _period(clause: RevenueShare, words: Words) -> str:
    match clause.period:
        case "month":
            return words.text("It is settled month by month, in {currency}.", currency=clause.currency)
        case "quarter":
            return words.text("It is settled quarter by quarter, in {currency}.", currency=clause.currency)
        case "year":
            return words.text("It is settled year by year, in {currency}.", currency=clause.currency)
        case _:
            assert_never(clause.period)


def _year(clause: RevenueShare | Commitment, words: Words) -> Iterator[str]:
    """Yield the month in which a year begins, where money turns on years."""
    yield words.text("A year begins in {month}.", month=words.month(clause.fiscal_year_start))


def _residual(clause: RevenueShare, text: Terms, words: Words) -> Iterator[str]:
    match clause.residual:
        case Residual.first:
            yield words.text("Units that rounding leaves over go one by one to the payees in the order named.")
        case Residual.counterparty:
            yield words.text("What rounding leaves over goes to {party}.",
                             party=party_name(clause.residual_to or "", text))  # fmt: skip
        case Residual.carry_forward:
            yield words.text("What rounding leaves over is carried into the next statement.")
        case Residual.largest_remainder:
            pass
        case _:
            assert_never(clause.residual)


def _unknown(clause: RevenueShare | Commitment, words: Words) -> Iterator[str]:
    if clause.open is not None:
        yield words.text("Its amount is unknown: {reason}.", reason=clause.open)
