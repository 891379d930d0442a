"""What could be bought: starts, terms, the last day of signing, and what each slice's text lets it serve."""

from datetime import date

from tests.planning.small import desk, needs, stands, supply
from tests.planning.steps.test_running import LATER

from firstcall.planning.options.purchases import purchases
from firstcall.planning.search.planner import Settings, grid_of

WANTED = needs(("n", "train", "8", "2025-01-01", "2025-12-31", "9"))
YEAR = Settings(date(2025, 1, 1), date(2025, 12, 31))


def told(row: str, more: str = "") -> list[tuple[str, int, date, tuple[str, ...]]]:
    here = desk(WANTED, supply(row), here=stands(more=more))
    found = purchases(here, grid_of(here, YEAR))
    return [(str(one.supplies.first), one.term_months, one.signing, one.rights) for one in found]


def test_each_quarter_from_the_first_that_lead_and_day_allow() -> None:
    assert told("h,hostcloud,a,2,8,2025-02-01,1,60,12,12") == [
        ("2025-04-01", 12, date(2025, 1, 31), ()), ("2025-07-01", 12, date(2025, 5, 2), ()),
        ("2025-10-01", 12, date(2025, 8, 2), ()),
    ]  # fmt: skip


def test_terms_are_the_shortest_the_longest_and_those_that_end_where_a_purchase_may_start() -> None:
    found = told("h,hostcloud,a,2,8,2025-01-01,1,0,4,24")
    assert [months for first, months, _, _ in found if first == "2025-04-01"] == [4, 6, 9, 24]
    assert [months for first, months, _, _ in told("h,hostcloud,a,2,8,2025-01-01,1,0,6,6")] == [6, 6, 6, 6]


def test_what_runs_only_while_nothing_is_wanted_is_left_out() -> None:
    later = needs(("n", "train", "8", "2025-10-01", "2025-12-31", "9"))
    here = desk(later, supply("r,rival,a,2,8,2025-01-01,1,0,3,6"))
    found = purchases(here, grid_of(here, YEAR))
    assert [(str(one.supplies.first), one.term_months) for one in found] == [
        ("2025-07-01", 6), ("2025-10-01", 3), ("2025-10-01", 6),
    ]  # fmt: skip


def test_by_the_hour_it_starts_once() -> None:
    assert [first for first, *_ in told("h,hostcloud,a,2,8,2025-01-01")] == ["2025-01-01"]


def test_a_window_that_does_not_fit_before_the_start_leaves_that_start_out() -> None:
    found = told("r,rival,a,2,8,2025-01-01,1,80,6,6")
    assert [(first, signing, rights) for first, _, signing, rights in found][:2] == [
        ("2025-07-01", date(2025, 4, 12), ("first-call",)), ("2025-10-01", date(2025, 7, 13), ("first-call",)),
    ]  # fmt: skip


def test_a_bar_to_come_ends_what_it_may_serve_and_what_could_be_signed() -> None:
    here = desk(WANTED, supply("r,rival,a,2,8,2025-01-01,1,0,12,12"), here=stands(more=LATER))
    grid = grid_of(here, YEAR)
    found = purchases(here, grid)
    april = next(one for one in found if one.supplies.first == date(2025, 4, 1))
    served = {grid.slices[n].first for n, reach in enumerate(april.supplies.reach) if reach}
    assert served == {date(2025, 4, 1)}, "April and May; barred from June on"
    taken = {grid.slices[n].first for n, reach in enumerate(april.matched[0].supplies.reach) if reach}
    assert date(2025, 10, 1) in taken, "once the holder took it, it is the holder's capacity"
    july = [one for one in found if one.supplies.first == date(2025, 7, 1)]
    assert all(one.signing < date(2025, 6, 1) for one in july), "signed while it was free, under the earlier text"
