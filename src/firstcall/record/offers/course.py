"""The course of one offer while its events are applied.

What has been said, what is free, and what becomes of it after its answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from firstcall.agreement.model.clauses.refusal_terms import Exemption
from firstcall.dates import NEXT_INSTANT, local_day
from firstcall.deadlines import Toll
from firstcall.record.events.entry import EventBase, whole
from firstcall.record.events.offer import CapacityRequested, NoticeGiven, OfferReceived
from firstcall.record.offers.matching import better_terms
from firstcall.record.offers.offer import OPEN_STATES, ZERO, Offer, Pool, WithoutEffect
from firstcall.record.offers.offer_reasons import BelowFloor, NotBelowFloor, OfferExempt, OfferState
from firstcall.record.offers.right import NextNotice, NoticeRun, Pending, Right, RightOn, Running, Sending, closes_of
from firstcall.record.offers.taking.performance import MatchMade, match_made
from firstcall.said import Said
from firstcall.values import dataclass

OF_A_NOTICE = (
    "right", "notice", "noticed", "pieces", "again", "lacked", "replaced", "quantity", "terms", "pools", "said",
    "elected", "elected_again", "earlier",
)  # fmt: skip
"""What belongs to the notice that runs, and comes back with it."""
AFTER_ANSWER: tuple[OfferState, ...] = ("declined", "lapsed", "released", "waived", "matched-in-part")
"""States in which a notice offers again while a tail runs."""


@dataclass(slots=True)
class Course:
    """An offer under one right of first refusal, event by event."""

    id: str
    clause: str
    holder: str
    right_on: RightOn
    holder_providers: Mapping[str, str]
    """Who operates each provider of the holders."""
    state: OfferState | None = None
    since: datetime | None = None
    first: OfferReceived | CapacityRequested | None = None
    willing: bool = False
    quantity: Decimal | None = None
    own_quantity: Decimal | None = None
    """The quantity that the offer named first: what its form frees, and no more."""
    own_signed: Decimal = ZERO
    """What was signed of that."""
    amended_quantity: Decimal | None = None
    """A whole quantity amended after an answer, which the next notice will offer."""
    terms: dict[str, str] = field(default_factory=dict)
    noticed: dict[str, str] | None = None
    notice: NoticeGiven | None = None
    deficient: NoticeGiven | None = None
    """A notice that the holder called incomplete, or that starts no clock, until another takes its place."""
    lacked: tuple[str, ...] = ()
    """What the notice lacked, as far as that is known."""
    pending: Pending | None = None
    """An amendment made while the notice runs, and for no longer; the noticed terms may still be answered."""
    new_offer_since: datetime | None = None
    """When terms were amended that are a new offer, since those noticed before were matched."""
    supplied: tuple[str, ...] = ()
    """What was sent of it since, while it lacks more."""
    renewal_lacked: tuple[str, ...] = ()
    """What a notice of amended terms lacked that starts no clock, while the notice before it runs on."""
    earlier: Mapping[str, Any] | None = None
    """The notice before this one, which was cut off, and runs on if this one is found incomplete."""
    replaced: list[NoticeRun] = field(default_factory=list)
    """The notices before this one whose windows were cut off by amendments, and that this one may not shorten."""
    said: dict[str | int, datetime] = field(default_factory=dict)
    """When each of several holders answered the notice that runs, and each round that asks again, by its place."""
    stop_words: set[str] = field(default_factory=set)
    """Which side has said that the clock stops by agreement."""
    pieces: Sending | None = None
    """What was sent later of what the notice lacked."""
    again: bool = False
    closes: tuple[datetime, ...] = ()
    right: Right | None = None
    tolls: list[Toll] = field(default_factory=list)
    elected: dict[str, Decimal | None] = field(default_factory=dict)
    elected_again: dict[tuple[int, str], Decimal] = field(default_factory=dict)
    """What holders asked for when they were asked again about what was left, by the round that asked them."""
    waived: dict[str, dict[str, str]] = field(default_factory=dict)
    """Those of several holders who waived before a notice, or since, with the terms that they named."""
    parts: dict[str, Decimal] = field(default_factory=dict)
    matches: list[MatchMade] = field(default_factory=list)
    ended_by: tuple[str, ...] = ()
    signed: Decimal = ZERO
    pools: list[Pool] = field(default_factory=list)
    cleared: set[str] = field(default_factory=set)
    events: list[EventBase] = field(default_factory=list)
    without_effect: list[WithoutEffect] = field(default_factory=list)

    @property
    def running(self) -> Running | None:
        """The notice that waits for an answer; None while none does."""
        if self.state != "notified":
            return None
        assert self.right is not None and self.notice is not None and self.noticed is not None
        return Running(self.right, self.notice, self.noticed)

    @property
    def _provider(self) -> str | None:
        """Who offers; None where the holder is asked before anybody does."""
        return self.first.provider if isinstance(self.first, OfferReceived) else None

    def move(self, state: OfferState, since: datetime) -> None:
        """Enter a state."""
        self.state, self.since = state, since

    @property
    def _counted(self) -> list[MatchMade]:
        return self.matches if self.quantity is not None else []

    @property
    def matched(self) -> Decimal:
        """What the holders took."""
        return sum([match.whole for match in self._counted], ZERO) if self.matches else ZERO

    @property
    def failed(self) -> Decimal:
        """What they failed on."""
        return sum([match.failed for match in self._counted], ZERO) if self.matches else ZERO

    @property
    def delivered(self) -> Decimal:
        """What they delivered."""
        return sum([match.delivered for match in self._counted], ZERO)

    @property
    def kept(self) -> bool:
        """Say whether a holder has taken something and not failed on all of it."""
        return bool(self.matches) and any(match.kept > 0 for match in self.matches)

    def match(self, event: str, by: str, quantity: Decimal | None, at: datetime) -> None:
        """Note that a holder took a part, or all of an offer without a quantity."""
        assert self.right is not None
        offered = (self.noticed or {}, self.quantity, self.first.unit if self.first else None)
        self.matches.append(match_made(event, at, by, quantity, offered, self.right, self.right_on(at) or self.right))

    def right_now(self, at: datetime) -> Right | None:
        """Return the right that the offer runs under, or that a notice would be given under now."""
        return self.right or self.right_on(at)

    def is_over(self, at: datetime) -> bool:
        """Say whether the offer waits for nobody: it is settled, no match is still to be performed, no tail runs."""
        if self.state in (None, *OPEN_STATES):
            return self.state is None
        return not any(match.open > 0 for match in self.matches) and not any(pool.open_at(at) for pool in self.pools)

    @property
    def left(self) -> Decimal | None:
        """What is neither taken nor signed: offered less matched, plus failed, less signed."""
        return None if self.quantity is None else self._less_taken(self.quantity)

    def _less_taken(self, quantity: Decimal) -> Decimal:
        """Return a quantity less what was matched, plus what failed of it, less what was signed."""
        return (quantity - self.matched + self.failed if self.matches else quantity) - self.signed

    @property
    def at_stake(self) -> Decimal | None:
        """What is left and not freed already, as a failure frees its part while a notice of the rest runs."""
        left = self.left
        freed = sum((pool.amount for pool in self.pools), self.set_apart(self.right))
        return None if left is None else left - freed

    @property
    def room(self) -> Decimal | None:
        """What the holder may take: what is left, within what the cap of the right leaves beside what it took of it."""
        room, left = self.right.room if self.right else None, self.at_stake
        if room is None or left is None:
            return left
        return min(left, max(room - self.matched + self.failed, ZERO))

    def measure(self, at: datetime) -> Said | None:
        """Note what a cap of the right leaves at an instant; return why nothing is left, where it leaves nothing.

        Several offers may be under notice at once, and what is taken of one is not there for the others.
        """
        now = self.right_on(at)
        if now is None or now.room is None:
            return None
        assert self.right is not None  # a cap is measured while a notice runs
        self.right = replace(self.right, room=now.room)
        return now.ended if self.room == 0 else None

    @property
    def ends(self) -> datetime | None:
        """The last instant of the last tier's window; None while none can be named."""
        return self.closes[-1] if self.closes else None

    def reckon(self) -> None:
        """Reckon the window's end anew: never before that of a window whose place it took would have come."""
        if self.notice is None or self.right is None:
            return
        runs = (self._run(self.notice, self.right), *self.replaced)
        self.closes = closes_of(runs, tuple(self.tolls), self.said) or ()

    def next_notice(self, at: datetime) -> NextNotice:
        """Return what a notice given at an instant would be: a first one or a re-offer, and what it may not shorten."""
        offered = self.offered
        left = None if offered is None else self._less_taken(offered) - self.set_apart(self.right_now(at))
        if (now := self.running) is not None:
            cut = self._run(now.notice, now.right)
            return NextNotice(True, (*self.replaced, cut), tuple(self.tolls), left)
        if self.state == "received" and (self.noticed is not None or self.deficient is not None):
            again = self.noticed is not None or self.again
            return NextNotice(again, tuple(self.replaced), tuple(self.tolls), left)
        within_tail = self.state in AFTER_ANSWER and any(pool.until > at for pool in self.pools)
        return NextNotice(within_tail, (), (), left)

    def put_aside(self) -> None:
        """Keep the notice that runs and is about to be renewed, if one is."""
        self.earlier = {name: getattr(self, name) for name in OF_A_NOTICE} if self.running else None

    def take_up(self, earlier: Mapping[str, Any], since: datetime) -> None:
        """Let the notice before run on, and the terms of the one after it be amended terms without a notice."""
        self.pending, freed = Pending(since, self.terms, self.quantity), self.pools
        for name, value in earlier.items():
            setattr(self, name, value)
        self.pools, self.stop_words = [*self.pools, *freed], set()
        self.reckon()

    def _run(self, notice: NoticeGiven, right: Right) -> NoticeRun:
        return NoticeRun.of(right, notice, self.pieces, self.lacked, again=self.again)

    def reopen(self, at: datetime) -> None:
        """Put the offer back before its notice; what was answered so far is answered no more."""
        self.elected, self.elected_again, self.said, self.pending = {}, {}, {}, None
        self.stop_words = set()
        self.move("received", at)

    def free(
        self, quantity: Decimal | None, lapsed: datetime, *, since: datetime | None = None, fresh: bool = False,
        because: OfferState | None = None,
    ) -> None:  # fmt: skip
        """Free a quantity from an instant on, for the tail that counts from a notice, lapse or answer.

        Args:
          quantity: how much; None for an offer without a quantity.
          lapsed: the instant of the lapse, answer or failure.
          since: when the freedom begins, if later.
          fresh: count the tail from this instant whatever it is anchored to, as after a failure.
          because: what freed it; the state of the offer when left out.
        """
        assert self.right is not None
        if quantity == 0:
            return
        notice = None if fresh else self.notice
        sent, arrived = (notice.at, notice.arrived) if notice else (None, None)
        until = self.right.free_until(lapsed, sent, arrived)
        self.pools.append(Pool(quantity, since or lapsed, until, because or self.state or "released"))

    def better(self, now: Mapping[str, str]) -> tuple[str, ...]:
        """Return the terms by which a contract would be better for the third party than noticed."""
        if self.noticed is None or not self.pools:
            return ()
        assert self.right is not None
        clause = self.right.clause
        found = better_terms(self.noticed, now, clause, self.quantity, self.first.unit if self.first else None)
        start = now.get("start")
        if clause.tail.must == "delivered" and "start" not in found and start is not None and self._too_late(start):
            return (*found, "start")
        return found

    def _too_late(self, start: str) -> bool:
        """Say whether delivery would begin after the tail."""
        assert self.right is not None
        last = max(pool.until for pool in self.pools) - NEXT_INSTANT
        return start > local_day(last, self.right.rules.zone).isoformat()

    def free_because(self, at: datetime) -> Said | None:
        """Return why the offer is free whatever its state; None when it is not."""
        right = self.right_now(at)
        if right is None:
            return None
        if (kind := self._exempt_as(right)) is not None:
            return OfferExempt(kind=kind)
        floor, offered = right.clause.quantity_floor, self.offered
        if self.state == "notified" and offered is not None and self.quantity is not None:
            offered = max(offered, self.quantity)  # what was noticed may still be taken
        if floor is not None and offered is not None and offered + self._bought(at) < floor:
            return BelowFloor(floor=Decimal(whole(floor)))
        return None if self.kept and not self.left else self.right_ended(at)

    def _exempt_as(self, right: Right | None) -> Exemption | None:
        kind = self.first.exemption if isinstance(self.first, OfferReceived) else None
        return kind if right is not None and kind in right.clause.exempt else None

    @property
    def offered_terms(self) -> dict[str, str]:
        """The terms of the offer, as they were last amended."""
        return self.terms if self.pending is None else self.pending.terms

    @property
    def offered(self) -> Decimal | None:
        """What the offer is of, as it was last amended."""
        if self.pending is not None:
            return self.pending.quantity
        return self.quantity if self.amended_quantity is None else self.amended_quantity

    def alone(self, right: Right | None) -> Decimal:
        """Return what is left of the quantity that is free by itself, if anything makes the offer so.

        What is exempt is so for the quantity that it named first, however it is amended; what is below a floor, for
        the quantity that it is of now. Nothing of an offer without a quantity.
        """
        left, offered = self.left, self.offered
        if left is None:
            return ZERO
        if self._exempt_as(right) is not None:
            return min((self.own_quantity or ZERO) - self.own_signed, left)
        assert self.quantity is not None and offered is not None
        return min(left - self.quantity + offered, left)

    def set_apart(self, right: Right | None) -> Decimal:
        """Return what no notice need offer of an exempt offer that was amended to more: what it named first."""
        offered, own = self.offered, self.own_quantity
        if offered is None or own is None or own >= offered or self._exempt_as(right) is None:
            return ZERO
        return self.alone(right)

    def not_below(self, at: datetime) -> NotBelowFloor | None:
        """Return by which purchases an offer that waits is not below the floor, though it is by itself."""
        if self.state not in OPEN_STATES or self.quantity is None:
            return None
        right, who = self.right_now(at), self._provider
        if right is None or right.clause.quantity_floor is None or who is None or self.free_because(at) is not None:
            return None
        return right.lifted_to_floor(who, self.quantity, self._bought(at))

    def right_ended(self, at: datetime) -> Said | None:
        """Return why the right has ended for what is left of this offer; None while a notice or a tail of it runs."""
        if self.state == "notified" or any(pool.until > at for pool in self.pools):
            return None
        right = self.right_on(at)
        return right.ended if right is not None else None

    def _bought(self, at: datetime) -> Decimal:
        """Return what was bought elsewhere than under this offer from its provider within a year."""
        right = self.right_on(at)
        return right.bought(self._provider, at, self.id) if right is not None else ZERO

    def result(
        self, at: datetime, signed_terms: Mapping[str, str] | None = None, asked_again: frozenset[str] = frozenset()
    ) -> Offer | None:
        """Return the offer as it now stands.

        Args:
          at: the instant.
          signed_terms: terms about to be signed, for which it is to stand.
          asked_again: the holders who are asked again about what is left.
        """
        if self.state is None:
            return None
        assert self.since is not None and self.first is not None
        first, notice, pending, counted = self.first, self.notice, self.pending, self.quantity is not None
        received = first if isinstance(first, OfferReceived) else None
        now = {**self.offered_terms, **(signed_terms or {})}
        state: OfferState = "received" if pending else self.state
        since = pending.since if pending else self.since
        return Offer(
            id=self.id, clause=self.clause, holder=self.holder, state=state, since=since,
            provider=received.provider if received else None, mode=received.mode if received else None,
            workloads=first.workloads, dimensions=first.dimensions,
            quantity=pending.quantity if pending else self.quantity, unit=first.unit,
            terms=now, noticed_terms=self.noticed, better=self.better(now),
            notice=notice.at if notice else None,
            arrived=notice.arrived if notice else None,
            runs=self._run(notice, self.right) if notice and self.right else None,
            again=self.again, tolls=tuple(self.tolls),
            window_closes=self.ends if notice else None, tiers_close=self.closes if notice else (),
            right=self.right, willing=self.willing, free_because=self.free_because(at),
            alone=self.alone(self.right_now(at)), not_below=self.not_below(at),
            elected=dict(self.elected), asked_again=asked_again, parts=dict(self.parts),
            matched=self.matched if counted else None, delivered=self.delivered if counted else None,
            failed=self.failed if counted else None, signed=self.signed if counted else None,
            pools=tuple(self.pools), cleared=frozenset(self.cleared), events=tuple(self.events),
            without_effect=tuple(self.without_effect), matches=tuple(self.matches), terminates=bool(self.ended_by),
            lacked=self.renewal_lacked or self.lacked, arrival_supposed=self.arrival_supposed,
            answerable_until=self.ends if pending else None, next_notice=self.next_notice(at),
            stop_asked_by=tuple(sorted(self.stop_words)), new_offer_since=self.new_offer_since,
            holders=right.clause.holders if (right := self.right_now(at)) is not None else (self.holder,),
        )  # fmt: skip

    @property
    def arrival_supposed(self) -> bool:
        """Say whether a deadline of this notice counts from an arrival that nobody recorded."""
        if self.notice is None or self.right is None:
            return False
        clause = self.right.clause
        from_arrival = clause.window.anchor != "sent" or bool(self.lacked)
        pieces = self.pieces is not None and self.pieces.supposed and from_arrival
        return pieces or (self.notice.delivered is None and (from_arrival or clause.tail.anchor == "receipt"))
