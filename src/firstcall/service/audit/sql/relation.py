"""The table as relations that any engine of SQL can join: words, names, stretches of time, spans of quantity.

A row's class is a sum of what each relation says: the stretch of time of what it names, the span of its quantity,
and a part for each of its words. Time is joined day by day, so that every join is on equal values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy
import pyarrow as pa

from firstcall.rights.table.axes.merging import CAPACITIES, Axis
from firstcall.rights.table.cases import Case, Codes
from firstcall.rights.table.locating import NAMING, NO_MONTH, Locator
from firstcall.rights.table.table import Table
from firstcall.service.audit.sql.transcript import DAY, Transcript
from firstcall.values import dataclass

LEAST, MOST = -(1 << 62), 1 << 62
PLACEMENTS = "placements"
"""The name of the transcript on an engine."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of few rows, to be joined."""

    name: str
    rows: Any
    """An Arrow table."""


def word_relations(table: Table, transcript: Transcript) -> Iterator[Relation]:
    """Yield, for each column of words, each known word with what it adds to a class, and its class on the axis."""
    for axis, step in steps(table, transcript):
        words = list(axis.codes)
        codes = [axis.codes[word] for word in words]
        yield Relation(f"words_{transcript.column(axis.name)}", pa.table({
            "word": pa.array(words, pa.string()), "code": pa.array(codes, pa.int64()),
            "part": pa.array([code * step for code in codes], pa.int64()),
        }))  # fmt: skip


def steps(table: Table, transcript: Transcript) -> list[tuple[Axis, int]]:
    """Return the columns of words that a log has, with how far apart their classes stand; names add nothing."""
    every = [*zip(table.axes, table.strides, strict=True), *((axis, 0) for axis in table.naming),
             (table.providers, table.scope * CAPACITIES.size), (CAPACITIES, table.scope)]  # fmt: skip
    return [(axis, step) for axis, step in every if axis.name in transcript.words]


def naming(table: Table, transcript: Transcript) -> list[Axis]:
    """Return the columns of a log that tell what a row names: none where no offer, contract or tranche can be."""
    held = [axis for axis in (*table.naming, table.providers, CAPACITIES) if axis.name in transcript.words]
    return held if any(axis.name in NAMING for axis in held) else []


def names_query(table: Table, transcript: Transcript) -> str | None:
    """Return the query for every combination that is named, with its provider and capacity; None where none can be."""
    held = naming(table, transcript)
    if not held:
        return None
    told = ", ".join(f"{_code(transcript, axis)} AS {axis.name}_code" for axis in held)
    where = " OR ".join(f"p.{transcript.column(axis.name)} IS NOT NULL" for axis in held if axis.name in NAMING)
    return f"SELECT DISTINCT {told} FROM {PLACEMENTS} p {' '.join(_joins(transcript, held))} WHERE {where}"


def name_relation(
    locator: Locator, transcript: Transcript, rows: Iterable[Mapping[str, Any]]
) -> tuple[Relation, tuple[int, ...]]:
    """Return the relation of what is named with its case, and the cases; without a row where nothing is named."""
    held = list(rows)
    cases = [
        locator.case_of(Codes(**{name.removesuffix("_code"): int(code) for name, code in row.items()})) for row in held
    ]
    names = [f"{axis.name}_code" for axis in naming(locator.table, transcript)]
    made = {name: pa.array([int(row[name]) for row in held], pa.int64()) for name in names}
    made["case_number"] = pa.array(cases, pa.int64())
    return Relation("names", pa.table(made)), tuple(dict.fromkeys(cases))


def stretch_relation(table: Table, locator: Locator, cases: Sequence[int], days: tuple[int, int]) -> Relation:
    """Return, for each case and day, the stretches of time in it: what each adds to a class, and its month.

    Args:
      table: the classes.
      locator: knows where months begin.
      cases: the cases that occur.
      days: the first and the last day of the log, counted from the epoch.
    """
    months = [at for at in locator.month_starts().tolist() if days[0] * DAY < at < (days[1] + 1) * DAY]
    every = numpy.arange(days[0], days[1] + 1, dtype=numpy.int64) * DAY
    parts: list[dict[str, Any]] = []
    for number in cases:
        case = table.cases[number]
        inside = [at for at in case.instants.tolist() if every[0] < at < every[-1] + DAY] if len(every) else []
        firsts = numpy.array(sorted({*every.tolist(), *inside, *months}), dtype=numpy.int64)
        lasts = numpy.append(firsts[1:], every[-1] + DAY) if len(every) else firsts
        moments = numpy.searchsorted(case.instants, firsts, side="right")
        parts.append({
            "case_number": numpy.full(len(firsts), number), "day": firsts // DAY, "first": firsts, "last": lasts,
            "part": case.start + moments * case.spans * case.width, "month": locator.month_of(firsts),
        })  # fmt: skip
    joined = {name: numpy.concatenate([part[name] for part in parts]).astype(numpy.int64) for name in parts[0]}
    return Relation("stretches", pa.table(joined))


def span_relation(table: Table, cases: Sequence[int]) -> Relation:
    """Return, for each case, the spans of quantity with what each adds to a class."""
    rows = [row for number in cases for row in _spans(number, table.cases[number])]
    columns = ("case_number", "over", "upto", "part")
    return Relation("spans", pa.table({name: pa.array([row[n] for row in rows], pa.int64())
                                       for n, name in enumerate(columns)}))  # fmt: skip


def _spans(number: int, case: Case) -> Iterator[tuple[int, int, int, int]]:
    if not case.counted:
        yield number, LEAST, MOST, 0
        return
    limits = [LEAST, *case.quantities.tolist(), MOST]
    for place, (over, upto) in enumerate(pairwise(limits), start=1):
        yield number, over, upto, place * case.width


def located(table: Table, transcript: Transcript) -> str:
    """Return the query for every row with the number of its class and its month."""
    every = steps(table, transcript)
    held = naming(table, transcript)
    named = "n.case_number" if held else "NULL"
    case = f"COALESCE({named}, 0)"
    plain = [(axis, step) for axis, step in every if axis.name in ("provider", "capacity")]
    scope = [(axis, step) for axis, step in every if axis.name not in ("provider", "capacity", *NAMING)]
    inner = [
        f"{case} AS case_number",
        *(_part(transcript, axis, step) + f" AS part_{transcript.column(axis.name)}" for axis, step in scope),
    ]
    inner += [
        f"CASE WHEN {named} IS NULL THEN {part} ELSE 0 END AS part_{column}"
        for part, column in ((_part(transcript, axis, step), transcript.column(axis.name)) for axis, step in plain)
    ]
    joins = _joins(transcript, [axis for axis, _ in every])
    if held:
        joins.append(_name_join(transcript, held))
    parts = " + ".join(
        ["s.part", "COALESCE(q.part, 0)", *(f"l.part_{transcript.column(axis.name)}" for axis, _ in (*scope, *plain))]
    )
    coded = f"SELECT p.row, p.at, p.day, p.quantity, p.fault, {', '.join(inner)} FROM {PLACEMENTS} p {' '.join(joins)}"
    return (
        "SELECT l.row, l.quantity, "
        f"CASE WHEN l.fault > 0 THEN l.fault - 1 ELSE {parts} END AS number, "
        f"CASE WHEN l.fault > 0 THEN {NO_MONTH} ELSE s.month END AS month "
        f"FROM ({coded}) l "
        "LEFT JOIN stretches s ON l.case_number = s.case_number AND l.day = s.day "
        "AND l.at >= s.first AND l.at < s.last "
        "LEFT JOIN spans q ON l.case_number = q.case_number AND l.quantity > q.over AND l.quantity <= q.upto"
    )


def counts_query(query: str) -> str:
    """Return the query for the rows, the quantity and the first row of each class in each month."""
    return (
        "SELECT month, number, COUNT(*) AS held, SUM(CAST(quantity AS DECIMAL(38, 0))) AS total, MIN(row) AS first_row "
        f"FROM ({query}) located GROUP BY month, number"
    )


def words_query(transcript: Transcript, name: str) -> str:
    """Return the query for each word of a column, how often it stands there, and where first."""
    column = transcript.column(name)
    return (
        f"SELECT p.{column} AS word, COUNT(*) AS held, MIN(p.row) AS first_row FROM {PLACEMENTS} p "
        f"WHERE p.{column} IS NOT NULL GROUP BY p.{column}"
    )


def rows_query(query: str, numbers: Sequence[int], most: int) -> str:
    """Return the query for the first rows of some classes."""
    held = ", ".join(str(number) for number in numbers)
    return f"SELECT row FROM ({query}) located WHERE number IN ({held}) ORDER BY row LIMIT {most}"


def placement_query(rows: Sequence[int]) -> str:
    """Return the query for rows as they stand."""
    held = ", ".join(str(row) for row in rows)
    return f"SELECT * FROM {PLACEMENTS} WHERE row IN ({held})"


def _joins(transcript: Transcript, axes: Sequence[Axis]) -> list[str]:
    names = [transcript.column(axis.name) for axis in axes]
    return [f"LEFT JOIN words_{name} t_{name} ON p.{name} = t_{name}.word" for name in names]


def _part(transcript: Transcript, axis: Axis, step: int) -> str:
    """Return what a row's word adds: nothing for none, the part of unknown words for a word that is not listed."""
    name = transcript.column(axis.name)
    return f"CASE WHEN p.{name} IS NULL THEN 0 ELSE COALESCE(t_{name}.part, {axis.unlisted * step}) END"


def _code(transcript: Transcript, axis: Axis) -> str:
    name = transcript.column(axis.name)
    return f"CASE WHEN p.{name} IS NULL THEN 0 ELSE COALESCE(t_{name}.code, {axis.unlisted}) END"


def _name_join(transcript: Transcript, axes: Sequence[Axis]) -> str:
    """Return the join of what is named; a row that names nothing has no case of its own."""
    given = " OR ".join(f"p.{transcript.column(axis.name)} IS NOT NULL" for axis in axes if axis.name in NAMING)
    on = " AND ".join(f"{_code(transcript, axis)} = n.{axis.name}_code" for axis in axes)
    return f"LEFT JOIN names n ON {on} AND ({given})"
