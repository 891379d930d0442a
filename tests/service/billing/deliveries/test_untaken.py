"""Files that nobody took in, and files that are another once more."""

from datetime import UTC, datetime
from pathlib import Path

from tests.service.conftest import Cli
from tests.settlement.settle_case import RESALE, SHARE, focus_file, partnership

from firstcall.service.billing.deliveries.intake import read_intake, take_in
from firstcall.service.billing.deliveries.untaken import equal_files, untaken

AT = datetime(2025, 2, 1, tzinfo=UTC)


def test_of_equal_files_the_first_counts_and_the_others_are_told(tmp_path: Path) -> None:
    folder = partnership(tmp_path / "p", SHARE, "a,2025-01-03,api,100\n")
    lines = folder / "revenue" / "lines.csv"
    for name in ("copy.csv", "zebra.csv"):
        (lines.parent / name).write_bytes(lines.read_bytes())
    found = untaken(folder, ())
    assert found.names == ("revenue/copy.csv",)
    assert [(one.copy, one.file) for one in found.copies] == [
        ("revenue/lines.csv", "revenue/copy.csv"), ("revenue/zebra.csv", "revenue/copy.csv")
    ]  # fmt: skip
    take_in(folder, [lines], AT, False)
    found = untaken(folder, read_intake(folder))
    assert found.files == ()
    assert {(one.copy, one.file) for one in found.copies} == {
        ("revenue/copy.csv", "revenue/lines.csv"), ("revenue/zebra.csv", "revenue/lines.csv")
    }  # fmt: skip


def test_a_file_named_again_is_no_copy_of_itself(tmp_path: Path) -> None:
    path = focus_file(tmp_path / "x.csv", [{}])
    assert equal_files([("x.csv", path)], [("x.csv", "another")]) == {}
    twin = focus_file(tmp_path / "y.csv", [{}])
    assert [one.file for one in equal_files([("x.csv", path), ("y.csv", twin)]).values()] == ["x.csv"]


def test_verify_tells_a_copy_and_finds_no_overlap_in_it(tmp_path: Path, cli: Cli) -> None:
    paths = [focus_file(tmp_path / name / "bill.csv", [{}]) for name in ("one", "two")]
    ran = cli("settle", "verify", *paths)
    assert ran.code == 0
    assert f"remark: {paths[1]} and {paths[0]} are one file, byte for byte: its rows count once" in ran.out


def test_a_copy_of_what_a_party_may_not_see_is_not_told_to_it(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", RESALE, focus=[{}])
    bill = folder / "billing" / "rows.csv"
    ask = ("settle", folder, "--period", "2025-01", "--as", "alpha")
    before = cli(*ask).out
    (bill.parent / "again.csv").write_bytes(bill.read_bytes())
    assert cli(*ask).out == before
    assert "byte for byte" in cli("settle", folder, "--period", "2025-01", "--as", "beta").out
