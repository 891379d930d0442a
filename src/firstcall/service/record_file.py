"""A partnership's record as a file: entered under its lock, in one write an act, and mended where a write broke off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from firstcall.agreement.document import Agreement
from firstcall.record.journal.journal import Record, check_appendable, read_record, repair
from firstcall.said import Said, sentence
from firstcall.service import world
from firstcall.service.folder import (
    RECORD,
    Partnership,
    folder_of,
    no_collecting,
    read_agreement,
    read_record_of,
    tell_cautions,
)
from firstcall.service.plain_files import LockedFile, is_there, locked
from firstcall.values import dataclass

Repair = Callable[[bytes], tuple[bytes, bytes]]
"""From a file's bytes: those of its whole lines, and those that are set aside."""


@dataclass(frozen=True, slots=True)
class Entering:
    """A partnership into whose record events are entered, and the instant at which they are.

    The record was read under the lock, and nobody else writes until this is over: what is decided on it still
    holds when it is written.
    """

    held: Partnership
    now: datetime
    written: LockedFile | None
    """None for a dry run."""

    def enter(
        self, events: Iterable[Mapping[str, Any]], *, expected: int | None = None, shown: Record | None = None,
        look: Callable[[Record], None] | None = None,
    ) -> Record:  # fmt: skip
        """Append events, all in one write, and return the record with them.

        Args:
          events: each as `append` takes it, in order.
          expected: how many events the stream of the first must have.
          shown: what the party that enters them may see, where that is not everything. An id that is free there is
            the party's to give, and an entry that comes last there comes last.
          look: looks at the record with them before anything is written, and may refuse it.

        Raises:
          RecordError: an event does not fit, or the record's last line is torn; nothing is written.
          ConflictError: the stream has moved on, or an id is taken.
          MachineError: the machine does not take the lines; the file is as it was.
        """
        record = self.held.record
        check_appendable(record)
        growing = record.ends.branch()
        lines: list[str] = []
        for fields in events:
            given = fields if shown is None or shown is record else growing.for_party(fields, world.new_id())
            _, line = growing.add(given, expected=expected, clock=self.now)
            lines.append(line)
            expected = None
        after = record.with_added(growing.events, {})
        if look is not None:
            look(after)
        if lines and self.written is not None:
            self.written.append((b"\n" if record.unended else b"") + "".join(lines).encode())
            ids = tuple(event.key or event.id for event in growing.events)
            world.tell_standing(EnteredStands(events=ids, file=str(self.written.file)))
        return after


class EnteredStands(Said):
    says = sentence("note.entered-stands", "what was entered stands ({events}, in {file})")
    events: tuple[str, ...]
    file: str


class NotTorn(Said):
    says = sentence("repair.not-torn", "{file}: the last line is not torn; nothing to repair")
    file: str


class EndAdded(Said):
    says = sentence("repair.end-added", "{file}: the last line was whole but for its end, which was added")
    file: str


class TornSetAside(Said):
    says = sentence("repair.torn-set-aside", "{file}: the torn last line ({size} bytes) was set aside in {beside}")
    file: str
    size: int
    beside: str


@contextmanager
def entering(path: Path, *, dry_run: bool = False, agreement: Agreement | None = None) -> Iterator[Entering]:
    """Open a partnership to enter events into its record, which is locked until this is over.

    A dry run locks and writes nothing. A refused event leaves no empty record behind.

    Args:
      path: the folder, or the agreement in it.
      dry_run: whether events are only tried.
      agreement: the agreement, where it was read already.

    Raises:
      NotFound: there is no such folder, or no agreement in it.
      AgreementError: the agreement has problems.
      RecordError: the record has faults.
      MachineError: the machine lets nobody write there.
    """
    folder = folder_of(path)
    text = agreement if agreement is not None else read_agreement(folder)
    if dry_run:
        record = read_record_of(folder)
        tell_cautions(folder, text, record)
        yield Entering(Partnership(folder, text, record), world.now(), None)
        return
    with locked(folder / RECORD) as file:
        with no_collecting():
            record = read_record(file.read(), str(file.file))
        tell_cautions(folder, text, record)
        yield Entering(Partnership(folder, text, record), world.now(), file)


def repair_record(folder: Path) -> Said:
    """Mend a torn last line, keeping its bytes, and return what was done."""
    return repair_lines(folder / RECORD, repair)


def repair_lines(file: Path, mended: Repair) -> Said:
    """Mend the torn last line of a file of lines under its lock; what is set aside is kept beside it.

    The file stays the same file: its mode, its owner, every link to it, and whoever waits for its lock.
    """
    if not is_there(file):
        return NotTorn(file=str(file))
    with locked(file) as here:
        raw = here.read()
        kept, aside = mended(raw)
        if kept == raw:
            return NotTorn(file=str(file))
        if not aside:
            here.append(kept[len(raw) :])
            return EndAdded(file=str(file))
        beside = here.set_aside(aside)
        here.cut(len(kept))
    return TornSetAside(file=str(file), size=len(aside), beside=beside.name)
