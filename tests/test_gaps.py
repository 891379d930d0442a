"""GapWhat may stand in a gap, and how plain English writes it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.dates import zone
from firstcall.gaps import (
    AllOf,
    AnyOf,
    Grouped,
    Joining,
    Kind,
    Local,
    Onwards,
    PartialDate,
    Percent,
    Quoted,
    Semicolons,
    exact_text,
    in_a_row,
    in_english,
    kind_of_gap,
)
from firstcall.money import Money
from firstcall.said import Said


class Unit(StrEnum):
    day = "day"
    business_day = "business_day"


@pytest.mark.parametrize(
    ("hint", "value", "english"),
    [
        (str, "any {words} at all", "any {words} at all"),
        (Literal["met", "unmet"], "met", "met"),
        (Unit, Unit.business_day, "business_day"),
        (tuple[Literal["new", "existing"], ...], ("new", "existing"), "new, existing"),
        (int, 7, "7"),
        (Decimal, Decimal("0.20"), "0.20"),
        (int | Decimal, 12345, "12345"),
        (Fraction, Fraction(1, 8), "0.125"),
        (Fraction, Fraction(-1, 3), "-0.333333333333…"),
        (date, date(2025, 1, 21), "2025-01-21"),
        (datetime, datetime(2025, 1, 21, 8, tzinfo=UTC), "2025-01-21T08:00:00Z"),
        (datetime, datetime(2025, 1, 21, 0, 0, 0, 5, tzinfo=timezone(timedelta(hours=-8))),
         "2025-01-21T08:00:00.000005Z"),
        (Annotated[datetime, Local], datetime(2025, 1, 21, 8, tzinfo=UTC), "2025-01-21 08:00:00+00:00"),
        (Annotated[datetime, Local], datetime(2025, 1, 21, 8, tzinfo=UTC).astimezone(zone("America/Los_Angeles")),
         "2025-01-21"),
        (Annotated[str, PartialDate], "2025-05", "2025-05"),
        (Annotated[str, Quoted], "a\nb" + "x" * 100, "'a\\nb" + "x" * 57 + "…'"),
        (Annotated[Decimal, Percent], Decimal("0.2"), "20%"),
        (Annotated[Decimal, Percent], Decimal("0.2050"), "20.5%"),
        (Annotated[Decimal, Percent], Decimal("1"), "100%"),
        (Annotated[int, Percent], 1, "100%"),
        (Annotated[Decimal, Percent], Decimal("0"), "0%"),
        (Annotated[Fraction, Percent], Fraction(1, 3), "33.333333333333…%"),
        (Annotated[int, Grouped], 200_000_000, "200,000,000"),
        (Annotated[Decimal, Grouped], Decimal("-1234.50"), "-1,234.50"),
        (Annotated[Decimal, Grouped], Decimal("-0.5"), "-0.5"),
        (Annotated[Decimal, Grouped], Decimal("1E+3"), "1,000"),
        (Annotated[Fraction, Grouped], Fraction(10000, 3), "3,333.333333333333…"),
        (Money, Money(123450, "USD"), "1,234.50 USD"),
        (tuple[str, ...], ("a", "b", "c"), "a, b, c"),
        (tuple[str, ...], (), ""),
        (Annotated[tuple[str, ...], AllOf], ("a", "b", "c"), "a, b and c"),
        (Annotated[tuple[str, ...], AnyOf], ("a", "b"), "a or b"),
        (Annotated[tuple[str, ...], AnyOf], ("a",), "a"),
        (Annotated[tuple[str, ...], Onwards], ("a", "b", "a"), "a > b > a"),
        (Annotated[tuple[date, ...], Semicolons], (date(2025, 1, 1), date(2025, 1, 2)), "2025-01-01; 2025-01-02"),
    ],
)  # fmt: skip
def test_english_of_each_kind(hint: Any, value: Any, english: str) -> None:
    assert in_english(value, kind_of_gap(hint)) == english


def test_a_sentence_or_own_words_may_stand_in_one_gap() -> None:
    assert kind_of_gap(Said) == kind_of_gap(Said | str) == kind_of_gap(str | Said) == Kind("said")
    assert kind_of_gap(tuple[Said, ...]) == Kind("said", Joining.semicolons)
    assert kind_of_gap(Literal["a"] | Literal["b"]).words == ("a", "b")


@pytest.mark.parametrize(
    "hint",
    [
        float, bool, object, list[str], dict[str, str], tuple[str, str], str | None, str | int, bytes, timedelta,
        Literal[1, 2], tuple[str, ...] | str, Annotated[str, Percent], Annotated[str, AnyOf], Annotated[int, Quoted],
        Annotated[date, Local], "str", Callable[[], str],
    ],
)  # fmt: skip
def test_nothing_else_may_stand_in_a_gap(hint: Any) -> None:
    with pytest.raises(TypeError):
        kind_of_gap(hint)


@given(st.lists(st.text("abc", min_size=1), min_size=1, max_size=5))
def test_a_row_holds_all_its_things_once(items: list[str]) -> None:
    for row in Joining:
        text = in_a_row(items, row)
        assert text.replace(row.value, ", ").split(", ") == items


@given(st.decimals("-1000", "1000", places=6))
def test_a_share_is_exact_and_without_idle_zeros(share: Decimal) -> None:
    text = in_english(share, kind_of_gap(Annotated[Decimal, Percent]))
    assert Decimal(text.removesuffix("%")) == share * 100
    assert "." not in text or not text.removesuffix("%").endswith("0")


@given(st.fractions())
def test_a_fraction_that_ends_is_written_in_full(amount: Fraction) -> None:
    text = exact_text(amount)
    assert text.endswith("…") or Fraction(text) == amount
    assert not text.endswith("…") or abs(Fraction(text[:-1]) - amount) < Fraction(1, 10**12)
