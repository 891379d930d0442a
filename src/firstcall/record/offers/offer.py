"""An offer as the fold leaves it.

Where it stands at an instant, what it leaves free, and when its right ends by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from firstcall.agreement.model.clauses.first_refusal import FirstRefusal
from firstcall.agreement.model.definitions import Mode
from firstcall.dates import NEXT_INSTANT, local_day
from firstcall.deadlines import Toll
from firstcall.record.events.entry import EventBase, whole
from firstcall.record.offers.offer_reasons import (
    RIGHT_ENDED,
    AmendedIsNewOffer,
    BetterTerms,
    EventWithoutEffect,
    MoreThanIsFree,
    NotBelowFloor,
    OfferState,
    PortionStands,
    PortionState,
    RunsUntilAgreed,
    StandsUncleared,
)
from firstcall.record.offers.right import NextNotice, NoticeRun, Right
from firstcall.record.offers.taking.performance import MatchMade
from firstcall.said import Said
from firstcall.values import dataclass

QuantityStanding = Literal["free", "offer", "taken"]
OPEN_STATES: tuple[OfferState, ...] = ("received", "notified")
ZERO = Decimal(0)
FIRST_NOTICE = NextNotice(False, (), ())


@dataclass(frozen=True, slots=True)
class Pool:
    """A quantity that the grantor may sign elsewhere: from an instant on, until its tail ends.

    A quantity of None is an offer without one: all of it, once.
    """

    quantity: Decimal | None
    since: datetime
    until: datetime
    """The first instant after the tail."""
    because: OfferState = "lapsed"
    """What freed it."""

    @property
    def amount(self) -> Decimal:
        """The quantity, as far as anything is counted."""
        return self.quantity or ZERO

    def open_at(self, at: datetime) -> bool:
        """Say whether the quantity may be signed at an instant."""
        return self.since <= at < self.until

    @property
    def by_window(self) -> bool:
        """Say whether the end of the window freed it, and neither a word of the holder nor a failure."""
        return self.because in ("lapsed", "matched-in-part")


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of an offer and how it stands: free to sign, to be offered first, or taken by the holder."""

    quantity: Decimal | None
    standing: QuantityStanding
    why: Said
    """The state of the offer, or what makes it so."""


class Refused(NamedTuple):
    """Why an event changes nothing, and what would."""

    reason: Said
    fix: Said


@dataclass(frozen=True, slots=True)
class WithoutEffect:
    """An event that stands on the record and changed nothing: why, and what would."""

    event: str
    at: datetime
    reason: Said
    fix: Said
    kind: str
    """The type of the event."""

    @property
    def stands(self) -> bool:
        """Whether it is a signing, which stands as a contract though it was not cleared."""
        return self.kind == "contract-signed"

    def told(self) -> Said:
        """Return what became of it."""
        if self.stands:
            return StandsUncleared(event=self.event, at=self.at)
        return EventWithoutEffect(event=self.event, at=self.at, why=self.reason)


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer under one right of first refusal, at an instant."""

    id: str
    clause: str
    holder: str
    state: OfferState
    since: datetime
    provider: str | None
    mode: Mode | None
    workloads: tuple[str, ...]
    dimensions: Mapping[str, str]
    quantity: Decimal | None
    unit: str | None
    terms: Mapping[str, str]
    noticed_terms: Mapping[str, str] | None
    better: tuple[str, ...]
    """Terms now better for the third party than noticed, beyond the tolerance."""
    notice: datetime | None
    arrived: datetime | None
    """When the notice came; the sending unless recorded otherwise."""
    runs: NoticeRun | None
    """From what the window counts: the notice, or what completed or cured it."""
    again: bool
    """Whether the notice offers again, so that the shorter window of the clause applies."""
    tolls: tuple[Toll, ...]
    window_closes: datetime | None
    tiers_close: tuple[datetime, ...]
    """The end of each tier's window; one for a right that one party holds."""
    right: Right | None
    """The right under which the offer runs: as it stood on the day of the notice."""
    willing: bool
    free_because: Said | None
    """Why the offer is free whatever its state: exempt, below the floor, or the right has ended."""
    alone: Decimal
    """How much is free by itself still, by what makes the offer so; nothing where there is no quantity."""
    not_below: NotBelowFloor | None
    """By which purchases an offer that is below the floor by itself is not; None once it has an answer."""
    elected: Mapping[str, Decimal | None]
    """What each holder asked for while the window runs; None is the whole."""
    asked_again: frozenset[str]
    """Who is asked again about what is left, once the others' time is over, and has not answered that."""
    parts: Mapping[str, Decimal]
    """What each holder got of what was matched, where several hold the right."""
    matched: Decimal | None
    delivered: Decimal | None
    failed: Decimal | None
    signed: Decimal | None
    pools: tuple[Pool, ...]
    cleared: frozenset[str]
    """Contracts whose signing this right had cleared."""
    events: tuple[EventBase, ...]
    """The events this state rests on, in the order in which they count."""
    without_effect: tuple[WithoutEffect, ...]
    """Events that changed nothing, and why."""
    matches: tuple[MatchMade, ...] = ()
    """Each match with what became of it, the earliest first."""
    terminates: bool = False
    """Whether a failure on this offer ends the right."""
    lacked: tuple[str, ...] = ()
    """What the notice lacked, where it was sent incomplete and silence has cured it or may."""
    arrival_supposed: bool = False
    """Whether a deadline counts from an arrival that is not recorded, so that of the sending stands in."""
    answerable_until: datetime | None = None
    """Until when the noticed terms may still be answered, where they were amended meanwhile."""
    next_notice: NextNotice = FIRST_NOTICE
    """What a notice of it would be if it were given now."""
    stop_asked_by: tuple[str, ...] = ()
    """Who has said that the clock stops by agreement, while the other has not."""
    new_offer_since: datetime | None = None
    """When terms were amended that are a new offer, since those noticed before were matched."""
    holders: tuple[str, ...] = ()
    """Everybody who holds the right: as the notice found it, or a notice now would."""

    @property
    def stop_asked(self) -> Said | None:
        """Return whose word is still missing to a stop of the clock by agreement."""
        if not self.stop_asked_by:
            return None
        return RunsUntilAgreed(other="holder" if self.stop_asked_by == ("grantor",) else "grantor")

    @property
    def beside(self) -> tuple[Said, ...]:
        """What must be said beside its state: a stop that one side alone has agreed to, terms that are a new offer."""
        new = AmendedIsNewOffer(at=self.new_offer_since) if self.new_offer_since is not None else None
        return tuple(said for said in (self.stop_asked, new) if said is not None)

    @property
    def remarks(self) -> tuple[Said, ...]:
        """Events that changed nothing, and why."""
        return tuple(item.told() for item in self.without_effect)

    @property
    def remainder(self) -> Decimal | None:
        """Offered less matched, plus failed, less signed; None when no quantity was offered."""
        if self.quantity is None:
            return None
        return self.quantity - (self.matched or ZERO) + (self.failed or ZERO) - (self.signed or ZERO)

    @property
    def beyond(self) -> Decimal:
        """What must be offered first of an offer that is free by itself for less than it is of now."""
        if self.free_because is None or self.remainder is None:
            return ZERO
        return self.remainder - self.alone

    @property
    def provisional(self) -> frozenset[str]:
        """Who asked for a part that binds only if the whole is taken together, and may raise it within its time."""
        if self.right is None or self.right.clause.partial != "aggregate_all_or_nothing":
            return frozenset()
        whole_of_it = self.remainder or ZERO
        return frozenset(name for name, part in self.elected.items() if part and part < whole_of_it)

    def waiting(self, clause: FirstRefusal, *, raising: bool = False) -> list[tuple[str, ...]]:
        """Return who has yet to answer, tier by tier; of a tier that is asked about what is left, those who may.

        Args:
          clause: the right, as the text has it.
          raising: instead, who has answered for a part that binds only with the whole, and may raise it.
        """
        if clause.several is None:
            return [(clause.holder,) if self._waits(clause.holder, again=False, raising=raising) else ()]
        return [
            tuple(s.holder for s in asked.holders if self._waits(s.holder, again=asked.again, raising=raising))
            for asked in clause.several.rounds
        ]

    def _waits(self, holder: str, *, again: bool, raising: bool) -> bool:
        if again:
            return holder in self.asked_again and not raising
        return holder in self.provisional if raising else holder not in self.elected

    @property
    def kept(self) -> bool:
        """Say whether a holder has taken something and not failed on all of it."""
        return any(match.kept > 0 for match in self.matches)

    @property
    def taken(self) -> Decimal | None:
        """What the holder matched and did not fail on."""
        return None if self.matched is None else self.matched - (self.failed or ZERO)

    @property
    def tail_closes(self) -> datetime | None:
        """The first instant after the last tail that runs or ran; None while there is none."""
        return max((pool.until for pool in self.pools), default=None)

    def last_day_of(self, until: datetime) -> date:
        """Return the last day of a tail of this offer that is over with an instant, where its notices are counted."""
        assert self.right is not None
        return local_day(until - NEXT_INSTANT, self.right.rules.zone)

    @property
    def object_by(self) -> datetime | None:
        """The last instant at which the notice may be called incomplete."""
        return self.right.deficiency_closes(self.arrived) if self.right is not None and self.arrived else None

    def rests_on_arrival(self, pool: Pool) -> bool:
        """Say whether the days in which a quantity may be signed rest on an arrival that nobody recorded."""
        by_receipt = self.right is not None and self.right.clause.tail.anchor == "receipt"
        return self.arrival_supposed and (pool.by_window or (by_receipt and pool.because != "released"))

    @property
    def freed_on_arrival(self) -> bool:
        """Whether the end of a window, counted from an arrival that nobody recorded, freed any of it."""
        by_window = self.state == "lapsed" or (self.state == "matched-in-part" and self.matched != self.quantity)
        by_pool = any(self.rests_on_arrival(pool) for pool in self.pools)
        return self.arrival_supposed and (by_window or by_pool)

    @property
    def _unanswered(self) -> bool:
        """Whether the offer has no answer that could have freed any of it."""
        return self.state in OPEN_STATES or self.state == "withdrawn"

    def free_at(self, at: datetime) -> tuple[Pool, ...]:
        """Return what may be signed with the third party at an instant."""
        if self.better or self._unanswered:
            return ()
        return tuple(pool for pool in self.pools if pool.open_at(at))

    def standing(self, at: datetime, quantity: Decimal | None = None) -> tuple[Portion, ...]:
        """Return how a quantity of the offer stands at an instant, or each portion when none is given."""
        if self.free_because is None:
            return self._by_state(quantity, at)
        if not isinstance(self.free_because, RIGHT_ENDED):
            return self._free_by_itself(quantity, self.free_because, at)
        return tuple(
            Portion(portion.quantity, "free", self.free_because) if portion.standing == "offer" else portion
            for portion in self._by_state(quantity, at)
        )

    def _by_state(self, quantity: Decimal | None, at: datetime) -> tuple[Portion, ...]:
        if self._unanswered and not self.taken:
            return (Portion(quantity, "offer", PortionState(state=self.state)),)
        free = self.free_at(at)
        if quantity is not None and self.quantity is not None:
            return (self._asked(quantity, free, at),)
        return self._portions(free, at)

    def _free_by_itself(self, quantity: Decimal | None, why: Said, at: datetime) -> tuple[Portion, ...]:
        """Return how a quantity stands of an offer that is free for its own quantity, and for more by its state."""
        left = self.remainder
        if left is None:
            used_up = Portion(quantity, "offer", PortionStands(why="wholly signed"))
            taken = Portion(quantity, "taken", PortionState(state=self.held_as))
            return (used_up if self.cleared else taken if self.kept else Portion(quantity, "free", why),)
        free = min(self.alone + in_all(self.free_at(at)), left)
        more = MoreThanIsFree(left=Decimal(whole(free)), why=why) if free else PortionStands(why="wholly signed")
        if quantity is not None:
            if left == 0 and self.taken:
                return (Portion(quantity, "taken", PortionState(state=self.held_as)),)
            return (Portion(quantity, "free", why) if quantity <= free else Portion(quantity, "offer", more),)
        found = [Portion(self.taken, "taken", PortionState(state=self.held_as))] if self.taken else []
        found += [Portion(free, "free", why)] if free else []
        found += [Portion(left - free, "offer", more)] if left > free else []
        return tuple(found) or (Portion(None, "offer", more),)

    def _asked(self, quantity: Decimal, free: tuple[Pool, ...], at: datetime) -> Portion:
        opened = in_all(free)
        if quantity <= opened:
            return Portion(quantity, "free", PortionState(state=next((pool.because for pool in free), self.state)))
        if self.remainder == 0 and self.taken:
            return Portion(quantity, "taken", PortionState(state=self.held_as))
        more = PortionStands(why="more than the remainder")
        return Portion(quantity, "offer", more if opened else self._closed(at))

    @property
    def held_as(self) -> OfferState:
        """Say how what the holder took stands: matched, matched in part, or delivered."""
        if self.state == "delivered" or all(match.open == 0 for match in self.matches):
            return "delivered"
        return "matched" if self.taken == self.quantity else "matched-in-part"

    def _portions(self, free: tuple[Pool, ...], at: datetime) -> tuple[Portion, ...]:
        taken = [Portion(self.taken, "taken", PortionState(state=self.held_as))] if self.kept else []
        found = [*taken, *(Portion(pool.quantity, "free", PortionState(state=pool.because)) for pool in free)]
        rest = None if self.remainder is None else self.remainder - in_all(free)
        if not found if rest is None else rest > 0:
            found.append(Portion(rest, "offer", self._closed(at)))
        return tuple(found) or (Portion(None, "offer", PortionStands(why="wholly signed")),)

    def _closed(self, at: datetime) -> Said:
        if self._unanswered:
            return PortionState(state=self.state)
        if self.better:
            return BetterTerms(terms=self.better)
        if self.remainder == 0 or (self.cleared and not self.pools):
            return PortionStands(why="wholly signed")
        early = any(at < pool.since for pool in self.pools)
        return PortionStands(why="not before the window ends" if early else "tail over")


def in_all(pools: Iterable[Pool]) -> Decimal:
    """Return how much of what is counted there is in all."""
    return Decimal(sum(pool.amount for pool in pools))
