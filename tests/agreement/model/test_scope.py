from typing import Any

import pytest
from pydantic import ValidationError

from firstcall.agreement.model.scope import Scope


def test_keys_beside_the_fixed_ones_are_dimensions() -> None:
    short = Scope.model_validate({"workloads": "training", "region": ["us", "other"], "site": "a"})
    assert short.workloads == ("training",) and short.dimensions == {"region": ("us", "other"), "site": ("a",)}
    assert short == Scope.model_validate(
        {"workloads": ["training"], "dimensions": {"region": ["us", "other"], "site": "a"}}
    )


def test_a_single_mode_may_stand_alone() -> None:
    assert Scope.model_validate({"mode": "own_build"}).mode == ("own_build",)


def test_remarks_are_no_dimensions() -> None:
    assert Scope.model_validate({"x-note": "everything"}) == Scope()


@pytest.mark.parametrize("key", ["workloads", "customers", "providers", "mode", "region"])
def test_an_empty_list_would_say_nothing(key: str) -> None:
    with pytest.raises(
        ValidationError, match=rf"scope.{key} is empty, so the clause speaks of nothing; leave the key out"
    ):
        Scope.model_validate({key: []})


@pytest.mark.parametrize(
    "value",
    [{"mode": "holders"}, {"age": "old"}, {"region": {"us": 1}}, {"region": [["us"]]}, {"dimensions": 1}, "new", []],
)
def test_what_is_no_scope(value: Any) -> None:
    with pytest.raises(ValidationError):
        Scope.model_validate(value)
