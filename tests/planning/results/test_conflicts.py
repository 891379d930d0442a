"""Why there is no plan: a set of which none can be spared."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.planning.small import agreement, desk, needs, stands, supply

from firstcall.planning.inputs.futures import Futures, HolderAnswer
from firstcall.planning.results.conflicts import conflict, restrictive
from firstcall.planning.routes.route import Desk
from firstcall.planning.search.planner import Settings, plan
from firstcall.planning.steps.ground import ground
from firstcall.planning.steps.texts import switched_off

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


def loosened_by(here: Desk, kept: set[tuple[str, str]]) -> Desk:
    """The desk with all that is not kept left out: needs may be missed, clauses say nothing, lines have plenty."""
    wanted = here.needs.model_copy(update={"needs": tuple(
        one if ("need", one.id) in kept else one.model_copy(update={"unmet": Decimal(1)}) for one in here.needs.needs
    )})  # fmt: skip
    lines = tuple(one if ("line", one.id) in kept else replace(one, quantity=9_999) for one in here.lines)
    off = [name for name in restrictive(agreement()) if ("clause", name) not in kept]
    stands_on = ground(switched_off(agreement(), off), here.ground.record, here.ground.on)
    return replace(here, needs=wanted, lines=lines, ground=stands_on)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.tuples(*(st.tuples(st.sampled_from(["serve", "train", "other"]), st.integers(1, 9)) for _ in range(3))),
    st.tuples(st.integers(1, 9), st.integers(1, 9)), st.sampled_from(["2025-01-01", "2025-05-01"]),
    st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(1)]),
)  # fmt: skip
def test_with_any_one_left_out_there_is_a_plan_and_with_all_of_them_there_is_none(
    rows: tuple[tuple[str, int], ...], amounts: tuple[int, int], first: str, match: Decimal
) -> None:
    wanted = needs(*(
        (f"n{n}", work, str(amount), "2025-04-01", "2025-06-30", "must") for n, (work, amount) in enumerate(rows)
    ))  # fmt: skip
    lines = supply(f"h,hostcloud,a,3,{amounts[0]},2025-01-01", f"r,rival,a,2,{amounts[1]},{first}")
    futures = Futures(answers=(HolderAnswer(line="any", match=match, lead_days=200),))
    here = desk(wanted, lines, futures)
    found = conflict(here, DAYS, agreement())
    if found is None:
        assert plan(here, DAYS).found is not None
        return
    kept = {
        *(("need", name) for name in found.needs), *(("clause", name) for name in found.clauses),
        *(("line", name) for name in found.lines),
    }  # fmt: skip
    assert kept and plan(loosened_by(here, kept), DAYS).found is None, "they cannot stand together"
    for one in kept:
        assert plan(loosened_by(here, kept - {one}), DAYS).found is not None, f"{one} can be left out"
