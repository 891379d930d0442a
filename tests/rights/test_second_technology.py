"""Questions of technology: the package and the second evaluator always agree."""

import json
from datetime import datetime
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.oracle.small_technology import (
    AGREEMENTS,
    DAYS,
    EVENTS,
    QUESTIONS,
    TIMES,
    day,
    document,
    record_of,
    timed,
)
from tests.oracle.technology import Licensing, SecondOfAll, Use

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.errors import AgreementError
from firstcall.record.journal.journal import Record
from firstcall.rights.decide import decide
from firstcall.rights.judge.technology import AskedLicence, AskedUse


def asked(question: Use | Licensing) -> AskedUse | AskedLicence:
    if isinstance(question, Use):
        return AskedUse(question.licensee, question.product, question.ip, question.model, question.developed)
    return AskedLicence(question.to, question.product, question.ip, question.by)


def agree(agreement: Agreement, record: Record, second: SecondOfAll, question: Use | Licensing, at: datetime,
          known: datetime | None) -> str:  # fmt: skip
    """Both evaluators answer alike: outcome, contested, and each reading."""
    told = second.answer(question, at, known)
    found = decide(agreement, record, asked(question), at, known)
    assert (found.outcome, "contested" in found.marks) == (told.outcome, told.contested), (question, at, known, told)
    for choice, outcome in told.readings.items():
        alone = decide(agreement, record, asked(question), at, known, dict(choice))
        assert alone.outcome == outcome, (question, at, known, choice)
    return told.outcome


@settings(max_examples=150)
@given(AGREEMENTS, EVENTS, TIMES, st.lists(st.tuples(QUESTIONS, DAYS, st.none() | DAYS), min_size=3, max_size=6))
def test_small_agreements(
    raw: dict[str, Any],
    events: list[dict[str, Any]],
    times: list[tuple[int, int]],
    questions: list[tuple[Use | Licensing, int, int | None]],
) -> None:
    try:
        agreement = load(json.dumps(raw))
    except AgreementError:
        return
    offered = {point["id"] for point in raw["readings"]}
    record, lines = record_of(timed(events, times, offered))
    second = SecondOfAll(raw, lines)
    for question, at, known in questions:
        agree(agreement, record, second, question, day(at), None if known is None else day(known))


DECLARED = {"type": "determination-declared", "by": "ada"}
STATED = {**DECLARED, "currency": "USD", "of": "profit"}
VERIFIED = {"type": "determination-verified", "by": "panel"}
CLOSED = {"type": "escape-exercised", "by": "ada"}
COURSES: dict[str, list[tuple[dict[str, Any], int]]] = {
    "nothing": [],
    "declared": [(DECLARED, 3)],
    "declared by another": [(DECLARED | {"by": "bob"}, 3)],
    "exactly the figure": [(STATED | {"figure": "100"}, 3)],
    "over the figure": [(STATED | {"figure": "100.01"}, 3)],
    "another currency": [(STATED | {"figure": "101", "currency": "EUR"}, 3)],
    "verified": [(DECLARED, 3), (VERIFIED, 4)],
    "verified by another": [(DECLARED, 3), (VERIFIED | {"by": "bob"}, 4)],
    "verified before it was declared": [(VERIFIED, 2), (DECLARED, 3)],
    "disputed": [(DECLARED, 3), (VERIFIED, 4), ({"type": "determination-disputed", "by": "bob"}, 5)],
    "reversed": [(DECLARED, 3), (VERIFIED, 4), ({"type": "determination-reversed", "by": "panel"}, 7)],
    "reversed by the licensee": [(DECLARED, 3), (VERIFIED, 4), ({"type": "determination-reversed", "by": "bob"}, 7)],
    "reversed by a court": [(DECLARED, 3), (VERIFIED, 4), ({"type": "determination-reversed", "by": "court"}, 7)],
}
EXERCISES: dict[str, list[tuple[dict[str, Any], int]]] = {
    "not exercised": [],
    "exercised too early": [(CLOSED, 1)],
    "exercised": [(CLOSED, 5)],
    "exercised by another": [(CLOSED | {"by": "bob"}, 5)],
    "exercised for one model": [(CLOSED | {"models": ["m-2"]}, 5)],
    "exercised for one, then another": [(CLOSED | {"models": ["m-1"]}, 5), (CLOSED | {"models": ["m-2"]}, 6)],
}
ASKED: list[Use | Licensing] = [Use("bob", "shop", "models", model) for model in (None, "m-1", "m-2")]
ASKED += [Use("bob", "shop", "models", None, day(number)) for number in (3, 4, 5)]
ASKED += [
    Use("bob", "shop", "research"),
    Use("bob", "api"),
    Use("cyd", "shop"),
    Use("ada", "shop"),
    Licensing("cyd", "shop"),
]
TEST = {"all": [{"measure": "capability", "of": "profit", "more_than": {"amount": "100", "currency": "USD"}}]}


@pytest.mark.parametrize("verifier", [None, "panel"])
@pytest.mark.parametrize("state", ["declared", "verified", "determined"])
def test_every_course_of_a_determination(verifier: str | None, state: str) -> None:
    """Whoever declares, verifies, disputes, reverses or exercises, in whatever order: both evaluators agree."""
    found: set[tuple[str, bool]] = set()
    for exercise, models in product(("at_option", "automatic"), ("all", "listed")):
        escape: dict[str, Any] = {"id": "out-1", "type": "escape", "licences": ["use-1"], "determination": "agi"}
        licence: dict[str, Any] = {
            "id": "use-1",
            "type": "licence",
            "licensor": "ada",
            "licensee": "bob",
            "products": ["shop"],
        }
        end = {"determination": "agi", "state": state, "or_date": "2025-07-30"}
        until = {**licence, "id": "use-2", "products": ["shop", "api"], "ip": ["research"], "until": end}
        clauses = [licence, until, escape | {"state": state, "exercise": exercise, "models": models}]
        agi = {"declared_by": "ada", "verified_by": verifier, "test": TEST}
        raw = document(clauses, agi, [], [], {"survives": []})
        agreement = load(json.dumps(raw))
        for course, exercised in product(COURSES.values(), EXERCISES.values()):
            happened = [*course, *exercised]
            events = timed([dict(event) for event, _ in happened], [(at, 0) for _, at in happened], set())
            record, lines = record_of(events)
            second = SecondOfAll(raw, lines)
            for question, at in product(ASKED, (day(4), day(6), day(8))):
                told = second.answer(question, at)
                answer = decide(agreement, record, asked(question), at)
                marked = "contested" in answer.marks
                assert (answer.outcome, marked) == (told.outcome, told.contested), (events, question, at)
                found.add((told.outcome, told.contested))
    reached = {("forbidden", True)} if verifier or state != "verified" else set()  # nobody can verify
    assert found == {("forbidden", False), ("permitted", False), ("ungoverned", False)} | reached
