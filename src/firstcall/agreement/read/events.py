"""The whole of YAML that is read, from the events of a parser: what is more than plain, and every fault of a text."""

from __future__ import annotations

import re
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

from firstcall.agreement.model.basis import kind_of
from firstcall.agreement.read import text_faults as fault
from firstcall.agreement.read.plain_text import MAX_DEPTH, MAX_NODES, NO_TEXT, Path, Places, scalar
from firstcall.errors import AgreementError, Place, Problem, quoted
from firstcall.said import Said
from firstcall.values import dataclass

_TABBED = re.compile(r"[ ]*\t")


def read_events(text: str, file: str) -> tuple[dict[str, Any], Places, tuple[Problem, ...]]:
    """Return a document's top mapping, the places of its parts, and the problems that let reading go on.

    Raises:
      AgreementError: the text is not YAML, or is of a kind that is refused.
    """
    reader = _Reader(file)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            reader.take(event)
    except MarkedYAMLError as error:
        raise AgreementError([*reader.problems, _syntax_problem(error, file, text)]) from error
    except (YAMLError, RecursionError, ValueError) as error:
        here = Problem(reader.last, fault.UnreadableFromHere(), fault.CheckEscapes())
        raise AgreementError([*reader.problems, here]) from error
    if reader.is_empty:
        raise AgreementError([Problem(Place(file, 1, 1), fault.EmptyFile(), fault.StartAnew())])
    if not isinstance(reader.root, dict):
        what = fault.NoMapping(given=kind_of(reader.root))
        raise AgreementError([Problem(Place(file, 1, 1), what, fault.WriteKeys(example="id: harbour"))])
    return reader.root, reader.places, tuple(reader.problems)


def _syntax_problem(error: MarkedYAMLError, file: str, text: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
    said = " ".join(str(error.problem or error.context or "").split())
    line = text.split("\n")[place.line - 1 : place.line]
    if "\\t" in said or (line and _TABBED.match(line[0])):
        return Problem(place, fault.TabStands(), fault.IndentWithSpaces())
    opened = error.context_mark
    if opened and "end of stream" in said:
        begins = Place(file, opened.line + 1, opened.column + 1)
        return Problem(begins, fault.NeverClosed(), fault.CloseIt())
    see = None
    if error.context_mark and error.context_mark is not mark:
        begins = Place(file, error.context_mark.line + 1, error.context_mark.column + 1)
        see = fault.BeginsThere(place=str(begins))
    return Problem(place, fault.NoValidYaml(why=said) if said else fault.DoesNotParse(), fault.CheckYaml(), see)


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being read, and the key that waits for its value."""

    path: Path
    value: dict[str, Any] | list[Any]
    key: str | None = None


class _Reader:
    """Builds plain values from YAML events, without recursion."""

    def __init__(self, file: str) -> None:
        self.file, self.root = file, None
        self.places, self.problems = Places(file), list[Problem]()
        self._stack: list[_Open] = []
        self._nodes = 0
        self._documents = 0
        self.last = Place(file, 1, 1)
        """Where the latest part that was read begins."""

    @property
    def is_empty(self) -> bool:
        """Whether the text holds no document at all, but remarks or nothing."""
        return self._nodes == 0

    def take(self, event: Event) -> None:
        self.last = self._place(event)
        match event:
            case DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._refuse(event, fault.SecondDocument(), fault.OneDocument())
            case AliasEvent():
                self._refuse(event, fault.AliasStands(), fault.WriteOutAlias())
            case ScalarEvent() | MappingStartEvent() | SequenceStartEvent():
                self._node(event)
            case MappingEndEvent() | SequenceEndEvent():
                self._stack.pop()
            case _:
                pass

    def _node(self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._refuse(event, fault.TooManyValues(most=MAX_NODES), fault.CheckFile())
        if event.anchor:
            self._refuse(event, fault.AnchorStands(), fault.WriteOutAnchor())
        if event.tag is not None and str(event.tag) != "!":
            self._refuse(event, fault.TagStands(tag=str(event.tag)), fault.LeaveTagOut())
        top = self._stack[-1] if self._stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self._key(top, event)
        else:
            self._value(top, event)

    def _key(self, top: _Open, event: NodeEvent) -> None:
        if not isinstance(event, ScalarEvent):
            self._refuse(event, fault.KeyIsNoWord(), fault.WritePlainWord())
            return
        key, place = str(event.value), self._place(event)
        if key == "<<":
            self._refuse(event, fault.MergeKey(), fault.WriteValuesOut())
        self._check_text(event, key)
        top.key, path = key, (*top.path, key)
        if path in self.places.keys:
            see = fault.FirstOfThem(place=str(self.places.keys[path]), key=key)
            self.problems.append(Problem(place, fault.KeyTwice(key=key), fault.KeepOneOfThem(), see))
        else:
            self.places.keys[path] = place

    def _value(self, top: _Open | None, event: NodeEvent) -> None:
        path = self._path(top)
        value: Any = [] if isinstance(event, SequenceStartEvent) else {}
        if isinstance(event, ScalarEvent):
            value = scalar(str(event.value)) if event.style is None else str(event.value)
            self._check_text(event, str(event.value))
        self.places.values.setdefault(path, self._place(event))
        self._put(top, value)
        if not isinstance(event, ScalarEvent):
            if len(self._stack) >= MAX_DEPTH:
                self._refuse(event, fault.TooDeep(most=MAX_DEPTH), fault.CheckDepth())
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
            top.value.setdefault(top.key, value)
            top.key = None

    def _check_text(self, event: Event, text: str) -> None:
        """Refuse what an escape in quotes can say and no text may hold, such as half a character."""
        if stray := NO_TEXT.search(text):
            shown = quoted(stray[0])[1:-1]
            self._refuse(event, fault.StrayEscape(shown=shown), fault.DeleteEscape())

    def _place(self, event: Event) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _refuse(self, event: Event, what: Said, fix: Said) -> None:
        raise AgreementError([*self.problems, Problem(self._place(event), what, fix)])
