"""What a change comes to by the books of a folder: text, JSON and page; unknown where the books lack something."""

from pathlib import Path

from tests.service.conftest import Cli
from tests.settlement.settle_case import SHARE, partnership

DEARER = """\
schema: firstcall/overlay/1
id: dearer
title: Dearer
base: base
replace:
"""
ROWS = "a,2025-01-03,api,100\nb,2025-02-03,api,200\n"


def overlay(folder: Path, rate: str) -> Path:
    path = folder / "dearer.yaml"
    path.write_text(DEARER + SHARE.replace("0.20", rate))
    return path


def test_sums_differ_by_period_and_what_lacks_is_unknown(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "deal", lines=ROWS)
    cli("settle", "intake", folder, folder / "revenue/lines.csv", "--recorded", "2025-04-02")
    page = tmp_path / "diff.html"
    ran = cli("diff", folder, "--with", overlay(tmp_path, "0.30"), "--json", "--html", page)
    money = ran.json["money"]
    sums = money["sums"]
    told = [(one["period"], one["before"]["amount"], one["after"]["amount"], one["difference"]) for one in sums]
    assert told[:2] == [("2025-01", "20.00", "30.00", "10.00"), ("2025-02", "40.00", "60.00", "20.00")]
    assert told[2:] == [(None, None, None, None)] and money["sums"][2]["before"]["state"] == "unknown"
    assert money["totals"][0] == {"party": "alpha", "currency": "USD", "more_paid": "30.00", "unknown": 1}
    assert "unknown" in page.read_text(encoding="utf-8")
    text = cli("diff", folder, "--with", overlay(tmp_path, "0.30"), "--lang", "es").out
    assert "Dinero" in text and "se desconoce" in text


def test_without_books_nothing_is_known_and_nothing_is_zero(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "deal")
    told = cli("diff", folder, "--with", overlay(tmp_path, "0.30"), "--json").json["money"]
    assert told["clauses"] == ["share"] and all(one["difference"] is None for one in told["sums"])


def test_books_that_cannot_be_read_leave_the_money_unknown_and_the_rest_told(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "deal", lines=ROWS)
    cli("settle", "intake", folder, folder / "revenue/lines.csv", "--recorded", "2025-04-02")
    (folder / "revenue/lines.csv").write_text("id,day,stream,amount\nz,2025-01-03,api,1\n")
    told = cli("diff", folder, "--with", overlay(tmp_path, "0.30"), "--json").json
    assert told["wording"] and told["money"]["reason"] is not None and not told["money"]["sums"]


def test_where_no_term_of_money_differs_nothing_is_said_of_money(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "deal", lines=ROWS)
    ran = cli("diff", folder, "--from", "base", "--to", "base")
    assert "Nothing is different." in ran.out and "Money" not in ran.out


def test_check_tells_what_an_assumed_field_is_worth_in_money(tmp_path: Path, cli: Cli) -> None:
    assumed = SHARE + "    floor: '25'\n    basis: {grade: assumed, assumed: [floor]}\n"
    folder = partnership(tmp_path / "deal", assumed, ROWS)
    cli("settle", "intake", folder, folder / "revenue/lines.csv", "--recorded", "2025-04-02")
    found = cli("check", folder, "--json").json["findings"]
    told = {
        one["reason"]["values"].get("field"): one["what"] for one in found if one["code"] == "assumption-that-matters"
    }
    assert told["floor"].startswith("1 sum owed, by 5.00 USD in all, and 1 sum owed that nobody knows would not be so")
    assert None in told, "the clause as a whole is assumed too"
