"""A plan in a few lines."""

from fractions import Fraction

from tests.planning.search.test_planner import of_case, result
from tests.planning.slow_plan import Case

from firstcall.planning.results.unmet_reasons import lateness, unmet_reasons
from firstcall.report.plan.summary import PlanTold, ground_lines, plan_headline, summary_lines

FOUND = result(of_case(Case(1, 1, 2, 3, (2, 2), (2, 1), 7, 8, Fraction(1, 4))))
TOLD = PlanTold(FOUND, unmet_reasons(FOUND), lateness(FOUND), None)


def test_the_answer_stands_first_and_what_it_rests_on_last() -> None:
    assert str(plan_headline(TOLD)).startswith("Plan: ")
    lines = list(map(str, summary_lines(TOLD)))
    assert lines[0].startswith("Planned on ") and lines[-1] == "Every figure here rests on what is assumed."
    assert sum(" is met " in line or " is not met " in line for line in lines) == len(TOLD.late)
    proven, scenarios, *_ = map(str, ground_lines(TOLD))
    assert proven.startswith("Proven gap: ") and scenarios.startswith("Scenarios: ")
