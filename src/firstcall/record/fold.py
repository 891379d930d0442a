"""Events -> Offer: what each event does to an offer, in the order in which events count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from firstcall.dates import iso
from firstcall.deadlines import Toll
from firstcall.record.course import NEXT, ZERO, Course
from firstcall.record.entry import EventBase, whole
from firstcall.record.events import ContractSigned
from firstcall.record.offer_events import (
    CapacityRequested,
    Declined,
    Delivered,
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
from firstcall.record.offers import Offer, State
from firstcall.record.right import RightOn

_OPEN: tuple[State, ...] = ("received", "notified")
_FREE: tuple[State, ...] = ("declined", "lapsed", "released", "waived", "matched-in-part")


def fold(
    offer_id: str,
    clause: str,
    holder: str,
    events: Iterable[EventBase],
    right_on: RightOn,
    at: datetime,
    holder_providers: frozenset[str] = frozenset(),
) -> Offer | None:
    """Return an offer as it stands at an instant under one right of first refusal; None before it exists.

    Args:
      offer_id: the offer.
      clause: the id of the first refusal.
      holder: whose right it is; answers of others are not its answers.
      events: the offer's events, known and ordered; those after `at` are left out here.
      right_on: the right as it stood on a day.
      at: the instant.
      holder_providers: signing with these performs a match and uses up nothing.
    """
    course = Course(offer_id, clause, holder, right_on, holder_providers)
    for event in events:
        if event.at > at:
            break
        course.lapse(event.at)
        if getattr(event, "clause", None) in (None, clause):
            why = _take(course, event)
            if why is None:
                course.events.append(event)
            else:
                course.remarks.append(f"event {event.id} of {iso(event.at)} changed nothing: {why}")
    course.lapse(at)
    return course.result()


def _take(course: Course, event: EventBase) -> str | None:
    """Apply an event; return why it changes nothing, or None."""
    if isinstance(event, (OfferReceived, CapacityRequested)):
        return _received(course, event)
    if course.state is None:
        return "there is no such offer yet"
    match event:
        case GrantorWilling():
            course.willing = True
            return None
        case NoticeGiven():
            return _notice(course, event)
        case NoticeDeficient():
            return _deficient(course, event)
        case TermsAmended():
            return _amended(course, event)
        case Matched() | MatchedInPart() | Declined() | WaiverGiven():
            return _answer(course, event)
        case Withdrawn():
            return _withdrawn(course, event)
        case Tolled() | Resumed():
            return _clock(course, event)
        case ContractSigned():
            return _signed(course, event)
        case Delivered():
            return _delivered(course, event)
        case HolderFailed():
            return _failed(course, event)
        case _:
            return "it is no event of an offer"


def _received(course: Course, event: OfferReceived | CapacityRequested) -> str | None:
    if course.state not in (None, "withdrawn"):
        return "the offer was received already; changed terms are an amendment"
    course.first, course.quantity, course.terms = event, event.quantity, dict(event.terms)
    course.willing, course.noticed, course.notice, course.pools = False, None, None, []
    course.move("received", event.at)
    return None


def _notice(course: Course, event: NoticeGiven) -> str | None:
    right = course.right_on(event.at)
    if right is None:
        return "no such right of first refusal was in force"
    if not course.willing and right.clause.trigger == "third_party_offer":
        return "the grantor was not yet willing to accept the offer, so no clock starts"
    if course.state == "withdrawn":
        return "the offer was withdrawn"
    if course.state == "notified":
        return "notice of these terms was given already"
    if course.state in ("matched", "delivered") or (course.state == "matched-in-part" and not course.closed(event.at)):
        return "the holder has answered"
    within_tail = course.state in _FREE and any(pool.until > event.at for pool in course.pools)
    course.again = within_tail or (course.state == "received" and course.noticed is not None)
    course.right, course.notice, course.noticed = right, event, dict(course.terms)
    course.pools, course.tolls = [], []
    course.move("notified", event.at)
    course.reckon()
    return None


def _deficient(course: Course, event: NoticeDeficient) -> str | None:
    if course.state != "notified" or event.by != course.holder:
        return "no notice to this holder is waiting for an answer"
    course.noticed, course.notice = None, None
    course.move("received", event.at)
    return None


def _amended(course: Course, event: TermsAmended) -> str | None:
    if course.state in ("matched", "delivered", "withdrawn"):
        return f"the offer is {course.state}; what was matched stands, and other terms are a new offer"
    if course.state in _OPEN:
        course.quantity = event.quantity if event.quantity is not None else course.quantity
        course.move("received", event.at)
    course.terms |= event.terms
    return None


def _answer(course: Course, event: Matched | MatchedInPart | Declined | WaiverGiven) -> str | None:
    if event.by != course.holder:
        return f"'{event.by}' does not hold {course.clause}"
    if isinstance(event, WaiverGiven):
        return _waived(course, event)
    if course.state != "notified":
        return "no notice is waiting for an answer"
    if isinstance(event, Declined):
        course.move("declined", event.at)
        course.free(course.left, event.at)
        return None
    return _matched(course, event)


def _waived(course: Course, event: WaiverGiven) -> str | None:
    if course.state not in _OPEN:
        return "the offer has been answered, or has lapsed"
    if course.state == "received":
        course.right, course.notice, course.noticed = course.right_on(event.at), None, dict(course.terms)
    course.move("waived", event.at)
    course.free(course.left, event.at)
    return None


def _matched(course: Course, event: Matched | MatchedInPart) -> str | None:
    left = course.left
    if isinstance(event, Matched):
        course.matched += left or ZERO
        course.move("matched", event.at)
        return None
    if left is None or (course.right is not None and course.right.clause.partial == "none"):
        return "this offer is matched whole or not at all"
    if event.quantity > left:
        return f"{whole(event.quantity)} is more than the {whole(left)} offered"
    course.matched += event.quantity
    course.move("matched" if event.quantity == left else "matched-in-part", event.at)
    opens = course.closes + NEXT if course.closes is not None else None
    course.free(course.left, event.at, since=opens)
    return None


def _withdrawn(course: Course, event: Withdrawn) -> str | None:
    if course.state not in _OPEN:
        return f"the offer is {course.state}"
    course.move("withdrawn", event.at)
    return None


def _clock(course: Course, event: Tolled | Resumed) -> str | None:
    running = bool(course.tolls) and course.tolls[-1].end is None
    if course.state != "notified" or running == isinstance(event, Tolled):
        return "there is no such clock to stop or start"
    if isinstance(event, Tolled):
        course.tolls.append(Toll(event.at))
    else:
        course.tolls[-1] = Toll(course.tolls[-1].start, event.at)
    course.reckon()
    return None


def _signed(course: Course, event: ContractSigned) -> str | None:
    """Take a cleared signature with a third party out of what is free."""
    if event.provider in course.holder_providers:
        return None
    quantities = [tranche.quantity for tranche in event.tranches]
    asked = None if None in quantities else sum((q for q in quantities if q is not None), ZERO)
    offer = course.result(event.terms)
    if offer is None or any(portion.standing != "free" for portion in offer.standing(event.at, asked)):
        return "the signing was not cleared, so it uses up nothing"
    course.cleared.add(event.contract)
    _use(course, asked, event.at)
    return None


def _use(course: Course, asked: Decimal | None, at: datetime) -> None:
    """Use what is free, the freedom that ends first before the others."""
    if course.quantity is None:
        course.pools = []
        return
    left = asked
    if left is None:
        left = sum((pool.quantity or ZERO for pool in course.pools if pool.open_at(at)), ZERO)
    course.signed += left
    kept = []
    for pool in sorted(course.pools, key=lambda item: item.until):
        held = pool.quantity or ZERO
        used = min(left, held) if pool.open_at(at) else ZERO
        left -= used
        if held > used:
            kept.append(replace(pool, quantity=held - used))
    course.pools = kept


def _delivered(course: Course, event: Delivered) -> str | None:
    if course.state != "matched" and course.matched == 0:
        return "the holder has matched nothing"
    course.delivered += min(event.quantity or course.due, course.due)
    if course.state == "matched" and course.due == 0:
        course.move("delivered", event.at)
    return None


def _failed(course: Course, event: HolderFailed) -> str | None:
    """Release what a holder matched and did not sign or deliver, with a tail of its own."""
    if course.quantity is None and course.state == "matched":
        failed = None
        course.move("released", event.at)
    elif course.due <= 0:
        return "nothing that was matched is still due"
    else:
        failed = min(event.quantity or course.due, course.due)
        course.failed += failed
        course.move("released" if course.matched == course.failed else course.state or "released", event.at)
    course.notice = None
    course.free(failed, event.at)
    return None
