"""A sheet: rows under columns with a title and notes; every surface draws the same sheets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from textwrap import wrap
from typing import TYPE_CHECKING

from firstcall.report.decision.line_facts import TheAnswer
from firstcall.said import Said
from firstcall.values import dataclass

if TYPE_CHECKING:
    from rich.table import Table

_SHORT = 14
"""Cells no longer than this are never broken."""
_COLUMNS_FROM = 80
"""The width from which rows are drawn in columns."""
_STYLES = {
    "permitted": "green",
    "ungoverned": "green",
    "offer-first": "yellow",
    "consent-first": "magenta",
    "forbidden": "red",
}


class OwnWords(str):
    """What an author wrote or named: it stays as it is in every language."""

    __slots__ = ()


class AnswerText(str):
    """An answer as a language says it, with what it is; its colour follows that."""

    __slots__ = ("outcome",)
    outcome: str

    @classmethod
    def of(cls, text: str, outcome: str) -> AnswerText:
        """Return the words for an answer."""
        made = cls(text)
        made.outcome = outcome
        return made


Tell = Callable[[Said], str]
"""Says a fact in a language; `str` says it in English."""
Cell = OwnWords | Said | tuple[Said, ...]
"""What stands in a cell: an author's own words, a fact, or facts line by line."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under named columns."""

    title: Said | OwnWords
    columns: tuple[Said | OwnWords, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Said | OwnWords, ...] = ()
    commands: tuple[str, ...] = ()
    """Commands to be copied: a line each, which nothing wraps."""


@dataclass(frozen=True, slots=True)
class SheetText:
    """A sheet as a language says it: every cell is text, an answer keeps what it is."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    commands: tuple[str, ...]


def sheet_text(sheet: Sheet | SheetText, say: Tell = str) -> SheetText:
    """Return a sheet as text, its facts as a language says them, in English unless told; one that is text stays so."""
    if isinstance(sheet, SheetText):
        return sheet
    return SheetText(
        in_text(sheet.title, say),
        tuple(in_text(name, say) for name in sheet.columns),
        tuple(tuple(in_text(cell, say) for cell in row) for row in sheet.rows),
        tuple(in_text(note, say) for note in sheet.notes),
        sheet.commands,
    )


def in_text(cell: Cell, say: Tell = str) -> str:
    """Return a cell as text, its facts as a language says them; English unless told."""
    match cell:
        case tuple():
            return "\n".join(say(said) for said in cell)
        case TheAnswer():
            return AnswerText.of(say(cell), cell.outcome)
        case Said():
            return say(cell)
        case OwnWords():
            return cell


def terminal_text(sheets: Iterable[Sheet | SheetText], width: int, *, colour: bool) -> str:
    """Return sheets as terminal text of a width, in columns; colour only repeats what the words say.

    On a terminal too narrow for columns each row stands by itself, a line for each of its values.
    """
    from rich.console import Console  # noqa: PLC0415 - a page, or JSON, need not wait for the terminal's library
    from rich.text import Text  # noqa: PLC0415 - as above

    console = Console(width=width, force_terminal=colour, no_color=not colour, highlight=False, legacy_windows=False)
    with console.capture() as captured:
        for sheet in map(sheet_text, sheets):
            console.print(Text(sheet.title, style="bold" if colour else ""))
            if sheet.rows and width >= _COLUMNS_FROM:
                console.print(_table(sheet, width))
            elif sheet.rows:
                console.print(Text("\n".join(_stacked(sheet, width))))
            for note in sheet.notes:
                console.print(Text(note))
            for command in sheet.commands:
                console.print(Text(f"  {command}"), soft_wrap=True)
            console.print()
    return "\n".join(line.rstrip() for line in captured.get().splitlines()).rstrip() + "\n"


def _table(sheet: SheetText, width: int) -> Table:
    from rich import box  # noqa: PLC0415 - as above
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_header=any(sheet.columns))
    rows = [tuple(_parted(value, width // 4) for value in row) for row in sheet.rows]
    for index, name in enumerate(sheet.columns):
        widest = max(len(line) for row in rows for line in (name, *row[index].split("\n")))
        table.add_column(Text(name), overflow="fold", no_wrap=widest <= _SHORT, min_width=min(widest, _SHORT))
    for row, cells in zip(rows, sheet.rows, strict=True):
        table.add_row(*(Text(value, style=_style(cell)) for value, cell in zip(row, cells, strict=True)))
    return table


def _style(cell: str) -> str:
    return _STYLES[cell.outcome] if isinstance(cell, AnswerText) else ""


def _parted(value: str, most: int) -> str:
    """Return a value with clause@version parted after the @ where it is too long for its column."""
    return re.sub(r"\S+", lambda word: word[0].replace("@", "@\n") if len(word[0]) > most else word[0], value)


def _stacked(sheet: SheetText, width: int) -> Iterable[str]:
    """Yield each row as lines of its own: the first value, then every other under the name of its column."""
    for row in sheet.rows:
        for index, (name, value) in enumerate(zip(sheet.columns, row, strict=True)):
            lead = "" if index == 0 else f"  {name}: " if name else "  "
            for line in value.split("\n"):
                yield from wrap(lead + line, width, subsequent_indent="    ") if lead + line else ()
                lead = "    " if index else ""


def markdown_text(sheets: Iterable[Sheet | SheetText]) -> str:
    """Return sheets as Markdown tables."""
    parts = []
    for sheet in map(sheet_text, sheets):
        lines = [f"## {sheet.title}", ""]
        lines += [*markdown_table(sheet), ""] if sheet.rows else []
        lines += [f"{note}\n" for note in sheet.notes]
        lines += [f"    {command}" for command in sheet.commands]
        lines += [""] if sheet.commands else []
        parts.append("\n".join(lines))
    return "\n".join(parts)


def markdown_table(sheet: Sheet | SheetText) -> Iterable[str]:
    """Yield the rows of a sheet as lines of a Markdown table, under their columns."""
    told = sheet_text(sheet)
    yield _md_row(told.columns)
    yield "|" + " --- |" * len(told.columns)
    yield from map(_md_row, told.rows)


def _md_row(values: tuple[str, ...]) -> str:
    """Return a row of a Markdown table; what people wrote stays text: no tag, link, picture or column of its own."""
    plain = (re.sub(r"([\\|\[*])", r"\\\1", value).replace("&", "&amp;").replace("<", "&lt;") for value in values)
    return "| " + " | ".join(value.replace("\n", "<br>") for value in plain) + " |"
