"""A late fee from the record to a statement that is issued, explained and exported."""

import json
from pathlib import Path

from tests.refusal.deal import refusal, text_of
from tests.service.conftest import Cli
from tests.settlement.test_late_fees import CLAUSE, PARTS, matched


def folder(path: Path) -> Path:
    path.mkdir()
    deal = matched(*PARTS)
    (path / "agreement.yaml").write_text(json.dumps(text_of(refusal(), CLAUSE)))
    (path / "record.jsonl").write_text("".join(f"{line.rstrip()}\n" for line in deal.lines))
    return path


def test_a_late_fee_is_issued_explained_and_told_to_its_parties(tmp_path: Path, cli: Cli) -> None:
    deal = folder(tmp_path / "p")
    told = cli("settle", deal, "--period", "2025-04").out
    assert "    late-fee               3,600.36 USD  8% of the price, 8 days late in all" in told
    assert "10% of the price" not in told
    why = cli("settle", "why", deal, "delivery/2025-04/o/1").out
    assert "delivery@base" in why and "8% of the price, 8 days late in all" in why
    issued = cli("settle", "issue", deal, "--period", "2025-04", "--by", "grace", "--recorded", "2025-05-05")
    assert (issued.code, issued.err) == (0, "Issued: deal-2025-04\n")
    assert "issued" in cli("settle", deal, "--period", "2025-04", "--as", "halcyon").out
    journal = tmp_path / "journal.csv"
    assert cli("settle", deal, "--period", "2025-04", "--journal", journal).code == 0
    assert "3600.36" in journal.read_text()
