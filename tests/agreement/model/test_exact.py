from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from firstcall.agreement.model.exact import Exact, Whole, exact_decimal
from firstcall.said import Unreadable

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


@pytest.mark.parametrize("value", ["1" * 25, "-" + "9" * 25, "0." + "1" * 19, "1" * 25 + ".5", 10**24])
def test_a_number_of_too_many_digits_is_told_as_one(value: Any) -> None:
    with pytest.raises(Unreadable) as error:
        exact_decimal(value)
    assert str(error.value.what) == f"'{value}' has more digits than are read"
    assert str(error.value.fix) == "write at most 24 before the point and 18 after it"


@pytest.mark.parametrize("value", [1.5, True, "1,5", "1" * 25 + "\n", "1" * 25 + ".", "٣" * 25, "1e30"])
def test_what_is_no_plain_decimal_is_not_told_as_too_long(value: Any) -> None:
    with pytest.raises(Unreadable) as error:
        exact_decimal(value)
    assert str(error.value.what).endswith("is not a plain decimal number")
