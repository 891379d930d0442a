"""Places on a drawing: in order, within the room there is, and never one on another."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from firstcall.report.timeline.pen import make_scale, rows, years

MOMENTS = st.integers(0, 60 * 366 * 24).map(lambda hours: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(hours=hours))


@given(st.lists(MOMENTS, min_size=2, max_size=12, unique=True), st.lists(MOMENTS, max_size=20), st.integers(100, 2000))
def test_a_later_instant_never_stands_further_left(edges: list[datetime], moments: list[datetime], width: int) -> None:
    scale = make_scale(sorted(edges), 50, width)
    places = [scale.x(moment) for moment in sorted(moments)]
    assert places == sorted(places)
    assert all(50 <= place <= 50 + width for place in places)
    assert (scale.x(min(edges)), scale.x(max(edges))) == (50, 50 + width)


@given(st.lists(MOMENTS, min_size=3, max_size=8, unique=True))
def test_every_span_has_at_least_half_an_equal_share(edges: list[datetime]) -> None:
    scale = make_scale(sorted(edges), 0, 1000)
    least = 1000 // (2 * (len(edges) - 1))
    assert all(after - before >= least - 1 for before, after in pairwise(scale.at))


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 60)), max_size=60))
def test_nothing_stands_on_another_in_its_row(found: list[tuple[int, int]]) -> None:
    places = sorted((first, first + size) for first, size in found)
    taken = rows(places)
    for index, (first, last) in enumerate(places):
        for other, (start, end) in enumerate(places[:index]):
            assert taken[index] != taken[other] or end <= first or last <= start


def test_years_stand_apart() -> None:
    scale = make_scale([datetime(2019, 7, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)], 0, 300)
    assert [year for year, _ in years(scale, 1)] == list(range(2020, 2027))
    assert len(years(scale, 60)) < 7
    assert years(make_scale([datetime(2020, 2, 1, tzinfo=UTC), datetime(2020, 3, 1, tzinfo=UTC)], 0, 300), 1) == ()


def test_an_hour_apart_is_no_trouble() -> None:
    start = datetime(2025, 1, 1, tzinfo=UTC)
    scale = make_scale([start, start + timedelta(hours=1)], 0, 100)
    assert scale.x(start + timedelta(minutes=30)) == 50
