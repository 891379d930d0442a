"""Cuts: broken by fractions, kept by every plan of whole blocks, so that the least cost of these stays what it was."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.planning.small import desk, needs, stands, supply

from firstcall.planning.inputs.futures import Futures
from firstcall.planning.model.build import build
from firstcall.planning.model.matrix import Arrays, Matrix
from firstcall.planning.model.parts import Model
from firstcall.planning.options.purchases import purchases
from firstcall.planning.options.scenarios import Information
from firstcall.planning.search.cuts import Group, _deepest, cuts_of
from firstcall.planning.search.highs import Limits, solve
from firstcall.planning.search.planner import Settings, earliest_known, grid_of, scenarios_of
from firstcall.planning.search.searching import _cheaper, _dived, loosened

DAYS = Settings(date(2025, 1, 1), date(2025, 9, 30))
few = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
AMOUNT = st.integers(1, 60)
LINE = st.tuples(
    st.sampled_from(["rival", "hostcloud", "sites"]), st.sampled_from("ab"), st.integers(1, 6), st.integers(2, 9),
    st.integers(3, 7), st.integers(0, 2), st.sampled_from(["1", "0.5", "0"]),
)  # fmt: skip
WORLDS = st.tuples(
    st.lists(
        st.tuples(st.sampled_from(["train", "serve"]), AMOUNT, AMOUNT, st.integers(4, 12)), min_size=1, max_size=3
    ),
    st.lists(LINE, min_size=1, max_size=4), st.sampled_from(["0", "0.4", "1"]),
)  # fmt: skip


def built(world: tuple[list[tuple[str, int, int, int]], list[tuple[str, str, int, int, int, int, str]], str]) -> (
    tuple[Model, Arrays]
):  # fmt: skip
    """A model of needs that grow in July, and of lines that sell blocks of several sizes."""
    wanted, lines, match = world
    rows = []
    for n, (work, before, after, unmet) in enumerate(wanted):
        rows.append((f"e{n}", work, str(before), "2025-01-01", "2025-06-30", str(unmet)))
        rows.append((f"l{n}", work, str(after), "2025-07-01", "2025-09-30", str(unmet)))
    told = [
        f"{provider[0]}{n},{provider},{kind},{price},{block * count},2025-01-01,{block},0,3,6,{paid},{block * least}"
        for n, (provider, kind, price, count, block, least, paid) in enumerate(lines)
    ]
    futures = Futures.model_validate({"answers": [{"line": "any", "match": match, "lead_days": 0}], "common": "1"})
    here = desk(needs(*rows), supply(*told), futures, stands(date(2024, 12, 1)))
    grid = grid_of(here, DAYS)
    options = purchases(here, grid)
    ways = scenarios_of(here, options, DAYS)
    info = Information(ways, earliest_known(here, options, ways, grid.first))
    return build(here, grid, ways, info, options)


@few
@given(WORLDS, st.data())
def test_whatever_is_bought_whole_keeps_every_cut(world: object, data: st.DataObject) -> None:
    model, arrays = built(world)  # type: ignore[arg-type]
    relaxed = solve(arrays, whole=False)
    assume(relaxed.state == "optimal")
    cuts = cuts_of(model, relaxed.values)
    for cut in cuts:
        assert cut.values @ relaxed.values[cut.columns] < cut.least - 1e-4, "fractions break it"
    prices = np.asarray([data.draw(st.integers(0, 3)) for _ in range(3)] + [1])
    for factor in prices:  # other prices lead to other plans of whole blocks, each of which keeps it
        other = replace(arrays, cost=arrays.cost * np.where(np.arange(len(arrays.cost)) % 2, 1.0, float(factor)))
        run = solve(other, whole=True, limits=Limits(gap=0.05, nodes=50))
        if run.state in ("optimal", "feasible"):
            for cut in cuts:
                assert cut.values @ run.values[cut.columns] >= cut.least - 1e-5


@few
@given(WORLDS)
def test_the_least_cost_of_whole_blocks_is_the_same_with_cuts_and_the_bound_no_lower(world: object) -> None:
    model, arrays = built(world)  # type: ignore[arg-type]
    relaxed = solve(arrays, whole=False)
    cut = arrays.with_cuts(cuts_of(model, relaxed.values))
    tighter = solve(cut, whole=False)
    ours, plain = (solve(one, whole=True, limits=Limits(gap=1e-7, nodes=20_000)) for one in (cut, arrays))
    assume(ours.state == plain.state == "optimal")
    assert ours.objective == pytest.approx(plain.objective, rel=1e-6, abs=1e-6)
    assert relaxed.objective <= tighter.objective + 1e-6 <= plain.objective + 2e-6 + 1e-6 * abs(plain.objective)


def test_a_cut_on_paper() -> None:
    """Blocks of 4 for 10 wanted: two and a half in fractions; three are bought, or what is left is missing."""
    one = np.asarray([0])
    group = Group(one, np.asarray([4.0]), one + 1, np.asarray([1.0]), 10.0)
    cut = _deepest(group, np.asarray([2.5, 0.0]))
    assert cut is not None and (cut.columns.tolist(), cut.values.tolist(), cut.least) == ([0, 1], [1.0, 0.5], 3.0)
    assert _deepest(group, np.asarray([3.0, 0.0])) is None and _deepest(group, np.asarray([2.0, 2.0])) is None


def test_of_parts_that_share_nothing_the_cheaper_is_kept() -> None:
    matrix = Matrix()
    a, b, c = (matrix.column(name, cost=1.0) for name in "abc")
    matrix.row("together", [(a, 1.0), (b, 1.0)], low=2.0)
    matrix.row("alone", [(c, 1.0)], low=1.0)
    arrays = matrix.arrays()
    parts = arrays.parts()
    assert parts[a] == parts[b] != parts[c]
    joined = _cheaper(arrays, np.asarray([1.0, 1.0, 5.0]), np.asarray([4.0, 0.0, 1.0]))
    assert joined.tolist() == [1.0, 1.0, 1.0]


@few
@given(WORLDS)
def test_several_dives_are_never_dearer_than_one(world: object) -> None:
    model, arrays = built(world)  # type: ignore[arg-type]
    relaxed = loosened(model, arrays).solve()
    assume(relaxed.state == "optimal")
    best = _dived(model, arrays, loosened(model, arrays), relaxed)
    assert best is not None
    for row in range(len(arrays.row_low)):
        span = slice(arrays.first[row], arrays.first[row + 1])
        sent = float(arrays.values[span] @ best.values[arrays.columns[span]])
        assert arrays.row_low[row] - 1e-5 <= sent <= arrays.row_high[row] + 1e-5, model.matrix.row_tags[row]
