"""What a long search shows on a terminal: that it goes on, the gap proven so far, and that it can be stopped."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

from firstcall.said import Said
from firstcall.service.speech import running_language, said_in
from firstcall.service.world import QUIET_SECONDS

EVERY = 0.5


def shown_progress(
    label: str, *, screen: TextIO | None = None, clock: Callable[[], float] = time.monotonic
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
            best = gap if gap is not None else best
            now = clock()
            if now - started > QUIET_SECONDS and now - last > EVERY:
                last = now
                told = "" if best is None else f", gap {best:.2%} so far"
                out.write(f"\r{label}: {now - started:.0f} s{told}; Ctrl-C stops it   ")
                out.flush()
        except KeyboardInterrupt:
            return True
        return False

    return tell


def shown_steps(
    label: str, *, screen: TextIO | None = None, clock: Callable[[], float] = time.monotonic
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
            out.write(f"\r{label}: {said_in(step, running_language())}".ljust(78)[:78])
            out.flush()

    return tell
