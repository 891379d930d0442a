"""What a validator says of a value is still a fact after pydantic has gathered the faults."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import AfterValidator, BaseModel, ValidationError

from firstcall.agreement.refused_value import refusal_in, refused
from firstcall.gaps import Quoted
from firstcall.said import Said, sentence


class NotEven(Said):
    says = sentence("test-refused.not-even", "{given} is not even")
    given: Annotated[str, Quoted]


class GiveEven(Said):
    says = sentence("test-refused.give-even", "give an even number")


def even(value: int) -> int:
    if value % 2:
        raise refused(NotEven(given=f"{{what}} {value}"), GiveEven())
    if value == 0:
        raise refused(NotEven(given="0"))
    return value


class Pair(BaseModel):
    numbers: tuple[Annotated[int, AfterValidator(even)], ...]


def test_a_fact_survives_with_its_place() -> None:
    with pytest.raises(ValidationError) as caught:
        Pair.model_validate({"numbers": [2, 3, 0, "x"]})
    details = caught.value.errors(include_url=False)
    assert [detail["loc"] for detail in details] == [("numbers", 1), ("numbers", 2), ("numbers", 3)]
    assert [refusal_in(detail) for detail in details] == [
        (NotEven(given="{what} 3"), GiveEven()), (NotEven(given="0"), None), None,
    ]  # fmt: skip
    assert details[0]["type"] == "test-refused.not-even"
