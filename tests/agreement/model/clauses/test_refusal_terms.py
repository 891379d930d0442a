from datetime import time
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from firstcall.agreement.model.clauses.refusal_terms import Clock, Days, ResponseWindow, Share, TailTerms, Tolerance

CLOCK: TypeAdapter[time] = TypeAdapter(Clock)


def test_what_a_right_says_unless_it_says_otherwise() -> None:
    window, tail, tolerance = ResponseWindow(n=20), TailTerms(n=180), Tolerance()
    assert (window.unit, window.anchor, window.count_first_day, window.cutoff) == (
        "business",
        "received",
        False,
        time(17),
    )
    assert (window.timezone, window.roll, window.reoffer) == (None, False, None)
    assert (tail.unit, tail.anchor) == ("calendar", "lapse")
    assert (tolerance.share, tolerance.inclusive) == (Decimal(0), True)


@pytest.mark.parametrize(("text", "meant"), [("17:00", time(17)), ("00:00", time(0)), ("23:59:59", time(23, 59, 59))])
def test_times_of_day(text: str, meant: time) -> None:
    assert CLOCK.validate_python(text) == meant


@pytest.mark.parametrize("text", ["24:00", "5pm", "17", "17:60", "17:00:60", "17:00+01:00", "", "7:00"])
def test_what_is_no_time_of_day(text: str) -> None:
    with pytest.raises(ValidationError, match="is not a time of day; write HH:MM, such as 17:00"):
        CLOCK.validate_python(text)


@pytest.mark.parametrize("n", ["0", "-1", "3661", "1.5", "twenty", True, None])
def test_days_are_counted_from_one_to_ten_years(n: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Days).validate_python(n)


@pytest.mark.parametrize("share", ["-0.01", "1.01", 0.5, "half", "NaN"])
def test_a_share_is_exact_and_between_none_and_all(share: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Share).validate_python(share)


def test_a_share_keeps_its_digits() -> None:
    assert Tolerance.model_validate({"share": "0.020"}).share == Decimal("0.02")
