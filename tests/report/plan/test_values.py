"""A plan that was written is read again."""

from fractions import Fraction

from tests.planning.search.test_planner import of_case, result
from tests.planning.slow_plan import Case

from firstcall.planning.results.changes import changes_of
from firstcall.planning.results.unmet_reasons import lateness, unmet_reasons
from firstcall.report.plan.rows import buy_key
from firstcall.report.plan.summary import PlanTold
from firstcall.report.plan.values import buys_of, plan_json, read_plan

FOUND = result(of_case(Case(1, 1, 2, 3, (2, 2), (2, 1), 7, 8, Fraction(1, 4))))
TOLD = PlanTold(FOUND, unmet_reasons(FOUND), lateness(FOUND), None)


def test_a_plan_that_was_written_is_read_again() -> None:
    import json

    kept = read_plan(json.dumps(plan_json(TOLD)).encode(), "old.json")
    assert kept == buys_of(FOUND) and changes_of(kept, buys_of(FOUND)) == ()
    assert set(kept) == {buy_key(buy) for buy in FOUND.buys}
