"""Events that somebody supposes: a what-if, added to what is on the record and kept nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from firstcall.agreement.overlay import SUPPOSED
from firstcall.dates import parse_instant
from firstcall.errors import ConflictError, FirstcallError, RecordError, quoted, suggestion
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import EVENT_KINDS, Correction
from firstcall.record.journal.corrections import corrected_all
from firstcall.record.journal.growing import Growing
from firstcall.record.journal.journal import Record
from firstcall.record.journal.streams import event_of

_NO_HASH = "0" * 64
MOST_EVENTS = 10_000


def suppose(record: Record, events: Iterable[Mapping[str, Any]], where: ZoneInfo, file: str) -> Record:
    """Return the record with supposed events added, each graded assumed.

    Args:
      record: what is on the record.
      events: each with `type`, `at` (a day or time in the zone) and `by`, and what its type asks.
      where: the agreement's zone.
      file: the what-if, named in ids and errors.

    Raises:
      RecordError: an event that the record cannot take; the message names it.
    """
    growing, unhashed = record.ends.branch(), dict[str, Mapping[str, Any]]()
    for number, given in enumerate(events, start=1):
        fields = dict(given)
        place = f"{file}: event {number}"
        if "at" not in fields:
            raise RecordError(
                f"{place}: the field 'at' is missing\n  fix: say when it takes effect, as a day or a time"
            )
        try:
            at = parse_instant(str(fields["at"]), where)
        except ValueError as error:
            raise RecordError(f"{place}: {error}") from error
        fields["at"] = at.isoformat()
        fields.setdefault("id", f"supposed-{len(growing) + 1}")
        fields.setdefault("entered_by", "what-if")
        fields.setdefault("basis", SUPPOSED.model_dump(mode="json", exclude_unset=True))
        try:
            event, data = _supposed(growing, fields, at)
        except FirstcallError as error:
            raise RecordError(f"{place}: {error}") from error
        growing.take(event)
        unhashed[event.id] = data
    return record.with_added(growing.events, unhashed) if growing.events else record


def _supposed(growing: Growing, fields: dict[str, Any], at: datetime) -> tuple[EventBase, Mapping[str, Any]]:
    """Return a supposed event and what its line would say: checked as an entry is, and neither written nor hashed."""
    kind = EVENT_KINDS.get(str(fields.get("type")))
    if kind is None:
        kinds = suggestion(str(fields.get("type")), EVENT_KINDS)
        raise RecordError(f"unknown event type {quoted(fields.get('type'))}\n  fix: {kinds}")
    draft = event_of({**fields, "recorded": fields["at"], "stream": "draft", "seq": 1, "hash": _NO_HASH}, "new event")
    stream = growing.home_of(draft)
    others = growing.held(stream)
    if growing.holds(draft.id):
        mend = "leave --id out, or give another"
        raise ConflictError(f"the event id '{draft.id}' is in the record already\n  fix: {mend}")
    recorded = max(at, others[-1].recorded) if others else at
    data = {**fields, "recorded": recorded.isoformat(), "stream": stream, "seq": len(others) + 1}
    event = draft.model_copy(update={"recorded": recorded, "stream": stream, "seq": len(others) + 1})
    if isinstance(event, Correction):
        corrected_all((*others, event))
    return event, {key: value for key, value in data.items() if value is not None}


def read_supposed(text: str, file: str) -> tuple[dict[str, Any], ...]:
    """Return the events of a file of JSON lines, which need no hashes.

    Raises:
      RecordError: a line that is no event; its place is told.
    """
    events = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            event = json.loads(line, parse_float=str)
        except (ValueError, RecursionError) as error:
            raise RecordError(f"{file}:{number}: not a line of JSON\n  fix: write one event a line") from error
        if not isinstance(event, dict):
            raise RecordError(f"{file}:{number}: the line is not an event\n  fix: write one event a line")
        events.append(event)
        if len(events) > MOST_EVENTS:
            raise RecordError(f"{file}: more than {MOST_EVENTS:,} events\n  fix: check that it is the right file")
    return tuple(events)
