"""The audit on DuckDB."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from firstcall.errors import RecordError
from firstcall.service.audit.placement_columns import Reader
from firstcall.service.audit.placement_files import PlacementFile
from firstcall.service.audit.sql.asking import audit_sql
from firstcall.service.audit.sql.transcript import Transcript, transcribed
from firstcall.service.billing.source import sql_text
from firstcall.verification.audit.auditor import Auditor


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


def audit_duckdb(files: Sequence[PlacementFile], reader: Reader, auditor: Auditor, told: Callable[[int], None]) -> None:
    """Judge a log on DuckDB.

    Raises:
      RecordError: a file is damaged, or DuckDB cannot join it.
    """
    with tempfile.TemporaryDirectory(prefix="firstcall-") as folder:
        transcript = transcribed(files, reader, Path(folder) / "placements.parquet", told)
        engine = DuckAudit(transcript)
        try:
            audit_sql(engine, transcript, auditor)
        except duckdb.Error as error:
            line = str(error).split("\n")[0]
            raise RecordError(f"DuckDB could not judge the log ({line})\n  fix: leave --engine duckdb out") from error
        finally:
            engine.raw.close()
