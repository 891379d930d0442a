"""Clock, ids, who is at the keyboard, and a progress bar: the only place that asks the machine for them."""

from __future__ import annotations

import errno
import getpass
import os
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal, TextIO, TypeVar

import click

from firstcall.errors import MachineError
from firstcall.said import Grouped, Said, sentence

Refusal = Literal[
    "permission denied", "it lies on a read-only file system", "the disk is full", "your share of the disk is used up",
    "the machine lets no file grow so long", "its link leads in a circle", "its name is too long",
    "it cannot be locked there", "the disk does not answer",
]  # fmt: skip
"""Why the machine does not let a file be read or written."""
FileWork = Literal["read", "written", "written, and is as it was"]


class CheckPermissions(Said):
    says = sentence("file.check-permissions", "check its permissions, and those of its folder")


class MakeWritable(Said):
    says = sentence("file.make-writable", "make it writable, or work on a copy elsewhere")


class MakeRoom(Said):
    says = sentence("file.make-room", "make room, and try again")


class RaiseLimit(Said):
    says = sentence("file.raise-limit", "raise the limit (ulimit -f), and try again")


class PutLinkRight(Said):
    says = sentence("file.put-link-right", "put the link right")


class GiveShorterName(Said):
    says = sentence("file.give-shorter-name", "give it a shorter one")


class KeepWhereLocked(Said):
    says = sentence("file.keep-where-locked", "keep the partnership on a file system that locks files")


class CheckDisk(Said):
    says = sentence("file.check-disk", "check the disk, and restore from a copy where needed")


class CheckPathAndRoom(Said):
    says = sentence("file.check-path-and-room", "check the path, its permissions, and room on the disk")


class PutFileBack(Said):
    says = sentence("file.put-back", "put the file back, or the link right")


class PutPlainFile(Said):
    says = sentence("file.put-plain-file", "put a plain file there")


class BeginNewFolder(Said):
    says = sentence("file.begin-new-folder", "begin a partnership folder for what comes next")


class WouldBeTooLong(Said):
    says = sentence(
        "file.would-be-too-long",
        "'{file}' would have more than {most} bytes, too many to read; nothing was written",
    )
    file: str
    most: Annotated[int, Grouped]


class LeadsNowhere(Said):
    says = sentence("file.leads-nowhere", "'{file}' is a link to '{target}', which is not there")
    file: str
    target: str


class CannotBe(Said):
    says = sentence("file.cannot-be", "'{file}' cannot be {done}: {why}")
    file: str
    done: FileWork
    why: Refusal


class CannotBeAsSaid(Said):
    says = sentence("file.cannot-be-as-said", "'{file}' cannot be {done}: {why}")
    file: str
    done: FileWork
    why: str


_WORDS: dict[int, tuple[Refusal, Said]] = {
    errno.EACCES: ("permission denied", CheckPermissions()),
    errno.EPERM: ("permission denied", CheckPermissions()),
    errno.EROFS: ("it lies on a read-only file system", MakeWritable()),
    errno.ENOSPC: ("the disk is full", MakeRoom()),
    errno.EDQUOT: ("your share of the disk is used up", MakeRoom()),
    errno.EFBIG: ("the machine lets no file grow so long", RaiseLimit()),
    errno.ELOOP: ("its link leads in a circle", PutLinkRight()),
    errno.ENAMETOOLONG: ("its name is too long", GiveShorterName()),
    errno.ENOLCK: ("it cannot be locked there", KeepWhereLocked()),
    errno.EIO: ("the disk does not answer", CheckDisk()),
}


def refused_by_machine(file: Path | str, doing: FileWork, error: OSError) -> MachineError:
    """Return what is to be said where the machine does not let a file be read or written.

    Args:
      file: the file.
      doing: what was to be done with it: read, written.
      error: what the machine said.
    """
    known = _WORDS.get(error.errno or 0)
    if known is None:
        said = (error.strerror or str(error)).lower()
        return MachineError(CannotBeAsSaid(file=str(file), done=doing, why=said), fix=CheckPathAndRoom())
    why, fix = known
    return MachineError(CannotBe(file=str(file), done=doing, why=why), fix=fix)


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


_standing: list[Said] = []


def tell_standing(said: Said | None) -> None:
    """Keep what was written and stands, whatever fails after it; None forgets what an earlier command wrote."""
    _standing.clear() if said is None else _standing.append(said)


def standing() -> tuple[Said, ...]:
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
