"""What planning for every scenario, and knowing, is worth: never below nothing."""

from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from tests.planning.slow_plan import Case
from tests.planning.test_planner import CASES, of_case, result

from firstcall.planning.results.stochastic_value import stochastic_value


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CASES)
def test_neither_is_ever_below_nothing(case: Case) -> None:
    found = stochastic_value(result(of_case(case)).planned)
    if found is not None:
        assert found.evpi >= -1 and (found.vss is None or found.vss >= -1)


def test_one_scenario_has_no_such_value() -> None:
    case = Case(1, 1, 2, 3, (1, 1), (0, 0), 7, 8, Fraction(1))
    assert stochastic_value(result(of_case(case)).planned) is None
