"""Who owes whom on the first screen of a brief: amounts with their standing and grade, and the unknown as unknown."""

from pathlib import Path

import pytest
from tests.service.conftest import Cli
from tests.settlement.settle_case import RESALE, SHARE, partnership

LINES = "a,2025-01-03,api,100.10\n"


def money(cli: Cli, folder: Path, on: str = "2025-02-20", *more: str) -> list[str]:
    text = cli("brief", folder, "--on", on, *more).out
    screen = " ".join(text.partition("What is disputed?")[0].partition("What money moves?")[2].split())
    return screen.split(" Alpha pays ")[0].split(" Beta pays ")[:1]


def test_a_draft_an_issued_and_a_paid_amount_are_told_as_such(tmp_path: Path, cli: Cli) -> None:
    graded = SHARE + "    due_days: 30\n    basis: {grade: stated, source: deal}\n"
    folder = partnership(tmp_path / "p", graded, LINES)
    text = (folder / "agreement.yaml").read_text().replace("clauses:", "sources: {deal: {title: A deal}}\nclauses:", 1)
    (folder / "agreement.yaml").write_text(text)
    assert money(cli, folder) == ["for 2025-01 Alpha owes Beta 20.02 USD (a draft, on what is stated), due 2025-03-02"]
    assert cli("settle", "intake", folder, folder / "revenue" / "lines.csv", "--recorded", "2025-02-03").code == 0
    issued = cli("settle", "issue", folder, "--period", "2025-01", "--by", "alpha", "--recorded", "2025-02-10")
    assert issued.code == 0, issued.err
    (told,) = money(cli, folder)
    assert told == "for 2025-01 Alpha owes Beta 20.02 USD (as issued, on what is stated), due 2025-03-02"
    paid = cli(
        "record", "add", "statement-paid", folder, "--statement", "example-2025-01", "--by", "alpha", "--amount",
        "20.02", "--currency", "USD", "--at", "2025-02-12", "--recorded", "2025-02-12",
    )  # fmt: skip
    assert paid.code == 0, paid.err
    assert money(cli, folder) == ["for 2025-01 Alpha owes Beta 20.02 USD (paid, on what is stated)"]


def test_what_is_not_known_is_no_zero(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", SHARE + RESALE, LINES)
    told = money(cli, folder)[0]
    assert "Alpha owes Beta 20.02 USD (a draft, on what is assumed), beside what is not known: " in told
    assert "no billing rows were delivered for 2025-01" in told
    only = partnership(tmp_path / "q", RESALE)
    (only / "billing").mkdir()
    assert money(cli, only)[0].startswith("what Beta and Alpha owe each other for 2025-01 is not known: ")


def test_what_cannot_be_settled_is_told_in_place_of_an_amount(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", SHARE, "a,2025-01-03,api,1.000,5\n")
    assert money(cli, folder)[0].startswith("what is owed for 2025-01 cannot be told: ")


@pytest.mark.parametrize("on", ["2025-04-10", "2025-05-10"])
@pytest.mark.parametrize(("every", "period"), [("quarter", "Q1 2025"), ("year", "FY2025")])
def test_an_amount_is_told_for_the_period_of_its_clause(
    tmp_path: Path, cli: Cli, on: str, every: str, period: str
) -> None:
    year = "    fiscal_year_start: 4\n" if every == "year" else ""
    folder = partnership(tmp_path / "p", SHARE + f"    period: {every}\n{year}", LINES)
    (told,) = money(cli, folder, on)
    assert told.startswith(f"for {period} Alpha owes Beta 20.02 USD")


def test_a_folder_without_files_of_money_says_nothing_of_it(tmp_path: Path, cli: Cli) -> None:
    assert "owes" not in cli("brief", partnership(tmp_path / "p", SHARE), "--on", "2025-02-20").out


@pytest.mark.parametrize(("lang", "word"), [("es", "Alpha debe 20,02"), ("id", "Alpha berutang US$20,02 kepada Beta")])
def test_it_is_said_in_each_language(tmp_path: Path, cli: Cli, lang: str, word: str) -> None:
    folder = partnership(tmp_path / "p", SHARE, LINES)
    assert word in cli("brief", folder, "--on", "2025-02-20", "--lang", lang).out
