"""One event written to the record of a folder, under its lock, as the commands write theirs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from firstcall.record.events.entry import EventBase
from firstcall.record.journal.journal import Record
from firstcall.service.record_file import entering


def append_event(
    folder: Path, fields: Mapping[str, Any], *, dry_run: bool = False, expected: int | None = None
) -> tuple[Record, EventBase]:
    """Append an event to a folder's record, and return the record and the event.

    Args:
      folder: the partnership.
      fields: the event as `append` takes it; entered now where `recorded` is left out.
      dry_run: whether the event is only tried.
      expected: how many events the stream must have, for whoever decided on what it saw.

    Raises:
      RecordError: the event does not fit, or the record's last line is torn.
      ConflictError: the stream has moved on.
    """
    with entering(folder, dry_run=dry_run) as desk:
        record = desk.enter([{"recorded": desk.now.isoformat(), **fields}], expected=expected)
    return record, record.events[-1]
