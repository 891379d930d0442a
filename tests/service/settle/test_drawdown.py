from pathlib import Path

from tests.service.conftest import Cli
from tests.service.settle.test_nil import BUYS, month
from tests.settlement.settle_case import partnership


def test_why_follows_a_row_into_the_drawdown_and_back(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", BUYS, focus=[month(1, "1000", "One"), month(1, "5", "Two")])
    assert "buys/2025-01" in cli("settle", "why", folder, "rows.csv:2").out
    told = cli("settle", "why", folder, "buys/2025-01").out
    assert "1,000 USD drawn in 2025-01" in told
    assert "rows.csv:2 1000" in told
    assert "no base holds it" in cli("settle", "why", folder, "rows.csv:3").err


def test_a_month_that_the_commitment_does_not_have_is_told(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", BUYS)
    told = cli("settle", "why", folder, "buys/2031-01")
    assert (told.code, "has no month '2031-01'\n  fix: name one of 2025-01 to 2025-12" in told.err) == (4, True)
