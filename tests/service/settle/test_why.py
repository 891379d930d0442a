from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.service.conftest import Cli
from tests.settlement.settle_case import MAPPING, RESALE, SHARE, focus_file, partnership

from firstcall.service.billing.deliveries.intake import take_in
from firstcall.service.folder import open_partnership
from firstcall.service.settle.desk import desk
from firstcall.service.settle.why import trace, trace_text


def test_rows_that_a_later_delivery_replaced_are_no_longer_behind_a_line(tmp_path: Path) -> None:
    folder = partnership(tmp_path / "p", RESALE, focus=[{}, {"BilledCost": "5"}])
    first, second = (datetime(2025, month, 3, tzinfo=UTC) for month in (2, 3))
    take_in(folder, [folder / "billing" / "rows.csv"], first, False)
    take_in(folder, [focus_file(folder / "billing" / "again.csv", [{}, {"BilledCost": "6"}])], second, False)
    name = "resale/2025-01/models/2025-01-05"
    with desk(open_partnership(folder)) as settled:
        now, then = trace(settled, name, None), trace(settled, name, first)
    assert now["entries"][0]["source"] == ["again.csv:2 100.1", "again.csv:3 6"]
    assert then["entries"][0]["source"] == ["rows.csv:2 100.1", "rows.csv:3 5"]
    assert now["entries"][0]["adds_up"] and then["entries"][0]["adds_up"]
    assert "50% of 106.1 USD at 1: 53.05" in trace_text(now)


def test_files_of_one_name_in_two_folders_are_told_apart(tmp_path: Path, cli: Cli) -> None:
    buys = """\
  - {id: buys, type: commitment, by: alpha, to: beta, amount: "9", currency: USD, since: 2025-01-01, until: 2025-01-31,
     commitment_ids: [C-1]}
"""
    folder = partnership(tmp_path / "p", SHARE + RESALE + buys, "a,2025-01-03,api,100\n")
    applied = '{"Elements": [{"CommitmentId": "C-1", "AppliedCost": "1"}]}'
    focus_file(folder / "billing" / "lines.csv", [{"ContractApplied": applied}])
    sold, billed = "share/2025-01/api/2025-01-03", "resale/2025-01/models/2025-01-05"
    asked = {
        name: cli("settle", "why", folder, f"{name}lines.csv:2").out.split() for name in ("revenue/", "billing/", "")
    }
    assert asked["revenue/"][-1:] == [sold]
    assert asked["billing/"][-2:] == [billed, "buys/2025-01"]
    assert {sold, billed, "buys/2025-01"} <= set(asked[""])


def test_rows_that_are_anothers_stay_untold(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", SHARE + RESALE, "a,2025-01-03,api,100\n", [{}])
    line = "resale/2025-01/models/2025-01-05"
    whole, seen = (cli("settle", "why", folder, line, "--as", party) for party in ("beta", "alpha"))
    assert "rows.csv:2 100.1" in whole.out
    assert "the rows beneath it are for beta, whose they are" in seen.out
    assert "rows.csv" not in seen.out
    assert cli("settle", "why", folder, line, "--as", "alpha", "--json").json["entries"] == []
    assert cli("settle", "why", folder, "rows.csv:2", "--as", "beta").out == f"rows.csv:2 is in\n  {line}\n"
    assert cli("settle", "why", folder, "rows.csv:2", "--as", "alpha").code == 4
    assert "share/2025-01/api/2025-01-03" in cli("settle", "why", folder, "lines.csv:2", "--as", "beta").out


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("lines.csv:3", "no line rests on lines.csv:3: its kind, tax, is not among the kinds that count"),
        ("revenue/lines.csv:4", ": no clause has the stream 'apii' in its base"),
        ("lines.csv:9", ": the file has no such row\n  fix: write FILE:ROW"),
        ("lnes.csv:2", ": no such file is in revenue/ or billing/\n  fix: did you mean 'lines.csv'?"),
        ("lines.csv:x", ": no row is named\n  fix: write FILE:ROW"),
        ("share", ": no row is named"),
        ("share/2025-01", "there is no line 'share/2025-01' in example-2025-01\n  fix: "),
    ],
)
def test_a_row_that_counts_nowhere_says_why(asked: str, said: str, tmp_path: Path, cli: Cli) -> None:
    """A finance team that asks where its row went hears why it is on no statement."""
    lines = "a,2025-01-03,api,100,sale\nb,2025-01-04,api,20,tax\nc,2025-01-05,apii,30,sale\n"
    folder = partnership(tmp_path / "p", SHARE)
    (folder / "revenue").mkdir(exist_ok=True)
    (folder / "revenue" / "lines.csv").write_text(f"id,day,stream,amount,kind\n{lines}", encoding="utf-8")
    mapping = MAPPING.replace("document: id}", "document: id, kind: kind}")
    (folder / "revenue" / "mapping.yaml").write_text(mapping, encoding="utf-8")
    ran = cli("settle", "why", folder, asked)
    assert ran.code == 4
    assert said in ran.err
    assert "share/2025-01/api/2025-01-03" in cli("settle", "why", folder, "revenue/lines.csv:2").out


def test_a_row_that_was_replaced_says_so(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", SHARE, "a,2025-01-03,api,100\n")
    old, new = folder / "revenue" / "lines.csv", folder / "revenue" / "again.csv"
    new.write_text(old.read_text(encoding="utf-8").replace("100", "90"), encoding="utf-8")
    for month, file in ((2, old), (3, new)):
        take_in(folder, [file], datetime(2025, month, 3, tzinfo=UTC), False)
    assert "a later delivery of that month took its place" in cli("settle", "why", folder, "lines.csv:2").err
