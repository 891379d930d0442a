"""The course of one offer while its events are applied.

What has been said, what is free, and what becomes of it after its answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from firstcall.dates import local_day
from firstcall.deadlines import Toll
from firstcall.record.events.entry import EventBase, whole
from firstcall.record.events.kinds import ContractSigned
from firstcall.record.events.offer import CapacityRequested, Delivered, HolderFailed, NoticeGiven, OfferReceived
from firstcall.record.offers.matching import better_terms
from firstcall.record.offers.offer import ZERO, Offer, OfferState, Pool, Unmoved
from firstcall.record.offers.right import Right, RightOn

NEXT_INSTANT = timedelta(microseconds=1)
"""The step from the last instant of a window to the first after it."""


class Refused(NamedTuple):
    """Why an event changes nothing, and what would."""

    reason: str
    mend: str


@dataclass(slots=True)
class Course:
    """An offer under one right of first refusal, event by event."""

    id: str
    clause: str
    holder: str
    right_on: RightOn
    holder_providers: frozenset[str]
    state: OfferState | None = None
    since: datetime | None = None
    first: OfferReceived | CapacityRequested | None = None
    willing: bool = False
    quantity: Decimal | None = None
    amended_quantity: Decimal | None = None
    """A whole quantity amended after an answer, which the next notice will offer."""
    terms: dict[str, str] = field(default_factory=dict)
    noticed: dict[str, str] | None = None
    notice: NoticeGiven | None = None
    deficient: NoticeGiven | None = None
    """A notice that the holder called incomplete, until another takes its place."""
    completed: datetime | None = None
    again: bool = False
    closes: tuple[datetime, ...] = ()
    right: Right | None = None
    tolls: list[Toll] = field(default_factory=list)
    elected: dict[str, Decimal | None] = field(default_factory=dict)
    waived: set[str] = field(default_factory=set)
    """Those of several holders who waived before a notice."""
    parts: dict[str, Decimal] = field(default_factory=dict)
    matched: Decimal = ZERO
    failed: Decimal = ZERO
    delivered: Decimal = ZERO
    signed: Decimal = ZERO
    pools: list[Pool] = field(default_factory=list)
    cleared: set[str] = field(default_factory=set)
    events: list[EventBase] = field(default_factory=list)
    unmoved: list[Unmoved] = field(default_factory=list)

    def move(self, state: OfferState, since: datetime) -> None:
        """Enter a state."""
        self.state, self.since = state, since

    def right_now(self, at: datetime) -> Right | None:
        """Return the right that the offer runs under, or that a notice would be given under now."""
        return self.right or self.right_on(at)

    @property
    def left(self) -> Decimal | None:
        """What is neither taken nor signed: offered less matched, plus failed, less signed."""
        if self.quantity is None:
            return None
        return self.quantity - self.matched + self.failed - self.signed

    @property
    def room(self) -> Decimal | None:
        """What the holder may take: what is left, within what the cap of the right leaves."""
        room = self.right.room if self.right else None
        left = self.left
        return left if room is None or left is None else min(left, room)

    @property
    def due(self) -> Decimal:
        """What the holder took and has neither delivered nor failed on."""
        return self.matched - self.failed - self.delivered

    @property
    def ends(self) -> datetime | None:
        """The last instant of the last tier's window; None while none can be named."""
        return self.closes[-1] if self.closes else None

    def reckon(self) -> None:
        """Reckon the window's end anew, from the notice and the stops of the clock."""
        if self.notice is not None and self.right is not None:
            sent, arrived = self.notice.at, self.notice.delivered or self.notice.at
            found = self.right.closes(sent, arrived, self.completed, tuple(self.tolls), again=self.again)
            self.closes = found or ()

    def reopen(self, at: datetime) -> None:
        """Put the offer back before its notice; what was answered so far is answered no more."""
        self.elected = {}
        self.move("received", at)

    def free(
        self, quantity: Decimal | None, lapsed: datetime, *, since: datetime | None = None, fresh: bool = False
    ) -> None:
        """Free a quantity from an instant on, for the tail that counts from a notice, lapse or answer.

        Args:
          quantity: how much; None for an offer without a quantity.
          lapsed: the instant of the lapse, answer or failure.
          since: when the freedom begins, if later.
          fresh: count the tail from this instant whatever it is anchored to, as after a failure.
        """
        if self.right is None or quantity == 0:
            return
        notice = None if fresh else self.notice
        sent = notice.at if notice else None
        arrived = (notice.delivered or notice.at) if notice else None
        until = self.right.tail_closes(lapsed, sent, arrived)
        self.pools.append(Pool(quantity, since or lapsed, until))

    def better(self, now: Mapping[str, str]) -> tuple[str, ...]:
        """Return the terms by which a contract would be better for the third party than noticed."""
        if self.right is None or self.noticed is None or not self.pools:
            return ()
        clause = self.right.clause
        found = better_terms(self.noticed, now, clause, self.quantity)
        if clause.tail.must == "delivered" and "start" not in found and self._too_late(now.get("start")):
            return (*found, "start")
        return found

    def _too_late(self, start: str | None) -> bool:
        """Say whether delivery would begin after the tail."""
        assert self.right is not None
        last = max(pool.until for pool in self.pools) - NEXT_INSTANT
        return start is None or start > local_day(last, self.right.rules.zone).isoformat()

    def free_because(self, at: datetime) -> str | None:
        """Return why the offer is free whatever its state; None when it is not."""
        right = self.right_now(at)
        if right is None or self.first is None:
            return None
        clause, kind = right.clause, getattr(self.first, "exemption", None)
        if kind in clause.exempt:
            return f"exempt ({kind})"
        floor = clause.quantity_floor
        if floor is not None and self.quantity is not None and self.quantity < floor:
            return f"below the floor of {whole(floor)}"
        return right.spent if self.right is None else None

    def result(self, at: datetime, signed_terms: Mapping[str, str] | None = None) -> Offer | None:
        """Return the offer as it now stands; with terms about to be signed, as it stands for those."""
        if self.state is None or self.since is None or self.first is None:
            return None
        now = {**self.terms, **(signed_terms or {})}
        first, counted, notice = self.first, self.quantity is not None, self.notice
        received = first if isinstance(first, OfferReceived) else None
        return Offer(
            id=self.id, clause=self.clause, holder=self.holder, state=self.state, since=self.since,
            provider=received.provider if received else None, mode=received.mode if received else None,
            workloads=first.workloads, dimensions=first.dimensions, quantity=self.quantity, unit=first.unit,
            terms=now, noticed_terms=self.noticed, better=self.better(now),
            notice=notice.at if notice else None,
            arrived=(notice.delivered or notice.at) if notice else None,
            completed=self.completed, again=self.again, tolls=tuple(self.tolls),
            window_closes=self.ends if notice else None, tiers_close=self.closes if notice else (),
            right=self.right, willing=self.willing, free_because=self.free_because(at),
            elected=dict(self.elected), parts=dict(self.parts),
            matched=self.matched if counted else None, delivered=self.delivered if counted else None,
            failed=self.failed if counted else None, signed=self.signed if counted else None,
            pools=tuple(self.pools), cleared=frozenset(self.cleared), events=tuple(self.events),
            unmoved=tuple(self.unmoved),
        )  # fmt: skip


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
