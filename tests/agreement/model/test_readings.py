"""Points of construction as written: one base, patches that merge by key, and what is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from firstcall.agreement.model.clauses.kinds import Escape, Exclusivity
from firstcall.agreement.model.readings import Patch, Reading, merged, patched
from firstcall.errors import FirstcallError

SOLE = Exclusivity.model_validate(
    {"id": "sole", "type": "exclusivity", "holder": "h", "at": ["one"], "scope": {"workloads": ["a"], "age": "new"}}
)


def reading(**alternatives: list[dict[str, Any]]) -> Reading:
    return Reading.model_validate({"id": "p", "about": "what?", "base": "this", "alternatives": alternatives})


def test_exactly_one_alternative_is_empty_and_it_is_the_base() -> None:
    patch = {"clause": "sole", "set": {"at": ["two"]}}
    assert reading(this=[], that=[patch]).touches() == ("sole",)
    wrongs: tuple[dict[str, list[dict[str, Any]]], ...] = (
        {"this": [patch], "that": []},
        {"this": [], "that": []},
        {"this": [patch], "that": [patch]},
    )
    for wrong in wrongs:
        with pytest.raises(ValidationError, match="exactly one alternative is empty, the base 'this'"):
            reading(**wrong)
    with pytest.raises(ValidationError, match="at least two alternatives"):
        reading(this=[])


def test_a_patch_that_sets_nothing_is_refused() -> None:
    with pytest.raises(ValidationError):
        reading(this=[], that=[{"clause": "sole", "set": {}}])


def test_a_patch_merges_mappings_and_replaces_lists() -> None:
    found = patched(SOLE, Patch.model_validate({"clause": "sole", "set": {"scope": {"workloads": ["b", "c"]}}}))
    assert isinstance(found, Exclusivity)
    assert (found.scope.workloads, found.scope.age, found.at) == (("b", "c"), "new", ("one",))
    assert SOLE.scope.workloads == ("a",)


def test_a_patch_may_set_a_field_that_the_text_leaves_out() -> None:
    out = Escape.model_validate({"id": "out", "type": "escape", "licences": ["l"], "determination": "d"})
    found = patched(out, Patch.model_validate({"clause": "out", "set": {"models": "listed"}}))
    assert isinstance(found, Escape) and found.models == "listed"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"models": "some"}, "'out' cannot be read with models: input should be 'all' or 'listed'"),
        ({"modles": "all"}, "'out' cannot be read with modles: extra inputs are not permitted"),
        ({"licences": []}, "'out' cannot be read with licences: tuple should have at least 1 item"),
    ],
)
def test_a_patch_that_the_clause_cannot_take_is_told_by_its_field(change: dict[str, object], said: str) -> None:
    out = Escape.model_validate({"id": "out", "type": "escape", "licences": ["l"], "determination": "d"})
    with pytest.raises(FirstcallError) as refused:
        patched(out, Patch(clause="out", set=change))
    assert str(refused.value).startswith(said)


values = st.recursive(
    st.one_of(st.integers(), st.text(max_size=3), st.lists(st.integers(), max_size=3)),
    lambda inner: st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=8,
)
mappings = st.dictionaries(st.sampled_from("abcd"), values, max_size=4)


@given(mappings, mappings)
def test_merging_keeps_what_is_not_set_and_sets_the_rest(base: dict[str, object], change: dict[str, object]) -> None:
    found = merged(base, change)
    assert merged(found, change) == found
    assert merged(base, {}) == base
    assert set(found) == set(base) | set(change)
    for key, value in base.items():
        if key not in change:
            assert found[key] == value
    for key, value in change.items():
        if not (isinstance(value, dict) and isinstance(base.get(key), dict)):
            assert found[key] == value
