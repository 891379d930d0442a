"""The cheapest cover against every combination of counts."""

from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from firstcall.planning.routes.cover import Choice, cheapest_cover

LINES = st.lists(
    st.tuples(st.integers(1, 9), st.integers(1, 30), st.integers(1, 3), st.integers(0, 4)), min_size=1, max_size=4
)


def choices(rows: list[tuple[int, int, int, int]]) -> list[Choice]:
    return [
        Choice(f"l{i}", Fraction(unit, 2), Fraction(cost, 3), least, least + more - 1)
        for i, (unit, cost, least, more) in enumerate(rows)
    ]


def by_hand(given: list[Choice], wanted: Fraction) -> Fraction | None:
    """The least cost over all counts; None where all together are too few."""
    ranges = [(0, *range(one.least, one.most + 1)) for one in given]
    best = None
    for counts in product(*ranges):
        supplied = sum((one.supplies * n for one, n in zip(given, counts, strict=True)), Fraction(0))
        cost = sum((one.costs * n for one, n in zip(given, counts, strict=True)), Fraction(0))
        if supplied >= wanted and (best is None or cost < best):
            best = cost
    return best


@given(LINES, st.integers(1, 60))
def test_no_combination_is_cheaper(rows: list[tuple[int, int, int, int]], wanted: int) -> None:
    lines = choices(rows)
    found, best = cheapest_cover(lines, Fraction(wanted, 2)), by_hand(lines, Fraction(wanted, 2))
    if best is None:
        assert found.uncovered > 0
    else:
        assert (found.uncovered, found.cost, found.is_proven) == (Fraction(0), best, True)
    costs = {one.id: one.costs for one in lines}
    assert found.cost == sum((costs[name] * n for name, n in found.blocks), Fraction(0))


@given(LINES, st.integers(1, 60), st.randoms(use_true_random=False))
def test_the_order_of_the_lines_changes_nothing(
    rows: list[tuple[int, int, int, int]], wanted: int, dice: object
) -> None:
    lines = choices(rows)
    mixed = list(lines)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    assert cheapest_cover(lines, Fraction(wanted)) == cheapest_cover(mixed, Fraction(wanted))


@given(LINES, st.integers(1, 60), st.integers(1, 9), st.integers(1, 30))
def test_a_further_line_never_makes_it_dearer(
    rows: list[tuple[int, int, int, int]], wanted: int, unit: int, cost: int
) -> None:
    before = cheapest_cover(choices(rows), Fraction(wanted))
    after = cheapest_cover([*choices(rows), Choice("more", Fraction(unit), Fraction(cost), 1, 9)], Fraction(wanted))
    assert after.uncovered <= before.uncovered
    if before.uncovered == 0:
        assert after.cost <= before.cost


def test_many_lines_with_small_blocks_are_proven() -> None:
    lines = [Choice(f"l{i:04}", Fraction(8), Fraction(8 * (200 + i % 97), 100), 1, 40 + i % 7) for i in range(2000)]
    found = cheapest_cover(lines, Fraction(40_000))
    assert found.is_proven and found.supplied >= 40_000
