"""firstcall move: text and JSON, and what is not there."""

import json
from pathlib import Path

import pytest
from tests.service.planning.test_plan import folder, said

__all__ = ["folder"]


def test_a_move(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    signed = {"type": "contract-signed", "by": "lab", "at": "2024-06-01T00:00:00+00:00", "contract": "K",
              "provider": "hostcloud", "mode": "holder"}  # fmt: skip
    events = folder / "k.jsonl"
    events.write_text(json.dumps(signed) + "\n", encoding="utf-8")
    told = ("--contract", "K", "-w", "train", "--on", "2025-01-01", "--assume", str(events))
    code, out, _ = said(capsys, "move", str(folder), *told, "--to", "r")
    assert code == 0 and out.startswith(
        "train from K to r: may be moved after notice, at the earliest on Sun 12 Jan 2025"
    )
    found = json.loads(said(capsys, "move", str(folder), *told, "--to", "rival", "--json")[1])
    assert found["class"] == "after notice" and found["rights"] == ["first-call"]
    code, _, err = said(capsys, "move", str(folder), *told, "--to", "nowhere")
    assert code == 4 and "'nowhere' is no contract, line of supply or provider" in err
    code, _, err = said(capsys, "move", str(folder), *told, "--to", "r", "--hours", "1e6")
    assert code == 2 and "--hours: '1e6' is not a plain decimal number" in err
