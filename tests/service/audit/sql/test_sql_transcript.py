"""A log transcribed keeps every row and where it stood."""

from pathlib import Path

import pyarrow.parquet as pq
from tests.service.audit.logs import ROWS, table_of_rows, written
from tests.service.audit.test_audit_numpy import reader_of

from firstcall.service.audit.placement_files import files_of
from firstcall.service.audit.sql.sql_transcript import transcribed
from firstcall.verification.audit.judged import Origin


def test_rows_and_origins(tmp_path: Path) -> None:
    files = (written(tmp_path / "a.csv", table_of_rows(ROWS)), written(tmp_path / "b.csv", table_of_rows(ROWS[:2])))
    made = transcribed(
        files_of([str(file) for file in files]), reader_of(files), tmp_path / "t.parquet", lambda rows: None
    )
    assert made.words == ("workload", "provider", "region") and not made.counted
    rows = pq.read_table(made.path).to_pylist()
    assert [(row["row"], row["fault"], row[made.column("workload")]) for row in rows] == [
        (0, 0, "training"), (1, 0, "assistant"), (2, 0, "batch"), (3, 0, "trainning"), (4, 1, "training"),
        (5, 0, "training"), (6, 0, "assistant"),
    ]  # fmt: skip
    assert all(row["day"] == row["at"] // 86_400_000_000 for row in rows)
    assert [made.origin(row) for row in (0, 4, 5)] == [
        Origin(str(files[0]), 1), Origin(str(files[0]), 5), Origin(str(files[1]), 1)]  # fmt: skip
