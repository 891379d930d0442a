"""What becomes of an offer after its answer: contracts signed, capacity delivered, a holder's failure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from firstcall.record.events.entry import plain
from firstcall.record.events.kinds import ContractSigned
from firstcall.record.events.offer import Delivered, HolderFailed
from firstcall.record.offers.course import Course, Refused
from firstcall.record.offers.offer import ZERO
from firstcall.record.offers.offer_reasons import RIGHT_ENDED
from firstcall.record.offers.taking.performance import (
    NOTHING_OVERDUE,
    Overdue,
    Performing,
    milestones_of,
    overdue,
    poured,
    quantity_signed,
    share_out,
)
from firstcall.said import Quoted, Said, sentence


class FreeForOther(Said):
    says = sentence("offer.free-for-other", "{why} for {provider}, not for {other}")
    why: Said
    provider: str
    other: str


class SigningNotCleared(Said):
    says = sentence("offer.signing-not-cleared", "the signing was not cleared, so it uses up nothing")


class OfferReads(Said):
    says = sentence("offer.reads", "the offer reads: {why}; sign what is free, or obtain a waiver")
    why: Said


class NothingMatched(Said):
    says = sentence("offer.nothing-matched", "the holder has matched nothing")


class RecordMatchFirst(Said):
    says = sentence("offer.record-match-first", "record a match first, or check the offer")


class AllDelivered(Said):
    says = sentence("offer.all-delivered", "everything that was matched is delivered or failed")


class CheckQuantityAndOffer(Said):
    says = sentence("offer.check-quantity-and-offer", "check the quantity and the offer")


class NothingStillDue(Said):
    says = sentence("offer.nothing-still-due", "nothing that was matched is still due")


class CheckWhatWasDelivered(Said):
    says = sentence("offer.check-what-was-delivered", "check the offer, and what was delivered")


class MoreThanLacking(Said):
    says = sentence("offer.more-than-lacking", "{quantity} is more than the {most} that passed milestones still lack")
    quantity: Decimal
    most: Decimal


class RecordSoMuchFailed(Said):
    says = sentence("offer.record-so-much-failed", "record {most} as failed, or leave the quantity out")
    most: Decimal


class LatenessOnlyCosts(Said):
    says = sentence("offer.lateness-only-costs", "by {clause} lateness brings a fee and frees nothing")
    clause: str


class LetFeeRun(Said):
    says = sentence("offer.let-fee-run", "let the fee run, or agree on a release")


class NoDayToPerform(Said):
    says = sentence("offer.no-day-to-perform", "no clause sets a day to sign or deliver by, so nothing can have failed")


class NoDaySet(Said):
    says = sentence("offer.no-day-set", "no clause sets a day to {to} by, so nothing can have failed")
    to: Performing


class AgreeOnDay(Said):
    says = sentence("offer.agree-on-day", "agree on a day by amendment: `failure.sign_within`, or a delivery clause")


class HolderHasUntil(Said):
    says = sentence("offer.holder-has-until", "{who} has until {until} to {to}")
    who: Annotated[str, Quoted]
    until: datetime
    to: Performing


class WaitUntilPassed(Said):
    says = sentence("offer.wait-until-passed", "wait until that has passed")


def signed(course: Course, event: ContractSigned) -> Refused | None:
    """Take a cleared signature with a third party out of what is free."""
    asked = quantity_signed(event)
    if event.provider in course.holder_providers:
        _performed(course, event, asked)
        return None
    offer = course.result(event.at, event.terms)
    portions = offer.standing(event.at, asked) if offer is not None else ()
    why: Said | None = next((portion.why for portion in portions if portion.standing != "free"), None)
    free, made_by = (offer.free_because, offer.provider) if offer is not None else (None, None)
    bound = free is not None and not isinstance(free, RIGHT_ENDED)
    if why is None and free is not None and bound and made_by is not None and event.provider != made_by:
        why = FreeForOther(why=free, provider=made_by, other=event.provider)
    if why is not None:
        return Refused(SigningNotCleared(), OfferReads(why=why))
    course.cleared.add(event.contract)
    if asked is None and free is not None:
        asked = course.left
    _use(course, asked, event.at)
    return None


def _performed(course: Course, event: ContractSigned, asked: Decimal | None) -> None:
    """Count a contract with a holder towards the matches that still lack their signature, the earliest first."""
    by = course.holder_providers[event.provider]
    rooms = [max(m.kept - m.signed, ZERO) if m.by == by else ZERO for m in course.matches]
    amounts = rooms if asked is None or course.quantity is None else poured(asked, rooms)
    course.matches = share_out(course.matches, "signings", event.at, amounts)


def _use(course: Course, asked: Decimal | None, at: datetime) -> None:
    """Use what is free: the freedom that ends first before the others, then what is so by itself."""
    if course.quantity is None:
        course.pools = []
        return
    opened = sum((pool.quantity or ZERO for pool in course.pools if pool.open_at(at)), ZERO)
    left = opened if asked is None else min(asked, course.left or ZERO)
    course.own_signed += max(left - opened, ZERO)
    course.signed += left
    kept = []
    for pool in sorted(course.pools, key=lambda item: item.until):
        held = pool.quantity or ZERO
        used = min(left, held) if pool.open_at(at) else ZERO
        left -= used
        if held > used:
            kept.append(replace(pool, quantity=held - used))
    course.pools = kept


def delivered(course: Course, event: Delivered) -> Refused | None:
    """Note what the holder delivered of what it matched, to its earliest match first."""
    if not course.matches:
        return Refused(NothingMatched(), RecordMatchFirst())
    rooms = [match.open if match.by == event.by else ZERO for match in course.matches]
    room = sum(rooms, ZERO)
    if room <= 0:
        return Refused(AllDelivered(), CheckQuantityAndOffer())
    counted = course.quantity is not None and event.quantity is not None
    amounts = poured(event.quantity, rooms) if counted and event.quantity is not None else rooms
    course.matches = share_out(course.matches, "arrivals", event.at, amounts)
    if course.state == "matched" and all(match.open == 0 for match in course.matches):
        course.move("delivered", event.at)
    return None


def failed(course: Course, event: HolderFailed) -> Refused | None:
    """Release what a holder matched and has not signed or delivered by its milestone, with a tail of its own."""
    if all(match.open <= 0 for match in course.matches):
        return Refused(NothingStillDue(), CheckWhatWasDelivered())
    whose = event.holder or (event.by if any(match.by == event.by for match in course.matches) else None)
    late = [
        overdue(match, event.at, event.to) if whose in (None, match.by) else NOTHING_OVERDUE for match in course.matches
    ]
    most = sum((item.quantity for item in late), ZERO)
    if most <= 0:
        return _not_overdue(course, event, late)
    counted = course.quantity is not None
    if counted and event.quantity is not None and event.quantity > most:
        lacking = MoreThanLacking(quantity=plain(event.quantity), most=plain(most))
        return Refused(lacking, RecordSoMuchFailed(most=plain(most)))
    lost = event.quantity if counted and event.quantity is not None else most
    amounts = poured(lost, [item.quantity for item in late])
    _lessen(course, amounts)
    course.terminates = course.terminates or _ends_the_right(course, late, amounts)
    course.matches = share_out(course.matches, "failures", event.at, amounts)
    if not counted and not all(match.failed for match in course.matches):
        return None  # another holder took the same whole, which is offered again only once all have failed
    if course.state not in ("notified", "received"):
        course.move("matched-in-part" if course.kept else "released", event.at)
    course.free(lost if counted else None, event.at, fresh=True, because="released")
    return None


def _ends_the_right(course: Course, late: list[Overdue], amounts: list[Decimal]) -> bool:
    return any(
        amount > 0 and (item.terminates or match.right.clause.failure.then == "release_and_terminate")
        for match, item, amount in zip(course.matches, late, amounts, strict=True)
    )


def _not_overdue(course: Course, event: HolderFailed, late: list[Overdue]) -> Refused:
    """Return why nothing can be called failed: nothing is due yet, no day is set, or lateness only costs a fee."""
    passed = [clause for item in late for clause in item.clauses]
    if passed:
        return Refused(LatenessOnlyCosts(clause=passed[0]), LetFeeRun())
    ahead = [
        (milestone.by, milestone.what)
        for match in course.matches
        if match.open > 0
        for milestone in milestones_of(match)
        if event.to in (None, milestone.what) and milestone.lacking > 0
    ]
    if not ahead:
        return Refused(NoDaySet(to=event.to) if event.to else NoDayToPerform(), AgreeOnDay())
    by, first = min(ahead)
    return Refused(HolderHasUntil(who=course.matches[-1].by, until=by, to=first), WaitUntilPassed())


def _lessen(course: Course, amounts: list[Decimal]) -> None:
    """Take a failure off the failing holders' parts."""
    for match, amount in zip(course.matches, amounts, strict=True):
        if match.by in course.parts:
            course.parts[match.by] -= amount
