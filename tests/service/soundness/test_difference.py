"""firstcall diff: two texts of a folder, in text, JSON, Markdown, on a page and as a document."""

from pathlib import Path

from tests.service.conftest import Cli

PUBLIC = "examples/microsoft-openai"


def test_the_change_of_january_2025(root: Path, tmp_path: Path, cli: Cli) -> None:
    page, paper = tmp_path / "diff.html", tmp_path / "wording.docx"
    texts = ("--from", "amendment-2023-01", "--to", "2025-01-21")
    ran = cli("diff", root / PUBLIC, *texts, "--html", page, "--docx", paper, "--json")
    assert ran.code == 0
    told = ran.json
    assert {"clause first-refusal", "clause own-build", "clause api-exclusive"} <= {
        one["what"] for one in told["wording"]
    }
    pairs = {(one["before"]["outcome"], one["after"]["outcome"]) for one in told["answers"]}
    assert ("consent-first", "offer-first") in pairs
    assert told["transactions"] and all(one["before"] != one["after"] for one in told["transactions"])
    assert "first-refusal" in page.read_text(encoding="utf-8") and paper.read_bytes()[:2] == b"PK"


def test_from_a_text_to_itself_nothing_is_different(root: Path, cli: Cli) -> None:
    ran = cli("diff", root / PUBLIC, "--from", "amendment-2025-01", "--to", "amendment-2025-01")
    assert ran.code == 0 and "Nothing is different." in ran.out and "Wording" not in ran.out


def test_a_what_if_is_compared_with_the_text_it_changes(root: Path, cli: Cli) -> None:
    overlay = root / PUBLIC / "what-if/rofr-built-for-grantor.yaml"
    ran = cli("diff", root / PUBLIC, "--from", "amendment-2025-01", "--with", overlay, "--format", "md")
    assert ran.code == 0 and "| ungoverned" in ran.out and "built_for_grantor" in ran.out


def test_a_text_that_is_not_there_is_told_with_the_nearest(root: Path, cli: Cli) -> None:
    ran = cli("diff", root / PUBLIC, "--from", "amendment-2025-1", "--to", "base")
    assert ran.code == 4 and "did you mean" in ran.err
    assert cli("diff", root / PUBLIC, "--from", "base").code == 2


def test_a_day_before_any_text_is_refused_as_a_plan_refuses_it(root: Path, tmp_path: Path, cli: Cli) -> None:
    small = root / "examples/wiraksa"
    for flags in (("--from", "base", "--to", "2010-01-01"), ("--from", "2024-06-30", "--to", "base")):
        ran = cli("diff", small, *flags)
        assert ran.code == 2 and "there was no text yet" in ran.err and "fix: name 2024-07-01" in ran.err
    assert cli("diff", small, "--from", "2024-07-01", "--to", "base").code == 0
    ran = cli("export", small, "--to", "json", "--on", "2024-06-30", "--out", tmp_path / "out")
    assert ran.code == 2 and "there was no text yet" in ran.err and not (tmp_path / "out").exists()
