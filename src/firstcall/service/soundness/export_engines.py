"""What an exported table answers, as its engine reads it: JSON, SQL on DuckDB, Cedar policies."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from firstcall.errors import Place, QuestionError, RecordError
from firstcall.report.exports.engines_text import EXPORT_FILES
from firstcall.rights.decision import OUTCOMES
from firstcall.said import Grouped, Said, plural, sentence
from firstcall.service.plain_files import read_file
from firstcall.service.soundness.made_tables import ExportAnew
from firstcall.values import dataclass
from firstcall.verification.exports.decision_table import DecisionTable, ExportedAnswer

CEDAR_BATCH = 500
"""How many questions Cedar is asked at a time."""
EngineAnswer = tuple[str, ...] | int
"""The outcome, then marks and deciding clauses where the engine has them; or how many outcomes there are."""
EngineAnswers = Iterator[tuple[tuple[str, ...], EngineAnswer]]
"""The words of each question, and what an engine answers."""


class NoAnswerThere(Said):
    says = sentence("soundness.no-answer-there", "no answer")


class NoSuchQuestion(Said):
    says = sentence("soundness.no-such-question", "no question of the text")


class SeveralOutcomes(Said):
    says = plural("soundness.several-outcomes", "{n} outcome", "{n} outcomes")
    n: Annotated[int, Grouped]


class AnswerInWords(Said):
    says = sentence("soundness.answer-in-words", "{words}")
    words: tuple[str, ...]


class ExportCannotBeRead(Said):
    says = sentence("soundness.export-cannot-be-read", "the exported decisions cannot be read: {why}")
    why: str


class CedarNeedsCedarpy(Said):
    says = sentence("soundness.cedar-needs-cedarpy", "Cedar policies are checked by cedarpy")


class InstallCedarpy(Said):
    says = sentence("soundness.install-cedarpy", "pip install cedarpy")


@dataclass(frozen=True, slots=True)
class DifferingAnswer:
    """A question that an export answers otherwise: its words, the answer there, and ours."""

    words: tuple[str, ...]
    there: Said
    ours: Said


def differing(table: DecisionTable, kind: str, folder: Path) -> list[DifferingAnswer]:
    """Return the questions that an exported engine answers otherwise, or that it alone has.

    Args:
      table: the decisions as they are.
      kind: for which engine.
      folder: where the export lies.

    Raises:
      NotFound: there is no such file.
      RecordError: the engine cannot read it.
    """
    file = folder / EXPORT_FILES[kind][0]
    text = read_file(file).decode(errors="replace")
    with _readable(file):
        given = dict(_ENGINES[kind](table, text))
    found = []
    for row in table.rows:
        ours, there = _whole(row), given.pop(row.words, None)
        if there != (ours[:1] if kind == "cedar" else ours):
            found.append(DifferingAnswer(row.words, _said(there), AnswerInWords(words=ours)))
    return found + [DifferingAnswer(words, _said(there), NoSuchQuestion()) for words, there in given.items()]


def _whole(row: ExportedAnswer) -> tuple[str, ...]:
    return (row.outcome, *row.marks, *row.deciding)


def _said(told: EngineAnswer | None) -> Said:
    match told:
        case None | ():
            return NoAnswerThere()
        case int():
            return SeveralOutcomes(n=told)
        case _:
            return AnswerInWords(words=told)


@contextmanager
def _readable(file: Path) -> Iterator[None]:
    """Tell what is wrong with a file that its engine cannot read."""
    try:
        yield
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        why = str(error).strip().split("\n")[0][:200] or type(error).__name__
        raise RecordError(ExportCannotBeRead(why=why), fix=ExportAnew(), place=Place(str(file))) from error


def _json(table: DecisionTable, text: str) -> EngineAnswers:
    for one in json.loads(text)["decisions"]:
        told = (one["outcome"], *one["marks"], *one["deciding"])
        yield tuple(one[column] for column in table.columns), tuple(map(str, told))


def _duckdb(table: DecisionTable, text: str) -> EngineAnswers:
    import duckdb

    columns = ", ".join('"' + column + '"' for column in table.columns)
    try:
        with duckdb.connect(config={"enable_external_access": False}) as base:
            base.execute(text)
            rows = base.execute(f"SELECT {columns}, outcome, marks, deciding FROM decision").fetchall()
    except duckdb.Error as error:
        raise ValueError(error) from error
    for *words, outcome, marks, deciding in rows:
        yield tuple(map(str, words)), (str(outcome), *str(marks).split(), *str(deciding).split())


def _cedar(table: DecisionTable, text: str) -> EngineAnswers:
    try:
        import cedarpy
    except ImportError as error:
        raise QuestionError(CedarNeedsCedarpy(), fix=InstallCedarpy()) from error

    policies, entities = cedarpy.PolicySet.from_str(text), cedarpy.Entities.from_json_str("[]")
    for start in range(0, len(table.rows), CEDAR_BATCH):
        rows = table.rows[start : start + CEDAR_BATCH]
        asked = [
            {"principal": 'User::"anybody"', "action": f'Action::"{outcome}"', "resource": 'Capacity::"any"',
             "context": dict(zip(table.columns, row.words, strict=True))}
            for row in rows for outcome in OUTCOMES
        ]  # fmt: skip
        answers = iter(cedarpy.is_authorized_batch(asked, policies, entities))
        for row in rows:
            allowed = [outcome for outcome in OUTCOMES if next(answers).allowed]
            yield row.words, (allowed[0],) if len(allowed) == 1 else len(allowed)


_ENGINES: dict[str, Callable[[DecisionTable, str], EngineAnswers]] = {"json": _json, "sql": _duckdb, "cedar": _cedar}
