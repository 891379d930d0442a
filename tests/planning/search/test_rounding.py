"""Rounded blocks keep every limit."""

from hypothesis import HealthCheck, given, settings
from tests.planning.search.test_planner import CASES, of_case, result
from tests.planning.slow_plan import Case

from firstcall.planning.search.highs import solve
from firstcall.planning.search.rounding import rounded

few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@few
@given(CASES)
def test_rounded_blocks_are_within_what_there_is(case: Case) -> None:
    planned = result(of_case(case)).planned
    model, arrays = planned.model, planned.arrays
    relaxed = solve(arrays, whole=False)
    for up in (0.5, 0.0):
        blocks = rounded(model, relaxed.values, up=up)
        for option in model.options:
            for scenario in range(len(model.scenarios.all)):
                column = int(model.signed[option.number][scenario])
                signed = blocks[column] if column >= 0 else 0
                assert signed == 0 or option.line.least_blocks <= signed <= option.line.most_blocks
                if option.rights:
                    assert signed <= blocks[int(model.noticed[option.number][scenario])]
