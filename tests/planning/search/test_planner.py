"""Plans against everything tried; laws of plans; plans replayed through the engine of rights."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.planning import slow_plan
from tests.planning.small import desk, needs, stands, supply

from firstcall.errors import QuestionError
from firstcall.planning.inputs.futures import Futures, HolderAnswer
from firstcall.planning.model.build import build
from firstcall.planning.model.matrix import Arrays
from firstcall.planning.model.parts import Model
from firstcall.planning.options.purchases import purchases
from firstcall.planning.options.scenarios import Information, Uncertainty
from firstcall.planning.results.result import PlanResult, plan_result
from firstcall.planning.routes.route import Desk
from firstcall.planning.search.highs import Limits
from firstcall.planning.search.planner import (
    Planned,
    Settings,
    carried_over,
    earliest_known,
    grid_of,
    plan,
    really_known,
    scenarios_of,
)
from firstcall.planning.search.rounding import without_idle_notices
from firstcall.planning.search.searching import search

YEAR = Settings(date(2025, 1, 1), date(2025, 6, 30), full=Limits())
ON = date(2024, 12, 1)
few = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])

CASES = st.builds(
    slow_plan.Case,
    rival_blocks=st.integers(1, 2), host_blocks=st.integers(0, 1), rival_price=st.integers(1, 4),
    host_price=st.integers(1, 6), train=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    serve=st.tuples(st.integers(0, 1), st.integers(0, 1)), unmet_train=st.integers(1, 8),
    unmet_serve=st.integers(1, 8), match=st.sampled_from([Fraction(n, 4) for n in (0, 1, 2, 4)]),
    least=st.integers(1, 2),
).filter(lambda case: case.least <= case.rival_blocks)  # fmt: skip


def of_case(case: slow_plan.Case) -> Desk:
    quarters = (("2025-01-01", "2025-03-31"), ("2025-04-01", "2025-06-30"))
    rows = []
    for name, amounts, unmet in (("train", case.train, case.unmet_train), ("serve", case.serve, case.unmet_serve)):
        rows += [
            (f"{name}-{n}", name, str(amounts[n]), *days, str(unmet)) for n, days in enumerate(quarters) if amounts[n]
        ]
    rows = rows or [("none", "train", "0", *quarters[0], "1")]
    lines = [f"r,rival,a,{case.rival_price},{case.rival_blocks},2025-01-01,1,0,3,6,1,{case.least}"]
    if case.host_blocks:
        lines.append(f"h,hostcloud,a,{case.host_price},{case.host_blocks},2025-01-01,1,0,3,6,1")
    futures = Futures(answers=(HolderAnswer(line="r", match=Decimal(_decimal(case.match)), lead_days=0),))
    return desk(needs(*rows), supply(*lines), futures, stands(ON))


def _decimal(share: Fraction) -> str:
    return format(float(share), ".10f")


def result(of: Desk, how: Settings = YEAR) -> PlanResult:
    planned = plan(of, how)
    assert planned.found is not None
    return plan_result(planned)


@few
@given(CASES)
def test_no_policy_is_cheaper(case: slow_plan.Case) -> None:
    found = result(of_case(case))
    best = slow_plan.cheapest(case)
    assert found.bound <= best
    assert abs(found.money.total - best) <= Fraction(1, 100)


@few
@given(CASES)
def test_hours_and_money_add_up(case: slow_plan.Case) -> None:
    found = result(of_case(case))
    assert sum((amount for _, _, amount in found.costs), Fraction(0)) == found.money.paid
    for row in found.rows:
        assert sum((hours for _, hours in row.by_provider), row.missing) == row.wanted
    weights = found.planned.model.scenarios.weights
    assert sum(weights, Fraction(0)) == 1
    totals = sum((w * t for w, t in zip(weights, found.scenario_totals, strict=True)), Fraction(0))
    assert totals == found.money.total
    assert found.idle >= 0 and 0 <= found.gap < Fraction(1, 10**6)


@few
@given(CASES, st.integers(1, 5), st.integers(1, 2))
def test_a_further_line_never_makes_the_best_plan_worse(case: slow_plan.Case, price: int, blocks: int) -> None:
    here = of_case(case)
    more = supply(f"more,hostcloud,a,{price},{blocks},2025-01-01,1,0,3,6,1")
    there = Desk(here.ground, here.needs, (*here.lines, *more), here.futures)
    assert result(there).money.total <= result(here).money.total + Fraction(1, 100)


BAR = """
amendments:
  - id: barred
    signed: 2024-02-01
    effective: 2024-02-01
    add:
      - {id: training-too, type: exclusivity, holder: host, at: [hostcloud], scope: {workloads: [train]}}
"""


@few
@given(CASES)
def test_a_further_bar_never_makes_the_best_plan_better(case: slow_plan.Case) -> None:
    here = of_case(case)
    there = Desk(stands(ON, BAR), here.needs, here.lines, here.futures)
    assert result(there).money.total >= result(here).money.total - Fraction(1, 100)


@few
@given(CASES)
def test_the_default_search_never_promises_more_than_is_proven(case: slow_plan.Case) -> None:
    here = of_case(case)
    best, quick = result(here).money.total, result(here, Settings(YEAR.first, YEAR.last))
    assert quick.bound <= best + Fraction(1, 100) <= quick.money.total + Fraction(2, 100)


def test_equal_inputs_give_equal_plans() -> None:
    case = slow_plan.Case(2, 1, 2, 3, (2, 2), (1, 1), 7, 8, Fraction(1, 4))
    one, two = result(of_case(case)), result(of_case(case))
    assert (one.buys, one.money, one.rows, one.costs) == (two.buys, two.money, two.rows, two.costs)


def test_a_match_changes_who_supplies_and_what_may_run_there() -> None:
    case = slow_plan.Case(1, 0, 2, 1, (1, 1), (1, 1), 1, 9, Fraction(1, 2))
    found = result(of_case(case))
    served = {provider for row in found.rows if row.need.startswith("serve") for provider, _ in row.by_provider}
    assert served == {"hostcloud"}, "serving is the host's alone; the rival's capacity serves it once taken"
    assert [(buy.kind, buy.line, buy.provider) for buy in found.buys] == [("notice", "r", "rival")]
    assert [taken[:2] for buy in found.buys for taken in buy.if_taken] == [("host", "hostcloud")]


def test_nothing_is_noticed_that_could_not_be_used_if_the_holder_declines() -> None:
    found = result(of_case(slow_plan.Case(1, 0, 1, 1, (0, 0), (1, 1), 1, 9, Fraction(1, 2))))
    assert found.buys == ()


def test_a_plan_before_the_planning_day_is_refused() -> None:
    here = of_case(slow_plan.Case(1, 0, 1, 1, (1, 1), (0, 0), 1, 9, Fraction(1, 2)))
    with pytest.raises(QuestionError, match=r"begins on 2024-11-01, before the planning day 2024-12-01\n  fix: "):
        plan(here, Settings(date(2024, 11, 1), date(2025, 6, 30)))


def test_no_decision_rests_on_an_answer_that_no_notice_brings() -> None:
    case = slow_plan.Case(1, 1, 5, 6, (0, 1), (1, 1), 8, 8, Fraction(1, 2))
    planned: Planned = plan(of_case(case), YEAR)
    model = planned.model
    for number, item in enumerate(model.scenarios.items):
        noticed = [
            option for option in model.options
            if option.line.id == item.line and option.rights
            and any(planned.found.values[c] > 0.5 for c in model.noticed[option.number])  # type: ignore[union-attr]
        ]  # fmt: skip
        days = [model.desk.ground.day_of(o.notice.window_ends) for o in noticed if o.notice is not None]
        since = model.information.known_from[number]
        assert (since if isinstance(since, date) else min(since)) > min(days, default=date(2025, 1, 1))


def test_a_notice_of_one_branch_brings_an_answer_in_that_branch_alone() -> None:
    futures = Futures.model_validate({
        "answers": [{"line": "r", "match": "0.5", "lead_days": 0}],
        "demand": [{"id": name, "weight": "1", "known_from": date(2024, 12, 10)} for name in ("high", "low")],
    })  # fmt: skip
    wanted = needs(("t", "train", "2", "2025-01-01", "2025-03-31", "9"))
    here = desk(wanted, supply("r,rival,a,2,2,2025-01-01,1,0,3,3,1"), futures, stands(ON))
    grid = grid_of(here, YEAR)
    options = purchases(here, grid)
    ways = scenarios_of(here, options, YEAR)
    earliest = earliest_known(here, options, ways, grid.first)
    model, arrays = build(here, grid, ways, Information(ways, earliest), options)
    values = np.zeros(len(arrays.cost))
    (answer,) = (n for n, item in enumerate(ways.items) if item.kind == "answer")
    high = [n for n, one in enumerate(ways.all) if "high" in one.outcomes]
    values[model.noticed[0][high]] = 1.0
    found = really_known(model, values, earliest)
    first = date(2025, 1, 1)
    assert found[answer] == tuple(first if n in high else date.max for n in range(len(ways.all)))
    groups = Information(ways, found).groups(first)
    assert len({groups[n] for n in high}) == 2, "its own answer is known"
    assert len({groups[n] for n in range(len(ways.all)) if n not in high}) == 1, "nobody asked, so nobody knows"


def test_no_notice_is_given_that_brings_nothing() -> None:
    case = slow_plan.Case(2, 1, 2, 3, (2, 2), (1, 1), 7, 8, Fraction(0))
    planned = plan(of_case(case), YEAR)
    assert planned.found is not None
    model, values = planned.model, planned.found.values.copy()
    for columns in model.noticed.values():
        values[columns] = 2.0
    trimmed = without_idle_notices(model, values)
    for number, columns in model.noticed.items():
        signed = model.signed[number]
        assert (trimmed[columns] == np.where(signed >= 0, values[signed], 0.0)).all()


def _models(here: Desk) -> tuple[tuple[Model, Arrays], tuple[Model, Arrays]]:
    """A model in which every answer is known as early as can be, and one in which none ever is."""
    grid = grid_of(here, YEAR)
    options = purchases(here, grid)
    ways = scenarios_of(here, options, YEAR)
    early = build(here, grid, ways, Information(ways, earliest_known(here, options, ways, grid.first)), options)
    never = Information(ways, tuple(date.max for _ in ways.items))
    return early, build(here, grid, ways, never, options, like=early[0])


@few
@given(CASES)
def test_a_plan_is_carried_over_only_where_it_rests_on_nothing_more(case: slow_plan.Case) -> None:
    (model, arrays), (later, their) = _models(of_case(case))
    found = search(model, arrays, full=Limits())
    assert found is not None
    afresh = build(later.desk, later.grid, later.scenarios, later.information, later.options)[1]
    for name in ("cost", "column_low", "column_high", "row_low", "row_high", "columns", "values"):
        assert (getattr(afresh, name) == getattr(their, name)).all(), "what was taken over is what is worked out"
    kept = carried_over(model, found, later, their)
    if kept is None:
        assert any(
            len({round(float(found.values[c])) for c, g in zip(columns[number], groups, strict=True)
                 if c >= 0 and g == group}) > 1
            for columns, own in ((model.noticed, False), (model.signed, True)) for number in columns
            for groups in [_groups(later, number, own)] for group in set(groups)
        ), "what decides alike is kept"  # fmt: skip
        return
    assert kept.objective == pytest.approx(found.objective, abs=1e-6), "it is the same plan"
    for row in range(len(their.row_low)):
        span = slice(their.first[row], their.first[row + 1])
        sent = float(their.values[span] @ kept.values[their.columns[span]])
        assert their.row_low[row] - 1e-6 <= sent <= their.row_high[row] + 1e-6, later.matrix.row_tags[row]


def _groups(model: Model, number: int, own: bool) -> list[int]:
    """The scenarios that a purchase cannot tell apart, but by the answer to its own notice once that is known."""
    line = model.options[number].line.id
    answers = [Uncertainty("answer", line, match.clause) for match in model.options[number].matched]
    return list(model.information.groups(date.min, answers if own else []))
