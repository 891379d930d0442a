"""A decision in lines and in JSON: nothing that the one says is missing in the other."""

import json
from pathlib import Path
from typing import Any

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.dates import parse_when, zone
from firstcall.record.journal.journal import Record, read_record
from firstcall.report.decision.asked import asked_said
from firstcall.report.decision.rows import decision_json, decision_lines
from firstcall.rights.decide import decide
from firstcall.rights.decision import Decision
from firstcall.rights.question import Asked

MACHINERY = {"GRANT", "CLEAR", "norm", "box", "cell"}
Files = tuple[Agreement, Record]


@pytest.fixture(scope="module")
def files(root: Path) -> Files:
    folder = root / "examples" / "wiraksa"
    return load((folder / "agreement.yaml").read_bytes()), read_record((folder / "record.jsonl").read_bytes())


def asked(files: Files, on: str, **question: Any) -> Decision:
    agreement, record = files
    return decide(agreement, record, Asked(**question), parse_when(on, zone(agreement.timezone)))


def lines(decision: Decision) -> list[str]:
    where = zone("Asia/Jakarta")
    asked = asked_said({"workload": "x", "known_at": "2025-05-01T17:00:00Z"}, parse_when("2025-05", where), where)
    return [str(line) for line in decision_lines(decision, asked, where)]


def test_the_answer_stands_first_then_the_question(files: Files) -> None:
    told = lines(asked(files, "2025-05-02", workloads=("training", "batch"), provider="selvandra"))
    assert told[0] == "consent-first" and told[1] == "  asked: workload x, on 2025-05, known at 2025-05-01T17:00:00Z"
    assert told[2] == "  sign: offer-first (training offer-first; batch offer-first)"
    assert told[3] == "  run: consent-first (training ungoverned; batch consent-first)"


@pytest.mark.parametrize("provider", ["tamborala-cloud", "wiraksa-sites", "selvandra", "nobody"])
@pytest.mark.parametrize("workload", ["training", "assistant", "batch"])
def test_lines_and_json_say_the_same_in_peoples_words(workload: str, provider: str, files: Files) -> None:
    decision = asked(files, "2025-05-02", workloads=(workload,), provider=provider)
    text, plain = "\n".join(lines(decision)), decision_json(decision)
    json.dumps(plain)
    assert text.startswith(plain["outcome"])
    for cited in plain["clauses"]:
        assert f"{cited['clause']}@{cited['version']}" in text and cited["why"] in text
    for note in plain["notes"]:
        assert f"note: {note}" in text
    assert f"rests on {plain['rests_on']['grade']}: {plain['rests_on']['field']}" in text
    assert not MACHINERY & set(text.replace(",", " ").split())


def test_parts_of_an_offer_answer_apart(files: Files) -> None:
    decision = asked(files, "2025-05-02", workloads=("training",), offer="O-04")
    assert "  15: forbidden (refusal-islands: matched-in-part)" in lines(decision)
    assert [part["quantity"] for part in decision_json(decision)["portions"]] == ["15", "5"]


def test_a_month_is_shown_at_its_edges(files: Files) -> None:
    told = lines(asked(files, "2025-09", workloads=("training",), provider="selvandra"))
    assert "  at 2025-09-01: offer-first" in told and "  to the end of 2025-09-30: offer-first" in told


def test_a_duty_tells_its_reason_as_a_fact(root: Path) -> None:
    folder = root / "examples" / "microsoft-openai"
    public = load((folder / "agreement.yaml").read_bytes()), read_record((folder / "record.jsonl").read_bytes())
    decision = asked(public, "2026-05-01", workloads=("api_stateless",), provider="oracle")
    duties = decision_json(decision)["duties"]
    assert [(duty["duty"], duty["workload"], duty["status"], duty["why"], duty["reason"]) for duty in duties] == [
        ("primary_provider", "api_stateless", "unknown",
         "api_stateless: whether microsoft stays the primary provider is not shown by one placement",
         {"code": "priority.primary-not-shown", "values": {"holder": "microsoft"},
          "text": "whether microsoft stays the primary provider is not shown by one placement"}),
        ("first_ship", "api_stateless", "unknown",
         "api_stateless: the record does not tell whether it shipped at azure first",
         {"code": "priority.first-ship-unknown", "values": {"home": ["azure"]},
          "text": "the record does not tell whether it shipped at azure first"}),
    ]  # fmt: skip
