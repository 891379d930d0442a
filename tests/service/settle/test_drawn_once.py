"""What is known at several instants alike is reckoned once, and comes out as if it were reckoned for each."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.service.conftest import Cli
from tests.settlement.settle_case import SHARE, partnership

from firstcall.service.folder import open_partnership
from firstcall.service.settle import desk as desk_of_statements
from firstcall.settlement.statement import statement

MONTHS = ("2025-01", "2025-02", "2025-03")
ROWS = "".join(f"{month},{month}-03,api,100\n" for month in MONTHS)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The periods of the statements that are reckoned, one after the other."""
    reckoned: list[str] = []
    known = statement.settle

    def settled(*given: Any) -> Any:
        reckoned.append(given[3].name)
        return known(*given)

    monkeypatch.setattr(desk_of_statements, "settle", settled)
    return reckoned


def issued(folder: Path, cli: Cli, clauses: str = SHARE) -> Path:
    partnership(folder, clauses, ROWS)
    assert cli("settle", "intake", folder, folder / "revenue" / "lines.csv", "--recorded", "2025-04-03").code == 0
    for number, month in enumerate(MONTHS, start=4):
        on = f"2025-04-{number:02}"
        assert cli("settle", "issue", folder, "--period", month, "--by", "beta", "--recorded", on).code == 0
    return folder


def test_deltas_draw_each_statement_once_where_nothing_came_in(tmp_path: Path, cli: Cli, drawn: list[str]) -> None:
    folder = issued(tmp_path / "p", cli)
    drawn.clear()
    assert cli("settle", "deltas", folder).out == "Nothing has changed in what was issued.\n"
    assert drawn == list(MONTHS)


def test_what_came_in_since_is_drawn_beside_what_was_issued(tmp_path: Path, cli: Cli, drawn: list[str]) -> None:
    folder = issued(tmp_path / "p", cli)
    (folder / "revenue" / "late.csv").write_text("id,day,stream,amount\nz,2025-02-09,api,50\n")
    late = folder / "revenue" / "late.csv"
    assert cli("settle", "intake", folder, late, "--adds", "--recorded", "2025-04-20").code == 0
    drawn.clear()
    assert "share 2025-02: 10.00 USD (rows 10.00 USD; 1 line)" in cli("settle", "deltas", folder).out
    assert drawn == [month for month in MONTHS for _ in range(2)]


def test_one_instant_comes_out_as_another_at_which_the_same_is_known(tmp_path: Path, cli: Cli) -> None:
    folder = issued(tmp_path / "p", cli)
    deal, (first, later) = open_partnership(folder), (datetime(2025, 4, day, tzinfo=UTC) for day in (10, 20))
    with desk_of_statements.desk(deal) as shared, desk_of_statements.desk(deal) as apart:
        for month in MONTHS:
            shared.statement(month, first)
            assert shared.statement(month, later) == apart.statement(month, later)
