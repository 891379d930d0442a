"""Places among instants, found by stretches of time, are those that a search finds."""

from decimal import Decimal

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.rights.table.axes.counted_places import billionths
from firstcall.rights.table.axes.lookup import by_group, instant_at, micros, pieces, ranked, sorted_values

INSTANTS = st.lists(st.integers(-(10**15), 4 * 10**15), min_size=1, max_size=40)


@given(INSTANTS, INSTANTS, st.integers(0, 10**15), st.integers(1, 10**15))
def test_ranks_are_those_of_a_search(cuts: list[int], at: list[int], first: int, width: int) -> None:
    values = sorted_values(cuts)
    asked = numpy.array([*at, *cuts, *(cut - 1 for cut in cuts), *(cut + 1 for cut in cuts)], dtype=numpy.int64)
    found = ranked(values, first, first + width).of(asked)
    assert found.tolist() == numpy.searchsorted(values, asked, side="right").tolist()


@given(INSTANTS, INSTANTS, st.integers(0, 10**15), st.integers(1, 10**15))
def test_instants_together_have_the_values_that_they_have_alone(
    cuts: list[int], at: list[int], first: int, width: int
) -> None:
    values = sorted_values(cuts)
    ranks = ranked(values, first, first + width, numpy.arange(len(values) + 1) - 1)
    for asked in (numpy.array(at, dtype=numpy.int64), numpy.sort(at), numpy.array(at[:1], dtype=numpy.int64)):
        found = ranks.together(asked, int(asked.min()), int(asked.max()))
        alone = (numpy.searchsorted(values, asked, side="right") - 1).tolist()
        assert [found] * len(asked) == alone if isinstance(found, int) else found.tolist() == alone
        assert isinstance(found, int) == (len(set(alone)) == 1)


def test_without_instants_everything_lies_before_the_first() -> None:
    assert ranked(sorted_values(()), 0, 10).of(numpy.array([-5, 0, 5, 50])).tolist() == [0, 0, 0, 0]


@given(st.integers(-(2 * 10**15), 3 * 10**16))
def test_an_instant_comes_back_from_its_microseconds(value: int) -> None:
    assert micros(instant_at(value)) == value


@pytest.mark.parametrize(("text", "found"), [("1", 10**9), ("0.0000000019", 1), ("0.0000000001", 0)])
def test_a_limit_finer_than_what_is_counted_is_rounded_down(text: str, found: int) -> None:
    assert billionths(Decimal(text)) == found


@given(st.lists(st.integers(0, 9), max_size=30), st.integers(1, 1 << 20))
def test_groups_hold_every_place_once(groups: list[int], factor: int) -> None:
    held = numpy.array([group * factor for group in groups], dtype=numpy.int64)
    found = {group: places.tolist() for group, places in by_group(held)}
    assert found == {group: [n for n, one in enumerate(held) if one == group] for group in sorted(set(held.tolist()))}


def test_pieces_cover_all_rows() -> None:
    assert [row for piece in pieces(150_000) for row in range(piece.start, piece.stop)] == list(range(150_000))
