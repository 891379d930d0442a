"""The record of a partnership: its events as read, and what was known of them at an instant."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from firstcall.errors import ConflictError, NotFound, RecordError, suggestion
from firstcall.record.entry import EventBase
from firstcall.record.events import EVENT_KINDS, Correction
from firstcall.record.streams import check_chains, event_of, line_of, parse_line, stream_name

__all__ = ["Known", "Record", "append", "read_record"]


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """The events known at an instant, corrected as known then, in the order in which they count."""

    at: datetime | None
    events: tuple[EventBase, ...]
    digest: str
    memo: dict[Any, Any] = field(default_factory=dict)
    """Folds of these events, kept by those who made them."""


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """What happened: every event, in the order of the file."""

    events: tuple[EventBase, ...] = ()
    torn: bytes = b""
    """The bytes of a last line that was not finished; nothing is appended until it is repaired."""
    _known: dict[datetime | None, Known] = field(default_factory=dict)

    @property
    def last_recorded(self) -> datetime | None:
        """When the latest entry was made; None for an empty record."""
        return max((event.recorded for event in self.events), default=None)

    def known(self, known_at: datetime | None = None) -> Known:
        """Return the events recorded by an instant, with the corrections recorded by then applied."""
        last = self.last_recorded
        if known_at is None or (last is not None and known_at >= last):
            known_at = last
        if known_at not in self._known:
            self._known[known_at] = _known(self.events, known_at)
        return self._known[known_at]


def read_record(raw: bytes, file: str = "record.jsonl") -> Record:
    """Return the record kept in lines of JSON.

    A last line without its end is kept apart as torn; every other fault is an error.

    Raises:
      RecordError: every fault found, each with file and line.
    """
    finished, newline, torn = raw.rpartition(b"\n")
    try:
        lines = (finished + newline).decode().splitlines()
    except UnicodeDecodeError as error:
        number = raw[: error.start].count(b"\n") + 1
        raise RecordError(f"{file}:{number}: the line is not UTF-8 text\n  mend: restore it from a copy") from error
    events: list[tuple[EventBase, str]] = []
    faults: list[str] = []
    for number, line in enumerate(lines, start=1):
        place = f"{file}:{number}"
        if not line.strip():
            continue
        try:
            events.append((parse_line(line, place), place))
        except RecordError as error:
            faults.append(str(error))
    faults += check_chains(events) if not faults else []
    if faults:
        raise RecordError("\n".join(faults))
    return Record(tuple(event for event, _ in events), torn)


def append(record: Record, fields: Mapping[str, Any], *, expected: int | None = None) -> tuple[Record, str]:
    """Return the record with one event more, and the line to write.

    The event's stream, number, predecessor and hash follow from the record; everything else is given.

    Args:
      record: the record so far.
      fields: `id, type, at, recorded, by, entered_by` and the payload, as they stand on the line.
      expected: how many events the stream must have, for whoever decided on what it saw.

    Raises:
      RecordError: the fields say no event, the record's last line is torn, or time runs backwards.
      ConflictError: the stream has moved on.
      NotFound: a correction of an event that is not there.
    """
    if record.torn:
        raise RecordError("the record's last line is torn, so nothing is appended\n  mend: firstcall record repair")
    kind = EVENT_KINDS.get(str(fields.get("type")))
    if kind is None:
        raise RecordError(f"unknown event type '{fields.get('type')}'\n  mend: {_nearest(fields)}")
    draft = event_of({**fields, "stream": "draft", "seq": 1, "hash": "0" * 64}, "new event")
    stream = _home(record, draft)
    held = sorted((event for event in record.events if event.stream == stream), key=lambda event: event.seq)
    if expected is not None and expected != len(held):
        raise ConflictError(f"stream {stream} has {len(held)} events, not {expected}: somebody wrote first")
    if any(event.id == draft.id for event in record.events):
        raise ConflictError(f"the event id '{draft.id}' is in the record already")
    last = held[-1] if held else None
    if last is not None and draft.recorded < last.recorded:
        raise RecordError(
            f"recorded {draft.recorded.isoformat()} lies before the last entry of stream {stream} "
            f"({last.recorded.isoformat()})\n  mend: leave --recorded out, or give a later instant"
        )
    data = {**fields, "stream": stream, "seq": len(held) + 1, "prev": last.hash if last else None}
    data = {key: value for key, value in data.items() if value is not None}
    line = line_of(data)
    return Record((*record.events, parse_line(line, "new event"))), line


def _nearest(fields: Mapping[str, Any]) -> str:
    return suggestion(str(fields.get("type")), EVENT_KINDS)


def _home(record: Record, draft: EventBase) -> str:
    if not isinstance(draft, Correction):
        return stream_name(type(draft), draft.model_dump())
    for event in record.events:
        if event.id == draft.of:
            corrected(event, (draft,))
            return event.stream
    raise NotFound(f"event '{draft.of}' is not in the record\n  mend: see `firstcall record show` for the ids")


def _known(events: tuple[EventBase, ...], known_at: datetime | None) -> Known:
    seen = [event for event in events if known_at is None or event.recorded <= known_at]
    corrections: dict[str, list[Correction]] = {}
    for event in seen:
        if isinstance(event, Correction):
            corrections.setdefault(event.of, []).append(event)
    counted: dict[str, EventBase] = {}
    for event in seen:
        if isinstance(event, Correction):
            continue
        now = corrected(event, tuple(corrections.get(event.id, ())))
        if now is not None:
            counted.setdefault(event.id, now)
    ordered = sorted(counted.values(), key=lambda event: (event.at, event.recorded, event.stream, event.seq))
    text = "".join(sorted(event.hash for event in seen))
    return Known(known_at, tuple(ordered), hashlib.sha256(text.encode()).hexdigest())


def corrected(event: EventBase, corrections: tuple[Correction, ...]) -> EventBase | None:
    """Return an event as its corrections, in the order of recording, leave it; None once it is void.

    Raises:
      RecordError: a correction sets a field that the event does not have, or sets it wrongly.
    """
    for correction in sorted(corrections, key=lambda item: (item.recorded, item.seq)):
        if correction.void:
            return None
        data = event.model_dump(mode="json", exclude_unset=True)
        place = f"correction '{correction.id}'"
        event = event_of({**data, **correction.set}, place)
        if stream_name(type(event), event.model_dump()) != event.stream:
            raise RecordError(
                f"{place}: would move event '{event.id}' out of stream {event.stream}\n"
                "  mend: void the event, and enter another"
            )
    return event
