"""A record that grows: many entries cost what their streams cost, and come to what one by one they would."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.errors import ConflictError, NotFound, RecordError
from firstcall.record.journal.growing import Growing
from firstcall.record.journal.journal import Record, append, read_record


def happening(number: int, stream: str) -> dict[str, Any]:
    at = f"2025-03-01T00:{number:02}:00Z"
    fields = {"id": f"e{number}", "at": at, "recorded": at, "by": "buyer", "entered_by": "desk"}
    if stream == "agreement":
        return fields | {"type": "context", "title": "t"}
    return fields | {"type": "grantor-willing", "offer": stream}


@given(st.lists(st.sampled_from(["agreement", "o-1", "o-2"]), max_size=20))
def test_growing_is_appending_one_by_one(streams: list[str]) -> None:
    record, grown, lines = Record(), Growing(), list[str]()
    for number, stream in enumerate(streams):
        record, line = append(record, happening(number, stream))
        event, same = grown.add(happening(number, stream))
        assert same == line and event == record.events[-1]
        lines.append(line)
    assert read_record("".join(lines).encode()).events == record.events == tuple(grown.events)


def test_an_entry_looks_at_its_own_stream_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    held = Growing.held

    def counted(self: Growing, stream: str) -> Any:
        looked.append(stream)
        return held(self, stream)

    monkeypatch.setattr(Growing, "held", counted)
    grown = Growing()
    for number, stream in enumerate(["o-1", "o-2", "o-1"]):
        grown.add(happening(number, stream))
    assert looked == ["offer:o-1", "offer:o-2", "offer:o-1"]


@pytest.mark.parametrize(
    ("change", "kind", "said"),
    [
        ({"id": "e0"}, ConflictError, "the event id 'e0' is in the record already"),
        ({"type": "correction", "of": "no", "void": True}, NotFound, "event 'no' is not in the record"),
        ({"type": "contxt"}, RecordError, "unknown event type 'contxt'"),
    ],
)
def test_a_refused_entry_leaves_what_grew_as_it_was(change: dict[str, Any], kind: type[Exception], said: str) -> None:
    grown = Growing()
    grown.add(happening(0, "agreement"))
    add: Callable[..., Any] = grown.add
    with pytest.raises(kind, match=said):
        add(
            {
                name: value
                for name, value in (happening(1, "agreement") | change).items()
                if (name, change.get("type")) != ("title", "correction")
            }
        )
    assert [event.id for event in grown.events] == ["e0"]
    assert grown.add(happening(1, "agreement"))[0].seq == 2


@pytest.mark.parametrize("stray", ["\0", "\x1b", "\x7f", "\ud800", "\ufeff"])
@pytest.mark.parametrize(
    ("field", "value"),
    [("entered_by", "a{}b"), ("title", "{}"), ("evidence", {"file": "{}", "sha256": "0" * 64}),
     ("basis", {"grade": "stated", "source": ["a", "{}"]})],
)  # fmt: skip
def test_no_new_event_has_a_character_that_is_no_text(stray: str, field: str, value: Any) -> None:
    given = json.loads(json.dumps(value).replace("{}", json.dumps(stray)[1:-1]))
    with pytest.raises(RecordError, match=rf"^new event: {field}: a character that is no text \(.*\) stands here"):
        Growing().add({**happening(1, "agreement"), field: given})


def test_lines_tabs_and_every_letter_are_text() -> None:
    event, _ = Growing().add({**happening(1, "agreement"), "note": "one\r\n\ttwo é e\u0301 \u200f\U0001f600"})
    assert event.note == "one\r\n\ttwo é e\u0301 \u200f\U0001f600"
