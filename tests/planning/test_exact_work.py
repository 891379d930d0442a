"""Exact work: no hour is sold twice, none is made up, and little is lost to whole hours."""

from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from tests.planning.slow_plan import Case
from tests.planning.test_planner import CASES, of_case, result

from firstcall.planning.results.exact_work import ZERO, blocks_of


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CASES)
def test_work_fits_whole_blocks_and_meets_demand_or_misses_it(case: Case) -> None:
    found = result(of_case(case))
    model, exact = found.planned.model, found.exact
    sold: dict[tuple[int, int | None, int, int], Fraction] = {}
    met: dict[tuple[int, int, int], Fraction] = {}
    for work in exact.work:
        place = (work.purchase, work.match, work.scenario, work.slice)
        sold[place] = sold.get(place, ZERO) + work.hours
        need = (work.need, work.slice, work.scenario)
        option = model.options[work.purchase]
        wanted = model.desk.needs.needs[work.need]
        speed = model.desk.needs.speed(option.line.accelerator, wanted.accelerator)
        met[need] = met.get(need, ZERO) + work.hours * speed
        assert 0 <= work.by_use <= work.hours
    for (purchase, match, scenario, piece), hours in sold.items():
        part = model.grid.slices[piece]
        blocks = blocks_of(model, purchase, match, scenario, exact.blocks)
        block = model.options[purchase].line.block
        assert hours <= blocks * block * model.grid.hours(part.first, part.after)
    for missing in exact.missing:
        need = (missing.need, missing.slice, missing.scenario)
        met[need] = met.get(need, ZERO) + missing.hours
    for (number, piece, scenario), hours in met.items():
        assert hours == model.demanded(number, piece, scenario)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CASES)
def test_exact_money_is_what_the_solver_found_but_for_its_tolerance(case: Case) -> None:
    found = result(of_case(case))
    assert found.planned.found is not None
    assert abs(float(found.money.total) - found.planned.found.objective * 1000) <= 1
