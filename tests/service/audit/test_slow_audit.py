"""The audit again, slowly and apart: from the agreement's YAML, the record's lines and the log's rows, one by one."""

import csv
import sys
from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from tests.oracle.second import Ask, Second
from tests.oracle.slow_text import read_happenings
from tests.service.conftest import Cli

FOLDER = "examples/wiraksa"
HERE = ZoneInfo("Asia/Jakarta")


def made_up(root: Path, tmp_path: Path, rows: int, seed: int) -> Path:
    """A log of the fictional partnership, as CSV, some rows mistyped."""
    sys.path.insert(0, str(root / "benchmarks"))
    try:
        from placements import main
    finally:
        sys.path.remove(str(root / "benchmarks"))
    file = tmp_path / "log.parquet"
    span = ("--from", "2025-10-01", "--to", "2026-03-15")
    assert (
        main([str(root / FOLDER), str(file), "--rows", str(rows), "--seed", str(seed), *span, "--slips", "0.02"]) == 0
    )
    table = pq.read_table(file)
    pa_csv.write_csv(table.set_column(0, "at", table["at"].cast("timestamp[s]").cast("string")), tmp_path / "log.csv")
    return tmp_path / "log.csv"


def judged(second: Second, row: dict[str, str]) -> tuple[str, frozenset[str]] | None:
    """What the second evaluator answers to a row; None where it cannot be asked."""
    version = second.text.version(datetime(2026, 2, 1, tzinfo=HERE), None)
    assert version is not None
    if not row["at"] or row["workload"] not in version.workloads:
        return None
    at = datetime.fromisoformat(row["at"]).replace(tzinfo=ZoneInfo("UTC"))
    ask = Ask(
        row["workload"], row["provider"], row["customer"], row["capacity"] or None, None, Decimal(row["quantity"]),
        None, row["contract"] or None, row["tranche"] or None, (("region", row["region"]),),
    )  # fmt: skip
    found = second.answer(ask, at, None)
    return found.outcome, frozenset(found.marks)


def test_both_audits_agree(root: Path, tmp_path: Path, cli: Cli) -> None:
    log = made_up(root, tmp_path, 1500, 7)
    raw, lines = (root / FOLDER / name for name in ("agreement.yaml", "record.jsonl"))
    second = Second(raw.read_bytes(), read_happenings(lines.read_bytes()))
    outcomes, months, marks = Counter[str](), Counter[tuple[str, str]](), Counter[str]()
    quantities: Counter[str] = Counter()
    unjudged, answers = 0, []
    with log.open(encoding="utf-8") as held:
        for row in csv.DictReader(held):
            answer = judged(second, row)
            answers.append(answer[0] if answer else "")
            if answer is None:
                unjudged += 1
                continue
            at = datetime.fromisoformat(row["at"]).replace(tzinfo=ZoneInfo("UTC")).astimezone(HERE)
            outcomes[answer[0]] += 1
            months[f"{at:%Y-%m}", answer[0]] += 1
            marks.update(answer[1])
            quantities[answer[0]] += Decimal(row["quantity"])  # type: ignore[assignment]
    utc = pa_csv.read_csv(log, convert_options=pa_csv.ConvertOptions(column_types={"at": "string"}))
    stamped = tmp_path / "utc.csv"
    pa_csv.write_csv(
        utc.set_column(0, "at", [[one and f"{one.replace(' ', 'T')}Z" for one in utc["at"].to_pylist()]]), stamped
    )
    told: dict[str, Any] = cli("audit", root / FOLDER, stamped, "--json", "--out", tmp_path / "judged.csv").json
    assert len(outcomes) >= 4 and unjudged > 5 and marks
    assert {name: one["rows"] for name, one in told["outcomes"].items()} == outcomes
    assert {name: Decimal(one["quantity"]) for name, one in told["outcomes"].items()} == quantities
    assert {(one["month"], one["outcome"]): one["rows"] for one in told["months"]} == months
    assert {name: one["rows"] for name, one in told["marks"].items()} == marks
    assert sum(one["rows"] for one in told["not_judged"]) == unjudged
    with (tmp_path / "judged.csv").open(encoding="utf-8") as held:
        assert [row["outcome"] for row in csv.DictReader(held)] == answers
