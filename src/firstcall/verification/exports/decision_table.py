"""Every question that a text tells apart on one day, with its answer: what other engines are given to look up."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import product

from firstcall.agreement.document import Agreement
from firstcall.dates import zone_data_version
from firstcall.errors import QuestionError
from firstcall.record.journal.journal import Record
from firstcall.record.position import position
from firstcall.rights.decision import OUTCOMES, Mark, Outcome
from firstcall.rights.question import resolve
from firstcall.rights.receipt import TableCertificate, calendar_version, history_digest
from firstcall.rights.table.answering import Answering
from firstcall.rights.table.axes.turning_points import of_capacity, sources
from firstcall.values import dataclass
from firstcall.verification.space.boxes import QuestionPoint, cover
from firstcall.verification.space.domain import Space, space_of


@dataclass(frozen=True, slots=True)
class ExportedAnswer:
    """The answer to one question, in the words of each column."""

    words: tuple[str, ...]
    outcome: Outcome
    marks: tuple[Mark, ...]
    deciding: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class DecisionTable:
    """The answers of a day: a column for each axis, and a row for each combination of words that can be asked."""

    agreement: str
    at: datetime
    version: str | None
    columns: tuple[str, ...]
    rows: tuple[ExportedAnswer, ...]
    space: Space
    by_point: dict[QuestionPoint, Outcome]
    """What each point of the day comes to; points have no axis of time."""
    certificate: TableCertificate


def decision_table(agreement: Agreement, record: Record, at: datetime) -> DecisionTable:
    """Return the answers to every question of capacity on a day, under every reading in play.

    Args:
      agreement: the agreement.
      record: what happened.
      at: the instant asked about.
    """
    held = sources(agreement, record, None)
    space = space_of(held, record)
    here, answering = position(agreement, record, at), Answering(agreement, record)
    rows: list[ExportedAnswer] = []
    by_point: dict[QuestionPoint, Outcome] = {}
    for point in product(*map(range, space.sizes[1:])):
        asked = space.asked((0, *point))
        try:
            resolve(asked, here)
        except QuestionError:
            continue
        found = answering.verdict(asked, here)
        by_point[point] = found.outcome
        classes = (space.classes[axis][number] for axis, number in enumerate(point))
        rows += [ExportedAnswer(words, found.outcome, found.marks, found.deciding) for words in product(*classes)]
    version = here.terms().version
    certificate = TableCertificate(
        agreement.id, version.id if version else None, *_stretch(of_capacity(held), at), history_digest(here),
        here.known.digest, calendar_version(agreement), zone_data_version(), len(rows), len(by_point),
        len(answering.live.distinct()), len({(row.outcome, row.marks, row.deciding) for row in rows}),
        _digest(space.names[1:], rows),
    )  # fmt: skip
    return DecisionTable(
        agreement.id, at, certificate.version, space.names[1:], tuple(rows), space, by_point, certificate
    )


def _stretch(turns: Iterable[datetime], at: datetime) -> tuple[datetime | None, datetime | None]:
    """Return the last turn up to an instant, and the first after it."""
    instants = sorted(turns)
    after = bisect_right(instants, at)
    return (instants[after - 1] if after else None), (instants[after] if after < len(instants) else None)


def _digest(columns: tuple[str, ...], rows: Iterable[ExportedAnswer]) -> str:
    """Return a digest of every question with its answer, whatever the order in which words are listed."""
    told = sorted((*row.words, row.outcome, *row.marks, *row.deciding) for row in rows)
    return hashlib.sha256(json.dumps([columns, *told], separators=(",", ":")).encode()).hexdigest()


def outcome_sets(table: DecisionTable) -> Iterator[tuple[Outcome, dict[str, tuple[str, ...]]]]:
    """Yield, for each outcome, the few sets of words that hold the questions which come to it, and no other."""
    sizes = table.space.sizes[1:]
    for outcome in OUTCOMES:
        points = {point for point, found in table.by_point.items() if found == outcome}
        for box in cover(points, sizes).boxes:
            held = zip(table.columns, table.space.classes, box, strict=True)
            yield (
                outcome,
                {
                    name: tuple(word for number in sorted(values) for word in words[number])
                    for name, words, values in held
                },
            )
