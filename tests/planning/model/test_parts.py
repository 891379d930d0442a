"""The model: one decision for scenarios that cannot be told apart."""

from fractions import Fraction
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, settings
from tests.planning.search.test_planner import of_case, result
from tests.planning.slow_plan import Case

ROOT = Path(__file__).resolve().parents[3]
few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_columns_of_one_decision_are_shared_by_scenarios_that_cannot_be_told_apart() -> None:
    planned = result(of_case(Case(2, 1, 2, 3, (2, 2), (1, 1), 7, 8, Fraction(1, 4)))).planned
    model = planned.model
    first = min(option.notice.day for option in model.options if option.notice is not None)
    early = [option.number for option in model.options if option.notice is not None and option.notice.day == first]
    assert early and all(len(np.unique(model.noticed[number])) == 1 for number in early), "no answer is known by then"
