"""The hall of the fictional third amendment, handed over on 1 February 2027: its sums, days and hours, by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

import firstcall
from firstcall.service.cli import run
from firstcall.settlement.clauses.dated_terms import CommitmentTerms, commitment_periods, committed_amount
from firstcall.settlement.clauses.history import money_terms


def asked(root: Path, capsys: pytest.CaptureFixture[str], *args: str) -> dict[str, Any]:
    what_if = root / "examples" / "wiraksa" / "what-if" / "hall-late.yaml"
    capsys.readouterr()
    run([args[0], str(root / "examples" / "wiraksa"), *args[1:], "--with", str(what_if), "--json"])
    found = json.loads(capsys.readouterr().out)
    return found  # type: ignore[no-any-return]


SUMS = [
    # due on 6 January, 15 days of grace, handed over on 1 February: 10 days late in January, the 11th begun in February
    ("2027-01", {"hall-delivery/2027-01": "200000.00"}),
    ("2027-02", {
        "hall-delivery/2027-02": "20000.00",
        "hall-fee/2027-Q1": "590000.00",  # 59 of 90 days of 900,000
        "hall-deposit/drawn/hall-fee/2027-Q1": "-295000.00",  # half of it
        "hall-credit/2027-02": "15000.00",  # 0.9984 is below 0.999, not below 0.99
        "hall-price/2027-02": "585000.00",  # 3,900,000 at 2.20 less 2.05
    }),
    ("2028-08", {"hall-renewal-fee/1": "400000.00"}),  # a month after the notice of 31 July
    ("2029-01", {"hall-fee/2029-Q1": "900000.00"}),  # kept longer: the whole quarter
    ("2029-04", {"hall-fee/2029-Q2": "296703.30"}),  # 30 of 91 days
    ("2029-05", {}),
]  # fmt: skip


@pytest.mark.parametrize(("month", "sums"), SUMS)
def test_sums_of_the_hall(root: Path, capsys: pytest.CaptureFixture[str], month: str, sums: dict[str, str]) -> None:
    legs = asked(root, capsys, "settle", "--period", month)["legs"]
    lines = [line for leg in legs for part in leg["periods"] for line in part["lines"]]
    assert {line["line"]: line["amount"] for line in lines if line["line"].startswith("hall-")} == sums


def test_its_hours_are_nine_whole_quarters_and_grow_in_the_second_year(root: Path) -> None:
    folder = root / "examples" / "wiraksa"
    deal = firstcall.open(folder, now="2026-09-02").suppose("hall-late")
    found = money_terms(deal.agreement, None, deal.record)
    (hours,) = [one for one in found if isinstance(one, CommitmentTerms) and one.id == "hall-hours"]
    periods = commitment_periods(hours.clause)
    assert [period.name for period in periods[:1] + periods[-2:]] == [
        "2027-02-01..2027-04-30", "2028-11-01..2029-01-31", "2029-02-01..2029-04-30",
    ]  # fmt: skip
    assert [committed_amount(hours.clause, period) for period in periods] == [12_000_000] * 4 + [15_000_000] * 5
