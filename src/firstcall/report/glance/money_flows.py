"""What money moves by the clauses in force: who pays whom, how much of what, and what must be bought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, assert_never

from firstcall.agreement.model.clauses.kinds import DatedDuty, Delivery, Payment, PricePromise
from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.agreement.model.clauses.money_terms import Base
from firstcall.agreement.model.clauses.promises.price_promise import DifferencePaid
from firstcall.agreement.terms import InForce, Terms
from firstcall.money import Money
from firstcall.said import AllOf, Percent, Said, sentence


class SharePaid(Said):
    says = sentence("glance.share-paid", "{payer} pays {payees} {rate} of {base}, settled every {period}")
    payer: str
    payees: Annotated[tuple[str, ...], AllOf]
    rate: Said
    base: Said
    period: Literal["month", "quarter", "year"]


class RateKnown(Said):
    says = sentence("glance.rate", "{share}")
    share: Annotated[Decimal, Percent]


class RateBySteps(Said):
    says = sentence("glance.rate-steps", "{least} to {most}, by steps,")
    least: Annotated[Decimal, Percent]
    most: Annotated[Decimal, Percent]


class RateUnknown(Said):
    says = sentence("glance.rate-unknown", "a share")


class RevenueOf(Said):
    says = sentence("glance.revenue-of", "its revenue from {streams}")
    streams: Annotated[tuple[str, ...], AllOf]


class RevenueOfOther(Said):
    says = sentence("glance.revenue-of-other", "the revenue of {party} from {streams}")
    party: str
    streams: Annotated[tuple[str, ...], AllOf]


class AllRevenue(Said):
    says = sentence("glance.all-revenue", "all its revenue")


class AllRevenueOfOther(Said):
    says = sentence("glance.all-revenue-of-other", "all the revenue of {party}")
    party: str


class BilledFor(Said):
    says = sentence("glance.billed-for", "what is billed for {streams}")
    streams: Annotated[tuple[str, ...], AllOf]


class BaseUnknown(Said):
    says = sentence("glance.base-unknown", "a base that is not known")


class BoughtUndated(Said):
    says = sentence(
        "glance.bought-undated", "{buyer} buys at least {amount} from {seller}, from or to a day not known yet"
    )
    buyer: str
    amount: Money
    seller: str


class BoughtAtLeast(Said):
    says = sentence("glance.bought-at-least", "{buyer} buys at least {amount} from {seller} in all, through {until}")
    buyer: str
    amount: Money
    seller: str
    until: date


class BoughtEachYear(Said):
    says = sentence("glance.bought-each-year", "{buyer} buys at least {amount} a year from {seller}, through {until}")
    buyer: str
    amount: Money
    seller: str
    until: date


class BoughtEachQuarter(Said):
    says = sentence(
        "glance.bought-each-quarter", "{buyer} buys at least {amount} a quarter from {seller}, through {until}"
    )
    buyer: str
    amount: Money
    seller: str
    until: date


class SumsFixed(Said):
    says = sentence("glance.sums-fixed", "{payer} pays {payee} what {clause} fixes, in {currency}")
    payer: str
    payee: str
    clause: str
    currency: str


class LateByDay(Said):
    says = sentence("glance.late-by-day", "{payer} pays {payee} {amount} for each day that {clause} is late")
    payer: str
    payee: str
    amount: Money
    clause: str


class LateByDayAtMost(Said):
    says = sentence(
        "glance.late-by-day-at-most",
        "{payer} pays {payee} {amount} for each day that {clause} is late, {most} at most each time",
    )
    payer: str
    payee: str
    amount: Money
    clause: str
    most: Money


class LateOffPrice(Said):
    says = sentence(
        "glance.late-off-price",
        "{payer} gives {share} off the price for each day that {clause} is late, {most} at most",
    )
    payer: str
    share: Annotated[Decimal, Percent]
    clause: str
    most: Annotated[Decimal, Percent]


class DifferenceByUnit(Said):
    says = sentence(
        "glance.difference-by-unit", "{payer} pays {payee} the difference to a better price ({clause}), in {currency}"
    )
    payer: str
    payee: str
    clause: str
    currency: str


class AmountUnknown(Said):
    says = sentence("glance.amount-unknown", "{flow}; the amount is not known")
    flow: Said


class BoughtUnknown(Said):
    says = sentence("glance.bought-unknown", "{flow}; how much of it was bought is not known")
    flow: Said


class NoMoneyMoves(Said):
    says = sentence("glance.no-money", "none: no clause in force moves money")


EVERYTHING = ("all",)
"""The streams of a base that is all the revenue there is, as an agreement that knows no kinds of it names them."""


def money_moved(text: Terms, speaking: Iterable[InForce], day: date) -> tuple[Said, ...]:
    """Return what each money clause in force moves, in the order of the text.

    Args:
      text: the terms of the day, which name the parties.
      speaking: the clauses that speak on the day.
      day: the day, in the agreement's zone; it chooses among dated rates.
    """
    return tuple(_flows(text, speaking, day)) or (NoMoneyMoves(),)


def _flows(text: Terms, speaking: Iterable[InForce], day: date) -> Iterator[Said]:
    for held in speaking:
        match held.clause:
            case RevenueShare() as clause:
                flow: Said = SharePaid(
                    payer=_name(clause.payer, text), payees=tuple(_name(one.party, text) for one in clause.payee),
                    rate=_rate(clause, day), base=_base(clause.base, clause.payer, text), period=clause.period,
                )  # fmt: skip
            case Commitment() as clause:
                flow = _bought(clause, _name(clause.by, text), _name(clause.to, text), day)
                yield flow if clause.open is None else BoughtUnknown(flow=flow)
                continue
            case Payment() as clause:
                yield SumsFixed(
                    payer=_name(clause.payer, text), payee=_name(clause.payee, text), clause=clause.id,
                    currency=clause.currency,
                )  # fmt: skip
                continue
            case PricePromise(pays=DifferencePaid()) as clause:
                yield DifferenceByUnit(
                    payer=_name(clause.by, text), payee=_name(clause.to, text), clause=clause.id,
                    currency=clause.currency,
                )  # fmt: skip
                continue
            case DatedDuty() | Delivery() as clause:
                yield from _late(clause, text)
                continue
            case _:
                continue
        yield flow if clause.open is None else AmountUnknown(flow=flow)


def _late(clause: DatedDuty | Delivery, text: Terms) -> Iterator[Said]:
    """Yield what being late costs by a clause; nothing where it costs nothing."""
    payer = _name(clause.by, text)
    if isinstance(clause, Delivery):
        if (fee := clause.late_fee) is not None:
            yield LateOffPrice(payer=payer, share=fee.share_per_day, clause=clause.id, most=fee.at_most)
        return
    if (late := clause.late) is None or clause.to is None:
        return
    payee, amount = _name(clause.to, text), _whole(late.per_day, late.currency)
    if late.at_most is None:
        yield LateByDay(payer=payer, payee=payee, amount=amount, clause=clause.id)
    else:
        most = _whole(late.at_most, late.currency)
        yield LateByDayAtMost(payer=payer, payee=payee, amount=amount, clause=clause.id, most=most)


def _bought(clause: Commitment, buyer: str, seller: str, day: date) -> Said:
    if not clause.is_dated:
        first = _whole(clause.steps[0].amount, clause.measure)
        return BoughtUndated(buyer=buyer, amount=first, seller=seller)
    amount = _whole(clause.amount_on(max(day, clause.first)), clause.measure)
    match clause.per:
        case "year":
            return BoughtEachYear(buyer=buyer, amount=amount, seller=seller, until=clause.last)
        case "quarter":
            return BoughtEachQuarter(buyer=buyer, amount=amount, seller=seller, until=clause.last)
        case "term":
            return BoughtAtLeast(buyer=buyer, amount=amount, seller=seller, until=clause.last)
        case _:
            assert_never(clause.per)


def _whole(amount: Decimal, currency: str) -> Money:
    """Return an amount with only the decimals that it was written with.

    >>> str(_whole(Decimal("3500000"), "USD")), str(_whole(Decimal("0.25"), "EUR"))
    ('3,500,000 USD', '0.25 EUR')
    """
    exponent = amount.as_tuple().exponent
    digits = max(0, -exponent) if isinstance(exponent, int) else 0
    return Money(int(amount.scaleb(digits)), currency, digits)


def _name(party: str, text: Terms) -> str:
    return text.parties[party].name if party in text.parties else party


def _rate(clause: RevenueShare, day: date) -> Said:
    if clause.tiers is not None:
        rates = [step.rate for step in clause.tiers.steps]
        return RateBySteps(least=min(rates), most=max(rates)) if len({*rates}) > 1 else RateKnown(share=rates[0])
    now = next((rate for rate in clause.rate or () if rate.holds(day)), None)
    return RateKnown(share=now.rate) if now else RateUnknown()


def _base(base: Base | None, payer: str, text: Terms) -> Said:
    if base is None:
        return BaseUnknown()
    streams = tuple(stream.name for stream in base.streams)
    if base.source == "focus":
        return BilledFor(streams=streams)
    own = base.of is None or base.of == payer
    if streams == EVERYTHING:
        return AllRevenue() if own else AllRevenueOfOther(party=_name(base.of or payer, text))
    if own:
        return RevenueOf(streams=streams)
    return RevenueOfOther(party=_name(base.of or payer, text), streams=streams)
