"""Sheets as text for a terminal: in columns that fit its width, so that no word and no column is cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap
from unicodedata import category, east_asian_width

from firstcall.report.sheet import AnswerText, Sheet, SheetText, sheet_text

_SHORT = 14
"""Cells no longer than this are never broken."""
_COLUMNS_FROM = 80
"""The width from which rows are drawn in columns."""
_COLOURS = {"permitted": 32, "ungoverned": 32, "offer-first": 33, "consent-first": 35, "forbidden": 31}
_BOLD = 1
_STEERS = {code: None for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n"}
"""Characters that would steer a terminal; whoever wrote them into a name means nothing by them."""


def terminal_text(sheets: Iterable[Sheet | SheetText], width: int, *, colour: bool) -> str:
    """Return sheets as terminal text of a width, in columns; colour only repeats what the words say.

    On a terminal too narrow for columns each row stands by itself, a line for each of its values.
    """
    lines: list[str] = []
    for sheet in map(sheet_text, sheets):
        lines += (_painted(line, _BOLD if colour else None) for line in folded(sheet.title, width))
        if sheet.rows and width >= _COLUMNS_FROM:
            lines += _table(sheet, width, colour=colour)
        elif sheet.rows:
            lines += _stacked(sheet, width)
        for note in sheet.notes:
            lines += folded(note, width)
        lines += (f"  {command}" for command in sheet.commands)
        lines.append("")
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def folded(text: str, width: int) -> Iterator[str]:
    """Yield a text in lines no wider than a width, broken between words; a word that is wider yet is cut in pieces.

    >>> list(folded("told  in words", 8)), list(folded("  exclusive", 6))
    (['told  in', 'words'], ['exclus', 'ive'])
    """
    for line in text.translate(_STEERS).split("\n"):
        if cells_of(line) <= width and "\t" not in line:
            yield line.rstrip()
            continue
        held = ""
        for gap, word in re.findall(r"(\s*)(\S+)", line.expandtabs()):
            if cells_of(held + gap + word) <= width:
                held += gap + word
                continue
            if held:
                yield held
            *pieces, held = _pieces(word, width)
            yield from pieces
        yield held


def _pieces(word: str, width: int) -> Iterator[str]:
    piece = ""
    for letter in word:
        if piece and cells_of(piece + letter) > width:
            yield piece
            piece = ""
        piece += letter
    yield piece


def cells_of(text: str) -> int:
    """Return how many cells of a terminal a text takes: two for a wide letter, none for a mark upon another.

    >>> cells_of("Azure"), cells_of("東京")
    (5, 4)
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if category(letter) in ("Mn", "Me", "Cf") else 2 if east_asian_width(letter) in "WF" else 1 for letter in text
    )


def _painted(text: str, code: int | None) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if code is not None and text else text


def _table(sheet: SheetText, width: int, *, colour: bool) -> Iterator[str]:
    """Yield a sheet in columns; those that find no room stand further down, beside the first one again."""
    rows = [tuple(_parted(value, width // 4) for value in row) for row in sheet.rows]
    natural = [
        max(cells_of(line) for row in rows for line in (name, *row[index].split("\n")))
        for index, name in enumerate(sheet.columns)
    ]
    yield ""
    for group in _groups(natural, width):
        widths = _widths([natural[index] for index in group], width)
        if any(sheet.columns):
            names = [list(folded(sheet.columns[index], room)) for index, room in zip(group, widths, strict=True)]
            deep = max(map(len, names))
            yield from _beside([[""] * (deep - len(name)) + name for name in names], widths)
            yield f" {'─' * (sum(widths) + 2 * len(widths) - 2)}"
        for row, cells in zip(rows, sheet.rows, strict=True):
            codes = [_COLOURS[cells[i].outcome] if colour and isinstance(cells[i], AnswerText) else None for i in group]  # type: ignore[attr-defined]
            drawn = [list(folded(row[index], room)) for index, room in zip(group, widths, strict=True)]
            yield from _beside(drawn, widths, codes)
        yield ""


def _groups(natural: Sequence[int], width: int) -> Iterator[list[int]]:
    """Yield the columns that find room side by side: all of them where they do, else the first with some others."""
    group = [0]
    for index in range(1, len(natural)):
        least = sum(min(natural[i], _SHORT) + 2 for i in (*group, index))
        if least > width and len(group) > 1:
            yield group
            group = [0]
        group.append(index)
    yield group


def _widths(natural: Sequence[int], width: int) -> list[int]:
    """Return widths of columns that fit: the widest are brought down to the next, step by step, to a least one."""
    last = len(natural) - 1
    widths = [wanted + (index < last) for index, wanted in enumerate(natural)]
    over = sum(widths) - (width - last - 2)
    while over > 0:
        may = [index for index, wanted in enumerate(natural) if wanted > _SHORT and widths[index] > _SHORT + 1]
        if not may:
            break
        widest = max(widths[index] for index in may)
        at_top = [index for index in may if widths[index] == widest]
        below = max((widths[index] for index in may if widths[index] < widest), default=_SHORT + 1)
        step, left = min(over, widest - below), over
        for count, index in zip(range(len(at_top), 0, -1), at_top, strict=True):
            less = min(step, round(left / count))
            widths[index] -= less
            left -= less
        over = left
    return [wide - (index < last) for index, wide in enumerate(widths)]


def _beside(cells: Sequence[Sequence[str]], widths: Sequence[int], codes: Sequence[int | None] = ()) -> Iterator[str]:
    """Yield cells side by side, line by line."""
    painted = codes or [None] * len(widths)
    for lines in zip_longest(*cells, fillvalue=""):
        row = zip(lines, widths, painted, strict=True)
        yield " " + "  ".join(_painted(line, code) + " " * (room - cells_of(line)) for line, room, code in row)


def _parted(value: str, most: int) -> str:
    """Return a value with clause@version parted after the @ where it is too long for its column."""
    return re.sub(r"\S+", lambda word: word[0].replace("@", "@\n") if len(word[0]) > most else word[0], value)


def _stacked(sheet: SheetText, width: int) -> Iterator[str]:
    """Yield each row as lines of its own: the first value, then every other under the name of its column."""
    for row in sheet.rows:
        for index, (name, value) in enumerate(zip(sheet.columns, row, strict=True)):
            lead = "" if index == 0 else f"  {name}: " if name else "  "
            for line in value.translate(_STEERS).split("\n"):
                yield from wrap(lead + line, width, subsequent_indent="    ") if lead + line else ()
                lead = "    " if index else ""
