"""Legs between the same two parties set against each other: round, convert, round, net; gross is kept."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from firstcall.agreement.model.clauses.money_terms import Netting
from firstcall.money import Money, Rounding, digits_of, round_units
from firstcall.said import Said, sentence
from firstcall.settlement.books.entries import ExchangeTable
from firstcall.values import dataclass


class UnknownLeg(Said):
    says = sentence("net.unknown-leg", "{clause}: {reason}")
    clause: str
    reason: Said


@dataclass(frozen=True, slots=True)
class Owed:
    """What one party owes another on one clause for one settlement period; None where it is unknown."""

    clause: str
    payer: str
    payee: str
    amount: Money | None
    on: date
    due: date | None
    netting: Netting | None
    rounding: Rounding
    unknown: Said | None = None


@dataclass(frozen=True, slots=True)
class Gross:
    """One leg as it enters the net: its own amount, and the amount in the currency of netting."""

    clause: str
    payer: str
    payee: str
    own: Money
    counted: Money


@dataclass(frozen=True, slots=True)
class Net:
    """What two parties owe each other in one currency, all told; `payer` pays `amount` to `payee`.

    `unknown` lists the legs that are not in it because nobody knows them, each with the reason.
    """

    payer: str
    payee: str
    amount: Money
    gross: tuple[Gross, ...]
    unknown: tuple[Said, ...]
    due: date | None


def net(owed: Sequence[Owed], exchange: ExchangeTable) -> tuple[Net, ...]:
    """Return one net for each two parties and currency, in the order in which their legs are listed.

    Legs are netted in the currency that their clauses name, or in their own. Somebody's payable is always
    the other's receivable: the net is one figure seen from two sides.

    Source: RULES, settlement: netting.
    """
    groups: dict[tuple[frozenset[str], str], list[Owed]] = {}
    for leg in owed:
        currency = leg.netting.currency if leg.netting else leg.amount.currency if leg.amount else ""
        groups.setdefault((frozenset((leg.payer, leg.payee)), currency), []).append(leg)
    _join_unknown(groups)
    return tuple(_net(legs, currency, exchange) for (_, currency), legs in groups.items())


def _join_unknown(groups: dict[tuple[frozenset[str], str], list[Owed]]) -> None:
    """Put legs without amount and currency to the other legs of their parties, in each currency."""
    for pair, currency in [key for key in groups if not key[1]]:
        others = [key for key in groups if key[0] == pair and key[1]]
        if others:
            for key in others:
                groups[key].extend(groups[pair, currency])
            del groups[pair, currency]


def _net(legs: Sequence[Owed], currency: str, exchange: ExchangeTable) -> Net:
    first = legs[0]
    gross = tuple(_gross(leg, currency, exchange) for leg in legs if leg.amount is not None)
    units = sum(leg.counted.units if leg.payer == first.payer else -leg.counted.units for leg in gross)
    digits = gross[0].counted.digits if gross else digits_of(currency)
    unknown = tuple(dict.fromkeys(
        UnknownLeg(clause=leg.clause, reason=leg.unknown) for leg in legs if leg.amount is None and leg.unknown
    ))  # fmt: skip
    payer, payee = (first.payer, first.payee) if units >= 0 else (first.payee, first.payer)
    dues = [leg.due for leg in legs if leg.payer == payer and leg.due is not None]
    due = max(dues) if dues else None
    return Net(payer, payee, Money(abs(units), currency, digits), gross, unknown, due)


def _gross(leg: Owed, currency: str, exchange: ExchangeTable) -> Gross:
    own = leg.amount
    assert own is not None
    if own.currency == currency or leg.netting is None:
        return Gross(leg.clause, leg.payer, leg.payee, own, own)
    day = leg.due if leg.netting.day == "due_day" and leg.due else leg.on
    rate = exchange.on(day, own.currency, currency, leg.netting.missing)
    digits = digits_of(currency)
    units = round_units(Fraction(own.amount) * rate, digits, leg.rounding)
    return Gross(leg.clause, leg.payer, leg.payee, own, Money(units, currency, digits))


def net_difference(before: Sequence[Net], after: Sequence[Net]) -> tuple[Net, ...]:
    """Return what nets have changed by, pair by pair and currency by currency, each clause with its own difference.

    What was netted first and this together are what is netted now, to the last unit: a difference is never
    converted anew.
    """
    keys = dict.fromkeys((frozenset((one.payer, one.payee)), one.amount.currency) for one in (*before, *after))
    return tuple(
        _difference(
            [one for one in before if _key(one) == key], [one for one in after if _key(one) == key]
        )
        for key in keys
    )  # fmt: skip


def _key(one: Net) -> tuple[frozenset[str], str]:
    return frozenset((one.payer, one.payee)), one.amount.currency


def _difference(before: Sequence[Net], after: Sequence[Net]) -> Net:
    first = (*after, *before)[0]
    found: dict[tuple[str, str, str], Gross] = {}
    for sign, nets in ((1, after), (-1, before)):
        for gross in (gross for one in nets for gross in one.gross):
            key = (gross.clause, gross.payer, gross.payee)
            found[key] = _added(found.get(key), gross, sign)
    units = sum(one.counted.units if one.payer == first.payer else -one.counted.units for one in found.values())
    payer, payee = (first.payer, first.payee) if units >= 0 else (first.payee, first.payer)
    changed = tuple(one for one in found.values() if one.own.units or one.counted.units)
    unknown = tuple(reason for one in after for reason in one.unknown)
    due = after[0].due if after else None
    return Net(payer, payee, Money(abs(units), first.amount.currency, first.amount.digits), changed, unknown, due)


def _added(known: Gross | None, more: Gross, sign: int) -> Gross:
    own, counted = (0, 0) if known is None else (known.own.units, known.counted.units)
    return Gross(
        more.clause, more.payer, more.payee,
        Money(own + sign * more.own.units, more.own.currency, more.own.digits),
        Money(counted + sign * more.counted.units, more.counted.currency, more.counted.digits),
    )  # fmt: skip
