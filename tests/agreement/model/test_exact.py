from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from firstcall.agreement.model.exact import Exact, Whole

EXACT: TypeAdapter[Decimal] = TypeAdapter(Exact)
WHOLE: TypeAdapter[int] = TypeAdapter(Whole)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=18, min_value=-(10**20), max_value=10**20))
def test_plain_exact_text_is_kept_to_the_last_digit(number: Decimal) -> None:
    assert EXACT.validate_python(format(number, "f")) == number


@given(st.integers(-(10**17), 10**17))
def test_plain_digits_are_whole_numbers(number: int) -> None:
    assert WHOLE.validate_python(str(number)) == number == WHOLE.validate_python(number)
    assert EXACT.validate_python(number) == number


@pytest.mark.parametrize(
    "value",
    [
        0.1,
        True,
        None,
        "1e5",
        "1,5",
        "NaN",
        "Infinity",
        " 1",
        "1\n",
        "1_000",
        "٣",
        "1.",
        ".5",
        "",
        "9" * 25,
        10**24,
        "0." + "1" * 19,
        [],
    ],
)
def test_what_is_not_exact_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError, match="is not a plain decimal number; write digits and a point as text"):
        EXACT.validate_python(value)


def test_a_decimal_without_end_is_refused() -> None:
    with pytest.raises(ValidationError, match="is not a plain decimal number"):
        EXACT.validate_python(Decimal("NaN"))


@pytest.mark.parametrize("value", [True, 1.0, "15.0", "1_5", " 15", "15\n", "٣", "many", None, "9" * 5000, 10**18])
def test_what_is_not_whole_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError, match="is not a whole number; write plain digits, such as 20"):
        WHOLE.validate_python(value)
