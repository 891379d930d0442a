"""firstcall export: each engine gives back every decision of each example, and a changed one is told."""

from pathlib import Path

import pytest
from tests.service.conftest import Cli


@pytest.mark.parametrize("kind", ["sql", "cedar", "json"])
def test_every_decision_of_an_example_comes_back(kind: str, root: Path, tmp_path: Path, cli: Cli) -> None:
    deal, made = root / "examples/microsoft-openai", tmp_path / "made"
    for day in ("2025-03-01", "2026-06-01"):
        folder = made / day
        asked = ("export", deal, "--to", kind, "--on", day)
        written = cli(*asked, "--out", folder, "--json")
        assert written.code == 0 and written.json["decisions"] > 300
        checked = cli(*asked, "--check", folder, "--json")
        assert (checked.code, checked.json["differ"]) == (0, 0)
        assert "cannot carry" in (folder / "README.md").read_text(encoding="utf-8")


def test_an_answer_that_is_another_is_told(root: Path, tmp_path: Path, cli: Cli) -> None:
    deal, made = root / "examples/wiraksa", tmp_path / "made"
    asked = ("export", deal, "--to", "sql", "--on", "2025-03-01")
    assert cli(*asked, "--out", made).code == 0
    file = made / "decisions.sql"
    file.write_text(file.read_text(encoding="utf-8").replace("'offer-first'", "'permitted'", 1), encoding="utf-8")
    ran = cli(*asked, "--check", made)
    assert (
        ran.code == 1
        and "1 of " in ran.err
        and "there permitted, refusal-islands@base, and it is offer-first" in ran.err
    )
    assert cli(*asked).code == 2 and cli(*asked, "--out", made).code == 5


def test_an_export_and_its_check_are_told_in_a_language(root: Path, tmp_path: Path, cli: Cli) -> None:
    out = tmp_path / "a folder"
    told = ("export", root / "examples/wiraksa", "--to", "json", "--on", "2025-03-01", "--lang", "es")
    assert cli(*told, "--out", out).out == f"se hizo {out}: 1.040 decisiones para json\n"
    assert cli(*told, "--check", out).out == f"{out}: cada una de las 1.040 decisiones es la misma\n"
    readme = (out / "README.md").read_text(encoding="utf-8")
    assert f"--check '{out}'" in readme and readme.startswith("# Decisiones de ")
