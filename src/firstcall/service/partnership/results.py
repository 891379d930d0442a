"""What every result is: plain values as the command prints them with --json, rows for a table, and text to read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

from firstcall.service.options import said_first
from firstcall.service.speech import ToldText
from firstcall.values import dataclass

if TYPE_CHECKING:
    from firstcall.service.partnership.opened import Opened

MOST_ROWS_SHOWN = 200
"""So many rows a notebook is shown; `rows()` has all of them."""
ResultRow = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Result:
    """What a deal answers. It never changes; what takes long to make is made when it is first asked for."""

    deal: Opened
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
