"""What holders answer: a match, a part, a decline, a waiver, a deficiency; and what it adds up to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.dates import NEXT_INSTANT
from firstcall.record.events.entry import plain
from firstcall.record.events.offer import Declined, Matched, MatchedInPart, NoticeDeficient, WaiverGiven
from firstcall.record.offers import refused_reasons as why
from firstcall.record.offers.course import Course
from firstcall.record.offers.matching import cash_shortfalls
from firstcall.record.offers.offer import OPEN_STATES, ZERO, Refused
from firstcall.record.offers.offer_reasons import OfferState
from firstcall.record.offers.right import Running
from firstcall.record.offers.taking.allocation import ONE, Allocation, Elected, allocate
from firstcall.said import Said

Answer = Matched | MatchedInPart | Declined | WaiverGiven


def deficient(course: Course, event: NoticeDeficient, now: datetime) -> Refused | None:
    """Take back a notice that the holder calls incomplete; after the clause's days it counts as complete."""
    running = course.running
    if running is None:
        return Refused(why.NoNoticeToHolder(), why.SeeOfferShow())
    closes = running.right.deficiency_closes(running.notice.arrived)
    if now > closes:
        return Refused(why.TimeToObjectOver(until=closes), why.AnswerAsItStands())
    course.deficient, lacked = running.notice, event.missing or course.lacked
    if course.earlier is not None:
        course.take_up(course.earlier, now)
        course.renewal_lacked = lacked
        return None
    course.noticed, course.notice, course.lacked = None, None, lacked
    bound = {name: course.elected[name] for name in takers_so_far(course)}
    adopt(course)
    course.reopen(now)
    course.elected = bound
    return None


def adopt(course: Course) -> None:
    """Let terms that were amended while a notice ran be those of the offer."""
    if course.pending is not None:
        course.terms, course.quantity = course.pending.terms, course.pending.quantity
        course.pending = None
    if course.renewal_lacked:
        course.lacked, course.renewal_lacked = course.renewal_lacked, ()


def answered(course: Course, event: Answer, now: datetime) -> Refused | None:
    """Take an answer in; the first that takes effect is final."""
    if isinstance(event, WaiverGiven):
        return _waived(course, event, now)
    running = course.running
    if running is None:
        return Refused(why.NoNoticeWaiting(), _why_closed(course))
    clause = running.right.clause
    spent = course.measure(now) if not isinstance(event, Declined) else None
    if spent is not None:
        return Refused(spent, why.NothingToDo())
    refused = _not_mirror(course, event, running) if isinstance(event, (Matched, MatchedInPart)) else None
    if refused is not None:
        return refused
    if clause.several is not None or clause.partial == "aggregate_all_or_nothing":
        return _elected(course, event, now)
    if isinstance(event, Declined):
        _freed(course, "declined", now)
        return None
    return _matched(course, event, now)


def _freed(course: Course, state: OfferState, now: datetime) -> None:
    """Free all that was noticed; terms amended meanwhile are free only as far as they are no better."""
    course.move("matched-in-part" if course.kept else state, now)
    course.free(course.at_stake, now, because=state)
    if course.pending is not None:
        amended = course.pending
        course.terms, course.pending = amended.terms, None
        if amended.quantity != course.quantity:
            course.amended_quantity = amended.quantity


def _why_closed(course: Course) -> Said:
    match course.state:
        case None | "received":
            return why.WaitForNotice()
        case "lapsed":
            if course.ends is None:
                return why.WindowClosed()
            if course.arrival_supposed:
                return why.WindowClosedSupposing(until=course.ends)
            return why.WindowClosedAt(until=course.ends)
        case state:
            return why.FirstAnswerFinal(state=state)


def _not_mirror(course: Course, event: Matched | MatchedInPart, running: Running) -> Refused | None:
    """Return why an acceptance takes nothing: it is conditional, or pays less than it should."""
    clause = running.right.clause
    if event.conditions is not None:
        return Refused(why.ConditionalAnswer(), why.AcceptWithoutConditions())
    for short in cash_shortfalls(running.terms, event.cash_for, clause):
        return Refused(why.NoMirror(why=short), why.MatchTermOrValue())
    if isinstance(event, Matched):
        return None
    left, step, lot = course.room, clause.parts.step, clause.parts.minimum_lot
    bundled = "package" in running.terms and clause.package == "whole"
    if left is None or clause.partial == "none" or bundled:
        return Refused(why.WholeOrNothing(), why.MatchWholeOrDecline())
    if event.quantity > left:
        return Refused(why.MoreThanOffered(quantity=plain(event.quantity), left=plain(left)), why.TakeAtMost())
    if step is not None and event.quantity % step and event.quantity != left:
        return Refused(why.NoMultiple(quantity=plain(event.quantity), step=plain(step)), why.TakeWholeMultiples())
    if clause.several is None and lot is not None and event.quantity < lot and event.quantity != left:
        return Refused(why.BelowLot(quantity=plain(event.quantity), lot=plain(lot)), why.TakeMoreOrDecline())
    return None


def _matched(course: Course, event: Matched | MatchedInPart, now: datetime) -> Refused | None:
    room = course.room
    part = room if isinstance(event, Matched) else event.quantity
    course.match(event.id, event.by, part, now)
    _part_from_pending(course)
    course.move("matched" if not course.left else "matched-in-part", now)
    if course.at_stake:
        _free_rest(course, now, "matched-in-part")
    return None


def _part_from_pending(course: Course) -> None:
    """Let terms amended while the notice ran be a new offer, as those noticed are matched."""
    if course.pending is not None:
        course.new_offer_since, course.pending = course.pending.since, None


def _free_rest(course: Course, now: datetime, because: OfferState) -> None:
    """Free what the answers leave, once the window ends; at once where no end can be named.

    The tail of what becomes free later counts from the day on which it does.
    """
    lapsed = now if course.ends is None else course.ends
    course.free(course.at_stake, lapsed, since=None if course.ends is None else lapsed + NEXT_INSTANT, because=because)


def _waived(course: Course, event: WaiverGiven, now: datetime) -> Refused | None:
    if course.state not in OPEN_STATES:
        return Refused(why.AnsweredOrLapsed(), why.NothingToWaive())
    running = course.running
    right = running.right if running else course.right_on(event.at)
    if right is None:
        return Refused(why.RightNotInForce(), why.CheckDayAndClause())
    shared = running is not None and right.clause.several is not None
    refused = _elected(course, event, now) if shared else None
    if refused is not None:
        return refused
    course.waived[event.by] = event.terms
    if set(right.clause.holders) - set(course.waived):
        return None
    course.noticed = (running.terms if running else course.terms) | _named_by_all(course.waived.values())
    if running is None:
        course.right, course.notice = right, None
    if not shared:
        _freed(course, "waived", now)
    return None


def _named_by_all(waived: Iterable[dict[str, str]]) -> dict[str, str]:
    """Return the terms that every waiver names alike: what one of several holders waives binds no other."""
    first, *others = waived
    return {name: text for name, text in first.items() if all(terms.get(name) == text for terms in others)}


def _elected(course: Course, event: Answer, now: datetime) -> Refused | None:
    """Keep what one holder asks for until the window ends, or everybody has said so."""
    assert course.right is not None
    clause, by = course.right.clause, event.by
    asked = course.room if isinstance(event, Matched) else event.quantity if isinstance(event, MatchedInPart) else ZERO
    asking = next((number for number, names in _asking_again(course, now) if by in names), None)
    if asking is not None:
        assert asked is not None  # of an offer without a quantity nothing is left to ask about
        course.elected_again[asking, by] = asked
        note_rounds(course, now)
        if _decided(course, clause):
            conclude(course, now, event.id)
        return None
    over = _tier_close(course, by)
    if over is not None and now > over:
        return Refused(why.TimeOfHolderOver(who=by, until=over), why.LaterNeedsNotice())
    if by in course.elected:
        before = course.elected[by]
        raised = before and asked and asked > before
        if clause.partial != "aggregate_all_or_nothing" or not raised:
            return Refused(why.HolderHasAnswered(who=by), why.PartOnlyRaised())
    course.elected[by] = asked
    if takers_so_far(course):
        _part_from_pending(course)
    if by not in course.said:
        course.said[by] = now
        course.reckon()
    note_rounds(course, now)
    if clause.several is None and asked == ZERO:
        course.elected = {}
        _freed(course, "declined", now)
    elif _decided(course, clause):
        conclude(course, now, event.id)
    return None


def takers_so_far(course: Course) -> tuple[str, ...]:
    """Return who of several holders took some of the offer while others may still answer: a match binds."""
    clause = course.right.clause if course.right is not None else None
    if clause is None or clause.several is None or clause.partial == "aggregate_all_or_nothing":
        return ()
    return tuple(name for name, part in course.elected.items() if part is None or part > ZERO)


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
        none_left = _allocation(course, clause).free == (course.at_stake or ZERO) - (room or ZERO)
        return not asked_again(course) and (none_left or not raisable)
    answered_rounds = 0
    for number, asked in enumerate(clause.several.rounds, 1):
        if not asked.again and any(stake.holder not in course.elected for stake in asked.holders):
            break
        answered_rounds = number
    return (
        answered_rounds > 0
        and room is not None
        and sum(part for _, part in _allocation(course, clause, answered_rounds).parts) == room
    )


def asked_again(course: Course, now: datetime | None = None) -> frozenset[str]:
    """Return the holders who are asked again about what is left, and have not answered that.

    Those who took at least their full share, once all before have answered or their time is over, while something
    is left.

    Args:
      course: the offer, notified.
      now: only where the time to answer again has begun and runs at this instant.
    """
    return frozenset[str]().union(*(names for _, names in _asking_again(course, now)))


def _asking_again(course: Course, now: datetime | None = None) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield each round that asks again, with whom it asks and who has not answered it."""
    clause = course.right.clause if course.right else None
    if clause is None or clause.several is None:
        return
    before: set[str] = set()
    for number, closes in enumerate(course.closes):
        asked = clause.several.rounds[number]
        names = {stake.holder for stake in asked.holders}
        if asked.again:
            answered = before <= set(course.elected)
            if now is None or ((answered or now > course.closes[number - 1]) and now <= closes):
                shared = _allocation(course, clause, number)
                again = {name for at, name in course.elected_again if at == number}
                if shared.free >= (clause.parts.step or ONE):
                    yield number, frozenset(names & shared.full - again)
        before |= names


def note_rounds(course: Course, now: datetime) -> None:
    """Note since when a round that asks again waits for nobody, for a tier that counts from its answer.

    That is its last answer or, where nobody is asked, the instant at which it would have begun.

    Args:
      course: the offer, notified.
      now: an instant; that of the answer where one has just come.
    """
    several = course.right.clause.several if course.right else None
    if several is None or not course.closes:
        return
    for number, (asked, later) in enumerate(pairwise(several.rounds)):
        if not asked.again or later.tier.counts_from != "answer" or number in course.said:
            continue
        before = {stake.holder for earlier in several.rounds[:number] for stake in earlier.holders}
        answers = [course.said[name] for name in before if name in course.said]
        answered, over = len(answers) == len(before), now > course.closes[number - 1]
        if not (answered or over) or any(names for at, names in _asking_again(course) if at == number):
            continue
        begins = max(answers) if answered else course.closes[number - 1]
        course.said[number] = now if any(at == number for at, _ in course.elected_again) else begins
        course.reckon()


def drop_moot_rounds(course: Course, now: datetime | None = None) -> None:
    """Let no time run for asking again about what is left, once nobody may be asked or nothing is left.

    Args:
      course: the offer, notified.
      now: an instant, before the end of whose tier others may still answer; None once nobody may.
    """
    several = course.right.clause.several if course.right else None
    if several is not None and now is not None:
        note_rounds(course, now)
    while several is not None and len(course.closes) > 1 and several.rounds[len(course.closes) - 1].again:
        if (now is not None and now <= course.closes[-2]) or course.elected_again or asked_again(course):
            return
        course.closes = course.closes[:-1]


def _allocation(course: Course, clause: FirstRefusal, rounds: int | None = None) -> Allocation:
    """Share what is offered among those who have asked so far, in the first rounds or in all."""
    offered = course.room or ZERO
    asking = clause.several.rounds[:rounds] if clause.several else ()
    again = frozenset(number for number, one in enumerate(asking) if one.again)
    found = tuple(
        tuple(Elected(s.holder, s.holding, course.elected_again.get((number, s.holder), ZERO) if one.again
                      else course.elected.get(s.holder) or ZERO, s.cap) for s in one.holders)
        for number, one in enumerate(asking)
    ) or ((Elected(course.holder, ONE, course.elected.get(course.holder) or ZERO),),)  # fmt: skip
    return allocate(
        offered, found, step=clause.parts.step or ONE, minimum_lot=clause.parts.minimum_lot,
        over_allotment=clause.several is None or clause.several.over_allotment,
        aggregate=clause.partial == "aggregate_all_or_nothing", again=again,
    )  # fmt: skip


def conclude(course: Course, at: datetime, event: str | None = None) -> None:
    """End the time to answer: share what was asked for, and free the rest.

    Args:
      course: the offer, notified.
      at: the window's last instant, or that of the last answer.
      event: the last answer; None where time ended it.
    """
    assert course.right is not None
    course.measure(at)
    drop_moot_rounds(course)
    clause = course.right.clause
    asked = any(course.elected.values())  # of most offers nothing was, and there is nothing to share
    shared = _allocation(course, clause).parts if asked else ()
    taken: list[tuple[str, Decimal | None]] = [(name, part) for name, part in shared if part]
    taken += [(name, None) for name in _takers_of_all(course, clause)]
    for name, part in taken:
        course.match(event or _last_answer(course), name, part, at)
        if part is not None:
            course.parts[name] = course.parts.get(name, ZERO) + part
    if not taken and event is not None:
        ended: OfferState = "lapsed" if any(course.elected.values()) else "declined"
        course.elected, course.elected_again = {}, {}
        _freed(course, ended, at)
        return
    if course.pending is not None and not taken:
        since = course.pending.since
        adopt(course)
        course.reopen(since)
        return
    kept_as: OfferState = "matched-in-part" if course.left else "matched"
    course.move(kept_as if course.kept else "lapsed", at)
    course.elected, course.elected_again = {}, {}
    if taken:
        _part_from_pending(course)
    if course.at_stake or not taken:
        _free_rest(course, at, "matched-in-part" if taken else "lapsed")


def _takers_of_all(course: Course, clause: FirstRefusal) -> list[str]:
    """Return who takes an offer without a quantity: those of the first tier of whom anybody asked for it, together."""
    tiers = [[stake.holder for stake in tier.holders] for tier in clause.several.tiers] if clause.several else []
    asking = ([name for name in tier if course.elected.get(name, ZERO) is None] for tier in tiers or [[course.holder]])
    return next(filter(None, asking), [])


def _last_answer(course: Course) -> str:
    """Return the event that an allocation by time rests on: the last answer that asked for something."""
    return [item.id for item in course.events if isinstance(item, (Matched, MatchedInPart))][-1]
