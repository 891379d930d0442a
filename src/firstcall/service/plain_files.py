"""Files as the machine has them: read whole, appended to under a lock, kept through a crash; each refusal in words."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Literal

from firstcall.agreement.read.text_faults import CheckFile
from firstcall.errors import MachineError, NotFound, RecordError
from firstcall.said import Grouped, Said, sentence
from firstcall.service.world import (
    BeginNewFolder,
    LeadsNowhere,
    PutFileBack,
    PutPlainFile,
    WouldBeTooLong,
    refused_by_machine,
)
from firstcall.values import dataclass

LONGEST_FILE = 200_000_000
"""No file of a partnership is longer; nothing is appended that would make one so."""

CalledFile = Literal["evidence", "the offer", "questions"]
"""What a file is to whoever named it."""


class FileTooLong(Said):
    says = sentence("file.too-long", "'{file}' has more than {most} bytes")
    file: str
    most: Annotated[int, Grouped]


class NoSuchNamed(Said):
    says = sentence("file.no-such-named", "{called} '{file}' cannot be read: there is no such file")
    called: CalledFile
    file: str


class NoFile(Said):
    says = sentence("file.no-file", "there is no file '{file}'")
    file: str


class CheckPath(Said):
    says = sentence("file.check-path", "check the path")


class FolderNotFile(Said):
    says = sentence("file.folder-not-file", "'{file}' is a folder, not a file")
    file: str


class MoveItAway(Said):
    says = sentence("file.move-it-away", "move it away")


class NoPlainFile(Said):
    says = sentence("file.no-plain-file", "'{file}' is {kind}, not a plain file")
    file: str
    kind: Literal["a pipe", "a device"]


class NoFolder(Said):
    says = sentence("file.no-folder", "there is no folder '{folder}'")
    folder: str


def read_file(file: Path, called: CalledFile | None = None) -> bytes:
    """Return a file's bytes.

    Args:
      file: a plain file; a pipe is refused, since it may never end.
      called: what the file is to whoever named it: evidence, the offer.

    Raises:
      NotFound: there is no such file, or it is a folder.
      RecordError: it has more bytes than anybody means.
      MachineError: it is no plain file, leads nowhere, or may not be read.
    """
    fd = _opened(file, called)
    try:
        if os.fstat(fd).st_size > LONGEST_FILE:
            raise RecordError(FileTooLong(file=str(file), most=LONGEST_FILE), fix=CheckFile())
        with os.fdopen(fd, "rb", closefd=False) as stream:
            return stream.read(LONGEST_FILE + 1)
    except OSError as error:
        raise refused_by_machine(file, "read", error) from error
    finally:
        os.close(fd)


def _opened(file: Path, called: CalledFile | None = None) -> int:
    try:
        fd = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise _missing(file, called) from error
    except OSError as error:
        raise refused_by_machine(file, "read", error) from error
    try:
        _plain_size(file, fd)
    except (NotFound, MachineError):
        os.close(fd)
        raise
    return fd


def _missing(file: Path, called: CalledFile | None = None) -> NotFound | MachineError:
    if file.is_symlink():
        try:
            file.stat()
        except OSError as error:
            if error.errno == errno.ELOOP:
                return refused_by_machine(file, "read", error)
        return MachineError(LeadsNowhere(file=str(file), target=str(file.readlink())), fix=PutFileBack())
    what = NoFile(file=str(file)) if called is None else NoSuchNamed(called=called, file=str(file))
    return NotFound(what, fix=CheckPath())


def _plain_size(file: Path, fd: int) -> int:
    """Return the size of an open file; refuse what is no plain file."""
    found = os.fstat(fd)
    if stat.S_ISDIR(found.st_mode):
        raise NotFound(FolderNotFile(file=str(file)), fix=MoveItAway())
    if not stat.S_ISREG(found.st_mode):
        what = NoPlainFile(file=str(file), kind="a pipe" if stat.S_ISFIFO(found.st_mode) else "a device")
        raise MachineError(what, fix=PutPlainFile())
    return found.st_size


def check_plain(file: Path) -> Path:
    """Return a file that others open by its name, such as an engine; one that may never end is refused.

    Raises:
      NotFound: there is no such file, or it is a folder.
      MachineError: it is no plain file, leads nowhere, or may not be read.
    """
    os.close(_opened(file))
    return file


def is_there(file: Path) -> bool:
    """Say whether something lies at a path: a link that leads nowhere does too, and is refused when it is read.

    Raises:
      MachineError: the folder may not be looked into, so nobody can say.
    """
    try:
        os.lstat(file)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise refused_by_machine(file, "read", error) from error
    return True


def all_below(folder: Path) -> list[Path]:
    """Return everything that lies in a folder and in the folders in it, in order; nothing where there is no folder.

    Raises:
      MachineError: a folder may not be looked into, so that what lies in it would be left out unseen.
    """
    found: list[Path] = []

    def closed(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError | NotADirectoryError):
            raise refused_by_machine(error.filename or folder, "read", error) from error

    for place, rooms, names in os.walk(folder, onerror=closed):
        found += (Path(place, name) for name in (*rooms, *names))
    return sorted(found)


def read_settled(file: Path) -> bytes:
    """Return the bytes of a file that others append to: where its last line has no end, once nobody is writing it.

    No lock is taken, so that a file which may only be read can be, and whoever holds the lock can read too.
    """
    raw = read_file(file)
    for _ in range(_LOOKS):
        if not raw or raw.endswith(b"\n"):
            return raw
        time.sleep(_BETWEEN_LOOKS)
        before, raw = raw, read_file(file)
        if raw == before:
            return raw
    return raw


_LOOKS = 10
_BETWEEN_LOOKS = 0.02


@dataclass(frozen=True, slots=True)
class LockedFile:
    """A file that nobody else appends to while it is open here."""

    file: Path
    fd: int

    def read(self) -> bytes:
        """Return the bytes of the file as it is now."""
        return read_file(self.file)

    def append(self, lines: bytes) -> None:
        """Write lines at the end, all or none, and wait until the disk has them.

        Raises:
          RecordError: the file would be longer than can be read.
          MachineError: the machine does not take them; the file is as it was.
        """
        size = os.fstat(self.fd).st_size
        if size + len(lines) > LONGEST_FILE:
            raise RecordError(WouldBeTooLong(file=str(self.file), most=LONGEST_FILE), fix=BeginNewFolder())
        try:
            left = memoryview(lines)
            while left:
                left = left[os.write(self.fd, left) :]
            os.fsync(self.fd)
            sync_folder(self.file)
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(self.fd, size)
                os.fsync(self.fd)
            raise refused_by_machine(self.file, "written, and is as it was", error) from error

    def cut(self, size: int) -> None:
        """Keep only the first bytes of the file, which keeps its mode, its owner and every link to it."""
        try:
            os.ftruncate(self.fd, size)
            os.fsync(self.fd)
            sync_folder(self.file)
        except OSError as error:
            raise refused_by_machine(self.file, "written", error) from error

    def set_aside(self, raw: bytes) -> Path:
        """Write bytes into a new file beside this one, which no more people may read than this one; return it."""
        number = 1
        while is_there(beside := self.file.with_name(f"{self.file.name}.torn-{number}")):
            number += 1
        mode = stat.S_IMODE(os.fstat(self.fd).st_mode)
        write_new(beside, raw, mode)
        return beside


def write_new(file: Path, raw: bytes, mode: int = 0o666) -> None:
    """Write a file that is not there yet, whole, and wait until the disk has it.

    Raises:
      FileExistsError: something lies there.
      MachineError: the machine does not take it; nothing is left there.
    """
    try:
        fd = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    except FileExistsError:
        raise
    except OSError as error:
        raise refused_by_machine(file, "written", error) from error
    try:
        with os.fdopen(fd, "wb") as out:
            if mode != 0o666:
                os.fchmod(fd, mode)
            out.write(raw)
            out.flush()
            os.fsync(fd)
        sync_folder(file)
    except OSError as error:
        file.unlink(missing_ok=True)
        raise refused_by_machine(file, "written", error) from error


def replace_file(file: Path, raw: bytes) -> None:
    """Write a file, whole or not at all, in place of what lies there, and wait until the disk has it.

    Raises:
      OSError: the machine does not let it be written; what lay there is as it was.
    """
    beside = file.with_name(f"{file.name}.new")
    try:
        with beside.open("wb") as out:
            out.write(raw)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(file)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    sync_folder(file)


def sync_folder(file: Path) -> None:
    """Wait until the disk has the name of a file, where a link leads to it too."""
    fd = os.open(os.path.realpath(file.parent if not file.is_symlink() else Path(os.path.realpath(file)).parent),
                 os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)  # fmt: skip
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


@contextmanager
def locked(file: Path) -> Iterator[LockedFile]:
    """Yield a file that nobody else appends to meanwhile; it is made where it is missing, and gone again if left empty.

    The path is looked at again once the lock is there: where the file was replaced while we waited, the new one
    is locked instead, so that nothing is written where nobody reads.

    Raises:
      NotFound: the path is a folder, or lies in none.
      MachineError: the file is no plain file, leads nowhere, or may not be written.
    """
    made = not is_there(file)
    if not made and not file.exists():
        raise _missing(file)
    fd = _locked_fd(file)
    try:
        yield LockedFile(file, fd)
    finally:
        if made and os.fstat(fd).st_size == 0:
            with suppress(OSError):
                file.unlink()
        os.close(fd)


def _locked_fd(file: Path) -> int:
    while True:
        fd = -1
        try:
            fd = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK | os.O_CLOEXEC, 0o666)
            _plain_size(file, fd)
            fcntl.flock(fd, fcntl.LOCK_EX)
            if _is_still(file, fd):
                return fd
        except FileNotFoundError as error:
            raise NotFound(NoFolder(folder=str(file.parent)), fix=CheckPath()) from error
        except IsADirectoryError as error:
            raise NotFound(FolderNotFile(file=str(file)), fix=MoveItAway()) from error
        except OSError as error:
            _close(fd)
            raise refused_by_machine(file, "written", error) from error
        except (NotFound, MachineError):
            _close(fd)
            raise
        os.close(fd)


def _close(fd: int) -> None:
    if fd >= 0:
        os.close(fd)


def _is_still(file: Path, fd: int) -> bool:
    """Say whether a path still leads to an open file."""
    try:
        there = file.stat()
    except FileNotFoundError:
        return False
    here = os.fstat(fd)
    return (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)
