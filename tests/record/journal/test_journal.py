"""The record read, appended to, repaired, and what was known of it at an instant."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.errors import ConflictError, RecordError
from firstcall.record.events.entry import EventBase
from firstcall.record.journal.journal import Record, append, read_record, repair

Fields = dict[str, Any]
Written = Callable[[Iterable[Fields]], tuple[Record, list[str]]]


def day(number: int) -> str:
    return f"2025-03-{number:02}T00:00:00Z"


def instant(number: int) -> datetime:
    return datetime(2025, 3, number, tzinfo=UTC)


def talk(name: str, at: int = 1, recorded: int | None = None, **more: Any) -> Fields:
    return {"id": name, "type": "context", "title": name, "at": day(at), "recorded": day(recorded or at), **more}


def consent(name: str, at: int = 1, **more: Any) -> Fields:
    return talk(name, at) | {"type": "consent-given", "consent": name, "clauses": ["x"], "provider": "p"} | more


def bare(fields: Fields) -> Fields:
    fields = {"by": "buyer", "entered_by": "desk", **fields}
    return {key: value for key, value in fields.items() if key != "title" or fields["type"] == "context"}


def entered(written: Written, *events: Fields) -> tuple[Record, list[str]]:
    return written([bare(event) for event in events])


def ids(events: Iterable[EventBase]) -> list[str]:
    return [event.id for event in events]


# reading


def test_an_empty_record_is_a_record() -> None:
    record = read_record(b"")
    assert (record.events, record.torn, record.last_recorded) == ((), b"", None)
    assert record.known().events == ()


def test_line_ends_of_every_system_empty_lines_and_a_mark_are_read(written: Written) -> None:
    _, lines = entered(written, talk("a"), talk("b"))
    raw = "".join(lines).encode()
    for variant in (raw.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + raw, raw.replace(b"\n", b"\n\n"), b"\n  \n" + raw):
        assert ids(read_record(variant).events) == ["a", "b"]


def test_separators_of_lines_inside_a_text_part_no_line(written: Written) -> None:
    strange = "one\u2028two\u2029three\x85four"
    _, lines = entered(written, talk("a", note=strange), talk("b"))
    assert read_record("".join(lines).encode()).events[0].note == strange


def test_bytes_that_are_no_text_are_told_by_their_lines(written: Written) -> None:
    _, lines = entered(written, talk("a"), talk("b"), talk("c"))
    raw = lines[0].encode() + b"\xff\n" + lines[1].encode() + b"\xc3\n"
    with pytest.raises(RecordError) as error:
        read_record(raw, "r.jsonl")
    assert str(error.value).split("\n")[::2] == [f"r.jsonl:{number}: the line is not UTF-8 text" for number in (2, 4)]


def test_a_torn_last_line_is_kept_apart(written: Written) -> None:
    _, lines = entered(written, talk("a"), talk("b"))
    record = read_record(lines[0].encode() + lines[1].encode()[:-30])
    assert ids(record.events) == ["a"] and record.torn == lines[1].encode()[:-30]


def test_a_whole_last_line_without_its_end_counts(written: Written) -> None:
    raw = "".join(entered(written, talk("a"), talk("b"))[1]).encode()
    whole, short = read_record(raw), read_record(raw[:-1])
    assert short.events == whole.events and (short.unended, whole.unended, short.torn) == (True, False, b"")
    for cut in range(2, raw.count(b"") - raw.index(b"\n") - 2):
        torn = read_record(raw[:-cut])
        assert (ids(torn.events), bool(torn.torn)) == (["a"], True), cut


def test_a_last_line_changed_after_writing_is_a_fault_and_no_tear(written: Written) -> None:
    (line,) = entered(written, talk("a"))[1]
    with pytest.raises(RecordError, match="changed after it was written"):
        read_record(line.replace('"title": "a"', '"title": "z"').rstrip("\n").encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_a_record_or_an_error_with_its_line(raw: bytes) -> None:
    try:
        read_record(raw, "r")
    except RecordError as error:
        assert str(error).startswith("r:") and str(error).encode()
    kept, aside = repair(raw)
    assert kept + aside in (raw, raw + b"\n") and (not kept or kept.endswith(b"\n") or kept == raw)


# appending


def test_an_event_takes_its_place_at_the_end_of_its_stream(written: Written) -> None:
    record, lines = entered(written, talk("a"), consent("c"), talk("b"))
    first, other, second = record.events
    assert [(event.stream, event.seq) for event in record.events] == [
        ("agreement", 1),
        ("consent:c", 1),
        ("agreement", 2),
    ]
    assert (first.prev, other.prev, second.prev) == (None, None, first.hash)
    assert read_record("".join(lines).encode()).events == record.events


def test_the_record_appended_to_is_unchanged(written: Written) -> None:
    record, _ = entered(written, talk("a"))
    longer, _ = append(record, bare(talk("b")))
    assert ids(record.events) == ["a"] and ids(longer.events) == ["a", "b"]
    assert ids(longer.known().events) == ["a", "b"]


def test_what_the_record_gives_cannot_be_chosen(written: Written) -> None:
    record, _ = entered(written, talk("a"))
    forged = {"stream": "consent:x", "seq": 7, "prev": "0" * 64, "hash": "f" * 64}
    event = append(record, bare(talk("b")) | forged)[0].events[1]
    assert (event.stream, event.seq, event.prev) == ("agreement", 2, record.events[0].hash)


def refused(record: Record, fields: Fields, kind: type[Exception] = RecordError, **more: Any) -> str:
    with pytest.raises(kind) as error:
        append(record, bare(fields), **more)
    assert "\n  fix: " in str(error.value)
    return str(error.value).split("\n")[0]


def test_whoever_decided_on_an_earlier_state_is_told(written: Written) -> None:
    record, _ = entered(written, talk("a"), talk("b"), consent("c"))
    said = refused(record, talk("d"), ConflictError, expected=1)
    assert said == "stream agreement has 2 events, not 1: somebody wrote first"
    assert append(record, bare(talk("d")), expected=2)[0].events[-1].seq == 3
    assert refused(record, consent("n"), ConflictError, expected=1).startswith("stream consent:n has 0 events")


def test_an_id_that_is_taken_is_told(written: Written) -> None:
    record, _ = entered(written, talk("a"))
    assert refused(record, consent("a"), ConflictError) == "the event id 'a' is in the record already"


def test_time_does_not_run_backwards_in_a_stream(written: Written) -> None:
    record, _ = entered(written, talk("a", at=1, recorded=5))
    said = refused(record, talk("b", at=1, recorded=4))
    assert said.startswith("recorded 2025-03-04T00:00:00Z lies before the last entry of stream agreement")
    assert append(record, bare(talk("b", at=1, recorded=5)))[0].events[-1].seq == 2
    assert append(record, bare(consent("c", at=1)))[0].events[-1].seq == 1  # another stream has its own time


def test_nothing_is_entered_ahead_of_the_clock(written: Written) -> None:
    record, _ = entered(written, talk("a", at=1, recorded=5))
    said = refused(record, talk("b", at=1, recorded=7), clock=instant(6))
    assert said == "recorded 2025-03-07T00:00:00Z lies ahead of the clock (2025-03-06T00:00:00Z)"
    assert append(record, bare(talk("b", at=9, recorded=6)), clock=instant(6))[0].events[-1].seq == 2


def test_an_entry_that_ran_ahead_of_the_clock_locks_no_stream(written: Written) -> None:
    record, lines = entered(written, talk("a"), talk("mistyped", at=1, recorded=28))
    assert ids(record.ahead_of(instant(6))) == ["mistyped"] and not ids(record.ahead_of(instant(28)))
    later, line = append(record, bare(talk("b", at=6)), clock=instant(6))
    assert later.events[-1].out_of_turn and '"out_of_turn": true' in line
    mended, _ = append(later, bare(talk("m", at=6) | {"type": "correction", "of": "mistyped", "void": True}))
    assert not ids(mended.ahead_of(instant(6)))
    more, next_line = append(later, bare(talk("c", at=7)), clock=instant(7))
    assert not more.events[-1].out_of_turn
    read = read_record("".join([*lines, line, next_line]).encode())
    assert ids(read.events) == ["a", "mistyped", "b", "c"]
    assert refused(record, talk("d", at=6), clock=instant(28)).startswith("recorded 2025-03-06")
    assert not append(record, bare(talk("e", at=28)) | {"out_of_turn": True})[0].events[-1].out_of_turn


def test_nothing_is_appended_to_a_torn_record(written: Written) -> None:
    _, lines = entered(written, talk("a"))
    torn = read_record(lines[0].encode() + b"{")
    assert refused(torn, talk("b")) == "the record's last line is torn, so nothing is appended"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (talk("a") | {"type": "contex"}, "unknown event type 'contex'"),
        (talk("a") | {"at": "today"}, "new event: at: 'today' is not a time with its offset"),
        (talk("é"), "new event: id: 'é' is not an id"),
        (talk("a") | {"note": 2.5}, "new event: note: '2.5' stands where text is wanted"),
        (talk("a") | {"note": "half \ud800"}, "new event: note: "),
        (talk("a") | {"note": "x" * 4001}, "new event: note: "),
        (consent("c", quantity=Decimal("2.5")), "new event: it cannot be written as a line"),
        (consent("c", quantity=2.5), "new event: quantity: '2.5' is not a plain decimal number"),
    ],
)
def test_what_cannot_be_entered(fields: Fields, words: str) -> None:
    assert refused(Record(), fields).startswith(words)


# knowing


def test_events_are_known_from_their_recording_on(written: Written) -> None:
    record, _ = entered(written, talk("a", at=1, recorded=10), talk("b", at=2, recorded=20))
    assert [ids(record.known(instant(number)).events) for number in (9, 10, 19, 20)] == [[], ["a"], ["a"], ["a", "b"]]
    assert record.known() is record.known(instant(20)) is record.known(instant(25))
    assert record.last_recorded == instant(20)


def test_events_count_in_the_order_in_which_they_took_effect(written: Written) -> None:
    record, _ = entered(written, talk("late", at=9, recorded=9), talk("early", at=2, recorded=10))
    assert ids(record.known().events) == ["early", "late"]


def test_equal_instants_count_in_the_order_of_recording(written: Written) -> None:
    record, _ = entered(
        written, consent("z", at=5, recorded=day(6)), talk("b", at=5, recorded=7), talk("c", at=5, recorded=7)
    )
    assert ids(record.known().events) == ["z", "b", "c"]


def test_an_event_id_counts_once(written: Written) -> None:
    record, _ = entered(written, talk("a"))
    twice = Record((*record.events, *record.events))
    assert ids(twice.known().events) == ["a"] and twice.known().digest == record.known().digest


def test_the_digest_tells_what_was_known(written: Written) -> None:
    record, _ = entered(written, talk("a", at=1), talk("b", at=2))
    other, _ = entered(written, talk("a", at=1), talk("b", at=2, note="x"))
    assert record.known(instant(1)).digest == other.known(instant(1)).digest
    assert len({record.known(instant(1)).digest, record.known().digest, other.known().digest}) == 3


STREAMS = st.permutations(["agreement"] * 3 + ["c1"] * 2 + ["c2"] * 3)


@given(STREAMS, STREAMS)
def test_two_orders_of_merged_lines_are_one_record(one: list[str], other: list[str]) -> None:
    """Two people's branches merge line by line; as long as each stream keeps its order, nothing changes."""
    lines: dict[str, list[str]] = {}
    record = Record()
    for number, stream in enumerate(["agreement", "c1", "c2", "agreement", "c1", "c2", "c2", "agreement"]):
        fields = (
            talk(f"e{number}", at=1 + number // 3) if stream == "agreement" else consent(f"e{number}", 1 + number // 3)
        )
        record, line = append(record, bare(fields | ({} if stream == "agreement" else {"consent": stream})))
        lines.setdefault(stream, []).append(line)

    def merged(order: list[str]) -> Record:
        waiting = {stream: iter(held) for stream, held in lines.items()}
        return read_record("".join(next(waiting[stream]) for stream in order).encode())

    first, second = merged(one), merged(other)
    for known_at in (None, instant(1), instant(2)):
        assert first.known(known_at).digest == second.known(known_at).digest == record.known(known_at).digest
        assert first.known(known_at).events == second.known(known_at).events


# repairing


def test_a_whole_record_needs_no_repair(written: Written) -> None:
    raw = "".join(entered(written, talk("a"), talk("b"))[1]).encode()
    assert repair(raw) == (raw, b"") and repair(b"") == (b"", b"")


def test_where_only_the_end_of_the_line_was_lost_the_event_stays(written: Written) -> None:
    raw = "".join(entered(written, talk("a"), talk("b"))[1]).encode()
    kept, aside = repair(raw[:-1])
    assert (kept, aside) == (raw, b"")


def test_every_other_torn_end_is_set_aside_byte_for_byte(written: Written) -> None:
    first, second = (line.encode() for line in entered(written, talk("a"), talk("b", note="é"))[1])
    for cut in range(1, len(second) - 1):
        kept, aside = repair(first + second[:cut])
        assert (kept, aside) == (first, second[:cut])
        assert ids(read_record(kept).events) == ["a"]


def test_an_event_changed_after_writing_is_refused_and_never_set_aside(written: Written) -> None:
    (line,) = entered(written, talk("a"))[1]
    changed = line.replace('"title": "a"', '"title": "z"').rstrip("\n").encode()
    for raw in (changed, repair(changed)[0]):
        with pytest.raises(RecordError, match="was changed after it was written"):
            read_record(raw)
    assert repair(changed) == (changed + b"\n", b"")


@pytest.mark.parametrize("more", ["{", '{"id": "b"}', "]", ",", "\rx", "x"])
def test_a_last_line_that_goes_on_after_an_event_is_damaged_and_not_torn(written: Written, more: str) -> None:
    first, second = entered(written, talk("a"), talk("b"))[1]
    raw = (first + second.rstrip("\n") + more).encode()
    with pytest.raises(RecordError, match="not a line of the record: from column"):
        read_record(raw)
    assert repair(raw) == (raw, b"")


def test_a_record_whose_lines_end_otherwise_is_not_taken_for_one_torn_line(written: Written) -> None:
    raw = "".join(entered(written, talk("a"), talk("b"))[1]).replace("\n", "\r").encode()
    with pytest.raises(RecordError, match="not a line of the record"):
        read_record(raw)


def test_a_record_torn_in_its_first_line_is_repaired_to_nothing() -> None:
    assert repair(b"\xef\xbb\xbf{") == (b"", b"\xef\xbb\xbf{")


def test_after_repair_the_stream_goes_on(written: Written) -> None:
    _, lines = entered(written, talk("a"), talk("b"))
    kept, _ = repair("".join(lines).encode()[:-1])
    record, line = append(read_record(kept), bare(talk("c")))
    assert ids(read_record(kept + line.encode()).events) == ["a", "b", "c"] == ids(record.events)
    assert json.loads(line)["seq"] == 3
