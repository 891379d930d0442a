"""What is due: from whom, by when, what silence brings, and how well the deadline is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Literal

from firstcall.agreement.model.basis import GRADES, Grade
from firstcall.agreement.model.clauses.kinds import Delivery, FirstRefusal
from firstcall.agreement.read.fields import grade_of
from firstcall.dates import NEXT_INSTANT
from firstcall.deadlines import DayStep, NoticeRules, Window, business_days_between, marked_days
from firstcall.record.concerned import offers_of
from firstcall.record.expiry import Expiry, expiry_of
from firstcall.record.notice_content import content_said
from firstcall.record.offers.offer import Offer
from firstcall.record.offers.right import Right
from firstcall.record.offers.taking.allocation import asked_of
from firstcall.record.offers.taking.performance import milestones_of
from firstcall.record.position import Position
from firstcall.refusal.checks import what_it_lacked
from firstcall.refusal.delivery import OwedDelivery, dues_of, once_missed
from firstcall.refusal.hypothetical import MarkedDayCounted, marks_in, marks_of_tail, marks_of_window
from firstcall.said import AllOf, Commas, Said, sentence
from firstcall.values import dataclass

What = Literal[
    "willingness", "notice", "renewed notice", "answer", "answer to the noticed terms", "objection", "signature",
    "delivery", "performance", "signature elsewhere",
]  # fmt: skip
DueGround = Literal[
    "window", "kind of days", "what the window counts from", "cut-off", "window of a re-offer", "tail",
    "kind of days of the tail", "what the tail counts from", "days to object", "days to sign", "days to deliver",
    "holder", "receipt, which is not recorded",
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
    "milestones": "days to deliver",
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


class AboutWhatIsLeft(Said):
    says = sentence("due.about-what-is-left", "it is about what those asked before leave")


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
    rules: NoticeRules
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
    shares: tuple[tuple[str, Decimal], ...] = ()
    """The share of it that each of several has who are asked together, by what they hold."""
    of_rest: bool = False
    """Whether it is about what those who are asked before leave."""
    part: str = ""
    """Which of several of its kind it is, a milestone of a match or a freedom: one name for as long as it is due."""

    @property
    def beside(self) -> tuple[Said, ...]:
        """What must be said beside it: what the notice lacked, days that another table marks, the offer's end."""
        found: list[Said] = [AboutWhatIsLeft()] if self.of_rest else []
        found += [self.lack] if self.lack is not None else []
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
        return self.by + NEXT_INSTANT

    def days_left(self, now: datetime) -> int | None:
        """Return the whole business days still ahead; never rounded up."""
        if self.by is None:
            return None
        return business_days_between(now, self.by.astimezone(self.rules.zone).date(), self.rules)


def dues(here: Position, offer: Offer, clause: FirstRefusal, grantor: str) -> Iterator[Due]:
    """Yield what is due of one offer under one right that it concerns, at the position's instant."""
    if offer.free_because is not None and not offer.matches and not offer.beyond:
        return
    right = offer.right or here.right_on(clause)(here.at)
    assert right is not None  # a right concerns an offer while it is in force, or while the offer runs under it
    expiry = expiry_of(offer, right, here.at)
    for due in _all_due(here, offer, right, grantor):
        yield replace(due, expiry=expiry) if expiry is not None and due.what in _BESIDE_EXPIRY else due


_BESIDE_EXPIRY: tuple[What, ...] = ("willingness", "notice", "renewed notice", "answer", "signature elsewhere")


def _all_due(here: Position, offer: Offer, right: Right, grantor: str) -> Iterator[Due]:
    if offer.state == "received":
        yield _first_step(offer, right, grantor)
        yield from _earlier_terms(offer, right, here.at)
    elif offer.state == "notified":
        yield from _answers(offer, right, here.at)
        yield from _raises(offer, right, here.at)
        yield from _objection(offer, right, here.at)
    yield from _performance(offer, right, here.at)
    yield from _elsewhere(here, offer, right, grantor)


def _first_step(offer: Offer, right: Right, grantor: str) -> Due:
    """Return what the grantor is to do first: say that it is willing, or give notice."""
    if not offer.willing and right.clause.trigger == "third_party_offer":
        return _due(offer, right, "willingness", (grantor,), None, NothingRunsBeforeWilling())
    lacked = tuple(map(content_said, offer.lacked))
    return _due(
        offer, right, "notice" if offer.noticed_terms is None else "renewed notice", (grantor,), None,
        NoClockWhileLacking(lacked=lacked) if lacked else NoClockBeforeNotice(),
    )  # fmt: skip


def _elsewhere(here: Position, offer: Offer, right: Right, grantor: str) -> Iterator[Due]:
    """Yield until when the grantor may sign elsewhere what is free."""
    for pool in offer.free_at(here.at):
        last = pool.until - NEXT_INSTANT
        after = here.right_on(right.clause)(pool.until)
        afterwards: Said = RightOverByThen() if after is None or after.ended is not None else OfferAgainAfter()
        due = _due(
            offer, right, "signature elsewhere", (grantor,), last, afterwards, fields=_TAIL, quantity=pool.quantity,
            supposed=offer.rests_on_arrival(pool), lacked=offer.lacked if pool.by_window else (), cured=True,
            marked=marks_of_tail(right, offer, pool.since, last),
        )  # fmt: skip
        yield replace(due, part=f"{pool.because}/{pool.since.isoformat()}")


def _tiers(offer: Offer, right: Right, *, raising: bool = False) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each tier of which somebody has yet to answer, or may raise an answer, and who."""
    for number, names in enumerate(offer.waiting(right.clause, raising=raising)):
        if names:
            yield number, names


def _fields(offer: Offer, right: Right) -> tuple[str, ...]:
    """Return the fields that a window rests on: that of a re-offer may have a length of its own."""
    return (*_WINDOW, "window.reoffer") if offer.again and right.clause.window.reoffer is not None else _WINDOW


def _answers(offer: Offer, right: Right, now: datetime) -> Iterator[Due]:
    clause, closes = right.clause, offer.window_closes
    holds = clause.silence == "holds"
    then: Said = ClockIsStopped() if closes is None else SilenceChangesNothing() if holds else SilenceLapses()
    tail: datetime | None = None
    in_tail: tuple[DayStep, ...] = ()
    if closes is not None and right.ends_with(closes):
        then = RightOverByThen()
    elif closes is not None and not holds:
        tail = right.free_until(closes, offer.notice, offer.arrived) - NEXT_INSTANT
        in_tail = marks_of_tail(right, offer, closes, tail)
    tiers = list(_tiers(offer, right))
    for number, names in tiers:
        by = offer.tiers_close[number] if closes is not None else None
        late = by is not None and now > by
        if late and not holds:
            continue
        later = tuple(name for place, others in tiers if place > number for name in others)
        passes = SilencePassesOn(who=later) if later and not (closes is None or holds) else None
        yield _due(
            offer, right, "answer", names, None if late else by, passes or then, fields=_fields(offer, right),
            tier=number, next_by=None if passes else tail, supposed=offer.arrival_supposed, lacked=offer.lacked,
            cured=_is_cured(offer, now),
            marked=tuple(dict.fromkeys((*marks_of_window(offer, right, number), *(() if passes else in_tail)))),
        )  # fmt: skip


def _raises(offer: Offer, right: Right, now: datetime) -> Iterator[Due]:
    """Yield until when who asked for a part that binds only with the whole may raise it."""
    for number, names in _tiers(offer, right, raising=True):
        by = offer.tiers_close[number] if offer.window_closes is not None else None
        if by is None or now <= by:
            yield _due(
                offer, right, "answer", names, by, ClockIsStopped() if by is None else PartLapses(),
                fields=_fields(offer, right), tier=number, supposed=offer.arrival_supposed, lacked=offer.lacked,
                cured=_is_cured(offer, now), marked=marks_of_window(offer, right, number),
            )  # fmt: skip


def _is_cured(offer: Offer, now: datetime) -> bool:
    """Say whether the days are over in which the holder may say that the notice is incomplete."""
    assert offer.object_by is not None
    return now > offer.object_by


def _objection(offer: Offer, right: Right, now: datetime) -> Iterator[Due]:
    """Yield until when the holder may say that the notice is incomplete: in its days, and while the window is open."""
    arrived, days, by = offer.arrived, right.clause.deficiency, offer.object_by
    assert arrived is not None
    assert by is not None
    if not _is_cured(offer, now):
        yield _due(
            offer, right, "objection", right.clause.holders, min(by, offer.window_closes or by), CountsAsComplete(),
            fields=("deficiency",), supposed=offer.arrival_supposed,
            marked=marked_days(arrived, arrived, right.rules, Window(days.n, days.unit)),
        )  # fmt: skip


def _earlier_terms(offer: Offer, right: Right, now: datetime) -> Iterator[Due]:
    """Yield until when each tier may still answer the noticed terms, after they were amended."""
    if offer.answerable_until is None:
        return
    for number, names in _tiers(offer, right):
        by = offer.tiers_close[number]
        if now <= by:
            yield _due(
                offer, right, "answer to the noticed terms", names, by, MatchOfNoticedBinds(),
                fields=_fields(offer, right), tier=number, supposed=offer.arrival_supposed,
                marked=marks_of_window(offer, right, number),
            )  # fmt: skip


def _performance(offer: Offer, right: Right, now: datetime) -> Iterator[Due]:
    for owed in dues_of(offer, now):
        if not owed.done:
            yield _owed(offer, owed, now)
    for match in offer.matches:
        if match.open > 0 and not milestones_of(match):
            yield _due(offer, match.right, "performance", (match.by,), None, StandsForEver(), quantity=match.quantity)


def _owed(offer: Offer, owed: OwedDelivery, now: datetime) -> Due:
    """Return what a match must still bring by one of its milestones."""
    match, milestone = owed.match, owed.milestone
    due = _due(
        offer, match.right, "signature" if milestone.delivery is None else "delivery", (match.by,), milestone.by,
        once_missed(owed, now), fields=("failure.sign_within",),
        quantity=None if match.quantity is None else milestone.lacking,
        marked=marks_in(match.right, milestone.since, milestone.due, milestone.unit),
    )  # fmt: skip
    if milestone.delivery is not None:
        grade, assumed = _grounds(milestone.delivery, ("milestones",))
        due = replace(due, grade=grade, assumed=assumed)
    return replace(due, part=f"{match.event}/{milestones_of(match).index(milestone)}")


def _due(
    offer: Offer, right: Right, what: What, who: tuple[str, ...], by: datetime | None, then: Said, *,
    fields: tuple[str, ...] = ("holder",), next_by: datetime | None = None, quantity: Decimal | None = None,
    supposed: bool = False, marked: tuple[DayStep, ...] = (), lacked: tuple[str, ...] = (), cured: bool = False,
    tier: int | None = None,
) -> Due:  # fmt: skip
    worst, assumed = _rests_on(right, fields)
    if supposed:
        worst, assumed = SUPPOSED_GRADE, (*(assumed if worst == SUPPOSED_GRADE else ()), UNRECORDED)
    amount = (offer.beyond or offer.remainder) if quantity is None else quantity
    asked = None if tier is None else asked_of(right.clause, tier, amount, offer.elected)
    shares = tuple((name, asked.shares[name]) for name in who if name in asked.shares) if asked else ()
    return Due(
        offer.id, right.clause.id, what, who, by, right.rules, asked.quantity if asked else amount, offer.unit, then,
        next_by, worst, assumed, None, marked, lacked, cured, shares, asked is None and bool(tier),
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _rests_on(right: Right, fields: tuple[str, ...]) -> tuple[Grade, tuple[DueGround, ...]]:
    return _grounds(right.clause, fields)


def _grounds(clause: FirstRefusal | Delivery, fields: tuple[str, ...]) -> tuple[Grade, tuple[DueGround, ...]]:
    """Return the weakest grade of the fields that a deadline rests on, and which they are in words."""
    graded = [(grade_of(clause, clause.basis, name), name) for name in fields]
    worst = max((grade for grade, _ in graded), key=GRADES.index)
    return worst, tuple(WORDS[name] for grade, name in graded if grade == worst) if worst != "agreed" else ()


def everything_due(here: Position, *, within: timedelta | None = None, party: str | None = None) -> tuple[Due, ...]:
    """Return all that is due of every offer, the nearest deadline first, what has none last.

    Args:
      here: the record as somebody sees it, at the instant asked about.
      within: leave out what is not due so soon.
      party: who looks, and is told of its own rights alone; None for all.
    """
    grantor, every = here.terms().grantor, offers_of(here, waiting=True, party=party)
    found = [due for offer, clause in every for due in dues(here, offer, clause, grantor)]
    last, soon = datetime.max.replace(tzinfo=UTC), (due for due in found if due.is_within(within, here.at))
    return tuple(sorted(soon, key=lambda due: (due.by or last, due.offer, due.clause, due.what)))
