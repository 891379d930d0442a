"""firstcall decide: one question, or a file of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from firstcall.dates import zone
from firstcall.errors import FirstcallError, NotFound, QuestionError, suggestion
from firstcall.report.decision_rows import NOT_ADVICE, decision_json, decision_lines
from firstcall.rights.decide import decide as judge
from firstcall.rights.decision import Decision
from firstcall.rights.flip import Flip, flip_test
from firstcall.rights.paths import Route, routes_to_yes
from firstcall.rights.question import CAPACITY, Asked
from firstcall.service import options
from firstcall.service.asking import PLACEMENT, TECHNOLOGY, Given, given
from firstcall.service.folder import Partnership, open_partnership

EXIT_CODES = {"permitted": 0, "ungoverned": 10, "offer-first": 11, "consent-first": 12, "forbidden": 13}
COLUMNS = (*PLACEMENT, *TECHNOLOGY, "on", "known_at")


@click.command()
@options.partnership_argument
@click.option("--workload", "-w", multiple=True, help="One or several, with commas; the strictest answers.")
@click.option("--provider", "-p", help="Any name; one that is not listed is read as `other`.")
@click.option("--customer", help="Whom the workload serves.")
@click.option("--capacity", help=f"One of: {', '.join(CAPACITY)}.")
@click.option("--signed", metavar="DATE", help="When the capacity was signed.")
@click.option("--quantity", metavar="N", help="How much, in the unit of the offer or tranche.")
@click.option("--offer", metavar="ID", help="Judge signing, and running, what this offer is of.")
@click.option("--contract", metavar="ID", help="Judge running on what this contract signed.")
@click.option("--tranche", metavar="ID", help="Which tranche of the contract.")
@click.option("--site", metavar="ID", help="Whose mix of use counts, where a permission asks for one.")
@click.option("--scope", "-s", multiple=True, metavar="NAME=VALUE", help="A declared dimension, such as region=us.")
@click.option("--licensee", metavar="PARTY", help="May this party use the technology?")
@click.option("--license-to", metavar="PARTY", help="May the technology be licensed to this party?")
@click.option("--product", help="The product that technology is used in.")
@click.option("--ip", help="The kind of technology; models when left out.")
@click.option("--model", metavar="ID", help="The model used.")
@click.option("--model-developed", metavar="DATE", help="When the model was developed.")
@click.option("--reading", multiple=True, metavar="POINT=ALTERNATIVE", help="Read a point of construction this way.")
@click.option("--flip", is_flag=True, help="Which assumed or reported fields, read otherwise, change this answer.")
@options.on_option
@options.known_at_option
@options.what_ifs
@click.option("--questions", type=click.Path(path_type=Path), metavar="FILE.csv", help="Ask one question a row.")
@click.option(
    "--exit-code", is_flag=True, help="0 permitted, 10 ungoverned, 11 offer-, 12 consent-first, 13 forbidden."
)
@options.json_option
def decide(
    partnership: Path,
    questions: Path | None,
    flip: bool,
    exit_code: bool,
    as_json: bool,
    overlays: tuple[Path, ...],
    assumed: tuple[Path, ...],
    **flags: Any,
) -> int:
    """May we? Decide signing and running, and show the clauses, facts and grounds.

    A question without --offer or --contract is of capacity to be signed now: signing and running are
    both judged, and the stricter answers.
    """
    held = open_partnership(partnership, overlays, assumed)
    options.tell_what_ifs(held)
    row = {name: value for name, value in flags.items() if value not in (None, ())}
    if questions is not None:
        return _many(held, questions, as_json, row)
    decision, question = _one(held, row)
    paths = () if decision.free else paths_to_yes(held, question)
    flips = flips_of(held, question, decision) if flip else None
    if as_json:
        supposed = {"what_if": list(held.supposed)} if held.supposed else {}
        found = decision_json(decision, paths, flips)
        options.echo_json({"question": question.words, **supposed, **found})
    else:
        for line in decision_lines(decision, question.words, zone(held.agreement.timezone), paths, flips):
            click.echo(line)
        click.echo(NOT_ADVICE, err=True)
    return EXIT_CODES[decision.outcome] if exit_code else 0


def _one(held: Partnership, row: dict[str, Any]) -> tuple[Decision, Given]:
    """Answer one question given as flags or as a row of a file."""
    question = given(held, row)
    decision = judge(held.agreement, held.record, question.asked, question.when, question.known_at, question.readings)
    return decision, question


def paths_to_yes(held: Partnership, question: Given) -> tuple[Route, ...]:
    """Return the shortest ways to a free answer, for a question of capacity at one instant."""
    if not isinstance(question.asked, Asked) or question.when.end is not None:
        return ()
    return routes_to_yes(
        held.agreement, held.record, question.asked, question.when.first, question.known_at, question.readings
    )


def flips_of(held: Partnership, question: Given, decision: Decision) -> tuple[Flip, ...]:
    """Return what would change the answer if it were read otherwise."""
    at = question.when.first
    return flip_test(held.agreement, held.record, question.asked, at, decision, question.known_at, question.readings)


def _many(held: Partnership, file: Path, as_json: bool, defaults: dict[str, Any]) -> int:
    """Answer a file of questions, row by row; a row that cannot be asked is told and the others go on."""
    failed = False
    answers: list[dict[str, Any]] = []
    for number, row in _rows(file):
        try:
            decision, _ = _one(held, defaults | row)
            answers.append({"row": number, "question": _plain(row), **decision_json(decision)})
        except FirstcallError as error:
            failed = True
            answers.append({"row": number, "question": _plain(row), "error": str(error)})
            click.echo(f"{file}:{number}: {error}", err=True)
    if as_json:
        options.echo_json(answers)
    else:
        click.echo(_csv(answers), nl=False)
    return 2 if failed else 0


def _rows(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise NotFound(f"questions '{file}' cannot be read: {error.strerror}\n  mend: check the path") from error
    except UnicodeDecodeError as error:
        raise QuestionError(f"{file}: not UTF-8 text\n  mend: save it as UTF-8") from error
    reader = csv.DictReader(io.StringIO(text), strict=True)
    for name in reader.fieldnames or ():
        if name not in COLUMNS:
            raise QuestionError(f"{file}:1: unknown column '{name}'\n  mend: {suggestion(name, COLUMNS)}")
    if not {"workload", "product"} & set(reader.fieldnames or ()):
        raise QuestionError(
            f"{file}:1: there is no column 'workload' or 'product'\n  mend: the columns are {', '.join(COLUMNS)}"
        )
    try:
        for row in reader:
            if None in row:
                raise QuestionError(
                    f"{file}:{reader.line_num}: more values than columns\n  mend: quote values with commas"
                )
            found: dict[str, Any] = {name: value.strip() for name, value in row.items() if value and value.strip()}
            for name, mark in (("workload", ","), ("scope", ";")):
                if name in found:
                    found[name] = tuple(part for part in found[name].replace(";", mark).split(mark) if part)
            yield reader.line_num, found
    except csv.Error as error:
        raise QuestionError(f"{file}:{reader.line_num}: not a row of CSV: {error}\n  mend: check the quotes") from error


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: ",".join(value) if isinstance(value, tuple) else value for name, value in row.items() if value}


def _csv(answers: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*COLUMNS, "outcome", "free", "marks", "decided_by", "rests_on", "error"])
    for answer in answers:
        asked = [answer["question"].get(name, "") for name in COLUMNS]
        if "error" in answer:
            writer.writerow([*asked, "", "", "", "", "", answer["error"].splitlines()[0]])
            continue
        by = ";".join(f"{c['clause']}@{c['version']}" for c in answer["clauses"] if c["role"] == "decides")
        free = "true" if answer["free"] else "false"
        ground = f"{answer['rests_on']['grade']}: {answer['rests_on']['field']}"
        writer.writerow([*asked, answer["outcome"], free, ";".join(answer["marks"]), by, ground, ""])
    return out.getvalue()
