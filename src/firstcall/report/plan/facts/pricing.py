"""What clauses are worth and which suppositions matter most, as facts.

>>> str(PricedByTheHour(price=Decimal("4.00"), currency="USD"))
'4.00 USD an hour'
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from firstcall.said import Placed, Said, plural, sentence


class PricesHeading(Said):
    says = sentence("prices.heading", "What each clause is worth")


class ClausePriced(Said):
    says = sentence("prices.clause-column", "clause")


class TotalColumn(Said):
    says = sentence("prices.total-column", "total: the plan without it")


class MarginalColumn(Said):
    says = sentence("prices.marginal-column", "marginal: one accelerator let through")


class PricesAbout(Said):
    says = sentence(
        "prices.about",
        "Of the relaxation with missing hours, {least}; above 0 where the clause costs the grantor. Total: solved "
        "again with the clause silent. Marginal: only where it alone bars.",
    )
    least: Said


class PricedTogether(Said):
    says = sentence("prices.together", "together")


class PricesInteract(Said):
    says = sentence(
        "prices.interact", "Clauses interact, even in sign; Shapley's parts add up to what they cost together."
    )


class JointHeading(Said):
    says = sentence("prices.joint-heading", "Joint: clauses beside each other")


class FirstInColumn(Said):
    says = sentence("prices.first-in-column", "first in")


class LastInColumn(Said):
    says = sentence("prices.last-in-column", "last in")


class ShapleyColumn(Said):
    says = sentence("prices.shapley-column", "Shapley")


class NoPlanAtAll(Said):
    says = sentence("prices.no-plan", "no plan")


class BarsNothingAlone(Said):
    says = sentence("prices.bars-nothing-alone", "bars nothing alone")


class PricedByTheHour(Said):
    says = sentence("prices.by-the-hour", "{price} {currency} an hour")
    price: Annotated[Decimal, Placed]
    currency: str


class WindowOfDays(Said):
    says = plural("prices.window-of-days", "window of {n} day", "window of {n} days")
    n: int


class EveryOfferMatched(Said):
    says = sentence("prices.every-offer-matched", "every offer matched {share}")
    share: Said


class CurveHeading(Said):
    says = sentence("prices.curve-heading", "What {clause} costs by its window and the holder's answer")
    clause: str


class CurveAbout(Said):
    says = sentence("prices.curve-about", "Total price, of the relaxation; a window in the clause's own days.")


class IfColumn(Said):
    says = sentence("prices.if-column", "if")


class ItCostsColumn(Said):
    says = sentence("prices.costs-column", "costs")


class MattersMost(Said):
    says = sentence("prices.matters-most", "What matters most")


class MattersMostDrawn(Said):
    says = sentence("prices.matters-most-drawn", "What matters most; the table has the figures")


class SwingsAbout(Said):
    says = sentence(
        "prices.swings-about",
        "Change of the least cost of the relaxation, missing hours included; each supposition moved by itself.",
    )


class AssumedColumn(Said):
    says = sentence("prices.assumed-column", "assumed")


class FifthLowerColumn(Said):
    says = sentence("prices.fifth-lower-column", "a fifth lower")


class FifthHigherColumn(Said):
    says = sentence("prices.fifth-higher-column", "a fifth higher")


class SwingsDrawn(Said):
    says = sentence("prices.swings-drawn", "Each supposition a fifth lower and higher; the longest bar reaches {most}.")
    most: Said


class PlusAmount(Said):
    says = sentence("prices.plus", "+{amount}")
    amount: Said


class AmountOf(Said):
    says = sentence("swing.amount-of", "amount of {about}")
    about: str


class CostOfMissing(Said):
    says = sentence("swing.cost-of-missing", "cost of missing {about}")
    about: str


class PriceOf(Said):
    says = sentence("swing.price-of", "price of {about}")
    about: str


class QuantityOf(Said):
    says = sentence("swing.quantity-of", "quantity of {about}")
    about: str


class ChanceOfMatchUnder(Said):
    says = sentence("swing.chance-of-match-under", "chance of a match of {about} under {clause}")
    about: str
    clause: str


class NothingMatters(Said):
    says = sentence("swing.nothing-matters", "No supposition, moved by itself, changes it.")


class ChanceOfMatch(Said):
    says = sentence("swing.chance-of-match", "chance of a match of {about}")
    about: str


class ChanceOfConsent(Said):
    says = sentence("swing.chance-of-consent", "chance of a consent under {about}")
    about: str


class WorthOf(Said):
    says = sentence("swing.worth-of", "worth of a {about}")
    about: str


class LeadOf(Said):
    says = sentence("swing.lead-of", "lead of {about}")
    about: str
