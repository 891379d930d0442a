"""Acts of a party: ungoverned unless a prohibition speaks, with its exceptions, consents and ways."""

from datetime import UTC, datetime
from typing import Any

import pytest

from firstcall.agreement.document import Agreement
from firstcall.errors import QuestionError
from firstcall.record.journal.journal import Record, append
from firstcall.rights.decide import decide
from firstcall.rights.judge.bans.party_acts import AskedAct
from firstcall.rights.paths.technology import routes_for_technology

AT = datetime(2026, 2, 2, tzinfo=UTC)
BAN: dict[str, Any] = {"id": "ban", "type": "prohibition", "acts": ["assign", "hire"]}
LEAVE = {"id": "leave", "type": "consent", "by": "hal", "lifts": ["ban"], "covers": "party"}


def agreed(*clauses: dict[str, Any]) -> Agreement:
    return Agreement.model_validate({
        "schema": "firstcall/agreement/1", "id": "dock", "title": "Dock", "timezone": "UTC",
        "parties": {"gus": {"name": "Gus", "role": "grantor"}, "hal": {"name": "Hal", "role": "holder"}},
        "definitions": {"workloads": ["w"]}, "effective": "2026-01-01", "clauses": list(clauses),
    })  # fmt: skip


ANSWERS: list[tuple[tuple[dict[str, Any], ...], AskedAct, str]] = [
    ((), AskedAct("assign", "gus"), "ungoverned"),
    ((BAN,), AskedAct("assign", "gus"), "forbidden"),
    ((BAN,), AskedAct("change_of_control", "gus"), "ungoverned"),
    ((BAN | {"binds": ["hal"]},), AskedAct("hire", "gus", "hal"), "ungoverned"),
    ((BAN | {"to": ["hal"]},), AskedAct("hire", "gus", "ida"), "ungoverned"),
    ((BAN | {"to": ["hal"]},), AskedAct("hire", "gus", "hal"), "forbidden"),
    ((BAN | {"to": ["hal"]},), AskedAct("hire", "gus"), "forbidden"),  # asked of nobody in particular
    ((BAN | {"except": [{"to": ["ida"]}]},), AskedAct("assign", "gus", "ida"), "ungoverned"),
    ((BAN, LEAVE), AskedAct("assign", "gus", "ida"), "consent-first"),
]  # fmt: skip


@pytest.mark.parametrize(("clauses", "asked", "outcome"), ANSWERS)
def test_what_an_act_comes_to(clauses: tuple[dict[str, Any], ...], asked: AskedAct, outcome: str) -> None:
    decision = decide(agreed(*clauses), Record(), asked, AT)
    assert decision.outcome == outcome
    assert [(act.act, act.outcome) for act in decision.acts] == [(asked.act, outcome)]


def test_a_consent_for_the_party_frees_it_and_the_way_says_so() -> None:
    agreement, asked = agreed(BAN, LEAVE), AskedAct("assign", "gus", "ida")
    consent, amend = routes_for_technology(agreement, Record(), asked, AT)
    assert [step.act for step in (*consent.steps, *amend.steps)] == ["consent", "amend"]
    (event,) = consent.steps[0].events
    record, _ = append(Record(), {**event, "id": "e", "recorded": event["at"], "entered_by": "desk"})
    decision = decide(agreement, record, asked, consent.earliest)
    assert (decision.outcome, consent.outcome) == ("permitted", "permitted")
    assert decide(agreement, record, AskedAct("assign", "gus", "joe"), consent.earliest).outcome == "consent-first"
    assert amend.steps[0].by == ("gus", "hal")


def test_who_acts_is_a_party() -> None:
    with pytest.raises(QuestionError, match="unknown party 'gas'"):
        decide(agreed(BAN), Record(), AskedAct("assign", "gas"), AT)
