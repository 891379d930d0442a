"""firstcall export: the decisions of a day for other engines, and a check of every one of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import click

from firstcall.dates import local_day, zone
from firstcall.errors import FirstcallError, QuestionError
from firstcall.said import Grouped, Said, sentence
from firstcall.service import options
from firstcall.service.folder import create_folder
from firstcall.service.plain_files import read_file
from firstcall.verification.exports.decision_table import DecisionTable, decision_table

EXPORT_KINDS = ("cedar", "sql", "json")
Looked = Iterator[tuple[tuple[str, ...], str]]
"""The words of each question, and the outcome that an engine gives."""


class ExportWrittenOrChecked(Said):
    says = sentence("soundness.export-written-or-checked", "an export is written or checked")


class GiveOutOrCheck(Said):
    says = sentence("soundness.give-out-or-check", "give one of --out and --check")


class ExportIsOfADay(Said):
    says = sentence("soundness.export-is-of-a-day", "--on {text}: decisions are exported for a day")
    text: str


class WriteTheDay(Said):
    says = sentence("soundness.write-the-day", "write a day")


class AnswersDiffer(Said):
    says = sentence(
        "soundness.answers-differ",
        "{differ} of {total} answers differ; the first, {first}: there {given}, and it is {ours}",
    )
    differ: Annotated[int, Grouped]
    total: Annotated[int, Grouped]
    first: tuple[str, ...]
    given: str
    ours: str


class ExportAnew(Said):
    says = sentence("soundness.export-anew", "export anew")


class CedarNeedsCedarpy(Said):
    says = sentence("soundness.cedar-needs-cedarpy", "Cedar policies are checked by cedarpy")


class InstallCedarpy(Said):
    says = sentence("soundness.install-cedarpy", "pip install cedarpy")


@click.command("export")
@options.partnership_argument
@click.option("--to", "kind", type=click.Choice(EXPORT_KINDS), required=True, help="For which engine.")
@options.on_option
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="A new folder to write.")
@click.option("--check", "checked", type=click.Path(path_type=Path), metavar="DIR",
              help="Check a folder that was written before against every decision.")  # fmt: skip
@options.what_ifs
@options.json_option
def export_decisions(
    partnership: Path, kind: str, on: str | None, out: Path | None, checked: Path | None, as_json: bool
) -> None:
    """The decisions of a day for another engine: every question of capacity that the text tells apart, answered.

    Writes the decisions with a README that says how they are asked and what they cannot carry; or checks such a
    folder, and leaves with 1 where an answer is another. SQL is run by DuckDB, Cedar by cedarpy, where installed.
    """
    if (out is None) == (checked is None):
        raise QuestionError(ExportWrittenOrChecked(), fix=GiveOutOrCheck())
    deal = options.open_supposing(partnership)
    when = options.when_of(on, deal.agreement)
    if when.end is not None:
        raise QuestionError(ExportIsOfADay(text=when.text), fix=WriteTheDay())
    options.refuse_before_any_text((local_day(when.first, zone(deal.agreement.timezone)),), deal.agreement)
    table = decision_table(deal.agreement, deal.record, when.first)
    if out is not None:
        from firstcall.report.exports.engines_text import EXPORT_FILES, export_readme

        name, make = EXPORT_FILES[kind]
        command = f"firstcall export {deal.name} --to {kind} --on {when.text} --check {out}"
        create_folder(out, {name: make(table).encode(), "README.md": export_readme(table, kind, command).encode()})
        _tell(as_json, {"folder": str(out), "decisions": len(table.rows)},
              f"made {out}: {len(table.rows):,} decisions for {kind}")  # fmt: skip
        return
    assert checked is not None
    differ = differing(table, kind, checked)
    if differ:
        first, given, ours = differ[0]
        raise FirstcallError(
            AnswersDiffer(differ=len(differ), total=len(table.rows), first=tuple(first), given=given, ours=ours),
            fix=ExportAnew(),
        )
    _tell(as_json, {"folder": str(checked), "decisions": len(table.rows), "differ": 0},
          f"{checked}: every one of {len(table.rows):,} decisions is the same")  # fmt: skip


def _tell(as_json: bool, plain: dict[str, Any], text: str) -> None:
    if as_json:
        options.echo_json(plain)
    else:
        click.echo(text)


def differing(table: DecisionTable, kind: str, folder: Path) -> list[tuple[tuple[str, ...], str, str]]:
    """Return the questions that an exported engine answers otherwise, with its answer and ours.

    Args:
      table: the decisions as they are.
      kind: for which engine.
      folder: where the export lies.
    """
    from firstcall.report.exports.engines_text import EXPORT_FILES

    text = read_file(folder / EXPORT_FILES[kind][0]).decode()
    given = dict(_ENGINES[kind](table, text))
    return [
        (row.words, given.get(row.words, "no answer"), row.outcome)
        for row in table.rows if given.get(row.words) != row.outcome
    ]  # fmt: skip


def _json(table: DecisionTable, text: str) -> Looked:
    for one in json.loads(text)["decisions"]:
        yield tuple(one[column] for column in table.columns), one["outcome"]


def _duckdb(table: DecisionTable, text: str) -> Looked:
    import duckdb

    with duckdb.connect() as base:
        base.execute(text)
        columns = ", ".join('"' + column + '"' for column in table.columns)
        for *words, outcome in base.execute(f"SELECT {columns}, outcome FROM decision").fetchall():
            yield tuple(words), outcome


def _cedar(table: DecisionTable, text: str) -> Looked:
    try:
        import cedarpy
    except ImportError as error:
        raise QuestionError(CedarNeedsCedarpy(), fix=InstallCedarpy()) from error
    from firstcall.rights.decision import OUTCOMES

    for row in table.rows:
        context = dict(zip(table.columns, row.words, strict=True))
        asked = [
            {"principal": 'User::"anybody"', "action": f'Action::"{outcome}"', "resource": 'Capacity::"any"',
             "context": context}
            for outcome in OUTCOMES
        ]  # fmt: skip
        found = cedarpy.is_authorized_batch(asked, text, [])
        allowed = [outcome for outcome, one in zip(OUTCOMES, found, strict=True) if one.allowed]
        yield row.words, allowed[0] if len(allowed) == 1 else f"{len(allowed)} outcomes"


_ENGINES: dict[str, Callable[[DecisionTable, str], Looked]] = {"json": _json, "sql": _duckdb, "cedar": _cedar}
