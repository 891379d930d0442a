"""Rows that stand in several files: asked about wherever they would count, then counted as was said."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.service.conftest import Cli
from tests.settlement.settle_case import RESALE, focus_file, partnership

from firstcall.service.billing.deliveries.overlaps import counted_once, overlaps, provider_months
from firstcall.service.engines.duckdb import DuckEngine

Row = dict[str, str]


def bill(day: int, cost: str, **more: str) -> Row:
    return {"BilledCost": cost, "ChargePeriodStart": f"2025-01-{day:02}T00:00:00Z", "SkuId": "s", "ResourceId": "r",
            "ChargePeriodEnd": f"2025-01-{day + 1:02}T00:00:00Z", **more}  # fmt: skip


def two_files(folder: Path, first: list[Row], second: list[Row]) -> Path:
    held = partnership(folder / "p", RESALE)
    focus_file(held / "billing" / "a.csv", first)
    focus_file(held / "billing" / "b.csv", second)
    return held


NINE, ALL = [bill(day, "10") for day in range(1, 10)], [bill(day, "10") for day in range(1, 30)]


def test_a_draft_asks_how_files_count_that_have_rows_in_common(tmp_path: Path, cli: Cli) -> None:
    folder = two_files(tmp_path, NINE, ALL)
    asked = ("settle", folder, "--period", "2025-01")
    refused = cli(*asked)
    assert refused.code == 3
    assert "a.csv and b.csv overlap: 9 rows stand in both, the same in every column; first row 2" in refused.err
    assert "with --parts every row counts" in refused.err
    assert "145.00 USD  50% of 290 USD" in cli(*asked, "--overlap").out
    assert "190.00 USD  50% of 380 USD" in cli(*asked, "--parts").out


def test_intake_asks_and_keeps_the_answer(tmp_path: Path, cli: Cli) -> None:
    folder = two_files(tmp_path, NINE, ALL)
    take = ("settle", "intake", folder, folder / "billing/a.csv", folder / "billing/b.csv", "--recorded", "2025-02-02")
    assert "overlap: 9 rows" in cli(*take).err
    assert not (folder / "intake.jsonl").exists() or not (folder / "intake.jsonl").read_text()
    assert "Beta Cloud 2025-01: 29 rows" in cli(*take, "--overlap").out
    assert "145.00 USD" in cli("settle", folder, "--period", "2025-01").out


def test_verify_looks_across_files(tmp_path: Path, cli: Cli) -> None:
    folder = two_files(tmp_path, NINE, ALL)
    files = ("settle", "verify", folder / "billing/a.csv", folder / "billing/b.csv")
    assert cli(*files).code == 3
    assert "fault: a.csv and b.csv overlap: 9 rows" in cli(*files).out
    assert cli(*files, "--parts").code == cli(*files, "--overlap").code == 0
    assert "remark: a.csv and b.csv overlap: 9 rows" in cli(*files, "--overlap").out


def test_what_adds_is_compared_with_what_is_there(tmp_path: Path, cli: Cli) -> None:
    folder = two_files(tmp_path, NINE, ALL)
    take = ("settle", "intake", folder)
    assert cli(*take, folder / "billing/a.csv", "--recorded", "2025-02-01").code == 0
    more = (*take, folder / "billing/b.csv", "--recorded", "2025-02-02", "--adds")
    assert "a.csv and b.csv overlap: 9 rows" in cli(*more).err
    assert cli(*more, "--overlap").code == 0
    assert "145.00 USD" in cli("settle", folder, "--period", "2025-01").out
    assert "45.00 USD" in cli("settle", folder, "--period", "2025-01", "--known-at", "2025-02-01T12:00:00Z").out


def test_a_later_delivery_takes_the_place_of_an_earlier_one_without_a_question(tmp_path: Path, cli: Cli) -> None:
    folder = two_files(tmp_path, NINE, ALL)
    take = ("settle", "intake", folder)
    assert cli(*take, folder / "billing/a.csv", "--recorded", "2025-02-01").code == 0
    assert cli(*take, folder / "billing/b.csv", "--recorded", "2025-02-02").code == 0
    assert "145.00 USD" in cli("settle", folder, "--period", "2025-01").out


def test_one_charge_with_two_amounts_counts_as_the_file_named_last_has_it(tmp_path: Path, cli: Cli) -> None:
    folder = two_files(tmp_path, [bill(3, "10"), bill(4, "7")], [bill(3, "12")])
    refused = cli("settle", folder, "--period", "2025-01")
    assert "a.csv and b.csv overlap: 1 row of one charge with another amount or text" in refused.err
    assert "9.50 USD  50% of 19 USD" in cli("settle", folder, "--period", "2025-01", "--overlap").out


def test_two_equal_files_are_one(tmp_path: Path, cli: Cli) -> None:
    folder = two_files(tmp_path, NINE, NINE)
    told = cli(
        "settle", "intake", folder, folder / "billing/a.csv", folder / "billing/b.csv", "--recorded", "2025-02-02"
    )
    assert "Beta Cloud 2025-01: 9 rows\n" in told.out


def test_rows_of_other_months_or_within_a_file_are_no_overlap(tmp_path: Path, cli: Cli) -> None:
    later = {"BillingPeriodStart": "2025-02-01T00:00:00Z", "BillingPeriodEnd": "2025-03-01T00:00:00Z"}
    folder = two_files(tmp_path, [bill(3, "10")] * 2, [bill(3, "10") | later])
    assert "10.00 USD  50% of 20 USD" in cli("settle", folder, "--period", "2025-01").out


ROWS = st.lists(st.tuples(st.integers(1, 3), st.sampled_from(["1", "2", "3"])), min_size=1, max_size=6)


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROWS, min_size=2, max_size=3))
def test_counted_once_is_what_the_words_say(tmp_path: Path, files: list[list[tuple[int, str]]]) -> None:
    duck = DuckEngine(tmp_path)
    try:
        bills = []
        for number, rows in enumerate(files):
            path = focus_file(tmp_path / f"{number}.csv", [bill(day, cost) for day, cost in rows])
            bills.append((path, duck.transcribe(path)[0]))
        assert all(months == (("Beta Cloud", _january()),) for months in (provider_months(duck, p) for _, p in bills))
        found = Counter[tuple[int, str]]()
        for _, ready in counted_once(duck, bills):
            said = f"SELECT day(ChargePeriodStart), CAST(CAST(BilledCost AS INT) AS VARCHAR) FROM '{ready}'"
            found.update(duck.raw.execute(said).fetchall())
        assert found == _by_hand(files)
        days = [{day for day, _ in rows} for rows in files]
        assert bool(overlaps(duck, bills)) == any(a & b for n, a in enumerate(days) for b in days[n + 1 :])
    finally:
        duck.close()


def _january() -> object:
    from datetime import date

    return date(2025, 1, 1)


def _by_hand(files: list[list[tuple[int, str]]]) -> Counter[tuple[int, str]]:
    expected = Counter[tuple[int, str]]()
    for day in (1, 2, 3):
        having = [rows for rows in files if any(one == day for one, _ in rows)]
        for cost in {cost for one, cost in having[-1] if one == day} if having else ():
            expected[day, cost] = max(rows.count((day, cost)) for rows in files)
    return expected


GOOGLE = (
    "billing_account_id,service.description,sku.id,usage_start_time,cost,currency,credits,invoice.month,cost_type\n"
)


def google(path: Path, *rows: tuple[str, list[str]]) -> Path:
    """Write an export of Google's: costs of one use each day, with the credits that each lists."""
    lines = [GOOGLE]
    for day, (cost, credits) in enumerate(rows, start=1):
        listed = "[" + ", ".join(f'{{""amount"": {amount}}}' for amount in credits) + "]"
        lines.append(f'0X,Models,s,2025-01-0{day} 10:00:00 UTC,{cost},USD,"{listed}",202501,regular\n')
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(lines))
    return path


@pytest.mark.parametrize(
    ("first", "second", "once"),
    [
        ([("100", ["-10"])], [("100", [])], "100"),
        ([("100", [])], [("100", ["-10"])], "90"),
        ([("100", ["-10", "-10"])], [("100", ["-10"])], "90"),
        ([("100", ["-10", "-10"])], [("100", ["-10", "-10"]), ("7", [])], "87"),
        ([("100", ["-10"]), ("7", [])], [("100", ["-12"]), ("8", ["-1"])], "95"),
        ([("100", ["-10"])], [("110", ["-10"])], "100"),
        ([("100", ["-10"]), ("7", ["-3"])], [("100", ["-10"])], "94"),
        ([("100", ["-10"])], [("100", ["-10"]), ("7", ["-3"])], "94"),
    ],
)
def test_a_row_and_the_credits_that_it_lists_are_one_charge(
    tmp_path: Path, cli: Cli, first: list[tuple[str, list[str]]], second: list[tuple[str, list[str]]], once: str
) -> None:
    folder = partnership(tmp_path / "p", RESALE.replace('"0.5"', '"1"'))
    google(folder / "billing" / "a.csv", *first)
    google(folder / "billing" / "b.csv", *second)
    asked = ("settle", folder, "--period", "2025-01")
    assert "overlap" in cli(*asked).err
    assert f"100% of {once} USD" in cli(*asked, "--overlap").out
