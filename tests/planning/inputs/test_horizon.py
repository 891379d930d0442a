"""The grid of time: cut where the text turns, every day kept."""

from datetime import date

import pytest

from firstcall.errors import QuestionError
from firstcall.planning.inputs.horizon import horizon, months_between, months_later


def test_a_grid_is_cut_where_the_text_turns_and_keeps_every_day() -> None:
    grid = horizon(date(2025, 1, 21), date(2025, 12, 31), "quarter", [date(2025, 5, 5), date(2026, 5, 5)])
    assert [grid.name(n) for n in range(len(grid.periods))] == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    assert [piece.first for piece in grid.slices][1:3] == [date(2025, 4, 1), date(2025, 5, 5)]
    days = sum((piece.after - piece.first).days for piece in grid.slices)
    assert days == (grid.after - grid.first).days == 345


def test_months_go_to_the_last_day_where_there_is_no_such_day() -> None:
    assert months_later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_between(date(2025, 1, 1), date(2026, 1, 1)) == 12


@pytest.mark.parametrize(("first", "last"), [("2025-02-01", "2025-01-31"), ("1990-01-01", "2200-01-01")])
def test_a_grid_without_end_or_backwards_is_refused(first: str, last: str) -> None:
    with pytest.raises(QuestionError, match=r"\n  fix: "):
        horizon(date.fromisoformat(first), date.fromisoformat(last), "quarter")
