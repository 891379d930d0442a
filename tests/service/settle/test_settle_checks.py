import json
from pathlib import Path

import pytest
from tests.settlement.settle_case import RESALE, SHARE, focus_file, partnership

from firstcall.service.cli import run

LINES = "a,2025-01-03,api,100\n"


def told(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> str:
    capsys.readouterr()
    assert run(["settle", *(str(one) for one in arguments)]) == code
    said = capsys.readouterr()
    return said.out or said.err


def test_a_clean_file_is_told_with_its_sums(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = focus_file(tmp_path / "clean.csv", [{}, {"BilledCost": "0.000000000000000001", "InvoiceId": "B-2"}])
    out = told(capsys, "verify", path)
    assert "clean.csv: FOCUS 1.4 CostAndUsage, 2 rows" in out
    assert "Beta B-2: 0.000000000000000001 USD in 1 row; no invoice detail was given" in out
    assert "remark" not in out


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"BilledCost": "1.5E+3"}, "fault: BilledCost: no FOCUS number in 1 row; first row 2, '1.5E+3'"),
        (
            {"BilledCost": "0.1234567890123456789"},
            "fault: BilledCost: more than 18 decimals or 20 whole digits in 1 row",
        ),
        ({"ConsumedQuantity": "1,000"}, "remark: ConsumedQuantity: no FOCUS number in 1 row"),
        (
            {"BillingPeriodStart": "2025-01-01 00:00:00"},
            "remark: BillingPeriodStart: not written YYYY-MM-DDTHH:mm:ssZ in 1 row",
        ),
        ({"BillingCurrency": "Tokens"}, "no currency of ISO 4217 (a virtual one, perhaps)"),
        ({"Tags": "{team: a}"}, "remark: Tags: no JSON in 1 row"),
        ({"ChargeCategory": "Gift"}, "fault: odd.csv:2: ChargeCategory 'Gift' is no category of FOCUS"),
    ],
)
def test_what_the_standard_does_not_allow_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: dict[str, str], words: str
) -> None:
    path = focus_file(tmp_path / "odd.csv", [row])
    assert words in told(capsys, "verify", path, code=3 if words.startswith("fault") else 0)


def test_rows_that_say_the_same_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = told(capsys, "verify", focus_file(tmp_path / "twice.csv", [{}, {}, {}]))
    assert "2 rows say the same as another row, in every column" in out


def test_an_invoice_is_held_against_its_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = focus_file(tmp_path / "rows.csv", [{}, {"ChargeCategory": "Tax", "BilledCost": "20"}])
    detail = tmp_path / "detail.csv"
    header = "InvoiceDetailId,InvoiceId,InvoiceIssuerName,ChargeCategory,BilledCost\n"
    for cost, words in (("100.10", "equal"), ("101.10", "within the tolerance"), ("101.11", "beyond the tolerance")):
        detail.write_text(f"{header}1,B-1,Beta,Usage,{cost}\n2,B-1,Beta,Tax,20\n")
        assert words in told(capsys, "verify", path, detail)


def test_real_examples_are_read_by_their_version(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = data / "focus"
    found = json.loads(told(capsys, "verify", folder, "--json", code=3))
    versions = {one["file"]: (one["version"], one["dataset"]) for one in found}
    assert versions["focus_sample_1000_v1.0.csv"] == ("1.0", "CostAndUsage")
    assert versions["ai_multi_model_invoice_via_csp_marketplace.csv"] == ("1.4", "CostAndUsage")
    assert versions["contract_commitment_scenario_1.csv"][1] == "ContractCommitment"
    faulty = {one["file"] for one in found if one["faults"]}
    assert "simple_saas_agreements_a1.csv" in faulty
    assert "focus_sample_1000_v1.0.csv" not in faulty


def test_gz_and_parquet_hold_the_same_as_csv(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import gzip

    import duckdb

    rows = [{}, {"BilledCost": "35.2E-7"}, {"BilledCost": "0.1"}]
    plain = partnership(tmp_path / "plain", RESALE, focus=rows)
    source = plain / "billing" / "rows.csv"
    packed = partnership(tmp_path / "packed", RESALE)
    (packed / "billing").mkdir()
    (packed / "billing" / "rows.csv.gz").write_bytes(gzip.compress(source.read_bytes()))
    parquet = partnership(tmp_path / "parquet", RESALE)
    (parquet / "billing").mkdir()
    typed = "* REPLACE (CAST(BilledCost AS DECIMAL(24, 10)) AS BilledCost)"
    duckdb.sql(f"COPY (SELECT {typed} FROM read_csv('{source}', all_varchar = true)) TO "
               f"'{parquet / 'billing' / 'rows.parquet'}' (FORMAT parquet)")  # fmt: skip
    said = [json.loads(told(capsys, one, "--period", "2025-01", "--json")) for one in (plain, packed, parquet)]
    assert said[0]["legs"] == said[1]["legs"] == said[2]["legs"]
    floats = partnership(tmp_path / "floats", RESALE)
    (floats / "billing").mkdir()
    duckdb.sql(f"COPY (SELECT * REPLACE (CAST(BilledCost AS DOUBLE) AS BilledCost) FROM read_csv('{source}',"
               f" all_varchar = true)) TO '{floats / 'billing' / 'rows.parquet'}' (FORMAT parquet)")  # fmt: skip
    assert json.loads(told(capsys, floats, "--period", "2025-01", "--json"))["legs"] == said[0]["legs"]
    duckdb.sql(f"COPY (SELECT * REPLACE (CAST(1 AS DOUBLE) / 3 AS BilledCost) FROM read_csv('{source}',"
               f" all_varchar = true)) TO '{floats / 'billing' / 'rows.parquet'}' (FORMAT parquet)")  # fmt: skip
    words = "rows.parquet:2: BilledCost is kept as the binary number 0.3333333333333333, with more than the 15 digits"
    assert words in told(capsys, floats, "--period", "2025-01", code=3)
    duckdb.sql(f"COPY (SELECT * REPLACE (CAST(BilledCost AS FLOAT) AS BilledCost) FROM read_csv('{source}',"
               f" all_varchar = true)) TO '{floats / 'billing' / 'rows.parquet'}' (FORMAT parquet)")  # fmt: skip
    assert "rows.parquet: BilledCost are binary floating-point numbers of single precision" in told(
        capsys, floats, "--period", "2025-01", code=3
    )


def test_a_workbook_is_read_exactly_or_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import datetime

    openpyxl = pytest.importorskip("openpyxl")
    folder = partnership(tmp_path / "p", SHARE, LINES)
    (folder / "revenue" / "lines.csv").unlink()
    book = openpyxl.Workbook()
    book.active.append(["id", "day", "stream", "amount"])
    book.active.append(["a", datetime.date(2025, 1, 3), "api", 1234567.89])
    book.active.append(["b", "2025-01-04", "api", "0.10"])
    book.save(folder / "revenue" / "lines.xlsx")
    assert "20% of 1,234,567.99 USD" in told(capsys, folder, "--period", "2025-01")
    book.active.append(["c", "2025-01-04", "api", 12345678901234.567])
    book.save(folder / "revenue" / "lines.xlsx")
    words = "lines.xlsx:4: a number is kept as 12345678901234.57, more digits than a workbook keeps exactly"
    assert words in told(capsys, folder, "--period", "2025-01", code=3)
    (folder / "revenue" / "lines.xlsx").write_text("no workbook")
    assert "lines.xlsx: not a workbook" in told(capsys, folder, "--period", "2025-01", code=3)


def test_an_exchange_table_with_faults_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = partnership(tmp_path / "p", SHARE, LINES)
    (folder / "billing").mkdir()
    table = folder / "billing" / "exchange.csv"
    table.write_text('day,sold,bought,rate,source\n2025-01-31,EUR,USD,"1,04",x\n')
    assert "exchange.csv:2: '1,04' is not an exact decimal number" in told(
        capsys, folder, "--period", "2025-01", code=3
    )
    table.write_text("day,sold,bought,rate,source\n2025-01-31,EUR,USD,0,x\n")
    assert "exchange.csv:2: a rate of exchange is above zero" in told(capsys, folder, "--period", "2025-01", code=3)
    table.write_text("day,sold,rate\n")
    assert "the exchange table has no column bought, source" in told(capsys, folder, "--period", "2025-01", code=3)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2025-01-31,EUR,USD,1.04\n", "exchange.csv:2: the row has 4 fields, the header 5"),
        ('2025-01-31,EUR,USD,1.04,"x\n', "exchange.csv: the file cannot be read whole"),
        ("2025-01-31,,USD,1.04,x\n", "exchange.csv:2: the row has no sold"),
        ("31.01.2025,EUR,USD,1.04,x\n", "exchange.csv:2: '31.01.2025' is not a date"),
    ],
)
def test_an_exchange_table_is_read_as_strictly_as_other_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, says: str
) -> None:
    folder = partnership(tmp_path / "p", SHARE, LINES)
    (folder / "billing").mkdir()
    table = folder / "billing" / "exchange.csv"
    table.write_text("day,sold,bought,rate,source\n" + text)
    assert says in told(capsys, folder, "--period", "2025-01", code=3)
    table.write_text("day,sold,bought,rate,source,rate\n2025-01-31,EUR,USD,1.04,x,1.05\n")
    assert "exchange.csv:1: the exchange table has the column 'rate' twice" in told(
        capsys, folder, "--period", "2025-01", code=3
    )
