"""Every question that a text tells apart on one day, with its answer: what other engines are given to look up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from firstcall.agreement.document import Agreement
from firstcall.errors import QuestionError
from firstcall.record.journal.journal import Record
from firstcall.record.position import position
from firstcall.rights.decision import OUTCOMES, Mark, Outcome
from firstcall.rights.question import resolve
from firstcall.rights.table.answering import Answering
from firstcall.rights.table.axes.turning_points import sources
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


def decision_table(agreement: Agreement, record: Record, at: datetime) -> DecisionTable:
    """Return the answers to every question of capacity on a day, under every reading in play.

    Args:
      agreement: the agreement.
      record: what happened.
      at: the instant asked about.
    """
    space = space_of(sources(agreement, record, None), record)
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
        held = (space.classes[axis][number] for axis, number in enumerate(point))
        rows += [ExportedAnswer(words, found.outcome, found.marks, found.deciding) for words in product(*held)]
    version = here.terms().version
    names = space.names[1:]
    return DecisionTable(agreement.id, at, version.id if version else None, names, tuple(rows), space, by_point)


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
