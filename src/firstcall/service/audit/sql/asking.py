"""The audit by SQL: the same relations and the same questions to every engine, and what they say taken in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

from firstcall.record.events.entry import whole
from firstcall.rights.question import Asked
from firstcall.rights.table.axes.counted_places import PLACES
from firstcall.rights.table.axes.lookup import Integers
from firstcall.rights.table.table import Table
from firstcall.rights.table.verdicts import Verdict
from firstcall.service.audit.sql.relation import (
    counts_query,
    located,
    name_relation,
    names_query,
    placement_query,
    rows_query,
    span_relation,
    stretch_relation,
    word_relations,
    words_query,
)
from firstcall.service.audit.sql.transcript import Transcript
from firstcall.verification.audit.auditor import MOST_LISTED_ROWS, Auditor


class SqlEngine(Protocol):
    """What an audit asks of an engine: small relations beside the log, and the rows of small results."""

    def load(self, name: str, rows: Any) -> None:
        """Make a relation of an Arrow table."""

    def rows(self, query: str) -> Sequence[Mapping[str, Any]]:
        """Return the rows of a result."""

    def in_order(self, query: str) -> Iterator[Integers]:
        """Yield the column `number` of a result of many rows, ordered by `row`."""


def numbers_in_order(engine: SqlEngine, transcript: Transcript, table: Table) -> Iterator[Integers]:
    """Yield the class of each row of a log, in its order; the engine has judged it before.

    Args:
      engine: the engine.
      transcript: how the log was written for it.
      table: the classes.
    """
    return engine.in_order(f"SELECT row, number FROM ({located(table, transcript)}) located")


def audit_sql(engine: SqlEngine, transcript: Transcript, auditor: Auditor) -> None:
    """Judge a log that an engine holds as `placements`, and let the auditor take in what it counts.

    Args:
      engine: the engine.
      transcript: how the log was written for it.
      auditor: keeps what rows come to.
    """
    table = auditor.table
    for relation in word_relations(table, transcript):
        engine.load(relation.name, relation.rows)
    days = engine.rows("SELECT MIN(day) AS lo, MAX(day) AS hi FROM placements WHERE fault = 0")[0]
    cases: tuple[int, ...] = (0,)
    asked = names_query(table, transcript)
    if asked is not None:
        names, more = name_relation(auditor.locator, transcript, engine.rows(asked))
        engine.load(names.name, names.rows)
        cases = (*cases, *(number for number in more if number != 0))
    span = (0, 0) if days["lo"] is None else (int(days["lo"]), int(days["hi"]))
    for relation in (stretch_relation(table, auditor.locator, cases, span), span_relation(table, cases)):
        engine.load(relation.name, relation.rows)
    query = located(table, transcript)
    counted = engine.rows(counts_query(query))
    for row in counted:
        total = Decimal(int(row["total"] or 0)).scaleb(-PLACES)
        auditor.tally.count(int(row["month"]), int(row["number"]), int(row["held"]), total)
    table.judge({int(row["number"]) for row in counted})
    _note_first(engine, transcript, auditor, counted)
    _note_faults(engine, transcript, auditor, counted, query)
    for name in transcript.words:
        _note_strange(engine, transcript, auditor, name)


def _answers(auditor: Auditor, counted: Sequence[Mapping[str, Any]]) -> dict[int, list[Mapping[str, Any]]]:
    """Return the counts of each answer, by its number."""
    found: dict[int, list[Mapping[str, Any]]] = {}
    for row in counted:
        found.setdefault(int(auditor.table.by_class[int(row["number"])]), []).append(row)
    return found


def _note_first(
    engine: SqlEngine, transcript: Transcript, auditor: Auditor, counted: Sequence[Mapping[str, Any]]
) -> None:
    """Keep the first row of each answer that bars."""
    first: dict[int, int] = {}
    for number, rows in _answers(auditor, counted).items():
        answer = auditor.table.answers[number]
        if isinstance(answer, Verdict) and not answer.free:
            first[number] = min(int(row["first_row"]) for row in rows)
    if not first:
        return
    held = {int(row["row"]): row for row in engine.rows(placement_query(sorted(set(first.values()))))}
    for number, place in first.items():
        row = held[place]
        auditor.first[number] = (transcript.origin(place), _asked(row, transcript, auditor), int(row["at"]))


def _asked(row: Mapping[str, Any], transcript: Transcript, auditor: Auditor) -> Asked:
    word = {name: row[transcript.column(name)] for name in transcript.words}
    amount = row["quantity"]
    quantity = None if amount is None else Decimal(whole(Decimal(int(amount)).scaleb(-PLACES)))
    dimensions = {axis.name: word[axis.name] for axis in auditor.table.axes[2:] if word.get(axis.name)}
    return Asked(
        (word.get("workload") or "",), word.get("provider"), word.get("customer"), word.get("capacity"), None, quantity,
        word.get("offer"), word.get("contract"), word.get("tranche"), None, dimensions,
    )  # fmt: skip


def _note_faults(
    engine: SqlEngine, transcript: Transcript, auditor: Auditor, counted: Sequence[Mapping[str, Any]], query: str
) -> None:
    """Keep the first rows of each fault."""
    for number, rows in _answers(auditor, counted).items():
        if not isinstance(auditor.table.answers[number], Verdict):
            classes = sorted({int(row["number"]) for row in rows})
            places = engine.rows(rows_query(query, classes, MOST_LISTED_ROWS))
            auditor.faults[number] = [transcript.origin(int(row["row"])) for row in places]


def _note_strange(engine: SqlEngine, transcript: Transcript, auditor: Auditor, name: str) -> None:
    """Count the words that neither the agreement nor the record knows."""
    for row in sorted(engine.rows(words_query(transcript, name)), key=lambda row: int(row["first_row"])):
        word = str(row["word"])
        if auditor.is_strange(name, word):
            auditor.note(name, word, int(row["held"]), transcript.origin(int(row["first_row"])))
