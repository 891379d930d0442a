import json
from pathlib import Path

import pytest
from tests.settlement.settle_case import partnership

from firstcall.service.cli import run

BUY = """\
  - id: buy
    type: commitment
    by: alpha
    to: beta
    amount: "1000"
    currency: USD
    since: 2025-01-01
    until: 2025-12-31
    commitment_ids: [C-1]
    base: {source: focus, streams: [{name: models, where: {ServiceName: [Models]}}]}
"""


def applied(cost: str, name: str = "C-1") -> dict[str, str]:
    element = {"ContractId": "K", "CommitmentId": name, "AppliedCost": cost}
    return {"ContractApplied": json.dumps({"Elements": [element]})}


def test_what_was_applied_draws_down_and_the_rest_goes_by_the_filters(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [applied("250.25"), applied("99", "C-2"), {}, {"ChargeCategory": "Credit", "BilledCost": "-10"}]
    folder = partnership(tmp_path / "p", BUY, focus=rows)
    assert run(["settle", str(folder), "--period", "FY2025", "--json", "--estimate"]) == 0
    (bought,) = json.loads(capsys.readouterr().out)["legs"][0]["commitment"]
    assert bought["drawn"] == "340.35"
    assert bought["shortfall"] == {"amount": "659.65", "currency": "USD"}
    assert bought["months"][0] == {"month": "2025-01", "drawn": "340.35", "left": "659.65"}


def test_an_application_that_cannot_be_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = partnership(tmp_path / "p", BUY, focus=[{"ContractApplied": "{broken"}])
    assert run(["settle", str(folder), "--period", "FY2025"]) == 3
    assert "rows.csv:2: ContractApplied cannot be read: {broken" in capsys.readouterr().err


def test_a_column_that_the_file_lacks_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = partnership(tmp_path / "p", BUY.replace("ServiceName:", "SkuId:"), focus=[{}])
    assert run(["settle", str(folder), "--period", "FY2025"]) == 3
    assert "rows.csv: the clause reckons on SkuId, and the file has no such column" in capsys.readouterr().err
