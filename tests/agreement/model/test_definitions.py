from typing import get_args

import pytest
from pydantic import ValidationError

from firstcall.agreement.model.definitions import (
    CAPACITY_ACTS,
    MODES,
    SCOPE_KEYS,
    Age,
    Definitions,
    Party,
    Provider,
    Redefinition,
)
from firstcall.agreement.model.scope import Scope


def test_the_closed_lists() -> None:
    assert MODES == ("holder", "third_party", "own_build", "built_for_grantor")
    assert (get_args(Age), CAPACITY_ACTS) == (("existing", "new"), ("sign", "run"))
    assert get_args(Party.model_fields["role"].annotation) == ("grantor", "holder", "other")


def test_the_scope_keys_are_the_fields_of_a_scope() -> None:
    assert {*SCOPE_KEYS, "dimensions"} == set(Scope.model_fields)


def test_what_is_left_out() -> None:
    words = Definitions.model_validate({"workloads": "training"})
    assert (words.workloads, words.customers, words.dimensions) == (("training",), ("general",), {})
    assert Provider().operator == "third_party"
    assert Redefinition().workloads is None


@pytest.mark.parametrize("value", [{}, {"workloads": []}, {"workloads": ["a b"]}, {"workloads": [1]}])
def test_what_cannot_be_defined(value: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Definitions.model_validate(value)
