"""A plan in words: what is bought, in which case, and why something stays unmet."""

from fractions import Fraction

from tests.planning.search.test_planner import of_case, result
from tests.planning.slow_plan import Case

from firstcall.planning.options.scenarios import ALL, DEMAND, NOTHING, Taken, Uncertainty
from firstcall.planning.results.unmet_reasons import Lateness, UnmetReason, lateness, unmet_reasons
from firstcall.report.plan.facts.cases import condition_said
from firstcall.report.plan.facts.supplied import InAll
from firstcall.report.plan.rows import plan_sheets, reasons_said
from firstcall.report.plan.summary import PlanTold, late_line
from firstcall.report.plan.values import plan_json

FOUND = result(of_case(Case(1, 1, 2, 3, (2, 2), (2, 1), 7, 8, Fraction(1, 4))))
TOLD = PlanTold(FOUND, unmet_reasons(FOUND), lateness(FOUND), None)


def test_each_case_is_said_as_a_colleague_would() -> None:
    line = Uncertainty("answer", "r", "first-call")
    assert str(condition_said(((line, ALL),))) == "r is taken under first-call"
    assert str(condition_said(((line, NOTHING),))) == "r is not taken under first-call"
    assert str(condition_said(((line, Taken(Fraction(1, 2))),))) == "r is taken to 50% under first-call"
    assert str(condition_said(((line, Taken(Fraction(0), True)),))) == "r is taken but for too little to buy"
    told = str(condition_said(((Uncertainty("consent", clause="leave"), False), (DEMAND, "faster"))))
    assert told == "leave is refused; demand is faster"


def test_reasons_of_one_kind_stand_together() -> None:
    reasons = (
        UnmetReason("barred", "a", ("x@base",)),
        UnmetReason("too late", "b"),
        UnmetReason("barred", "c", ("x@base",)),
    )
    assert list(map(str, reasons_said(reasons))) == ["a, c: barred by x@base", "b: cannot run by then"]
    assert list(map(str, reasons_said(()))) == ["no line of supply has an accelerator and region that fit"]


def test_how_late_a_need_is_met() -> None:
    assert str(late_line(Lateness("n", Fraction(0), Fraction(0)))) == "n is met from the day it is wanted."
    half = str(late_line(Lateness("n", Fraction(30), Fraction(1, 2))))
    assert half == "n is met for good 30 days late, expected, or not within the horizon (50% likely)."
    assert str(late_line(Lateness("n", Fraction(30), Fraction(1)))) == "n is not met for good within the horizon."


def test_the_sheets_say_what_the_json_says() -> None:
    sheets = {str(sheet.title): sheet for sheet in plan_sheets(TOLD)}
    found = plan_json(TOLD)
    bought = [buy for buy in found["buys"] if buy["kind"] == "sign"]
    assert len(sheets["What to buy"].rows) == len(bought)
    assert len(sheets["Demand and supply"].rows) == len(found["periods"])
    assert len(sheets["What stays unmet, and why"].rows) == len(found["unmet"])
    assert sheets["Cost by provider and period, in USD"].rows[-1][0] == InAll()


def test_a_plan_of_nothing_says_so() -> None:
    found = result(of_case(Case(1, 1, 9, 9, (1, 0), (0, 0), 1, 1, Fraction(0))))
    sheets = list(plan_sheets(PlanTold(found, unmet_reasons(found), lateness(found), None)))
    told = [str(note) for sheet in sheets if str(sheet.title) == "What to buy" for note in sheet.notes]
    assert told == ["Nothing is to be noticed, signed or bought."]
    assert "Do this now" not in {str(sheet.title) for sheet in sheets}
