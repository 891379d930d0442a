"""`firstcall audit` as people call it: what it prints, writes, refuses, and leaves behind."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.service.audit.logs import ROWS, table_of_rows, written
from tests.service.conftest import Cli

from firstcall.service.audit.command import RowsBar

FOLDER = "examples/wiraksa"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return written(tmp_path / "log.csv", table_of_rows(ROWS))


def test_the_summary(root: Path, log: Path, cli: Cli) -> None:
    ran = cli("audit", root / FOLDER, log)
    assert ran.code == 0
    assert "5 rows in 1 file: 3 judged, 2 not." in ran.out
    assert "2 of them the agreement bars: 66.7%." in ran.out
    for word in ("By answer", "consent-first", "assistant-exclusive@base", "2025-10", "unknown workload", "no instant",
                 "trainning", "Kestrel Grid", "judged as a provider that is not", "checksum"):  # fmt: skip
        assert word in ran.out
    assert "Barred 1, explained by" in ran.out and "\n  firstcall decide" in ran.out and "path to yes" in ran.out


def test_json(root: Path, log: Path, cli: Cli) -> None:
    told = cli("audit", root / FOLDER, log, "--json").json
    assert (told["rows"], told["judged"], told["barred"], told["engine"]) == (5, 3, 2, "numpy")
    assert {name: one["rows"] for name, one in told["outcomes"].items()} == {"permitted": 1, "consent-first": 2}
    assert [(one["why"], one["first_rows"]) for one in told["not_judged"]] == [
        ("unknown workload", [{"file": str(log), "row": 4}]),
        ("no instant", [{"file": str(log), "row": 5}]),
    ]
    first = told["breaches"][0]
    assert first["question"] == {"workload": "assistant", "provider": "selvandra", "region": "java"}
    assert (first["at"], first["first_row"]["row"]) == ("2025-10-02T03:00:00Z", 2)


def test_a_page(root: Path, log: Path, tmp_path: Path, cli: Cli) -> None:
    ran = cli("audit", root / FOLDER, log, "--html", tmp_path / "audit.html", "--header", "draft")
    page = (tmp_path / "audit.html").read_text(encoding="utf-8")
    assert ran.out == "" and "wrote" in ran.err
    assert "assistant-exclusive@base" in page and "Why they are barred" in page and "draft" in page


@pytest.mark.parametrize("form", ["parquet", "csv", "arrow"])
def test_every_row_is_written_back_with_its_answer(root: Path, log: Path, tmp_path: Path, cli: Cli, form: str) -> None:
    out, barred = tmp_path / f"judged.{form}", tmp_path / f"barred.{form}"
    assert cli("audit", root / FOLDER, log, "--out", out, "--breaches", barred).code == 0
    rows, breaches = read(out), read(barred)
    assert [(row["workload"], row["outcome"], row["fault"]) for row in rows] == [
        ("training", "permitted", ""), ("assistant", "consent-first", ""), ("batch", "consent-first", ""),
        ("trainning", "", "unknown workload"), ("training", "", "no instant"),
    ]  # fmt: skip
    assert [(row["decided_by"], row["version"]) for row in breaches] == [
        ("assistant-exclusive@base", "amendment-1"), ("batch-exclusive@amendment-1", "amendment-1")]  # fmt: skip
    assert {path.name for path in tmp_path.iterdir()} == {"log.csv", out.name, barred.name}


def read(file: Path) -> list[dict[str, Any]]:
    import pyarrow.csv as pa_csv
    import pyarrow.feather as feather

    match file.suffix:
        case ".parquet":
            table = pq.read_table(file)
        case ".csv":
            table = pa_csv.read_csv(file)
        case _:
            table = feather.read_table(file)
    return [{name: value or "" for name, value in row.items()} for row in table.to_pylist()]


def test_strict_refuses_and_leaves_nothing(root: Path, log: Path, tmp_path: Path, cli: Cli) -> None:
    ran = cli("audit", root / FOLDER, log, "--strict", "--out", tmp_path / "judged.parquet")
    assert ran.code == 3 and ran.out == ""
    assert "1 row cannot be judged: unknown workload" in ran.err
    assert "provider 'Kestrel Grid' is not listed" in ran.err and "fix:" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["log.csv"]


def test_a_damaged_file_leaves_nothing(root: Path, tmp_path: Path, cli: Cli) -> None:
    good = written(tmp_path / "a.parquet", table_of_rows([*ROWS] * 5000))
    (tmp_path / "b.parquet").write_bytes(damaged(good.read_bytes()))
    ran = cli("audit", root / FOLDER, good, tmp_path / "b.parquet", "--out", tmp_path / "judged.parquet")
    assert ran.code == 3 and "b.parquet: it cannot be read" in ran.err and ran.out == ""
    assert {path.name for path in tmp_path.iterdir()} == {"a.parquet", "b.parquet"}


def damaged(raw: bytes) -> bytes:
    found = bytearray(raw)
    found[40:400] = b"\xff" * 360
    return bytes(found)


def test_other_names(root: Path, tmp_path: Path, cli: Cli) -> None:
    held = table_of_rows(ROWS).rename_columns(["started at", "workload", "where", "region"])
    log = written(tmp_path / "log.csv", held)
    refused = cli("audit", root / FOLDER, log)
    assert refused.code == 3 and "there is no column 'at'" in refused.err and "--map at=" in refused.err
    told = cli("audit", root / FOLDER, log, "--map", "at=started at", "--map", "provider=where", "--json")
    assert told.code == 0 and told.json["judged"] == 3


def test_zones_that_are_mixed(root: Path, tmp_path: Path, cli: Cli) -> None:
    rows = [{**ROWS[0]}, {**ROWS[0], "at": "2025-10-01T10:00:00"}]
    ran = cli("audit", root / FOLDER, written(tmp_path / "log.csv", table_of_rows(rows)))
    assert ran.code == 3 and "have a zone" in ran.err
    local = [{**row, "at": str(row["at"]).replace("+07:00", "")} for row in ROWS[:3]]
    told = cli("audit", root / FOLDER, written(tmp_path / "local.csv", table_of_rows(local)))
    assert "they are read in the agreement's, Asia/Jakarta" in told.out
    zoned = cli("audit", root / FOLDER, written(tmp_path / "zoned.csv", table_of_rows(ROWS[:3])))
    assert told.out.split("checksum ")[1][:64] == zoned.out.split("checksum ")[1][:64]


@pytest.mark.parametrize(("flags", "said"), [
    (("--spark-master", "local[1]"), "--spark-master names a cluster for Spark"),
    (("--map", "wrkload=x"), "there is no column 'wrkload'"),
    (("--map", "x"), "--map x: not a pair"),
    (("--out", "same.csv", "--breaches", "same.csv"), "--out and --breaches both name"),
    (("--out", "judged.txt"), "does not say what form it has"),
    (("--reading", "no=x"), "unknown point of construction 'no'"),
    (("--known-at", "then"), "--known-at:"),
    (("--header", "x"), "--header is a line on the page"),
])  # fmt: skip
def test_flags_that_do_not_fit(root: Path, log: Path, cli: Cli, flags: tuple[str, ...], said: str) -> None:
    ran = cli("audit", root / FOLDER, log, *flags)
    assert ran.code == 2 and said in ran.err and "fix:" in ran.err


def test_what_is_read_is_not_written_over(root: Path, log: Path, public: Path, cli: Cli) -> None:
    before = log.read_bytes()
    ran = cli("audit", root / FOLDER, log, "--out", log)
    assert ran.code == 2 and "is one of the files that are read" in ran.err and log.read_bytes() == before
    ran = cli("audit", root / FOLDER, log, "--out", log.parent / "none" / "judged.csv")
    assert ran.code == 4 and "there is no folder" in ran.err
    judged = cli("audit", root / FOLDER, log, "--out", log.parent / "judged.csv")
    again = cli("audit", root / FOLDER, log.parent / "judged.csv", "--out", log.parent / "more.csv")
    assert judged.code == 0 and again.code == 2 and "is an answer" in again.err


def test_a_log_without_rows(root: Path, tmp_path: Path, cli: Cli) -> None:
    empty = pa.table({name: pa.array([], pa.string()) for name in ("at", "workload", "provider")})
    for name in ("log.parquet", "log.csv"):
        log = written(tmp_path / name, empty)
        for engine in ("numpy", "duckdb"):
            told = cli("audit", root / FOLDER, log, "--json", "--engine", engine)
            assert told.code == 0 and (told.json["rows"], told.json["judged"]) == (0, 0), told.err
        out = tmp_path / f"judged-{log.suffix[1:]}.parquet"
        assert cli("audit", root / FOLDER, log, "--out", out).code == 0
        assert pq.read_table(out).num_rows == 0 and "outcome" in pq.read_schema(out).names


def test_a_terminal_is_told_how_far_the_work_is(capsys: pytest.CaptureFixture[str]) -> None:
    with RowsBar(2000, 0.0) as bar:
        bar.add(500)
        bar.add(1500)
    assert capsys.readouterr().err == "\r500 rows, 25%\r2,000 rows, 100%\n"
    with RowsBar(None, 0.0) as bar:
        bar.add(1000)
    assert capsys.readouterr().err == "\r1,000 rows\n"
    with RowsBar(10, 3600.0) as bar:
        bar.add(10)
    assert capsys.readouterr().err == ""


def test_what_is_supposed_counts(root: Path, log: Path, tmp_path: Path, cli: Cli) -> None:
    supposed = tmp_path / "consent.jsonl"
    supposed.write_text(
        '{"type": "consent-given", "at": "2025-09-15", "by": "nordhaller", "consent": "X-1", '
        '"clauses": ["batch-exclusive"], "provider": "Kestrel Grid", "quantity": "5"}\n', encoding="utf-8",
    )  # fmt: skip
    before, after = (cli("audit", root / FOLDER, log, "--json", *more).json for more in ((), ("--assume", supposed)))
    assert set(before["outcomes"]) == {"permitted", "consent-first"} and "what_if" in after
    assert set(after["outcomes"]) == {"permitted", "consent-first", "offer-first"}
