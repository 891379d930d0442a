"""DuckDB and Spark find by plain SQL what the arrays find: counts, first rows, faults, words, checksum."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.service.audit.logs import Rows, table_of_rows, written
from tests.service.conftest import Cli

AT = "2025-11-{:02}T10:00:00+07:00"
ROWS: Rows = (
    *({"at": AT.format(day), "workload": workload, "provider": provider, "region": region, "customer": customer,
       "capacity": capacity, "quantity": quantity}
      for day, workload, provider, region, customer, capacity, quantity in (
          (1, "training", "tamborala-cloud", "java", "general", None, "1.5"),
          (2, "assistant", "selvandra", "java", None, "new", "2"),
          (3, "assistant", "wiraksa-sites", "java", "public_sector", "own_build", None),
          (4, "batch", "nordhaller-cloud", "europe", "general", "existing", "0.25"),
          (5, "batch", "Kestrel", None, "general", None, "12"),
          (6, "bake", "selvandra", "java", "moon", "rented", "1"),
          (7, "training", None, "java", None, None, "-1"),
      )),
    *({"at": AT.format(day), "workload": "training", "provider": provider, "contract": contract, "tranche": tranche,
       "quantity": quantity, "offer": offer}
      for day, provider, contract, tranche, quantity, offer in (
          (8, "selvandra", "K-01", "1", "3", None), (9, "selvandra", "K-01", None, "30", None),
          (10, "quillhost", "K-01", "1", None, None), (11, "selvandra", "K-02", None, "1", None),
          (12, "selvandra", "K-99", "1", "1", None), (13, None, None, "1", "1", None),
          (14, None, None, None, "5", "O-01"), (15, None, "K-01", None, "5", "O-01"),
          (16, "selvandra", None, None, None, "O-99"),
      )),
    {"at": None, "workload": "training", "provider": "selvandra", "region": "java"},
    {"at": "2025-02-30T10:00:00Z", "workload": "training", "provider": "selvandra", "region": "java"},
    {"at": "2024-01-01T00:00:00Z", "workload": "training", "provider": "selvandra", "contract": "K-02", "tranche": "1"},
)  # fmt: skip


def told(cli: Cli, root: Path, log: Path, engine: str) -> dict[str, Any]:
    """What an engine finds, the rows that it writes back included."""
    out, barred = log.parent / f"{engine}.csv", log.parent / f"{engine}-barred.csv"
    ran = cli(
        "audit", root / "examples" / "wiraksa", log, "--json", "--engine", engine, "--out", out, "--breaches", barred
    )
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    assert found.pop("engine") == engine
    return found | {"out": out.read_bytes(), "barred": barred.read_bytes()}


def test_duckdb(root: Path, tmp_path: Path, cli: Cli) -> None:
    log = written(tmp_path / "log.csv", table_of_rows(ROWS))
    want = told(cli, root, log, "numpy")
    assert told(cli, root, log, "duckdb") == want
    assert want["judged"] > 7 and len(want["not_judged"]) > 8 and len(want["breaches"]) > 2


@pytest.mark.parametrize(
    "columns", [("at", "workload", "provider"), ("at", "workload", "provider", "contract", "tranche")]
)
def test_duckdb_on_a_log_with_few_columns(root: Path, tmp_path: Path, cli: Cli, columns: tuple[str, ...]) -> None:
    log = written(tmp_path / "log.parquet", table_of_rows([{name: row.get(name) for name in columns} for row in ROWS]))
    assert told(cli, root, log, "duckdb") == told(cli, root, log, "numpy")


@pytest.mark.usefixtures("spark")
def test_spark(root: Path, tmp_path: Path, cli: Cli) -> None:
    log = written(tmp_path / "log.csv", table_of_rows(ROWS))
    assert told(cli, root, log, "spark") == told(cli, root, log, "numpy")
