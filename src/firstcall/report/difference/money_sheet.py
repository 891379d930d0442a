"""What a change comes to in money, as a sheet: leg by leg and period by period, then for each party."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated

from firstcall.money import Money, WholeSum
from firstcall.report.difference.line_facts import AfterColumn, BeforeColumn
from firstcall.report.sheet import Cell, OwnWords, Sheet
from firstcall.said import AllOf, Said, plural, sentence
from firstcall.verification.difference.sums import MoneyBetween, PartyTotal, SumChanged, SumOf, SumUnder


class MoneyHeading(Said):
    says = sentence("difference.money", "Money")


class LegColumn(Said):
    says = sentence("difference.leg-column", "leg")


class SumPeriodColumn(Said):
    says = sentence("difference.period-column", "settlement period")


class WhoPaysColumn(Said):
    says = sentence("difference.who-pays-column", "who pays")


class MoneyDifferenceColumn(Said):
    says = sentence("difference.money-difference-column", "difference")


class PaysTo(Said):
    says = sentence("difference.pays-to", "{payer} pays {payee}")
    payer: str
    payee: str


class NothingOwed(Said):
    says = sentence("difference.nothing-owed", "nothing")


class SumIsUnknown(Said):
    says = sentence("difference.sum-unknown", "nobody knows: {why}")
    why: Said


class DifferenceUnknown(Said):
    says = sentence("difference.difference-unknown", "unknown")


class RestOfIt(Said):
    says = sentence("difference.rest-of-it", "the rest")


class SettledPeriod(Said):
    says = sentence("difference.settled-period", "{period}, settled by {statements}")
    period: str
    statements: Annotated[tuple[str, ...], AllOf]


class PaysMore(Said):
    says = sentence("difference.pays-more", "{party}: {amount} more to pay, or less to receive")
    party: str
    amount: Money


class PaysLess(Said):
    says = sentence("difference.pays-less", "{party}: {amount} less to pay, or more to receive")
    party: str
    amount: Money


class PaysTheSame(Said):
    says = sentence("difference.pays-the-same", "{party}: nothing more or less in {currency}")
    party: str
    currency: str


class SumsLeftOut(Said):
    says = plural(
        "difference.sums-left-out",
        "{total}; {n} sum is unknown, and not in it",
        "{total}; {n} sums are unknown, and not in it",
    )
    total: Said
    n: int


class ReckonedOver(Said):
    says = sentence(
        "difference.reckoned-over",
        "Both texts reckoned on the same books, from {first} through {last}: what is over as far as is known. What the "
        "books do not tell is unknown, never nothing.",
    )
    first: date
    last: date


class NoSumDiffers(Said):
    says = sentence("difference.no-sum-differs", "The terms of {clauses} differ, and no sum does.")
    clauses: Annotated[tuple[str, ...], AllOf]


class NoMonthIsOver(Said):
    says = sentence(
        "difference.no-month-is-over", "The terms of {clauses} differ, and no month is over that could be reckoned."
    )
    clauses: Annotated[tuple[str, ...], AllOf]


class NotReckoned(Said):
    says = sentence("difference.not-reckoned", "Unknown, since the books cannot be reckoned on: {why}")
    why: Said


def money_sheet(found: MoneyBetween, called: Mapping[str, str]) -> Sheet:
    """Return what a change comes to, or why nobody knows.

    Args:
      found: what it comes to.
      called: what people call the parties; one that is not there keeps its id.
    """
    compared = found.compared
    if compared is None:
        note = NotReckoned(why=found.why) if found.why is not None else NoMonthIsOver(clauses=found.clauses)
        return Sheet(MoneyHeading(), (), (), (note,))
    over = ReckonedOver(first=compared.span.start, last=compared.span.last)
    if not compared.changed:
        return Sheet(MoneyHeading(), (), (), (NoSumDiffers(clauses=found.clauses), over))
    columns = (LegColumn(), SumPeriodColumn(), WhoPaysColumn(), BeforeColumn(), AfterColumn(), MoneyDifferenceColumn())
    notes = (*(_total(one, called) for one in compared.totals), over)
    return Sheet(MoneyHeading(), columns, tuple(tuple(_cells(one, called)) for one in compared.changed), notes)


def _cells(one: SumChanged, called: Mapping[str, str]) -> Iterator[Cell]:
    yield OwnWords(one.of.clause)
    yield _period(one)
    payer, payee = (called.get(name, name) for name in (one.of.payer, one.of.payee))
    yield PaysTo(payer=payer, payee=payee)
    yield _under(one.before, one.of)
    yield _under(one.after, one.of)
    more = one.difference
    yield DifferenceUnknown() if more is None else WholeSum(amount=leg_money(more, one.of))


def _period(one: SumChanged) -> Cell:
    if one.of.period is None:
        return RestOfIt()
    name = one.of.period.name
    return SettledPeriod(period=name, statements=one.issued) if one.issued else OwnWords(name)


def leg_money(units: int, of: SumOf) -> Money:
    """Return so many units as an amount of a leg's currency."""
    return Money(units, of.currency, of.digits)


def _under(side: SumUnder, of: SumOf) -> Said:
    if side.state == "unknown":
        assert side.why is not None
        return SumIsUnknown(why=side.why)
    return NothingOwed() if side.state == "nothing" else WholeSum(amount=leg_money(side.units, of))


def _total(one: PartyTotal, called: Mapping[str, str]) -> Said:
    party = called.get(one.party, one.party)
    amount = Money(abs(one.units), one.currency, one.digits)
    if one.units == 0:
        told: Said = PaysTheSame(party=party, currency=one.currency)
    elif one.units > 0:
        told = PaysMore(party=party, amount=amount)
    else:
        told = PaysLess(party=party, amount=amount)
    return SumsLeftOut(total=told, n=one.unknown) if one.unknown else told
