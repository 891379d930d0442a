"""The bar shows on a terminal, after a second, and never eats an item."""

import io
from itertools import count

import pytest

from firstcall.service.world import with_progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(items: int, seconds_each: float, screen: io.StringIO) -> str:
    times = (number * seconds_each for number in count())
    worked = list(with_progress(range(items), "questions", screen=screen, clock=lambda: next(times)))
    assert worked == list(range(items))
    return screen.getvalue()


@pytest.mark.parametrize("items", [0, 1, 7])
def test_nothing_is_drawn_in_a_pipe_or_for_quick_work(items: int) -> None:
    assert shown(items, 5, io.StringIO()) == ""
    assert shown(items, 0.01, Terminal()) == ""


def test_slow_work_on_a_terminal_is_shown() -> None:
    assert "questions" in shown(7, 0.4, Terminal())
