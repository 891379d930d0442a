from pathlib import Path

import pytest
from tests.service.conftest import Cli
from tests.settlement.settle_case import SHARE, partnership

LINES = "a,2025-01-03,api,100\n"


@pytest.mark.parametrize(
    "name",
    ["agreement.yaml", "record.jsonl", "intake.jsonl", "revenue/lines.csv", "billing/new.csv", "out/../agreement.yaml"],
)
def test_an_export_never_writes_over_the_partnerships_papers(tmp_path: Path, cli: Cli, name: str) -> None:
    folder = partnership(tmp_path / "p", SHARE, LINES)
    (folder / "out").mkdir()
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    ran = cli("settle", folder, "--period", "2025-01", "--csv", folder / name)
    shown = name.removeprefix("out/../")
    assert (ran.code, ran.err) == (
        2, f"--csv would write over {shown}, which belongs to the partnership\n"
        "  fix: name a new file, best outside of the partnership's folder\n"
    )  # fmt: skip
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_two_formats_or_a_folder_are_refused_before_anything_is_written(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", SHARE, LINES)
    ask = ("settle", folder, "--period", "2025-01")
    ran = cli(*ask, "--csv", tmp_path / "one", "--focus-invoice-detail", tmp_path / "x" / ".." / "one")
    assert (ran.code, ran.err.split("\n")[0]) == (2, "--csv and --focus-invoice-detail name the same file")
    ran = cli(*ask, "--html", folder.parent)
    assert (ran.code, ran.err) == (2, f"--html names a folder, {tmp_path}\n  fix: name a file in it\n")
    assert [path.name for path in tmp_path.iterdir()] == ["p"]
    assert cli(*ask, "--csv", folder / "statement.csv").code == 0


COPY = "revenue/copy.csv and revenue/lines.csv are one file, byte for byte: its rows count once"


def test_a_copy_counts_once_and_rows_of_a_month_taken_in_are_said_not_to_count(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", SHARE, LINES)
    lines = folder / "revenue" / "lines.csv"
    (folder / "revenue" / "copy.csv").write_bytes(lines.read_bytes())
    ask = ("settle", folder, "--period", "2025-01")
    same = "revenue/lines.csv and revenue/copy.csv are one file, byte for byte: its rows count once"
    assert "20.00 USD  20% of 100 USD" in cli(*ask).out
    assert f"note: {same}\n" in cli(*ask).out
    assert same in cli(*ask, "--as", "beta").out
    assert cli("settle", "intake", folder, lines, "--recorded", "2025-02-03").code == 0
    assert "not taken in" not in cli(*ask).out
    assert f"note: {COPY}\n" in cli(*ask).out
    told = cli("settle", "intake", folder, folder / "revenue" / "copy.csv").out
    assert told == f"{COPY}\nNothing to take in: every file is there already.\n"
    (folder / "revenue" / "late.csv").write_text("id,day,stream,amount\nb,2025-01-04,api,7\n")
    said = cli(*ask).out
    assert "20% of 100 USD" in said
    note = "note: not taken in, and counted in drafts only, for months that nothing was taken in for: revenue/late.csv"
    assert note in said
