"""Every field that an event has of its own is a word, and so is every word of a closed list that it may hold."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, get_args

from pydantic import BaseModel

from firstcall.record.events.kinds import EVENT_KINDS, Tranche
from firstcall.report.record.fields import FieldName, FieldNamed, FieldWord, WordHeld, field_said, value_said

ENVELOPE = {"type", "stream", "seq", "prev", "hash", "recorded", "entered_by", "signatory", "evidence", "basis",
            "out_of_turn", "key"}  # fmt: skip


def words(hint: Any) -> Iterator[str]:
    """The words of the closed lists in a type."""
    for part in get_args(hint):
        if isinstance(part, str):
            yield part
        else:
            yield from words(part)


def test_every_field_of_every_event_is_a_word() -> None:
    kinds: tuple[type[BaseModel], ...] = (*EVENT_KINDS.values(), Tranche)
    assert {name for kind in kinds for name in kind.model_fields} - ENVELOPE == set(get_args(FieldName))


def test_every_word_of_a_closed_list_that_an_event_may_hold_is_a_word() -> None:
    fields = {name: info for kind in EVENT_KINDS.values() for name, info in kind.model_fields.items() if name != "type"}
    held = {word for name, info in fields.items() if name not in ENVELOPE for word in words(info.annotation)}
    assert held <= set(get_args(FieldWord))


def test_what_people_typed_stays_as_they_typed_it() -> None:
    assert value_said("holder") == "holder" and value_said("holder", closed=True) == WordHeld(word="holder")
    assert field_said("terms.price") == "terms.price" and field_said("terms") == FieldNamed(name="terms")
    assert str(value_said({"price_usd": "2"})) == "price_usd 2"
    assert str(value_said(datetime(2025, 1, 1, tzinfo=UTC))) == "2025-01-01T00:00:00Z"
    assert [str(value_said(value)) for value in (True, False)] == ["yes", "no"]
