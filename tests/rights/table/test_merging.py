"""Words are merged where nothing tells them apart, and only there."""

from tests.rights.berth import FIRST, SOLE, berth
from tests.rights.conftest import record_of

from firstcall.rights.table.merging import (
    BLANK,
    CAPACITIES,
    UNKNOWN,
    customer_axis,
    dimension_axis,
    dimension_names,
    provider_axis,
    workload_axis,
)
from firstcall.rights.table.turning_points import sources


def test_a_provider_that_stands_nowhere_is_like_a_third_party_that_no_clause_names() -> None:
    axis = provider_axis(sources(berth(SOLE, FIRST), record_of(), None))
    assert axis.code("nobody") == axis.code("rival") == axis.code("third")
    assert len({axis.code(name) for name in ("rival", "home", "own")}) == 3
    assert axis.code(None) == BLANK


def test_a_provider_that_the_record_names_is_told_apart() -> None:
    consent = {"type": "consent-given", "consent": "n", "by": "hal", "at": "2024-03-01", "clauses": ["sole"]}
    axis = provider_axis(sources(berth(SOLE, FIRST), record_of({**consent, "provider": "rival"}), None))
    assert axis.code("rival") != axis.code("third") == axis.code("nobody")


def test_a_provider_that_a_clause_names_is_told_apart() -> None:
    narrow = "{id: narrow, type: exclusivity, holder: hal, at: [home], scope: {providers: [third]}}"
    axis = provider_axis(sources(berth(narrow), record_of(), None))
    assert axis.code("third") != axis.code("rival") == axis.code("nobody")


def test_workloads_and_customers_that_no_clause_names_are_one() -> None:
    held = sources(berth(FIRST), record_of(), None)
    assert workload_axis(held).code("train") == workload_axis(held).code("serve")
    assert customer_axis(held).code("general") == customer_axis(held).code("public")
    assert workload_axis(held).code("bake") == UNKNOWN
    told = sources(berth(SOLE, FIRST), record_of(), None)
    assert workload_axis(told).code("train") != workload_axis(told).code("serve")


def test_a_reading_tells_words_apart_that_the_text_does_not() -> None:
    reading = """readings:
  - id: wide
    about: does it speak of all?
    base: all
    alternatives: {all: [], training: [{clause: first, set: {scope: {workloads: [train]}}}]}
"""
    axis = workload_axis(sources(berth(FIRST, readings=reading), record_of(), None))
    assert axis.code("train") != axis.code("serve")


def test_dimensions() -> None:
    held = sources(berth(FIRST, regions=True), record_of(), None)
    assert dimension_names(held) == ("region",)
    axis = dimension_axis(held, "region")
    assert axis.code("north") == axis.code("south") != axis.code("west") == UNKNOWN


def test_capacities() -> None:
    assert [CAPACITIES.word(code) for code in range(2, CAPACITIES.size)] == [
        "new", "existing", "own_build", "built_for_grantor"]  # fmt: skip
