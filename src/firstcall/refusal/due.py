"""What is due: from whom, by when, what silence brings, and how well the deadline is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Literal

from firstcall.agreement.model.basis import GRADES, Grade
from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.agreement.read.fields import grade_of
from firstcall.deadlines import DayStep, InTurn, NoticeRules, Window, business_days_between, marked_days
from firstcall.record.concerned import offers_of
from firstcall.record.expiry import Expiry, expiry_of
from firstcall.record.notice_content import content_said
from firstcall.record.offers.offer import Offer
from firstcall.record.offers.right import Right
from firstcall.record.offers.taking.performance import milestones_of
from firstcall.record.position import Position
from firstcall.refusal.checks import what_it_lacked
from firstcall.refusal.delivery import OwedDelivery, dues_of
from firstcall.refusal.hypothetical import MarkedDayCounted, marks_in, marks_of_tail, marks_of_window
from firstcall.said import AllOf, Commas, Said, Weekdayed, sentence
from firstcall.values import dataclass

What = Literal[
    "willingness",
    "notice",
    "renewed notice",
    "answer",
    "answer to the noticed terms",
    "objection",
    "signature",
    "delivery",
    "performance",
    "signature elsewhere",
]
DueGround = Literal[
    "window", "kind of days", "what the window counts from", "cut-off", "window of a re-offer", "tail",
    "kind of days of the tail", "what the tail counts from", "days to object", "days to sign", "holder",
    "receipt, which is not recorded",
]  # fmt: skip
"""What a deadline may rest on, in words."""
UNRECORDED: DueGround = "receipt, which is not recorded"
SUPPOSED_GRADE: Grade = "assumed"
DUTIES: tuple[What, ...] = ("answer", "signature", "delivery")
"""What somebody must do by a day, or loses by silence; the rest may be done."""

_WINDOW = ("window.n", "window.unit", "window.anchor", "window.cutoff")
_TAIL = ("tail.n", "tail.unit", "tail.anchor")
WORDS: Mapping[str, DueGround] = {
    "window.n": "window", "window.unit": "kind of days", "window.anchor": "what the window counts from",
    "window.cutoff": "cut-off", "window.reoffer": "window of a re-offer",
    "tail.n": "tail", "tail.unit": "kind of days of the tail", "tail.anchor": "what the tail counts from",
    "deficiency": "days to object", "failure.sign_within": "days to sign", "holder": "holder",
}  # fmt: skip


class NothingRunsBeforeWilling(Said):
    says = sentence(
        "due.nothing-runs-before-willing", "nothing runs before the grantor says that it is willing to accept"
    )


class NoClockBeforeNotice(Said):
    says = sentence("due.no-clock-before-notice", "no clock runs until notice is given")


class NoClockWhileLacking(Said):
    says = sentence(
        "due.no-clock-while-lacking", "the notice lacked {lacked}, so no clock runs until notice is given with it"
    )
    lacked: Annotated[tuple[Said | str, ...], Commas]


class OfferAgainAfter(Said):
    says = sentence("due.offer-again-after", "it must be offered again after that")


class RightOverByThen(Said):
    says = sentence("due.right-over-by-then", "the right has ended by then, so nothing has to be offered again")


class ClockIsStopped(Said):
    says = sentence("due.clock-is-stopped", "the clock stands")


class SilenceChangesNothing(Said):
    says = sentence("due.silence-changes-nothing", "silence changes nothing")


class SilenceLapses(Said):
    says = sentence("due.silence-lapses", "silence lapses it")


class SilencePassesOn(Said):
    says = sentence("due.silence-passes-on", "silence passes it on to {who}")
    who: Annotated[tuple[str, ...], AllOf]


class PartLapses(Said):
    says = sentence("due.part-lapses", "a part is provisional: it lapses unless the whole is taken together")


class CountsAsComplete(Said):
    says = sentence("due.counts-as-complete", "the notice counts as complete")


class MatchOfNoticedBinds(Said):
    says = sentence("due.match-of-noticed-binds", "a match of them binds, and silence changes nothing")


class StandsForEver(Said):
    says = sentence("due.stands-for-ever", "no clause sets a day to sign or deliver by, so it stands for ever")


class LateSoFar(Said):
    says = sentence("due.late-so-far", "late, which takes {n} per cent off the price so far")
    n: Fraction


class LatenessCosts(Said):
    says = sentence("due.lateness-costs", "lateness takes a share off the price")


class LatenessCostsAfter(Said):
    says = sentence("due.lateness-costs-after", "lateness after {day} takes a share off the price")
    day: Annotated[date, Weekdayed]


class FailureFrees(Said):
    says = sentence("due.failure-frees", "the grantor may record a failure, which frees what was failed on")


class PastItsDay(Said):
    says = sentence("due.past-its-day", "it is overdue")


class RightThenEnds(Said):
    says = sentence("due.right-then-ends", "the right then ends")


class ArrivalNotRecorded(Said):
    says = sentence("due.arrival-not-recorded", "no arrival of the notice is on the record: its sending stands in")


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due, or may be done by a day, under one right."""

    offer: str
    clause: str
    what: What
    who: tuple[str, ...]
    by: datetime | None
    """The last instant at which it is in time; None where nothing sets an end, or the clock stands."""
    rules: NoticeRules | None
    """The hours and business days in which it is counted."""
    quantity: Decimal | None
    unit: str | None
    then: Said
    """What follows if it is not done."""
    next_by: datetime | None
    """The last instant of what comes next: the tail after a lapse."""
    grade: Grade
    assumed: tuple[DueGround, ...]
    """What the deadline rests on that is known least well, in words."""
    expiry: Expiry | None = None
    """When the third party's own offer ends, where that is known and something waits for it."""
    marked: tuple[DayStep, ...] = ()
    """Days that were counted as business days though another category of the holiday tables marks them."""
    lacked: tuple[str, ...] = ()
    """What the notice lacked, where it was sent incomplete."""
    cured: bool = False
    """Whether the days in which the holder might have said so are over."""
    part: str = ""
    """Which of several of its kind it is, a milestone of a match or a freedom: one name for as long as it is due."""

    @property
    def beside(self) -> tuple[Said, ...]:
        """What must be said beside it: what the notice lacked, days that another table marks, the offer's end."""
        found: list[Said] = [self.lack] if self.lack is not None else []
        found += [MarkedDayCounted(day=step.day, marked=step.marked) for step in self.marked if step.marked is not None]
        return (*found, self.expiry.told()) if self.expiry is not None else tuple(found)

    @property
    def supposed(self) -> tuple[Said, ...]:
        """What it takes for granted, said where its grounds are not listed."""
        return (ArrivalNotRecorded(),) if UNRECORDED in self.assumed else ()

    @property
    def lack(self) -> Said | None:
        """Return what the notice lacked, and what that means while its window runs, or after it."""
        return what_it_lacked(self.lacked, cured=self.cured) if self.lacked else None

    @property
    def is_duty(self) -> bool:
        """Say whether somebody must act by a day."""
        return self.what in DUTIES and self.by is not None

    def is_within(self, span: timedelta | None, now: datetime) -> bool:
        """Say whether it is due so soon; everything is where no span is given."""
        return span is None or (self.by is not None and self.by <= now + span)

    @property
    def until(self) -> datetime | None:
        """Return the instant to show: that of the cut-off, or the midnight with which a tail is over."""
        if self.by is None or self.what != "signature elsewhere":
            return self.by
        return self.by + timedelta(microseconds=1)

    def days_left(self, now: datetime) -> int | None:
        """Return the whole business days still ahead; never rounded up."""
        if self.by is None or self.rules is None:
            return None
        return business_days_between(now, self.by.astimezone(self.rules.zone).date(), self.rules)


def dues(here: Position, offer: Offer, clause: FirstRefusal, grantor: str) -> Iterator[Due]:
    """Yield what is due of one offer under one right at the position's instant."""
    if offer.free_because is not None and not offer.matches and not offer.beyond:
        return
    right = offer.right or here.right_on(clause, offer.id)(here.at)
    expiry = expiry_of(offer, right, here.at) if "expires" in offer.terms else None
    for due in _all_due(here, offer, clause, grantor, right):
        yield replace(due, expiry=expiry) if expiry is not None and due.what in _BESIDE_EXPIRY else due


_BESIDE_EXPIRY: tuple[What, ...] = ("willingness", "notice", "renewed notice", "answer", "signature elsewhere")


def _all_due(here: Position, offer: Offer, clause: FirstRefusal, grantor: str, right: Right | None) -> Iterator[Due]:
    match offer.state:
        case "received" if not offer.willing and clause.trigger == "third_party_offer":
            yield _due(offer, clause, right, "willingness", (grantor,), None, NothingRunsBeforeWilling())
        case "received":
            what: What = "renewed notice" if offer.noticed_terms is not None else "notice"
            lacked = tuple(map(content_said, offer.lacked))
            then = NoClockWhileLacking(lacked=lacked) if lacked else NoClockBeforeNotice()
            yield _due(offer, clause, right, what, (grantor,), None, then)
            yield from _earlier_terms(offer, clause, right, here.at)
        case "notified":
            yield from _answers(offer, clause, right, here.at)
        case _:
            pass
    yield from _performance(offer, clause, right, here.at)
    for pool in offer.free_at(here.at):
        last = pool.until - timedelta(microseconds=1)
        after = here.right_on(clause, offer.id)(pool.until)
        afterwards: Said = RightOverByThen() if after is None or after.ended is not None else OfferAgainAfter()
        due = _due(
            offer, clause, right, "signature elsewhere", (grantor,), last, afterwards,
            fields=_TAIL, quantity=pool.quantity, marked=marks_of_tail(right, offer, pool.since, last),
            supposed=offer.rests_on_arrival(pool), lacked=offer.lacked if pool.by_window else (), cured=True,
        )  # fmt: skip
        yield replace(due, part=f"{pool.because}/{pool.since.isoformat()}")


def _answers(offer: Offer, clause: FirstRefusal, right: Right | None, now: datetime) -> Iterator[Due]:
    assert right is not None, "a notice runs under a right"
    clause = right.clause
    stopped = bool(offer.tolls) and offer.tolls[-1].end is None
    holds = clause.silence == "holds"
    then: Said = ClockIsStopped() if stopped else SilenceChangesNothing() if holds else SilenceLapses()
    tail = None
    if offer.window_closes is not None and right.ends_with(offer.window_closes):
        then = RightOverByThen()
    elif offer.window_closes is not None and not holds:
        closes = offer.window_closes
        tail = right.free_until(closes, offer.notice, offer.arrived) - timedelta(microseconds=1)
    fields = (*_WINDOW, "window.reoffer") if offer.again and clause.window.reoffer else _WINDOW
    groups, object_by = offer.waiting(clause), offer.object_by
    cured = object_by is not None and now > object_by
    for number, names in enumerate(groups):
        by = offer.tiers_close[number] if not stopped and number < len(offer.tiers_close) else None
        later = tuple(name for others in groups[number + 1 :] for name in others)
        passes = SilencePassesOn(who=later) if later and not (stopped or holds) else None
        if holds and by is not None and now > by:
            by = None  # silence changes nothing, and it waits for an answer still
        if names and (by is None or now <= by):
            marked = marks_of_window(offer, right, number if by else 0)
            if tail is not None and offer.window_closes is not None and not passes:
                marked += marks_of_tail(right, offer, offer.window_closes, tail)
            yield _due(
                offer, clause, right, "answer", names, by, passes or then, fields=fields,
                next_by=None if passes else tail, supposed=offer.arrival_supposed,
                marked=tuple(dict.fromkeys(marked)), lacked=offer.lacked, cured=cured,
            )  # fmt: skip
    for names, by in zip(offer.waiting(clause, raising=True), offer.tiers_close, strict=False):
        if names and now <= by:
            yield _due(offer, clause, right, "answer", names, by, PartLapses(), fields=fields,
                       supposed=offer.arrival_supposed, lacked=offer.lacked, cured=cured)  # fmt: skip
    if object_by is not None and now <= object_by:
        ends = object_by if offer.window_closes is None else min(object_by, offer.window_closes)
        yield _due(
            offer, clause, right, "objection", clause.holders, ends, CountsAsComplete(), fields=("deficiency",),
            supposed=offer.arrival_supposed, marked=_marks_to_object(offer, right),
        )  # fmt: skip


def _earlier_terms(offer: Offer, clause: FirstRefusal, right: Right | None, now: datetime) -> Iterator[Due]:
    """Yield until when each tier may still answer the noticed terms, after they were amended."""
    if offer.answerable_until is None or right is None:
        return
    for number, (names, by) in enumerate(zip(offer.waiting(right.clause), offer.tiers_close, strict=False)):
        if names and now <= by:
            yield _due(
                offer, clause, right, "answer to the noticed terms", names, by, MatchOfNoticedBinds(), fields=_WINDOW,
                supposed=offer.arrival_supposed, marked=marks_of_window(offer, right, number),
            )  # fmt: skip


def _marks_to_object(offer: Offer, right: Right) -> tuple[DayStep, ...]:
    days, arrived = right.clause.deficiency, offer.arrived
    return () if arrived is None else marked_days(arrived, arrived, right.rules, Window(days.n, days.unit))


def _performance(offer: Offer, clause: FirstRefusal, right: Right | None, now: datetime) -> Iterator[Due]:
    for owed in dues_of(offer, now):
        if owed.done:
            continue
        milestone = owed.milestone
        what: What = "signature" if milestone.what == "sign" else "delivery"
        fields = ("failure.sign_within",) if milestone.what == "sign" else ("holder",)
        quantity = None if owed.match.quantity is None else milestone.lacking
        due = _due(
            offer, clause, right, what, (owed.match.by,), milestone.by, _once_missed(owed, now), fields=fields,
            quantity=quantity, marked=marks_in(owed.match.right, milestone.since, milestone.due, milestone.unit),
        )  # fmt: skip
        yield replace(due, part=f"{owed.match.event}/{milestones_of(owed.match).index(milestone)}")
    for match in offer.matches:
        if match.open > 0 and not milestones_of(match):
            quantity = match.quantity
            yield _due(offer, clause, right, "performance", (match.by,), None, StandsForEver(), quantity=quantity)


def _once_missed(owed: OwedDelivery, now: datetime) -> Said:
    """Say what follows when a milestone is missed: release, a fee, the end of the right."""
    milestone = owed.milestone
    told: list[Said] = []
    share = sum((fee.share for fee in owed.fees if fee.until is None), Fraction(0))
    if share:
        told.append(LateSoFar(n=share * 100))
    elif milestone.by < now:
        told.append(PastItsDay())
    if not share and milestone.delivery is not None and "late_fee" in milestone.delivery.remedy:
        day = owed.last_day_without_fee
        told.append(LatenessCosts() if day is None else LatenessCostsAfter(day=day))
    if milestone.releases:
        told.append(FailureFrees())
    if milestone.terminates:
        told.append(RightThenEnds())
    return InTurn(parts=tuple(told))


def _due(
    offer: Offer, clause: FirstRefusal, right: Right | None, what: What, who: tuple[str, ...], by: datetime | None,
    then: Said, *, fields: tuple[str, ...] = ("holder",), next_by: datetime | None = None,
    quantity: Decimal | None = None, supposed: bool = False, marked: tuple[DayStep, ...] = (),
    lacked: tuple[str, ...] = (), cured: bool = False,
) -> Due:  # fmt: skip
    worst, assumed = _rests_on(right, fields) if right is not None else _grounds(clause, fields)
    if supposed:
        known = assumed if worst == "assumed" else ()
        worst, assumed = SUPPOSED_GRADE, (*known, UNRECORDED)
    rules = right.rules if right is not None else None
    left = offer.beyond or offer.remainder
    return Due(
        offer.id, clause.id, what, who, by, rules, left if quantity is None else quantity, offer.unit,
        then, next_by, worst, assumed, None, marked, lacked, cured,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _rests_on(right: Right, fields: tuple[str, ...]) -> tuple[Grade, tuple[DueGround, ...]]:
    return _grounds(right.clause, fields)


def _grounds(clause: FirstRefusal, fields: tuple[str, ...]) -> tuple[Grade, tuple[DueGround, ...]]:
    """Return the weakest grade of the fields that a deadline rests on, and which they are in words."""
    graded = [(grade_of(clause, clause.basis, name), name) for name in fields]
    worst = max((grade for grade, _ in graded), key=GRADES.index)
    return worst, tuple(WORDS[name] for grade, name in graded if grade == worst) if worst != "agreed" else ()


def everything_due(here: Position, *, within: timedelta | None = None) -> tuple[Due, ...]:
    """Return all that is due of every offer, the nearest deadline first, what has none last.

    Args:
      here: the record as somebody sees it, at the instant asked about.
      within: leave out what is not due so soon.
    """
    grantor = here.terms().grantor
    found = [due for offer, clause in offers_of(here, waiting=True) for due in dues(here, offer, clause, grantor)]
    soon = (due for due in found if due.is_within(within, here.at))
    return tuple(sorted(soon, key=lambda due: (due.by is None, due.by or here.at, due.offer, due.clause, due.what)))
