import csv
import json
import shutil
from pathlib import Path

import pytest
from beancount import loader
from tests.report.as_read import as_read
from tests.settlement.settle_case import FOCUS, RESALE, SHARE, focus_file, partnership

from firstcall.service.cli import run

LINES = "a,2025-01-03,api,100\nb,2025-01-31,api,50.05\nc,2025-02-10,api,10\n"


def told(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> str:
    capsys.readouterr()
    assert run(["settle", *(str(one) for one in arguments)]) == code
    said = capsys.readouterr()
    return said.out if code == 0 else said.err


def test_a_share_of_revenue_is_told_gross_and_net(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = partnership(tmp_path / "p", lines=LINES)
    out = told(capsys, folder, "--period", "2025-01")
    assert "share (base): alpha pays beta\n  2025-01                     30.01 USD  20% of 150.05 USD" in out
    assert "Net: alpha pays beta 30.01 USD" in out
    assert "not taken in, and counted in drafts only: revenue/lines.csv" in out


@pytest.mark.parametrize(("party", "side"), [("alpha", "(payable)"), ("beta", "(receivable)")])
def test_one_partys_payable_is_the_others_receivable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], party: str, side: str
) -> None:
    folder = partnership(tmp_path / "p", lines=LINES)
    assert f"30.01 USD {side}" in told(capsys, folder, "--period", "2025-01", "--as", party)


def test_billing_rows_are_the_base_of_a_resale(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{}, {"ChargeCategory": "Tax", "BilledCost": "9"}, {"ServiceName": "Storage", "BilledCost": "7"}]
    folder = partnership(tmp_path / "p", SHARE + RESALE, LINES, [*rows, {"BilledCost": "35.2E-3"}])
    data = json.loads(told(capsys, folder, "--period", "2025-01", "--json"))
    resale = data["legs"][1]
    assert resale["gross"] == {"amount": "50.07", "currency": "USD"}
    assert resale["earned"] == "50.0676"
    assert data["net"][0] | {"gross": 0, "due": 0} == {
        "payer": "beta", "payee": "alpha", "amount": "20.06", "currency": "USD", "unknown": [], "unknown_reasons": [],
        "gross": 0, "due": 0,
    }  # fmt: skip


def test_splitting_and_reordering_files_changes_not_a_byte(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"BilledCost": f"{n}.{n}1", "ChargePeriodStart": f"2025-01-{1 + n % 4:02}T0{n}:00:00Z"} for n in range(9)]
    rows += rows[:2]
    whole = partnership(tmp_path / "whole", SHARE + RESALE, LINES + LINES, rows)
    parted = partnership(tmp_path / "parted", SHARE + RESALE, "c,2025-02-10,api,10\n" + LINES[:20], rows[4:])
    focus_file(parted / "billing" / "more" / "rest.csv", rows[:4][::-1])
    rest = (LINES + LINES)[20:].replace("c,2025-02-10,api,10\n", "", 1)
    (parted / "revenue" / "rest.csv").write_text("id,day,stream,amount\n" + rest)
    said = [
        json.loads(told(capsys, one, "--period", "2025-Q1", "--json", "--estimate", "--parts"))
        for one in (whole, parted)
    ]
    for one in said:
        del one["sources"], one["notes"], one["note_reasons"]
    assert said[0] == said[1]


def test_exports_are_whole_and_balance(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = partnership(tmp_path / "p", SHARE + RESALE, LINES, [{}])
    flags = [part for form in ("html", "csv", "xlsx", "journal", "beancount", "focus-invoice-detail")
             for part in (f"--{form}", tmp_path / f"out.{form}")]  # fmt: skip
    told(capsys, folder, "--period", "2025-01", *flags)
    entries, errors, _ = loader.load_string((tmp_path / "out.beancount").read_text())
    assert not errors
    assert len([entry for entry in entries if type(entry).__name__ == "Transaction"]) == 4
    with (tmp_path / "out.journal").open() as stream:
        rows = list(csv.DictReader(stream))
    cents = [round(float(row["debit"] or 0) * 100) - round(float(row["credit"] or 0) * 100) for row in rows]
    assert sum(cents) == 0
    assert len(rows) == 8
    page = as_read((tmp_path / "out.html").read_text())
    assert 'pays <bdi translate="no">Alpha</bdi> 20.04 USD' in page
    with (tmp_path / "out.focus-invoice-detail").open() as stream:
        detail = list(csv.DictReader(stream))
    assert [row["BilledCost"] for row in detail] == ["30.01", "50.05"]
    assert {row["InvoiceIssueStatus"] for row in detail} == {"Open"}
    openpyxl = pytest.importorskip("openpyxl")
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames == ["summary", "lines", "sources"]


def test_a_line_leads_to_its_rows_and_a_row_to_its_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{}, {"BilledCost": "3"}, {"ChargePeriodStart": "2025-01-06T00:00:00Z"}]
    folder = partnership(tmp_path / "p", SHARE + RESALE, LINES, rows)
    out = told(capsys, "why", folder, "resale/2025-01/models/2025-01-05")
    assert "50% of 103.1 USD at 1: 51.55" in out
    assert "103.1 USD, 2 rows\n    rows.csv:2 100.1\n    rows.csv:3 3" in out
    assert "resale/2025-01/models/2025-01-06" in told(capsys, "why", folder, "rows.csv:4")
    assert "lines.csv:3 50.05" in told(capsys, "why", folder, "share/2025-01/api/2025-01-31")
    assert "share/2025-01/api/2025-01-31" in told(capsys, "why", folder, "lines.csv:3")
    assert "there is no line 'share/2025-01/api/2025-01-30'" in told(
        capsys, "why", folder, "share/2025-01/api/2025-01-30", code=4
    )
    assert "no line rests on rows.csv:99" in told(capsys, "why", folder, "rows.csv:99", code=4)


def test_a_statement_is_issued_once_and_late_rows_make_a_delta(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = partnership(tmp_path / "p", SHARE + RESALE, LINES, [{}])
    issue = ("issue", folder, "--period", "2025-01", "--by", "beta", "--recorded")
    assert "not taken in, so nobody could draw this statement up again" in told(capsys, *issue, "2025-02-05", code=3)
    files = (folder / "revenue" / "lines.csv", folder / "billing" / "rows.csv")
    out = told(capsys, "intake", folder, *files, "--recorded", "2025-02-03")
    assert "alpha 2025-01: 2 rows" in out
    assert "Beta Cloud 2025-01: 1 row" in out
    assert "every file is there already" in told(capsys, "intake", folder, *files, "--recorded", "2025-02-04")
    told(capsys, *issue, "2025-02-05")
    assert "(issued)" in told(capsys, folder, "--period", "2025-01")
    assert "nothing has changed in it since" in told(capsys, *issue, "2025-02-06", code=5)
    corrected = focus_file(folder / "billing" / "rows-2.csv", [{}, {"BilledCost": "20"}])
    out = told(capsys, "intake", folder, corrected, "--recorded", "2025-03-01")
    assert "a correction, 1 row added, 0 taken out, 1 unchanged" in out
    out = told(capsys, "deltas", folder)
    assert "resale 2025-01: 10.00 USD (rows 10.00 USD; 1 line)" in out
    assert "share 2025-01" not in out
    told(capsys, *issue, "2025-03-02")
    assert told(capsys, "deltas", folder) == "Nothing has changed in what was issued.\n"
    before = json.loads(told(capsys, folder, "--period", "2025-01", "--known-at", "2025-02-10", "--json"))
    assert before["legs"][1]["gross"]["amount"] == "50.05"
    corrected.write_text(corrected.read_text().replace(",20,", ",21,"))
    assert "has changed since it was taken in on 2025-03-01" in told(capsys, folder, "--period", "2025-01", code=3)
    corrected.unlink()
    assert "taken in on 2025-03-01, and gone" in told(capsys, folder, "--period", "2025-01", code=3)


def test_what_was_issued_and_no_longer_comes_out_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = partnership(tmp_path / "p", lines=LINES)
    told(capsys, "intake", folder, folder / "revenue" / "lines.csv", "--recorded", "2025-02-03")
    told(capsys, "issue", folder, "--period", "2025-01", "--by", "beta", "--recorded", "2025-02-05")
    agreement = folder / "agreement.yaml"
    agreement.write_text(agreement.read_text().replace('"0.20"', '"0.30"'))
    words = (
        "statement example-2025-01 was issued with share at 30.01, and comes out at 45.02 on the same files and terms"
    )
    assert words in told(capsys, folder, "--period", "2025-01", code=3)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"BilledCost": "1,234.5"}, "rows.csv:2: BilledCost '1,234.5' is no number as FOCUS writes one"),
        ({"BilledCost": "NaN"}, "rows.csv:2: BilledCost 'NaN' is no number"),
        (
            {"BilledCost": "0.1234567890123456789"},
            "has more than 18 decimals or 20 whole digits; 1 row does\n  fix: name",
        ),
        ({"BilledCost": "1E-19"}, "has more than 18 decimals"),
        ({"BilledCost": "100000000000000000000"}, "or 20 whole digits"),
        ({"ChargeCategory": ""}, "rows.csv:2: ChargeCategory is empty"),
        ({"ChargePeriodStart": "1/5/25"}, "rows.csv:2: ChargePeriodStart '1/5/25' is no period boundary"),
        ({"ChargePeriodEnd": "2025-01-04T00:00:00Z"}, "rows.csv:2: ChargePeriodEnd '2025-01-04T00:00:00Z' is before"),
        ({"BillingCurrency": "EUR"}, "no rate from EUR to USD is listed\n  fix: add EUR,USD rates"),
    ],
)
def test_bad_billing_rows_are_refused_with_file_and_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: dict[str, str], words: str
) -> None:
    folder = partnership(tmp_path / "p", RESALE, focus=[row])
    html = tmp_path / "out.html"
    assert words in told(capsys, folder, "--period", "2025-01", "--html", html, code=3)
    assert not list(tmp_path.glob("out*"))


def test_rounding_on_intake_is_a_term(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clause = RESALE + "    rounding: {intake: down}\n"
    folder = partnership(
        tmp_path / "p", clause, focus=[{"BilledCost": "0.1234567890123456789"}, {"BilledCost": "1E-30"}]
    )
    data = json.loads(told(capsys, folder, "--period", "2025-01", "--json"))
    assert data["legs"][0]["periods"][0]["lines"][0]["base"] == "0.123456789012345678"


def test_a_file_cut_mid_row_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = partnership(tmp_path / "p", SHARE + RESALE, LINES, [{}] * 50)
    billing, lines = folder / "billing" / "rows.csv", folder / "revenue" / "lines.csv"
    whole = billing.read_bytes()
    billing.write_bytes(whole[: len(whole) - 40])
    assert "rows.csv" in told(capsys, folder, "--period", "2025-01", code=3)
    billing.write_bytes(whole)
    lines.write_text(lines.read_text() + "d,2025-01")
    assert "lines.csv:5: the row has 2 fields, the header 4" in told(capsys, folder, "--period", "2025-01", code=3)


def test_the_wrong_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = partnership(tmp_path / "p", RESALE)
    (folder / "billing").mkdir()
    (folder / "billing" / "lines.csv").write_text("id,day,stream,amount\n" + LINES)
    words = "lines.csv:1: this is no FOCUS Cost and Usage file: it has no column BilledCost, BillingCurrency"
    assert words in told(capsys, folder, "--period", "2025-01", code=3)


def test_questions_that_cannot_be_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = partnership(tmp_path / "p", lines=LINES)
    for period in ("2025-13", "0000-01", "9999-12", "9999", "FY0001", "２０２５-01"):
        said = told(capsys, folder, "--period", period, code=2)
        assert f"'{period}' is not a period\n  fix: write a month" in said
    assert "'gamma' is no party of example" in told(capsys, folder, "--period", "2025-01", "--as", "gamma", code=2)
    (folder / "revenue" / "mapping.yaml").unlink()
    assert "lines.csv: no mapping says what its columns mean" in told(capsys, folder, "--period", "2025-01", code=3)


def test_the_public_partnership_shows_both_readings(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = told(capsys, root / "examples" / "microsoft-openai", "--period", "FY2024")
    assert "740,000,000.00 USD  20% of 3,700,000,000 USD" in out
    assert "unknown: its amounts, and the revenue it is reckoned on, were never published" in out
    assert "if it is net of the reverse leg: the reverse leg is 246,200,000 USD, 20% of 1,231,000,000 USD" in out
    assert "if it is gross of it: the base is 2,469,000,000 USD" in out
    out = told(capsys, root / "examples" / "microsoft-openai", "--period", "FY2025")
    assert "the reverse leg is 405,300,000 USD, 20% of 2,026,500,000 USD" in out


def test_the_typed_payments_are_those_of_the_facts(root: Path, data: Path) -> None:
    with (data / "facts" / "payments.csv").open() as stream:
        facts = {row["pay_id"]: row["amount_usd"] for row in csv.DictReader(stream)}
    for name in ("payments.csv", "openai-revenue.csv"):
        with (root / "examples" / "microsoft-openai" / "revenue" / name).open() as stream:
            for row in csv.DictReader(stream):
                if row["id"] in facts:
                    assert row["amount_usd"] == facts[row["id"]]


def test_the_fictional_year_is_made_from_its_seed(root: Path, tmp_path: Path) -> None:
    import importlib.util

    spec = importlib.util.spec_from_file_location("fictional_billing", root / "tools" / "fictional_billing.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.write_year(tmp_path)
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.csv"))
    assert len(made) == 16
    for name in made:
        assert (tmp_path / name).read_bytes() == (root / "examples" / "wiraksa" / name).read_bytes()


def test_the_fictional_year_settles_with_cap_minimum_and_shortfall(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(root / "examples" / "wiraksa", tmp_path / "wiraksa")
    out = told(capsys, folder, "--period", "FY2025")
    assert "minimum              120,939.28 USD" in out
    assert "to tamborala: 999,999.98 USD\n    to nordhaller: 500,000.02 USD" in out
    assert "FY2025: committed 3,500,000 USD, drawn 2,918,710.13 USD, short 581,289.87 USD" in out
    assert set(FOCUS) <= set((folder / "billing" / "2025-01.csv").read_text().splitlines()[0].split(","))


def test_the_public_partnership_tells_payments_that_nothing_follows_from(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = root / "examples" / "microsoft-openai"
    out = told(capsys, folder, "--period", "FY2025")
    assert "paid for 2025-01-01 to 2025-09-30: 865,800,000 USD (reported); no revenue of just these days" in out
    data = json.loads(told(capsys, folder, "--period", "FY2025", "--json"))
    assert [one["paid"] for one in data["implied"]] == ["454700000"]
    assert [one["last"] for one in data["paid_alone"]] == ["2025-09-30", "2025-09-30"]
    assert data["implied"][0]["net"]["reverse_base"] == "2026500000"
