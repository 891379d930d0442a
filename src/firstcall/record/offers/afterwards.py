"""What becomes of an offer after its answer: contracts signed, capacity delivered, a holder's failure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from firstcall.record.events.entry import plain
from firstcall.record.events.kinds import ContractSigned
from firstcall.record.events.offer import Delivered, HolderFailed
from firstcall.record.offers.course import Course
from firstcall.record.offers.offer import OPEN_STATES, ZERO, Refused, in_all
from firstcall.record.offers.offer_reasons import RIGHT_ENDED, SignedInOtherUnit
from firstcall.record.offers.taking.performance import (
    NOTHING_OVERDUE,
    MatchMade,
    Overdue,
    Performing,
    milestones_of,
    other_unit,
    overdue,
    poured,
    quantity_signed,
    share_out,
    total,
)
from firstcall.said import Quoted, Said, sentence


class FreeForOther(Said):
    says = sentence("offer.free-for-other", "{why} for {provider}, not for {other}")
    why: Said
    provider: str
    other: str


class SigningNotCleared(Said):
    says = sentence("offer.signing-not-cleared", "the signing was not cleared, so it uses up nothing")


class GiveQuantitiesIn(Said):
    says = sentence("offer.give-quantities-in", "give the quantities of the contract in {unit}")
    unit: str


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
    asked, unit = quantity_signed(event), course.first.unit if course.first is not None else None
    other = other_unit(event, unit)
    if other is not None and unit is not None:
        return Refused(SignedInOtherUnit(unit=other, wanted=unit), GiveQuantitiesIn(unit=unit))
    if event.provider in course.holder_providers:
        _performed(course, event, asked)
        return None
    offer = course.result(event.at, event.terms)
    assert offer is not None  # only one that was received is signed
    why: Said | None = next((one.why for one in offer.standing(event.at, asked) if one.standing != "free"), None)
    free, made_by = offer.free_because, offer.provider
    by_itself = None if isinstance(free, RIGHT_ENDED) else free
    if why is None and by_itself is not None and made_by is not None and event.provider != made_by:
        why = FreeForOther(why=by_itself, provider=made_by, other=event.provider)
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
    rooms = [match.kept - match.signed if match.by == by else ZERO for match in course.matches]
    course.matches = share_out(course.matches, "signings", event.at, _filled(course, asked, rooms))


def _filled(course: Course, quantity: Decimal | None, rooms: list[Decimal]) -> list[Decimal]:
    """Return how much of each room a quantity fills, in order; all of each where none is told, or none is counted."""
    return rooms if quantity is None or course.quantity is None else poured(quantity, rooms)


def _use(course: Course, asked: Decimal | None, at: datetime) -> None:
    """Use what is free: the freedom that ends first before the others, then what is so by itself."""
    there = course.left
    if there is None:
        course.pools = []
        return
    opened = in_all(pool for pool in course.pools if pool.open_at(at))
    left = opened if asked is None else min(asked, there)
    course.own_signed += max(left - opened, ZERO)
    course.signed += left
    kept = []
    for pool in sorted(course.pools, key=lambda item: item.until):
        used = min(left, pool.amount) if pool.open_at(at) else ZERO
        left -= used
        if pool.amount > used:
            kept.append(replace(pool, quantity=pool.amount - used))
    course.pools = kept


def delivered(course: Course, event: Delivered) -> Refused | None:
    """Note what the holder delivered of what it matched, to its earliest match first."""
    if not course.matches:
        return Refused(NothingMatched(), RecordMatchFirst())
    rooms = [match.open if match.by == event.by else ZERO for match in course.matches]
    if not any(rooms):
        return Refused(AllDelivered(), CheckQuantityAndOffer())
    course.matches = share_out(course.matches, "arrivals", event.at, _filled(course, event.quantity, rooms))
    if course.state == "matched" and all(match.open == 0 for match in course.matches):
        course.move("delivered", event.at)
    return None


def failed(course: Course, event: HolderFailed) -> Refused | None:
    """Release what a holder matched and has not signed or delivered by its milestone, with a tail of its own."""
    if not any(match.open for match in course.matches):
        return Refused(NothingStillDue(), CheckWhatWasDelivered())
    whose = event.holder or (event.by if any(match.by == event.by for match in course.matches) else None)
    late = [
        overdue(match, event.at, event.to) if whose in (None, match.by) else NOTHING_OVERDUE for match in course.matches
    ]
    most = total(late)
    if not most:
        return _not_overdue([match for match in course.matches if whose in (None, match.by)], event, late)
    counted = course.quantity is not None
    told = event.quantity if counted else None
    if told is not None and told > most:
        lacking = MoreThanLacking(quantity=plain(told), most=plain(most))
        return Refused(lacking, RecordSoMuchFailed(most=plain(most)))
    lost = most if told is None else told
    amounts = poured(lost, [item.quantity for item in late])
    _lessen(course, amounts)
    course.ended_by = course.ended_by or _ending_the_right(course, late, amounts)
    course.matches = share_out(course.matches, "failures", event.at, amounts)
    if not counted and not all(match.failed for match in course.matches):
        return None  # another holder took the same whole, which is offered again only once all have failed
    if course.state not in OPEN_STATES:
        course.move("matched-in-part" if course.kept else "released", event.at)
    course.free(lost if counted else None, event.at, fresh=True, because="released")
    return None


def _ending_the_right(course: Course, late: list[Overdue], amounts: list[Decimal]) -> tuple[str, ...]:
    """Return the holders whose failure ends the right; none where it only frees."""
    ending = (
        match.by
        for number, match in enumerate(course.matches)
        if amounts[number] > 0
        and (late[number].terminates or match.right.clause.failure.then == "release_and_terminate")
    )
    return tuple(dict.fromkeys(ending))


def _not_overdue(matches: list[MatchMade], event: HolderFailed, late: list[Overdue]) -> Refused:
    """Return why nothing of matches can be called failed: nothing is due yet, no day is set, or lateness only costs."""
    passed = [clause for item in late for clause in item.clauses]
    if passed:
        return Refused(LatenessOnlyCosts(clause=passed[0]), LetFeeRun())
    ahead = [
        (milestone.by, milestone.what, match.by)
        for match in matches
        if match.open
        for milestone in milestones_of(match)
        if event.to in (None, milestone.what) and milestone.lacking > 0
    ]
    if not ahead:
        return Refused(NoDaySet(to=event.to) if event.to else NoDayToPerform(), AgreeOnDay())
    by, first, who = min(ahead)
    return Refused(HolderHasUntil(who=who, until=by, to=first), WaitUntilPassed())


def _lessen(course: Course, amounts: list[Decimal]) -> None:
    """Take a failure off the failing holders' parts."""
    for number, match in enumerate(course.matches):
        if match.by in course.parts:
            course.parts[match.by] -= amounts[number]
