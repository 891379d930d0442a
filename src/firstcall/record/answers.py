"""What holders answer: a match, a part, a decline, a waiver, a deficiency; and what it adds up to."""

from __future__ import annotations

from datetime import datetime

from firstcall.agreement.clauses import FirstRefusal
from firstcall.dates import iso
from firstcall.record.allocation import ONE, Allocation, Elected, allocate
from firstcall.record.course import NEXT, Course, Refused
from firstcall.record.entry import whole
from firstcall.record.matching import cash_shortfalls
from firstcall.record.offer_events import Declined, Matched, MatchedInPart, NoticeDeficient, WaiverGiven
from firstcall.record.offers import OPEN, ZERO, State

Answer = Matched | MatchedInPart | Declined | WaiverGiven


def deficient(course: Course, event: NoticeDeficient, now: datetime) -> Refused | None:
    """Take back a notice that the holder calls incomplete; after the clause's days it counts as complete."""
    holders = course.right.clause.holders if course.right else (course.holder,)
    if course.state != "notified" or event.by not in holders or course.notice is None or course.right is None:
        return Refused("no notice to this holder is waiting for an answer", "see `offer show` for the state")
    closes = course.right.deficiency_closes(course.notice.delivered or course.notice.at)
    if now > closes:
        return Refused(
            f"the time to say so was over at {iso(closes)}, so the notice counts as complete",
            "answer the notice as it stands",
        )
    course.deficient, course.noticed, course.notice = course.notice, None, None
    course.reopen(now)
    return None


def answered(course: Course, event: Answer, now: datetime) -> Refused | None:
    """Take an answer in; the first that takes effect is final."""
    right = course.right_now(event.at)
    clause = right.clause if right else None
    if event.by not in (clause.holders if clause else (course.holder,)):
        return Refused(f"'{event.by}' does not hold {course.clause}", "let its holder answer")
    if isinstance(event, WaiverGiven):
        return _waived(course, event, now)
    if course.state != "notified" or course.right is None:
        return Refused("no notice is waiting for an answer", _why_closed(course))
    clause = course.right.clause
    refused = _not_mirror(course, event, clause) if isinstance(event, (Matched, MatchedInPart)) else None
    if refused is not None:
        return refused
    if clause.several is not None or clause.partial == "aggregate_all_or_nothing":
        return _elected(course, event, now)
    if isinstance(event, Declined):
        course.move("declined", now)
        course.free(course.left, now)
        return None
    return _matched(course, event, now)


def _why_closed(course: Course) -> str:
    match course.state:
        case "received":
            return "wait for a complete notice of the terms as they stand"
        case "lapsed":
            ended = f" at {iso(course.ends)}" if course.ends else ""
            return f"the window closed{ended}; a later answer needs a new notice"
        case state:
            return f"the offer is {state}; the first answer is final"


def _not_mirror(course: Course, event: Matched | MatchedInPart, clause: FirstRefusal) -> Refused | None:
    """Return why an acceptance takes nothing: it is conditional, or pays less than it should."""
    if event.conditions is not None:
        return Refused(
            "an acceptance with conditions is a counter-offer, and takes nothing",
            "accept without conditions before the window closes, or ask the grantor to amend the terms",
        )
    for short in cash_shortfalls(course.noticed or {}, event.cash_for, clause):
        return Refused(f"the acceptance does not match the offer: {short}", "match the term itself, or its value")
    if isinstance(event, Matched):
        return None
    left, step, lot = course.room, clause.parts.step, clause.parts.minimum_lot
    bundled = "package" in (course.noticed or {}) and clause.package == "whole"
    if left is None or clause.partial == "none" or bundled:
        return Refused("this offer is matched whole or not at all", "match the whole, or decline")
    if event.quantity > left:
        return Refused(f"{whole(event.quantity)} is more than the {whole(left)} offered", "take that much at most")
    if step is not None and event.quantity % step and event.quantity != left:
        return Refused(f"{whole(event.quantity)} is no multiple of {whole(step)}", "take whole multiples")
    if clause.several is None and lot is not None and event.quantity < lot and event.quantity != left:
        return Refused(f"{whole(event.quantity)} is below the minimum lot of {whole(lot)}", "take more, or decline")
    return None


def _matched(course: Course, event: Matched | MatchedInPart, now: datetime) -> Refused | None:
    room = course.room
    part = room if isinstance(event, Matched) else event.quantity
    course.matched += part or ZERO
    course.move("matched" if not course.left else "matched-in-part", now)
    if course.left:
        course.free(course.left, now, since=course.ends + NEXT if course.ends is not None else None)
    return None


def _waived(course: Course, event: WaiverGiven, now: datetime) -> Refused | None:
    if course.state not in OPEN:
        return Refused("the offer has been answered, or has lapsed", "nothing is left to waive")
    if course.state == "notified" and course.right is not None:
        course.noticed = {**(course.noticed or {}), **event.terms}
        if course.right.clause.several is not None:
            return _elected(course, event, now)
    else:
        right = course.right_on(event.at)
        if right is None:
            return Refused("no such right of first refusal was in force", "check the day, and the clause")
        course.waived.add(event.by)
        if set(right.clause.holders) - course.waived:
            return None
        course.right, course.notice = right, None
        course.noticed = {**course.terms, **event.terms}
    course.move("waived", now)
    course.free(course.left, now)
    return None


def _elected(course: Course, event: Answer, now: datetime) -> Refused | None:
    """Keep what one holder asks for until the window ends, or everybody has said so."""
    assert course.right is not None
    clause, by = course.right.clause, event.by
    asked = course.room if isinstance(event, Matched) else event.quantity if isinstance(event, MatchedInPart) else ZERO
    over = _tier_close(course, by)
    if over is not None and now > over:
        return Refused(f"the time of '{by}' to answer was over at {iso(over)}", "a later answer needs a new notice")
    if by in course.elected:
        before = course.elected[by]
        raised = before is not None and before > 0 and asked is not None and asked > before
        if clause.partial != "aggregate_all_or_nothing" or not raised:
            return Refused(f"'{by}' has answered; the first answer is final", "a part may only be raised")
    course.elected[by] = asked
    if clause.several is None and asked == ZERO:
        course.elected = {}
        course.move("declined", now)
        course.free(course.left, now)
    elif _decided(course, clause):
        conclude(course, now, over=False)
    return None


def _tier_close(course: Course, holder: str) -> datetime | None:
    several = course.right.clause.several if course.right else None
    for number, tier in enumerate(several.tiers if several else ()):
        if any(stake.holder == holder for stake in tier.holders):
            return course.closes[number] if number < len(course.closes) else None
    return course.ends


def _decided(course: Course, clause: FirstRefusal) -> bool:
    """Say whether nothing that may still come can change who gets what."""
    room = course.room
    if clause.several is None:
        return course.elected.get(course.holder) == room
    if set(clause.holders) <= set(course.elected):
        raisable = clause.partial == "aggregate_all_or_nothing" and any(course.elected.values())
        return not raisable or _allocation(course, clause).free == (course.left or ZERO) - (room or ZERO)
    answered_tiers = 0
    for tier in clause.several.tiers:
        if any(stake.holder not in course.elected for stake in tier.holders):
            break
        answered_tiers += 1
    return (
        answered_tiers > 0
        and room is not None
        and sum(part for _, part in _allocation(course, clause, answered_tiers).parts) == room
    )


def _allocation(course: Course, clause: FirstRefusal, tiers: int | None = None) -> Allocation:
    """Share what is offered among those who have asked so far."""
    offered = course.room or ZERO
    asked = {name: offered if part is None else part for name, part in course.elected.items()}
    held = clause.several.tiers[:tiers] if clause.several else ()
    found = tuple(
        tuple(Elected(s.holder, s.holding, asked.get(s.holder, ZERO), s.cap) for s in tier.holders) for tier in held
    ) or ((Elected(course.holder, ONE, asked.get(course.holder, ZERO)),),)
    return allocate(
        offered, found, step=clause.parts.step or ONE, minimum_lot=clause.parts.minimum_lot,
        over_allotment=clause.several.over_allotment if clause.several else True,
        aggregate=clause.partial == "aggregate_all_or_nothing",
    )  # fmt: skip


def conclude(course: Course, at: datetime, *, over: bool) -> None:
    """End the time to answer: share what was asked for, and free the rest.

    Args:
      course: the offer, notified.
      at: the window's last instant, or that of the last answer.
      over: whether time ended it.
    """
    assert course.right is not None
    clause, before = course.right.clause, course.left
    total = ZERO
    if any(part is None or part > 0 for part in course.elected.values()):
        shared = _allocation(course, clause)
        total = sum((part for _, part in shared.parts), ZERO)
        for name, part in shared.parts:
            if part:
                course.parts[name] = course.parts.get(name, ZERO) + part
    all_said = set(clause.holders) <= set(course.elected)
    course.matched += total
    state: State = "declined" if all_said and total == 0 and not any(course.elected.values()) else "lapsed"
    if before is None and any(part is None for part in course.elected.values()):
        state = "matched"
    elif total:
        state = "matched" if total == before else "matched-in-part"
    opens = course.ends + NEXT if course.ends is not None and (over or total) else at
    course.move(state, at)
    course.elected = {}
    if state != "matched":
        course.free(course.left, at, since=opens)
