"""The what-if of the fictional partnership: a hall paid for in advance, at a price no worse than another contract's."""

import json
from pathlib import Path
from typing import Any

import pytest

from firstcall.service.cli import run

DAY = "2026-04-10"


def asked(root: Path, capsys: pytest.CaptureFixture[str], *args: str) -> dict[str, Any]:
    what_if = root / "examples" / "wiraksa" / "what-if" / "prepaid-hall.yaml"
    capsys.readouterr()
    run([args[0], str(root / "examples" / "wiraksa"), *args[1:], "--with", str(what_if), "--json"])
    found = json.loads(capsys.readouterr().out)
    return found  # type: ignore[no-any-return]


@pytest.mark.parametrize(("period", "advance", "price"), [
    ("2026-03", {"hall-advance/drawn/hall-fee/2026-03": "-120000.00"}, "46500.00"),  # 310,000 hours at 0.15
    ("2026-06", {"hall-advance/drawn/hall-fee/2026-06": "-120000.00", "hall-advance/refund": "-300000.00"}, None),
    ("2026-07", {}, None),
])  # fmt: skip
def test_half_of_each_fee_is_prepaid_and_the_rest_comes_back(
    root: Path, capsys: pytest.CaptureFixture[str], period: str, advance: dict[str, str], price: str | None
) -> None:
    legs = {leg["clause"]: leg for leg in asked(root, capsys, "settle", "--period", period)["legs"]}
    parts = legs["hall-advance"]["periods"] if "hall-advance" in legs else []
    lines = [line for part in parts for line in part["lines"]]
    assert {line["line"]: line["amount"] for line in lines} == advance
    gross = legs["hall-price"]["gross"] if "hall-price" in legs else None
    assert (gross and gross["amount"]) == price


def test_the_price_of_another_contract_is_better(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (promise,) = asked(root, capsys, "clock", "--on", DAY)["promises"]
    assert (promise["best"]["contract"], promise["difference"]) == ("K-04", "0.15")
