"""Results of plans: lawful when replayed, exact, and the same however capacity is pooled."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.planning.replay import unlawful
from tests.planning.slow_plan import Case
from tests.planning.test_planner import CASES, of_case, result

from firstcall.planning.results.plan_result import plan_result, worst
from firstcall.planning.search.highs import Limits
from firstcall.planning.search.planner import Settings, plan
from firstcall.planning.steps.planning_ground import ground
from firstcall.planning.steps.texts import text_held
from firstcall.service.folder import open_partnership
from firstcall.service.planning.planning_files import desk_of, read_given

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CASES)
def test_a_plan_replayed_is_lawful_at_each_step(case: Case) -> None:
    assert unlawful(result(of_case(case))) == []


@pytest.mark.parametrize("text", ["2025-01-20", "2025-01-21", "2025-10-28"])
def test_the_public_example_is_lawful_under_each_text(text: str) -> None:
    held = open_partnership(EXAMPLES / "microsoft-openai")
    on = date(2025, 1, 21)
    desk, _ = desk_of(held.agreement, held, read_given(held), on, None, {}, False)
    here = ground(text_held(held.agreement, date.fromisoformat(text), on), held.record, on)
    planned = plan(replace(desk, ground=here), Settings(date(2025, 4, 1), date(2026, 6, 30), full=Limits(gap=0.01)))
    found = plan_result(planned)
    assert found.exact.work and unlawful(found) == []


def test_the_fictional_example_is_lawful_and_takes_the_offer_that_was_refused() -> None:
    held = open_partnership(EXAMPLES / "wiraksa")
    desk, _ = desk_of(held.agreement, held, read_given(held), date(2026, 3, 2), None, {}, False)
    found = plan_result(plan(desk, Settings(date(2026, 4, 1), date(2026, 12, 31))))
    assert unlawful(found) == []
    taken = next(buy for buy in found.buys if buy.line == "rimbayana-15")
    assert (taken.kind, taken.rights) == ("sign", ()), "its notice was answered, and its tail is open"
    both = [buy for buy in found.buys if buy.kind == "notice"]
    assert all(buy.safe_days and buy.notice_first and buy.notice_last for buy in both)


def test_the_result_holds_the_bound_and_the_grade_of_its_weakest_input() -> None:
    case = Case(2, 1, 2, 3, (2, 2), (1, 1), 7, 8, Fraction(1, 4))
    found = result(of_case(case))
    assert found.bound <= found.money.total and found.grade == "assumed"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CASES)
def test_the_worst_outcomes_are_never_worse_where_they_count(case: Case) -> None:
    here = of_case(case)
    days = (date(2025, 1, 1), date(2025, 6, 30))
    risk = Fraction(1, 2)
    careful = result(here, Settings(*days, risk=risk, full=Limits()))
    usual = result(here, Settings(*days, full=Limits()))
    weights = usual.planned.model.scenarios.weights
    assert careful.aimed <= worst(usual.scenario_totals, weights, risk) + 1
    assert careful.bound <= careful.aimed and careful.money.total >= usual.money.total - 1
