"""Events <-> lines of JSON, each stream a chain of hashes; what does not fit is told by line.

The hash of an event covers everything on its line but the hash itself. Streams are separate chains,
so that two people's branches merge unless they wrote to the same stream.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from firstcall.errors import RecordError, suggestion
from firstcall.record.entry import EventBase
from firstcall.record.events import EVENT, EVENT_KINDS, Correction
from firstcall.record.offer_events import WaiverGiven

MAX_LINE = 200_000


def digest(data: Mapping[str, Any]) -> str:
    """Return the SHA-256 of an event's content: canonical JSON of all its fields but `hash`."""
    content = {key: value for key, value in data.items() if key != "hash"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def stream_name(kind: type[EventBase], fields: Mapping[str, Any]) -> str:
    """Return the stream that an event belongs to, from its own fields."""
    field = kind.stream_of
    if kind is WaiverGiven and fields.get("contract"):
        field = "contract"
    if field == "agreement":
        return field
    return f"{field}:{fields[field]}"


def line_of(data: Mapping[str, Any]) -> str:
    """Return the line that keeps an event, its hash last."""
    return json.dumps({**data, "hash": digest(data)}, ensure_ascii=False, separators=(", ", ": ")) + "\n"


def parse_line(line: str, place: str) -> EventBase:
    """Return the event on a line, its hash checked.

    Raises:
      RecordError: with the place, when the line is no event or was changed after it was written.
    """
    if len(line) > MAX_LINE:
        raise RecordError(f"{place}: the line has more than {MAX_LINE:,} characters\n  mend: check the file")
    try:
        data = json.loads(line, parse_float=_no_float, parse_constant=_no_float, object_pairs_hook=_no_twice)
    except (ValueError, RecursionError) as error:
        said = str(error).splitlines()[0]
        raise RecordError(f"{place}: not a line of JSON: {said}\n  mend: restore the line from a copy") from error
    if not isinstance(data, dict):
        raise RecordError(f"{place}: the line is not an event\n  mend: restore the line from a copy")
    event = event_of(data, place)
    if digest(data) != event.hash:
        raise RecordError(
            f"{place}: event '{event.id}' was changed after it was written (its hash does not fit)\n"
            "  mend: restore the line, and enter what was wrong as a correction"
        )
    return event


def event_of(data: Mapping[str, Any], place: str) -> EventBase:
    """Return the event that plain fields say.

    Raises:
      RecordError: an unknown type, a missing, unknown or ill-typed field; all told at once.
    """
    kind = data.get("type")
    if not isinstance(kind, str) or kind not in EVENT_KINDS:
        raise RecordError(f"{place}: unknown event type '{kind}'\n  mend: {suggestion(str(kind), EVENT_KINDS)}")
    try:
        return EVENT.validate_python(data)
    except ValidationError as error:
        raise RecordError("\n".join(_faults(error, EVENT_KINDS[kind], place))) from error


def _faults(error: ValidationError, kind: type[EventBase], place: str) -> Iterable[str]:
    for detail in error.errors(include_url=False):
        loc = [str(part) for part in detail["loc"][1:]]
        name = ".".join(loc) or "the event"
        match detail["type"]:
            case "missing":
                yield f"{place}: the field '{name}' is missing"
            case "extra_forbidden":
                yield f"{place}: unknown field '{name}'\n  mend: {suggestion(loc[-1], kind.model_fields)}"
            case "value_error":
                what, _, mend = str(detail["ctx"]["error"]).partition("; ")
                yield f"{place}: {name}: {what}" + (f"\n  mend: {mend}" if mend else "")
            case _:
                yield f"{place}: {name}: {detail['msg'][0].lower()}{detail['msg'][1:]}"


def _no_float(text: str) -> Any:
    raise ValueError(f"the number {text} is not exact; write it in quotes")


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"the key '{key}' stands twice")
    return dict(pairs)


def check_chains(events: Iterable[tuple[EventBase, str]]) -> list[str]:
    """Return what is wrong with the streams: gaps, forks, wrong order, events in the wrong stream.

    Args:
      events: each event with its place in the file.
    """
    found: list[str] = []
    streams: dict[str, list[tuple[EventBase, str]]] = {}
    ids: dict[str, str] = {}
    for event, place in events:
        if event.id in ids:
            found.append(f"{place}: the event id '{event.id}' stands twice (see {ids[event.id]})")
        ids.setdefault(event.id, place)
        streams.setdefault(event.stream, []).append((event, place))
    homes = {event.id: event.stream for held in streams.values() for event, _ in held}
    for held in streams.values():
        held.sort(key=lambda item: item[0].seq)
        found += _check_stream(held, homes)
    return found


def _check_stream(held: list[tuple[EventBase, str]], homes: Mapping[str, str]) -> Iterable[str]:
    before: EventBase | None = None
    for event, place in held:
        expected = before.seq + 1 if before else 1
        if before is not None and event.seq == before.seq:
            yield (
                f"{place}: stream {event.stream} has two events number {event.seq}: two people wrote to it at once\n"
                "  mend: keep one branch's events, and add the other's again with `firstcall record add`"
            )
        elif event.seq != expected:
            yield f"{place}: stream {event.stream} goes from event {expected - 1} to {event.seq}; a line is missing"
        elif event.prev != (before.hash if before else None):
            yield f"{place}: event '{event.id}' does not follow the one before it in stream {event.stream}"
        if before is not None and event.recorded < before.recorded:
            yield f"{place}: event '{event.id}' was recorded before the one it follows"
        if isinstance(event, Correction):
            if event.of not in homes:
                yield f"{place}: corrects event '{event.of}', which is not in the record"
            elif homes[event.of] != event.stream:
                yield f"{place}: corrects event '{event.of}' of another stream, {homes[event.of]}"
        elif (home := stream_name(type(event), event.model_dump())) != event.stream:
            yield f"{place}: event '{event.id}' stands in stream {event.stream}, but belongs to {home}"
        before = event
