"""Events <-> lines of JSON, each stream a chain of hashes; what does not fit is told by line.

The hash of an event covers everything on its line but the hash itself. Streams are separate chains,
so that two people's branches merge unless they wrote to the same stream.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from firstcall.agreement.model.basis import kind_of
from firstcall.agreement.read.problems import remedy, wrong_kind
from firstcall.agreement.read.text_faults import KeyTwice
from firstcall.errors import Place, Problem, RecordError, near_or_listed, problem_at, unknown
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import EVENT_KINDS, Correction
from firstcall.record.events.offer import WaiverGiven
from firstcall.record.events.plain import learn_from, plain_event
from firstcall.record.journal.line_faults import (
    ChangedAfterWriting,
    CorrectAgain,
    CorrectsLater,
    CorrectsNothing,
    CorrectsOtherStream,
    DoesNotFollow,
    EventIdTwice,
    FieldMissing,
    GiveField,
    HalfCharacter,
    KeepOneBranch,
    KeepOneEvent,
    LineTooLong,
    MissingBetween,
    NestedTooDeep,
    NoJsonFromColumn,
    NoMappingOfEvent,
    NoRecordLine,
    NumberNotExact,
    NumberTooLong,
    OfOtherStream,
    OutOfOrder,
    PutLinesBack,
    RecordedBefore,
    RestoreAndCorrect,
    RestoreBothLines,
    RestoreCorrected,
    RestoreLine,
    ShortenNote,
    TwoOfOneNumber,
    WrongInEvent,
    WrongInField,
)
from firstcall.said import Said, Unreadable
from firstcall.values import dataclass

MAX_LINE = 200_000
NO_HASH = "0" * 64
"""What stands for the hash of an event that is on no line."""
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
_PLAIN = json.JSONEncoder(separators=(", ", ": "), ensure_ascii=False).encode


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
        raise Unreadable(NoMappingOfEvent(given=kind_of(data)))
    return data


def supposed_on(line: str) -> Any:
    """Return what a line of a what-if says, each key once; a number with a fraction is the text that it is written as.

    Raises:
      ValueError: the line is not JSON, names a key twice, or holds what is no number.
    """
    return _SUPPOSING.decode(line)


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


def broke_off(line: str) -> bool:
    """Say whether a last line without its end is the beginning of one, as a write leaves it that was cut off.

    What goes on after a whole event, or has one in another shape, was never cut: it is damaged, and refused as
    any other line is.

    >>> broke_off('{"id": "a", "ha'), broke_off('{"id": "a", "hash": "0"}'), broke_off('{"id": "a"}{"id": "b"}')
    (True, False, False)
    """
    try:
        _WHATEVER.raw_decode(line.strip())
    except RecursionError:
        return False
    except ValueError:
        return bool(line.strip())
    return False


def is_whole(line: str) -> bool:
    """Say whether a last line without its end is a mapping in JSON, so that its end is all that it lacks."""
    try:
        return isinstance(_WHATEVER.decode(line), dict)
    except (ValueError, RecursionError):
        return False


def parse_line(line: str, where: Place | Said) -> EventBase:
    """Return the event on a line, its hash checked; `where` is its place, or what it is the line of.

    Raises:
      RecordError: with the place, when the line is no event or was changed after it was written.
    """
    return parse_with_fields(line, where)[0]


def parse_with_fields(line: str, where: Place | Said) -> tuple[EventBase, dict[str, Any]]:
    """Return the event on a line, its hash checked, and the plain fields that say it.

    Raises:
      RecordError: as `parse_line`.
    """
    data, content = _read(line, where)
    event = event_of(data, where)
    if content != event.hash:
        raise RecordError.of([problem_at(where, ChangedAfterWriting(event=event.id), RestoreAndCorrect())])
    return event, data


def _read(line: str, where: Place | Said) -> tuple[dict[str, Any], str]:
    """Return the fields on a line, exact and each once, and the hash of their content."""
    if len(line) > MAX_LINE:
        raise RecordError.of([problem_at(where, LineTooLong(most=MAX_LINE), ShortenNote())])
    why: Said
    try:
        data = plain_fields(line) or fields_on(line)
        return data, digest(data)
    except json.JSONDecodeError as error:
        why = NoJsonFromColumn(column=str(error.colno))
    except UnicodeEncodeError:
        why = HalfCharacter()
    except RecursionError:
        why = NestedTooDeep()
    except Unreadable as error:
        why = error.what
    except ValueError:
        why = NumberTooLong()
    raise RecordError.of([problem_at(where, NoRecordLine(why=why), RestoreLine())])


def event_of(data: Mapping[str, Any], where: Place | Said) -> EventBase:
    """Return the event that plain fields say.

    Raises:
      RecordError: an unknown type, a missing, unknown or ill-typed field; all told at once.
    """
    if (event := plain_event(data)) is not None:
        return event
    kind = data.get("type")
    if not isinstance(kind, str) or kind not in EVENT_KINDS:
        fix = near_or_listed(str(kind), EVENT_KINDS, "event type")
        raise RecordError.of([problem_at(where, unknown("event type", kind), fix)])
    try:
        event = EVENT_KINDS[kind].model_validate(data)
    except ValidationError as error:
        raise RecordError.of(_faults(error, EVENT_KINDS[kind], where)) from error
    learn_from(data, event)
    return event


def _faults(error: ValidationError, kind: type[EventBase], where: Place | Said) -> Iterator[Problem]:
    for detail in error.errors(include_url=False):
        loc = [str(part) for part in detail["loc"]]
        name = ".".join(loc)
        refused = detail.get("ctx", {}).get("error")
        if detail["type"] == "missing":
            yield problem_at(where, FieldMissing(field=name), GiveField())
        elif detail["type"] == "extra_forbidden":
            yield problem_at(where, unknown("field", name), near_or_listed(loc[-1], kind.model_fields, "field"))
        elif isinstance(refused, Unreadable):
            what = WrongInField(field=name, what=refused.what) if loc else refused.what
            yield problem_at(where, what, refused.fix)
        else:
            wrong = wrong_kind(detail)
            what = WrongInField(field=name, what=wrong) if loc else WrongInEvent(what=wrong)
            yield problem_at(where, what, remedy(detail))


def _no_float(text: str) -> Any:
    raise Unreadable(NumberNotExact(number=text))


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for number, key in enumerate(names) if key in names[:number])
        raise Unreadable(KeyTwice(key=twice))
    return fields


_DECODER = json.JSONDecoder(parse_float=_no_float, parse_constant=_no_float, object_pairs_hook=_no_twice)
_SUPPOSING = json.JSONDecoder(parse_float=str, parse_constant=_no_float, object_pairs_hook=_no_twice)
_WHATEVER = json.JSONDecoder(parse_int=str, parse_float=str)


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


def check_chains(events: Iterable[tuple[EventBase, Place]]) -> list[Problem]:
    """Return what is wrong with the streams, in the order of the lines.

    Gaps, forks, lines out of order, events in the wrong stream, corrections of what is not there.

    Args:
      events: each event with its place in the file.
    """
    events = list(events)
    found: list[tuple[int, Problem]] = []
    streams: dict[str, list[_Line]] = {}
    first: dict[str, _Line] = {}
    for number, (event, place) in enumerate(events):
        line = _Line(number, event, place)
        if event.id in first:
            twice = EventIdTwice(event=event.id, place=str(first[event.id].place))
            found.append((number, Problem(place, twice, KeepOneEvent())))
        first.setdefault(event.id, line)
        streams.setdefault(event.stream, []).append(line)
    for held in streams.values():
        found += list(_check_order(held))
        held.sort(key=lambda line: line.event.seq)
        for before, line in zip((None, *held), held, strict=False):
            told = (*_link(before.event if before else None, line.event), *_home_faults(line.event, first))
            found += [(line.number, Problem(line.place, what, fix)) for what, fix in told]
    return [problem for _, problem in sorted(found, key=lambda one: (one[0], str(one[1])))]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the record: its number among the events, what it says, where it stands."""

    number: int
    event: EventBase
    place: Place


def _check_order(lines: list[_Line]) -> Iterator[tuple[int, Problem]]:
    """Yield the lines that stand after a later event of their stream, each with its number."""
    last = lines[0]
    for line in lines:
        if line.event.seq < last.event.seq:
            what = OutOfOrder(number=str(line.event.seq), stream=line.event.stream, later=str(last.event.seq),
                              place=str(last.place))  # fmt: skip
            yield line.number, Problem(line.place, what, PutLinesBack())
        else:
            last = line


def _link(before: EventBase | None, event: EventBase) -> Iterator[tuple[Said, Said]]:
    """Yield what is wrong between an event and the one before it in its stream, and how to mend it."""
    last = before.seq if before else 0
    if before is not None and event.seq == last:
        yield TwoOfOneNumber(stream=event.stream, number=str(event.seq)), KeepOneBranch()
    elif event.seq != last + 1:
        yield MissingBetween(stream=event.stream, last=str(last), number=str(event.seq)), RestoreLine()
    elif event.prev != (before.hash if before else None):
        yield DoesNotFollow(event=event.id, stream=event.stream), RestoreBothLines()
    if before is not None and event.recorded < before.recorded and not event.out_of_turn:
        yield RecordedBefore(event=event.id), RestoreBothLines()


def _home_faults(event: EventBase, first: Mapping[str, _Line]) -> Iterator[tuple[Said, Said]]:
    """Yield what is wrong with the stream that an event stands in, and how to mend it."""
    if not isinstance(event, Correction):
        if (home := stream_name(type(event), event.__dict__)) != event.stream:
            yield OfOtherStream(event=event.id, stream=event.stream, home=home), RestoreLine()
        return
    held = first.get(event.of)
    if held is None:
        yield CorrectsNothing(event=event.of), RestoreCorrected()
    elif held.event.stream != event.stream:
        yield CorrectsOtherStream(event=event.of, stream=held.event.stream), CorrectAgain()
    elif held.event.seq >= event.seq:
        yield CorrectsLater(event=event.of), CorrectAgain()
