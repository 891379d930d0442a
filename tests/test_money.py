from decimal import Decimal
from fractions import Fraction
from math import floor

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
    with pytest.raises(BillingError, match="none is named\n  fix: name it in `residual_to`"):
        split(100, (Fraction(1),) * 3, Residual.counterparty)


def test_nothing_cannot_be_split_among_nobody() -> None:
    assert split(0, (Fraction(0), Fraction(0)), Residual.first) == (0, 0)
    with pytest.raises(BillingError, match="5 units cannot be split: the parts add to nothing\n  fix: "):
        split(5, (Fraction(0),), Residual.first)


def test_lines_of_either_sign_add_to_their_rounded_total() -> None:
    assert fit(1, (Fraction(5, 2), Fraction(-3, 2)), Residual.largest_remainder) == (3, -2)
    assert fit(0, (), Residual.first) == ()


@pytest.mark.parametrize("residual", [Residual.first, Residual.largest_remainder])
def test_who_has_no_part_gets_no_unit_of_what_rounding_leaves(residual: Residual) -> None:
    assert split(5, (Fraction(0), Fraction(2), Fraction(1)), residual)[0] == 0
    assert split(-5, (Fraction(0), Fraction(2), Fraction(1)), residual)[0] == 0
    assert sum(split(5, (Fraction(0), Fraction(2), Fraction(1)), residual)) == 5
    assert fit(1, (Fraction(0), Fraction(0)), residual) == (1, 0)


def test_a_total_below_the_whole_units_takes_from_the_smallest_remainders_first() -> None:
    parts = (Fraction(3, 2), Fraction(5, 4))
    assert fit(1, parts, Residual.largest_remainder) == (1, 0)
    assert fit(-3, parts, Residual.largest_remainder) == (-1, -2)
    assert fit(1, parts, Residual.first) == (0, 1)


@given(st.integers(-20, 20), st.lists(st.fractions(-5, 5, max_denominator=12), min_size=1, max_size=4))
def test_no_unit_fits_better_elsewhere_whatever_the_total(total: int, parts: list[Fraction]) -> None:
    units = fit(total, parts, Residual.largest_remainder)
    assert sum(units) == total
    steps = [unit - floor(part) for unit, part in zip(units, parts, strict=True)]
    assert max(steps) - min(steps) <= 1
    order = sorted(range(len(parts)), key=lambda at: (floor(parts[at]) - parts[at], at))
    if sum(steps) < 0:
        order = sorted(range(len(parts)), key=lambda at: (parts[at] - floor(parts[at]), at))
    size = [abs(steps[at]) for at in order]
    assert size == sorted(size, reverse=True)


@pytest.mark.parametrize("text", ["1,234.5", "NaN", "Infinity", "$5", "", "1_000", "٣", "0x10", "1.2.3", "--1", "12 3"])
def test_what_is_no_exact_decimal_is_refused(text: str) -> None:
    with pytest.raises(
        BillingError, match="is not an exact decimal number\n  fix: write digits with one decimal point"
    ):
        exact(text)


@pytest.mark.parametrize(("text", "number"), [("2e3", 2000), ("2E3", 2000), (" +1.5 ", Fraction(3, 2)), (-7, -7)])
def test_a_plain_or_e_notation_decimal_is_read_exactly(text: str | int, number: Fraction) -> None:
    assert exact(text) == number


def test_the_first_digit_of_an_amount_stands_at_most_two_hundred_places_from_the_point() -> None:
    assert exact("1E200") == 10**200 and exact("1E-200") == Fraction(1, 10**200)
    for beyond in ("1E201", "1E-201"):
        with pytest.raises(BillingError, match=f"'{beyond}' is out of any range of money"):
            exact(beyond)


def test_an_absurd_exponent_is_refused() -> None:
    with pytest.raises(BillingError, match="out of any range of money\n  fix: check the exponent"):
        exact("1E999999")


def test_exact_text_of_endless_numbers_says_so() -> None:
    assert exact_text(Fraction(-2, 3)) == "-0.666666666666…"
    assert exact_text(exact("123456789012345678901234567890.5")) == "123456789012345678901234567890.5"


def test_a_number_that_ends_is_written_in_full_however_long() -> None:
    numbers = {Fraction(1, 5): "0.2", Fraction(-3, 50): "-0.06", Fraction(1, 625): "0.0016", Fraction(0): "0",
               Fraction(1, 10**400): f"0.{'0' * 399}1", Fraction(3, 2**3 * 5): "0.075"}  # fmt: skip
    assert {number: exact_text(number) for number in numbers} == numbers


@given(st.decimals(-(10**12), 10**12, places=9, allow_nan=False))
def test_what_exact_text_writes_is_read_back_as_the_same_number(number: Decimal) -> None:
    text = exact_text(Fraction(number))
    assert exact(text) == Fraction(number) and not ("." in text and text.endswith("0"))


def test_units_of_currencies() -> None:
    assert [digits_of(code) for code in ("USD", "JPY", "BHD", "CLF", "TOKENS")] == [2, 0, 3, 4, 2]


def test_an_amount_of_any_length_keeps_its_last_unit() -> None:
    assert str(Money(4 * 10**32 + 2, "USD")) == "4,000,000,000,000,000,000,000,000,000,000.02 USD"
    assert f"{Money(-(10**40) - 1, 'USD').amount:f}" == f"-{10**38}.01"
