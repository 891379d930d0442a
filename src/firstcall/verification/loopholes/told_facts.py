"""What a way round a restriction is told by: each act, what it comes to, and what would close it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from firstcall.agreement.model.clauses.refusal_terms import Exemption
from firstcall.said import AllOf, AnyOf, Said, sentence


class DoneWithoutSay(Said):
    says = sentence(
        "loophole.what",
        "{workload} can run on capacity of {provider} that is new, though {holders} had no say on it under {clause}",
    )
    workload: str
    provider: str
    holders: Annotated[tuple[str, ...], AllOf]
    clause: str


class OfferComes(Said):
    says = sentence("loophole.offer-comes", "{by} receives {offer}, of {quantity}, from {provider}")
    by: str
    offer: str
    quantity: Decimal
    provider: str


class OfferComesAs(Said):
    says = sentence(
        "loophole.offer-comes-as",
        "{by} enters {offer}, of {quantity}, from {provider} as a transaction of one kind: {kind}",
    )
    by: str
    offer: str
    quantity: Decimal
    provider: str
    kind: Exemption


class AsksForCapacity(Said):
    says = sentence("loophole.asks", "{by} asks for {quantity} under the name {offer}")
    by: str
    offer: str
    quantity: Decimal


class GivesNotice(Said):
    says = sentence("loophole.notice", "{by} gives notice of {offer}")
    by: str
    offer: str


class DeclinesOffer(Said):
    says = sentence("loophole.declines", "{holders} declines {offer} under {clause}")
    holders: Annotated[tuple[str, ...], AllOf]
    offer: str
    clause: str


class MatchesOffer(Said):
    says = sentence("loophole.matches", "{holders} matches {offer} under {clause}")
    holders: Annotated[tuple[str, ...], AllOf]
    offer: str
    clause: str


class TakesPart(Said):
    says = sentence("loophole.takes-part", "{holder} takes {quantity} of {offer} under {clause}")
    holder: str
    quantity: Decimal
    offer: str
    clause: str


class TermMoves(Said):
    says = sentence("loophole.term-moves", "{term} of {offer} changes a trifle, to {value}")
    term: str
    offer: str
    value: str


class TermImproves(Said):
    says = sentence("loophole.term-improves", "{term} of {offer} becomes better for the third party: {value}")
    term: str
    offer: str
    value: str


class TakesBack(Said):
    says = sentence("loophole.takes-back", "{by} withdraws {offer}")
    by: str
    offer: str


class CallsFailed(Said):
    says = sentence("loophole.calls-failed", "{by} enters that what was matched of {offer} has failed")
    by: str
    offer: str


class ConsentsTo(Said):
    says = sentence("loophole.consents", "{by} consents under {clause} to {provider}, lifting {lifted}")
    by: str
    clause: str
    provider: str
    lifted: Annotated[tuple[str, ...], AllOf]


class SignsOffer(Said):
    says = sentence("loophole.signs-offer", "{by} signs {quantity} of {offer} with {provider}")
    by: str
    quantity: Decimal
    offer: str
    provider: str


class SignsAfresh(Said):
    says = sentence("loophole.signs", "{by} signs {quantity} with {provider}, under no offer")
    by: str
    quantity: Decimal
    provider: str


class SignsBuilt(Said):
    says = sentence("loophole.signs-built", "{by} signs {quantity} with {provider}, on a site that is built for {by}")
    by: str
    quantity: Decimal
    provider: str


class SignsBackdated(Said):
    says = sentence("loophole.signs-backdated", "{by} signs {quantity} with {provider}, and dates it {day}")
    by: str
    quantity: Decimal
    provider: str
    day: date


class WindowsPass(Said):
    says = sentence("loophole.windows-pass", "no answer comes on {offer} before the window of {clause} ends")
    offer: str
    clause: str


class DaysPass(Said):
    says = sentence("loophole.days-pass", "time passes until {day}")
    day: date


class TextTakesEffect(Said):
    says = sentence("loophole.text-takes-effect", "{version} takes effect")
    version: str


class NameBuiltSites(Said):
    says = sentence("loophole.name-built-sites", "let the scope of {clause} hold sites that are built for the grantor")
    clause: str


class ProveTheKind(Said):
    says = sentence(
        "loophole.prove-the-kind", "take {kind} out of `exempt` in {clause}, or bound by a floor what may go that way"
    )
    kind: str
    clause: str


class GoOnAfterwards(Said):
    says = sentence("loophole.go-on-afterwards", "let {clause} go on after an offer that is not taken: `continuing`")
    clause: str


class KeepWholeWindow(Said):
    says = sentence(
        "loophole.keep-whole-window",
        "leave `window.reoffer` out of {clause}, or as long as `window.n`, and `may_shorten` false",
    )
    clause: str


class CompareThatTerm(Said):
    says = sentence("loophole.compare-that-term", "let {clause} compare {terms} with what was noticed")
    clause: str
    terms: Annotated[tuple[str, ...], AnyOf]


class CountFromMatch(Said):
    says = sentence("loophole.count-from-match", "count the days to perform under {clause} from the match")
    clause: str


class LetHolderConsent(Said):
    says = sentence("loophole.let-holder-consent", "let {holder} alone lift {clause}")
    holder: str
    clause: str


class RestrictEarlier(Said):
    says = sentence(
        "loophole.restrict-earlier", "restrict what is said to be signed before {clause} began, or list what was"
    )
    clause: str


class SignNoMoreThanOffered(Said):
    says = sentence(
        "loophole.sign-no-more-than-offered",
        "let {clause} count all that is signed under {offer} together: no more, in however many contracts, than was"
        " offered",
    )
    clause: str
    offer: str


class CloseTheWay(Said):
    says = sentence("loophole.close-the-way", "change what lets the last step of it be taken under {clause}")
    clause: str
