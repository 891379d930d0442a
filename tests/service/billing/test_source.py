"""Billing files as they come: each fault is told with file and row, and nothing is written."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.service.conftest import Cli
from tests.settlement.settle_case import FOCUS, RESALE, focus_file, partnership

from firstcall.errors import BillingError
from firstcall.service.billing.source import csv_header
from firstcall.service.engines.duckdb import DuckEngine

HEADER = ",".join(FOCUS)
ROW = ",".join('"' + said.replace('"', '""') + '"' for said in FOCUS.values())


def text(*rows: str, header: str = HEADER, end: str = "\n") -> bytes:
    return "".join(line + end for line in (header, *rows)).encode()


def other(**said: str) -> str:
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in (FOCUS | said).values())


FAULTS: dict[str, tuple[str, bytes, str]] = {
    "nothing": ("x.csv", b"", "x.csv: the file is empty"),
    "only a mark": ("x.csv", b"\xef\xbb\xbf\r\n", "x.csv: the file is empty"),
    "PDF": ("x.csv", b"%PDF-1.7\n", "x.csv: this is a PDF\n  fix: export it as CSV (UTF-8) or as Parquet"),
    "workbook": ("x.csv", b"PK\x03\x04rest", "x.csv: this is a workbook or a zip"),
    "Parquet as CSV": ("x.csv", b"PAR1rest", "x.csv: this is Parquet under another name"),
    "CSV as Parquet": ("x.parquet", text(ROW), "x.parquet: the file cannot be read whole"),
    "UTF-16": ("x.csv", text(ROW).decode().encode("utf-16"), "x.csv: this is text in UTF-16"),
    "zero bytes": ("x.csv", text(ROW) + b"\x00", "x.csv: the file is no text in UTF-8"),
    "Latin-1": ("x.csv", text(other(ServiceName="Modèle")).decode().encode("latin-1"), "x.csv:2: the file cannot be"),
    "cut mid-row": ("x.csv", text(ROW, ROW)[:-60], "x.csv:3: the file cannot be read whole"),
    "a quote left open": ("x.csv", text(ROW, '"' + ROW), "x.csv:3: the file cannot be read whole (a quote is"),
    "too many cells": ("x.csv", text(ROW, ROW + ",more"), "x.csv:3: the file cannot be read whole (expected number"),
    "two ends of line": ("x.csv", text(ROW, end="\r\n") + text(ROW), "(its lines end now in one way, now in another)"),
    "a column twice": ("x.csv", text(ROW + ",1", header=HEADER + ",BilledCost"), "a column more than once: BilledCost"),
    "twice but for case": ("x.csv", text(ROW + ",1", header=HEADER + ",tags"), "more than once: Tags, tags"),
    "a column without name": ("x.csv", text(ROW + ",1", header=HEADER + ","), "x.csv:1: a column has no name"),
    "semicolons": ("x.csv", text(header=HEADER.replace(",", ";")), "x.csv:1: its values stand between ';', and not"),
    "packed and cut": ("x.csv.gz", gzip.compress(text(*[ROW] * 99))[:-9], "x.csv.gz: the compressed file is cut short"),
    "packed, unsaid": ("x.csv", gzip.compress(text(ROW)), "is compressed (gzip), and its name says otherwise\n  fix:"),
    "not packed": ("x.csv.gz", text(ROW), "x.csv.gz: the file is not compressed, and its name says otherwise"),
    "thousands": ("x.csv", text(ROW, other(BilledCost="1,234.5")), "x.csv:3: BilledCost '1,234.5' is no number"),
    "NaN": ("x.csv", text(ROW, other(BilledCost="NaN")), "x.csv:3: BilledCost 'NaN' is no number"),
    "Infinity": ("x.csv", text(other(BilledCost="-Infinity")), "x.csv:2: BilledCost '-Infinity' is no number"),
    "a sign of money": ("x.csv", text(other(BilledCost="$5")), "x.csv:2: BilledCost '$5' is no number"),
    "long figures": (
        "x.csv", text(ROW, *[other(BilledCost="0." + "1" * 19)] * 2),
        "x.csv:3: BilledCost '0.1111111111111111111' has more than 18 decimals or 20 whole digits; 2 rows do",
    ),
    "no such day": ("x.csv", text(other(ChargePeriodStart="2025-02-30T00:00:00Z")), "x.csv:2: ChargePeriodStart"),
    "another way of dates": ("x.csv", text(other(BillingPeriodStart="5/1/25")), "'5/1/25' is no period boundary"),
    "ends before": ("x.csv", text(ROW, other(ChargePeriodEnd="2025-01-04")), "x.csv:3: ChargePeriodEnd '2025-01-04'"),
    "no currency": ("x.csv", text(ROW, other(BillingCurrency="NULL")), "x.csv:3: BillingCurrency is empty"),
    "no such category": ("x.csv", text(other(ChargeCategory="Fee")), "x.csv:2: ChargeCategory 'Fee' is no category"),
    "columns missing": ("x.csv", b"BilledCost,Provider\n1,a\n", "it has no column BillingCurrency, BillingPeriodStart"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_file_is_told_and_nothing_is_written(fault: str, tmp_path: Path, cli: Cli) -> None:
    name, data, words = FAULTS[fault]
    folder = partnership(tmp_path / "p", RESALE, focus=[{}])
    path = folder / "billing" / name
    path.write_bytes(data)
    out = tmp_path / "lines.csv"
    told = cli("settle", folder, "--period", "2025-01", "--csv", out)
    assert (told.code, told.out, out.exists()) == (3, "", False)
    assert words in told.err and "\n  fix: " in told.err
    if fault != "long figures":  # a clause may allow them
        refused = cli("settle", "intake", folder, path)
        assert refused.code == 3 and words in refused.err
        assert not (folder / "intake.jsonl").exists()


WRITTEN: dict[str, Callable[[str, str], bytes]] = {
    "plain": lambda header, row: text(row, header=header),
    "CRLF": lambda header, row: text(row, header=header, end="\r\n"),
    "CR": lambda header, row: text(row, header=header, end="\r"),
    "a byte order mark": lambda header, row: b"\xef\xbb\xbf" + text(row, header=header),
    "no last line end": lambda header, row: text(row, header=header)[:-1],
    "empty lines": lambda header, row: text("", row, "", "", header=header),
}


@pytest.mark.parametrize("way", WRITTEN)
def test_a_file_is_read_however_it_is_written(way: str, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(WRITTEN[way](HEADER, other(ServiceName='a "b",\nc')))
    duck = DuckEngine(tmp_path)
    (row,) = duck.groups(f"SELECT * FROM {duck.table([duck.transcribe(path)[0]]).sql}")
    duck.close()
    assert str(row["BilledCost"]) == "100.100000000000000000"
    assert row["ServiceName"].replace("\r", "") == 'a "b",\nc'


def test_a_header_alone_is_a_file_without_rows(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", RESALE, focus=[{}])
    (folder / "billing" / "none.csv").write_bytes(text())
    assert "50.05" in cli("settle", folder, "--period", "2025-01").out


def test_columns_may_come_in_any_order_and_versions_stand_side_by_side(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", RESALE, focus=[{}])
    turned = dict(reversed(FOCUS.items()))
    (folder / "billing" / "turned.csv").write_bytes(text(",".join(f'"{v}"' for v in turned.values()).replace(
        '"{"team": "a"}"', '"{""team"": ""a""}"'), header=",".join(turned)))  # fmt: skip
    (folder / "billing" / "old.csv").write_bytes(
        text(ROW, header=HEADER.replace("ServiceProviderName", "ProviderName"))
    )
    assert "150.15" in cli("settle", folder, "--period", "2025-01", "--parts").out


def test_a_file_under_two_names_counts_once_when_it_is_taken_in(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", RESALE, focus=[{}])
    first, twin = folder / "billing" / "rows.csv", folder / "billing" / "twin.csv"
    twin.write_bytes(first.read_bytes())
    assert cli("settle", "intake", folder, first, twin, "--recorded", "2025-02-03").code == 0
    assert "Nothing to take in" in cli("settle", "intake", folder, twin, "--recorded", "2025-02-04").out
    twin.unlink()
    assert "50.05" in cli("settle", folder, "--period", "2025-01").out


def test_the_header_is_what_the_first_line_says(tmp_path: Path) -> None:
    assert csv_header(focus_file(tmp_path / "x.csv", [{}])) == tuple(FOCUS)
    path = tmp_path / "y.csv"
    path.write_bytes(b'a,"b\nc"\n')
    with pytest.raises(BillingError, match=r"y\.csv:1: the file cannot be read whole"):
        csv_header(path)
