"""Spark beside DuckDB: one session for all of it, on the Java that the extra brings."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.service.conftest import Cli
from tests.service.nasty_bills import STREAMS, bills, reduced_by_hand, write_all

from firstcall.agreement.money_terms import Base
from firstcall.service.billing_rows import BillingRows
from firstcall.service.billing_spark import SparkEngine, bundled_java
from firstcall.settlement.deliveries import Delivery, added_up

pytest.importorskip("pyspark", reason="Spark is not installed here")

WRITTEN = ("--csv", "--journal", "--beancount", "--focus-invoice-detail")

# A few thousand rows are not worth what Spark does for billions: plans changed while they run, code made for each.
QUICK = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.shuffle.partitions": "1",
}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkEngine]:
    """A session that runs while these tests do; what they start uses it."""
    scratch = tmp_path_factory.mktemp("spark")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_HOME", str(bundled_java(scratch)))
        engine = SparkEngine(scratch, QUICK)
    yield engine
    engine.close()


def settled(cli: Cli, folder: Path, engine: str, period: str) -> dict[str, bytes]:
    """Everything that a statement is written as."""
    out = folder.parent / f"{folder.name}-{engine}"
    out.mkdir()
    files = [word for name in WRITTEN for word in (name, out / name.strip("-"))]
    told = cli("settle", folder, "--period", period, "--engine", engine, "--json", *files)
    assert told.code == 0, told.err
    shown = cli("settle", folder, "--period", period, "--engine", engine)
    assert shown.code == 0, shown.err
    found = {path.name: path.read_bytes() for path in sorted(out.iterdir())}
    return found | {"json": told.out.encode(), "text": shown.out.encode()}


def test_a_year_of_an_example_is_the_same_statement_byte_for_byte(
    session: SparkEngine, cli: Cli, root: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(root / "examples" / "wiraksa", tmp_path / "wiraksa"))
    found = settled(cli, folder, "spark", "FY2025")
    assert found == settled(cli, folder, "duckdb", "FY2025")
    assert len(found) == 6 and all(len(said) > 300 for said in found.values())


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], list[dict[str, Any]]]:
    rows = bills(600)
    return write_all(tmp_path_factory.mktemp("nasty"), rows), rows


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kathmandu"])
@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_the_nastiest_bills_add_up_as_plain_python_adds_them(
    session: SparkEngine, nasty: tuple[list[Path], list[dict[str, Any]]], engine: str, zone: str
) -> None:
    paths, rows = nasty
    base = Base.model_validate({"source": "focus", "streams": STREAMS, "zone": zone})
    delivery = Delivery("d", datetime(2025, 7, 1, tzinfo=UTC))
    with BillingRows.opened(engine, ((delivery, tuple(paths)),)) as billing:
        ((_, entries),) = billing.reduced(base, (), False, None)
    found = {
        (one.stream, one.kind, one.day.isoformat(), one.currency, f"{one.billed:%Y-%m}"): (one.amount, one.rows)
        for one in added_up(entries)
    }
    wanted = reduced_by_hand(rows, base, ZoneInfo(zone))
    assert found == wanted
    assert {key[0] for key in wanted} == {stream["name"] for stream in STREAMS}
