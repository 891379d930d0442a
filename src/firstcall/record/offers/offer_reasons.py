"""Why an offer, or a part of it, is free or not whatever its state, and what became of an event, as facts.

>>> why = BelowFloor(floor=Decimal("50"))
>>> str(MoreThanIsFree(left=Decimal("49.9"), why=why))
'more than the 49.9 that is free (below the floor of 50)'
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from firstcall.agreement.model.clauses.refusal_terms import Exemption
from firstcall.said import AllOf, Said, sentence

OfferState = Literal[
    "received", "notified", "matched", "matched-in-part", "declined", "lapsed", "released", "waived", "withdrawn",
    "delivered",
]  # fmt: skip
PortionReason = Literal["wholly signed", "more than the remainder", "not before the window ends", "tail over"]
"""Why a part of an offer is not free, besides the offer's state and terms."""


class OfferExempt(Said):
    says = sentence("offer.exempt", "exempt ({kind})")
    kind: Exemption


class BelowFloor(Said):
    says = sentence("offer.below-floor", "below the floor of {floor}")
    floor: Decimal


class NotBelowFloor(Said):
    says = sentence(
        "offer.not-below-floor",
        "with the {bought} bought of {provider} within a year it is not below the floor of {floor}",
    )
    bought: Decimal
    provider: str
    floor: Decimal


class RightOfOneOffer(Said):
    says = sentence("offer.right-of-one-offer", "the right was for one offer, and offer {offer} was it")
    offer: str


class RightEndedByFailure(Said):
    says = sentence("offer.right-ended-by-failure", "the right ended when {holders} failed on offer {offer}")
    holders: Annotated[tuple[str, ...], AllOf]
    offer: str


class RightEndedByCap(Said):
    says = sentence("offer.right-ended-by-cap", "the right ended when {cap} had been taken under it")
    cap: Decimal


RIGHT_ENDED = (RightOfOneOffer, RightEndedByFailure, RightEndedByCap)
"""Why nothing needs to be offered first any more: it frees any quantity, from anybody."""


class BetterTerms(Said):
    says = sentence("offer.better-terms", "better terms for the third party: {terms}")
    terms: tuple[str, ...]


class MoreThanIsFree(Said):
    says = sentence("offer.more-than-is-free", "more than the {left} that is free ({why})")
    left: Decimal
    why: Said


class EventWithoutEffect(Said):
    says = sentence("offer.event-without-effect", "event {event} of {at} is without effect: {why}")
    event: str
    at: datetime
    why: Said


class SomeHaveTaken(Said):
    says = sentence("offer.some-have-taken", "a match binds, and there is one of {who}")
    who: Annotated[tuple[str, ...], AllOf]


class LeftIsFreeThen(Said):
    says = sentence("offer.left-is-free-then", "wait for the end of the time to answer; what is left is free then")


class SignedInOtherUnit(Said):
    says = sentence("offer.signed-in-other-unit", "the contract is in {unit}, the offer in {wanted}")
    unit: str
    wanted: str


class StandsUncleared(Said):
    says = sentence(
        "offer.stands-uncleared",
        "the contract of event {event}, signed at {at}, was not cleared: it stands, and uses up nothing of the offer",
    )
    event: str
    at: datetime


class PortionState(Said):
    says = sentence("offer.portion-state", "{state}")
    state: OfferState


class PortionStands(Said):
    says = sentence("offer.portion-stands", "{why}")
    why: PortionReason


class RunsUntilAgreed(Said):
    says = sentence("offer.runs-until-agreed", "the clock runs on until the {other} agrees to stop it")
    other: Literal["grantor", "holder"]


class AmendedIsNewOffer(Said):
    says = sentence(
        "offer.amended-is-new", "what was amended at {at} is a new offer, since the terms noticed before were matched"
    )
    at: datetime
