"""A record as a file: entered under its lock in one write an act, and mended where a write broke off."""

from pathlib import Path

import pytest

from firstcall.errors import ConflictError, RecordError
from firstcall.service.record_file import append_event, repair_record

EVENT = {"id": "a", "type": "context", "at": "2026-02-01T00:00:00Z", "recorded": "2026-02-01T00:00:00Z",
         "by": "holder", "entered_by": "us", "title": "x"}  # fmt: skip


def test_an_append_may_expect_what_it_decided_on(deal: Path) -> None:
    append_event(deal, EVENT, expected=0)
    with pytest.raises(ConflictError, match="stream agreement has 1 events, not 0: somebody wrote first"):
        append_event(deal, EVENT | {"id": "b"}, expected=0)


def test_a_refused_append_leaves_every_byte(deal: Path) -> None:
    append_event(deal, EVENT)
    before = (deal / "record.jsonl").read_bytes()
    for fields in (EVENT, EVENT | {"id": "b", "title": ""}, EVENT | {"id": "b", "recorded": "2020-01-01T00:00:00Z"}):
        with pytest.raises((ConflictError, RecordError)):
            append_event(deal, fields)
    append_event(deal, EVENT | {"id": "b"}, dry_run=True)
    assert (deal / "record.jsonl").read_bytes() == before


def test_a_refused_append_makes_no_record(deal: Path) -> None:
    (deal / "record.jsonl").unlink()
    with pytest.raises(RecordError):
        append_event(deal, EVENT | {"title": ""})
    append_event(deal, EVENT, dry_run=True)
    assert not (deal / "record.jsonl").exists()


def test_repairs_never_overwrite_what_was_set_aside(deal: Path) -> None:
    file = deal / "record.jsonl"
    for number in (1, 2):
        file.write_bytes(b'{"half')
        assert f"record.jsonl.torn-{number}" in repair_record(deal)
    assert file.read_bytes() == b""
