from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from json import loads
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.errors import NotFound, Place, RecordError
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import Correction
from firstcall.record.journal import corrections
from firstcall.record.journal.corrections import check_corrections, corrected_all
from firstcall.record.journal.growing import Growing
from firstcall.record.journal.journal import Record, append, read_record
from firstcall.record.journal.streams import event_of, line_of

Fields = dict[str, Any]
Written = Callable[[Iterable[Fields]], tuple[Record, list[str]]]


def fix(of: str, **more: Any) -> Fields:
    return {"type": "correction", "of": of, "at": "2025-03-02T00:00:00Z", **more}


def talk(name: str, **more: Any) -> Fields:
    return {"type": "context", "id": name, "title": name, **more}


def titles(record: Record, known_at: datetime | None = None) -> list[str]:
    return [event.model_dump()["title"] for event in record.known(known_at).events]


def test_a_correction_says_what_the_event_should_have_said(written: Written) -> None:
    record, _ = written([talk("a"), fix("a", set={"title": "b", "at": "2025-02-01T00:00:00Z"})])
    (event,) = record.known().events
    assert event.model_dump()["title"] == "b" and event.at == datetime(2025, 2, 1, tzinfo=UTC)
    assert event.id == "a" and event.hash == record.events[0].hash


def test_a_correction_counts_from_its_own_recording_then_for_all_instants(written: Written) -> None:
    record, _ = written([talk("a"), fix("a", recorded="2025-04-01T00:00:00Z", set={"title": "b"})])
    assert titles(record, datetime(2025, 3, 31, 23, 59, tzinfo=UTC)) == ["a"]
    assert titles(record, datetime(2025, 4, 1, tzinfo=UTC)) == titles(record) == ["b"]


def test_a_void_event_does_not_count(written: Written) -> None:
    record, _ = written([talk("a"), talk("b"), fix("a", void=True)])
    assert titles(record) == ["b"]


def test_corrections_follow_one_another(written: Written) -> None:
    record, _ = written([talk("a"), fix("a", set={"title": "b", "note": "n"}), fix("a", set={"title": "c"})])
    (event,) = record.known().events
    assert (event.model_dump()["title"], event.note) == ("c", "n")


def test_a_correction_may_be_void_or_corrected_itself(written: Written) -> None:
    chain = [talk("a"), fix("a", id="one", set={"title": "b"})]
    assert titles(written([*chain, fix("one", void=True)])[0]) == ["a"]
    assert titles(written([*chain, fix("one", set={"set": {"title": "c"}})])[0]) == ["c"]
    voided = [*chain, fix("one", id="two", void=True)]
    assert titles(written([*voided, fix("two", void=True)])[0]) == ["b"]


def test_a_void_event_stays_void_whatever_follows(written: Written) -> None:
    record, _ = written([talk("a"), fix("a", id="v", void=True), fix("a", set={"title": "b"})])
    assert titles(record) == []
    assert titles(
        written([talk("a"), fix("a", id="v", void=True), fix("a", set={"title": "b"}), fix("v", void=True)])[0]
    ) == ["b"]


def test_a_correction_of_another_stream_stands_there(written: Written) -> None:
    given_ = {"type": "consent-given", "id": "c", "consent": "k", "clauses": ["x"], "provider": "p"}
    record, _ = written([given_, fix("c", set={"provider": "q"})])
    assert record.events[1].stream == "consent:k" and record.known().events[0].model_dump()["provider"] == "q"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"set": {"titel": "b"}}, "correction 'e2': unknown field 'titel'\n  fix: did you mean 'title'?"),
        ({"set": {"at": "soon"}}, "correction 'e2': at: 'soon' is not a time with its offset"),
        ({"set": {"title": None}}, "correction 'e2': title: nothing stands where text is wanted"),
        ({"set": {"hash": "0"}}, "new event: a correction cannot set hash"),
        ({}, "a correction sets fields or voids the event; give one of the two"),
    ],
)
def test_what_cannot_be_corrected(written: Written, change: Fields, words: str) -> None:
    with pytest.raises(RecordError) as error:
        written([talk("a"), fix("a", **change)])
    assert words.split("; ", maxsplit=1)[0] in str(error.value)


def test_a_correction_moves_no_event_and_aims_at_no_other(written: Written) -> None:
    given_ = {"type": "consent-given", "id": "c", "consent": "k", "clauses": ["x"], "provider": "p"}
    with pytest.raises(RecordError, match="correction 'e2': would move event 'c' to consent:m\n  fix: void the event"):
        written([given_, fix("c", set={"consent": "m"})])
    with pytest.raises(RecordError, match="would move event 'one' to b"):
        written([talk("a"), talk("b"), fix("a", id="one", void=True), fix("one", set={"of": "b"})])


def test_a_correction_of_what_is_not_there_is_told(written: Written) -> None:
    record, _ = written([talk("a")])
    with pytest.raises(NotFound, match="event 'b' is not in the record\n  fix: see `firstcall record show`"):
        append(
            record, {**fix("b", void=True), "id": "f", "by": "b", "entered_by": "x", "recorded": "2025-03-02T00:00:00Z"}
        )


def test_a_correction_cannot_go_before_what_it_corrects(written: Written) -> None:
    _, lines = written([talk("a"), fix("a", id="f", void=True)])
    first = {key: value for key, value in loads(lines[1]).items() if key not in ("hash", "prev")} | {"seq": 1}
    line = line_of(first)
    second = {
        **{key: value for key, value in loads(lines[0]).items() if key != "hash"},
        "seq": 2,
        "prev": loads(line)["hash"],
    }
    with pytest.raises(RecordError, match="r:1: corrects event 'a', which is not before it in the stream"):
        read_record((line + line_of({**second, "recorded": first["recorded"]})).encode(), "r")


def test_a_bad_correction_in_a_file_is_told_by_its_line(written: Written) -> None:
    _, lines = written([talk("a"), fix("a", set={"title": "b"})])
    bad = line_of({key: value for key, value in loads(lines[1]).items() if key != "hash"} | {"set": {"titel": "b"}})
    with pytest.raises(RecordError) as error:
        read_record((lines[0] + bad).encode(), "r.jsonl")
    assert str(error.value).startswith("r.jsonl:2: correction 'e2': unknown field 'titel'")


TITLES = st.sampled_from(["p", "q", "r"])
STEPS = st.lists(st.tuples(st.integers(0, 9), st.none() | TITLES), max_size=6)


@given(STEPS)
def test_chains_of_corrections_are_a_slow_replay(steps: list[tuple[int, str | None]]) -> None:
    """Each step corrects any earlier event or correction; the oracle asks each in turn, from the last back."""
    record = append(
        Record(),
        {**talk("e0"), "by": "b", "entered_by": "x", "at": "2025-03-01T00:00:00Z", "recorded": "2025-03-01T00:00:00Z"},
    )[0]
    meant: list[tuple[str, str | None]] = []
    for number, (aim, title) in enumerate(steps, start=1):
        of = f"e{aim % number}"
        about_event = of == "e0"
        what: Fields = (
            {"void": True} if title is None else {"set": {"title": title} if about_event else {"note": title}}
        )
        fields = {**fix(of, id=f"e{number}", **what), "by": "b", "entered_by": "x", "recorded": "2025-03-02T00:00:00Z"}
        record = append(record, fields)[0]
        meant.append((of, title if about_event or title is None else "kept"))

    def stands(number: int) -> bool:
        voids = [later for later, (of, title) in enumerate(meant, start=1) if of == f"e{number}" and title is None]
        return not any(stands(later) for later in voids)

    said = "e0"
    for number, (of, title) in enumerate(meant, start=1):
        if of == "e0" and title is not None and stands(number):
            said = title
    assert titles(record) == ([said] if stands(0) else [])


def test_what_is_checked_line_by_line_is_what_is_known(written: Written) -> None:
    record, _ = written([talk("a"), fix("a", id="one", set={"title": "b"}), fix("one", void=True)])
    assert check_corrections([(event, Place("r", 1)) for event in record.events]) == []
    assert corrected_all(record.events) == record.known().events


def told_slowly(events: list[EventBase]) -> list[int]:
    """Which corrections cannot be, each held against all of its stream before it: the meaning, at any price."""
    wrong, earlier = [], list[EventBase]()
    for number, event in enumerate(events):
        earlier.append(event)
        if isinstance(event, Correction):
            try:
                corrected_all(earlier)
            except RecordError:
                wrong.append(number)
                earlier.pop()
    return wrong


_SETS: tuple[Fields, ...] = (
    {"void": True}, {"set": {"title": "b"}}, {"set": {"note": "n"}}, {"set": {"surplus": "x"}}, {"set": {"at": "noon"}},
    {"set": {"set": {"title": "c"}}}, {"set": {"of": "e0"}}, {"set": {"void": False, "set": {"note": "m"}}},
)  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from([None, *_SETS])), min_size=1, max_size=12))
def test_a_correction_is_held_only_against_what_it_touches(steps: list[tuple[int, Fields | None]]) -> None:
    events = list[EventBase]()
    grown, refused = Growing(), list[int]()
    for number, (aim, what) in enumerate(steps):
        said = talk(f"e{number}") if what is None or number == 0 else fix(f"e{aim % number}", id=f"e{number}", **what)
        given = {"at": "2025-03-02T00:00:00Z", "recorded": "2025-03-02T00:00:00Z", "by": "b", "entered_by": "x", **said}
        event = event_of({**given, "stream": "agreement", "seq": number + 1, "hash": "0" * 64}, Place("r", number))
        events.append(event)
        try:
            if isinstance(event, Correction):
                grown.check_correction(event)
            grown.take(event)
        except RecordError:
            refused.append(number)
    wrong = told_slowly(events)
    assert refused == wrong
    told = check_corrections([(event, Place("r", number)) for number, event in enumerate(events)])
    assert {problem.place.line for problem in told} == set(wrong)


@pytest.mark.parametrize("of", ["a", "one"])
def test_one_more_correction_of_an_event_costs_what_the_first_did(
    of: str, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"title": "b"} if of == "a" else {"set": {"title": "c"}}
    record, _ = written([talk("a"), fix("a", id="one", set={"title": "b"}), *[fix(of, set=said)] * 60])
    asked: list[EventBase] = []

    def counted(fields: Fields, where: Any) -> EventBase:
        asked.append(event_of(fields, where))
        return asked[-1]

    monkeypatch.setattr(corrections, "event_of", counted)
    assert check_corrections([(event, Place("r", 1)) for event in record.events]) == []
    assert len(record.events) == 62 and len(asked) <= 2 * 61
