"""Loopholes are written as folders: the text, a record that verifies, and the command that answers from it."""

import json
from pathlib import Path

from tests.service.conftest import Cli
from tests.verification.sound import plain


def test_a_loophole_is_written_so_that_decide_answers_from_it(cli: Cli, tmp_path: Path) -> None:
    data = plain()
    data["clauses"] = [one for one in data["clauses"] if one["id"] not in ("sole", "route")]
    data["clauses"][0]["scope"] = {"mode": ["holder", "third_party"]}
    (tmp_path / "deal").mkdir()
    (tmp_path / "deal" / "agreement.yaml").write_text(json.dumps(data))
    (tmp_path / "deal" / "record.jsonl").write_text("")
    told = cli("check", tmp_path / "deal", "--play", tmp_path / "played", "--json").json["findings"]
    assert [one["trace"][-1]["act"] for one in told if one["code"] == "loophole"] == ["built"]
    assert cli("record", "verify", tmp_path / "played" / "loophole-1").code == 0
    asked = ["--contract", "contract-1", "--workload", "train", "--on", told[-1]["asks"]["at"]]
    assert cli("decide", tmp_path / "played" / "loophole-1", *asked, "--json").json["outcome"] == "ungoverned"
    assert cli("check", tmp_path / "deal", "--play", tmp_path / "played").code == 5
    assert cli("check", tmp_path / "deal", "--play", tmp_path / "en-español", "--lang", "es").code in (0, 1)
    told = (tmp_path / "en-español" / "loophole-1" / "README.md").read_text(encoding="utf-8")
    assert told.startswith("```\n") and "    firstcall decide . --contract contract-1" in told
    assert "solución: " in told and "fix: " not in told
