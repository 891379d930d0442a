"""The record of a partnership: its events as read, and what was known of them at an instant."""

from __future__ import annotations

import hashlib
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from itertools import chain
from typing import Any, TypeVar, cast

from firstcall.errors import Place, Problem, RecordError
from firstcall.kept import Kept, Shelf
from firstcall.record.events.entry import EventBase, rank
from firstcall.record.events.kinds import Correction
from firstcall.record.journal.corrections import check_corrections, corrected_all
from firstcall.record.journal.growing import AHEAD, Growing
from firstcall.record.journal.line_faults import NothingOnTornLine, NoUtf8Line, RepairRecord, RestoreFromCopy
from firstcall.record.journal.stencils import Stencils
from firstcall.record.journal.streams import (
    are_in_order,
    broke_off,
    check_chains,
    digest,
    is_whole,
    parse_with_fields,
)
from firstcall.values import dataclass

_MARK = b"\xef\xbb\xbf"
"""What some editors put before UTF-8 text."""
_AS_GIVEN = "surrogateescape"
"""How bytes that are no UTF-8 text are kept, until their line is refused."""

_E = TypeVar("_E", bound=EventBase)

__all__ = ["Known", "Record", "append", "check_appendable", "read_record", "repair"]


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """The events known at an instant, corrected as known then."""

    at: datetime | None
    counted: tuple[EventBase, ...]
    """The events that count, in no order: to group them, or to look for some, needs none."""
    entered: tuple[EventBase, ...]
    """The same as they were entered, before corrections."""
    unhashed: Mapping[str, Mapping[str, Any]]
    shelf: Shelf = field(default_factory=Shelf)
    """What was worked out from these events alone."""
    before: Known | None = None
    """What this adds a few events to, none of them a correction; what follows from it is kept."""
    added: tuple[EventBase, ...] = ()
    """The events that it adds."""

    @property
    def events(self) -> tuple[EventBase, ...]:
        """The events that count, in the order in which they do; put in order when somebody asks."""
        kept = _IN_ORDER.on(self.shelf)
        if None not in kept:
            if self.before is None:
                kept[None] = tuple(sorted(self.counted, key=rank))
            else:
                ordered = list(self.before.events)
                for event in self.added:
                    insort(ordered, event, key=rank)
                kept[None] = tuple(ordered)
        return kept[None]

    @property
    def digest(self) -> str:
        """The SHA-256 of the hashes of everything entered; made when it is asked for."""
        kept = _DIGESTS.on(self.shelf)
        if None not in kept:
            text = "".join(sorted(set(hashes(self.entered, self.unhashed))))
            kept[None] = hashlib.sha256(text.encode()).hexdigest()
        return kept[None]

    def of_kind(self, *kinds: type[_E]) -> list[_E]:
        """Return the events of some kinds, in the order in which they count."""
        kept = _OF_KIND.on(self.shelf)
        if kinds not in kept:
            if self.before is None:
                every = _by_type(self)
                found = [every[kind] for kind in every if issubclass(kind, kinds)]
                kept[kinds] = sorted(chain.from_iterable(found), key=rank)
            else:
                added = [event for event in self.added if isinstance(event, kinds)]
                held = self.before.of_kind(*kinds)
                kept[kinds] = sorted((*held, *added), key=rank) if added else held
        return cast(list[_E], kept[kinds])


class _Beside(Mapping[str, Mapping[str, Any]]):
    """What is said of a few events more, beside what is said of many; nothing is copied or made."""

    def __init__(self, few: Mapping[str, Mapping[str, Any]], many: Mapping[str, Mapping[str, Any]]) -> None:
        self._few, self._many = few, many

    def __getitem__(self, event_id: str) -> Mapping[str, Any]:
        return self._few[event_id] if event_id in self._few else self._many[event_id]

    def __iter__(self) -> Iterator[str]:
        yield from self._many
        yield from self._few

    def __len__(self) -> int:
        return len(self._few) + len(self._many)


def _by_type(known: Known) -> Mapping[type[EventBase], Sequence[EventBase]]:
    """Return the events that count by what they are, found in one pass, since many kinds are asked for."""
    kept = _BY_TYPE.on(known.shelf)
    if None not in kept:
        every = kept[None] = defaultdict(list)
        for event in known.counted:
            every[type(event)].append(event)
    return kept[None]


_BY_TYPE: Kept[None, dict[type[EventBase], list[EventBase]]] = Kept("events by their type")
_IN_ORDER: Kept[None, tuple[EventBase, ...]] = Kept("the events in the order in which they count")
_DIGESTS: Kept[None, str] = Kept("the digest of what was known")
_OF_KIND: Kept[tuple[type[EventBase], ...], Sequence[EventBase]] = Kept("events by their kinds")
_LAST: Kept[None, datetime | None] = Kept("when the latest entry was made")
_ENDS: Kept[None, Growing] = Kept("where each stream ends")


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """What happened: every event, in the order of the file."""

    events: tuple[EventBase, ...] = ()
    torn: bytes = b""
    """The bytes of a last line that was not finished; nothing is appended until it is repaired."""
    unhashed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What each event that is on no line would say there, by its id: one that is supposed, or read in a view.

    Its hash is made when somebody asks for it."""
    unended: bool = False
    """Whether the last line is whole but for its end, which the next append writes first."""
    before: Record | None = None
    """The record that this one adds a few events to, where what follows from it is kept."""
    shelf: Shelf = field(default_factory=Shelf)
    """What was worked out from all these events, whenever they were known."""
    _known: dict[datetime | None, Known] = field(default_factory=dict)

    @property
    def last_recorded(self) -> datetime | None:
        """When the latest entry was made; None for an empty record."""
        kept = _LAST.on(self.shelf)
        if None not in kept:
            known = self.before.last_recorded if self.before is not None else None
            latest = [event.recorded for event in self.added]
            kept[None] = max(latest if known is None else [known, *latest], default=None)
        return kept[None]

    @property
    def added(self) -> tuple[EventBase, ...]:
        """The events that the record before does not have; all of them where there is none."""
        return self.events if self.before is None else self.events[len(self.before.events) :]

    @property
    def ends(self) -> Growing:
        """Where each stream ends: for whoever adds to the record, on a branch of its own."""
        kept = _ENDS.on(self.shelf)
        if None not in kept:
            if self.before is None:
                kept[None] = Growing(self.events, self.unhashed)
            else:
                kept[None] = grown = self.before.ends.branch()
                for event in self.added:
                    grown.take(event)
        return kept[None]

    def with_added(self, events: Iterable[EventBase], unhashed: Mapping[str, Mapping[str, Any]]) -> Record:
        """Return the record with a few events more, which shares what follows from those it has."""
        held = _Beside(unhashed, self.unhashed) if unhashed else self.unhashed
        return Record((*self.events, *events), unhashed=held, before=self)

    def known(self, known_at: datetime | None = None) -> Known:
        """Return the events recorded by an instant, with the corrections recorded by then applied."""
        if known_at not in self._known:
            last = self.last_recorded
            upto = last if known_at is None or (last is not None and known_at >= last) else known_at
            if upto not in self._known:
                self._known[upto] = _known(self, upto)
            self._known[known_at] = self._known[upto]
        return self._known[known_at]

    def ahead_of(self, clock: datetime) -> Iterator[EventBase]:
        """Yield the events that say they were entered later than it is now and were not taken out since."""
        ahead = [event for event in self.events if event.recorded > clock + AHEAD]
        void = {event.of for event in self.events if isinstance(event, Correction) and event.void} if ahead else set()
        return (event for event in ahead if event.id not in void)


def read_record(raw: bytes, file: str = "record.jsonl") -> Record:
    """Return the record kept in lines of JSON.

    A last line that is whole but for its end counts; one that broke off is kept apart as torn. A line that stands
    twice, byte for byte, counts once, as merges leave it. Every other fault is an error.

    Raises:
      RecordError: every fault found, each with file and line.
    """
    *lines, last = _split(raw.removeprefix(_MARK))
    cut = broke_off(last)
    torn = last.encode("utf-8", _AS_GIVEN) if cut else b""
    events, numbers, faults = list[EventBase](), list[int](), list[Problem]()
    seen: dict[str, str] = {}
    stencils = Stencils()
    for number, line in enumerate(lines if cut else [*lines, last], start=1):
        event = stencils.event(line)
        if event is None:
            if _is_blank(line):
                continue
            try:
                event = _read_in_full(line, Place(file, number), stencils)
            except RecordError as error:
                faults += error.problems
                continue
        if seen.get(event.id) != event.hash:
            seen.setdefault(event.id, event.hash)
            events.append(event)
            numbers.append(number)
    faults = faults or _faults_among(events, numbers, file)
    if faults:
        raise RecordError.of(faults)
    return Record(tuple(events), torn, unended=bool(last) and not cut)


def _split(raw: bytes) -> list[str]:
    """Return the lines of a file as text; bytes that are none are kept, and refused where their line is read."""
    return raw.decode("utf-8", _AS_GIVEN).split("\n")


def _is_blank(line: str) -> bool:
    return not line.strip(" \t\r\v\f")


def _read_in_full(line: str, place: Place, stencils: Stencils) -> EventBase:
    event, data = parse_with_fields(_text(line.encode("utf-8", _AS_GIVEN), place), place)
    stencils.learn(line, data)
    return event


def _faults_among(events: Sequence[EventBase], numbers: Sequence[int], file: str) -> list[Problem]:
    """Return what is wrong between the lines, where each is an event: in their streams, else in their corrections."""
    if are_in_order(events) and Correction not in set(map(type, events)):
        return []
    placed = [(event, Place(file, number)) for event, number in zip(events, numbers, strict=True)]
    return check_chains(placed) or check_corrections(placed)


def _text(line: bytes, place: Place) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise RecordError.of([Problem(place, NoUtf8Line(), RestoreFromCopy())]) from error


def repair(raw: bytes) -> tuple[bytes, bytes]:
    """Return a record's bytes with whole lines only, and the bytes that were set aside.

    A write that broke off leaves a last line without its end. Where only the end of the line was
    lost, the line is whole and stays; else its bytes are set aside, for somebody to look at.

    >>> repair(b'{"id": "half')
    (b'', b'{"id": "half')
    """
    finished, newline, last = raw.rpartition(b"\n")
    line = last.removeprefix(_MARK).decode("utf-8", _AS_GIVEN)
    if broke_off(line):
        return finished + newline, last
    return (raw + b"\n" if is_whole(line) else raw), b""


def append(
    record: Record, fields: Mapping[str, Any], *, expected: int | None = None, clock: datetime | None = None
) -> tuple[Record, str]:
    """Return the record with one event more, and the line to write.

    The event's stream, number, predecessor and hash follow from the record; everything else is given. Whoever
    enters many takes a `Growing`, which looks at each stream once.

    Args:
      record: the record so far.
      fields: `id, type, at, recorded, by, entered_by` and the payload, as they stand on the line.
      expected: how many events the stream must have, for whoever decided on what it saw.
      clock: the present instant, where there is one; nothing is entered ahead of it.

    Raises:
      RecordError: the fields say no event, the record's last line is torn, or time runs backwards.
      ConflictError: the stream has moved on.
      NotFound: a correction of an event that is not there.
    """
    check_appendable(record)
    event, line = record.ends.branch().add(fields, expected=expected, clock=clock)
    return Record((*record.events, event), unhashed=record.unhashed, before=record.before or record), line


def check_appendable(record: Record) -> None:
    """Refuse to append to a record whose last line is torn.

    Raises:
      RecordError: the last line is torn.
    """
    if record.torn:
        raise RecordError(NothingOnTornLine(), fix=RepairRecord())


def _known(record: Record, known_at: datetime | None) -> Known:
    if record.before is not None:
        added = tuple(event for event in record.added if known_at is None or event.recorded <= known_at)
        if not any(isinstance(event, Correction) for event in added):
            return _known_beside(record.before.known(known_at), added, record)
    last, seen = record.last_recorded, record.events
    if known_at is not None and last is not None and known_at < last:
        seen = tuple(event for event in seen if event.recorded <= known_at)
    return Known(known_at, corrected_all(seen), seen, record.unhashed)


def _known_beside(before: Known, added: tuple[EventBase, ...], record: Record) -> Known:
    """Return what is known with a few events more, none of which corrects another."""
    counted, entered = (*before.counted, *added), (*before.entered, *added)
    return Known(before.at, counted, entered, record.unhashed, before=before, added=added)


def hashes(entered: Iterable[EventBase], unhashed: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield the hash of each event; one that is on no line gets the hash that its line would have."""
    last: dict[str, str] = {}
    for event in entered:
        data = unhashed.get(event.id)
        if data is None:
            last[event.stream] = event.hash
        elif "hash" in data:
            last[event.stream] = data["hash"]
        else:
            prev = last.get(event.stream)
            last[event.stream] = digest({**data, "prev": prev} if prev is not None else data)
        yield last[event.stream]
