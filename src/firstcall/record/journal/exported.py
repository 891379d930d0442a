"""A record as the lines of a file: what a party's own folder holds."""

from __future__ import annotations

from firstcall.errors import RecordError
from firstcall.record.journal.journal import Record
from firstcall.record.journal.line_faults import CopyTheFile, WrittenOtherwise
from firstcall.record.journal.streams import line_of


def lines_of(record: Record) -> str:
    """Return a record as it is kept: one line an event, each stream a chain of its own.

    A view is numbered and chained anew, so that the folder made from it stands alone and verifies.

    Raises:
      RecordError: an event would read otherwise than it was hashed.
    """
    lines = []
    for event in record.events:
        fields = record.unhashed.get(event.id) or event.model_dump(mode="json", exclude_unset=True)
        line = line_of({name: value for name, value in fields.items() if value is not None and name != "hash"})
        hashed = fields.get("hash")
        if not line.endswith(f'"{hashed}"}}\n'):
            raise RecordError(WrittenOtherwise(event=event.id), fix=CopyTheFile())
        lines.append(line)
    return "".join(lines)
