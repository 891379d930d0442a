"""What a long search shows on a terminal."""

import signal

import pytest

from firstcall.planning.prices.clause_prices import PricesClause
from firstcall.service.planning.solver_progress import (
    PlanSearched,
    PricesReckoned,
    shown_progress,
    shown_steps,
    stoppable,
)


class Screen:
    def __init__(self, tty: bool) -> None:
        self.tty, self.text = tty, ""

    def isatty(self) -> bool:
        return self.tty

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        pass


def test_progress_is_shown_on_a_terminal_alone_and_not_at_once() -> None:
    assert shown_progress(PlanSearched(), screen=Screen(False)) is None  # type: ignore[arg-type]
    screen, times = Screen(True), iter([0.0, 0.5, 2.0, 3.0, 3.1, 9.0])
    tell = shown_progress(PlanSearched(), screen=screen, clock=lambda: next(times))  # type: ignore[arg-type]
    assert tell is not None
    assert not tell("running", None) and screen.text == ""
    assert not tell("improved", float("inf")) and screen.text.endswith("plan: 2 s; Ctrl-C stops it   ")
    assert not tell("improved", 0.012) and "gap 1.2% so far; Ctrl-C stops it" in screen.text
    steps = Screen(True)
    shown_steps(PricesReckoned(), screen=steps, clock=lambda: next(times))(PricesClause(clause="serving"))  # type: ignore[arg-type]
    assert "prices: serving" in steps.text


def test_the_first_ctrl_c_stops_the_search_and_the_second_the_command() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stoppable(None) as nothing:
        assert nothing is None and signal.getsignal(signal.SIGINT) is before
    with stoppable(lambda *_: False) as tell:
        assert tell is not None and not tell("running", None)
        signal.raise_signal(signal.SIGINT)
        assert tell("running", None) and tell("running", 0.1)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
