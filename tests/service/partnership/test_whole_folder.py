from collections.abc import Callable
from pathlib import Path

import pytest

import firstcall

PUBLIC = "examples/microsoft-openai"
OURS = "examples/wiraksa"


def test_check_is_what_the_command_prints(same: Callable[..., None], deal: Path) -> None:
    checked = firstcall.open(PUBLIC).check()
    same(checked, "check", PUBLIC)
    assert checked.ok and not checked.problems and not checked.faults and checked.notes
    opened = firstcall.open(deal)
    (deal / "transactions.csv").write_text("nonsense\n")
    assert not opened.check().ok and repr(opened.check()).startswith("<CheckResult 1 wrong")
    assert opened.check().rows()[0]["kind"] == "problem"


@pytest.mark.parametrize("party", [None, "tamborala"])
def test_verify_is_what_the_command_prints(same: Callable[..., None], party: str | None) -> None:
    deal = firstcall.open(OURS) if party is None else firstcall.open(OURS).as_party(party)
    verified = deal.verify()
    same(verified, "record", "verify", OURS, *(() if party is None else ("--as", party)))
    assert verified.ok and "tamborala" in verified.shared and verified.about.startswith("ok: ")


def test_a_brief_is_what_the_command_prints(same: Callable[..., None]) -> None:
    brief = firstcall.open(OURS).brief("2025-06-01", today="2026-07-14")
    same(brief, "brief", OURS, "--on", "2025-06-01", "--today", "2026-07-14")
    assert set(brief.matrix) == {row["workload"] for row in brief.rows()}
    assert brief.html()[:15].lower() == "<!doctype html>"
