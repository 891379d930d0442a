"""Clock, ids, who is at the keyboard, and a progress bar: the only place that asks the machine for them."""

from __future__ import annotations

import getpass
import os
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TextIO, TypeVar

import click


def now() -> datetime:
    """Return the present instant, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def new_id() -> str:
    """Return a random id for an event."""
    return uuid.uuid4().hex[:16]


def user() -> str:
    """Return who enters things: FIRSTCALL_USER where it is set, else the machine's user."""
    named = os.environ.get("FIRSTCALL_USER")
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


_standing: list[str] = []


def tell_standing(said: str | None) -> None:
    """Keep what was written and stands, whatever fails after it; None forgets what an earlier command wrote."""
    _standing.clear() if said is None else _standing.append(said)


def standing() -> tuple[str, ...]:
    """Return what the running command has written."""
    return tuple(_standing)


QUIET_SECONDS = 1.0
"""Work shorter than this shows no bar."""

Item = TypeVar("Item")


def with_progress(
    items: Sequence[Item],
    label: str,
    *,
    screen: TextIO | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Item]:
    """Yield items, and show on a terminal how far the work on them is once it takes more than a second.

    Args:
      items: what is worked on, one after the other.
      label: what they are, in the plural.
      screen: where the bar is drawn; stderr when left out. Nothing is drawn unless it is a terminal.
      clock: seconds, from any start.
    """
    out = screen or sys.stderr
    if not out.isatty():
        yield from items
        return
    started = clock()
    at = 0
    while at < len(items) and clock() - started <= QUIET_SECONDS:
        yield items[at]
        at += 1
    if at < len(items):
        with click.progressbar(length=len(items), label=label, file=out) as bar:
            bar.update(at)
            for item in items[at:]:
                yield item
                bar.update(1)
