"""The nineteen public transactions: complete, counted once, and answered as far as a verdict is known."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from firstcall.agreement.load import load
from firstcall.dates import parse_when, zone
from firstcall.record.journal.journal import read_record
from firstcall.record.transactions import Transaction, family_totals, read_transactions
from firstcall.rights.decide import decide
from firstcall.rights.question import Asked

FOLDERS = ("microsoft-openai", "wiraksa")
COLUMNS = {
    "verdict_training_research": "training",
    "verdict_api_serving": "api_stateless",
    "verdict_first_party_serving": "product",
}
LEFT_OPEN = {("D10", "product")}


def transactions_of(root: Path, folder: str) -> tuple[Transaction, ...]:
    path = root / "examples" / folder / "transactions.csv"
    return read_transactions(path.read_text(encoding="utf-8"), path.name)


@pytest.fixture(scope="module")
def deals(data: Path) -> dict[str, dict[str, str]]:
    with (data / "facts" / "deals.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["deal_id"]: row for row in rows if row["group"] == "openai_backtest"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_name_in_the_table_is_the_agreements(root: Path, folder: str) -> None:
    agreement = load((root / "examples" / folder / "agreement.yaml").read_bytes())
    words = agreement.definitions
    changed = [name for change in agreement.amendments for name in change.redefine.providers]
    for deal in transactions_of(root, folder):
        place = (deal.id, deal.leg)
        assert deal.provider in (*agreement.providers, *changed), place
        assert set(deal.workloads) <= set(words.workloads), place
        assert deal.customer in words.customers, place
        assert all(value in words.dimensions[name] for name, value in deal.dimensions), place
        assert deal.source and (deal.leg != "1" or deal.note or folder == "wiraksa"), place


def test_the_nineteen_are_there_with_their_dates_and_figures(root: Path, deals: dict[str, dict[str, str]]) -> None:
    ours = {deal.id: deal for deal in reversed(transactions_of(root, "microsoft-openai"))}
    assert sorted(ours) == sorted(deals) and len(ours) == 19
    for id_, row in deals.items():
        deal = ours[id_]
        assert deal.leg == "1"
        assert (deal.announced or "", deal.signed or "") == (row["announced"], row["signed"]), id_
        assert deal.capacity_gw == (Decimal(row["capacity_gw"]) if row["capacity_gw"] else None), id_
        assert deal.headline_usd == (Decimal(row["amount_usd"]) if row["amount_usd"] else None), id_


def test_what_is_from_memory_is_assumed(root: Path, deals: dict[str, dict[str, str]]) -> None:
    for deal in transactions_of(root, "microsoft-openai"):
        if "day from memory" in deals[deal.id]["notes"].lower() or deals[deal.id]["notes"].startswith("day and"):
            assert deal.grade_of("announced") == "assumed", deal.id
        if not deals[deal.id]["url"]:
            assert deal.grade == "assumed", deal.id


def test_a_family_counts_once(root: Path) -> None:
    totals = {total.family: total for total in family_totals(transactions_of(root, "microsoft-openai"))}
    assert totals["coreweave"].headline_usd == Decimal(22_400_000_000)
    assert totals["stargate"].transactions == ("D02", "D07", "D09")
    assert totals["stargate"].capacity_gw == Decimal("4.5")
    assert totals["stargate"].headline_usd == Decimal(300_000_000_000)
    assert totals["aws"].headline_usd == Decimal(138_000_000_000)
    assert totals["nvidia"].executed_usd == Decimal(30_000_000_000)


def test_answers_agree_with_the_verdicts_that_are_known(root: Path, deals: dict[str, dict[str, str]]) -> None:
    folder = root / "examples" / "microsoft-openai"
    agreement = load((folder / "agreement.yaml").read_bytes())
    record = read_record((folder / "record.jsonl").read_bytes())
    compared = 0
    for deal in transactions_of(root, folder.name):
        for column, workload in COLUMNS.items():
            verdict = deals[deal.id][column]
            if deal.leg != "1" or not verdict or verdict.startswith("n/a") or (deal.id, workload) in LEFT_OPEN:
                continue
            capacity = deal.mode if deal.mode in ("own_build", "built_for_grantor") else None
            asked = Asked((workload,), deal.provider, deal.customer, capacity)
            answer = decide(agreement, record, asked, parse_when(deal.when, zone(agreement.timezone)))
            assert answer.free == ("permitted" in verdict), (deal.id, workload, answer.outcome)
            compared += 1
    assert compared == 21
