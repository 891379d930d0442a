"""Many questions in a file: those that nothing tells apart are answered once.

A log of uses asks at a million instants, and a few thousand of them can be told apart. Where numpy is not
installed, or the rows are few, each different row is answered by itself, to the same end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.util import find_spec
from typing import Any

from firstcall.dates import parse_instant, zone
from firstcall.errors import FirstcallError
from firstcall.service import options
from firstcall.service.folder import Partnership

FEWEST = 2000
"""From how many different rows on it pays to find their classes first."""
_MOST = 9_000_000_000
"""Quantities beyond it, or finer than nine places, are answered by themselves."""
_KNOWN = frozenset(
    ("workload", "provider", "customer", "capacity", "quantity", "offer", "contract", "tranche", "scope", "on")
)
"""The columns that classes are made of; a row with any other is answered by itself."""


def classes_of(deal: Partnership, rows: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Return, for each row that falls in a class with an answer, by its place, the number of that class.

    Args:
      deal: the partnership.
      rows: the questions as flags or a file give them, each different one once.
    """
    if len(rows) < FEWEST or find_spec("numpy") is None:
        return {}
    from firstcall.rights.table.table import table_of

    found = {place: asked for place, row in enumerate(rows) if (asked := _asked(deal, row)) is not None}
    if len(found) < FEWEST:
        return {}
    try:
        table = table_of(deal.agreement, deal.record)
        numbers = _located(table, [row for row, _ in found.values()], [at for _, at in found.values()])
    except FirstcallError:  # too many classes: each row by itself
        return {}
    return dict(zip(found, numbers, strict=True))


def _asked(deal: Partnership, row: Mapping[str, Any]) -> tuple[Mapping[str, Any], datetime] | None:
    """Return a question of one workload at one instant; None for any other."""
    if not set(row) <= _KNOWN or "on" not in row or len(row.get("workload", ())) != 1:
        return None
    try:
        at = parse_instant(row["on"], zone(deal.agreement.timezone))
        quantity = options.quantity_of(row.get("quantity"))
        scope = options.pairs(tuple(row.get("scope", ())), "--scope")
    except (ValueError, FirstcallError):
        return None
    if quantity is not None and not (0 < quantity < _MOST and quantity == round(quantity, 9)):
        return None
    return {**row, "workload": options.words_of(row["workload"])[0], "quantity": quantity, "scope": scope}, at


def _located(table: Any, rows: Sequence[Mapping[str, Any]], at: Sequence[datetime]) -> list[int]:
    import numpy

    from firstcall.rights.table.axes.counted_places import billionths
    from firstcall.rights.table.axes.lookup import micros
    from firstcall.rights.table.locating import NO_QUANTITY, Batch, Column, Locator

    def column(words: Sequence[str | None]) -> Column:
        once = {word: place for place, word in enumerate(dict.fromkeys(words))}
        return Column(tuple(once), numpy.array([once[word] for word in words], dtype=numpy.int32))

    names = ("workload", "provider", "customer", "capacity", "offer", "contract", "tranche")
    columns = {name: column([row.get(name) for row in rows]) for name in names}
    columns |= {axis.name: column([row["scope"].get(axis.name) for row in rows]) for axis in table.axes[2:]}
    quantity = [NO_QUANTITY if row["quantity"] is None else billionths(row["quantity"]) for row in rows]
    instants = numpy.array([micros(one) for one in at], dtype=numpy.int64)
    located = Locator(table).locate(Batch(instants, None, columns, numpy.array(quantity, dtype=numpy.int64)))
    numbers: list[int] = located.numbers.tolist()
    return numbers
