"""What money moves: each money clause in force, with its rate of the day and its base."""

from datetime import date
from pathlib import Path

import pytest

from firstcall.dates import day_start, zone
from firstcall.record.position import position
from firstcall.report.glance.money_flows import money_moved
from firstcall.service.folder import open_partnership, with_overlay


@pytest.mark.parametrize(("name", "day", "told"), [
    ("microsoft-openai", date(2025, 1, 21), [
        "OpenAI pays Microsoft 20% of all its revenue, settled every year",
        "Microsoft pays OpenAI 20% of a base that is not known, settled every year; the amount is not known",
    ]),
    ("wiraksa", date(2025, 10, 20), [
        "Wiraksa pays Tamborala and Nordhaller 7% of its revenue from assistant and partner-api, settled every month",
        "Tamborala pays Wiraksa 30% to 45%, by steps, of what is billed for model-api, settled every month",
        "Wiraksa buys at least 3,500,000 USD a year from Tamborala, through 2026-12-31",
    ]),
    ("gallery/meta-nebius", date(2026, 6, 1), [
        "Meta buys at least 2,900,000,000 USD from Nebius in all, through 2030-11-02; how much of it was bought is "
        "not known",
        "Nebius pays Meta 100,000 USD for each day that tranche-1 is late, 3,000,000 USD at most each time",
        "Nebius pays Meta 100,000 USD for each day that tranche-2 is late, 3,000,000 USD at most each time",
    ]),
    ("microsoft-openai", date(2018, 1, 1), ["none: no clause in force moves money"]),
])  # fmt: skip
def test_each_flow_is_told(root: Path, name: str, day: date, told: list[str]) -> None:
    deal = open_partnership(root / "examples" / name)
    at = day_start(day, zone(deal.agreement.timezone))
    text = position(deal.agreement, deal.record, at).terms()
    assert [str(line) for line in money_moved(text, text.speaking(at), day)] == told


LATE = """schema: firstcall/overlay/1
id: late
title: What being late costs
base: amendment-2
add:
  - {id: hall, type: duty, by: tamborala, to: wiraksa, does: hands over the hall, when: 2026-12-01,
     late: {per_day: "2000", at_most: "40000", currency: USD}}
  - {id: reports, type: duty, by: wiraksa, to: tamborala, does: reports, when: 2026-12-01,
     late: {per_day: "0.50", currency: USD}}
"""


def test_what_being_late_costs_is_money_that_moves(root: Path) -> None:
    deal = with_overlay(open_partnership(root / "examples" / "wiraksa"), LATE.encode(), "late.yaml")
    at = day_start(date(2026, 10, 20), zone(deal.agreement.timezone))
    text = position(deal.agreement, deal.record, at).terms()
    told = [str(line) for line in money_moved(text, text.speaking(at), date(2026, 10, 20))]
    assert "Tamborala pays Wiraksa 2,000 USD for each day that hall is late, 40,000 USD at most each time" in told
    assert "Wiraksa pays Tamborala 0.50 USD for each day that reports is late" in told
    assert any("off the price for each day that" in line for line in told), "the fee of a match delivered late"
