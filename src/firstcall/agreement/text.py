"""YAML text -> plain values, with the place of every key and value.

Only what a contract file needs is read: mappings, lists and text. Every scalar stays text (the
models type it), except null, true and false. Refused, with the place: duplicate keys, anchors and
aliases, tags, several documents, tabs as indentation, and anything absurdly deep or large.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from firstcall.errors import AgreementError, Place, Problem

MAX_BYTES = 2_000_000
MAX_DEPTH = 24
MAX_NODES = 200_000

Path = tuple[str | int, ...]


@dataclass(slots=True)
class Places:
    """Where each key and value of a document stands, by path."""

    file: str
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)

    def of(self, path: Path) -> Place:
        """Return the place of the longest part of a path that the text has."""
        for length in range(len(path), -1, -1):
            place = self.keys.get(path[:length]) or self.values.get(path[:length])
            if place is not None:
                return place
        return Place(self.file, 1, 1)


def decode(raw: bytes, file: str) -> str:
    """Return a document's text.

    Raises:
      AgreementError: too large, empty, or not UTF-8; with the place of the first wrong byte.
    """
    start = Place(file, 1, 1)
    if len(raw) > MAX_BYTES:
        what = f"the file has {len(raw):,} bytes; at most {MAX_BYTES:,} are read"
        raise AgreementError([Problem(start, what, "split it, or check that it is the right file")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        place = Place(file, before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1)
        what = f"the file is not UTF-8 text (byte 0x{raw[error.start]:02x})"
        raise AgreementError([Problem(place, what, "save it as UTF-8")]) from error
    if not text.strip():
        raise AgreementError([Problem(start, "the file is empty", "start from `firstcall new`, or check the path")])
    return text


def read_yaml(text: str, file: str) -> tuple[dict[str, Any], Places, tuple[Problem, ...]]:
    """Return a document's top mapping, the places of its parts, and the problems that let reading go on.

    Raises:
      AgreementError: the text is not YAML, or is of a kind that is refused.
    """
    reader = _Reader(file)
    try:
        for event in YAML(pure=True).parse(text):
            reader.take(event)
    except MarkedYAMLError as error:
        raise AgreementError([*reader.problems, _syntax_problem(error, file)]) from error
    except (YAMLError, RecursionError, ValueError) as error:
        what = f"the file cannot be read as YAML ({type(error).__name__})"
        raise AgreementError([*reader.problems, Problem(Place(file, 1, 1), what, "check for stray bytes")]) from error
    if not isinstance(reader.root, dict):
        what = "the document is not a mapping of keys to values"
        raise AgreementError([Problem(Place(file, 1, 1), what, "begin with `schema: firstcall/agreement/1`")])
    return reader.root, reader.places, tuple(reader.problems)


def _syntax_problem(error: MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
    said = " ".join(str(error.problem or error.context or "it does not parse").split())
    if "\\t" in said:
        return Problem(place, "a tab stands where YAML wants spaces", "indent with spaces")
    see = None
    if error.context_mark and error.context_mark is not mark:
        see = str(Place(file, error.context_mark.line + 1, error.context_mark.column + 1))
    mend = "check the indentation, the colon after each key, and quotes that open and close"
    return Problem(place, f"not valid YAML: {said}", mend, see)


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being read, and the key that waits for its value."""

    path: Path
    value: dict[str, Any] | list[Any]
    key: str | None = None
    skip: bool = False


class _Reader:
    """Builds plain values from YAML events, without recursion."""

    def __init__(self, file: str) -> None:
        self.file, self.root = file, None
        self.places, self.problems = Places(file), list[Problem]()
        self._stack: list[_Open] = []
        self._nodes = 0
        self._documents = 0

    def take(self, event: Event) -> None:
        match event:
            case DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._refuse(event, "a second document starts here", "keep one document in a file")
            case AliasEvent():
                self._refuse(event, "an alias (*) stands here", "write the value out; aliases are not read")
            case ScalarEvent() | MappingStartEvent() | SequenceStartEvent():
                self._node(event)
            case MappingEndEvent() | SequenceEndEvent():
                self._stack.pop()
            case _:
                pass

    def _node(self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._refuse(event, f"the file has more than {MAX_NODES:,} values", "check that it is the right file")
        if event.anchor:
            self._refuse(event, "an anchor (&) stands here", "write the value out; anchors are not read")
        if event.tag is not None and str(event.tag).startswith(("!", "tag:")) and not _plain(event):
            self._refuse(event, f"a tag ({event.tag}) stands here", "leave it out; values are typed by their key")
        top = self._stack[-1] if self._stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self._key(top, event)
        else:
            self._value(top, event)

    def _key(self, top: _Open, event: NodeEvent) -> None:
        if not isinstance(event, ScalarEvent):
            self._refuse(event, "a key is a list or a mapping", "write a plain word before the colon")
            return
        key, place = str(event.value), self._place(event)
        if key == "<<":
            self._refuse(event, "a merge key (<<) stands here", "write the values out")
        top.key, top.skip = key, key.startswith("x-")
        path = (*top.path, key)
        if not top.skip and path in self.places.keys:
            see = f"{self.places.keys[path]} (the first '{key}')"
            self.problems.append(Problem(place, f"the key '{key}' stands twice", "keep one of them", see))
        elif not top.skip:
            self.places.keys[path] = place

    def _value(self, top: _Open | None, event: NodeEvent) -> None:
        path = self._path(top)
        value: Any = [] if isinstance(event, SequenceStartEvent) else {}
        if isinstance(event, ScalarEvent):
            value = _scalar(event)
        self.places.values.setdefault(path, self._place(event))
        self._put(top, value)
        if not isinstance(event, ScalarEvent):
            if len(self._stack) >= MAX_DEPTH:
                self._refuse(
                    event,
                    f"nested more than {MAX_DEPTH} deep",
                    "no agreement needs this depth; check the file",
                )
            self._stack.append(_Open(path, value))

    def _path(self, top: _Open | None) -> Path:
        if top is None:
            return ()
        return (*top.path, top.key if isinstance(top.value, dict) and top.key is not None else len(top.value))

    def _put(self, top: _Open | None, value: Any) -> None:
        if top is None:
            self.root = value
        elif isinstance(top.value, list):
            top.value.append(value)
        elif top.key is not None:
            if not top.skip:
                top.value.setdefault(top.key, value)
            top.key, top.skip = None, False

    def _place(self, event: Event) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _refuse(self, event: Event, what: str, mend: str) -> None:
        raise AgreementError([*self.problems, Problem(self._place(event), what, mend)])


def _plain(event: ScalarEvent | MappingStartEvent | SequenceStartEvent) -> bool:
    return str(event.tag) in ("tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq", "!")


def _scalar(event: ScalarEvent) -> str | bool | None:
    text = str(event.value)
    if event.style is None:
        if text in ("", "null", "~", "Null", "NULL"):
            return None
        if text in ("true", "True", "TRUE"):
            return True
        if text in ("false", "False", "FALSE"):
            return False
    return text


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every part of plain values with its path, parents first."""
    yield path, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from walk(item, (*path, index))
