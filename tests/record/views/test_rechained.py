"""A view is a record of its own: its streams are chained anew, by hashes that are made when somebody asks for them."""

from typing import Any

from tests.refusal.deal import Deal

from firstcall.record.events.entry import EventBase
from firstcall.record.journal.exported import lines_of
from firstcall.record.journal.journal import append, read_record
from firstcall.record.journal.streams import digest
from firstcall.record.views.rechained import rechained
from firstcall.record.views.view import view


def chained(events: list[EventBase]) -> list[str]:
    """The hashes of a stream, reckoned at once from what its events say."""
    found: list[str] = []
    for number, event in enumerate(events, start=1):
        said: dict[str, Any] = event.model_dump(mode="json", exclude_unset=True, exclude={"prev", "hash"})
        found.append(digest({**said, "seq": number, **({"prev": found[-1]} if found else {})}))
    return found


def test_the_lines_of_a_view_carry_the_hashes_of_its_chain() -> None:
    deal = Deal().received().noticed().say("declined", "2025-03-18 09:00")
    seen = view(deal.record, "halcyon", deal.agreement)
    kept = read_record(lines_of(seen).encode())
    assert [event.hash for event in kept.events] == chained(list(seen.events)) and len(kept.events) == 4
    assert kept.known().digest == seen.known().digest


def test_what_is_entered_after_a_view_follows_the_hash_of_its_last_line() -> None:
    deal = Deal().received().noticed()
    seen = view(deal.record, "halcyon", deal.agreement)
    fields = {"id": "own", "type": "declined", "at": "2025-03-18T14:00:00Z", "recorded": "2025-03-18T14:00:00Z",
              "by": "halcyon", "entered_by": "halcyon", "offer": "o"}  # fmt: skip
    kept = read_record(lines_of(seen).encode())
    (one, line), (other, same) = append(seen, fields), append(kept, fields)
    assert line == same and one.known().digest == other.known().digest


def test_what_is_left_out_leaves_no_gap_in_the_numbers() -> None:
    events = Deal().received().noticed().record.events
    found = rechained([(events[0], {}), (events[2], {"note": None})], "halcyon")
    assert [event.seq for event in found.events] == [1, 2]
    assert len(read_record(lines_of(found).encode()).events) == 2


def test_an_entry_earlier_than_the_one_before_it_in_the_view_is_out_of_turn() -> None:
    events = Deal().received().noticed().record.events
    found = rechained([(events[2], {}), (events[0], {})], "halcyon")
    assert events[2].recorded > events[0].recorded
    assert [event.out_of_turn for event in found.events] == [False, True]
