"""What a purchase has to go through, and that the engine is content once it has."""

from datetime import date

import pytest
from tests.planning.small import needs, stands, supply

from firstcall.planning.steps.access import access, runs_through, side_of
from firstcall.planning.steps.clearance import Side, Use, clearance, question
from firstcall.planning.steps.running import may_run
from firstcall.record.supposed import suppose
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


LATER = """
amendments:
  - id: later
    signed: 2024-06-01
    effective: 2025-06-01
    add:
      - {id: training-too, type: exclusivity, holder: host, at: [hostcloud], scope: {workloads: [train]}}
"""


def test_a_later_text_can_stop_what_was_signed_before() -> None:
    ground = stands(more=LATER)
    side, use = Side("rival"), Use("train")
    cleared = clearance(ground, side, use, ground.act_at(ground.on))
    assert may_run(ground, side, use, cleared, 0, 0) and not may_run(ground, side, use, cleared, 0, 1)
    need = needs(("n", "train", "8", "2025-02-01", "2025-12-31", "9")).needs[0]
    held = access(ground, side, need, ground.act_at(ground.on))
    assert runs_through(ground, side, held, ground.on, date(2025, 2, 1), date(2025, 6, 1))
    assert not runs_through(ground, side, held, ground.on, date(2025, 2, 1), date(2025, 6, 2))


def test_a_need_of_several_workloads_takes_the_steps_of_all() -> None:
    need = needs(("n", "[train, other]", "8", "2025-02-01", "2025-12-31", "9")).needs[0]
    line = supply("l,rival,a,1,8,2025-01-01")[0]
    held = access(stands(), side_of(stands(), line), need, NOW)
    assert held.rights == ("first-call",) and [step.clause for step in held.consents] == ["leave"]
    barred = needs(("n", "[train, serve]", "8", "2025-02-01", "2025-12-31", "9")).needs[0]
    assert access(stands(), side_of(stands(), line), barred, NOW).barred == ("serving@base",)
