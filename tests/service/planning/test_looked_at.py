"""firstcall check reads the planning files: each by itself, then together, at file and line."""

import shutil
from pathlib import Path

import pytest
from tests.service.commands.test_check import spoil
from tests.service.conftest import Cli


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(root / "examples" / "wiraksa", tmp_path / "wiraksa"))


def test_files_that_fit_are_told_with_what_they_hold(folder: Path, cli: Cli) -> None:
    ran = cli("check", folder)
    assert ran.code == 0
    assert f"{folder}/needs.yaml: ok, 3 needs" in ran.out
    assert f"{folder}/supply.csv: ok, 6 lines of supply" in ran.out
    assert f"{folder}/supply.csv: ok, it fits the needs and the agreement; 1 remark that a plan prints" in ran.out


def test_each_file_has_its_own_mistakes_told_at_once(folder: Path, cli: Cli) -> None:
    spoil(folder, "needs.yaml", "currency: USD", "currency: usd")
    spoil(folder, "futures.yaml", "answers:", "answrs:")
    spoil(folder, "supply.csv", ",4.10,", ",-4.10,")
    ran = cli("check", folder)
    assert ran.code == 3
    assert f"{folder}/needs.yaml:" in ran.out and f"{folder}/futures.yaml:" in ran.out
    assert f"{folder}/supply.csv:2" in ran.out and "that a plan prints" not in ran.out


def test_what_shows_only_together_is_told_with_its_row_and_a_fix(folder: Path, cli: Cli) -> None:
    table = folder / "supply.csv"
    rows = table.read_text(encoding="utf-8").split("\n")
    column = rows[0].split(",").index("accelerator")
    cells = rows[2].split(",")
    cells[column] += "X"
    rows[2] = ",".join(cells)
    table.write_text("\n".join(rows), encoding="utf-8")
    ran = cli("check", folder, "--json")
    assert ran.code == 3
    assert [told.split("\n")[0] for told in ran.json["planning"]] == [
        f"{folder}/supply.csv:3: unknown accelerator '{cells[column]}'"
    ]
    assert "\n  fix: " in ran.json["planning"][0]
    assert ran.json["supply"] == [] and ran.json["needs"] == []


def test_a_folder_without_futures_is_looked_at_all_the_same(folder: Path, cli: Cli) -> None:
    (folder / "futures.yaml").unlink()
    ran = cli("check", folder)
    assert "that a plan prints" in ran.out and "futures.yaml" not in ran.out
