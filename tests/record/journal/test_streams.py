"""What is told of lines that were changed, lost, forked or put out of order."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.errors import Place, RecordError
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import EVENT_KINDS
from firstcall.record.journal.journal import Record, read_record
from firstcall.record.journal.streams import (
    MAX_LINE,
    digest,
    fields_on,
    line_of,
    parse_line,
    plain_fields,
    stream_name,
)

Written = Callable[[Iterable[dict[str, Any]]], tuple[Record, list[str]]]
TALK = [{"type": "context", "title": f"talk {number}"} for number in range(4)]


@pytest.fixture
def lines(written: Written) -> list[str]:
    return written(TALK)[1]


def refused(lines: Iterable[str]) -> list[str]:
    """What is told of these lines; every fault says how to mend it."""
    with pytest.raises(RecordError) as error:
        read_record("".join(lines).encode(), "r.jsonl")
    said = str(error.value).split("\n")
    assert all(mend.startswith("  fix: ") for mend in said[1::2]), said
    return said[::2]


def remade(line: str, **changes: Any) -> str:
    data = {key: value for key, value in json.loads(line).items() if key != "hash"} | changes
    return line_of({key: value for key, value in data.items() if value is not None})


def test_a_changed_line_is_told(lines: list[str]) -> None:
    lines[1] = lines[1].replace("talk 1", "talk 9")
    assert refused(lines) == ["r.jsonl:2: event 'e2' was changed after it was written (its hash does not fit)"]


def test_a_line_changed_with_its_hash_breaks_the_chain(lines: list[str]) -> None:
    lines[1] = remade(lines[1], title="talk 9")
    assert refused(lines) == ["r.jsonl:3: event 'e3' does not follow the one before it in stream agreement"]


def test_a_missing_line_is_told(lines: list[str]) -> None:
    assert refused([lines[0], *lines[2:]]) == ["r.jsonl:2: stream agreement goes from event 1 to 3; a line is missing"]
    assert refused(lines[1:]) == ["r.jsonl:1: stream agreement goes from event 0 to 2; a line is missing"]


def test_a_cut_at_the_end_is_no_fault_of_the_chain(lines: list[str]) -> None:
    assert len(read_record("".join(lines[:2]).encode()).events) == 2


def test_lines_out_of_order_are_told(lines: list[str]) -> None:
    (said,) = refused([lines[0], lines[2], lines[1], lines[3]])
    assert said == "r.jsonl:3: event 2 of stream agreement stands after event 3 (see r.jsonl:2)"


def test_two_events_with_one_number_are_a_fork(lines: list[str]) -> None:
    other = remade(lines[1], id="other")
    said = refused([*lines[:2], other, *lines[2:]])
    assert said[0] == "r.jsonl:3: stream agreement has two events number 2: two people wrote to it at once"
    assert said[1:] == ["r.jsonl:4: event 'e3' does not follow the one before it in stream agreement"]


def test_a_line_that_stands_twice_counts_once(lines: list[str]) -> None:
    whole = read_record("".join(lines).encode())
    for merged in ([*lines, lines[3]], [*lines, *lines], [lines[0], *lines]):
        assert read_record("".join(merged).encode()).events == whole.events


def test_an_id_that_stands_twice_with_two_contents_is_told(lines: list[str]) -> None:
    said = refused([*lines, remade(lines[3], title="another")])
    assert said[0].startswith("r.jsonl:5: stream agreement has two events number 4")
    assert said[1] == "r.jsonl:5: the event id 'e4' stands twice (see r.jsonl:4)"


def test_an_entry_may_say_that_the_one_before_it_ran_ahead_of_the_clock(lines: list[str]) -> None:
    last = remade(lines[1], recorded="2025-02-28T23:59:59Z", out_of_turn=True)
    assert [event.out_of_turn for event in read_record((lines[0] + last).encode()).events] == [False, True]


def test_an_id_counts_across_streams(lines: list[str], written: Written) -> None:
    consent = {"id": "e1", "type": "consent-given", "consent": "c", "clauses": ["x"], "provider": "p"}
    assert refused([*lines, *written([consent])[1]]) == ["r.jsonl:5: the event id 'e1' stands twice (see r.jsonl:1)"]


def test_time_that_runs_backwards_in_a_stream_is_told(lines: list[str]) -> None:
    last = remade(lines[1], recorded="2025-02-28T23:59:59Z")
    assert refused([lines[0], last]) == ["r.jsonl:2: event 'e2' was recorded before the one it follows"]


def test_an_event_in_the_wrong_stream_is_told(written: Written) -> None:
    (line,) = written([{"type": "consent-given", "consent": "c", "clauses": ["x"], "provider": "p"}])[1]
    said = refused([remade(line, stream="agreement")])
    assert said == ["r.jsonl:1: event 'e1' stands in stream agreement, but belongs to consent:c"]


def test_all_lines_that_are_no_events_are_told_in_one_pass(lines: list[str]) -> None:
    said = refused([lines[0], "{\n", "[1]\n", "\n", "null\n", lines[1]])
    assert said == [
        "r.jsonl:2: not a line of the record: from column 2 on it is no JSON",
        "r.jsonl:3: not a line of the record: a list stands where an event is wanted",
        "r.jsonl:5: not a line of the record: nothing stands where an event is wanted",
    ]


EVENT = '{"id": "e", "type": "context", "title": "t", "at": "2025-01-01T00:00:00Z", %s}'


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (EVENT % '"x": 1.5', "the number 1.5 is not exact; write it in quotes"),
        (EVENT % '"x": 1e400', "the number 1e400 is not exact"),
        (EVENT % '"x": NaN', "the number NaN is not exact"),
        (EVENT % '"x": -Infinity', "the number -Infinity is not exact"),
        (EVENT % '"id": "f"', "the key 'id' stands twice"),
        (EVENT % '"x": {"a": 1, "a": 2}', "the key 'a' stands twice"),
        (EVENT % r'"x": "\ud800"', "it holds half a character"),
        (EVENT % ('"x": ' + "[" * 50_000 + "]" * 50_000), "it is nested too deep"),
        (EVENT % ('"x": ' + "9" * 5_000), "it holds a number with more digits than are read"),
        ('{"a": 1} {"b": 2}', "from column 10 on it is no JSON"),
        ("", "from column 1 on it is no JSON"),
        ("not json", "from column 1 on it is no JSON"),
    ],
)
def test_what_is_no_line_of_the_record(line: str, words: str) -> None:
    with pytest.raises(RecordError) as error:
        parse_line(line, Place("r", 1))
    assert str(error.value).startswith("r:1: ") and words in str(error.value)
    assert str(error.value).endswith("\n  fix: restore the line from a copy")


def test_a_line_too_long_is_refused_unread() -> None:
    with pytest.raises(RecordError, match="r:1: the line has more than 200,000 characters\n  fix: shorten the note"):
        parse_line("x" * (MAX_LINE + 1), Place("r", 1))


def test_a_line_of_thousands_of_keys_is_read_in_reasonable_work() -> None:
    keys = ", ".join(f'"{number:05}": 0' for number in range(15_000))
    with pytest.raises(RecordError, match="unknown field '00000'"):
        parse_line(EVENT % keys, Place("r", 1))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"type": "contxt"}, "r:1: unknown event type 'contxt'\n  fix: did you mean 'context'?"),
        ({"type": None}, "r:1: unknown event type 'None'"),
        ({"type": ["context"]}, "r:1: unknown event type"),
        ({"title": None}, "r:1: title: nothing stands where text is wanted"),
        ({"titel": "x"}, "r:1: unknown field 'titel'\n  fix: did you mean 'title'?"),
        ({"at": "2025-01-01"}, "r:1: at: '2025-01-01' is not a time with its offset\n  fix: write one like"),
        ({"at": 0}, "r:1: at: '0' is not a time\n  fix: write one as text"),
        ({"seq": 0}, "r:1: seq: '0' stands where a number from 1 on is wanted"),
        ({"until": "2025-02-30"}, "r:1: until: '2025-02-30' is not a day of the calendar"),
        (
            {"basis": {"grade": "sure"}},
            "r:1: basis.grade: 'sure' is not one of its values\n  fix: use one of: agreed, assumed",
        ),
    ],
)
def test_what_is_wrong_with_a_field(lines: list[str], change: dict[str, Any], expected: str) -> None:
    line = json.dumps(json.loads(lines[0]) | change)
    with pytest.raises(RecordError) as error:
        parse_line(line, Place("r", 1))
    assert str(error.value).startswith(expected)


def test_every_wrong_field_of_a_line_is_told() -> None:
    with pytest.raises(RecordError) as error:
        parse_line('{"type": "context", "tittle": "x", "seq": 1}', Place("r", 1))
    said = str(error.value).split("\n")
    missing = {line.split("'")[1] for line in said if "is missing" in line}
    assert missing == {"id", "stream", "hash", "at", "recorded", "by", "entered_by", "title"}
    assert "r:1: unknown field 'tittle'" in said


def test_the_hash_covers_every_field_but_itself_in_any_order(lines: list[str]) -> None:
    data = json.loads(lines[0])
    assert digest(data) == digest(dict(reversed(data.items()))) == digest(data | {"hash": "0" * 64}) == data["hash"]
    for key in data.keys() - {"hash"}:
        assert digest(data | {key: "changed"}) != data["hash"]


@given(
    st.text(min_size=1, max_size=30).filter(lambda text: text.encode(errors="ignore") == text.encode(errors="replace"))
)
def test_any_text_stays_on_its_own_line(note: str) -> None:
    fields = {"id": "e", "type": "context", "title": note, "stream": "agreement", "seq": 1, "by": "b"}
    line = line_of({**fields, "entered_by": "x", "at": "2025-01-01T00:00:00Z", "recorded": "2025-01-01T00:00:00Z"})
    record = read_record(line.encode())
    (event,) = record.events
    assert line.count("\n") == 1 and event.model_dump()["title"] == note


@pytest.mark.parametrize("kind", sorted(EVENT_KINDS))
def test_every_kind_of_event_has_a_stream(kind: str) -> None:
    model: type[EventBase] = EVENT_KINDS[kind]
    fields = {"offer": "o", "contract": None, "consent": "k", "statement": "s"} | {model.stream_of: "x"}
    assert kind == "correction" or stream_name(model, fields) in ("agreement", f"{model.stream_of}:x")


def test_a_waiver_of_a_signed_contract_stands_with_the_contract() -> None:
    model = EVENT_KINDS["waiver-given"]
    assert stream_name(model, {"contract": "k", "offer": None}) == "contract:k"
    assert stream_name(model, {"offer": "o", "contract": None}) == "offer:o"


def exact(line: str) -> dict[str, Any] | None:
    try:
        return fields_on(line)
    except (ValueError, RecursionError):
        return None


@given(
    st.recursive(
        st.sampled_from(["1", "1.5", "1e3", "-0", "NaN", "true", "null", '"a"', '":"', '"\\""', '"x: y"', "9" * 30]),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
            st.lists(st.tuples(st.sampled_from(["a", "b", "c:"]), inner), max_size=3).map(
                lambda items: "{" + ", ".join(f'"{name}" :{value}' for name, value in items) + "}"
            ),
        ),
        max_leaves=12,
    ).map(lambda inner: '{"id": ' + inner + ', "a":1}')
)
def test_a_line_read_quickly_is_read_as_it_is_read_exactly(line: str) -> None:
    quick = plain_fields(line)
    assert quick is None or repr(quick) == repr(exact(line))


@pytest.mark.parametrize(
    "line", ['{"a": 1, "a" :2}', '{"a":{"b":1,"b":2}}', '{"a": 1.5}', "[1]", '{"a": Infinity}', '{"a']
)
def test_what_is_not_plain_is_not_read_quickly(line: str) -> None:
    assert plain_fields(line) is None


def test_a_plain_line_is_read_quickly() -> None:
    assert plain_fields('{"a": {"b:": "c: d"}, "e": [{"f": 1}, true, null]}') is not None
