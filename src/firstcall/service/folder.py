"""A partnership folder: the unit people keep in git, read and appended to.

agreement.yaml      what was agreed
record.jsonl        what happened; may be missing
transactions.csv    public or own transactions to be judged; may be missing
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.agreement.overlay import apply_overlay, read_overlay
from firstcall.dates import zone
from firstcall.errors import ConflictError, NotAllowed, NotFound, RecordError, quoted
from firstcall.record.entry import EventBase
from firstcall.record.journal import Record, append, read_record, repair
from firstcall.record.supposed import read_supposed, suppose

MAX_RECORD = 200_000_000
PAPERS = ("agreement.yaml", "record.jsonl", "intake.jsonl", "transactions.csv", "story.yaml", "revenue", "billing",
          "what-if", "needs.yaml", "supply.csv", "futures.yaml")  # fmt: skip
"""What a partnership's folder is made of."""


@dataclass(frozen=True, slots=True)
class Partnership:
    """A folder as read: where it is, the agreement, and the record."""

    path: Path
    agreement: Agreement
    record: Record
    supposed: tuple[str, ...] = ()
    """What-ifs that were applied; every answer that uses them says so."""
    warnings: tuple[str, ...] = ()
    overlays: tuple[bytes, ...] = ()
    """What was supposed, as the files said it; receipts hold their digests."""
    flags: str = ""
    """The flags that suppose it, as they are typed after the folder's name."""

    @property
    def name(self) -> str:
        """The folder as people typed it, with the flags of what is supposed."""
        return str(self.path) + self.flags


def open_partnership(path: Path, overlays: tuple[Path, ...] = (), assumed: tuple[Path, ...] = ()) -> Partnership:
    """Return the partnership kept in a folder, as what-ifs suppose it.

    Args:
      path: the folder, or the agreement in it.
      overlays: what-ifs on the text, applied in their order; they may suppose events too.
      assumed: files of supposed events.

    Raises:
      NotFound: there is no such folder or file, or no agreement in it.
      AgreementError: the agreement or an overlay has problems.
      RecordError: the record has faults, or a supposed event does not fit it.
    """
    folder = folder_of(path)
    agreement, record = read_agreement(folder), read_record_of(folder)
    supposed: list[str] = []
    warnings: list[str] = []
    where = zone(agreement.timezone)
    for file in overlays:
        overlay, places = read_overlay(_bytes(file), str(file))
        found = apply_overlay(agreement, overlay, places)
        agreement = found.agreement
        warnings += found.warnings
        record = suppose(record, overlay.events, where, str(file))
        supposed.append(f"{overlay.id}: {overlay.title} (changes {overlay.base})")
    for file in assumed:
        events = read_supposed(_text(file), str(file))
        record = suppose(record, events, where, str(file))
        supposed.append(f"{file.name}: {len(events)} supposed events")
    raw = tuple(_bytes(file) for file in (*overlays, *assumed))
    flags = "".join(f" --with {file}" for file in overlays) + "".join(f" --assume {file}" for file in assumed)
    return Partnership(folder, agreement, record, tuple(supposed), tuple(warnings), raw, flags)


def folder_of(path: Path) -> Path:
    """Return the partnership folder that a path names: the folder, or the one its agreement lies in."""
    if path.name == "agreement.yaml" and path.is_file():
        return path.parent
    if not path.exists():
        raise NotFound(
            f"there is no folder '{path}'\n  mend: name a partnership folder, such as examples/microsoft-openai"
        )
    if not (path / "agreement.yaml").is_file():
        raise NotFound(f"there is no agreement.yaml in '{path}'\n  mend: name the folder that holds it")
    return path


def read_agreement(folder: Path) -> Agreement:
    """Return the agreement of a folder."""
    file = folder / "agreement.yaml"
    return load(_bytes(file), str(file))


def read_record_of(folder: Path) -> Record:
    """Return the record of a folder; an empty one where the file is missing."""
    file = folder / "record.jsonl"
    return read_record_file(file) if file.exists() else Record()


def read_record_file(file: Path) -> Record:
    """Return the record in a file."""
    return read_record(_bytes(file), str(file))


def create_folder(folder: Path, made: Mapping[str, bytes]) -> None:
    """Write files into a folder, made where it is missing; nothing that is there is overwritten.

    Raises:
      ConflictError: one of the files is there already, or the folder is a file.
      NotAllowed: the machine does not let us write there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = [name for name in made if (folder / name).exists()]
        if there:
            raise ConflictError(
                f"{folder} has {', '.join(there)} already, and nothing was written\n  mend: name another folder"
            )
        for name, raw in made.items():
            with (folder / name).open("xb") as out:
                out.write(raw)
    except (FileExistsError, NotADirectoryError) as error:
        raise ConflictError(f"{quoted(folder)} is a file\n  mend: name another folder") from error
    except OSError as error:
        why = (error.strerror or "refused").lower()
        raise NotAllowed(f"{quoted(folder)} cannot be written: {why}\n  mend: name another folder") from error


def _bytes(file: Path) -> bytes:
    try:
        if not file.exists():
            raise NotFound(f"there is no file '{file}'\n  mend: check the path")
        if file.stat().st_size > MAX_RECORD:
            raise RecordError(f"'{file}' has more than {MAX_RECORD:,} bytes\n  mend: check that it is the right file")
        return file.read_bytes()
    except IsADirectoryError as error:
        raise NotFound(f"'{file}' is a folder, not a file\n  mend: move it away") from error
    except PermissionError as error:
        raise NotFound(f"'{file}' cannot be read\n  mend: check its permissions") from error


def _text(file: Path) -> str:
    raw = _bytes(file)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise RecordError(f"{file}:{line}: the line is not UTF-8 text\n  mend: save the file as UTF-8") from error


def append_event(
    folder: Path, fields: Mapping[str, Any], *, dry_run: bool = False, expected: int | None = None
) -> tuple[Record, EventBase]:
    """Append an event to a folder's record, and return the record and the event.

    The file is locked, read anew, and written by one append, so that two writers never tear a line.

    Raises:
      RecordError: the event does not fit, or the record's last line is torn.
      ConflictError: the stream has moved on.
    """
    file = folder / "record.jsonl"
    if dry_run or not file.exists():  # a refused event leaves no empty record behind
        record, _ = append(read_record_of(folder), fields, expected=expected)
        if dry_run:
            return record, record.events[-1]
    with file.open("ab") as out:
        fcntl.flock(out, fcntl.LOCK_EX)
        record, line = append(read_record_of(folder), fields, expected=expected)
        out.write(line.encode())
        out.flush()
        os.fsync(out.fileno())
    return record, record.events[-1]


def paper_at(path: Path) -> str | None:
    """Return which of a partnership's papers lies at a path, so that nothing is written over it; None for any other."""
    whole = path.resolve()
    for folder in whole.parents:
        if (folder / "agreement.yaml").is_file():
            inside = whole.relative_to(folder).parts
            return "/".join(inside) if inside[0] in PAPERS else None
    return None


def repair_record(folder: Path) -> str:
    """Mend a torn last line, keeping its bytes, and return what was done."""
    file = folder / "record.jsonl"
    raw = _bytes(file) if file.exists() else b""
    kept, aside = repair(raw)
    if kept == raw:
        return f"{file}: the last line is whole; nothing to repair"
    if aside:
        beside = _unused(file)
        beside.write_bytes(aside)
        done = f"{file}: the torn last line ({len(aside)} bytes) was set aside in {beside.name}"
    else:
        done = f"{file}: the last line was whole but for its end, which was added"
    temporary = file.with_suffix(".jsonl.new")
    temporary.write_bytes(kept)
    temporary.replace(file)
    return done


def _unused(file: Path) -> Path:
    number = 1
    while (beside := file.with_name(f"{file.name}.torn-{number}")).exists():
        number += 1
    return beside
