"""What a long search shows on a terminal: that it goes on, the gap proven so far, and that it can be stopped."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Annotated, TextIO

from firstcall.said import Percent, Said, sentence
from firstcall.service.speech import running_language, said_in
from firstcall.service.world import QUIET_SECONDS

EVERY = 0.5
ToldProgress = Callable[[str, float | None], bool]
"""Told a step and the gap where one is known; True stops the search."""


class PlanSearched(Said):
    says = sentence("progress.plan", "plan")


class TextSearched(Said):
    says = sentence("progress.text-of", "text of {day}")
    day: date


class PricesReckoned(Said):
    says = sentence("progress.prices", "prices")


class MattersReckoned(Said):
    says = sentence("progress.what-matters", "what matters")


class FindingsSought(Said):
    says = sentence("progress.findings", "findings")


class LoopholesSought(Said):
    says = sentence("progress.loopholes", "loopholes")


class Searching(Said):
    says = sentence("progress.searching", "{label}: {seconds} s; Ctrl-C stops it")
    label: Said
    seconds: int


class SearchingWithGap(Said):
    says = sentence("progress.searching-gap", "{label}: {seconds} s, gap {gap} so far; Ctrl-C stops it")
    label: Said
    seconds: int
    gap: Annotated[Decimal, Percent]


class ReckoningStep(Said):
    says = sentence("progress.step", "{label}: {step}")
    label: Said
    step: Said


def shown_progress(
    label: Said, *, screen: TextIO | None = None, clock: Callable[[], float] = time.monotonic
) -> Callable[[str, float | None], bool] | None:
    """Return what tells a search's progress on a terminal; None where stderr is none.

    Args:
      label: what is searched for.
      screen: where it is shown; stderr when left out.
      clock: seconds, from any start.
    """
    out = screen or sys.stderr
    if not out.isatty():
        return None
    started = last = clock()
    best: float | None = None

    def tell(_: str, gap: float | None) -> bool:
        nonlocal last, best
        try:
            best = gap if gap is not None and isfinite(gap) else best
            now = clock()
            if now - started > QUIET_SECONDS and now - last > EVERY:
                last = now
                out.write(f"\r{said_in(_so_far(label, now - started, best), running_language())}   ")
                out.flush()
        except KeyboardInterrupt:
            return True
        return False

    return tell


@contextmanager
def stoppable(tell: ToldProgress | None) -> Iterator[ToldProgress | None]:
    """Let the first Ctrl-C end a search with what it has found; a second one ends the command.

    Args:
      tell: what shows the search's progress; None where nothing is shown, and Ctrl-C ends the command at once.
    """
    if tell is None or threading.current_thread() is not threading.main_thread():
        yield tell
        return
    asked: list[bool] = []

    def once(*_: object) -> None:
        asked.append(True)
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, once)
    try:
        yield lambda step, gap: tell(step, gap) or bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)


def _so_far(label: Said, passed: float, gap: float | None) -> Said:
    seconds = round(passed)
    if gap is None:
        return Searching(label=label, seconds=seconds)
    return SearchingWithGap(label=label, seconds=seconds, gap=round(Decimal(gap), 4))


def shown_steps(
    label: Said, *, screen: TextIO | None = None, clock: Callable[[], float] = time.monotonic
) -> Callable[[Said], None]:
    """Return what tells the steps of a long reckoning on a terminal, once it takes more than a second.

    Args:
      label: what is reckoned.
      screen: where it is shown; stderr when left out. Nothing is shown unless it is a terminal.
      clock: seconds, from any start.
    """
    out = screen or sys.stderr
    started = clock()

    def tell(step: Said) -> None:
        if out.isatty() and clock() - started > QUIET_SECONDS:
            told = said_in(ReckoningStep(label=label, step=step), running_language())
            out.write(f"\r{told}".ljust(78)[:78])
            out.flush()

    return tell
