"""DuckDB holds a log and small relations beside it; what it cannot do is told."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.service.audit.logs import ROWS, table_of_rows, written
from tests.service.conftest import Cli

from firstcall.service.audit.sql.on_duckdb import DuckAudit
from firstcall.service.audit.sql.transcript import Transcript


def test_relations_stand_beside_the_log(tmp_path: Path) -> None:
    pq.write_table(pa.table({"row": [0, 1], "w0": ["a", None]}), tmp_path / "it's.parquet")
    engine = DuckAudit(Transcript(tmp_path / "it's.parquet", ("workload",), False, (0,), ()))
    engine.load("words", pa.table({"word": ["a"], "part": [7]}))
    rows = engine.rows("SELECT p.row, w.part FROM placements p LEFT JOIN words w ON p.w0 = w.word ORDER BY p.row")
    assert rows == [{"row": 0, "part": 7}, {"row": 1, "part": None}]
    engine.raw.close()


def test_what_duckdb_cannot_do_is_told(root: Path, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    log = written(tmp_path / "log.csv", table_of_rows(ROWS))
    monkeypatch.setattr("firstcall.service.audit.sql.asking.located", lambda *given: "SELECT nothing")
    ran = cli("audit", root / "examples" / "wiraksa", log, "--engine", "duckdb")
    assert ran.code == 3 and "DuckDB could not judge the log" in ran.err and "fix:" in ran.err


def test_numbers_come_in_the_order_of_the_log(tmp_path: Path) -> None:
    pq.write_table(pa.table({"row": [0]}), tmp_path / "log.parquet")
    engine = DuckAudit(Transcript(tmp_path / "log.parquet", (), False, (0,), ()))
    engine.load("held", pa.table({"row": [2, 0, 1], "number": [20, 0, 10]}))
    assert [part.tolist() for part in engine.in_order("SELECT row, number FROM held")] == [[0, 10, 20]]
    engine.raw.close()
