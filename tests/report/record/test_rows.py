"""Events and offers in lines: one event, one line, whatever people typed."""

from pathlib import Path

import pytest
from tests.refusal.deal import Deal, refusal

from firstcall.agreement.load import load
from firstcall.dates import zone
from firstcall.record.concerned import offers_of
from firstcall.record.journal.journal import Record, append, read_record
from firstcall.record.position import position
from firstcall.report.record.rows import event_said, offer_lines

WHERE = zone("Asia/Jakarta")


@pytest.fixture(scope="module")
def record(root: Path) -> Record:
    return read_record((root / "examples" / "wiraksa" / "record.jsonl").read_bytes())


def test_every_event_of_the_example_is_one_line_with_its_id(record: Record) -> None:
    for event in record.events:
        line = str(event_said(event, WHERE))
        assert line.isprintable() and f"  {event.type}  by {event.by}  " in line and f"[{event.id}]" in line
        assert ("(entered " in line) == (event.at != event.recorded)


def test_what_cannot_be_printed_is_spelt() -> None:
    fields = {"id": "a", "type": "context", "at": "2026-01-01T00:00:00Z", "recorded": "2026-01-01T00:00:00Z",
              "by": "x", "entered_by": "y", "title": "a"}  # fmt: skip
    made, _ = append(Record(), fields)
    kept = made.events[0].model_copy(update={"title": "a\nb\x1b[31m\u202e"})  # as a record of earlier times may hold it
    line = "2026-01-01 07:00:00+07:00  context  by x  title a\\nb\\x1b[31m\\u202e  [a]"
    assert str(event_said(kept, WHERE)) == line


def test_offers_tell_state_due_tail_and_remainder(record: Record, root: Path) -> None:
    agreement = load((root / "examples" / "wiraksa" / "agreement.yaml").read_bytes())
    at = max(event.at for event in record.events)
    found = offers_of(position(agreement, record, at))
    assert found
    for offer, clause in found:
        lines = list(map(str, offer_lines(offer, WHERE)))
        assert lines[0].startswith(f"offer {offer.id} under {clause.id} ({clause.holder}): {offer.state} since ")
        assert any("answer due by" in line for line in lines) == (
            offer.state == "notified" and offer.window_closes is not None
        )
        assert any("may be signed elsewhere through" in line for line in lines) == (offer.tail_closes is not None)
        assert any(", left " in line for line in lines) == (offer.remainder is not None)


def test_each_part_that_is_free_has_the_end_of_its_own_tail() -> None:
    deal = Deal(refusal(failure={"sign_within": "10"})).received().noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="60").say("holder-failed", "2025-04-07 09:00")
    told = map(str, offer_lines(deal.offer("2025-04-08 09:00"), WHERE))
    lines = [line for line in told if "may be signed elsewhere through" in line]
    assert [line.split(" (")[0] for line in lines] == [
        "  40 may be signed elsewhere through Thu 26 Jun 2025", "  60 may be signed elsewhere through Sun 6 Jul 2025",
    ]  # fmt: skip
