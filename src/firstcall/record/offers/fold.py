"""Events -> Course -> Offer: what each event does to an offer, in the order in which events count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.deadlines import Toll
from firstcall.deadlines.notice_rules import CorrectOneOfTheTwo
from firstcall.record.events.entry import EventBase, plain
from firstcall.record.events.kinds import EVENT_KINDS, ContractSigned
from firstcall.record.events.offer import (
    AboutOffer,
    CapacityRequested,
    Declined,
    Delivered,
    Doer,
    FromParty,
    GrantorWilling,
    HolderFailed,
    Matched,
    MatchedInPart,
    NoticeDeficient,
    NoticeGiven,
    OfferReceived,
    Resumed,
    TermsAmended,
    Tolled,
    WaiverGiven,
    Withdrawn,
)
from firstcall.record.notice_content import foreign, lacking_of
from firstcall.record.offers import refused_reasons as why
from firstcall.record.offers.afterwards import delivered, failed, signed
from firstcall.record.offers.answers import (
    adopt,
    answered,
    asked_again,
    conclude,
    deficient,
    drop_moot_rounds,
    takers_so_far,
)
from firstcall.record.offers.course import Course
from firstcall.record.offers.matching import same_terms
from firstcall.record.offers.offer import OPEN_STATES, ZERO, Offer, Refused, WithoutEffect
from firstcall.record.offers.offer_reasons import LeftIsFreeThen, SomeHaveTaken
from firstcall.record.offers.right import NextNotice, Pending, Right, RightOn, Sending
from firstcall.said import Said


def offer_of(course: Course, at: datetime) -> Offer | None:
    """Return an offer as it stands at the instant up to which it was folded; None before it exists."""
    return course.result(at, asked_again=asked_again(course, at) if course.state == "notified" else frozenset())


def moment_of(event: EventBase, right_on: RightOn) -> datetime:
    """Return when an event takes effect under the clause's rule for its type: never before it was done."""
    if type(event) not in _SENT:
        return event.at
    right = right_on(event.at)
    if right is None:
        return event.at
    rule = right.clause.takes_effect
    how = rule.deficiency if type(event) is NoticeDeficient else rule.answer
    named = rule.withdrawal if type(event) is Withdrawn else how
    return max(event.at, right.takes_effect(named, event.at, event.__dict__["delivered"]))


def take(course: Course, event: EventBase, now: datetime) -> None:
    """Apply an event at the instant at which it takes effect, and keep what became of it."""
    if event.__dict__.get("clause") not in (None, course.clause):  # many kinds of event name no clause
        return
    refused = _apply(course, event, now)
    if refused is None:
        course.events.append(event)
    else:
        told = WithoutEffect(event.id, event.at, refused.reason, refused.fix, event.type)
        course.without_effect.append(told)


def pass_time(course: Course, now: datetime) -> None:
    """Bring the offer up to an instant: a window that closed without an answer has lapsed."""
    if course.state != "notified":
        return
    drop_moot_rounds(course, now)
    if course.ends is None or now <= course.ends:
        return
    assert course.right is not None
    if course.right.clause.silence == "lapses":
        conclude(course, course.ends)
    elif course.pending is not None:
        adopt(course)
        course.reopen(course.ends)


def _apply(course: Course, event: EventBase, now: datetime) -> Refused | None:
    """Apply an event; return why it changes nothing, or None."""
    kind = type(event)
    if kind in _BEGINS:
        return _BEGINS[kind](course, event, now)
    if course.state is None:
        return Refused(why.NoSuchOfferYet(), why.RecordItReceived())
    refused = _not_its_act(course, event)
    if refused is not None:
        return refused
    return _DOES[kind](course, event, now)


def _not_its_act(course: Course, event: EventBase) -> Refused | None:
    """Return why an event is not its author's to do; None where it is."""
    delivered_at = event.__dict__.get("delivered")
    if delivered_at is not None and delivered_at < event.at:
        return Refused(why.ArrivedBeforeSending(arrived=delivered_at, sent=event.at), CorrectOneOfTheTwo())
    doer = _DOERS.get(type(event))
    if doer is None or (right := course.right_now(event.at)) is None:
        return None
    if doer != "holder" and event.by == right.grantor:
        return None
    if doer == "grantor":
        allowed: tuple[str, ...] = (right.grantor,)
    else:
        holders = right.clause.holders
        if event.by in holders:
            return None
        allowed = (right.grantor, *holders)
    if doer == "holder":
        return Refused(why.HoldsNoRight(who=event.by, clause=course.clause), why.LetHolderAnswer())
    return Refused(why.NoActOf(who=event.by), why.ForThemToDo(who=allowed))


def _received(course: Course, event: OfferReceived | CapacityRequested) -> Refused | None:
    if course.state not in (None, "withdrawn"):
        return Refused(why.ReceivedAlready(), why.AmendOrNewId())
    course.first, course.quantity, course.terms = event, event.quantity, dict(event.terms)
    course.own_quantity, course.own_signed = event.quantity, ZERO
    course.willing, course.noticed, course.notice, course.deficient = False, None, None, None
    course.right, course.pools, course.amended_quantity, course.pieces = None, [], None, None
    course.waived, course.lacked, course.replaced, course.new_offer_since = {}, (), [], None
    course.reopen(event.at)
    return None


def _willing(course: Course) -> Refused | None:
    if course.state == "withdrawn":
        return _gone()
    if course.willing:
        return Refused(why.WillingAlready(), why.GiveNoticeOfIt())
    course.willing = True
    return None


def _gone() -> Refused:
    return Refused(why.WasWithdrawn(), why.RecordItAgain())


def _notice(course: Course, event: NoticeGiven, stated: tuple[str, ...] = ()) -> Refused | None:
    right = course.right_on(event.at)
    if right is None:
        return Refused(why.RightNotInForce(), why.CheckDayAndClause())
    clause = right.clause
    coming = course.next_notice(event.at)
    refused = _not_ready(course, event, clause, right.spent or course.right_ended(event.at), coming)
    if refused is not None:
        return refused
    lacking, refused = _content(course, event, right, stated)
    if refused is not None:
        return refused
    runs = not (lacking and starts_no_clock(right))
    course.supplied = ()
    if course.state == "notified" and not runs:
        course.deficient, course.renewal_lacked = event, lacking
        return None
    course.put_aside()
    _renewed(course, coming)
    course.deficient, course.pieces, course.lacked = None, None, lacking
    course.waived, waived = {}, course.waived
    if not runs:
        course.deficient = event
        course.reopen(event.at)
        return None
    course.right, course.notice, course.noticed = right, event, dict(course.terms)
    course.pools, course.said, course.elected_again, course.new_offer_since = [], {}, {}, None
    bound = {name: course.elected[name] for name in takers_so_far(course) if name in clause.holders}
    course.elected = {**dict.fromkeys(waived, ZERO), **bound} if clause.several is not None else {}
    course.move("notified", event.at)
    course.reckon()
    return None


def starts_no_clock(right: Right) -> bool:
    """Say whether an incomplete notice starts no clock under a right, whoever is silent."""
    return right.clause.window.anchor == "complete" or right.clause.incomplete == "no_clock"


def _content(
    course: Course, event: NoticeGiven, right: Right, stated: tuple[str, ...]
) -> tuple[tuple[str, ...], Refused | None]:
    """Return what a notice lacks, and why it is no notice at all."""
    assert course.first is not None
    terms, quantity = course.offered_terms, course.offered
    other = foreign(right.clause, course.first.unit, terms)
    if other is not None:
        return (), Refused(other, why.StateItOfItsOwn())
    lacking = lacking_of(right.clause, course.first, quantity, terms, (*event.states, *stated))
    if lacking and not event.incomplete:
        return lacking, Refused(why.NoticeIncomplete(offer=course.id, lacking=lacking), why.AmendWithWhatIsMissing())
    return lacking, None


def _renewed(course: Course, coming: NextNotice) -> None:
    """Note whether a notice offers again, and which windows it may not shorten."""
    course.again, course.replaced, course.tolls = coming.again, list(coming.replaces), list(coming.tolls)
    course.stop_words = set()
    adopt(course)
    if course.amended_quantity is not None:
        course.quantity, course.amended_quantity = course.amended_quantity, None


def _not_ready(
    course: Course, event: NoticeGiven, clause: FirstRefusal, spent: Said | None, coming: NextNotice
) -> Refused | None:
    """Return why a notice starts no clock."""
    if spent is not None:
        return Refused(spent, why.SignWithoutNotice())
    if not course.willing and clause.trigger == "third_party_offer":
        return Refused(why.NotYetWilling(), why.RecordWilling())
    if course.state == "withdrawn":
        return _gone()
    if course.state == "notified" and course.new_offer_since is not None and (takers := takers_so_far(course)):
        return Refused(SomeHaveTaken(who=takers), why.OtherTermsAreNew())
    if course.state == "notified" and course.pending is None:
        running = course.notice if course.arrival_supposed else None
        fix = why.WaitOrAmend() if running is None else why.CorrectArrival(event=running.id)
        return Refused(why.NoticedAlready(), fix)
    waits = course.ends is not None and event.at <= course.ends and not any(p.open_at(event.at) for p in course.pools)
    if course.state in ("matched", "delivered") or (course.state == "matched-in-part" and waits):
        return Refused(why.HolderAnswered(), why.OtherTermsAreNew())
    left = coming.quantity
    if (left is not None and left <= 0) or (left is None and course.cleared):
        return Refused(why.NothingLeftOfOffer(), why.FurtherIsNew())
    if "package" in course.terms and clause.package == "not_allowed":
        return Refused(why.BundledOffer(), why.ObtainSeparate())
    return None


def _supplement(course: Course, event: NoticeGiven) -> Refused | None:
    """Take in what was missing from a notice."""
    before, came, running = course.deficient, Sending.of(event, course.pieces), course.running
    if running is not None and before is None:
        left = tuple(name for name in course.lacked if name not in event.supplies)
        if running.right.clause.window.anchor != "complete":
            if left == course.lacked:
                return Refused(why.RunsFromNotice(), why.NothingToDo())
            cured = running.right.deficiency_closes(running.notice.arrived)
            if came.arrived > cured:
                return Refused(why.CountsAsCompleteSince(since=cured), why.NothingToDo())
        course.lacked, course.pieces, course.supplied = left, came, (*course.supplied, *event.supplies)
        course.reckon()
        return None
    if course.state not in OPEN_STATES or before is None:
        return Refused(why.NoPieceAwaited(), why.GiveNoticeOfIt())
    stated = (*before.states, *course.supplied, *event.supplies)
    refused = _notice(course, event, stated)
    if refused is not None:
        return refused
    course.pieces = came
    if course.deficient is not None or course.right is None:
        course.deficient, course.supplied = before, stated
        return None
    course.pieces = Sending.of(before, came)
    if course.right.clause.window.anchor == "complete":
        course.notice = before
    course.reckon()
    return None


def _amended(course: Course, event: TermsAmended) -> Refused | None:
    if course.state in ("matched", "delivered", "withdrawn"):
        return Refused(why.SettledForAmending(state=course.state), why.RecordAsNewOffer())
    used = course.matched - course.failed + course.signed
    if event.quantity is not None and event.quantity < used:
        return Refused(why.LessThanTaken(quantity=plain(event.quantity), used=plain(used)), why.CheckTheQuantity())
    terms, quantity = course.offered_terms, course.offered
    after, amount = {**terms, **event.terms}, quantity if event.quantity is None else event.quantity
    if same_terms(terms, after) and amount == quantity:
        return Refused(why.NothingAmended(), why.StateWhatChanges())
    if takers_so_far(course):
        course.new_offer_since = event.at
        return None
    course.own_quantity = amount if course.own_quantity is None else course.own_quantity
    if (running := course.running) is not None:
        back = same_terms(running.terms, after) and amount == course.quantity
        course.pending = None if back else Pending(event.at, after, amount)
        if back:
            course.deficient, course.renewal_lacked = None, ()
        return None
    course.terms = after
    if course.state == "received":
        course.quantity = amount
        course.move("received", event.at)
    elif event.quantity is not None:
        course.amended_quantity = event.quantity
    return None


def _withdrawn(course: Course, now: datetime) -> Refused | None:
    if course.state is not None and course.state not in OPEN_STATES:
        return Refused(why.OfferIsNow(state=course.state), why.NothingToWithdraw())
    if (running := course.running) is not None and running.right.clause.withdrawal == "none":
        until = why.CannotBeTakenBackUntil(until=course.ends) if course.ends else why.CannotBeTakenBack()
        return Refused(until, why.WaitForAnswer())
    if takers := takers_so_far(course):
        return Refused(SomeHaveTaken(who=takers), LeftIsFreeThen())
    _taken_back(course, now)
    return None


def _taken_back(course: Course, now: datetime) -> None:
    adopt(course)
    course.elected, course.elected_again = {}, {}
    course.move("matched-in-part" if course.kept else "withdrawn", now)


def _clock(course: Course, event: Tolled | Resumed) -> Refused | None:
    running, stands = course.running, bool(course.tolls) and course.tolls[-1].end is None
    if running is None or stands == isinstance(event, Tolled):
        return Refused(why.NoClockToMove(), why.SeeOfferShow())
    if isinstance(event, Resumed):
        course.tolls[-1] = Toll(course.tolls[-1].start, event.at)
        course.reckon()
        return None
    allowed = running.right.clause.tolling
    if event.ground not in allowed:
        grounds = why.TheGroundsAre(grounds=allowed) if allowed else why.ClauseKnowsNoGround()
        return Refused(why.NoSuchGround(ground=event.ground), grounds)
    return _stopped(course, event, running.right)


def _stopped(course: Course, event: Tolled, right: Right) -> Refused | None:
    """Stop the clock: on proof of a ground, or by agreement once both sides have said so."""
    if event.ground != "agreement":
        if event.evidence is None:
            return Refused(why.GroundNotShown(ground=event.ground), why.AddProof())
    else:
        side = "grantor" if event.by == right.grantor else "holder"
        if side in course.stop_words:
            return Refused(why.SideSaidSo(), why.WaitForTheOther())
        course.stop_words.add(side)
        if len(course.stop_words) < 2:
            return None
    course.stop_words = set()
    course.tolls.append(Toll(event.at))
    course.reckon()
    return None


_Deed = Callable[[Course, Any, datetime], Refused | None]
_KINDS = tuple(EVENT_KINDS.values())
_SENT = frozenset(kind for kind in _KINDS if issubclass(kind, (FromParty, WaiverGiven)))
"""The kinds that take effect by the clause's rule for what a party sends."""
_DOERS: dict[type[EventBase], Doer] = {
    kind: kind.done_by for kind in _KINDS if issubclass(kind, (AboutOffer, WaiverGiven))
}
"""Whose act an event of each kind is."""
_BEGINS: dict[type[EventBase], _Deed] = dict.fromkeys(
    (OfferReceived, CapacityRequested), lambda course, event, now: _received(course, event)
)
_DOES: dict[type[EventBase], _Deed] = {
    GrantorWilling: lambda course, event, now: _willing(course),
    NoticeGiven: lambda course, event, now: (_supplement if event.supplies else _notice)(course, event),
    NoticeDeficient: deficient,
    TermsAmended: lambda course, event, now: _amended(course, event),
    Matched: answered, MatchedInPart: answered, Declined: answered, WaiverGiven: answered,
    Withdrawn: lambda course, event, now: _withdrawn(course, now),
    Tolled: lambda course, event, now: _clock(course, event),
    Resumed: lambda course, event, now: _clock(course, event),
    ContractSigned: lambda course, event, now: signed(course, event),
    Delivered: lambda course, event, now: delivered(course, event),
    HolderFailed: lambda course, event, now: failed(course, event),
}  # fmt: skip
"""What an event of each kind does to an offer; by its exact kind, since every event of every offer is looked up."""
