"""Contract Commitment files: read, held against the clause on the statement and in `settle verify`."""

import json
from pathlib import Path

import pytest
from tests.service.billing.test_rows import BUY, applied
from tests.service.conftest import Cli
from tests.settlement.settle_case import focus_file, partnership

from firstcall.errors import BillingError
from firstcall.service.billing.commitments import read_commitments
from firstcall.service.engines.duckdb import DuckEngine

LISTED = {
    "BillingCurrency": "USD", "ContractCommitmentCategory": "Spend", "ContractCommitmentCost": "1000.00",
    "ContractCommitmentId": "C-1", "ContractCommitmentPeriodStart": "2025-01-01T00:00:00Z",
    "ContractCommitmentPeriodEnd": "2026-01-01T00:00:00Z", "ContractId": "K",
}  # fmt: skip


def write(path: Path, *rows: dict[str, str]) -> Path:
    return focus_file(path, []) if not rows else _plain(path, [LISTED | row for row in rows])


def _plain(path: Path, rows: list[dict[str, str]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    names = list(rows[0])
    lines = [",".join(f'"{row[name]}"' for name in names) for row in rows]
    path.write_text("\n".join([",".join(names), *lines]) + "\n")
    return path


def test_a_list_that_agrees_leaves_the_statement_as_it_was(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", BUY, focus=[applied("250.25")])
    before = cli("settle", folder, "--period", "2025-01", "--json").json
    write(folder / "billing" / "commitments.csv", {})
    after = cli("settle", folder, "--period", "2025-01", "--json").json
    assert after["legs"] == before["legs"]
    assert after["legs"][0]["notes"] == []


def test_a_difference_is_told_on_the_statement_and_by_verify(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", BUY, focus=[applied("250.25"), applied("99", "C-7")])
    write(folder / "billing" / "commitments.csv", {"ContractCommitmentCost": "900.00"})
    told = cli("settle", folder, "--period", "2025-01")
    words = "commitments.csv:2: C-1 comes to 900 USD, the clause to 1,000"
    assert told.code == 0 and words in told.out
    assert "1 row was applied to commitment C-7, which no clause names: 99 USD" in told.out
    checked = cli("settle", "verify", folder)
    assert checked.code == 0 and f"remark: {words}" in checked.out
    assert "remark: rows were applied to commitment C-7, which is not listed" in checked.out
    assert "remark" not in cli("settle", "verify", folder / "billing" / "commitments.csv").out


def test_a_list_counts_from_its_delivery_on(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", BUY, focus=[applied("250.25")])
    first = write(folder / "billing" / "first.csv", {})
    assert cli("settle", "intake", folder, folder / "billing" / "rows.csv", first, "--recorded", "2025-02-03").code == 0
    second = write(folder / "billing" / "second.csv", {"ContractCommitmentCost": "1200"})
    told = cli("settle", "intake", folder, second, "--recorded", "2025-03-03")
    assert "second.csv: commitment C-1: 1,200 USD, 2025-01-01 to 2025-12-31" in told.out
    notes = [cli("settle", folder, "--period", "2025-01", "--known-at", day, "--json").json["legs"][0]["notes"]
             for day in ("2025-02-20", "2025-03-20")]  # fmt: skip
    assert notes == [[], ["second.csv:2: C-1 comes to 1,200 USD, the clause to 1,000"]]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            {"ContractCommitmentCost": "1,000"},
            "x.csv:2: ContractCommitmentCost '1,000' is no number as FOCUS writes one",
        ),
        ({"ContractCommitmentCost": "NaN"}, "x.csv:2: ContractCommitmentCost 'NaN' is no number"),
        ({"ContractCommitmentPeriodEnd": "5/1/26"}, "x.csv:2: ContractCommitmentPeriodEnd '5/1/26' is no day"),
        (
            {"ContractCommitmentPeriodEnd": "2025-01-01"},
            "x.csv:2: ContractCommitmentPeriodEnd 2025-01-01 is not after",
        ),
        ({"ContractCommitmentId": "NULL"}, "x.csv:2: ContractCommitmentId is empty"),
    ],
)
def test_faults_are_told_with_file_and_row(tmp_path: Path, cli: Cli, row: dict[str, str], words: str) -> None:
    folder = partnership(tmp_path / "p", BUY, focus=[applied("1")])
    path = write(folder / "billing" / "x.csv", row)
    for told in (cli("settle", folder, "--period", "2025-01"), cli("settle", "intake", folder, path)):
        assert told.code == 3 and words in told.err and "\n  fix: " in told.err
    assert not (folder / "intake.jsonl").exists()
    assert f"fault: {words}" in cli("settle", "verify", path).out


def test_missing_columns_are_told(tmp_path: Path) -> None:
    path = _plain(tmp_path / "x.csv", [{"ContractCommitmentId": "C-1", "BillingCurrency": "USD"}])
    duck = DuckEngine(tmp_path)
    with pytest.raises(BillingError, match=r"x\.csv:1: .* has no column ContractCommitmentPeriodStart, ContractCom"):
        read_commitments(duck, path)
    duck.close()


def test_the_draft_example_of_the_standard_is_read(tmp_path: Path, data: Path) -> None:
    duck = DuckEngine(tmp_path)
    found = read_commitments(duck, data / "focus" / "spec-examples-v1.4-draft" / "contract_commitment_scenario_1.csv")
    duck.close()
    assert [str(one.listing) for one in found] == [
        "commitment CMT-SPEND-001: 925,000 EUR or 1,000,000 USD, 2025-12-01 to 2028-11-30, Active",
        "commitment CMT-RI-002: 46,250 EUR or 50,000 USD, 2025-12-01 to 2026-11-30, Active",
        "commitment CMT-SaaS-003: 111,000 EUR or 120,000 USD, 2026-01-15 to 2027-01-14, Pending",
    ]


def test_an_application_without_an_amount_is_refused_where_the_clause_needs_one(tmp_path: Path, cli: Cli) -> None:
    quantity = {"ContractCommitmentId": "C-1", "ContractCommitmentAppliedQuantity": 3}
    amount = {"ContractCommitmentId": "C-1", "ContractCommitmentAppliedCost": "12.5"}
    for element, code, words in ((quantity, 3, "rows.csv:2: the row is applied to commitment C-1 without an amount"),
                                 (amount, 0, "12.5")):  # fmt: skip
        said = {"ContractApplied": json.dumps({"Elements": [element]})}
        folder = partnership(tmp_path / str(code), BUY, focus=[said])
        told = cli("settle", folder, "--period", "2025-01")
        assert told.code == code and words in told.err + told.out
