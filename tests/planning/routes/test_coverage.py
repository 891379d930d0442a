"""The answer for a need: quarters covered, what stays uncovered, what to do by when; lawful when replayed."""

from datetime import date
from fractions import Fraction

from tests.planning.small import desk, needs, noticed, supply

from firstcall.planning.routes.coverage import answer_route
from firstcall.record.journal.supposed import suppose
from firstcall.rights.decide import decide
from firstcall.rights.question import Asked

NEED = needs(("n", "train", "100", "2025-03-01", "2025-12-31", "9"))
LINES = supply("here,hostcloud,a,5,60,2025-01-01,10,30", "there,rival,a,3,60,2025-05-01,10,20")


def test_each_quarter_takes_the_cheapest_of_what_runs_by_then() -> None:
    found = answer_route(desk(NEED, LINES), NEED.needs[0])
    told = {quarter.name: (dict(quarter.cover.blocks), int(quarter.cover.uncovered)) for quarter in found.quarters}
    assert told == {
        "2025-Q1": ({"here": 6}, 40), "2025-Q2": ({"here": 6}, 40), "2025-Q3": ({"here": 4, "there": 6}, 0),
        "2025-Q4": ({"here": 4, "there": 6}, 0),
    }  # fmt: skip
    assert found.quarters[0].too_late == ("there",)
    cost = Fraction(92 * 24 * (40 * 5 + 60 * 3))
    assert found.quarters[2].cover.cost == cost and found.quarters[2].cover.is_proven


def test_what_is_to_be_done_is_lawful_on_its_last_safe_day() -> None:
    here = desk(NEED, LINES)
    found = answer_route(here, NEED.needs[0])
    acts = {(act.line, act.kind): act for act in found.todo}
    notice, sign = acts["there", "notice"], acts["there", "sign"]
    assert notice.last is not None and sign.last is not None
    ground = here.ground
    told = {"by": "lab", "at": ground.act_at(notice.last).isoformat()}
    record = suppose(ground.record, noticed(told), ground.where, "test")
    asked = Asked(("train",), offer="o")
    assert decide(ground.agreement, record, asked, ground.act_at(sign.last), None, ground.readings).free
    assert not decide(ground.agreement, record, asked, ground.act_at(notice.last), None, ground.readings).free


def test_a_ceiling_keeps_dear_lines_out_of_covers() -> None:
    cheap = NEED.model_copy(update={"needs": (NEED.needs[0].model_copy(update={"ceiling": Fraction(4)}),)})
    found = answer_route(desk(cheap, LINES), cheap.needs[0])
    assert found.too_dear == ("here",)
    assert all("here" not in dict(quarter.cover.blocks) for quarter in found.quarters)


def test_a_need_that_has_begun_is_asked_from_the_planning_day() -> None:
    early = needs(("n", "train", "100", "2024-03-01", "2025-12-31", "9"))
    found = answer_route(desk(early, LINES), early.needs[0])
    assert found.wanted_from == date(2025, 1, 1)
