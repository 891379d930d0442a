"""Logs in every form that programs write: judged alike on each engine, or refused with a reason, and nothing left."""

import gzip
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.service.conftest import Cli

DAYS = [datetime(2025, 11, day, 12, tzinfo=UTC) for day in (1, 2, 3)]
NAIVE = [day.replace(tzinfo=None) for day in DAYS]
PLAIN: Mapping[str, Any] = {
    "at": pa.array(DAYS, pa.timestamp("us", "UTC")), "workload": pa.array(["training"] * 3),
    "provider": pa.array(["selvandra", "Kestrel", "tamborala-cloud"]), "region": pa.array(["java"] * 3),
}  # fmt: skip


def log_with(tmp_path: Path, **columns: Any) -> Path:
    pq.write_table(pa.table({**PLAIN, **columns}), tmp_path / "log.parquet")
    return tmp_path / "log.parquet"


def audited(cli: Cli, root: Path, log: Path, engine: str = "numpy", out: str = "out.parquet") -> Any:
    """What an audit finds; whether it succeeds or not, nothing lies there but whole files."""
    folder = log.parent / f"of-{engine}"
    folder.mkdir()
    ran = cli("audit", root / "examples/wiraksa", log, "--engine", engine, "--out", folder / out,
              "--breaches", folder / "barred.arrow", "--json")  # fmt: skip
    left = sorted(file.name for file in folder.iterdir())
    assert left == (sorted([out, "barred.arrow"]) if ran.code == 0 else []), (ran.err, left)
    return ran


@pytest.mark.parametrize(
    "at",
    [
        *(pa.array(DAYS, pa.timestamp(unit, "UTC")) for unit in ("s", "ms", "us", "ns")),
        *(pa.array(DAYS, pa.timestamp(unit, "Asia/Tokyo")) for unit in ("s", "ms", "us", "ns")),
        pa.array([f"{day:%Y-%m-%dT%H:%M:%S}Z" for day in DAYS]),
        pa.array([f"{day:%Y-%m-%d %H:%M:%S}Z" for day in DAYS], pa.string_view()),
        pa.array([f"{day:%Y-%m-%dT%H:%M:%S}Z" for day in DAYS]).dictionary_encode(),
    ],
    ids=lambda at: str(at.type)[:30],
)  # fmt: skip
def test_instants_of_every_kind(at: Any, root: Path, tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "plain").mkdir()
    want = audited(cli, root, log_with(tmp_path / "plain")).json
    found = audited(cli, root, log_with(tmp_path, at=at)).json
    assert found["checksum"] == want["checksum"] and found["judged"] == 3


@pytest.mark.parametrize(
    "at", [pa.array(NAIVE, pa.timestamp("ms")), pa.array([day.date() for day in NAIVE], pa.date32())]
)
def test_instants_without_a_zone_are_said(at: Any, root: Path, tmp_path: Path, cli: Cli) -> None:
    found = audited(cli, root, log_with(tmp_path, at=at)).json
    assert found["instants_without_zone"] and found["judged"] == 3


@pytest.mark.parametrize(
    ("column", "values", "faults"),
    [
        ("at", pa.nulls(3), {"no instant": [1, 2, 3]}),
        ("at", pa.array([0, None, 2**62], pa.timestamp("us", "UTC")), {"no instant": [2], "impossible instant": [3]}),
        ("at", pa.array(["2025-02-30T10:00:00Z", " ", "2025-11-01T10:00:00Z"]),
         {"no instant": [2], "impossible instant": [1]}),
        ("contract", pa.nulls(3), {}),
        ("contract", pa.array([7, None, None]), {"unknown contract": [1]}),
        ("contract", pa.array([Decimal(7), None, None], pa.decimal128(10, 0)), {"unknown contract": [1]}),
        ("provider", pa.array(["selvandra", None, "x" * 2_000_000], pa.large_string()), {"no provider": [2]}),
        ("provider", pa.array(["selvandra", "a\nb", "'; DROP TABLE x; --"], pa.string_view()), {}),
        ("provider", pa.DictionaryArray.from_arrays(pa.array([0, 1, None], pa.int8()), pa.array(["selvandra", "a"])),
         {"no provider": [3]}),
        ("quantity", pa.array([1, 0, 2**64 - 1], pa.uint64()), {"impossible quantity": [2, 3]}),
        ("quantity", pa.array([1.5, float("nan"), None]), {"impossible quantity": [2]}),
        ("quantity", pa.array([Decimal("1.5"), Decimal("-1"), None], pa.decimal32(5, 2)), {"impossible quantity": [2]}),
        ("quantity", pa.array([Decimal("1.5")] * 3, pa.decimal256(60, 20)), {}),
        ("quantity", pa.array(["1", "1,5", "  "]), {"impossible quantity": [2]}),
        ("notes", pa.array([{"by": ["desk"]}, None, {"by": []}]), {}),
    ],
    ids=lambda value: str(getattr(value, "type", ""))[:30] or None,
)  # fmt: skip
def test_columns_of_every_kind_on_both_engines(
    column: str, values: Any, faults: dict[str, list[int]], root: Path, tmp_path: Path, cli: Cli
) -> None:
    log = log_with(tmp_path, **{column: values})
    numpy, duckdb = (audited(cli, root, log, engine).json for engine in ("numpy", "duckdb"))
    assert numpy.pop("engine") != duckdb.pop("engine") and numpy == duckdb
    assert {one["why"]: [row["row"] for row in one["first_rows"]] for one in numpy["not_judged"]} == faults
    assert numpy["rows"] == 3


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"at": pa.array([1, 2, 3])}, "the column 'at' holds int64, which is no instant"),
        ({"provider": pa.array([["a"], [], None])}, "the column 'provider' holds list<"),
        ({"provider": pa.array([b"a", b"b", None])}, "the column 'provider' holds binary"),
        ({"quantity": pa.array([True, False, None])}, "the column 'quantity' holds bool"),
        ({"contract": pa.array([1.0, 2.0, None])}, "the column 'contract' holds double"),
        ({"contract": pa.array([Decimal("1.5"), None, None])}, "the column 'contract' holds decimal128"),
    ],
)
def test_columns_that_cannot_be_read(columns: dict[str, Any], told: str, root: Path, tmp_path: Path, cli: Cli) -> None:
    ran = audited(cli, root, log_with(tmp_path, **columns))
    assert ran.code == 3 and told in ran.err and "fix:" in ran.err


def test_what_csv_cannot_hold_is_refused(root: Path, tmp_path: Path, cli: Cli) -> None:
    ran = audited(cli, root, log_with(tmp_path, notes=pa.array([["a"], [], None])), out="out.csv")
    assert ran.code == 2 and "CSV cannot hold the column 'notes'" in ran.err and ".parquet or .arrow" in ran.err


HEAD, ROW = "at,workload,provider,region\n", "2025-11-01T10:00:00Z,training,selvandra,java\n"
TEXT = HEAD + ROW


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("bom.csv", TEXT.encode("utf-8-sig")),
        ("crlf.csv", TEXT.replace("\n", "\r\n").encode()),
        ("blank.csv", f"{HEAD}\n\n{ROW}\n".encode()),
        ("quoted.csv", TEXT.replace("java", '"java"').encode()),
        ("packed.csv.gz", gzip.compress(TEXT.encode())),
    ],
)
def test_csv_of_every_kind(name: str, raw: bytes, root: Path, tmp_path: Path, cli: Cli) -> None:
    (tmp_path / name).write_bytes(raw)
    assert audited(cli, root, tmp_path / name).json["judged"] == 1


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        ("a.csv", TEXT.replace(",", ";").encode(), "separated by semicolons"),
        ("a.csv", TEXT.replace(",", "\t").encode(), "separated by tabs"),
        ("a.csv", f"{TEXT}only,three,values\n".encode(), "Expected 4 columns"),
        ("a.csv", b"at,at,workload,provider\n", "'at' stands twice"),
        ("a.csv", TEXT.encode("utf-16"), "not UTF-8 text\n  fix: save it as UTF-8"),
        ("a.csv", TEXT.encode().replace(b"selv", b"s\xe9lv"), "not UTF-8 text\n  fix: save it as UTF-8"),
        ("a.csv.gz", gzip.compress((TEXT * 99).encode())[:-12], "it cannot be read"),
        ("a.csv.gz", TEXT.encode(), "it cannot be read"),
        ("a.parquet", b"", "it cannot be read"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_read(name: str, raw: bytes, told: str, root: Path, tmp_path: Path, cli: Cli) -> None:
    (tmp_path / name).write_bytes(raw)
    ran = audited(cli, root, tmp_path / name)
    assert ran.code == 3 and told in ran.err and "fix:" in ran.err


def test_an_answer_is_not_written_packed(root: Path, tmp_path: Path, cli: Cli) -> None:
    ran = audited(cli, root, log_with(tmp_path), out="out.csv.gz")
    assert ran.code == 2 and "does not say what form it has" in ran.err


def test_folders_that_say_a_value(root: Path, tmp_path: Path, cli: Cli) -> None:
    """A log in folders named `region=java` is one with a column of that name, and other names are written back."""
    rows = {name: column for name, column in PLAIN.items() if name != "region"}
    for region in ("java", "sulawesi", "no%77here", "__HIVE_DEFAULT_PARTITION__"):
        folder = tmp_path / "log" / "year=2025" / f"region={region}"
        folder.mkdir(parents=True)
        pq.write_table(pa.table(rows), folder / "part-0.parquet")
    (tmp_path / "log" / "_SUCCESS").write_bytes(b"")
    whole = {name: pa.concat_arrays([column] * 4) for name, column in rows.items()}
    regions = pa.array([None] * 3 + ["java"] * 3 + ["nowhere"] * 3 + ["sulawesi"] * 3)
    want = audited(cli, root, log_with(tmp_path, **whole, region=regions), "duckdb").json
    found = audited(cli, root, tmp_path / "log").json
    assert found["checksum"] == want["checksum"] and found["rows"] == 12
    assert {one["why"] for one in found["not_judged"]} == {"unknown dimension"}
    out = pq.read_table(tmp_path / "of-numpy" / "out.parquet")
    assert set(out["year"].to_pylist()) == {"2025"} and out["region"].to_pylist()[3] == "java"


def test_the_files_own_column_goes_before_the_folders(root: Path, tmp_path: Path, cli: Cli) -> None:
    folder = tmp_path / "region=europe"
    folder.mkdir()
    want, found = audited(cli, root, log_with(tmp_path)).json, audited(cli, root, log_with(folder)).json
    assert found["checksum"] == want["checksum"]


def test_a_day_in_the_folders_name_is_the_instant(root: Path, tmp_path: Path, cli: Cli) -> None:
    folder = tmp_path / "at=2025-11-01"
    folder.mkdir()
    pq.write_table(pa.table({name: column for name, column in PLAIN.items() if name != "at"}), folder / "a.parquet")
    found = audited(cli, root, tmp_path / "at=2025-11-01" / "a.parquet").json
    assert found["judged"] == 3 and {one["month"] for one in found["months"]} == {"2025-11"}
