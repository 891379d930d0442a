"""What clauses about money may have wrong in themselves, as facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from firstcall.said import Quoted, Said, sentence


class ShareNeedsBase(Said):
    says = sentence(
        "money-clause.share-needs-base",
        "a revenue share needs a `base`, or `open` with the reason why none is known",
    )


class ShareNeedsRate(Said):
    says = sentence("money-clause.share-needs-rate", "a revenue share needs either `rate` or `tiers`, not both")


class ShareOfCommitment(Said):
    says = sentence(
        "money-clause.share-of-commitment",
        "`up_to_share` of {stream} is a share of a commitment; a revenue share has a cap",
    )
    stream: Annotated[str, Quoted]


class RowRounding(Said):
    says = sentence("money-clause.row-rounding", "`rounding.at: row` is for revenue lines")


class RowsAreSummed(Said):
    says = sentence("money-clause.rows-are-summed", "FOCUS rows are summed by stream and day")


class PaysItself(Said):
    says = sentence("money-clause.pays-itself", "{party} is both payer and payee")
    party: Annotated[str, Quoted]


class PayeeTwice(Said):
    says = sentence("money-clause.payee-twice", "payee {party} is listed twice")
    party: Annotated[str, Quoted]


class SharesAddToNothing(Said):
    says = sentence("money-clause.shares-add-to-nothing", "the payees' shares add to nothing")


class CommitmentNeedsBase(Said):
    says = sentence(
        "money-clause.commitment-needs-base",
        "a commitment needs a `base`, `commitment_ids`, or `open` with the reason",
    )


class CommitmentEndsFirst(Said):
    says = sentence("money-clause.commitment-ends-first", "the commitment ends on {until}, before it starts on {since}")
    until: date
    since: date


class AmountsNeedPeriods(Said):
    says = sentence("money-clause.amounts-need-periods", "a list of amounts needs years or quarters, and `per` is term")


class MakeUpNeedsPeriods(Said):
    says = sentence("money-clause.make-up-needs-periods", "`make_up` needs years or quarters, and `per` is term")


class SayPerYearOrQuarter(Said):
    says = sentence("money-clause.say-per-year-or-quarter", "write `per: year` or `per: quarter`")


class FirstAmountAwaits(Said):
    says = sentence("money-clause.first-amount-awaits", "the first amount waits for {when}, and none holds before that")
    when: Said


class FirstAmountFromStart(Said):
    says = sentence(
        "money-clause.first-amount-from-start", "no amount holds on {since}, on which the commitment begins"
    )
    since: date


class LeaveSinceOutOfFirst(Said):
    says = sentence("money-clause.leave-since-out-of-first", "leave `since` out of the first amount")


class AmountsRise(Said):
    says = sentence("money-clause.amounts-in-order", "each amount of the list begins after the one before")


class GiveLaterDays(Said):
    says = sentence("money-clause.give-later-days", "give each amount after the first its own first day, in order")


class CommitmentNeedsCurrency(Said):
    says = sentence("money-clause.commitment-needs-currency", "a commitment needs a `currency`, or a `unit`")


class NameCurrencyOrUnit(Said):
    says = sentence(
        "money-clause.name-currency-or-unit", "name the `currency`, or the `unit` that the amount is a quantity of"
    )


class PriceNeedsUnit(Said):
    says = sentence("money-clause.price-needs-unit", "`unit_price` is the price of a `unit`, and none is given")


class GiveUnitOrLeavePriceOut(Said):
    says = sentence("money-clause.give-unit-or-leave-price-out", "give the `unit`, or leave `unit_price` out")


class PriceNeedsCurrency(Said):
    says = sentence("money-clause.price-needs-currency", "`unit_price` is money, and no `currency` is given")


class GiveCurrencyOfPrice(Said):
    says = sentence("money-clause.give-currency-of-price", "give the `currency` of the price")


class MakeUpNeedsPrice(Said):
    says = sentence(
        "money-clause.make-up-needs-price",
        "`make_up` pays money back, and no `unit_price` says how much for each of {unit}",
    )
    unit: str


class GivePriceOrLeaveMakeUpOut(Said):
    says = sentence("money-clause.give-price-or-leave-make-up-out", "give the `unit_price`, or leave `make_up` out")


class CurrencyIsNoUnit(Said):
    says = sentence(
        "money-clause.currency-is-no-unit", "{unit} is a currency, and `unit` is what a quantity is counted in"
    )
    unit: str


class LeaveUnitOut(Said):
    says = sentence(
        "money-clause.leave-unit-out", "leave `unit` out and write `currency: {currency}`: the amount is then money"
    )
    currency: str


class CountsACost(Said):
    says = sentence("money-clause.counts-a-cost", "the commitment is in {unit}, and {column} is money")
    unit: str
    column: str


class CountTheQuantity(Said):
    says = sentence(
        "money-clause.count-the-quantity",
        "leave `column` out: bills then count by ConsumedQuantity, in rows whose ConsumedUnit is {unit}",
    )
    unit: str


class QuantityNeedsUnit(Said):
    says = sentence(
        "money-clause.quantity-needs-unit", "`column: ConsumedQuantity` is no money, and no `unit` is given"
    )


class GiveUnitOrCost(Said):
    says = sentence(
        "money-clause.give-unit-or-cost", "give a commitment its `unit`, or name a cost column such as BilledCost"
    )


class AppliedIsMoney(Said):
    says = sentence(
        "money-clause.applied-is-money", "the commitment is in {unit}, and what `commitment_ids` apply is money"
    )
    unit: str


class CountByBase(Said):
    says = sentence("money-clause.count-by-base", "leave `commitment_ids` out, and say in `base` which rows count")


class CommitsToItself(Said):
    says = sentence("money-clause.commits-to-itself", "{party} commits to itself")
    party: Annotated[str, Quoted]


class WriteNumberAsText(Said):
    says = sentence(
        "money-clause.number-as-text", "write the number as text, such as {example}, so that it stays exact"
    )
    example: Annotated[str, Quoted]


class BelowZero(Said):
    says = sentence("money-clause.below-zero", "{value} is below zero")
    value: Decimal


class StreamTwice(Said):
    says = sentence("money-clause.stream-twice", "a stream is named twice")


class GiveEachItsName(Said):
    says = sentence("money-clause.give-each-its-name", "give each its own name")


class RateEndsFirst(Said):
    says = sentence("money-clause.rate-ends-first", "a rate ends on {until}, before it starts on {since}")
    until: date
    since: date


class TwoRatesOn(Said):
    says = sentence("money-clause.two-rates-on", "two rates hold on {day}")
    day: date


class TwoRatesAlways(Said):
    says = sentence("money-clause.two-rates-always", "two rates hold on every day")


class EndEarlierRate(Said):
    says = sentence("money-clause.end-earlier-rate", "let the earlier one end the day before")


class FirstStepAtZero(Said):
    says = sentence("money-clause.first-step-at-zero", "the first step must start at threshold 0")


class ThresholdsRise(Said):
    says = sentence("money-clause.thresholds-rise", "thresholds must rise from step to step")


class CapNeedsAmount(Said):
    says = sentence("money-clause.cap-needs-amount", "a cap needs `per_period` or `total`")


class CapNeedsTotal(Said):
    says = sentence(
        "money-clause.cap-needs-total", "`counting_from` and `past_payments` belong to a `total`, and none is given"
    )


class ResidualNeedsPayee(Said):
    says = sentence(
        "money-clause.residual-needs-payee",
        "`residual: counterparty` needs `residual_to`, the payee that takes the rest",
    )


class ResidualToNoPayee(Said):
    says = sentence(
        "money-clause.residual-to-no-payee", "`residual_to` names {party}, which is not a payee of this clause"
    )
    party: Annotated[str, Quoted]


class GiveBaseOrOpen(Said):
    says = sentence("money-clause.give-base-or-open", "say in `base` what is counted, or in `open` why nobody knows")


class GiveRateOrTiers(Said):
    says = sentence("money-clause.give-rate-or-tiers", "give either `rate` or `tiers`")


class CapItInstead(Said):
    says = sentence("money-clause.cap-it-instead", "leave `up_to_share` out, and write `cap` for the most that is paid")


class NameAnother(Said):
    says = sentence("money-clause.name-another", "name two different parties")


class ListPayeeOnce(Said):
    says = sentence("money-clause.list-payee-once", "list it once, with its whole share")


class GiveOneAShare(Said):
    says = sentence("money-clause.give-a-share", "give one of them a share over 0")


class EndOnOrAfter(Said):
    says = sentence("money-clause.end-on-or-after", "let it end on {day} or later")
    day: date


class WriteZeroOrMore(Said):
    says = sentence("money-clause.write-zero-or-more", "write 0 or more")


class BeginAtZero(Said):
    says = sentence("money-clause.begin-at-zero", 'write `threshold: "0"` in the first step')


class OrderThresholds(Said):
    says = sentence("money-clause.order-thresholds", "put the steps in order, each threshold over the one before")


class GiveCapAmount(Said):
    says = sentence("money-clause.give-cap-amount", "give one of them, or leave the cap out")


class GiveTotal(Said):
    says = sentence("money-clause.give-total", "give the `total`, or leave them out")


class NameResidualPayee(Said):
    says = sentence("money-clause.name-residual-payee", "write `residual_to` with one of its payees")
