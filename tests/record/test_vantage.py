"""What an instant has, as far as another knew: the text of its day, and only events that took effect by then."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from firstcall.agreement.load import load
from firstcall.record.events.entry import EventBase
from firstcall.record.journal.journal import Record
from firstcall.record.position import position
from firstcall.record.vantage import Vantage

AGREEMENT = load("""schema: firstcall/agreement/1
id: two-texts
title: Two texts, the later one signed late, fictional
timezone: UTC
effective: 2025-01-01
parties: {buyer: {name: Buyer, role: grantor}, supplier: {name: Supplier, role: holder}}
providers: {home: {operator: supplier}}
definitions: {workloads: [training]}
amendments: [{id: change, signed: 2025-06-01, effective: 2025-03-10}]
""")
EVENTS = [{"type": "context", "title": f"day {day}", "at": f"2025-03-{day:02}T00:00:00Z"} for day in (1, 5, 20)]


def seen(record: Record, day: int, known: datetime | None = None) -> Vantage:
    here = position(AGREEMENT, record, datetime(2025, 3, day, tzinfo=UTC), known)
    return Vantage(here.agreement, here.record, here.known, here.at, here.known_at, here.shelf, here.now)


def version(held: Vantage) -> str:
    found = held.terms().version
    assert found is not None
    return found.id


def test_events_count_from_the_instant_they_took_effect(
    written: Callable[[Iterable[dict[str, Any]]], tuple[Record, list[str]]],
) -> None:
    record, _ = written(EVENTS)
    assert [event.id for event in seen(record, 5).events_of_kind(EventBase)] == ["e1", "e2"]
    assert [event.id for event in seen(record, 4).events_of_kind(EventBase)] == ["e1"]
    assert [
        event.id for event in seen(record, 5).when(datetime(2025, 3, 20, tzinfo=UTC)).events_of_kind(EventBase)
    ] == [
        "e1",
        "e2",
        "e3",
    ]


def test_the_text_is_that_of_the_instant_as_far_as_it_was_signed_then() -> None:
    april = datetime(2025, 4, 1, tzinfo=UTC)
    assert version(seen(Record(), 12)) == "change"
    assert version(seen(Record(), 12, known=april)) == "base"
    assert version(seen(Record(), 9)) == "base"
    assert version(seen(Record(), 9).when(datetime(2025, 3, 10, tzinfo=UTC))) == "change"
