"""The vectors that another implementation could run: each answered by both evaluators here."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.oracle.second import Ask, Second
from tests.oracle.small import entered

from firstcall.agreement.load import load
from firstcall.rights.decide import decide
from firstcall.rights.question import Asked

VECTORS = json.loads((Path(__file__).resolve().parents[1] / "vectors" / "decisions.json").read_text(encoding="utf-8"))
CASES = [(group, question) for group in VECTORS["vectors"] for question in group["questions"]]
NAMES = [f"{group['name']} {question['at']} {question['question']}" for group, question in CASES]


def instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def fields(question: dict[str, Any]) -> dict[str, Any]:
    told = {key: value for key, value in question.items() if key != "workload"}
    quantity = told.get("quantity")
    return told | {
        "signed": instant(told.get("signed")), "quantity": None if quantity is None else Decimal(quantity),
    }  # fmt: skip


@pytest.mark.parametrize(("group", "vector"), CASES, ids=NAMES)
def test_vector(group: dict[str, Any], vector: dict[str, Any]) -> None:
    at, known_at = instant(vector["at"]), instant(vector.get("known_at"))
    assert at is not None
    text, question = json.dumps(group["agreement"]), vector["question"]
    expected = (vector["outcome"], set(vector.get("marks", ())))
    asked = Asked((question["workload"],), **fields(question))
    decision = decide(load(text.encode()), entered(tuple(group["record"])), asked, at, known_at)
    assert (decision.outcome, set(decision.marks)) == expected
    assert {cited.clause for cited in decision.deciding} == set(vector["decided_by"])
    told = fields(question)
    dims = tuple(told.pop("dimensions", {}).items())
    found = Second(text, group["record"]).answer(Ask(question["workload"], **told, dims=dims), at, known_at)
    assert (found.outcome, found.marks) == expected


def test_vectors_reach_every_outcome_and_mark() -> None:
    assert {vector["outcome"] for _, vector in CASES} == {
        "ungoverned", "permitted", "offer-first", "consent-first", "forbidden",
    }  # fmt: skip
    assert {mark for _, vector in CASES for mark in vector.get("marks", ())} == {"conflict", "hindsight"}
