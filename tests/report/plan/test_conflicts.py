"""Why there is no plan, in words."""

from fractions import Fraction

from tests.planning.search.test_planner import of_case, result
from tests.planning.slow_plan import Case

from firstcall.planning.results.conflicts import Conflict
from firstcall.planning.results.unmet_reasons import lateness, unmet_reasons
from firstcall.report.plan.conflicts import conflict_json, conflict_sheet
from firstcall.report.plan.summary import PlanTold

FOUND = result(of_case(Case(1, 1, 2, 3, (2, 2), (2, 1), 7, 8, Fraction(1, 4))))
TOLD = PlanTold(FOUND, unmet_reasons(FOUND), lateness(FOUND), None)


def test_why_there_is_no_plan() -> None:
    found = Conflict(("n",), ("x",), ("l",), True)
    sheet = conflict_sheet(found)
    assert tuple(tuple(map(str, row)) for row in sheet.rows) == (
        ("need", "n"),
        ("clause", "x"),
        ("line of supply", "l"),
    )
    assert "whole blocks that clash" in str(sheet.notes[1])
    assert conflict_json(found)["conflict"] == {
        "needs": ["n"], "clauses": ["x"], "lines": ["l"], "of_whole_blocks": True,
    }  # fmt: skip
    assert conflict_json(None) == {"plan": None, "conflict": None}
