"""A record that grows: events entered one after another, each at the end of its stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from firstcall.agreement.read.plain_text import NO_TEXT
from firstcall.agreement.read.text_faults import DeleteStray, StrayCharacter
from firstcall.errors import ConflictError, NotFound, Problem, RecordError, near_or_listed, problem_at, quoted, unknown
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import EVENT_KINDS, Correction
from firstcall.record.journal.corrections import Families
from firstcall.record.journal.line_faults import (
    CannotBeWritten,
    EventIdHeld,
    GiveAsText,
    GiveInstantBeen,
    GiveLaterInstant,
    LeaveIdOut,
    NewEvent,
    NoSuchEvent,
    ReadAgain,
    RecordedBackwards,
    RecordedPastClock,
    SeeShowForIds,
    SomebodyWroteFirst,
    WrongInField,
)
from firstcall.record.journal.streams import NO_HASH, event_of, line_of, parse_line, stream_name

AHEAD = timedelta(minutes=2)
"""How far two machines' clocks may differ before an entry is said to run ahead of the clock."""


class Growing:
    """Events, and the end of each of their streams: what an append has to know, kept as it is made.

    Each append costs what its own stream costs, however long the record is.
    """

    def __init__(
        self, events: Iterable[EventBase] = (), unhashed: Mapping[str, Mapping[str, Any]] | None = None
    ) -> None:
        """Take in a record.

        Args:
          events: the events, each stream in any order.
          unhashed: what each event of a view would say on its line, with its hash.
        """
        self._unhashed = unhashed or {}
        self.events: list[EventBase] = list(events)
        """The events taken in here; on a branch, those of its trunk are not among them."""
        self._trunk: Growing | None = None
        self._streams, self._homes = _by_stream(self.events)
        self._families: dict[str, Families] = {}

    def branch(self) -> Growing:
        """Return one that goes on from here, and leaves this as it is; what is here must not grow meanwhile."""
        found = Growing()
        found._trunk = self
        return found

    def __len__(self) -> int:
        return len(self.events) + (len(self._trunk) if self._trunk is not None else 0)

    def take(self, event: EventBase) -> None:
        """Take in an event that has its place already."""
        self.events.append(event)
        held = self._own(event.stream)
        held.append(event)
        if len(held) > 1 and held[-2].seq > event.seq:  # merged lines may stand in any order
            held.sort(key=lambda other: other.seq)
            self._families.pop(event.stream, None)
        elif event.stream in self._families:
            self._families[event.stream].take(event)
        self._homes.setdefault(event.id, event.stream)

    def check_correction(self, event: Correction) -> None:
        """Refuse a correction that would leave an event which is none, before it is taken in.

        Raises:
          RecordError: it sets a field that the event does not have, or sets it wrongly.
        """
        if event.stream not in self._families:
            self._families[event.stream] = Families(self.held(event.stream))
        self._families[event.stream].check(event)

    def _own(self, stream: str) -> list[EventBase]:
        """Return the list of a stream's events that this one may add to."""
        held = self._streams.get(stream)
        if held is None:
            held = self._streams[stream] = list(self._trunk.held(stream)) if self._trunk is not None else []
        return held

    def held(self, stream: str) -> list[EventBase]:
        """Return the events of a stream in their order; the list grows with it."""
        held = self._streams.get(stream)
        if held is None:
            held = self._trunk.held(stream) if self._trunk is not None else []
        return held

    def add(
        self, fields: Mapping[str, Any], *, expected: int | None = None, clock: datetime | None = None
    ) -> tuple[EventBase, str]:
        """Enter an event, and return it with the line to write.

        Args:
          fields: `id, type, at, recorded, by, entered_by` and the payload, as they stand on the line.
          expected: how many events the stream must have, for whoever decided on what it saw.
          clock: the present instant, where there is one; nothing is entered ahead of it.

        Raises:
          RecordError: the fields say no event, or time runs backwards or ahead of the clock.
          ConflictError: the stream has moved on, or the id is taken.
          NotFound: a correction of an event that is not there.
        """
        draft = draft_of({**fields, "stream": "draft", "seq": 1, "hash": "0" * 64})
        stream = self.home_of(draft)
        held = self.held(stream)
        _check_expected(stream, len(held), expected)
        if self.holds(draft.id):
            raise ConflictError(EventIdHeld(event=draft.id), fix=LeaveIdOut())
        last = held[-1] if held else None
        turn = _out_of_turn(draft, last, clock)
        prev = self._hash(last) if last is not None else None
        data = {**fields, "out_of_turn": turn, "stream": stream, "seq": len(held) + 1, "prev": prev}
        event, line = _written({key: value for key, value in data.items() if value is not None})
        if isinstance(event, Correction):
            self.check_correction(event)
        self.take(event)
        return event, line

    def for_party(self, fields: Mapping[str, Any], spare: str) -> Mapping[str, Any]:
        """Return what a party enters, which knows only what it may see, as the whole record can take it.

        An id that an event has which the party may not see is kept as the event's `key`, so that the party is not
        told of it; an entry earlier than such an event is out of turn.

        Args:
          fields: the event as the party enters it.
          spare: a random id, for where its own is taken.
        """
        given = {**fields, "out_of_turn": True}
        return given | {"id": spare, "key": fields["id"]} if self.holds(fields["id"]) else given

    def _hash(self, event: EventBase) -> str:
        if event.hash != NO_HASH:
            return event.hash
        if self._trunk is not None:
            return self._trunk._hash(event)
        hashed: str = self._unhashed.get(event.id, {}).get("hash", NO_HASH)  # of what is supposed there is none
        return hashed

    def holds(self, event_id: str) -> bool:
        """Say whether an event has an id already."""
        return self._home(event_id) is not None

    def _home(self, event_id: str) -> str | None:
        home = self._homes.get(event_id)
        return self._trunk._home(event_id) if home is None and self._trunk is not None else home

    def home_of(self, draft: EventBase) -> str:
        """Return the stream that an event belongs to; a correction goes where the event is that it corrects.

        Raises:
          NotFound: a correction of an event that is not there.
        """
        if not isinstance(draft, Correction):
            return stream_name(type(draft), draft.__dict__)
        if (home := self._home(draft.of)) is None:
            raise NotFound(NoSuchEvent(event=draft.of), fix=SeeShowForIds())
        return home


def _by_stream(events: Iterable[EventBase]) -> tuple[dict[str, list[EventBase]], dict[str, str]]:
    """Return the events of each stream in their order, and the stream of each event by its id."""
    streams: dict[str, list[EventBase]] = {}
    homes: dict[str, str] = {}
    jumbled: set[str] = set()  # merged lines may stand in any order
    for event in events:
        fields = event.__dict__
        stream = fields["stream"]
        held = streams.setdefault(stream, [])
        if held and held[-1].seq > fields["seq"]:
            jumbled.add(stream)
        held.append(event)
        homes.setdefault(fields["id"], stream)
    for stream in jumbled:
        streams[stream].sort(key=lambda event: event.seq)
    return streams, homes


def draft_of(fields: Mapping[str, Any]) -> EventBase:
    """Return the event that fields say, before it has its place.

    Raises:
      RecordError: they say none.
    """
    if str(fields.get("type")) not in EVENT_KINDS:
        fix = near_or_listed(str(fields.get("type")), EVENT_KINDS, "event type")
        raise RecordError(unknown("event type", fields.get("type")), fix=fix)
    if faults := list(_strays(fields)):
        raise RecordError.of(faults)
    return event_of(fields, NewEvent())


def _strays(value: object, name: str = "") -> Iterator[Problem]:
    """Yield each character that is no text: a line keeps it, but no page, table or terminal shows it as it is."""
    match value:
        case str() if stray := NO_TEXT.search(value):
            what = StrayCharacter(shown=quoted(stray[0])[1:-1])
            yield problem_at(NewEvent(), WrongInField(field=name, what=what), DeleteStray())
        case dict():
            for key, part in value.items():
                yield from _strays(part, name or str(key))
        case list() | tuple():
            for part in value:
                yield from _strays(part, name)
        case _:
            return


def _check_expected(stream: str, events_held: int, expected: int | None) -> None:
    if expected is not None and expected != events_held:
        raise ConflictError(SomebodyWroteFirst(stream=stream, held=events_held, expected=expected), fix=ReadAgain())


def _out_of_turn(draft: EventBase, last: EventBase | None, clock: datetime | None) -> bool | None:
    """Say whether the entry before ran ahead of the clock, which the line then says; None where it did not.

    Raises:
      RecordError: `recorded` lies ahead of the clock, or before the last entry of the stream.
    """
    if clock is not None and draft.recorded > clock + timedelta(seconds=1):
        raise RecordError(RecordedPastClock(recorded=draft.recorded, clock=clock), fix=GiveInstantBeen())
    if last is None or draft.recorded >= last.recorded:
        return None
    if draft.out_of_turn or (clock is not None and last.recorded > clock):
        return True
    backwards = RecordedBackwards(recorded=draft.recorded, stream=last.stream, last=last.recorded)
    raise RecordError(backwards, fix=GiveLaterInstant())


def _written(data: Mapping[str, Any]) -> tuple[EventBase, str]:
    try:
        line = line_of(data)
    except (TypeError, ValueError, RecursionError) as error:
        raise RecordError.of([problem_at(NewEvent(), CannotBeWritten(why=str(error)), GiveAsText())]) from error
    return parse_line(line, NewEvent()), line
