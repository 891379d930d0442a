"""The plain part of YAML, read at once: what nearly every agreement is written in.

Keys in small words, one to a line; lists of dashes; values on their line or folded under it; quotes without escapes;
lists and mappings in brackets. Of such a text it says exactly what the whole reader (`events`) says. Anything else,
every fault included, it leaves to that reader: it gives no text a meaning of its own, and tells no mistake.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import Any

from firstcall.errors import Place
from firstcall.values import dataclass

Path = tuple[str | int, ...]

MAX_DEPTH = 24
MAX_NODES = 50_000
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_ELSEWHERE = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]|^(?:---|\.\.\.|%)", re.MULTILINE
)
_KEY = re.compile(r"([A-Za-z0-9_][A-Za-z0-9_.\-]{0,99}):(?: +|$)")
_BEGINS = r"(?:[A-Za-z0-9_./(+$~]|-(?=[A-Za-z0-9.])|[^\x00-\xa0])"
_PLAIN = re.compile(rf"{_BEGINS}.*")
_COLON = re.compile(r":(?: |$)")
_IN_BRACKETS = re.compile(rf"{_BEGINS}(?:[^,\[\]{{}}:#]|:(?=[^ ,\[\]{{}}:#]))*")
_QUOTED = re.compile(r"""'([^']*)'|"([^"\\]*)\"""")
_REST = re.compile(r" *(?: #.*)?$")


@dataclass(slots=True)
class Places:
    """Where each key and value of a document stands, by path."""

    file: str
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)

    def at(self, path: Path) -> Place:
        """Return where a value stands; of one that is not there, the place of what should hold it."""
        return self.values.get(path) or self.of(path)

    def of(self, path: Path) -> Place:
        """Return the place of the key at a path, or of the longest part of the path that the text has."""
        for length in range(len(path), -1, -1):
            place = self.keys.get(path[:length]) or self.values.get(path[:length])
            if place is not None:
                return place
        return Place(self.file, 1, 1)


class _NotPlainError(Exception):
    """The text is more than this reader reads."""


def scalar(text: str) -> str | bool | None:
    """Return what a word that stands without quotes is: null, true, false, or text."""
    if text in ("", "null", "~", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE"):
        return True
    if text in ("false", "False", "FALSE"):
        return False
    return text


def read_plain(text: str, file: str) -> tuple[dict[str, Any], Places] | None:
    """Return a document's top mapping, and the places of its parts; None for what is more than plain.

    Args:
      text: the document.
      file: its name, for places.
    """
    if _ELSEWHERE.search(text):
        return None
    reader = _PlainReader(text, file)
    try:
        root = reader.document()
    except _NotPlainError:
        return None
    if len(reader.keys) + len(reader.values) > MAX_NODES:
        return None
    return root, Places(file, reader.keys, reader.values)


class _PlainReader:
    """Reads line by line; `at` is the line, `indent` how far it stands in, or -1 after the last."""

    def __init__(self, text: str, file: str) -> None:
        self.file, self.lines = file, text.split("\n")
        self.keys, self.values = dict[Path, Place](), dict[Path, Place]()
        self.at, self.col, self.indent = 0, 0, -1

    def document(self) -> dict[str, Any]:
        self._settle()
        if self.indent != 0 or self._is_item():
            raise _NotPlainError
        root = self._mapping(0, ())
        if self.indent != -1:
            raise _NotPlainError
        return root

    def _settle(self) -> None:
        """Go on to the next line that is neither empty nor a remark."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            body = line.lstrip(" ")
            if body and body[0] != "#":
                self.indent = len(line) - len(body)
                return
            self.at += 1
        self.indent = -1

    def _is_item(self) -> bool:
        return self.lines[self.at].startswith("- ", self.indent)

    def _stands(self, path: Path, col: int) -> None:
        if len(path) >= MAX_DEPTH:
            raise _NotPlainError
        self.values[path] = Place(self.file, self.at + 1, col + 1)

    def _mapping(self, start: int, path: Path) -> dict[str, Any]:
        self._stands(path, start)
        found: dict[str, Any] = {}
        while True:
            held = _KEY.match(self.lines[self.at], start)
            if held is None or held[1] in found:
                raise _NotPlainError
            here = (*path, held[1])
            self.keys[here] = Place(self.file, self.at + 1, start + 1)
            found[held[1]] = self._value(held.end(), start, here)
            if self.indent < start:
                return found
            if self.indent > start:
                raise _NotPlainError

    def _sequence(self, start: int, path: Path) -> list[Any]:
        self._stands(path, start)
        found: list[Any] = []
        while True:
            line, here, col = self.lines[self.at], (*path, len(found)), start + 2
            while line.startswith(" ", col):
                col += 1
            if _KEY.match(line, col):
                found.append(self._mapping(col, here))
            elif col == len(line) or line[col] == "#":
                raise _NotPlainError
            else:
                found.append(self._value(col, start, here))
            if self.indent > start:
                raise _NotPlainError
            if self.indent < start or not self._is_item():
                return found

    def _value(self, col: int, indent: int, path: Path) -> Any:
        """Read the value that begins on this line, or under it; afterwards the line is the next one."""
        line = self.lines[self.at]
        match line[col : col + 1]:
            case "" | "#":
                return self._under(indent, path)
            case "[" | "{":
                self.col = col
                found = self._in_brackets(indent, path)
                self._end_line(self.col)
                return found
            case "'" | '"':
                held = _QUOTED.match(line, col)
                if held is None:
                    raise _NotPlainError
                self._stands(path, col)
                self._end_line(held.end())
                return held[1] if held[2] is None else held[2]
            case ">" | "|":
                return self._block(col, indent, path)
            case _:
                return self._words(col, indent, path)

    def _end_line(self, col: int) -> None:
        if not _REST.match(self.lines[self.at], col):
            raise _NotPlainError
        self.at += 1
        self._settle()

    def _under(self, indent: int, path: Path) -> Any:
        self.at += 1
        self._settle()
        if self.indent > indent:
            return self._sequence(self.indent, path) if self._is_item() else self._mapping(self.indent, path)
        if self.indent == indent and self._is_item():
            return self._sequence(indent, path)
        raise _NotPlainError

    def _words(self, col: int, indent: int, path: Path) -> str | bool | None:
        """Read text without quotes, which goes on in lines that stand further in."""
        self._stands(path, col)
        said, ended = self._words_of_line(col)
        parts = [said]
        while not ended and self.at < len(self.lines):
            line = self.lines[self.at]
            body = line.lstrip(" ")
            col = len(line) - len(body)
            if not body or body[0] == "#" or col <= indent:
                break
            said, ended = self._words_of_line(col)
            parts.append(said)
        self._settle()
        if self.indent > indent:
            raise _NotPlainError
        return scalar(said) if len(parts) == 1 else " ".join(parts)

    def _words_of_line(self, col: int) -> tuple[str, bool]:
        """Return the words of the rest of this line, and whether a remark ends them; go on to the next line."""
        held = _PLAIN.match(self.lines[self.at], col)
        if held is None:
            raise _NotPlainError
        said, remark, _ = held[0].partition(" #")
        said = said.rstrip(" ")
        if _COLON.search(said):
            raise _NotPlainError
        self.at += 1
        return said, bool(remark)

    def _block(self, col: int, indent: int, path: Path) -> str:
        """Read lines that all stand equally far in, under `>-` or `|-`."""
        header = self.lines[self.at][col:]
        if header not in (">-", "|-"):
            raise _NotPlainError
        self._stands(path, col)
        self.at += 1
        first = self.lines[self.at] if self.at < len(self.lines) else ""
        inside = len(first) - len(first.lstrip(" "))
        parts: list[str] = []
        while self.at < len(self.lines):
            body = self.lines[self.at].lstrip(" ")
            if not body or len(self.lines[self.at]) - len(body) != inside or inside <= indent:
                break
            parts.append(body)
            self.at += 1
        ended = self.at == len(self.lines) or not self.lines[self.at].startswith(" " * (indent + 1))
        self._settle()
        if not parts or not ended or self.indent > indent or any(part.endswith(" ") for part in parts):
            raise _NotPlainError
        return (" " if header == ">-" else "\n").join(parts)

    def _in_brackets(self, indent: int, path: Path) -> Any:
        self._stands(path, self.col)
        opened = self.lines[self.at][self.col]
        found: Any = [] if opened == "[" else {}
        closing = "]" if opened == "[" else "}"
        self.col += 1
        if self._next(indent) == closing:
            self.col += 1
            return found
        while True:
            if opened == "[":
                found.append(self._part(indent, (*path, len(found))))
            else:
                self._pair(found, indent, path)
            sign = self._next(indent)
            self.col += 1
            if sign == closing:
                return found
            if sign != ",":
                raise _NotPlainError
            self._next(indent)

    def _pair(self, found: dict[str, Any], indent: int, path: Path) -> None:
        held = _KEY.match(self.lines[self.at], self.col)
        if held is None or held[1] in found:
            raise _NotPlainError
        here = (*path, held[1])
        self.keys[here] = Place(self.file, self.at + 1, self.col + 1)
        self.col = held.end()
        self._next(indent)
        found[held[1]] = self._part(indent, here)

    def _part(self, indent: int, path: Path) -> Any:
        """Read a value within brackets."""
        line, col = self.lines[self.at], self.col
        if line[col] in "[{":
            return self._in_brackets(indent, path)
        quoted = _QUOTED.match(line, col)
        held = quoted or _IN_BRACKETS.match(line, col)
        if held is None:
            raise _NotPlainError
        self._stands(path, col)
        self.col = held.end()
        if quoted:
            return quoted[1] if quoted[2] is None else quoted[2]
        return scalar(held[0].rstrip(" "))

    def _next(self, indent: int) -> str:
        """Go to the next sign within brackets, over the ends of lines, and return it."""
        while _REST.match(self.lines[self.at], self.col):
            self.at += 1
            line = self.lines[self.at] if self.at < len(self.lines) else ""
            self.col = len(line) - len(line.lstrip(" "))
            if not line[self.col :] or line[self.col] == "#" or self.col <= indent:
                raise _NotPlainError
        line = self.lines[self.at]
        while line[self.col] == " ":
            self.col += 1
        return line[self.col]
