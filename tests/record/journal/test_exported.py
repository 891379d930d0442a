"""A record written out again is read as the same record; a view of it too."""

from pathlib import Path
from typing import Any

import pytest

from firstcall.agreement.load import load
from firstcall.errors import RecordError
from firstcall.record.events.entry import EventBase
from firstcall.record.journal.exported import lines_of
from firstcall.record.journal.journal import Record, read_record
from firstcall.record.views.view import view

EXAMPLES = Path(__file__).resolve().parent.parent.parent.parent / "examples"


@pytest.mark.parametrize("party", ["tamborala", "nordhaller"])
def test_a_view_written_out_is_the_view(party: str) -> None:
    folder = EXAMPLES / "wiraksa"
    record, agreement = (
        read_record((folder / "record.jsonl").read_bytes()),
        load((folder / "agreement.yaml").read_bytes()),
    )
    seen = view(record, party, agreement)
    again = read_record(lines_of(seen).encode())
    assert [_unchained(event) for event in again.events] == [_unchained(event) for event in seen.events]
    assert 0 < len(seen.events) < len(record.events)
    assert again.known().digest == seen.known().digest


def _unchained(event: EventBase) -> dict[str, Any]:
    """What an event of a view says before anybody asks for hashes."""
    return event.model_dump(exclude_unset=True, exclude={"prev", "hash"})


def test_nothing_is_no_lines() -> None:
    assert lines_of(Record()) == ""


def test_an_event_that_reads_otherwise_than_it_was_hashed_is_refused() -> None:
    raw = (EXAMPLES / "wiraksa" / "record.jsonl").read_bytes()
    with pytest.raises(RecordError, match=r"cannot be written as it was hashed\n  fix: copy the record's file"):
        lines_of(read_record(raw))
