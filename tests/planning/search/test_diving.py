"""The dive: whole blocks that break no row of the model, or none at all."""

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from tests.planning.search.test_planner import CASES, of_case, result
from tests.planning.slow_plan import Case

from firstcall.planning.search.searching import _dived, loosened

few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@few
@given(CASES)
def test_what_a_dive_finds_is_whole_and_breaks_no_row(case: Case) -> None:
    planned = result(of_case(case)).planned
    model, arrays = planned.model, planned.arrays
    assume(len(arrays.cost))
    loaded = loosened(model, arrays)
    found = _dived(model, arrays, loaded, loaded.solve())
    assert found is not None, "all that is needed may be missed, so that there always is a plan"
    values = found.values
    assert np.array_equal(values[arrays.whole], np.round(values[arrays.whole]))
    for row in range(len(arrays.row_low)):
        span = slice(arrays.first[row], arrays.first[row + 1])
        sent = float(arrays.values[span] @ values[arrays.columns[span]])
        assert arrays.row_low[row] - 1e-6 <= sent <= arrays.row_high[row] + 1e-6, model.matrix.row_tags[row]
    assert abs(float(arrays.cost @ values) - found.objective) <= 1e-6 * max(1.0, found.objective)
