"""Events <-> lines of JSON, each stream a chain of hashes; what does not fit is told by line.

The hash of an event covers everything on its line but the hash itself. Streams are separate chains,
so that two people's branches merge unless they wrote to the same stream.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from firstcall.agreement.model.basis import kind_of
from firstcall.agreement.read.problems import remedy, wrong_kind
from firstcall.errors import RecordError, quoted, suggestion
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import EVENT, EVENT_KINDS, Correction
from firstcall.record.events.offer import WaiverGiven
from firstcall.record.events.plain import learn_from, plain_event

MAX_LINE = 200_000
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
_PLAIN = json.JSONEncoder(separators=(", ", ": "), ensure_ascii=False).encode
_TWICE = "  fix: keep one of the two, and enter the other again with an id of its own"
_AGAIN = "  fix: take the correction out, and enter it again with `firstcall record add`"


def digest(data: Mapping[str, Any]) -> str:
    """Return the SHA-256 of an event's content: canonical JSON of all its fields but `hash`."""
    content = dict(data)
    content.pop("hash", None)
    return hashlib.sha256(_CANONICAL(content).encode()).hexdigest()


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
    return _PLAIN({**data, "hash": digest(data)}) + "\n"


def fields_on(line: str) -> dict[str, Any]:
    """Return the fields on a line, exact and each once; nothing of what they say is checked.

    Raises:
      ValueError: the line is no mapping in JSON, names a key twice, or holds a number that is not exact.
    """
    data = _DECODER.decode(line)
    if not isinstance(data, dict):
        raise ValueError(f"{kind_of(data)} stands where an event is wanted")
    return data


def plain_fields(line: str) -> dict[str, Any] | None:
    """Return the fields on a line without an escape or a fraction, quickly; None where only `fields_on` can tell.

    Outside its strings a line of JSON has as many colons as keys: a key that stands twice leaves one too many.
    """
    if "\\" in line:
        return None
    try:
        data = from_json(line, allow_inf_nan=False, cache_strings="keys")
        if type(data) is dict and _keys(data) == "".join(line.split('"')[::2]).count(":"):
            return data
    except (ValueError, RecursionError, TypeError):  # of type: a half character, which is no text
        pass
    return None


def _keys(value: dict[str, Any] | list[Any]) -> int:
    """Count the keys in a value.

    Raises:
      ValueError: a number in it is not exact.
    """
    found, items = (len(value), value.values()) if isinstance(value, dict) else (0, value)
    for item in items:
        kind = type(item)
        if kind is dict or kind is list:
            found += _keys(item)
        elif kind is float:
            raise ValueError
    return found


def is_whole(line: str) -> bool:
    """Say whether a line without its end is whole: a mapping in JSON to its last bracket, with its hash.

    >>> is_whole('{"id": "a", "hash": "0"}'), is_whole('{"id": "a", "ha')
    (True, False)
    """
    try:
        return "hash" in fields_on(line)
    except (ValueError, RecursionError):
        return False


def parse_line(line: str, place: str) -> EventBase:
    """Return the event on a line, its hash checked.

    Raises:
      RecordError: with the place, when the line is no event or was changed after it was written.
    """
    return parse_with_fields(line, place)[0]


def parse_with_fields(line: str, place: str) -> tuple[EventBase, dict[str, Any]]:
    """Return the event on a line, its hash checked, and the plain fields that say it.

    Raises:
      RecordError: as `parse_line`.
    """
    data, content = _read(line, place)
    event = event_of(data, place)
    if content != event.hash:
        raise RecordError(
            f"{place}: event '{event.id}' was changed after it was written (its hash does not fit)\n"
            "  fix: restore the line, and enter what was wrong as a correction"
        )
    return event, data


def _read(line: str, place: str) -> tuple[dict[str, Any], str]:
    """Return the fields on a line, exact and each once, and the hash of their content."""
    if len(line) > MAX_LINE:
        mend = "shorten the note, and keep long papers as evidence"
        raise RecordError(f"{place}: the line has more than {MAX_LINE:,} characters\n  fix: {mend}")
    try:
        data = plain_fields(line) or fields_on(line)
        return data, digest(data)
    except json.JSONDecodeError as error:
        said = f"{error.msg[0].lower()}{error.msg[1:]} at column {error.colno}"
    except UnicodeEncodeError:
        said = "it holds half a character"
    except RecursionError:
        said = "it is nested too deep"
    except ValueError as error:
        said = str(error)
    raise RecordError(f"{place}: not a line of the record: {said}\n  fix: restore the line from a copy")


def event_of(data: Mapping[str, Any], place: str) -> EventBase:
    """Return the event that plain fields say.

    Raises:
      RecordError: an unknown type, a missing, unknown or ill-typed field; all told at once.
    """
    if (event := plain_event(data)) is not None:
        return event
    kind = data.get("type")
    if not isinstance(kind, str) or kind not in EVENT_KINDS:
        raise RecordError(f"{place}: unknown event type {quoted(kind)}\n  fix: {suggestion(str(kind), EVENT_KINDS)}")
    try:
        event = EVENT.validate_python(data)
    except ValidationError as error:
        raise RecordError("\n".join(_faults(error, EVENT_KINDS[kind], place))) from error
    learn_from(data, event)
    return event


def _faults(error: ValidationError, kind: type[EventBase], place: str) -> Iterable[str]:
    for detail in error.errors(include_url=False):
        loc = [str(part) for part in detail["loc"][1:]]
        name = ".".join(loc) or "the event"
        match detail["type"]:
            case "missing":
                yield f"{place}: the field '{name}' is missing\n  fix: give it"
            case "extra_forbidden":
                yield f"{place}: unknown field {quoted(name)}\n  fix: {suggestion(loc[-1], kind.model_fields)}"
            case "value_error":
                what, _, mend = str(detail["ctx"]["error"]).partition("; ")
                yield f"{place}: {f'{name}: ' if loc else ''}{what}" + (f"\n  fix: {mend}" if mend else "")
            case _:
                yield f"{place}: {name}: {wrong_kind(detail)}\n  fix: {remedy(detail)}"


def _no_float(text: str) -> Any:
    raise ValueError(f"the number {text} is not exact; write it in quotes")


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for number, key in enumerate(names) if key in names[:number])
        raise ValueError(f"the key {quoted(twice)} stands twice")
    return fields


_DECODER = json.JSONDecoder(parse_float=_no_float, parse_constant=_no_float, object_pairs_hook=_no_twice)


def are_in_order(events: Iterable[EventBase]) -> bool:
    """Say, in one pass, whether nothing at all is wrong with the streams; which fault it is, `check_chains` tells."""
    last: dict[str, dict[str, Any]] = {}
    homes: dict[str, str] = {}
    for event in events:
        kind, fields = type(event), event.__dict__
        stream = fields["stream"]
        home = homes.get(fields["of"]) if kind is Correction else stream_name(kind, fields)
        before = last.get(stream)
        if before is None:
            follows = fields["seq"] == 1 and fields["prev"] is None
        else:
            follows = fields["seq"] == before["seq"] + 1 and fields["prev"] == before["hash"]
            follows = follows and (fields["recorded"] >= before["recorded"] or fields["out_of_turn"])
        if home != stream or not follows or fields["id"] in homes:
            return False
        last[stream], homes[fields["id"]] = fields, stream
    return True


def check_chains(events: Iterable[tuple[EventBase, str]]) -> list[str]:
    """Return what is wrong with the streams, in the order of the lines.

    Gaps, forks, lines out of order, events in the wrong stream, corrections of what is not there.

    Args:
      events: each event with its place in the file.
    """
    events = list(events)
    found: list[tuple[int, str]] = []
    streams: dict[str, list[_Line]] = {}
    first: dict[str, _Line] = {}
    for number, (event, place) in enumerate(events):
        line = _Line(number, event, place)
        if event.id in first:
            found.append(
                (number, f"{place}: the event id '{event.id}' stands twice (see {first[event.id].place})\n{_TWICE}")
            )
        first.setdefault(event.id, line)
        streams.setdefault(event.stream, []).append(line)
    for held in streams.values():
        found += [(line.number, f"{line.place}: {said}") for line, said in _check_order(held)]
        held.sort(key=lambda line: line.event.seq)
        for before, line in zip((None, *held), held, strict=False):
            said = _link(before.event if before else None, line.event)
            found += [(line.number, f"{line.place}: {fault}") for fault in (*said, *_home_faults(line.event, first))]
    return [text for _, text in sorted(found)]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the record: its number among the events, what it says, where it stands."""

    number: int
    event: EventBase
    place: str


def _check_order(lines: list[_Line]) -> Iterator[tuple[_Line, str]]:
    """Yield the lines that stand after a later event of their stream."""
    last = lines[0]
    for line in lines:
        if line.event.seq < last.event.seq:
            yield (
                line,
                (
                    f"event {line.event.seq} of stream {line.event.stream} stands after event {last.event.seq}"
                    f" (see {last.place})\n  fix: put the lines back in the order in which they were written"
                ),
            )
        else:
            last = line


def _link(before: EventBase | None, event: EventBase) -> Iterator[str]:
    """Yield what is wrong between an event and the one before it in its stream."""
    last = before.seq if before else 0
    if before is not None and event.seq == last:
        yield (
            f"stream {event.stream} has two events number {event.seq}: two people wrote to it at once\n"
            "  fix: keep one branch's events, and add the other's again with `firstcall record add`"
        )
    elif event.seq != last + 1:
        yield (
            f"stream {event.stream} goes from event {last} to {event.seq}; a line is missing\n"
            "  fix: restore the line from a copy"
        )
    elif event.prev != (before.hash if before else None):
        yield (
            f"event '{event.id}' does not follow the one before it in stream {event.stream}\n"
            "  fix: restore both lines from a copy"
        )
    if before is not None and event.recorded < before.recorded and not event.out_of_turn:
        yield f"event '{event.id}' was recorded before the one it follows\n  fix: restore both lines from a copy"


def _home_faults(event: EventBase, first: Mapping[str, _Line]) -> Iterator[str]:
    """Yield what is wrong with the stream that an event stands in."""
    if not isinstance(event, Correction):
        if (home := stream_name(type(event), event.__dict__)) != event.stream:
            yield (
                f"event '{event.id}' stands in stream {event.stream}, but belongs to {home}\n"
                "  fix: restore the line from a copy"
            )
        return
    held = first.get(event.of)
    if held is None:
        yield f"corrects event '{event.of}', which is not in the record\n  fix: restore the line it corrects"
    elif held.event.stream != event.stream:
        yield f"corrects event '{event.of}' of another stream, {held.event.stream}\n{_AGAIN}"
    elif held.event.seq >= event.seq:
        yield f"corrects event '{event.of}', which is not before it in the stream\n{_AGAIN}"
