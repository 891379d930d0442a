"""Events of a view -> a record of its own: streams numbered anew now, hashes made when somebody asks for them.

Every line of a view is written anew, also where nothing before it is left out: else its hash would tell. Most answers
to a party need no hash, and making them costs more than the rest of the view.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from firstcall.record.events.entry import STATED, EventBase
from firstcall.record.events.kinds import Correction
from firstcall.record.journal.journal import Record
from firstcall.record.journal.line_faults import ViewOfEvent
from firstcall.record.journal.streams import NO_HASH, digest, event_of

SeenAs = tuple[EventBase, Mapping[str, Any]]
"""An event, and the fields that read otherwise; None takes a field away."""
PRIVATE = ("note", "evidence", "signatory", "basis")
"""What the party that entered an event keeps to itself."""
_UNSAID: Mapping[str, Any] = {"note": None, "evidence": None, "signatory": None, "basis": STATED}
"""What an event has for each where its line says none."""
_PLAINLY = {"entered_by", *PRIVATE}
"""The fields that read otherwise without a look at the rest of the event."""
_set = object.__setattr__
_new = object.__new__


def rechained(events: Iterable[SeenAs], party: str) -> Record:
    """Return a record of its own: each stream numbered and chained anew, and the party's own ids as it gave them."""
    last: dict[str, EventBase] = {}
    ids: dict[str, str] = {}
    found = []
    for event, changes in events:
        fields = event.__dict__
        before = last.get(fields["stream"])
        named = _named(event, ids, party) if ids or fields["key"] is not None else {}
        seq = before.__dict__["seq"] + 1 if before is not None else 1
        turned = before is not None and fields["recorded"] < before.__dict__["recorded"]
        if named or not changes.keys() <= _PLAINLY:
            now = _read_anew(event, {**changes, **named, "seq": seq, "out_of_turn": turned or None})
        else:
            now = _placed(event, changes, seq, turned)
        last[fields["stream"]] = now
        found.append(now)
    return Record(tuple(found), unhashed=_Unwritten(found))


def _placed(event: EventBase, changes: Mapping[str, Any], seq: int, turned: bool) -> EventBase:
    """Return a copy of an event at its place, without what is kept back of it."""
    said = {name: _UNSAID[name] if value is None else value for name, value in changes.items()}
    place = {"seq": seq, "prev": NO_HASH if seq > 1 else None, "hash": NO_HASH, "out_of_turn": turned}
    values = {**event.__dict__, **said, **place}
    given = event.__pydantic_fields_set__.difference(name for name, value in changes.items() if value is None)
    given.difference_update(("prev", "out_of_turn"))
    given.update(name for name in ("prev", "out_of_turn") if place[name])
    found = _new(type(event))
    _set(found, "__dict__", values)
    _set(found, "__pydantic_fields_set__", given)
    _set(found, "__pydantic_extra__", None)
    _set(found, "__pydantic_private__", None)
    return found


def _read_anew(event: EventBase, changes: Mapping[str, Any]) -> EventBase:
    """Return an event with changes that its model has to look at."""
    data = {**event.model_dump(mode="json", exclude_unset=True), **changes, "hash": NO_HASH}
    data["prev"] = NO_HASH if changes["seq"] > 1 else None
    return event_of({name: value for name, value in data.items() if value is not None}, ViewOfEvent(event=event.id))


def _named(event: EventBase, ids: dict[str, str], party: str) -> dict[str, Any]:
    """Return the id that a party gave its own event, and what its corrections then speak of."""
    if isinstance(event, Correction) and event.of in ids:
        return {"of": ids[event.of]}
    if event.key is None or event.by != party:
        return {}
    ids[event.id] = event.key
    return {"id": event.key, "key": None}


class _Unwritten(Mapping[str, Mapping[str, Any]]):
    """What each event of a view would say on its line, with its hash, by its id; made stream by stream."""

    def __init__(self, events: Iterable[EventBase]) -> None:
        self._homes: dict[str, str] = {}
        self._streams: dict[str, list[EventBase]] = {}
        self._made: dict[str, dict[str, dict[str, Any]]] = {}
        for event in events:
            self._homes[event.id] = event.stream
            self._streams.setdefault(event.stream, []).append(event)

    def __getitem__(self, event_id: str) -> Mapping[str, Any]:
        stream = self._homes[event_id]
        if stream not in self._made:
            self._made[stream] = dict(_chain(self._streams[stream]))
        return self._made[stream][event_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)


def _chain(events: Iterable[EventBase]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the fields on each line of a stream, by the id of its event."""
    prev = None
    for event in events:
        data = event.model_dump(mode="json", exclude_unset=True) | {"prev": prev, "hash": None}
        said = {name: value for name, value in data.items() if value is not None}
        prev = digest(said)
        yield event.id, {**said, "hash": prev}
