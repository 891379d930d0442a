"""What becomes of an offer after its answer: signed elsewhere, delivered by the holder, or failed on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from firstcall.record.course import Course, Refused
from firstcall.record.events import ContractSigned
from firstcall.record.offer_events import Delivered, HolderFailed
from firstcall.record.offers import ZERO


def signed(course: Course, event: ContractSigned) -> Refused | None:
    """Take a cleared signature with a third party out of what is free."""
    if event.provider in course.holder_providers:
        return None
    quantities = [tranche.quantity for tranche in event.tranches]
    asked = None if None in quantities else sum((q for q in quantities if q is not None), ZERO)
    offer = course.result(event.at, event.terms)
    portions = offer.standing(event.at, asked) if offer is not None else ()
    if any(portion.standing != "free" for portion in portions):
        why = next(portion.why for portion in portions if portion.standing != "free")
        return Refused(
            "the signing was not cleared, so it uses up nothing",
            f"the offer reads: {why}; sign what is free, or obtain a waiver",
        )
    course.cleared.add(event.contract)
    if offer is not None and offer.free_because is not None:
        course.signed += min(asked or course.left or ZERO, course.left or ZERO)
    else:
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


def delivered(course: Course, event: Delivered) -> Refused | None:
    """Note what the holder delivered of what it matched."""
    if course.state != "matched" and course.matched == 0:
        return Refused("the holder has matched nothing", "record a match first, or check the offer")
    if course.quantity is not None and course.due <= 0:
        return Refused("everything that was matched is delivered or failed", "check the quantity and the offer")
    course.delivered += min(event.quantity or course.due, course.due)
    if course.state == "matched" and course.due == 0:
        course.move("delivered", event.at)
    return None


def failed(course: Course, event: HolderFailed) -> Refused | None:
    """Release what a holder matched and did not sign or deliver, with a tail of its own."""
    if course.quantity is None and course.state == "matched":
        lost = None
        course.move("released", event.at)
    elif course.due <= 0:
        return Refused("nothing that was matched is still due", "check the offer, and what was delivered")
    else:
        lost = min(event.quantity or course.due, course.due)
        course.failed += lost
        course.move("released" if course.matched == course.failed else course.state or "released", event.at)
        _lessen(course, event.by, lost)
    course.free(lost, event.at, fresh=True)
    return None


def _lessen(course: Course, by: str, lost: Decimal) -> None:
    """Take a failure off the failing holder's part; where the grantor says so, off the parts in order."""
    for name in [by] if by in course.parts else list(course.parts):
        off = min(course.parts[name], lost)
        course.parts[name] -= off
        lost -= off
