"""firstcall export: the decisions of a day for other engines, and a check of every one of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import click

from firstcall.dates import local_day, zone
from firstcall.errors import FirstcallError, QuestionError
from firstcall.report.exports.certificate import CERTIFICATE, certificate_text
from firstcall.said import Grouped, Said, sentence
from firstcall.service import options
from firstcall.service.folder import create_folder
from firstcall.service.soundness.made_tables import EXPORT_KINDS, ExportAnew, MadeTable, table_in
from firstcall.service.speech import caution, running_language, said_in
from firstcall.verification.exports.decision_table import DecisionTable, decision_table

CertificateGround = Literal["text", "record", "calendar", "zone data", "rules"]
"""What a table is made from, besides the instant."""


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
    given: Said
    ours: Said


class TableMade(Said):
    says = sentence("soundness.table-made", "made {folder}: {decisions} decisions for {kind}")
    folder: str
    decisions: Annotated[int, Grouped]
    kind: str


class EveryDecisionSame(Said):
    says = sentence("soundness.every-decision-same", "{folder}: every one of {decisions} decisions is the same")
    folder: str
    decisions: Annotated[int, Grouped]


class CertificateIsOfOther(Said):
    says = sentence(
        "soundness.certificate-is-of-other",
        "every decision is the same, but the certificate is of other grounds ({grounds}), so no receipt names it",
    )
    grounds: tuple[CertificateGround, ...]


class CertificateIsAnother(Said):
    says = sentence(
        "soundness.certificate-is-another", "the certificate in '{folder}' is another than that of these decisions"
    )
    folder: str


@click.command("export")
@options.partnership_argument
@click.option("--to", "kind", type=click.Choice(EXPORT_KINDS), required=True, help="For which engine.")
@options.on_option
@click.option("--out", type=options.A_PATH, metavar="DIR", help="A new folder to write.")
@click.option("--check", "checked", type=options.A_PATH, metavar="DIR",
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
        from firstcall.report.exports.engines_text import EXPORT_FILES
        from firstcall.report.exports.readme import export_readme

        name, make = EXPORT_FILES[kind]
        command = MadeTable(out, kind, when.text, table.certificate).checked_by(deal.name)
        lang = running_language()
        made = {name: make(table), CERTIFICATE: certificate_text(table.certificate, kind, when.first),
                "README.md": export_readme(table, kind, command, lambda told: said_in(told, lang))}  # fmt: skip
        create_folder(out, {name: text.encode() for name, text in made.items()})
        _tell(as_json, {"folder": str(out), "decisions": len(table.rows)},
              TableMade(folder=str(out), decisions=len(table.rows), kind=kind))  # fmt: skip
        return
    assert checked is not None
    _refuse_differing(table, kind, checked)
    moved = _moved(table, checked)
    if moved:
        caution(CertificateIsOfOther(grounds=moved))
    plain = {"folder": str(checked), "decisions": len(table.rows), "differ": 0, "other_grounds": list(moved)}
    _tell(as_json, plain, EveryDecisionSame(folder=str(checked), decisions=len(table.rows)))


def _refuse_differing(table: DecisionTable, kind: str, checked: Path) -> None:
    from firstcall.service.soundness.export_engines import differing

    found = differing(table, kind, checked)
    if found:
        first = found[0]
        raise FirstcallError(
            AnswersDiffer(differ=len(found), total=len(table.rows), first=first.words, given=first.there,
                          ours=first.ours),
            fix=ExportAnew(),
        )  # fmt: skip


def _moved(table: DecisionTable, checked: Path) -> tuple[CertificateGround, ...]:
    """Return which grounds a folder's certificate has that are others than those of today.

    Raises:
      FirstcallError: its grounds are the same, and it is another.
    """
    ours, theirs = table.certificate, table_in(checked).certificate
    moved = tuple(ground for ground, name in _GROUNDS.items() if getattr(ours, name) != getattr(theirs, name))
    if not moved and ours != theirs:
        raise FirstcallError(CertificateIsAnother(folder=str(checked)), fix=ExportAnew())
    return moved


_GROUNDS: dict[CertificateGround, str] = {
    "text": "history", "record": "record", "calendar": "calendar", "zone data": "zone_data", "rules": "semantics",
}  # fmt: skip


def _tell(as_json: bool, plain: dict[str, Any], told: Said) -> None:
    if as_json:
        options.echo_json(plain)
    else:
        click.echo(said_in(told, running_language()))
