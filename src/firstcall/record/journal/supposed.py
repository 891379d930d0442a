"""Events that somebody supposes: a what-if, added to what is on the record and kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from firstcall.agreement.overlay import SUPPOSED
from firstcall.agreement.read.text_faults import CheckFile
from firstcall.dates import parse_instant
from firstcall.errors import ConflictError, FirstcallError, Place, RecordError, problem_at, problems_within
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import Correction
from firstcall.record.journal.growing import Growing, draft_of
from firstcall.record.journal.journal import Record
from firstcall.record.journal.line_faults import (
    EventIdHeld,
    EventNumbered,
    FieldMissing,
    LeaveIdOut,
    NoEventOnLine,
    NoJsonLine,
    SayWhenItTakesEffect,
    TooManyEvents,
    WriteOneEventALine,
)
from firstcall.record.journal.streams import NO_HASH, supposed_on
from firstcall.said import Unreadable

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
        which = EventNumbered(file=file, number=str(number))
        if "at" not in fields:
            raise RecordError.of([problem_at(which, FieldMissing(field="at"), SayWhenItTakesEffect())])
        try:
            at = parse_instant(str(fields["at"]), where)
        except Unreadable as error:
            raise RecordError.of([problem_at(which, error.what, error.fix)]) from error
        fields["at"] = at.isoformat()
        fields.setdefault("id", f"supposed-{len(growing) + 1}")
        fields.setdefault("entered_by", "what-if")
        fields.setdefault("basis", SUPPOSED.model_dump(mode="json", exclude_unset=True))
        try:
            event, data = _supposed(growing, fields, at)
        except FirstcallError as error:
            raise RecordError.of(problems_within(which, error)) from error
        growing.take(event)
        unhashed[event.id] = data
    return record.with_added(growing.events, unhashed) if growing.events else record


def _supposed(growing: Growing, fields: dict[str, Any], at: datetime) -> tuple[EventBase, Mapping[str, Any]]:
    """Return a supposed event and what its line would say: checked as an entry is, and neither written nor hashed."""
    draft = draft_of({**fields, "recorded": fields["at"], "stream": "draft", "seq": 1, "hash": NO_HASH})
    stream = growing.home_of(draft)
    others = growing.held(stream)
    if growing.holds(draft.id):
        raise ConflictError(EventIdHeld(event=draft.id), fix=LeaveIdOut())
    recorded = max(at, others[-1].recorded) if others else at
    data = {**fields, "recorded": recorded.isoformat(), "stream": stream, "seq": len(others) + 1}
    event = draft.model_copy(update={"recorded": recorded, "stream": stream, "seq": len(others) + 1})
    if isinstance(event, Correction):
        growing.check_correction(event)
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
            event = supposed_on(line)
        except Unreadable as error:
            raise RecordError(error.what, fix=WriteOneEventALine(), place=Place(file, number)) from error
        except (ValueError, RecursionError) as error:
            raise RecordError(NoJsonLine(), fix=WriteOneEventALine(), place=Place(file, number)) from error
        if not isinstance(event, dict):
            raise RecordError(NoEventOnLine(), fix=WriteOneEventALine(), place=Place(file, number))
        events.append(event)
        if len(events) > MOST_EVENTS:
            raise RecordError(TooManyEvents(most=MOST_EVENTS), fix=CheckFile(), place=Place(file))
    return tuple(events)
