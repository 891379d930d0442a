"""Supposed events: added to a record, graded assumed, kept nowhere, and told by place where they do not fit."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record.conftest import write

from firstcall.dates import parse_instant, zone
from firstcall.errors import RecordError
from firstcall.record.events.kinds import ContractSigned
from firstcall.record.events.offer import AboutOffer
from firstcall.record.journal.growing import Growing
from firstcall.record.journal.journal import Record, append
from firstcall.record.journal.supposed import MOST_EVENTS, read_supposed, suppose
from firstcall.record.position import grouped

Moments = list[tuple[dict[str, Any], int]]
Written = Callable[[Iterable[dict[str, Any]]], tuple[Record, list[str]]]
WHERE = zone("America/Los_Angeles")
CONTEXT = {"type": "context", "at": "2025-03-01", "by": "buyer", "title": "x"}


def test_a_day_begins_in_the_agreements_zone_and_what_is_left_out_is_filled_in() -> None:
    event = suppose(Record(), [CONTEXT], WHERE, "guess.yaml").events[0]
    assert event.at == event.recorded == parse_instant("2025-03-01", WHERE)
    assert (event.id, event.entered_by, event.basis.grade) == ("supposed-1", "what-if", "assumed")


def test_what_is_given_stands() -> None:
    given = {**CONTEXT, "id": "mine", "entered_by": "me", "basis": {"grade": "reported", "attribution": "a page"}}
    event = suppose(Record(), [given], WHERE, "guess.yaml").events[0]
    assert (event.id, event.entered_by, event.basis.grade) == ("mine", "me", "reported")


def test_the_record_itself_is_left_as_it_was(written: Written) -> None:
    record, _ = written([{"type": "context", "title": "before"}])
    supposed = suppose(record, [CONTEXT, CONTEXT], WHERE, "guess.yaml")
    assert len(record.events) == 1
    assert [event.id for event in supposed.events] == ["e1", "supposed-2", "supposed-3"]
    assert supposed.events[0] == record.events[0]


def test_an_event_of_before_is_entered_after_what_its_stream_holds(written: Written) -> None:
    record, _ = written([{"type": "context", "title": "late", "recorded": "2026-01-01T00:00:00Z"}])
    event = suppose(record, [CONTEXT], WHERE, "guess.yaml").events[-1]
    assert event.at == parse_instant("2025-03-01", WHERE)
    assert event.recorded == parse_instant("2026-01-01T00:00:00Z", WHERE)
    other = {"type": "model-developed", "at": "2025-03-01", "by": "buyer", "model": "m"}
    assert suppose(record, [other], WHERE, "guess.yaml").events[-1].recorded == parse_instant("2025-03-01", WHERE)


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({**CONTEXT, "at": "soon"}, "guess.yaml: event 2: 'soon' is not a date"),
        ({**CONTEXT, "type": "contxt"}, "guess.yaml: event 2: unknown event type 'contxt'\n  fix: did you mean"),
        ({"type": "context", "at": "2025-03-01", "by": "buyer"}, "guess.yaml: event 2: "),
        ({"at": "2025-03-01"}, "guess.yaml: event 2: unknown event type"),
        ({"type": "context"}, "guess.yaml: event 2: "),
        ({**CONTEXT, "id": "supposed-1"}, "guess.yaml: event 2: the event id 'supposed-1' is in the record already"),
    ],
)
def test_an_event_that_does_not_fit_is_told_by_its_number(event: dict[str, Any], said: str) -> None:
    with pytest.raises(RecordError) as refused:
        suppose(Record(), [CONTEXT, event], WHERE, "guess.yaml")
    assert str(refused.value).startswith(said)


def test_an_event_without_its_day_is_told_so() -> None:
    with pytest.raises(RecordError) as refused:
        suppose(Record(), [{key: value for key, value in CONTEXT.items() if key != "at"}], WHERE, "guess.yaml")
    assert str(refused.value) == (
        "guess.yaml: event 1: the field 'at' is missing\n  fix: say when it takes effect, as a day or a time"
    )


def test_a_line_ends_only_where_it_ends() -> None:
    assert read_supposed('{"title": "a\u2028b"}\n', "e.jsonl") == ({"title": "a\u2028b"},)


def test_lines_need_no_hashes_and_may_be_empty() -> None:
    found = read_supposed('{"type": "context", "figure": 1.10}\n\n  \n{"type": "shipped"}\n', "e.jsonl")
    assert [event["type"] for event in found] == ["context", "shipped"]
    assert found[0]["figure"] == "1.10"  # exact, as it was written
    assert read_supposed("", "e.jsonl") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1}\n{"a"\n', "e.jsonl:2: not a line of JSON\n  fix: write one event a line"),
        ('{"a": 1}\n\n[1]\n', "e.jsonl:3: the line is not an event\n  fix: write one event a line"),
        ("[" * 100_000, "e.jsonl:1: not a line of JSON"),
        ('{"type": "context", "by": "a", "by": "b"}\n', "e.jsonl:1: the key 'by' stands twice"),
        ('{"quantity": NaN}\n', "e.jsonl:1: the number NaN is not exact"),
        ("{}\n" * (MOST_EVENTS + 1), "e.jsonl: more than 10,000 events\n  fix: check that it is the right file"),
    ],
)
def test_what_is_no_list_of_events_is_told_by_its_line(text: str, said: str) -> None:
    with pytest.raises(RecordError) as refused:
        read_supposed(text, "e.jsonl")
    assert str(refused.value).startswith(said)


def test_a_receipt_hashes_supposed_events_as_their_lines_would_be(written: Written) -> None:
    record, _ = written([{"type": "context", "title": "before"}])
    offer = {"type": "offer-received", "offer": "O", "provider": "p", "quantity": "2.10", "unit": "MW"}
    events: list[dict[str, Any]] = [CONTEXT, {**CONTEXT, **offer, "workloads": ["training"]}, CONTEXT]
    events[1].pop("title")
    supposed, kept = suppose(record, events, WHERE, "guess.yaml"), record
    for event in supposed.events[1:]:
        data = {key: value for key, value in supposed.unhashed[event.id].items() if key not in ("stream", "seq")}
        kept, _ = append(kept, data)
    assert supposed.known().digest == kept.known().digest != record.known().digest


KINDS: list[dict[str, Any]] = [
    {"type": "offer-received", "offer": "o", "provider": "p"}, {"type": "grantor-willing", "offer": "o"},
    {"type": "contract-signed", "contract": "k", "provider": "p", "offer": "o"},
    {"type": "consent-given", "consent": "c", "clauses": ["x"], "provider": "p"},
    {"type": "consent-revoked", "consent": "c"}, {"type": "context", "title": "t"},
    {"type": "correction", "of": "e1", "void": True},
]  # fmt: skip
MOMENTS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 9)), max_size=6)


@given(MOMENTS, MOMENTS, MOMENTS, st.integers(1, 9))
def test_what_follows_from_the_record_before_is_what_follows_from_all_events(
    entered: Moments, first: Moments, second: Moments, known: int
) -> None:
    """A record that adds a few events to another answers as one that is read afresh."""
    record, _ = write([{**fields, "at": f"2025-03-0{day}T00:00:00Z", "recorded": f"2025-03-{10 + number}T00:00:00Z"}
                       for number, (fields, day) in enumerate(entered) if fields["type"] != "correction"])  # fmt: skip
    try:
        for moments in (first, second):
            record.known()
            record = suppose(record, [{**fields, "at": f"2025-03-0{day}", "by": "buyer"} for fields, day in moments],
                             WHERE, "guess.yaml")  # fmt: skip
    except RecordError:
        return  # a correction of what is not there, or of what is gone
    afresh = Record(record.events, unhashed=record.unhashed)
    assert record.last_recorded == afresh.last_recorded
    for known_at in (None, parse_instant(f"2025-03-0{known}", WHERE), parse_instant(f"2025-03-1{known}", WHERE)):
        one, other = record.known(known_at), afresh.known(known_at)
        assert (one.events, one.entered, one.digest) == (other.events, other.entered, other.digest)
        assert one.of_kind(AboutOffer, ContractSigned) == other.of_kind(AboutOffer, ContractSigned)
        assert grouped(one) == grouped(other)
    assert len(record.ends) == len(record.events)
    assert [record.ends.held(event.stream) for event in record.events] == [
        Growing(record.events).held(event.stream) for event in record.events
    ]
