"""What a clause says to an act, as facts: why it is met, bars, needs a consent, or does not reach the question."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from firstcall.agreement.model.definitions import Age, Mode
from firstcall.agreement.model.determinations import DeterminationState
from firstcall.record.offers.offer_reasons import OfferState
from firstcall.said import AllOf, AnyOf, Commas, Grouped, Said, sentence


class SaysNothing(Said):
    says = sentence("clause.says-nothing", "it says nothing to this")


class SpeaksOfProviders(Said):
    says = sentence("clause.speaks-of-providers", "speaks of {providers}")
    providers: tuple[str, ...]


class SpeaksOfModes(Said):
    says = sentence("clause.speaks-of-modes", "speaks of {modes} capacity, and this is {mode}")
    modes: tuple[Mode, ...]
    mode: Mode


class SpeaksOfAge(Said):
    says = sentence("clause.speaks-of-age", "speaks of {age} capacity only")
    age: Age


class EndedWhen(Said):
    says = sentence("clause.ended-when", "ended when {determination} was {state}, on {day}")
    determination: str
    state: DeterminationState
    day: date


class EndedByOption(Said):
    says = sentence("clause.ended-by-option", "ended when {option} was exercised; its last day was {day}")
    option: str
    day: date


class EndedWith(Said):
    says = sentence("clause.ended-with", "ended with {day}, {when}")
    day: date
    when: Said


class NotBegun(Said):
    says = sentence("clause.not-begun", "has not begun: it begins with {when}, a day unknown or still to come")
    when: Said


class HomeOfExclusivity(Said):
    says = sentence("exclusivity.home", "{place} is where {holder} has the exclusivity")
    place: str
    holder: str


class OnlyAt(Said):
    says = sentence("exclusivity.only-at", "only at {at}")
    at: tuple[str, ...]


class OnlyAtUnless(Said):
    says = sentence("exclusivity.only-at-unless", "only at {at} unless {who} consents; no consent covers {provider}")
    at: tuple[str, ...]
    who: Annotated[tuple[str, ...], AnyOf]
    provider: str


class PartyConsented(Said):
    says = sentence("consent.given", "{party} consented ({consent})")
    party: str
    consent: str


class NoConsentCovers(Said):
    says = sentence("consent.none-covers", "no consent under it covers {provider}")
    provider: str


class HolderOperates(Said):
    says = sentence("first-refusal.holder-operates", "{holder} operates {place}")
    holder: str
    place: str


class NotOffered(Said):
    says = sentence("first-refusal.not-offered", "{holder} has not been offered this capacity")
    holder: str


class NoneOffered(Said):
    says = sentence("first-refusal.none-offered", "{holders} have not been offered this capacity")
    holders: Annotated[tuple[str, ...], AllOf]


class NotOfferedThen(Said):
    says = sentence("first-refusal.not-offered-then", "the capacity had not been offered to {holders}")
    holders: Annotated[tuple[str, ...], AllOf]


class SignedUnoffered(Said):
    says = sentence(
        "first-refusal.signed-unoffered", "signed without {holders} having been offered the capacity on this record"
    )
    holders: Annotated[tuple[str, ...], AllOf]


class OfferWasFree(Said):
    says = sentence("first-refusal.was-free", "offer {offer} was free")
    offer: str


class NotFreeOnTerms(Said):
    says = sentence("first-refusal.not-free-on-terms", "offer {offer} was not free on the terms that were signed")
    offer: str


class TailIsOpen(Said):
    says = sentence("first-refusal.tail-is-open", "offer {offer} is {state}, and its tail is open")
    offer: str
    state: OfferState


class OfferFreeByItself(Said):
    says = sentence("first-refusal.free-by-itself", "offer {offer} is free: {why}")
    offer: str
    why: Said


class FreeForSomebodyElse(Said):
    says = sentence(
        "first-refusal.free-for-somebody-else", "offer {offer} is free for {provider} ({why}), not for {asked}"
    )
    offer: str
    provider: str
    why: Said
    asked: str


class ArrivalSupposed(Said):
    says = sentence(
        "first-refusal.arrival-supposed",
        "no arrival of the notice of offer {offer} is on the record: it is supposed to have arrived when it was sent, "
        "at {at}",
    )
    offer: str
    at: datetime


class NoticeCuredBySilence(Said):
    says = sentence(
        "first-refusal.notice-cured",
        "the notice of offer {offer} lacked {lacked}; it counts as complete since nobody said so in time",
    )
    offer: str
    lacked: Annotated[tuple[Said | str, ...], Commas]


class NoticeSentIncomplete(Said):
    says = sentence(
        "first-refusal.notice-sent-incomplete", "the notice of offer {offer} lacked {lacked}; it was sent so"
    )
    offer: str
    lacked: Annotated[tuple[Said | str, ...], Commas]


class NoticeRunsNoClock(Said):
    says = sentence(
        "first-refusal.notice-runs-no-clock", "the notice of offer {offer} lacked {lacked}, so no clock runs"
    )
    offer: str
    lacked: Annotated[tuple[Said | str, ...], Commas]


class TookOffer(Said):
    says = sentence("first-refusal.took", "{holders} took offer {offer}")
    holders: Annotated[tuple[str, ...], AllOf]
    offer: str


class TookOfOffer(Said):
    says = sentence("first-refusal.took-of", "{holders} took offer {offer} of {quantity}")
    holders: Annotated[tuple[str, ...], AllOf]
    offer: str
    quantity: Decimal


class NotAnswered(Said):
    says = sentence("first-refusal.not-answered", "offer {offer} is {state}: {holder} has not answered a notice of it")
    offer: str
    state: OfferState
    holder: str


class NoneAnswered(Said):
    says = sentence(
        "first-refusal.none-answered", "offer {offer} is {state}: {holders} have not answered a notice of it"
    )
    offer: str
    state: OfferState
    holders: Annotated[tuple[str, ...], AllOf]


class PartNotYetBinding(Said):
    says = sentence(
        "first-refusal.part-not-binding",
        "offer {offer} is {state}: what {holders} asked for binds only with the whole, and may still be raised",
    )
    offer: str
    state: OfferState
    holders: Annotated[tuple[str, ...], AllOf]


class OfferNotFree(Said):
    says = sentence("first-refusal.not-free", "offer {offer} is {state}: {why}")
    offer: str
    state: OfferState
    why: Said


class PartyApproved(Said):
    says = sentence("approval.given", "{party} approved it")
    party: str


class OverShareAsked(Said):
    says = sentence("approval.over-share-asked", "{mix}, at or over the {share} asked for")
    mix: Said
    share: Decimal


class ApprovedPrimarily(Said):
    says = sentence("approval.primarily", "approved primarily for {workloads}: {mix}")
    workloads: Annotated[tuple[str, ...], AllOf]
    mix: Said


class ReachesMore(Said):
    says = sentence("approval.reaches-more", "{clause} permits {left} {unit} more, and no more than that")
    clause: str
    left: Annotated[Decimal, Grouped]
    unit: str


class BeyondReach(Said):
    says = sentence("approval.beyond-reach", "it permits {most} {unit} in all, of which {left} {unit} are left")
    most: Annotated[Decimal, Grouped]
    unit: str
    left: Annotated[Decimal, Grouped]


class ReachUnknown(Said):
    says = sentence(
        "approval.reach-unknown", "what is left of it is unknown: how much {contract} is of is not known in {unit}"
    )
    contract: str
    unit: str


class NobodyCures(Said):
    says = sentence("approval.nobody-cures", "{why}; no consent clause lets anybody cure it")
    why: Said


class NoMixKnown(Said):
    says = sentence("mix.none", "no mix of use is on the record")


class PlannedShare(Said):
    says = sentence("mix.planned", "the planned share is {share}, and no mix is on the record")
    share: Decimal


class ReportedShare(Said):
    says = sentence("mix.reported", "the reported share is {share}")
    share: Decimal


class ReportedShareAt(Said):
    says = sentence("mix.reported-at", "the reported share at {site} is {share}")
    site: str
    share: Decimal


class ClearedWhenSigned(Said):
    says = sentence("signing.cleared", "cleared when it was signed: {why}")
    why: Said


class CuredSince(Said):
    says = sentence("signing.cured-since", "signed without clearance, and cured since ({event})")
    event: str


class SignedUncleared(Said):
    says = sentence("signing.uncleared", "signed without clearance: {why}")
    why: Said
