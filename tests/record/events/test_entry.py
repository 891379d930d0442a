from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from firstcall.record.events.entry import Digest, EventBase, Evidence, Flag, Instant, Quantity, whole

INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)


def test_instants_are_kept_in_utc() -> None:
    assert INSTANT.validate_python("2025-01-21T00:00:00-08:00") == datetime(2025, 1, 21, 8, tzinfo=UTC)
    assert INSTANT.validate_python("2025-01-21T00:00:00-08:00").tzinfo is UTC


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2025-01-21T00:00:00", "'2025-01-21T00:00:00' has no offset; write it with one"),
        ("2025-01-21", "'2025-01-21' is not a time with its offset; write one like"),
        ("2025-W04-2T00:00Z", "is not a time with its offset"),
        ("0001-01-01T00:00:00+14:00", "is not in the years that are read"),
        ("2025-13-01T00:00:00Z", "is not a moment of the calendar"),
        (1_737_446_400, "'1737446400' is not a time; write one as text"),
        (True, "true is not a time"),
        (None, "nothing is not a time"),
        (datetime(2025, 1, 21), "is not a time"),  # noqa: DTZ001 - what is refused
    ],
)
def test_what_is_no_instant(value: Any, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        INSTANT.validate_python(value)
    assert words in str(refused.value)


@pytest.mark.parametrize("value", ["0", "-1", 1.5, True, "1e3", "", None])
def test_a_quantity_is_exact_and_more_than_nothing(value: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Quantity).validate_python(value)


@pytest.mark.parametrize("value", ["", "g" * 64, "A" * 64, "0" * 63, "0" * 65])
def test_a_hash_is_64_lower_case_digits(value: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Digest).validate_python(value)


def test_evidence_is_a_file_and_its_hash() -> None:
    assert Evidence(file="letter.pdf", sha256="0" * 64).file == "letter.pdf"
    with pytest.raises(ValidationError):
        Evidence.model_validate({"file": "letter.pdf"})


def test_an_event_is_stated_unless_its_basis_says_otherwise() -> None:
    least = {"id": "e", "type": "t", "stream": "agreement", "seq": 1, "hash": "0" * 64, "by": "b", "entered_by": "x"}
    event = EventBase.model_validate({**least, "at": "2025-01-01T00:00:00Z", "recorded": "2025-01-01T00:00:00Z"})
    assert (event.basis.grade, event.prev, event.note) == ("stated", None, None)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_a_whole_amount_keeps_its_value_and_drops_needless_zeros(amount: Decimal) -> None:
    text = whole(amount)
    assert Decimal(text) == amount and not ("." in text and text.endswith(("0", ".")))


@pytest.mark.parametrize("number", [True, "1", 0, -1, None])
def test_the_number_in_a_stream_is_a_whole_number_from_1_on(number: object) -> None:
    fields = {"id": "a", "type": "context", "stream": "agreement", "hash": "0" * 64, "at": "2025-01-21T00:00:00Z",
              "recorded": "2025-01-21T00:00:00Z", "by": "grace", "entered_by": "a test"}  # fmt: skip
    assert EventBase.model_validate({**fields, "seq": 1}).seq == 1
    with pytest.raises(ValidationError):
        EventBase.model_validate({**fields, "seq": number})


@pytest.mark.parametrize("value", ["yes", "true", "no", "on", 1, 0, 1.0, None, []])
def test_only_true_and_false_are_true_or_false(value: Any) -> None:
    flag: TypeAdapter[bool] = TypeAdapter(Flag)
    assert flag.validate_python(True) is True and flag.validate_python(False) is False
    with pytest.raises(ValidationError):
        flag.validate_python(value)
