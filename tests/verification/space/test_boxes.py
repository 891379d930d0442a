"""Sets of points told in few products of values, and the bound that shows that fewer cannot do."""

from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from firstcall.verification.space.boxes import BoxCover, QuestionPoint, cover, grown

SIZES = (2, 3, 2)
EVERY = tuple(product(*map(range, SIZES)))
POINTS = st.sets(st.sampled_from(EVERY), min_size=1)


def held(found: BoxCover) -> set[QuestionPoint]:
    return {point for box in found.boxes for point in product(*box)}


@given(POINTS, st.sets(st.sampled_from(EVERY)))
def test_every_point_is_held_nothing_else_is_and_no_box_can_grow(
    points: set[QuestionPoint], other: set[QuestionPoint]
) -> None:
    free = other - points
    found = cover(points, SIZES, free)
    assert points <= held(found) <= points | free
    assert found.at_least <= len(found.boxes)
    for box in found.boxes:
        assert grown(box, SIZES, points | free, range(len(SIZES))) == box
        assert any(point in points for point in product(*box))


@given(POINTS)
def test_the_bound_is_no_more_than_the_fewest(points: set[QuestionPoint]) -> None:
    found = cover(points, SIZES)
    lists = [[frozenset(c) for n in range(1, size + 1) for c in combinations(range(size), n)] for size in SIZES]
    boxes = [set(product(*box)) for box in product(*lists)]
    inside = [box for box in boxes if box <= points]
    largest = [box for box in inside if not any(box < other for other in inside)]
    fewest = next(n for n in range(1, len(points) + 1)
                  if any(set().union(*chosen) == points for chosen in combinations(largest, n)))  # fmt: skip
    assert found.at_least <= fewest <= len(found.boxes)


def test_points_that_cannot_be_asked_join_what_they_part() -> None:
    assert len(cover({(0,), (2,)}, (3,)).boxes) == 1
    apart = {(0, 0), (1, 1)}
    assert len(cover(apart, (2, 2)).boxes) == 2 == cover(apart, (2, 2)).at_least
    assert len(cover(apart, (2, 2), {(0, 1), (1, 0)}).boxes) == 1
