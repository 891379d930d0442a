"""Shapley's parts add up."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tests.planning.small import needs, supply

from firstcall.planning.inputs.futures import Futures, HolderAnswer
from firstcall.planning.prices.joint import joint
from firstcall.planning.search.planner import Settings

DAYS = Settings(date(2025, 1, 1), date(2025, 6, 30))
WANTED = needs(
    ("serve", "serve", "10", "2025-04-01", "2025-06-30", "9"), ("train", "train", "10", "2025-04-01", "2025-06-30", "9")
)
LINES = supply("h,hostcloud,a,6,12,2025-01-01", "r,rival,a,2,40,2025-01-01")
HOURS = 91 * 24
FUTURES = Futures(answers=(HolderAnswer(line="any", match=Decimal("0.5"), lead_days=0),))


@given(st.dictionaries(st.frozensets(st.sampled_from("abc")), st.integers(-50, 50)))
def test_shapley_parts_add_up(values: dict[frozenset[str], int]) -> None:
    found = joint("abc", lambda on: Fraction(values.get(on, 0)))
    assert found is not None
    assert sum((part.shapley for part in found.parts), Fraction(0)) == found.together
    assert found.together == values.get(frozenset("abc"), 0) - values.get(frozenset(), 0)


def test_too_many_clauses_are_not_shared_out() -> None:
    assert joint("abcdefg", lambda on: Fraction(0)) is None and joint("", lambda on: Fraction(0)) is None
