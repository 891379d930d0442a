"""A sheet: rows under columns with a title and notes; every surface draws the same sheets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from firstcall.report.decision.line_facts import TheAnswer
from firstcall.said import Said
from firstcall.values import dataclass


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


_NUMBER = re.compile("([0-9]+)")


def natural_order(name: str) -> tuple[str | int, ...]:
    """Return what ids are sorted by where people read them: what counts in them counts.

    >>> sorted(["O-14", "R-2", "O-9", "O-13"], key=natural_order)
    ['O-9', 'O-13', 'O-14', 'R-2']
    """
    return tuple(int(part) if at % 2 else part for at, part in enumerate(_NUMBER.split(name)))


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
