"""Why an event of an offer changes nothing, and what would, as facts.

>>> str(NoticeIncomplete(offer="O-1", lacking=("price", "site")))
"a notice of offer 'O-1' would be incomplete: price, site missing"
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from firstcall.agreement.model.clauses.refusal_terms import Ground
from firstcall.record.offers.offer_reasons import OfferState
from firstcall.said import AnyOf, Quoted, Said, sentence


class NoSuchOfferYet(Said):
    says = sentence("offer.not-made-yet", "there is no such offer yet")


class RecordItReceived(Said):
    says = sentence("offer.record-it-received", "record that it was received, or check the date")


class ArrivedBeforeSending(Said):
    says = sentence("offer.arrived-before-sending", "it arrived at {arrived}, before it was sent at {sent}")
    arrived: datetime
    sent: datetime


class HoldsNoRight(Said):
    says = sentence("offer.holds-no-right", "{who} does not hold {clause}")
    who: Annotated[str, Quoted]
    clause: str


class LetHolderAnswer(Said):
    says = sentence("offer.let-holder-answer", "let its holder answer")


class NoActOf(Said):
    says = sentence("offer.no-act-of", "it is no act of {who}")
    who: Annotated[str, Quoted]


class ForThemToDo(Said):
    says = sentence("offer.for-them-to-do", "that is for {who} to do")
    who: Annotated[tuple[str, ...], AnyOf]


class ReceivedAlready(Said):
    says = sentence("offer.received-already", "the offer was received already; changed terms are an amendment")


class AmendOrNewId(Said):
    says = sentence("offer.amend-or-new-id", "amend it, or give a new offer its own id")


class WillingAlready(Said):
    says = sentence("offer.willing-already", "the grantor has said so already")


class GiveNoticeOfIt(Said):
    says = sentence("offer.give-notice-of-it", "give notice of the offer")


class WasWithdrawn(Said):
    says = sentence("offer.was-withdrawn", "the offer was withdrawn")


class RecordItAgain(Said):
    says = sentence("offer.record-it-again", "record the offer again when it is made again")


class RightNotInForce(Said):
    says = sentence("offer.right-not-in-force", "no such right of first refusal was in force")


class CheckDayAndClause(Said):
    says = sentence("offer.check-day-and-clause", "check the day, and the clause")


class StateItOfItsOwn(Said):
    says = sentence("offer.state-it-of-its-own", "state it as the clause does, as an offer of its own")


class NoticeIncomplete(Said):
    says = sentence("offer.notice-incomplete", "a notice of offer {offer} would be incomplete: {lacking} missing")
    offer: Annotated[str, Quoted]
    lacking: tuple[str, ...]


class AmendWithWhatIsMissing(Said):
    says = sentence(
        "offer.amend-with-what-is-missing",
        "amend the offer with what is missing, then give notice; or say that it is incomplete, and read what follows",
    )


class SignWithoutNotice(Said):
    says = sentence("offer.sign-without-notice", "sign without notice; the right has ended")


class NotYetWilling(Said):
    says = sentence("offer.not-yet-willing", "the grantor was not yet willing to accept the offer, so no clock starts")


class RecordWilling(Said):
    says = sentence("offer.record-willing", "record that the grantor is willing, then give notice again")


class NoticedAlready(Said):
    says = sentence("offer.noticed-already", "notice of these terms was given already")


class WaitOrAmend(Said):
    says = sentence("offer.wait-or-amend", "wait for the answer, or amend the terms first")


class CorrectArrival(Said):
    says = sentence(
        "offer.correct-arrival",
        "wait for the answer, or amend the terms first; when it arrived is entered by correcting `delivered` of event "
        "{event}",
    )
    event: str


class HolderAnswered(Said):
    says = sentence("offer.holder-answered", "the holder has answered")


class OtherTermsAreNew(Said):
    says = sentence("offer.other-terms-are-new", "other terms, or a further quantity, are a new offer")


class NothingLeftOfOffer(Said):
    says = sentence("offer.nothing-left", "nothing of the offer is left")


class FurtherIsNew(Said):
    says = sentence("offer.further-is-new", "give a further quantity as a new offer")


class BundledOffer(Said):
    says = sentence("offer.bundled", "the offer is bundled with other things, which the clause does not allow")


class ObtainSeparate(Said):
    says = sentence("offer.obtain-separate", "obtain a separate offer for what the right is on")


class RunsFromNotice(Said):
    says = sentence("offer.runs-from-notice", "the window runs from the notice itself")


class CountsAsCompleteSince(Said):
    says = sentence("offer.counts-as-complete-since", "the notice counts as complete since {since}, and its days run")
    since: datetime


class NothingToDo(Said):
    says = sentence("offer.nothing-to-do", "nothing is to be done")


class NoPieceAwaited(Said):
    says = sentence("offer.no-piece-awaited", "no notice is waiting for a missing piece")


class SettledForAmending(Said):
    says = sentence(
        "offer.settled-for-amending", "the offer is {state}; what was matched stands, and other terms are a new offer"
    )
    state: OfferState


class RecordAsNewOffer(Said):
    says = sentence("offer.record-as-new-offer", "record the changed terms as a new offer")


class LessThanTaken(Said):
    says = sentence("offer.less-than-taken", "{quantity} is less than the {used} taken or signed already")
    quantity: Decimal
    used: Decimal


class CheckTheQuantity(Said):
    says = sentence("offer.check-the-quantity", "check the quantity")


class NothingAmended(Said):
    says = sentence("offer.nothing-amended", "the terms are as they were, so nothing is amended")


class StateWhatChanges(Said):
    says = sentence("offer.state-what-changes", "state what changes, or do nothing")


class OfferIsNow(Said):
    says = sentence("offer.is-now", "the offer is {state}")
    state: OfferState


class NothingToWithdraw(Said):
    says = sentence("offer.nothing-to-withdraw", "nothing is left to withdraw")


class CannotBeTakenBackUntil(Said):
    says = sentence(
        "offer.cannot-be-taken-back-until",
        "once noticed, an offer cannot be taken back while the window runs: until {until}",
    )
    until: datetime


class CannotBeTakenBack(Said):
    says = sentence(
        "offer.cannot-be-taken-back",
        "once noticed, an offer cannot be taken back while the window runs: until the holder has answered",
    )


class WaitForAnswer(Said):
    says = sentence(
        "offer.wait-for-answer", "wait for the answer; `withdrawal: until_answer` in the clause would allow it"
    )


class NoClockToMove(Said):
    says = sentence("offer.no-clock-to-move", "there is no such clock to stop or start")


class SeeOfferShow(Said):
    says = sentence("offer.see-offer-show", "see `offer show` for the state of the offer")


class NoSuchGround(Said):
    says = sentence("offer.no-such-ground", "the clock cannot be stopped on {ground}")
    ground: Ground


class TheGroundsAre(Said):
    says = sentence("offer.the-grounds-are", "the grounds are: {grounds}")
    grounds: tuple[Ground, ...]


class ClauseKnowsNoGround(Said):
    says = sentence("offer.clause-knows-no-ground", "the clause knows no ground")


class GroundNotShown(Said):
    says = sentence("offer.ground-not-shown", "nothing shows that there is {ground}")
    ground: Ground


class AddProof(Said):
    says = sentence("offer.add-proof", "add the paper that shows it as evidence")


class SideSaidSo(Said):
    says = sentence("offer.side-said-so", "this side has said so already, and the other has not")


class WaitForTheOther(Said):
    says = sentence("offer.wait-for-the-other", "wait for the other's word")


class NoNoticeToHolder(Said):
    says = sentence("offer.no-notice-to-holder", "no notice to this holder is waiting for an answer")


class TimeToObjectOver(Said):
    says = sentence(
        "offer.time-to-object-over", "the time to say so was over at {until}, so the notice counts as complete"
    )
    until: datetime


class AnswerAsItStands(Said):
    says = sentence("offer.answer-as-it-stands", "answer the notice as it stands")


class NoNoticeWaiting(Said):
    says = sentence("offer.no-notice-waiting", "no notice is waiting for an answer")


class WaitForNotice(Said):
    says = sentence("offer.wait-for-notice", "wait for a complete notice of the terms as they stand")


class WindowClosed(Said):
    says = sentence("offer.window-closed", "the window closed; a later answer needs a new notice")


class WindowClosedAt(Said):
    says = sentence("offer.window-closed-at", "the window closed at {until}; a later answer needs a new notice")
    until: datetime


class WindowClosedSupposing(Said):
    says = sentence(
        "offer.window-closed-supposing",
        "the window closed at {until}, reckoned as if the notice arrived when it was sent; a later answer needs a new "
        "notice, or the day of its arrival on the record",
    )
    until: datetime


class FirstAnswerFinal(Said):
    says = sentence("offer.first-answer-final", "the offer is {state}; the first answer is final")
    state: OfferState


class ConditionalAnswer(Said):
    says = sentence("offer.conditional-answer", "an acceptance with conditions is a counter-offer, and takes nothing")


class AcceptWithoutConditions(Said):
    says = sentence(
        "offer.accept-without-conditions",
        "accept without conditions before the window closes, or ask the grantor to amend the terms",
    )


class NoMirror(Said):
    says = sentence("offer.no-mirror", "the acceptance does not match the offer: {why}")
    why: Said


class MatchTermOrValue(Said):
    says = sentence("offer.match-term-or-value", "match the term itself, or its value")


class WholeOrNothing(Said):
    says = sentence("offer.whole-or-nothing", "this offer is matched whole or not at all")


class MatchWholeOrDecline(Said):
    says = sentence("offer.match-whole-or-decline", "match the whole, or decline")


class MoreThanOffered(Said):
    says = sentence("offer.more-than-offered", "{quantity} is more than the {left} offered")
    quantity: Decimal
    left: Decimal


class TakeAtMost(Said):
    says = sentence("offer.take-at-most", "take that much at most")


class NoMultiple(Said):
    says = sentence("offer.no-multiple", "{quantity} is no multiple of {step}")
    quantity: Decimal
    step: Decimal


class TakeWholeMultiples(Said):
    says = sentence("offer.take-whole-multiples", "take whole multiples")


class BelowLot(Said):
    says = sentence("offer.below-lot", "{quantity} is below the minimum lot of {lot}")
    quantity: Decimal
    lot: Decimal


class TakeMoreOrDecline(Said):
    says = sentence("offer.take-more-or-decline", "take more, or decline")


class AnsweredOrLapsed(Said):
    says = sentence("offer.answered-or-lapsed", "the offer has been answered, or has lapsed")


class NothingToWaive(Said):
    says = sentence("offer.nothing-to-waive", "nothing is left to waive")


class TimeOfHolderOver(Said):
    says = sentence("offer.time-of-holder-over", "the time of {who} to answer was over at {until}")
    who: Annotated[str, Quoted]
    until: datetime


class LaterNeedsNotice(Said):
    says = sentence("offer.later-needs-notice", "a later answer needs a new notice")


class HolderHasAnswered(Said):
    says = sentence("offer.holder-has-answered", "{who} has answered; the first answer is final")
    who: Annotated[str, Quoted]


class PartOnlyRaised(Said):
    says = sentence("offer.part-only-raised", "a part may only be raised")
