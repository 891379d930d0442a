"""Events that somebody supposes: a what-if, added to what is on the record and kept nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from firstcall.agreement.overlay import SUPPOSED
from firstcall.dates import parse_instant
from firstcall.errors import FirstcallError, RecordError
from firstcall.record.journal.growing import Growing
from firstcall.record.journal.journal import Record

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
    growing, unhashed = Growing(record.events), dict(record.unhashed)
    for number, given in enumerate(events, start=1):
        fields = dict(given)
        place = f"{file}: event {number}"
        if "at" not in fields:
            raise RecordError(
                f"{place}: the field 'at' is missing\n  mend: say when it takes effect, as a day or a time"
            )
        try:
            at = parse_instant(str(fields["at"]), where)
        except ValueError as error:
            raise RecordError(f"{place}: {error}") from error
        fields["at"] = at.isoformat()
        fields.setdefault("id", f"supposed-{len(growing.events) + 1}")
        fields.setdefault("entered_by", "what-if")
        fields.setdefault("basis", SUPPOSED.model_dump(mode="json", exclude_unset=True))
        try:
            event, said = growing.suppose(fields, at)
        except FirstcallError as error:
            raise RecordError(f"{place}: {error}") from error
        unhashed[event.id] = said
    if len(growing.events) == len(record.events):
        return record
    return replace(record, events=tuple(growing.events), unhashed=unhashed, _known={})


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
            raise RecordError(f"{file}:{number}: not a line of JSON\n  mend: write one event a line") from error
        if not isinstance(event, dict):
            raise RecordError(f"{file}:{number}: the line is not an event\n  mend: write one event a line")
        events.append(event)
        if len(events) > MOST_EVENTS:
            raise RecordError(f"{file}: more than {MOST_EVENTS:,} events\n  mend: check that it is the right file")
    return tuple(events)
