"""A line that is plainly right is read as its model reads it; every other is left to the model."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import Event
from firstcall.record.events.plain import learn_from, plain_event

EVENT: TypeAdapter[EventBase] = TypeAdapter(Event)

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
LINES = [
    json.loads(line) for file in sorted(EXAMPLES.glob("*/record.jsonl")) for line in file.read_text("utf-8").split("\n")
    if line
]  # fmt: skip
ODD: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 3), st.just(10**30), st.text(max_size=4), st.just("x" * 4001),
    st.sampled_from([
        "", "a", "a\n", "1", "1.50", "-1", "0", "2025-02-30T00:00:00Z", "2025-03-01T00:00:00Z", "2025-03-01T00:00:00",
        "2025-03-01T00:00:00.123456+07:00", "2025-03-01T00:00:00.1Z", "2025-03-01 00:00Z", "0" * 64, "third_party",
        "2025-03-01", "agreement", "\u00b2", "none",
    ]),
    st.lists(st.sampled_from(["a", "training", "a b", 1]), max_size=2),
    st.dictionaries(st.sampled_from(["a", "price", "a b", "file"]), st.sampled_from(["1", "", "x", 2]), max_size=2),
)  # fmt: skip


def by_the_model(data: dict[str, Any]) -> EventBase | None:
    try:
        return EVENT.validate_python(data)
    except ValidationError:
        return None


def same(one: EventBase, other: EventBase) -> bool:
    """Whether nothing tells two events apart: values, their types and order, what was given, what is written."""
    held = [(name, type(value), value) for name, value in one.__dict__.items()]
    return (
        type(one) is type(other) and one == other and one.model_fields_set == other.model_fields_set
        and held == [(name, type(value), value) for name, value in other.__dict__.items()]
        and one.model_dump_json(exclude_unset=True) == other.model_dump_json(exclude_unset=True)
        and one.model_copy(update={"note": "n"}) == other.model_copy(update={"note": "n"})
    )  # fmt: skip


def test_every_line_of_the_examples_is_plain_once_its_words_were_seen() -> None:
    for data in LINES:
        by_model = EVENT.validate_python(data)
        learn_from(data, by_model)
        plain = plain_event(data)
        assert plain is not None and same(plain, by_model)


@given(st.sampled_from(LINES), st.data())
def test_a_changed_line_is_plain_only_if_the_model_reads_the_same(data: dict[str, Any], draw: st.DataObject) -> None:
    learn_from(data, EVENT.validate_python(data))
    names = [*EVENT.validate_python(data).__dict__, "x-remark", "surplus", "type"]
    changed = dict(data)
    for name in draw.draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)):
        if name in changed and draw.draw(st.booleans()):
            del changed[name]
        else:
            changed[name] = draw.draw(ODD)
    plain, model = plain_event(changed), by_the_model(changed)
    assert plain is None or (model is not None and same(plain, model))
    if model is not None:
        learn_from(changed, model)
        again = plain_event(changed)
        assert again is None or same(again, model)


@pytest.mark.parametrize("kind", [None, "", "unheard-of", ["context"], 3])
def test_what_names_no_kind_is_left_to_the_model(kind: object) -> None:
    assert plain_event({**LINES[0], "type": kind}) is None
