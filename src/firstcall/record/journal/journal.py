"""The record of a partnership: its events as read, and what was known of them at an instant."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from firstcall.dates import iso
from firstcall.errors import ConflictError, NotFound, RecordError, quoted, suggestion
from firstcall.kept import Shelf
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import EVENT_KINDS, Correction
from firstcall.record.journal.corrections import check_corrections, corrected_all
from firstcall.record.journal.streams import check_chains, event_of, line_of, parse_line, stream_name

_MARK = b"\xef\xbb\xbf"
"""What some editors put before UTF-8 text."""

__all__ = ["Known", "Record", "append", "read_record", "repair"]


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """The events known at an instant, corrected as known then, in the order in which they count."""

    at: datetime | None
    events: tuple[EventBase, ...]
    digest: str
    shelf: Shelf = field(default_factory=Shelf)
    """What was worked out from these events alone."""


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
        if known_at not in self._known:
            last = self.last_recorded
            upto = last if known_at is None or (last is not None and known_at >= last) else known_at
            if upto not in self._known:
                self._known[upto] = _known(self.events, upto)
            self._known[known_at] = self._known[upto]
        return self._known[known_at]


def read_record(raw: bytes, file: str = "record.jsonl") -> Record:
    """Return the record kept in lines of JSON.

    A last line without its end is kept apart as torn; every other fault is an error.

    Raises:
      RecordError: every fault found, each with file and line.
    """
    *lines, torn = raw.removeprefix(_MARK).split(b"\n")
    events: list[tuple[EventBase, str]] = []
    faults: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = f"{file}:{number}"
        try:
            events.append((parse_line(_text(line, place), place), place))
        except RecordError as error:
            faults.append(str(error))
    faults += check_chains(events) if not faults else []
    faults += check_corrections(events) if not faults else []
    if faults:
        raise RecordError("\n".join(faults))
    return Record(tuple(event for event, _ in events), torn)


def _text(line: bytes, place: str) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise RecordError(f"{place}: the line is not UTF-8 text\n  mend: restore it from a copy") from error


def repair(raw: bytes) -> tuple[bytes, bytes]:
    """Return a record's bytes with whole lines only, and the bytes that were set aside.

    A write that broke off leaves a last line without its end. Where only the end of the line was
    lost, the event is whole and stays; else its bytes are set aside, for somebody to look at.

    >>> repair(b'{"id": "half')
    (b'', b'{"id": "half')
    """
    finished, newline, torn = raw.rpartition(b"\n")
    if not torn:
        return raw, b""
    try:
        parse_line(_text(torn.removeprefix(_MARK), "the last line"), "the last line")
    except RecordError:
        return finished + newline, torn
    return raw + b"\n", b""


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
        kinds = suggestion(str(fields.get("type")), EVENT_KINDS)
        raise RecordError(f"unknown event type {quoted(fields.get('type'))}\n  mend: {kinds}")
    draft = event_of({**fields, "stream": "draft", "seq": 1, "hash": "0" * 64}, "new event")
    stream = _home(record, draft)
    held = sorted((event for event in record.events if event.stream == stream), key=lambda event: event.seq)
    if expected is not None and expected != len(held):
        mend = "read the record again, and decide on what it says now"
        raise ConflictError(
            f"stream {stream} has {len(held)} events, not {expected}: somebody wrote first\n  mend: {mend}"
        )
    if any(event.id == draft.id for event in record.events):
        mend = "leave --id out, or give another"
        raise ConflictError(f"the event id '{draft.id}' is in the record already\n  mend: {mend}")
    last = held[-1] if held else None
    if last is not None and draft.recorded < last.recorded:
        raise RecordError(
            f"recorded {iso(draft.recorded)} lies before the last entry of stream {stream} "
            f"({iso(last.recorded)})\n  mend: leave --recorded out, or give a later instant"
        )
    data = {**fields, "stream": stream, "seq": len(held) + 1, "prev": last.hash if last else None}
    data = {key: value for key, value in data.items() if value is not None}
    try:
        line = line_of(data)
    except (TypeError, ValueError, RecursionError) as error:
        mend = "give dates and exact numbers as text"
        raise RecordError(f"new event: it cannot be written as a line ({error})\n  mend: {mend}") from error
    event = parse_line(line, "new event")
    if isinstance(event, Correction):
        corrected_all((*held, event))
    return Record((*record.events, event)), line


def _home(record: Record, draft: EventBase) -> str:
    if not isinstance(draft, Correction):
        return stream_name(type(draft), draft.model_dump())
    for event in record.events:
        if event.id == draft.of:
            return event.stream
    raise NotFound(f"event '{draft.of}' is not in the record\n  mend: see `firstcall record show` for the ids")


def _known(events: tuple[EventBase, ...], known_at: datetime | None) -> Known:
    seen = tuple(event for event in events if known_at is None or event.recorded <= known_at)
    counted = sorted(corrected_all(seen), key=lambda event: (event.at, event.recorded, event.stream, event.seq))
    text = "".join(sorted({event.hash for event in seen}))
    return Known(known_at, tuple(counted), hashlib.sha256(text.encode()).hexdigest())
