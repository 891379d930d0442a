"""The wording as a redline: each field in one line, what is taken out and what is added beside what stays."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal

from firstcall.report.difference.line_facts import NothingReadsOtherwise, RedlineLegend
from firstcall.report.difference.rows import Difference, part_said, title_of
from firstcall.report.terms.field_names import field_called
from firstcall.said import Said
from firstcall.values import dataclass

RedlineMark = Literal["stays", "taken out", "added"]
_WORDS = re.compile(r"\s+|[^\s,;:{}]+|[,;:{}]")
_LEAST = 0.5
"""How much alike two values must be for what changes to be marked word by word; else the whole value is marked."""
_MOST = 2_000
"""How many words and spaces of both are compared one by one at most; longer values are marked whole."""


@dataclass(frozen=True, slots=True)
class RedlinePiece:
    """A piece of a field, and what became of it."""

    text: str
    mark: RedlineMark


@dataclass(frozen=True, slots=True)
class RedlineRow:
    """A field by its name and its dotted path, and its pieces in order."""

    called: Said
    field: str
    pieces: tuple[RedlinePiece, ...]


@dataclass(frozen=True, slots=True)
class RedlinePart:
    """A clause or a part of the definitions that reads otherwise, field by field."""

    what: Said
    rows: tuple[RedlineRow, ...]


@dataclass(frozen=True, slots=True)
class RedlinePaper:
    """The paper for counsel."""

    title: Said
    note: Said
    """What the marks mean; that nothing reads otherwise where there are none."""
    parts: tuple[RedlinePart, ...]


def redline_of(found: Difference) -> RedlinePaper:
    """Return the wording of a difference as a redline, clause by clause and field by field."""
    parts = tuple(
        RedlinePart(
            part_said(one),
            tuple(
                RedlineRow(field_called(row.field), row.field, redlined(row.before, row.after)) for row in one.fields
            ),
        )
        for one in found.wording
    )
    return RedlinePaper(title_of(found), RedlineLegend() if parts else NothingReadsOtherwise(), parts)


def redlined(before: str | None, after: str | None) -> tuple[RedlinePiece, ...]:
    """Return a field in pieces: without what is added it is the first value, without what is taken out the second.

    >>> [(piece.mark, piece.text) for piece in redlined("train, serve", "train, serve, tune")]
    [('stays', 'train, serve'), ('added', ', tune')]
    >>> [(piece.mark, piece.text) for piece in redlined("2026-12-31", "2027-06-30")]
    [('taken out', '2026-12-31'), ('added', '2027-06-30')]
    """
    old, new = (_WORDS.findall(text or "") for text in (before, after))
    match = SequenceMatcher(None, old, new, autojunk=False)
    if len(old) + len(new) > _MOST or match.ratio() < _LEAST:
        return _pieces(("taken out", before or ""), ("added", after or ""))
    found: list[tuple[RedlineMark, str]] = []
    for tag, first, end, start, stop in match.get_opcodes():
        if tag == "equal":
            found.append(("stays", "".join(old[first:end])))
        else:
            found += [("taken out", "".join(old[first:end])), ("added", "".join(new[start:stop]))]
    return _pieces(*found)


def _pieces(*held: tuple[RedlineMark, str]) -> tuple[RedlinePiece, ...]:
    return tuple(RedlinePiece(text, mark) for mark, text in held if text)
