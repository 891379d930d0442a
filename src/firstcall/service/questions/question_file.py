"""Questions in a file: one a row, each answered by itself."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import click

from firstcall.agreement.read.text_faults import EmptyFile, SaveAsUtf8
from firstcall.errors import FirstcallError, Place, QuestionError, near_or_listed, unknown
from firstcall.record.transaction_lines import ColumnTwice
from firstcall.report.decision.rows import decision_json
from firstcall.said import Quoted, Said, sentence
from firstcall.service import options
from firstcall.service.folder import Partnership
from firstcall.service.papers import NotUtf8
from firstcall.service.plain_files import read_file
from firstcall.service.questions.asking import PARTY_ACT, PLACEMENT, TECHNOLOGY, given, judged, receipt_of
from firstcall.service.questions.question_classes import classes_of
from firstcall.service.speech import running_language, spoken_failure
from firstcall.service.world import with_progress

QUESTION_COLUMNS = (*PLACEMENT, *TECHNOLOGY, *PARTY_ACT, "on", "known_at")
ANSWERED = ("outcome", "free", "marks", "decided_by", "rests_on", "error")
"""The columns that an answer adds."""
AnsweredRow = dict[str, Any]


def answer_file(deal: Partnership, file: Path, defaults: dict[str, Any], *, as_json: bool) -> int:
    """AnsweredRow a file of questions on stdout, and return the exit code: 2 when some row could not be asked.

    A row that cannot be asked is told on stderr with its line, and the others go on. Rows that ask the same, and
    rows that nothing tells apart, are answered once: a log of a million uses asks a few thousand questions.

    Args:
      deal: the partnership.
      file: CSV with a heading; the columns are those of `decide`'s flags.
      defaults: what flags say for every row that leaves it open.
      as_json: print a list of decisions instead of CSV.
    """
    known: dict[tuple[object, ...], AnsweredRow] = {}
    answers: list[tuple[int, dict[str, Any], AnsweredRow]] = []
    rows = list(_rows(file))
    classes = {} if as_json else _classes(deal, [own for _, own in rows], defaults)
    by_class: dict[int, AnsweredRow] = {}
    for line, own in with_progress(rows, "questions"):
        row, key = defaults | own, tuple(own.items())
        if key not in known:
            number = classes.get(key, -1)
            known[key] = by_class.get(number) or _answer(deal, row, as_json=as_json)
            if number >= 0 and "error" not in known[key]:
                by_class[number] = known[key]
        answers.append((line, row, known[key]))
        if "error" in known[key]:
            told = spoken_failure(known[key]["error"], running_language())
            click.echo(f"{file}:{line}: {told}", err=True)
    if as_json:
        options.echo_json([{"row": line, "question": _plain(row)} | _told(answer) for line, row, answer in answers])
    else:
        click.echo(_csv([(_plain(row), answer) for _, row, answer in answers]), nl=False)
    return 2 if any("error" in answer for answer in known.values()) else 0


def _classes(deal: Partnership, rows: list[dict[str, Any]], defaults: dict[str, Any]) -> dict[tuple[object, ...], int]:
    """Return the class of each different row that falls in one: rows of a class have one answer."""
    different = {tuple(own.items()): defaults | own for own in rows}
    keys = tuple(different)
    return {keys[place]: number for place, number in classes_of(deal, tuple(different.values())).items()}


def _answer(deal: Partnership, row: dict[str, Any], *, as_json: bool) -> AnsweredRow:
    """Return the decision on a row, whole for JSON and in its columns for CSV; or why it cannot be asked."""
    try:
        question = given(deal, row)
        decision = judged(deal, question)
        if as_json:
            return decision_json(decision) | {"receipt": receipt_of(deal, question, decision)}
    except FirstcallError as error:
        return {"error": error}
    ground = f"{decision.rests_on.grade}: {decision.rests_on.field}"
    by = ";".join(cited.reference for cited in decision.deciding)
    told = (decision.outcome, "true" if decision.free else "false", ";".join(decision.marks), by, ground)
    return dict(zip(ANSWERED, told, strict=False))


def _told(answer: AnsweredRow) -> dict[str, Any]:
    """Return an answer as JSON has it: why a row cannot be asked as text, and as facts."""
    error = answer.get("error")
    if not isinstance(error, FirstcallError):
        return answer
    facts = {"reason": error.what, "fix": error.fix}
    return {"error": str(error)} | {name: said.as_json() for name, said in facts.items() if isinstance(said, Said)}


class MoreValues(Said):
    says = sentence("questions.more-values", "more values than columns")


class QuoteCommas(Said):
    says = sentence("questions.quote-commas", "quote values with commas")


class FewerValues(Said):
    says = sentence("questions.fewer-values", "fewer values than columns")


class MayBeCutShort(Said):
    says = sentence("questions.may-be-cut-short", "the row may be cut short; leave a value empty between its commas")


class NoRowOfCsv(Said):
    says = sentence("questions.no-row-of-csv", "not a row of CSV: {why}")
    why: str


class CheckQuotes(Said):
    says = sentence("questions.check-quotes", "check the quotes")


class BeginWithHeading(Said):
    says = sentence("questions.begin-with-heading", "begin with a heading; the columns are {columns}")
    columns: tuple[str, ...]


class ColumnsAre(Said):
    says = sentence("questions.columns-are", "the columns are {columns}")
    columns: tuple[str, ...]


class ColumnIsAnswer(Said):
    says = sentence("questions.column-is-answer", "the column {column} is an answer")
    column: Annotated[str, Quoted]


class GiveQuestions(Said):
    says = sentence("questions.give-questions", "give the file of questions; answers are added to it")


class DropOneOfThem(Said):
    says = sentence("questions.drop-one", "drop one of them")


class NoQuestionColumn(Said):
    says = sentence("questions.no-question-column", "there is no column 'workload' or 'product'")


def _rows(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        text = read_file(file, "questions").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QuestionError(NotUtf8(), fix=SaveAsUtf8(), place=Place(str(file))) from error
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        _check_heading(file, list(reader.fieldnames or ()))
        for row in reader:
            if None in row:
                raise QuestionError(MoreValues(), fix=QuoteCommas(), place=Place(str(file), reader.line_num))
            if None in row.values():
                raise QuestionError(FewerValues(), fix=MayBeCutShort(), place=Place(str(file), reader.line_num))
            yield reader.line_num, _row(row)
    except csv.Error as error:
        place = Place(str(file), reader.line_num + 1)
        raise QuestionError(NoRowOfCsv(why=str(error)), fix=CheckQuotes(), place=place) from error


def _check_heading(file: Path, names: list[str]) -> None:
    """Refuse a heading with a column that is unknown or stands twice, or without a question."""
    place = Place(str(file), 1)
    if not names:
        raise QuestionError(EmptyFile(), fix=BeginWithHeading(columns=QUESTION_COLUMNS), place=place)
    for name, times in Counter(names).items():
        if name in ANSWERED:
            raise QuestionError(ColumnIsAnswer(column=name), fix=GiveQuestions(), place=place)
        if name not in QUESTION_COLUMNS:
            near = near_or_listed(name, QUESTION_COLUMNS, "column")
            raise QuestionError(unknown("column", name), fix=near, place=place)
        if times > 1:
            raise QuestionError(ColumnTwice(column=name), fix=DropOneOfThem(), place=place)
    if not {"workload", "product", "act"} & set(names):
        raise QuestionError(NoQuestionColumn(), fix=ColumnsAre(columns=QUESTION_COLUMNS), place=place)


def _row(row: dict[str, str | None]) -> dict[str, Any]:
    """Return a row as flags would give it; several workloads or dimensions stand with commas or semicolons."""
    found: dict[str, Any] = {name: value.strip() for name, value in row.items() if value and value.strip()}
    for name in ("workload", "scope"):
        if name in found:
            found[name] = tuple(part.strip() for part in found[name].replace(";", ",").split(",") if part.strip())
    return found


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: ";".join(value) if isinstance(value, tuple) else value for name, value in row.items() if value}


def _csv(answers: list[tuple[dict[str, Any], AnsweredRow]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    used = [name for name in QUESTION_COLUMNS if any(name in asked for asked, _ in answers)]
    writer.writerow([*used, *ANSWERED])
    for asked, answer in answers:
        told = [str(answer.get(name, "")).split("\n")[0] for name in ANSWERED]
        writer.writerow([*(asked.get(name, "") for name in used), *told])
    return out.getvalue()
