"""Line -> event, for lines that are alike but for their words: one pattern reads them, checks them and their hash.

A long record has lines of a few shapes. Once some lines of a shape were read in full, the next ones are held against
a pattern of it: the same keys in the same order, written as this program writes them, each word plainly of its field's
kind. What fits is read without parsing it anew; what does not, in any way, is left to whoever reads in full.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from operator import itemgetter
from typing import Any, NamedTuple

from firstcall.record.events.entry import EventBase
from firstcall.record.events.plain import FieldReader, PlainKind, plain_event, plain_kind
from firstcall.values import dataclass

ALIKE_FIRST = 32
"""How many lines of a shape are read in full before it gets a pattern, which is dear to make."""
MOST_SHAPES = 12
"""How many shapes of one kind and length are kept."""
MOST_WORDS_OF_LINE = 60
"""How many words a line with a pattern has at most."""

_TYPE = '"type": "'
_KEY = re.compile(r"[A-Za-z0-9_.\-]+").fullmatch
_ANY_WORD = r'[^"\\\x00-\x1f]*'
_NUMBER = r"[1-9][0-9]{0,8}"
_BETWEEN, _IS = ", ", ": "
"""What stands between two fields, and between a field's name and what it holds, as this program writes lines."""

LineWords = tuple[str, ...]
"""What a pattern found in a line, in the order of the line."""
MadeOfWords = Callable[[LineWords], Any]
"""From the words of a line to what one of its fields holds."""


class _NoPattern(Exception):
    """A line is too unlike others for a pattern."""


class Stencil(NamedTuple):
    """Lines of one shape: how they are recognised, what their hash covers, how an event is made of them."""

    match: Callable[[str], re.Match[str] | None]
    content: str
    """The canonical JSON of the line, but for the words."""
    in_order: Callable[[LineWords], LineWords]
    """The words in the order of the canonical JSON."""
    hash_at: int
    plain: PlainKind
    given: set[str]
    always: Mapping[str, Any]
    names: LineWords
    """The fields that hold a word as it stands."""
    held: Callable[[LineWords], LineWords]
    """Their words."""
    read: tuple[tuple[str, FieldReader, int], ...]
    """The fields that hold what is read of one word, and which."""
    made: tuple[tuple[str, MadeOfWords], ...]
    """The other fields, and how what they hold is made."""

    def event(self, line: str) -> EventBase | None:
        """Return the event on a line of this shape, its hash checked; None where only reading in full can tell."""
        found = self.match(line)
        if found is None:
            return None
        words = found.groups()
        values = {**self.always}
        values.update(zip(self.names, self.held(words)))  # noqa: B905 - one word each, by how both were made
        try:
            text = (self.content % self.in_order(words)).encode()
            if hashlib.sha256(text).hexdigest() != words[self.hash_at]:
                return None
            for name, read, at in self.read:
                values[name] = read(words[at])
            for name, made in self.made:
                values[name] = made(words)
            return self.plain.made(values, self.given)
        except (AttributeError, LookupError, TypeError, ValueError):
            return None


@dataclass(slots=True)
class Stencils:
    """The shapes met while one record is read."""

    _shapes: dict[tuple[str, int], list[Stencil]] = field(default_factory=dict)
    _seen: Counter[tuple[str, int]] = field(default_factory=Counter)

    def event(self, line: str) -> EventBase | None:
        """Return the event on a line whose shape is known, its hash checked; None where it must be read in full."""
        for stencil in self._shapes.get(_look(line), ()):
            if (event := stencil.event(line)) is not None:
                return event
        return None

    def learn(self, line: str, data: Mapping[str, Any]) -> None:
        """Take in a line that was read in full, and what its fields say."""
        key = _look(line)
        self._seen[key] += 1
        held = self._shapes.setdefault(key, [])
        if self._seen[key] < ALIKE_FIRST or len(held) >= MOST_SHAPES:
            return
        self._seen[key] = 0
        try:
            stencil = _stencil(data)
        except _NoPattern:
            return
        if stencil.event(line) is not None:
            held.append(stencil)


def _look(line: str) -> tuple[str, int]:
    """Return what tells most shapes apart at a glance: the word after the first `type`, and how many quotes there are.

    It is a hint: whether a line is of a shape, its pattern says.
    """
    start = line.find(_TYPE) + len(_TYPE)
    return line[start : line.find('"', start)], line.count('"')


def _stencil(data: Mapping[str, Any]) -> Stencil:
    """Return the pattern of lines that say other words in the same fields.

    Raises:
      _NoPattern: they must be read in full.
    """
    plain = plain_kind(data)
    if plain is None or plain_event(data) is None:
        raise _NoPattern
    line, pattern, content = _Line(), list[str](), dict[str, str]()
    names, held, always = list[str](), list[int](), dict[str, Any](plain.defaults)
    read, made = list[tuple[str, FieldReader, int]](), list[tuple[str, MadeOfWords]]()
    for name, value in data.items():
        first, wanted = len(line.words), plain.words.get(name)
        if name == "type":
            found, content[name], always[name] = f'"{re.escape(value)}"', f'"{value}"', value
        elif type(value) is str and wanted is not None:
            found, content[name] = line.word(wanted.pattern)
            if wanted.read is None:
                names.append(name)
                held.append(first)
            else:
                read.append((name, wanted.read, first))
        elif name == "seq" and type(value) is int:
            found, content[name] = line.word(_NUMBER, "")
            read.append((name, int, first))
        else:
            found, content[name], build = line.part(value)
            made.append((name, _of_part(plain.readers[name], build)))
        pattern.append(_field(name, found))
    order = line.order(content)
    return Stencil(
        re.compile(rf"\{{{_BETWEEN.join(pattern)}\}}", re.ASCII).fullmatch, order[0], itemgetter(*order[1]),
        line.words.index(content["hash"]), plain, set(data), always, tuple(names), itemgetter(*held),
        tuple(read), tuple(made),
    )  # fmt: skip


class _Line:
    """The words of a line as they are met, each with a mark that stands for it in the canonical JSON."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def word(self, pattern: str, quotes: str = '"') -> tuple[str, str]:
        """Take in a word; return the pattern that finds it, and what stands for it."""
        if len(self.words) >= MOST_WORDS_OF_LINE:
            raise _NoPattern
        self.words.append(f"{quotes}\0{len(self.words)}\0{quotes}")
        return f"{quotes}({pattern}){quotes}", self.words[-1]

    def part(self, value: object) -> tuple[str, str, MadeOfWords]:
        """Take in what a field holds; return its pattern, its canonical JSON, and how it is made of the words."""
        at = len(self.words)
        if type(value) is str:
            return *self.word(_ANY_WORD), itemgetter(at)
        if type(value) is int:
            return *self.word(_NUMBER, ""), _of_word(int, at)
        if value is True or value is False:
            said = str(value).lower()
            return said, said, lambda words: value
        if type(value) is dict:
            return self._mapping(value)
        if type(value) is list:
            parts = [self.part(item) for item in value]
            builds = [build for _, _, build in parts]
            return (
                rf"\[{_BETWEEN.join(found for found, _, _ in parts)}\]",
                f"[{','.join(said for _, said, _ in parts)}]", lambda words: [build(words) for build in builds],
            )  # fmt: skip
        raise _NoPattern

    def _mapping(self, value: dict[str, Any]) -> tuple[str, str, MadeOfWords]:
        parts = {name: self.part(item) for name, item in value.items()}
        builds = [(name, build) for name, (_, _, build) in parts.items()]
        return (
            rf"\{{{_BETWEEN.join(_field(name, found) for name, (found, _, _) in parts.items())}\}}",
            _canonical({name: said for name, (_, said, _) in parts.items()}),
            lambda words: {name: build(words) for name, build in builds},
        )

    def order(self, content: Mapping[str, str]) -> tuple[str, Sequence[int]]:
        """Return the canonical JSON of the line but its hash, with gaps for words, and which word fills each."""
        text = _canonical({name: said for name, said in content.items() if name != "hash"}).split("\0")
        return "%s".join(part.replace("%", "%%") for part in text[::2]), [int(number) for number in text[1::2]]


def _canonical(content: Mapping[str, str]) -> str:
    held = (f'"{name}":{content[name]}' for name in sorted(content))
    return f"{{{','.join(held)}}}"


def _field(name: str, found: str) -> str:
    if _KEY(name) is None:
        raise _NoPattern
    return _IS.join((f'"{re.escape(name)}"', found))


def _of_word(read: Callable[[Any], Any], at: int) -> MadeOfWords:
    return lambda words: read(words[at])


def _of_part(read: Callable[[Any], Any], build: MadeOfWords) -> MadeOfWords:
    return lambda words: read(build(words))
