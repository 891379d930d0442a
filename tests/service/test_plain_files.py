"""Files as the machine has them: what is no plain file, or may not be written, is told and left as it was."""

import errno
import fcntl
import os
import stat
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from firstcall.errors import MachineError, NotFound, RecordError
from firstcall.service import plain_files, world
from firstcall.service.plain_files import all_below, is_there, locked, read_file, read_settled, replace_file, write_new
from firstcall.service.world import refused_by_machine


def test_what_is_no_plain_file_is_told_and_waits_for_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("nowhere")
    (tmp_path / "circle").symlink_to("circle")
    with pytest.raises(MachineError, match="its link leads in a circle"):
        read_file(tmp_path / "circle")
    with pytest.raises(MachineError, match="its link leads in a circle"), locked(tmp_path / "circle"):
        pass
    for name, said in (("pipe", "is a pipe, not a plain file"), ("link", "is a link to 'nowhere', which is not there")):
        with pytest.raises(MachineError, match=said):
            read_file(tmp_path / name)
        with pytest.raises(MachineError, match=said), locked(tmp_path / name):
            pass
    with pytest.raises(MachineError, match="is a device"):
        read_file(Path(os.devnull))
    with pytest.raises(NotFound, match="is a folder, not a file"):
        read_file(tmp_path)
    with pytest.raises(NotFound, match="is a folder, not a file"), locked(tmp_path):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == ["circle", "link", "pipe"]


@pytest.mark.parametrize("number", sorted(world._WORDS))
def test_every_refusal_of_the_machine_has_words_and_a_remedy(number: int) -> None:
    said = str(refused_by_machine("f", "written", OSError(number, os.strerror(number))))
    assert said.startswith("'f' cannot be written: ") and "\n  fix: " in said
    assert refused_by_machine("f", "read", OSError(number, "x")).exit_code == 7


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"one\n")
    write = os.write

    def half(fd: int, data: Any) -> int:
        write(fd, bytes(data)[:2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", half)
    with pytest.raises(MachineError, match="cannot be written, and is as it was: the disk is full"), locked(file) as f:
        f.append(b"two\n")
    assert file.read_bytes() == b"one\n"


def test_nothing_is_appended_that_could_not_be_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"123456\n")
    monkeypatch.setattr(plain_files, "LONGEST_FILE", 10)
    with locked(file) as f:
        f.append(b"89\n")
        with pytest.raises(RecordError, match="would have more than 10 bytes, too many to read; nothing"):
            f.append(b"\n")
    assert read_file(file) == b"123456\n89\n"


def test_every_write_waits_for_the_disk_and_for_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[bool] = []
    fsync = os.fsync

    def counted(fd: int) -> None:
        synced.append(stat.S_ISDIR(os.fstat(fd).st_mode))
        fsync(fd)

    monkeypatch.setattr(os, "fsync", counted)
    with locked(tmp_path / "f") as f:
        f.append(b"x\n")
        f.cut(0)
        f.append(b"y\n")
        f.set_aside(b"z")
    write_new(tmp_path / "g", b"g")
    replace_file(tmp_path / "g", b"h")
    assert synced == [False, True] * 6


def test_whoever_waits_for_a_file_that_is_replaced_writes_to_the_new_one(tmp_path: Path) -> None:
    file, done = tmp_path / "f", threading.Event()
    file.write_bytes(b"old\n")
    with file.open("ab") as holder:
        fcntl.flock(holder, fcntl.LOCK_EX)

        def append() -> None:
            with locked(file) as f:
                f.append(b"late\n")
            done.set()

        waiting = threading.Thread(target=append)
        waiting.start()
        replace_file(file, b"new\n")
    waiting.join()
    assert done.is_set() and file.read_bytes() == b"new\nlate\n"


def test_a_file_that_was_only_looked_at_is_not_left_behind(tmp_path: Path) -> None:
    with locked(tmp_path / "f") as f:
        assert f.read() == b""
    assert not (tmp_path / "f").exists()


def test_a_line_still_being_written_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"one\nhal")
    monkeypatch.setattr(time, "sleep", lambda _: file.write_bytes(b"one\nhalf\n"))
    assert read_settled(file) == b"one\nhalf\n"
    file.write_bytes(b"one\nhal")
    monkeypatch.setattr(time, "sleep", lambda _: None)
    assert read_settled(file) == b"one\nhal"


def test_what_is_set_aside_may_be_read_by_nobody_more(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"")
    file.chmod(0o600)
    with locked(file) as f:
        first, second = f.set_aside(b"a"), f.set_aside(b"b")
    assert [stat.S_IMODE(path.stat().st_mode) for path in (first, second)] == [0o600, 0o600]
    assert (first.name, second.name, first.read_bytes(), second.read_bytes()) == ("f.torn-1", "f.torn-2", b"a", b"b")


def test_what_cannot_be_put_in_place_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"old")

    def full(fd: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_file(file, b"new")
    with pytest.raises(MachineError, match="the disk is full"):
        write_new(tmp_path / "g", b"g")
    assert file.read_bytes() == b"old" and [path.name for path in tmp_path.iterdir()] == ["f"]


def test_all_that_lies_below_a_folder_in_order(tmp_path: Path) -> None:
    for name in ("b/deep/x", "a", "b/c", ".hidden", "b/deep/.y"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "away").symlink_to("nowhere")
    found = [path.relative_to(tmp_path).as_posix() for path in all_below(tmp_path)]
    assert found == [".hidden", "a", "away", "b", "b/c", "b/deep", "b/deep/.y", "b/deep/x"]
    assert all_below(tmp_path / "none") == all_below(tmp_path / "a") == []


def test_a_link_to_nothing_is_there_and_what_lies_below_a_file_is_not(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "away").symlink_to("nowhere")
    assert is_there(tmp_path / "file") and is_there(tmp_path / "away") and is_there(tmp_path)
    assert not is_there(tmp_path / "none") and not is_there(tmp_path / "file" / "below")
