"""The brief judges the placements of the last whole quarter that a folder keeps."""

import shutil
from pathlib import Path

import pytest
from tests.service.audit.logs import ROWS, table_of_rows, written
from tests.service.conftest import Cli

from firstcall.service.audit.quarter_log import placements_before
from firstcall.service.folder import open_partnership


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    made = tmp_path / "wiraksa"
    (made / "placements").mkdir(parents=True)
    for name in ("agreement.yaml", "record.jsonl"):
        shutil.copy(root / "examples" / "wiraksa" / name, made / name)
    rows = [{**row, "at": None if row["at"] is None else str(row["at"])} for row in ROWS]
    written(made / "placements" / "q4.csv", table_of_rows(rows))
    return made


def test_a_section_of_the_brief(folder: Path, cli: Cli) -> None:
    ran = cli("brief", folder, "--on", "2026-02-10", "--today", "2026-02-10", "--full")
    assert "Placements of Q4 2025" in ran.out and "2 of 3 rows are barred (66.7%)." in ran.out
    told = cli("brief", folder, "--on", "2026-02-10", "--today", "2026-02-10", "--json").json["placements"]
    assert told["quarter"] == "2025-Q4" and told["months"]["2025-11"] == {"consent-first": 1}
    page = cli("brief", folder, "--on", "2026-02-10", "--today", "2026-02-10", "--html", "-", "--lang", "es").out
    assert "Ubicaciones del T4\xa02025" in page and "filas están vedadas" in page and "octubre de 2025" in page


def test_files_of_other_quarters_are_left_out(root: Path) -> None:
    held = open_partnership(root / "examples" / "wiraksa")
    from firstcall.dates import parse_instant, zone

    at = parse_instant("2025-09-01", zone("Asia/Jakarta"))
    assert placements_before(held.path, held.agreement, held.record, at) is None


def test_without_the_libraries_the_section_says_what_is_missing(
    folder: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firstcall.service.audit.quarter_log.find_spec", lambda name: None)
    ran = cli("brief", folder, "--on", "2026-02-10", "--today", "2026-02-10", "--full")
    assert ran.code == 0 and "pip install 'firstcall[settle]'" in ran.out
