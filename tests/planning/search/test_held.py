"""Plans gone on with: never dearer, the same as searched at once, and nothing believed that a file says."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.planning import slow_plan
from tests.planning.search.test_planner import CASES, YEAR, few, of_case

from firstcall.errors import QuestionError
from firstcall.planning.model.matrix import Arrays
from firstcall.planning.model.parts import Model
from firstcall.planning.options.costs import Terminal
from firstcall.planning.results.result import PlanResult, plan_result
from firstcall.planning.search import planner
from firstcall.planning.search.held import HeldPlan, held_blocks, held_in, papers_of
from firstcall.planning.search.planner import Planned, plan
from firstcall.planning.search.searching import Found

some = settings(few, max_examples=8)
CENT = Fraction(1, 100)
CASE = slow_plan.Case(2, 1, 2, 3, (2, 2), (1, 1), 7, 8, Fraction(1, 4))


def held(planned: Planned) -> HeldPlan:
    model = planned.model
    assert planned.found is not None
    papers = papers_of(model.desk, model.scenarios, model.options, model.terminal, planned.risk)
    return HeldPlan(papers, held_blocks(model, planned.found))


def poorly(nothing: HeldPlan, model: Model, arrays: Arrays) -> Found:
    """Return the plan of nothing, as a search might that proves nothing."""
    found = held_in(nothing, model, arrays)
    assert found is not None
    return replace(found, bound=0.0)


def exactly(planned: Planned) -> PlanResult:
    assert planned.found is not None
    return plan_result(planned)


@some
@given(CASES)
def test_a_finished_plan_is_left_as_it_is(case: slow_plan.Case) -> None:
    first = plan(of_case(case), YEAR)
    again = plan(of_case(case), YEAR, held=held(first))
    assert exactly(again).buys == exactly(first).buys
    assert exactly(again).money == exactly(first).money and exactly(again).gap <= exactly(first).gap
    assert held(again) == held(first)


@some
@given(CASES, st.data())
def test_from_any_plan_one_comes_to_what_no_policy_is_cheaper_than(case: slow_plan.Case, data: st.DataObject) -> None:
    whole = held(plan(of_case(case), YEAR))
    kept = {key: row for key, row in whole.blocks.items() if data.draw(st.booleans())}
    try:
        gone_on = exactly(plan(of_case(case), YEAR, held=replace(whole, blocks=kept)))
    except QuestionError as refused:
        assert str(refused).startswith("what the plan to go on from buys cannot be bought")
        assert any(kind == "sign" for kind, _ in kept)
        return
    assert abs(gone_on.money.total - slow_plan.cheapest(case)) <= CENT
    assert gone_on.bound <= slow_plan.cheapest(case) and gone_on.gap < Fraction(1, 10**6)


@some
@given(CASES)
def test_what_a_poor_search_finds_never_takes_the_place_of_what_is_held(case: slow_plan.Case) -> None:
    best = plan(of_case(case), YEAR)
    nothing = replace(held(best), blocks={})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planner, "search", lambda model, arrays, **_: poorly(nothing, model, arrays))
        poor = exactly(plan(of_case(case), YEAR))
        kept = exactly(plan(of_case(case), YEAR, held=held(best)))
    assert abs(kept.money.total - exactly(best).money.total) <= CENT
    assert kept.money.total <= poor.money.total + CENT and kept.bound == 0


@some
@given(CASES)
def test_a_search_that_is_stopped_has_a_bound_and_is_gone_on_with(case: slow_plan.Case) -> None:
    stopped = plan(of_case(case), replace(YEAR, full=None), lambda *_: True)
    before = exactly(stopped)
    after = exactly(plan(of_case(case), YEAR, held=held(stopped)))
    assert before.bound <= slow_plan.cheapest(case) <= before.money.total + CENT
    assert after.money.total <= before.money.total + CENT and after.gap <= before.gap
    assert abs(after.money.total - slow_plan.cheapest(case)) <= CENT


@pytest.mark.parametrize("by", [1, 1000, -1, -1000])
def test_blocks_that_cannot_be_bought_are_refused(by: int) -> None:
    desk = of_case(CASE)
    made = held(plan(desk, YEAR))
    for key, row in made.blocks.items():
        if by in (1, -1) and key[0] == "notice":
            continue
        changed = {**made.blocks, key: tuple(count + 1000 * by for count in row)}
        with pytest.raises(QuestionError, match="cannot be bought as it says"):
            plan(desk, YEAR, held=replace(made, blocks=changed))
    for key, row in (("sign", 999), (1,)), (("sign", 0), (1,) * 99), (("notice", -1), (1,)):
        with pytest.raises(QuestionError, match="cannot be bought as it says"):
            plan(desk, YEAR, held=replace(made, blocks={key: row}))


TERMINAL: Terminal = "prorate"


def test_a_plan_of_other_papers_is_refused_by_their_names() -> None:
    made = held(plan(of_case(CASE), YEAR))
    dearer = of_case(replace(CASE, rival_price=3, unmet_train=6))
    with pytest.raises(QuestionError, match=r"there changed: needs, supply\n"):
        plan(dearer, YEAR, held=made)
    with pytest.raises(QuestionError, match=r"there changed: futures\n"):
        plan(of_case(replace(CASE, match=Fraction(1, 2))), YEAR, held=made)
    for how in (replace(YEAR, terminal=TERMINAL), replace(YEAR, last=date(2025, 3, 31)), replace(YEAR, by="month")):
        with pytest.raises(QuestionError, match="made for other days, or with other flags"):
            plan(of_case(CASE), how, held=made)
