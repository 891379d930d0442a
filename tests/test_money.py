from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstcall.errors import BillingError
from firstcall.money import Money, Residual, Rounding, digits_of, exact, exact_text, fit, round_units, split

WEIGHTS = st.lists(st.fractions(0, 10, max_denominator=50), min_size=1, max_size=6).filter(any)


@settings(derandomize=True, deadline=None)
@given(st.integers(-(10**9), 10**9), WEIGHTS, st.sampled_from(list(Residual)))
def test_parts_and_residual_are_the_whole(total: int, parts: list[Fraction], residual: Residual) -> None:
    units = split(total, parts, residual, 0)
    left = total - sum(units)
    if residual is Residual.carry_forward:
        assert 0 <= left < len(parts)
    else:
        assert left == 0
    weight = sum(parts, Fraction(0))
    for unit, part in zip(units, parts, strict=True):
        if residual in (Residual.largest_remainder, Residual.carry_forward):
            assert abs(unit - part * total / weight) < 1


@settings(derandomize=True, deadline=None)
@given(st.integers(-(10**9), 10**9), WEIGHTS)
def test_largest_remainder_is_nearer_than_any_single_swap(total: int, parts: list[Fraction]) -> None:
    weight = sum(parts, Fraction(0))
    ideal = [part * total / weight for part in parts]
    units = split(total, parts, Residual.largest_remainder)
    off = sum(abs(unit - want) for unit, want in zip(units, ideal, strict=True))
    for giver in range(len(units)):
        for taker in range(len(units)):
            other = list(units)
            other[giver] -= 1
            other[taker] += 1
            assert sum(abs(unit - want) for unit, want in zip(other, ideal, strict=True)) >= off


@settings(derandomize=True, deadline=None)
@given(st.fractions(-1000, 1000, max_denominator=4000), st.sampled_from([0, 2, 3]))
def test_rounding_is_near_and_symmetric(amount: Fraction, digits: int) -> None:
    for mode in Rounding:
        units = round_units(amount, digits, mode)
        off = abs(units - amount * 10**digits)
        assert off < 1 if mode is Rounding.down else off <= Fraction(1, 2)
        assert round_units(-amount, digits, mode) == -units


def test_the_example_of_75_to_25_of_9999() -> None:
    assert split(9999, (Fraction(75), Fraction(25)), Residual.largest_remainder) == (7499, 2500)


def test_ties_go_to_the_first_listed() -> None:
    assert split(1, (Fraction(1), Fraction(1)), Residual.largest_remainder) == (1, 0)
    assert split(-1, (Fraction(1), Fraction(1)), Residual.largest_remainder) == (0, -1)


def test_the_counterparty_takes_the_rest() -> None:
    assert split(100, (Fraction(1),) * 3, Residual.counterparty, 2) == (33, 33, 34)
    with pytest.raises(BillingError, match="none is named\n  mend: name it in `residual_to`"):
        split(100, (Fraction(1),) * 3, Residual.counterparty)


def test_nothing_cannot_be_split_among_nobody() -> None:
    assert split(0, (Fraction(0), Fraction(0)), Residual.first) == (0, 0)
    with pytest.raises(BillingError, match="5 units cannot be split: the parts add to nothing"):
        split(5, (Fraction(0),), Residual.first)


def test_lines_of_either_sign_add_to_their_rounded_total() -> None:
    assert fit(1, (Fraction(5, 2), Fraction(-3, 2)), Residual.largest_remainder) == (3, -2)
    assert fit(0, (), Residual.first) == ()


@pytest.mark.parametrize("text", ["1,234.5", "NaN", "Infinity", "$5", "", "1_000", "٣", "0x10", "1.2.3", "--1", "12 3"])
def test_what_is_no_exact_decimal_is_refused(text: str) -> None:
    with pytest.raises(
        BillingError, match="is not an exact decimal number\n  mend: write digits with one decimal point"
    ):
        exact(text)


def test_an_absurd_exponent_is_refused() -> None:
    with pytest.raises(BillingError, match="out of any range of money\n  mend: check the exponent"):
        exact("1E999999")


def test_exact_text_of_endless_numbers_says_so() -> None:
    assert exact_text(Fraction(-2, 3)) == "-0.666666666666…"
    assert exact_text(exact("123456789012345678901234567890.5")) == "123456789012345678901234567890.5"


def test_units_of_currencies() -> None:
    assert [digits_of(code) for code in ("USD", "JPY", "BHD", "CLF", "TOKENS")] == [2, 0, 3, 4, 2]


def test_an_amount_of_any_length_keeps_its_last_unit() -> None:
    assert str(Money(4 * 10**32 + 2, "USD")) == "4,000,000,000,000,000,000,000,000,000,000.02 USD"
    assert f"{Money(-(10**40) - 1, 'USD').amount:f}" == f"-{10**38}.01"
