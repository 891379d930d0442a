"""firstcall brief: a partnership in one page, as text, Markdown and JSON, at any width."""

from pathlib import Path

import pytest
from tests.service.conftest import Cli

DAYS = ("--on", "2025-01-21", "--today", "2025-06-01")


@pytest.fixture
def example(root: Path) -> Path:
    return root / "examples" / "microsoft-openai"


def test_the_page_has_its_parts_in_order(example: Path, cli: Cli) -> None:
    ran = cli("brief", example, *DAYS)
    assert (ran.code, ran.err) == (0, "")
    titles = ("What may be done?", "What is due next?", "What money moves?", "What is disputed?", "Is the text sound?",
              "The five answers",
              "May we? Workload by provider", "Terms in force", "The news story of 21 January 2025, run",
              "Transactions, each under the agreement of its day", "Parties and term")  # fmt: skip
    places = [ran.out.index(title) for title in titles]
    assert places == sorted(places)
    assert "\x1b" not in ran.out, "no colour unless a terminal asks for it"


@pytest.mark.parametrize("width", [40, 60, 79, 80, 100, 160])
def test_no_line_is_wider_than_the_terminal(
    width: int, example: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    ran = cli("brief", example, *DAYS)
    assert max(len(line) for line in ran.out.splitlines() if not line.startswith("  firstcall ")) <= width
    assert "consent-first" in ran.out


def test_markdown_and_json(example: Path, cli: Cli) -> None:
    page = cli("brief", example, *DAYS, "--format", "md", "--full").out
    assert page.startswith("## Microsoft and OpenAI compute partnership") and "\n| S1 | " in page
    told = cli("brief", example, *DAYS, "--json").json
    assert told["on"] == "2025-01-21T08:00:00Z" and told["matrix"]["training"]["azure"] == "permitted"
    assert len({item["id"] for item in told["transactions"]}) == 19


def test_a_folder_without_papers_has_a_shorter_page(deal: Path, cli: Cli) -> None:
    ran = cli("brief", deal, "--on", "2026-02-02")
    assert ran.code == 0
    assert "Transactions" not in ran.out and "story" not in ran.out and "May we?" in ran.out


def test_before_the_agreement(example: Path, cli: Cli) -> None:
    assert "had not taken effect" in cli("brief", example, "--on", "2018-01-01", "--today", "2018-01-01").out


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--on", "2025"), "--on 2025: a brief is of a day\n  fix: write a day, such as 2025-01-21"),
        (("--on", "2025-13"), "--on: '2025-13' is not a month of the calendar"),
        (("--format", "pdf"), "'pdf' is not one of 'text', 'md'"),
    ],
)
def test_what_cannot_be_shown_is_told(flags: tuple[str, ...], said: str, example: Path, cli: Cli) -> None:
    ran = cli("brief", example, *flags)
    assert (ran.code, ran.out) == (2, "") and said in ran.err


def test_a_what_if_is_said_on_the_page_and_in_every_command(example: Path, cli: Cli) -> None:
    overlay = example / "what-if" / "rofr-first-look.yaml"
    ran = cli("brief", example, *DAYS, "--with", overlay, "--format", "md", "--full")
    assert ran.code == 0, ran.err
    assert "\n| what-if | rofr-first-look: " in ran.out and ran.err.startswith("what-if: rofr-first-look: ")
    assert f"firstcall decide {example} --with {overlay} --workload" in ran.out
    assert cli("brief", example, *DAYS, "--with", overlay, "--json").json["what_if"][0].startswith("rofr-first-look: ")
