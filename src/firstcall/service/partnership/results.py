"""A partnership as it was read, and what every result of it is.

A result is plain values as the command prints them with --json, rows for a table, and text to read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from firstcall.agreement.document import Agreement
from firstcall.record.journal.journal import Record
from firstcall.service.folder import Partnership
from firstcall.service.options import said_first
from firstcall.service.speech import ToldText
from firstcall.values import dataclass

MOST_ROWS_SHOWN = 200
"""So many rows a notebook is shown; `rows()` has all of them."""
ResultRow = Mapping[str, Any]


@dataclass(frozen=True, repr=False, eq=False)
class AsRead:
    """A partnership as it was read; it never changes."""

    held: Partnership
    """What is asked: with what is supposed, as the party that looks sees it."""
    whole: Partnership
    """The same, as the keeper of the record sees it."""
    now: datetime
    """The instant that a question without a day is asked at."""
    now_given: bool
    strict: bool
    party: str | None
    """Whose view it is; None for the keeper of the record."""
    warnings: tuple[ToldText, ...]
    """What makes its answers less sure, such as a torn last line of the record."""

    @property
    def path(self) -> Path:
        """The folder."""
        return self.held.path

    @property
    def agreement(self) -> Agreement:
        """The agreement, as it is supposed."""
        return self.held.agreement

    @property
    def record(self) -> Record:
        """The record, as it is supposed and as the party that looks sees it."""
        return self.held.record

    @property
    def supposed(self) -> tuple[str, ...]:
        """What is supposed; every result repeats it."""
        return tuple(map(str, self.held.supposed))

    def __repr__(self) -> str:
        seen = f" as {self.party} sees it (a view, not access control)" if self.party else ""
        what = "".join(f", supposing {text}" for text in self.supposed)
        warned = f", {len(self.warnings)} warned of" if self.warnings else ""
        return f"<Deal {self.agreement.id} in {self.path}{seen}, {len(self.record.events)} events{what}{warned}>"


@dataclass(frozen=True, eq=False)
class Result:
    """What a deal answers. It never changes; what takes long to make is made when it is first asked for."""

    deal: AsRead
    """The deal that was asked."""

    def to_json(self) -> Any:
        """Return plain values, which `json.dumps` takes: what the command of the same name prints with `--json`."""
        return json.loads(self._text_of_json)

    def rows(self) -> tuple[ResultRow, ...]:
        """Return the result as rows of plain values, each a mapping with the same keys: a table."""
        raise NotImplementedError

    @property
    def about(self) -> str:
        """The result in one line."""
        raise NotImplementedError

    @property
    def warnings(self) -> tuple[ToldText, ...]:
        """What makes it less sure, such as a torn last line of the record."""
        return self.deal.warnings

    def _plain(self) -> Any:
        raise NotImplementedError

    def _lines(self) -> Sequence[str]:
        return [self.about]

    @cached_property
    def _text_of_json(self) -> str:
        return json.dumps(said_first(self._plain(), self.deal.held.supposed, self.warnings), ensure_ascii=False)

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def __repr__(self) -> str:
        warned = f", {len(self.warnings)} warned of" if self.warnings else ""
        return f"<{type(self).__name__} {self.about}{warned}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the line, what is supposed or warned of, and the table."""
        said = (*self.deal.supposed, *self.warnings, *((VIEW,) if self.deal.party else ()))
        notes = "".join(f"<p>{escape(text)}</p>" for text in said)
        return f"<p><strong>{escape(self.about)}</strong></p>{notes}{table_of_rows(self.rows())}"


VIEW = "A view, as this party sees it; not access control."


def table_of_rows(rows: Sequence[ResultRow]) -> str:
    """Return rows as a table of HTML; whatever people wrote stays text.

    >>> table_of_rows([{"a": "<b>", "n": None}])
    '<table><thead><tr><th>a</th><th>n</th></tr></thead><tbody><tr><td>&lt;b&gt;</td><td></td></tr></tbody></table>'
    """
    if not rows:
        return ""
    head = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in rows[0])
    shown = rows[:MOST_ROWS_SHOWN]
    body = "".join("<tr>" + "".join(f"<td>{escape(_cell(value))}</td>" for value in row.values()) + "</tr>"
                   for row in shown)  # fmt: skip
    more = f"<p>and {len(rows) - len(shown):,} more rows</p>" if len(rows) > len(shown) else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cell(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def picked(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return some of a mapping's values, in this order."""
    return {name: values[name] for name in names}
