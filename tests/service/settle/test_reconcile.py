"""firstcall settle reconcile: statements, rows, or one of each; faults are told as what they are."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.service.conftest import Cli
from tests.settlement.settle_case import MAPPING, RESALE, SHARE, focus_file, partnership

LINES = "a,2025-01-03,api,100\nb,2025-01-31,api,50.05\nc,2025-02-10,api,10\n"


def stated(cli: Cli, folder: Path, period: str = "2025-01") -> Path:
    path = folder / f"{period}.json"
    path.write_text(cli("settle", folder, "--period", period, "--estimate", "--json").out)
    return path


def rows_file(folder: Path, lines: str, name: str = "theirs.csv") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "mapping.yaml").write_text(MAPPING)
    (folder / name).write_text("id,day,stream,amount\n" + lines)
    return folder / name


def classes(cli: Cli, held: Path, ours: Path, theirs: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in cli("settle", "reconcile", held, "--ours", ours, "--theirs", theirs, "--json").json:
        found |= one["classes"] | {item["class"]: item["amount"] for item in one["differences"]}
    return found


def test_two_parties_statements_are_bridged_to_their_rows(tmp_path: Path, cli: Cli) -> None:
    ours = partnership(tmp_path / "ours", SHARE, LINES + "d,2025-01-09,api,10\n")
    theirs = partnership(tmp_path / "theirs", SHARE, LINES)
    pair = ("--ours", stated(cli, ours), "--theirs", stated(cli, theirs))
    out = cli("settle", "reconcile", ours, *pair).out
    assert "share: ours 32.01, theirs 30.01 USD" in out or "share: ours 32.02, theirs 30.02 USD" in out
    assert "  missing rows                                2  in 1 place\n    d-" in out
    assert ": 2025-01-09 api 10 USD: 2, only ours has it" in out
    assert "in all 2, beyond the tolerance of FOCUS 1.4; with a tolerance of zero it stands" in out
    (data,) = cli("settle", "reconcile", ours, *pair, "--json").json
    assert data["classes"] == {"missing rows": "2"}
    assert [row.split("-")[0] for row in data["differences"][0]["rows"]] == ["d"]


def test_what_theirs_counts_and_our_books_have_in_another_month_is_late(tmp_path: Path, cli: Cli) -> None:
    ours = partnership(tmp_path / "ours", SHARE, LINES)
    theirs = partnership(tmp_path / "theirs", SHARE, LINES.replace("c,2025-02-10", "c,2025-01-30"))
    out = cli("settle", "reconcile", ours, "--ours", stated(cli, ours), "--theirs", stated(cli, theirs)).out
    assert "late" in out
    assert "-2, theirs in 2025-01 on 2025-01-30, ours in 2025-02 on 2025-02-10" in out


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        (LINES, {}),
        (LINES.replace("c,2025-02-10,api,10\n", ""), {"missing rows": "10"}),
        (LINES.replace("2025-01-31", "2025-02-01"), {"late": "0"}),
        (LINES.replace("b,2025-01-31,api", "b,2025-01-31,chat"), {"mapping": "0"}),
        (LINES.replace("50.05", "50.06"), {"tolerance": "-0.01"}),
        (LINES.replace("50.05", "60.05"), {"row amounts": "-10"}),
    ],
)
def test_rows_are_set_beside_rows(tmp_path: Path, cli: Cli, theirs: str, said: dict[str, str]) -> None:
    held = partnership(tmp_path / "p", SHARE, LINES)
    assert classes(cli, held, held / "revenue" / "lines.csv", rows_file(tmp_path / "other", theirs)) == said


def test_a_statement_is_set_beside_rows(tmp_path: Path, cli: Cli) -> None:
    held = partnership(tmp_path / "p", SHARE, LINES)
    theirs = rows_file(tmp_path / "other", LINES.replace("a,2025-01-03,api,100\n", "").replace("50.05", "50.04"))
    ran = cli("settle", "reconcile", held, "--ours", stated(cli, held, "2025-Q1"), "--theirs", theirs)
    assert "rows in USD: ours 160.05, theirs 60.04 USD" in ran.out
    assert "  missing rows                              100  in 1 place" in ran.out
    assert "  tolerance                                0.01  in 1 place" in ran.out
    bare = json.loads(stated(cli, held).read_text())
    for leg in bare["legs"]:
        del leg["rows"]
    (held / "bare.json").write_text(json.dumps(bare))
    ran = cli("settle", "reconcile", held, "--ours", held / "bare.json", "--theirs", theirs)
    assert (ran.code, ran.err.split("\n")[0]) == (
        3, "bare.json: the statement prints no rows, and the other side gives rows"
    )  # fmt: skip


def focus(folder: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    return focus_file(folder / "rows.csv", rows)


FOCUS_ROWS: list[dict[str, str]] = [
    {"SkuId": "a"}, {"SkuId": "b", "BilledCost": "35.2E-3"}, {"SkuId": "b", "BilledCost": "7"},
    {"SkuId": "c", "BilledCost": "9", "ServiceName": "Storage"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "changed", "said"),
    [
        (0, None, {"missing rows": "100.1"}),
        (3, {"ServiceName": "Models"}, {"mapping": "0"}),
        (2, {"BilledCost": "7.01"}, {"tolerance": "-0.01"}),
        (1, {"BillingPeriodStart": "2025-02-01T00:00:00Z", "BillingPeriodEnd": "2025-03-01T00:00:00Z"}, {"late": "0"}),
    ],
)
def test_billing_rows_are_told_apart_by_what_else_they_say(
    tmp_path: Path, cli: Cli, place: int, changed: dict[str, str] | None, said: dict[str, str]
) -> None:
    held = partnership(tmp_path / "p", SHARE + RESALE, LINES)
    theirs: list[Any] = [row if n != place else row | (changed or {}) for n, row in enumerate(FOCUS_ROWS)]
    if changed is None:
        del theirs[place]
    assert classes(cli, held, focus(tmp_path / "a", FOCUS_ROWS), focus(tmp_path / "b", theirs[::-1])) == said


def test_files_that_cannot_be_compared_are_told(tmp_path: Path, cli: Cli) -> None:
    held = partnership(tmp_path / "p", SHARE, LINES)
    good = stated(cli, held)
    (tmp_path / "said.json").write_text("{")
    (tmp_path / "list.json").write_text("[]")
    (tmp_path / "bare.csv").write_text("id,day\n")
    wrong = {
        "gone.json": (4, "there is no file"),
        "said.json": (3, "said.json: this is no JSON"),
        "list.json": (3, "list.json: this is no statement"),
        "bare.csv": (3, "bare.csv: no mapping says what its columns mean"),
    }
    for name, (code, words) in wrong.items():
        ran = cli("settle", "reconcile", held, "--ours", good, "--theirs", tmp_path / name)
        assert ran.code == code
        assert words in ran.err
        assert "fix: " in ran.err


def test_a_statement_of_sums_is_not_set_beside_single_rows(tmp_path: Path, cli: Cli) -> None:
    held = partnership(tmp_path / "p", RESALE, focus=FOCUS_ROWS)
    ran = cli("settle", "reconcile", held, "--ours", stated(cli, held), "--theirs", focus(tmp_path / "b", FOCUS_ROWS))
    assert ran.code == 3
    assert "2025-01.json: the statement adds billing rows up by day, and the other side gives single rows" in ran.err
    assert "fix: give both as statements, or both as files of billing rows" in ran.err


def test_two_statements_on_bills_are_bridged_by_the_sums_of_days(tmp_path: Path, cli: Cli) -> None:
    ours = partnership(tmp_path / "ours", RESALE, focus=FOCUS_ROWS)
    theirs = partnership(tmp_path / "theirs", RESALE, focus=FOCUS_ROWS[1:])
    ran = cli("settle", "reconcile", ours, "--ours", stated(cli, ours), "--theirs", stated(cli, theirs))
    assert "  missing rows" in ran.out
    assert "ours adds up 3 rows, theirs 2; give both files of rows to see which" in ran.out
    assert "unexplained" not in ran.out
