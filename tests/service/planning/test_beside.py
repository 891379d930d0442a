"""Clause prices and what matters most, beside a plan."""

import json
from pathlib import Path

import pytest
from tests.service.planning.test_plan import folder, said

__all__ = ["folder"]


def test_prices_and_what_matters_are_told_with_their_kind(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "plan", str(folder), "--prices", "--tornado")
    assert code == 0 and "total: the plan without it" in out and "marginal: one accelerator let through" in out
    assert "What matters most" in out and "amount of t" in out
    found = json.loads(said(capsys, "plan", str(folder), "--prices", "--tornado", "--json")[1])
    assert found["prices"]["of"] == "the relaxation" and found["tornado"]
