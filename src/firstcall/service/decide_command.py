"""firstcall decide: one question, or a file of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from firstcall.dates import iso, shown, zone
from firstcall.errors import FirstcallError, NotFound, QuestionError, suggestion
from firstcall.record.entry import whole
from firstcall.record.position import latest_known
from firstcall.report.decision_rows import NOT_ADVICE, decision_json, decision_lines
from firstcall.rights.decide import decide as judge
from firstcall.rights.decision import Decision
from firstcall.rights.question import CAPACITY, Asked
from firstcall.service import options
from firstcall.service.folder import Partnership, open_partnership

EXIT_CODES = {"permitted": 0, "ungoverned": 10, "offer-first": 11, "consent-first": 12, "forbidden": 13}
COLUMNS = (
    "workload", "provider", "customer", "capacity", "signed", "quantity", "offer", "contract", "tranche", "site",
    "scope", "on", "known_at",
)  # fmt: skip


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
@options.on_option
@options.known_at_option
@click.option("--questions", type=click.Path(path_type=Path), metavar="FILE.csv", help="Ask one question a row.")
@click.option(
    "--exit-code", is_flag=True, help="0 permitted, 10 ungoverned, 11 offer-, 12 consent-first, 13 forbidden."
)
@options.json_option
def decide(partnership: Path, questions: Path | None, exit_code: bool, as_json: bool, **given: Any) -> int:
    """May we? Decide signing and running, and show the clauses, facts and grounds.

    A question without --offer or --contract is of capacity to be signed now: signing and running are
    both judged, and the stricter answers.
    """
    held = open_partnership(partnership)
    if questions is not None:
        return _many(held, questions, as_json, given)
    row = {name: value for name, value in given.items() if value not in (None, ())}
    decision, shown_question = _one(held, row)
    if as_json:
        options.echo_json({"question": shown_question, **decision_json(decision)})
    else:
        for line in decision_lines(decision, shown_question, zone(held.agreement.timezone)):
            click.echo(line)
        click.echo(NOT_ADVICE, err=True)
    return EXIT_CODES[decision.outcome] if exit_code else 0


def _one(held: Partnership, row: dict[str, Any]) -> tuple[Decision, dict[str, str]]:
    """Answer one question given as flags or as a row of a file."""
    agreement = held.agreement
    when = options.when_of(row.get("on"), agreement)
    known_at = options.known_at_of(row.get("known_at"), when, agreement)
    signed = options.instant_of(row["signed"], agreement, "--signed") if row.get("signed") else None
    asked = Asked(
        workloads=options.words(tuple(row.get("workload", ()))),
        provider=row.get("provider"),
        customer=row.get("customer"),
        capacity=row.get("capacity"),
        signed=signed,
        quantity=options.quantity_of(row.get("quantity")),
        offer=row.get("offer"),
        contract=row.get("contract"),
        tranche=row.get("tranche"),
        site=row.get("site"),
        dimensions=options.pairs(tuple(row.get("scope", ())), "--scope"),
    )
    decision = judge(agreement, held.record, asked, when, known_at)
    where = zone(agreement.timezone)
    known = known_at or latest_known(agreement, held.record)
    at = when.text if when.end else f"{shown(when.first, where)} ({iso(when.first)})"
    question = {
        "workload": ", ".join(asked.workloads),
        **{name: value for name in ("provider", "customer", "capacity") if (value := getattr(asked, name))},
        **({"signed": shown(signed, where)} if signed else {}),
        **({"quantity": whole(asked.quantity)} if asked.quantity is not None else {}),
        **{name: value for name in ("offer", "contract", "tranche", "site") if (value := getattr(asked, name))},
        **asked.dimensions,
        "on": at,
        **({"known_at": iso(known)} if known else {}),
    }
    return decision, question


def _many(held: Partnership, file: Path, as_json: bool, given: dict[str, Any]) -> int:
    """Answer a file of questions, row by row; a row that cannot be asked is told and the others go on."""
    failed = False
    answers: list[dict[str, Any]] = []
    defaults = {name: value for name, value in given.items() if value not in (None, ())}
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
    if "workload" not in (reader.fieldnames or ()):
        raise QuestionError(f"{file}:1: the column 'workload' is missing\n  mend: the columns are {', '.join(COLUMNS)}")
    try:
        for row in reader:
            if None in row:
                raise QuestionError(
                    f"{file}:{reader.line_num}: more values than columns\n  mend: quote values with commas"
                )
            found: dict[str, Any] = {name: value.strip() for name, value in row.items() if value and value.strip()}
            found["workload"] = tuple(found.get("workload", "").replace(";", ",").split(","))
            found["scope"] = tuple(part for part in found.get("scope", "").split(";") if part)
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
