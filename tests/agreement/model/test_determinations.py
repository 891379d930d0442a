"""Determinations as written: measures, bounds and tests, and the two kinds of end."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from firstcall.agreement.model.determinations import Measure, Test
from firstcall.agreement.model.event_dates import Until, UntilDetermination, last_day_of

UNTIL: TypeAdapter[Any] = TypeAdapter(Until)


def measure(**fields: object) -> Measure:
    return Measure.model_validate({"measure": "capability", "of": "profit", **fields})


def amount(text: str, currency: str = "USD") -> dict[str, str]:
    return {"amount": text, "currency": currency}


exact = st.decimals(min_value=0, max_value=10**12, places=2)


@given(exact, exact)
def test_more_than_leaves_the_amount_itself_out_and_at_least_takes_it_in(bound: Decimal, figure: Decimal) -> None:
    assert measure(more_than=amount(str(bound))).met_by(figure, "USD") == (figure > bound)
    assert measure(at_least=amount(str(bound))).met_by(figure, "USD") == (figure >= bound)
    assert not measure(more_than=amount(str(bound))).met_by(figure + bound + 1, "EUR")


def test_a_measure_in_words_is_met_by_whoever_may_say_so() -> None:
    said = measure(says="better than people at most work")
    assert said.bound is None
    assert said.met_by(Decimal(0), "USD")


def test_two_bounds_are_refused() -> None:
    with pytest.raises(ValidationError, match="a measure has one bound; keep more_than or at_least"):
        measure(more_than=amount("1"), at_least=amount("1"))


@pytest.mark.parametrize("wrong", [{}, {"all": [], "any": []}])
def test_a_test_asks_something(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="a test lists measures under `all` or under `any`"):
        Test.model_validate(wrong)


PROFIT = {"measure": "capability", "of": "profit", "more_than": amount("100")}
RETURNS = {"measure": "realised", "of": "returns", "at_least": amount("50")}
WORK = {"measure": "capability", "of": "work", "says": "better than people"}


@pytest.mark.parametrize(
    ("test", "figure", "of", "met"),
    [
        ({"all": [PROFIT, RETURNS]}, "101", None, True),
        ({"all": [PROFIT, RETURNS]}, "60", None, False),
        ({"any": [PROFIT, RETURNS]}, "60", None, True),
        ({"any": [PROFIT, RETURNS]}, "40", None, False),
        ({"all": [PROFIT, RETURNS]}, "60", "returns", True),  # the figure speaks of returns only
        ({"all": [PROFIT, RETURNS]}, "60", "profit", False),
        ({"all": [PROFIT, WORK]}, "101", None, True),
        ({"all": [WORK]}, "1", None, True),  # no bound is asked
    ],
)
def test_a_figure_is_held_against_the_measures_it_is_of(
    test: dict[str, Any], figure: str, of: str | None, met: bool
) -> None:
    assert Test.model_validate(test).met_by(Decimal(figure), "USD", of) is met


def test_an_end_is_a_day_or_a_determination() -> None:
    assert last_day_of(UNTIL.validate_python("2030-12-31")) == date(2030, 12, 31)
    both = UNTIL.validate_python({"determination": "agi", "state": "verified", "or_date": "2030-12-31"})
    assert isinstance(both, UntilDetermination) and last_day_of(both) == date(2030, 12, 31)
    assert last_day_of(UNTIL.validate_python({"determination": "agi"})) is None
    assert last_day_of(None) is None
    with pytest.raises(ValidationError):
        UNTIL.validate_python({"determination": "agi", "state": "reached"})
