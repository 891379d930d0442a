"""Why there is no plan: a set of which none can be spared."""

from dataclasses import replace
from datetime import date

from tests.planning.small import agreement, desk, needs, stands, supply

from firstcall.planning.results.conflicts import conflict, restrictive
from firstcall.planning.routes.route import Desk
from firstcall.planning.search.planner import Settings, plan

DAYS = Settings(date(2025, 1, 1), date(2025, 6, 30))


def test_a_bar_a_need_and_the_little_that_is_left_are_told() -> None:
    wanted = needs(
        ("serve", "serve", "8", "2025-04-01", "2025-06-30", "must"),
        ("train", "train", "4", "2025-04-01", "2025-06-30", "must"),
    )
    lines = supply("h,hostcloud,a,3,4,2025-01-01", "r,rival,a,2,40,2025-01-01")
    here = desk(wanted, lines)
    assert plan(here, DAYS).found is None
    found = conflict(here, DAYS, agreement())
    assert found is not None and not found.of_whole_blocks
    assert (found.needs, found.clauses, found.lines) == (("serve",), ("serving",), ("h",))
    for loose in (
        replace(here, needs=wanted.model_copy(update={"needs": wanted.needs[1:]})),
        replace(here, lines=(replace(lines[0], quantity=8), lines[1])),
    ):
        assert plan(loose, DAYS).found is not None, "with any one left out there is a plan"


def test_whole_blocks_that_clash_are_told_as_such() -> None:
    lines = supply("h,hostcloud,a,3,4,2025-01-01,4,0,3,3,1,4", "r,rival,a,3,8,2025-06-30,4,0,3,3,1,8")
    wanted = needs(("n", "train", "4", "2025-01-01", "2025-06-30", "must"))
    assert conflict(desk(wanted, lines), DAYS, agreement()) is None


def test_where_there_is_a_plan_there_is_no_conflict() -> None:
    wanted = needs(("n", "train", "4", "2025-04-01", "2025-06-30", "must"))
    here: Desk = desk(wanted, supply("h,hostcloud,a,3,4,2025-01-01"), here=stands())
    assert conflict(here, DAYS, agreement()) is None


def test_clauses_that_can_bar_or_delay_are_found_by_kind() -> None:
    assert restrictive(agreement()) == ("serving", "all-here", "first-call", "own")
