"""The course of one offer while its events are applied: what has been said, and what is free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from firstcall.deadlines import Toll
from firstcall.record.entry import EventBase
from firstcall.record.matching import better_terms
from firstcall.record.offer_events import CapacityRequested, NoticeGiven, OfferReceived
from firstcall.record.offers import Offer, Pool, State
from firstcall.record.right import Right, RightOn

ZERO = Decimal(0)
NEXT = timedelta(microseconds=1)
"""The step from the last instant of a window to the first after it."""


@dataclass(slots=True)
class Course:
    """An offer under one right of first refusal, event by event."""

    id: str
    clause: str
    holder: str
    right_on: RightOn
    holder_providers: frozenset[str]
    state: State | None = None
    since: datetime | None = None
    first: OfferReceived | CapacityRequested | None = None
    willing: bool = False
    quantity: Decimal | None = None
    terms: dict[str, str] = field(default_factory=dict)
    noticed: dict[str, str] | None = None
    notice: NoticeGiven | None = None
    again: bool = False
    """Whether the notice offers again, so that the shorter window of the clause applies."""
    closes: datetime | None = None
    right: Right | None = None
    tolls: list[Toll] = field(default_factory=list)
    matched: Decimal = ZERO
    failed: Decimal = ZERO
    delivered: Decimal = ZERO
    signed: Decimal = ZERO
    pools: list[Pool] = field(default_factory=list)
    cleared: set[str] = field(default_factory=set)
    events: list[EventBase] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def move(self, state: State, since: datetime) -> None:
        """Enter a state."""
        self.state, self.since = state, since

    @property
    def left(self) -> Decimal | None:
        """What is neither taken nor signed: offered less matched, plus failed, less signed."""
        if self.quantity is None:
            return None
        return self.quantity - self.matched + self.failed - self.signed

    @property
    def due(self) -> Decimal:
        """What the holder took and has neither delivered nor failed on."""
        return self.matched - self.failed - self.delivered

    def closed(self, now: datetime) -> bool:
        """Say whether the window is over."""
        return self.closes is not None and now > self.closes

    def lapse(self, now: datetime) -> None:
        """Bring the offer up to an instant: a window that closed without an answer has lapsed."""
        if self.state == "notified" and self.closes is not None and now > self.closes:
            self.move("lapsed", self.closes)
            self.free(self.left, self.closes, since=self.closes + NEXT)

    def reckon(self) -> None:
        """Reckon the window's end anew, from the notice and the stops of the clock."""
        if self.notice is not None and self.right is not None:
            arrived = self.notice.delivered or self.notice.at
            self.closes = self.right.window_closes(self.notice.at, arrived, tuple(self.tolls), again=self.again)

    def free(self, quantity: Decimal | None, lapsed: datetime, *, since: datetime | None = None) -> None:
        """Free a quantity from an instant on, for the tail that counts from a lapse, answer or failure."""
        if self.right is None or quantity == 0:
            return
        sent = self.notice.at if self.notice else None
        arrived = (self.notice.delivered or self.notice.at) if self.notice else None
        until = self.right.tail_closes(lapsed, sent, arrived)
        self.pools.append(Pool(quantity, since or lapsed, until))

    def result(self, signed_terms: Mapping[str, str] | None = None) -> Offer | None:
        """Return the offer as it now stands; with terms about to be signed, as it stands for those."""
        if self.state is None or self.since is None or self.first is None:
            return None
        now = {**self.terms, **(signed_terms or {})}
        better: tuple[str, ...] = ()
        if self.right is not None and self.noticed is not None and self.pools:
            better = better_terms(self.noticed, now, self.right.clause.tolerance)
        first, counted = self.first, self.quantity is not None
        received = first if isinstance(first, OfferReceived) else None
        return Offer(
            id=self.id,
            clause=self.clause,
            holder=self.holder,
            state=self.state,
            since=self.since,
            provider=received.provider if received else None,
            mode=received.mode if received else None,
            workloads=first.workloads,
            dimensions=first.dimensions,
            quantity=self.quantity,
            unit=first.unit,
            terms=now,
            noticed_terms=self.noticed,
            better=better,
            notice=self.notice.at if self.notice else None,
            window_closes=self.closes if self.notice else None,
            right=self.right,
            matched=self.matched if counted else None,
            delivered=self.delivered if counted else None,
            failed=self.failed if counted else None,
            signed=self.signed if counted else None,
            pools=tuple(self.pools),
            cleared=frozenset(self.cleared),
            events=tuple(self.events),
            remarks=tuple(self.remarks),
        )
