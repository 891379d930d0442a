"""A hypothetical notice of every tier, and of a re-offer."""

import json
from pathlib import Path

import pytest
from tests.refusal.deal import refusal, text_of

from firstcall.service.cli import run


@pytest.mark.parametrize(("again", "ends"), [(False, "2025-04-04T21:00:00Z"), (True, "2025-03-26T21:00:00Z")])
def test_each_tier_has_its_end(tmp_path: Path, capsys: pytest.CaptureFixture[str], again: bool, ends: str) -> None:
    tiers = {"tiers": [{"holders": [{"holder": "halcyon", "holding": "1"}]},
                       {"holders": [{"holder": "iris", "holding": "1"}], "n": "5"}]}  # fmt: skip
    clause = refusal(several=tiers, window={"n": "10", "reoffer": "3"})
    (tmp_path / "agreement.yaml").write_text(json.dumps(text_of(clause)), encoding="utf-8")
    words = ["offer", "deadline", str(tmp_path), "--clause", "refusal", "--sent", "2025-03-14T16:59"]
    assert run([*words, "--json", *(["--again"] if again else [])]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["tiers_end"][-1] == found["window_ends"] == ends
    assert run(words) == 0
    assert "window of tier 2 ends" in capsys.readouterr().out
    assert run([*words, "--delivered", "2025-03-14T16:58"]) == 3
    assert "before it was sent" in capsys.readouterr().err
