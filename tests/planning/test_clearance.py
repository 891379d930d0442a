"""What a purchase has to go through, and that the engine is content once it has."""

from datetime import date

import pytest
from tests.planning.small import stands

from firstcall.planning.steps.clearance import Side, Use, clearance, question
from firstcall.record.journal.supposed import suppose
from firstcall.rights.decide import decide

NOW = stands().act_at(date(2025, 1, 1))


@pytest.mark.parametrize(
    ("provider", "workload", "rights", "consents", "barred"),
    [
        ("hostcloud", "train", (), (), ()),
        ("hostcloud", "serve", (), (), ()),
        ("rival", "train", ("first-call",), (), ()),
        ("rival", "serve", (), (), ("serving@base",)),
        ("rival", "other", ("first-call",), ("leave",), ()),
        ("unheard-of", "train", ("first-call",), (), ()),
        ("sites", "train", (), (), ()),
        ("sites", "other", (), ("leave",), ()),
    ],
)
def test_steps_by_provider_and_workload(
    provider: str, workload: str, rights: tuple[str, ...], consents: tuple[str, ...], barred: tuple[str, ...]
) -> None:
    found = clearance(stands(), Side(provider), Use(workload), NOW)
    assert (found.rights, tuple(step.clause for step in found.consents), found.barred) == (rights, consents, barred)


@pytest.mark.parametrize(("provider", "workload"), [("rival", "train"), ("rival", "other"), ("sites", "other")])
def test_what_is_supposed_on_the_way_makes_the_answer_free(provider: str, workload: str) -> None:
    ground = stands()
    found = clearance(ground, Side(provider), Use(workload), NOW)
    record = suppose(ground.record, found.events, ground.where, "test")
    offer = next((str(event["offer"]) for event in found.events if "offer" in event), None)
    asked = question(Side(provider), Use(workload), offer)
    assert decide(ground.agreement, record, asked, NOW, None, ground.readings).free
    bare = question(Side(provider), Use(workload))
    assert not decide(ground.agreement, ground.record, bare, NOW, None, ground.readings).free


MIXED = """
amendments:
  - id: open
    signed: 2024-02-01
    effective: 2024-02-01
    replace:
      - {id: serving, type: exclusivity, holder: host, at: [hostcloud], scope: {workloads: [serve]}}
      - id: own
        type: approval
        by: host
        scope: {mode: [own_build], workloads: [train, serve]}
        primarily: {workloads: [train], share_at_least: "0.5", planned_share: "0.5"}
        notwithstanding: [serving]
"""


def test_an_approval_that_is_mainly_for_something_else_is_named() -> None:
    ground = stands(more=MIXED)
    assert clearance(ground, Side("sites"), Use("serve"), NOW).shares == ("own",)
    assert clearance(ground, Side("sites"), Use("train"), NOW).shares == ()
    assert clearance(stands(), Side("sites"), Use("serve"), NOW).barred == ("serving@base",)
