"""The vectors of technology, determinations, readings and paths: each answered by both evaluators here."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.oracle.blind import Blind
from tests.oracle.second import Ask
from tests.oracle.small import entered
from tests.oracle.technology import Licensing, SecondOfAll, Use

from firstcall.agreement.load import load
from firstcall.record.journal.journal import Record
from firstcall.rights.decide import decide
from firstcall.rights.judge.technology import AskedLicence, AskedUse
from firstcall.rights.paths.search import routes_to_yes
from firstcall.rights.question import Asked

FILE = Path(__file__).resolve().parents[1] / "vectors" / "technology.json"
VECTORS = json.loads(FILE.read_text(encoding="utf-8"))["vectors"]
CASES = [(group, vector) for group in VECTORS for vector in group["questions"]]
ANSWERS = [case for case in CASES if "outcome" in case[1]]
PATHS = [case for case in CASES if "paths" in case[1]]


def named(case: tuple[dict[str, Any], dict[str, Any]]) -> str:
    group, vector = case
    return f"{group['name']} {vector['at']} {vector['question']}"


def asked(question: dict[str, Any]) -> tuple[Asked | AskedUse | AskedLicence, Ask | Use | Licensing]:
    """The question for the package, and for the second evaluator."""
    ip, product = question.get("ip"), question.get("product", "")
    if "license_to" in question:
        return AskedLicence(question["license_to"], product, ip), Licensing(
            question["license_to"], product, ip or "models"
        )
    if "licensee" in question:
        text = question.get("model_developed")
        made = datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
        model = question.get("model")
        use = Use(question["licensee"], product, ip or "models", model, made)
        return AskedUse(question["licensee"], product, ip, model, made), use
    workload, provider, customer = question["workload"], question["provider"], question.get("customer")
    return Asked((workload,), provider, customer), Ask(workload, provider, customer)


def instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


@pytest.mark.parametrize(("group", "vector"), ANSWERS, ids=map(named, ANSWERS))
def test_vector(group: dict[str, Any], vector: dict[str, Any]) -> None:
    at, known = instant(vector["at"]), instant(vector.get("known_at"))
    assert at is not None
    expected = (vector["outcome"], "contested" in vector.get("marks", ()))
    ours, theirs = asked(vector["question"])
    agreement, record = load(json.dumps(group["agreement"])), entered(tuple(group["record"]))
    decision = decide(agreement, record, ours, at, known, vector.get("reading"))
    assert (decision.outcome, "contested" in decision.marks) == expected
    assert {cited.clause for cited in decision.deciding} == set(vector["decided_by"])
    if "readings" in vector:
        told = {
            ", ".join(f"{point}={name}" for point, name in read.choice.items()): read.outcome
            for read in decision.readings
        }
        assert told == vector["readings"]
    found = SecondOfAll(group["agreement"], group["record"]).answer(theirs, at, known, vector.get("reading"))
    assert (found.outcome, found.contested) == expected


@pytest.mark.parametrize(("group", "vector"), PATHS, ids=map(named, PATHS))
def test_path(group: dict[str, Any], vector: dict[str, Any]) -> None:
    at = datetime.fromisoformat(vector["at"])
    ours, theirs = asked(vector["question"])
    assert isinstance(ours, Asked)
    assert isinstance(theirs, Ask)
    expected = [(frozenset(map(tuple, path["acts"])), instant(path["earliest"])) for path in vector["paths"]]
    routes = routes_to_yes(load(json.dumps(group["agreement"])), Record(), ours, at)
    told = [(frozenset((step.act, step.about) for step in route.steps), route.earliest) for route in routes]
    assert len(told) == len(expected)
    assert dict(told) == dict(expected)
    assert [len(acts) for acts, _ in told[:-1]] == sorted(len(acts) for acts, _ in told[:-1])
    if expected:
        blind = Blind({"amendments": [], **group["agreement"]}, grantor="ada").search(theirs, at)
        assert blind == {acts: date for acts, date in expected if ("amend", "") not in acts}


def test_the_vectors_reach_every_act_and_contested() -> None:
    acts = {act for _, vector in PATHS for path in vector["paths"] for act, _ in path["acts"]}
    assert acts == {"offer", "consent", "waiver", "wait", "own build", "move to the holder", "amend"}
    assert {mark for _, vector in ANSWERS for mark in vector.get("marks", ())} == {"contested"}
