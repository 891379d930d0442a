"""One audit from its files to its facts: the log opened, judged by an engine, written back whole or not at all."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import pyarrow as pa

from firstcall.dates import iso, zone
from firstcall.errors import NOWHERE, Problem, QuestionError, RecordError
from firstcall.report.audit.rows import MOST_AUDIT_SHOWN, Audited, Explained, rows_said
from firstcall.report.decision.asked import asked_said
from firstcall.report.decision.rows import decision_lines
from firstcall.rights.table.axes.merging import dimension_names
from firstcall.rights.table.table import table_of
from firstcall.rights.table.verdicts import QuestionFault
from firstcall.said import Grouped, Quoted, Said, plural, sentence
from firstcall.service.audit.arrays import audit_numpy
from firstcall.service.audit.placement_columns import Reader, mapped
from firstcall.service.audit.placement_files import PlacementFile, files_of
from firstcall.service.audit.placement_output import Output, check_added
from firstcall.service.commands.decide import ways
from firstcall.service.folder import Partnership
from firstcall.service.questions.asking import given, judged
from firstcall.values import dataclass
from firstcall.verification.audit.auditor import Auditor
from firstcall.verification.audit.findings import facts_of_audit
from firstcall.verification.audit.judged import AuditFacts, Breach

EXPLAINED = 5
"""How many kinds of barred rows are explained in full."""
Bar = Callable[[Sequence[PlacementFile]], AbstractContextManager[Callable[[int], None]]]


class OutAndBreachesBothName(Said):
    says = sentence("audit.out-and-breaches-both-name", "--out and --breaches both name '{out}'")
    out: str


class NameTwoFiles(Said):
    says = sentence("audit.name-two-files", "name two files")


class NoSuchEngine(Said):
    says = sentence("audit.no-such-engine", "there is no engine {other}")
    other: Annotated[str, Quoted]


class UseKnownEngine(Said):
    says = sentence("audit.use-known-engine", "use one of: numpy, duckdb, spark")


@dataclass(frozen=True, slots=True)
class AuditAsking:
    """What an audit is asked for, as the flags say it."""

    placements: Sequence[str]
    out: Path | None = None
    breaches: Path | None = None
    engine: str = "numpy"
    spark_master: str | None = None
    renamed: Mapping[str, str] | None = None
    strict: bool = False
    readings: Mapping[str, str] | None = None
    known_at: datetime | None = None


def audited(deal: Partnership, asking: AuditAsking, bar: Bar) -> Audited:
    """Return an audit.

    Args:
      deal: the partnership.
      asking: what is asked for.
      bar: shows how far the work is.

    Raises:
      QuestionError: a flag or a name that does not fit.
      RecordError: a file that cannot be read; with `strict`, a row that cannot be judged.
      NotFound: a file that is not there, or that cannot be written.
    """
    files = files_of(asking.placements)
    table = table_of(deal.agreement, deal.record, asking.known_at, asking.readings)
    columns = mapped(files, dimension_names(table.held), asking.renamed or {})
    auditor, reader = Auditor(table), Reader(columns, zone(deal.agreement.timezone))
    outputs = _outputs(asking, files)
    try:
        with bar(files) as told:
            _run(asking, files, reader, auditor, outputs, told)
        facts = facts_of_audit(auditor)
        if asking.strict:
            _refuse(facts)
        for output in outputs:
            output.finish(_plain_schema(files))
    finally:
        for output in outputs:
            output.drop()
    local = facts.judged > 0 and reader.zoned is False
    names = tuple(file.name for file in files)
    explained = tuple(_explained(deal, asking, one) for one in facts.breaches[:EXPLAINED])
    where = zone(deal.agreement.timezone)
    return Audited(deal.agreement.title, names, asking.engine, facts, where, explained, reader.rounded, local)


def _run(
    asking: AuditAsking, files: Sequence[PlacementFile], reader: Reader, auditor: Auditor, outputs: Sequence[Output],
    told: Callable[[int], None],
) -> None:  # fmt: skip
    match asking.engine:
        case "numpy":
            audit_numpy(files, reader, auditor, outputs, told)
        case "duckdb":
            from firstcall.service.audit.sql.on_duckdb import audit_duckdb

            audit_duckdb(files, reader, auditor, outputs, told)
        case "spark":
            from firstcall.service.audit.sql.on_spark import audit_spark

            audit_spark(files, reader, auditor, outputs, told, asking.spark_master)
        case other:
            raise QuestionError(NoSuchEngine(other=other), fix=UseKnownEngine())


def _outputs(asking: AuditAsking, files: Sequence[PlacementFile]) -> list[Output]:
    """Return the files that judged rows go to; each is checked before the first row is read."""
    if asking.out is None and asking.breaches is None:
        return []
    check_added(files)
    if asking.out is not None and asking.out == asking.breaches:
        raise QuestionError(OutAndBreachesBothName(out=str(asking.out)), fix=NameTwoFiles())
    wanted = [(asking.out, False), (asking.breaches, True)]
    return [Output(file, files, barred_only=barred) for file, barred in wanted if file is not None]


def _plain_schema(files: Sequence[PlacementFile]) -> Any:
    """Return the first file's columns, words written out."""
    fields = [pa.field(one.name, one.type.value_type if pa.types.is_dictionary(one.type) else one.type)
              for one in files[0].schema]  # fmt: skip
    return pa.schema(fields)


def _refuse(facts: AuditFacts) -> None:
    """Refuse a log with rows that cannot be judged, or names that stand nowhere in the agreement.

    Raises:
      RecordError: naming the first of them.
    """
    found: list[Said] = []
    for one in facts.unjudged:
        rows = rows_said(one.rows, one.amount.rows)
        found.append(RowsNotJudged(n=one.amount.rows, fault=one.fault, rows=rows))
    for strange in facts.strange[:MOST_AUDIT_SHOWN]:
        if strange.column == "provider":
            first = strange.first
            found.append(ProviderNotListed(provider=strange.word, file=str(first.file), row=str(first.row)))
    if found:
        *before, last = found
        raise RecordError.of([*(Problem(NOWHERE, one) for one in before), Problem(NOWHERE, last, CorrectOrNotStrict())])


class RowsNotJudged(Said):
    says = plural(
        "audit.rows-not-judged",
        "{n} row cannot be judged: {fault} ({rows})",
        "{n} rows cannot be judged: {fault} ({rows})",
    )
    n: Annotated[int, Grouped]
    fault: QuestionFault
    rows: tuple[Said, ...]


class ProviderNotListed(Said):
    says = sentence(
        "audit.provider-not-listed",
        "provider {provider} is not listed in the agreement (first in {file} row {row})",
    )
    provider: Annotated[str, Quoted]
    file: str
    row: str


class CorrectOrNotStrict(Said):
    says = sentence("audit.correct-or-not-strict", "correct these rows, or leave --strict out")


def _explained(deal: Partnership, asking: AuditAsking, breach: Breach) -> Explained:
    """Return the decision on the first row of a kind as `decide` tells it, with the command that asks it."""
    asked = breach.asked
    row: dict[str, Any] = {name: str(value) for name in _FLAGS if (value := getattr(asked, name)) is not None}
    row |= {"workload": asked.workloads, "on": iso(breach.at)}
    row |= {"scope": tuple(f"{name}={value}" for name, value in asked.dimensions.items())} if asked.dimensions else {}
    row |= {"reading": tuple(f"{name}={value}" for name, value in (asking.readings or {}).items())}
    row |= {"known_at": iso(asking.known_at)} if asking.known_at is not None else {}
    question = given(deal, row)
    decision = judged(deal, question)
    paths, note = ways(deal, question, decision)
    where = zone(deal.agreement.timezone)
    lines = decision_lines(decision, asked_said(question.words, question.when, where), where, paths, None, note)
    return Explained(_command(deal, row), tuple(lines))


_FLAGS = ("provider", "customer", "capacity", "quantity", "offer", "contract", "tranche")


def _command(deal: Partnership, row: Mapping[str, Any]) -> str:
    """Return the command that asks a question."""
    parts = ["firstcall", "decide", deal.name]
    for name, value in row.items():
        for one in value if isinstance(value, tuple) else (value,):
            parts += [f"--{name.replace('_', '-')}", shlex.quote(one)]
    return " ".join(parts)
