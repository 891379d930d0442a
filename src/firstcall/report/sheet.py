"""A sheet: rows under columns with a title and notes; every surface draws the same sheets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

_SHORT = 14
"""Cells no longer than this are never broken."""
_STYLES = {
    "permitted": "green",
    "ungoverned": "green",
    "offer-first": "yellow",
    "consent-first": "magenta",
    "forbidden": "red",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of text under named columns."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def terminal_text(sheets: Iterable[Sheet], width: int, *, colour: bool) -> str:
    """Return sheets as terminal text of a width, in columns; colour only repeats what the words say."""
    console = Console(width=width, force_terminal=colour, no_color=not colour, highlight=False, legacy_windows=False)
    with console.capture() as captured:
        for sheet in sheets:
            console.print(Text(sheet.title, style="bold" if colour else ""))
            if sheet.rows:
                console.print(_table(sheet))
            for note in sheet.notes:
                console.print(Text(note))
            console.print()
    return "\n".join(line.rstrip() for line in captured.get().splitlines()).rstrip() + "\n"


def _table(sheet: Sheet) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_header=any(sheet.columns))
    for index, name in enumerate(sheet.columns):
        widest = max(len(line) for row in sheet.rows for line in (name, *row[index].split("\n")))
        table.add_column(Text(name), overflow="fold", no_wrap=widest <= _SHORT, min_width=min(widest, _SHORT))
    for row in sheet.rows:
        table.add_row(*(Text(value, style=_STYLES.get(value.split(" ")[0], "")) for value in row))
    return table


def markdown_text(sheets: Iterable[Sheet]) -> str:
    """Return sheets as Markdown tables."""
    parts = []
    for sheet in sheets:
        lines = [f"## {sheet.title}", ""]
        if sheet.rows:
            lines.append(_md_row(sheet.columns))
            lines.append("|" + " --- |" * len(sheet.columns))
            lines += [_md_row(row) for row in sheet.rows]
            lines.append("")
        lines += [f"{note}\n" for note in sheet.notes]
        parts.append("\n".join(lines))
    return "\n".join(parts)


def _md_row(values: tuple[str, ...]) -> str:
    escaped = (value.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>").replace("<", "&lt;")
               .replace("&lt;br>", "<br>") for value in values)  # fmt: skip
    return "| " + " | ".join(escaped) + " |"
