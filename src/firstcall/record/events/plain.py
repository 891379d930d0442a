"""Fields -> event, for lines that are plainly right: each field is looked at by itself, without the whole model.

A long record has lines of a few shapes, and checking each by its model costs more than reading it. Here a field is
either read directly (ids, instants, digests, exact amounts) or as the model read the same words before. What is not
plainly right, or was never seen, is left to the model, which alone says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache, lru_cache
from types import NoneType
from typing import Any, NamedTuple, get_args, get_type_hints

from firstcall.agreement.model.basis import DIGEST_PATTERN, ID_PATTERN, Id, Text
from firstcall.agreement.model.definitions import Ids
from firstcall.agreement.model.exact import DECIMAL_PATTERN, Exact
from firstcall.record.events.entry import PLAIN_INSTANT, Digest, EventBase, Flag, Instant, OfferTerms, Quantity
from firstcall.record.events.kinds import EVENT_KINDS

FieldReader = Callable[[Any], Any]
"""From what stands on a line to what the event has; an error of type, name or value leaves it to the model."""
FieldCheck = Callable[[Any], object]
"""For what the event has as it stands on the line: false, or one of these errors, leaves it to the model."""
MOST_SEEN = 10_000
"""How many different words of one field are kept."""
_set = object.__setattr__
_new = object.__new__


class WordOf(NamedTuple):
    """A field that one word of a line fills: what the word looks like, and what the event has for it."""

    pattern: str
    """Without groups, for a word without quotes, backslashes or control characters."""
    read: FieldReader | None
    """None where the event has the word as it stands."""


class PlainKind:
    """A kind of event: how each field is read, what it has by default, what must be there."""

    __slots__ = ("_afterwards", "_lines", "_required", "_seen", "defaults", "kind", "readers", "words")

    def __init__(self, kind: type[EventBase]) -> None:
        hints, fields = get_type_hints(kind, include_extras=True), kind.model_fields
        self.kind = kind
        self._seen: dict[str, dict[str, Any]] = {}
        self.readers = {name: _reader(name, _unless_none(hints[name])) or self._seen_before(name) for name in fields}
        self.defaults = {name: field.get_default(call_default_factory=True) for name, field in fields.items()}
        self.words = {name: _WORDS[read] for name, read in self.readers.items() if read in _WORDS}
        self._required = frozenset(name for name, field in fields.items() if field.is_required())
        self._lines: dict[tuple[str, ...], _Line] = {}
        checks = kind.__pydantic_decorators__.model_validators.items()
        self._afterwards = tuple(name for name, check in checks if check.info.mode == "after")

    def _seen_before(self, name: str) -> FieldReader:
        seen = self._seen[name] = {}
        return lambda given: seen[repr(given)]

    def line(self, names: tuple[str, ...]) -> _Line | None:
        """Return how a line with these keys is read; None where one is missing or unknown."""
        held = self._lines.get(names)
        if held is None and self._required <= set(names) <= self.defaults.keys() and len(self._lines) < MOST_SEEN:
            checks = tuple((name, check) for name in names if (check := _CHECKED.get(self.readers[name])) is not None)
            reads = tuple((name, self.readers[name]) for name in names if self.readers[name] not in (_kind, *_CHECKED))
            held = self._lines[names] = _Line(set(names), checks, reads)
        return held

    def learn(self, data: Mapping[str, Any], event: EventBase) -> None:
        """Keep what the model made of the fields that are not read directly."""
        for name, seen in self._seen.items():
            if name in data and len(seen) < MOST_SEEN and isinstance(data[name], (str, int, list, dict)):
                seen[repr(data[name])] = event.__dict__[name]

    def made(self, values: dict[str, Any], names: set[str]) -> EventBase:
        """Return the event with these values, each as its field holds it, as the model builds it.

        Args:
          values: every field's, in the order of the model.
          names: the fields that were given; lines with the same keys may share the set of them.

        Raises:
          ValueError: together they say what no event does.
        """
        event = _new(self.kind)
        _set(event, "__dict__", values)
        _set(event, "__pydantic_fields_set__", names)
        _set(event, "__pydantic_extra__", None)
        _set(event, "__pydantic_private__", None)
        for name in self._afterwards:
            getattr(event, name)()
        return event


class _Line(NamedTuple):
    """Lines of one kind with the same keys: the keys, those that only need a look, those that are read."""

    names: set[str]
    checks: tuple[tuple[str, FieldCheck], ...]
    reads: tuple[tuple[str, FieldReader], ...]


def plain_event(data: Mapping[str, Any]) -> EventBase | None:
    """Return the event that fields say, the same as its model makes of them; None where only the model can tell."""
    plain = plain_kind(data)
    line = plain.line(tuple(data)) if plain is not None else None
    if plain is None or line is None:
        return None
    try:
        for name, check in line.checks:
            if not check(data[name]):
                return None
        values = {**plain.defaults, **data}
        for name, read in line.reads:
            values[name] = read(data[name])
        return plain.made(values, line.names)
    except (AttributeError, LookupError, TypeError, ValueError):
        return None


def plain_kind(data: Mapping[str, Any]) -> PlainKind | None:
    """Return the kind of event that fields name, as it is read plainly; None where they name none."""
    kind = data.get("type")
    return _kind_named(kind) if isinstance(kind, str) and kind in EVENT_KINDS else None


def learn_from(data: Mapping[str, Any], event: EventBase) -> None:
    """Take in what the model made of some fields, so that the same words need it no more."""
    _kind_named(event.type).learn(data, event)


@cache
def _kind_named(kind: str) -> PlainKind:
    return PlainKind(EVENT_KINDS[kind])


def _unless_none(hint: Any) -> Any:
    """Return what a field holds where it is given; an explicit null is left to the model."""
    given = [part for part in get_args(hint) if part is not NoneType]
    return given[0] if NoneType in get_args(hint) and len(given) == 1 else hint


_ID, _DIGEST, _DECIMAL = (pattern.strip("^$") for pattern in (ID_PATTERN, DIGEST_PATTERN, DECIMAL_PATTERN))
_id = re.compile(_ID).fullmatch
_digest = re.compile(_DIGEST).fullmatch
_decimal = re.compile(_DECIMAL).fullmatch
_text = re.compile("[^\\ud800-\\udfff]{1,4000}").fullmatch


def _word(given: Any) -> Any:
    if _id(given):
        return given
    raise ValueError


def _whole_text(given: Any) -> Any:
    if _text(given):
        return given
    raise ValueError


def _sha256(given: Any) -> Any:
    if _digest(given):
        return given
    raise ValueError


def _kind(given: Any) -> Any:
    return given


def _number(given: Any) -> Any:
    if type(given) is int and given >= 1:
        return given
    raise ValueError


def _flag(given: Any) -> Any:
    if given is True or given is False:
        return given
    raise ValueError


def _moment(given: Any) -> Any:
    if PLAIN_INSTANT.fullmatch(given):
        return _instant_of(given)
    raise ValueError


@lru_cache(maxsize=256)
def _instant_of(given: str) -> datetime:
    """Return an instant; an event takes effect and is entered at one, or near others that are."""
    return datetime.fromisoformat(given).astimezone(UTC)


def _amount(given: Any) -> Any:
    if _decimal(given):
        return Decimal(given)
    raise ValueError


def _quantity(given: Any) -> Any:
    return _above_zero(_amount(given))


def _above_zero(given: Any) -> Any:
    if (amount := Decimal(given)) > 0:
        return amount
    raise ValueError


def _terms(given: Any) -> Any:
    return {_word(name): _whole_text(value) for name, value in given.items()}


def _words_by_name(given: Any) -> Any:
    return {_word(name): _word(value) for name, value in given.items()}


def _words(given: Any) -> Any:
    if type(given) is list:
        return tuple([_word(item) for item in given])
    raise ValueError


def _ungrouped(pattern: str) -> str:
    return pattern.replace("(", "(?:")


_CHECKED: dict[FieldReader, FieldCheck] = {_word: _id, _whole_text: _text, _sha256: _digest}
_WORDS: dict[FieldReader, WordOf] = {
    _word: WordOf(_ID, None), _whole_text: WordOf(r'[^"\\\x00-\x1f]{1,4000}', None), _sha256: WordOf(_DIGEST, None),
    _moment: WordOf(_ungrouped(PLAIN_INSTANT.pattern), _instant_of), _amount: WordOf(_ungrouped(_DECIMAL), Decimal),
    _quantity: WordOf(_ungrouped(_DECIMAL), _above_zero),
}  # fmt: skip
_READERS: tuple[tuple[Any, FieldReader], ...] = (
    (Id, _word), (Text, _whole_text), (Digest, _sha256), (Instant, _moment), (Exact, _amount), (Quantity, _quantity),
    (Flag, _flag), (OfferTerms, _terms), (dict[Id, Id], _words_by_name), (Ids, _words),
)  # fmt: skip
"""How a field of each type is read; not a dictionary, since not every type can be a key."""


def _reader(name: str, hint: Any) -> FieldReader | None:
    if name == "type":
        return _kind
    if name == "seq":
        return _number
    return next((reader for known, reader in _READERS if known == hint), None)
