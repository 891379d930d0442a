from collections.abc import Callable, Iterable
from typing import Any

import pytest

from firstcall.record.journal.journal import Record, append

Fields = dict[str, Any]


def filled(number: int, fields: Fields) -> Fields:
    """An event's fields, with an id, instants and people where the test does not care about them."""
    at = fields.get("at", "2025-03-01T00:00:00Z")
    usual = {"id": f"e{number}", "at": at, "recorded": at, "by": "buyer", "entered_by": "desk"}
    return {**usual, **fields}


def write(events: Iterable[Fields]) -> tuple[Record, list[str]]:
    record, lines = Record(), list[str]()
    for number, fields in enumerate(events, start=1):
        record, line = append(record, filled(number, fields))
        lines.append(line)
    return record, lines


@pytest.fixture(scope="session")
def written() -> Callable[[Iterable[Fields]], tuple[Record, list[str]]]:
    """Enters events one after another; returns the record and its lines."""
    return write
