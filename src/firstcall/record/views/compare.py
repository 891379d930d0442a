"""Two parties' records of the same partnership, side by side: where they differ is where disputes start.

Each party keeps its own record. An event of one is held to be the same as an event of the other when
it has the same id; else when it has the same type and speaks of the same thing, the nearest in time
first. When and by whom an event was entered, its evidence and its basis are each party's own, and are
not compared. Corrections are applied first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from firstcall.agreement.document import Agreement
from firstcall.record.concerned import offers_of
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import StatementIssued
from firstcall.record.journal.journal import Record
from firstcall.record.offers.offer import Offer
from firstcall.record.position import position
from firstcall.values import dataclass

DifferenceKind = Literal["missing in theirs", "missing in ours", "times differ", "terms differ"]
EACH_PARTYS_OWN = (
    "id",
    "type",
    "stream",
    "seq",
    "prev",
    "hash",
    "recorded",
    "entered_by",
    "signatory",
    "evidence",
    "basis",
    "note",
    "out_of_turn",
    "key",
)
"""What is each party's own about an entry, or its place in its own record."""
TIME_FIELDS = ("at", "delivered", "since", "until", "needed_by", "known_at")
DIGESTS = ("digest", "digest_version")
SUBJECTS = ("site", "title", "point", "version", "workloads")
"""What an event of the agreement's own stream speaks of."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that two entries of one event tell differently; None where it says nothing."""

    field: str
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class RecordDifference:
    """An event that the two records do not tell alike: at least one of the two entries is there."""

    kind: DifferenceKind
    ours: EventBase | None
    theirs: EventBase | None
    changes: tuple[FieldChange, ...] = ()

    @property
    def at(self) -> datetime:
        """The first instant at which it matters."""
        return min(event.at for event in (self.ours, self.theirs) if event is not None)

    @property
    def event(self) -> EventBase:
        """The entry that says what it is about: ours, where we have one."""
        found = self.ours or self.theirs
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Parted:
    """An offer that stands otherwise on one record than on the other; None where it is not known."""

    offer: str
    clause: str
    ours: Offer | None
    theirs: Offer | None


def compare_records(ours: Record, theirs: Record) -> tuple[RecordDifference, ...]:
    """Return every event that two records do not tell alike, in the order of time: the first is where disputes start.

    Args:
      ours: one party's record.
      theirs: the other's.
    """
    left, right = list(ours.known().events), list(theirs.known().events)
    pairs: list[tuple[EventBase, EventBase]] = []
    for key in (_by_id, _by_subject_and_time):
        left, right = _paired(left, right, key, pairs)
    left, right = _nearest(left, right, pairs)
    found = [RecordDifference("missing in theirs", event, None) for event in left]
    found += [RecordDifference("missing in ours", None, event) for event in right]
    for one, other in pairs:
        changes = tuple(_changes(one, other))
        if changes:
            timely = any(change.field in TIME_FIELDS for change in changes)
            found.append(RecordDifference("times differ" if timely else "terms differ", one, other, changes))
    return tuple(sorted(found, key=lambda item: (item.at, item.event.stream, item.event.type, item.event.id)))


def parted_offers(agreement: Agreement, ours: Record, theirs: Record, at: datetime) -> tuple[Parted, ...]:
    """Return the offers that stand otherwise on one record than on the other.

    Args:
      agreement: whose rights of first refusal the offers run under.
      ours: one party's record.
      theirs: the other's.
      at: the instant at which they are looked at.
    """
    sides = [
        {(offer.id, clause.id): offer for offer, clause in offers_of(position(agreement, record, at))}
        for record in (ours, theirs)
    ]
    found = (Parted(*key, sides[0].get(key), sides[1].get(key)) for key in dict.fromkeys((*sides[0], *sides[1])))
    return tuple(parted for parted in found if _stands(parted.ours) != _stands(parted.theirs))


def _stands(offer: Offer | None) -> tuple[object, ...]:
    if offer is None:
        return ()
    return offer.state, offer.window_closes, offer.tail_closes, offer.remainder


def _by_id(event: EventBase) -> Hashable:
    return event.id, event.type


def _by_subject(event: EventBase) -> Hashable:
    subject = tuple(str(getattr(event, name)) for name in SUBJECTS if hasattr(event, name))
    return event.type, event.stream, subject if event.stream == "agreement" else ()


def _by_subject_and_time(event: EventBase) -> Hashable:
    return _by_subject(event), event.at


def _paired(
    left: list[EventBase],
    right: list[EventBase],
    key: Callable[[EventBase], Hashable],
    pairs: list[tuple[EventBase, EventBase]],
) -> tuple[list[EventBase], list[EventBase]]:
    """Pair events of one key, in order; return those left over on either side."""
    waiting: dict[Hashable, list[EventBase]] = {}
    for event in reversed(left):
        waiting.setdefault(key(event), []).append(event)
    over = []
    for event in right:
        held = waiting.get(key(event))
        if held:
            pairs.append((held.pop(), event))
        else:
            over.append(event)
    kept = {event.id for held in waiting.values() for event in held}
    return [event for event in left if event.id in kept], over


def _nearest(
    left: list[EventBase], right: list[EventBase], pairs: list[tuple[EventBase, EventBase]]
) -> tuple[list[EventBase], list[EventBase]]:
    """Pair what speaks of the same thing, each with the nearest in time; return those left over."""
    waiting: dict[Hashable, list[EventBase]] = {}
    for event in sorted(left, key=lambda event: event.at):
        waiting.setdefault(_by_subject(event), []).append(event)
    over = []
    for event in right:
        held = waiting.get(_by_subject(event), [])
        if held:
            place = bisect_left(held, event.at, key=lambda other: other.at)
            near = range(max(0, place - 1), min(len(held), place + 1))
            best = min(near, key=lambda index: abs(held[index].at - event.at))
            pairs.append((held.pop(best), event))
        else:
            over.append(event)
    return [event for held in waiting.values() for event in held], over


def _changes(one: EventBase, other: EventBase) -> Iterator[FieldChange]:
    for name in type(one).model_fields:
        if name in EACH_PARTYS_OWN or (name in DIGESTS and 1 in (_digest_version(one), _digest_version(other))):
            continue
        mine, his = getattr(one, name), getattr(other, name)
        if isinstance(mine, dict) and isinstance(his, dict):
            keys: Iterable[str] = dict.fromkeys((*mine, *his))
            yield from (FieldChange(f"{name}.{key}", mine.get(key), his.get(key)) for key in keys
                        if not _same(mine.get(key), his.get(key)))  # fmt: skip
        elif not _same(mine, his):
            yield FieldChange(name, mine, his)


def _digest_version(event: EventBase) -> int | None:
    return event.digest_version if isinstance(event, StatementIssued) else None


def _same(mine: object, his: object) -> bool:
    """Say whether two values are one: exact numbers may be written with more zeros."""
    if isinstance(mine, str) and isinstance(his, str) and mine != his:
        try:
            return Decimal(mine) == Decimal(his)
        except InvalidOperation:
            return False
    return bool(mine == his)
