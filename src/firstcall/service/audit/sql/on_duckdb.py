"""The audit on DuckDB."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy

from firstcall.errors import RecordError
from firstcall.rights.table.axes.lookup import Integers
from firstcall.said import Said, sentence
from firstcall.service.audit.placement_columns import Reader
from firstcall.service.audit.placement_files import BATCH_ROWS, PlacementFile
from firstcall.service.audit.placement_output import Output
from firstcall.service.audit.sql.asking import audit_sql, numbers_in_order
from firstcall.service.audit.sql.transcript import Transcript, transcribed
from firstcall.service.audit.sql.writing_back import unchanged, write_back
from firstcall.service.billing.source import sql_text
from firstcall.verification.audit.auditor import Auditor


class DuckdbCouldNotJudgeLog(Said):
    says = sentence("sql.duckdb-could-not-judge-log", "DuckDB could not judge the log ({line})")
    line: str


class LeaveEngineDuckdbOut(Said):
    says = sentence("sql.leave-engine-duckdb-out", "leave --engine duckdb out")


class DuckAudit:
    """A DuckDB in memory that holds a log."""

    def __init__(self, transcript: Transcript) -> None:
        self.raw = duckdb.connect()
        self.raw.execute("SET preserve_insertion_order = false")
        self.raw.execute(f"CREATE VIEW placements AS SELECT * FROM read_parquet('{sql_text(transcript.path)}')")

    def load(self, name: str, rows: Any) -> None:
        """Make a relation of an Arrow table."""
        self.raw.register("handed_over", rows)
        self.raw.execute(f'CREATE TABLE "{name}" AS SELECT * FROM handed_over')
        self.raw.unregister("handed_over")

    def rows(self, query: str) -> Sequence[Mapping[str, Any]]:
        """Return the rows of a result."""
        held = self.raw.execute(query)
        names = [column[0] for column in held.description or ()]
        return [dict(zip(names, row, strict=True)) for row in held.fetchall()]

    def in_order(self, query: str) -> Iterator[Integers]:
        """Yield the numbers of a result of many rows, as they stand in the log."""
        for batch in self.raw.execute(f"{query} ORDER BY row").to_arrow_reader(BATCH_ROWS):
            yield numpy.asarray(batch["number"], dtype=numpy.int64)


def audit_duckdb(
    files: Sequence[PlacementFile], reader: Reader, auditor: Auditor, outputs: Sequence[Output],
    told: Callable[[int], None],
) -> None:  # fmt: skip
    """Judge a log on DuckDB.

    Args:
      files: the log.
      reader: which column is which.
      auditor: takes in what is counted.
      outputs: where judged rows are written.
      told: is told of the rows that are read.

    Raises:
      RecordError: a file is damaged, or DuckDB cannot join it.
    """
    with tempfile.TemporaryDirectory(prefix="firstcall-") as folder, unchanged(files):
        transcript = transcribed(files, reader, Path(folder) / "placements.parquet", told)
        engine = DuckAudit(transcript)
        try:
            audit_sql(engine, transcript, auditor)
            if outputs:
                numbers = numbers_in_order(engine, transcript, auditor.table)
                write_back(numbers, auditor, files, reader, outputs)
        except duckdb.Error as error:
            line = str(error).split("\n")[0]
            raise RecordError(DuckdbCouldNotJudgeLog(line=line), fix=LeaveEngineDuckdbOut()) from error
        finally:
            engine.raw.close()
