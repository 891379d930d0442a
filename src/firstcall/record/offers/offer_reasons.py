"""Why an offer, or a part of it, is free or not whatever its state, and what became of an event, as facts."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from firstcall.agreement.model.clauses.refusal_terms import Exemption
from firstcall.said import Said, sentence


class OfferExempt(Said):
    says = sentence("offer.exempt", "exempt ({kind})")
    kind: Exemption


class BelowFloor(Said):
    says = sentence("offer.below-floor", "below the floor of {floor}")
    floor: Decimal


class RightOfOneOffer(Said):
    says = sentence("offer.right-of-one-offer", "the right was for one offer, and offer {offer} was it")
    offer: str


class RightEndedByFailure(Said):
    says = sentence("offer.right-ended-by-failure", "the right ended when {holder} failed on offer {offer}")
    holder: str
    offer: str


class RightEndedByCap(Said):
    says = sentence("offer.right-ended-by-cap", "the right ended when {cap} had been taken under it")
    cap: Decimal


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
    why: Said | str
