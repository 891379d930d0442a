"""The days of dates by rule on small records: unknown, known, set in any case, and as known at an instant."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.event_dates import Until
from firstcall.dates import parse_instant, zone
from firstcall.record.dated.event_days import hung_day
from firstcall.record.position import Position, position

DAY: TypeAdapter[Any] = TypeAdapter(Until)
TEXT: dict[str, Any] = {
    "schema": "firstcall/agreement/1", "id": "dock", "title": "Dock", "timezone": "America/New_York",
    "parties": {"gus": {"name": "Gus", "role": "grantor"}, "hal": {"name": "Hal", "role": "holder"}},
    "providers": {"hal-cloud": {"operator": "hal"}},
    "definitions": {"workloads": ["w"], "events": ["ready"], "determinations": {"agi": {"declared_by": "gus"}}},
    "effective": "2025-01-15",
    "clauses": [
        {"id": "end", "type": "term", "until": "2029-12-31"},
        {"id": "near", "type": "exclusivity", "holder": "hal", "at": ["hal-cloud"], "until": "2027-06-30"},
    ],
    "amendments": [{"id": "second", "signed": "2025-05-02", "effective": "2025-06-01"}],
}  # fmt: skip
READY = {"type": "occurred", "event": "ready", "by": "hal", "at": "2025-03-01T03:30:00Z", "of": "C-1"}
SIGNED = {"type": "contract-signed", "contract": "C-1", "by": "gus", "at": "2025-02-10T15:00:00Z", "provider": "x"}
DECLARED = {"type": "determination-declared", "determination": "agi", "by": "gus", "at": "2025-04-01T12:00:00Z"}

Written = Callable[..., tuple[Any, list[str]]]


def instant(text: str) -> datetime:
    return parse_instant(text, zone("America/New_York"))


@pytest.fixture
def at(written: Written) -> Callable[..., Position]:
    def stands(on: str, *events: dict[str, Any], known: str | None = None) -> Position:
        record, _ = written(events)
        agreement = Agreement.model_validate(TEXT)
        return position(agreement, record, instant(on), instant(known) if known else None)

    return stands


PLUS = {"plus": {"n": 10}}
KNOWN: list[tuple[dict[str, Any], tuple[dict[str, Any], ...], str, str | None]] = [
    ({"event": "ready"}, (), "2025-12-01", None),
    ({"event": "ready"}, (READY,), "2025-12-01", "2025-02-28"),  # the evening before in New York
    ({"event": "ready", **PLUS}, (READY,), "2025-12-01", "2025-03-10"),
    ({"event": "ready", **PLUS}, (READY,), "2025-02-01", None),  # it has not happened yet
    ({"event": "ready", "of": "C-1"}, (READY,), "2025-12-01", "2025-02-28"),
    ({"event": "ready", "of": "C-2"}, (READY,), "2025-12-01", None),
    ({"event": "ready"}, (READY, READY | {"at": "2025-05-01T12:00:00Z"}), "2025-12-01", "2025-02-28"),  # the first
    ({"event": "ready", **PLUS, "or_date": "2025-03-05"}, (READY,), "2025-12-01", "2025-03-05"),
    ({"event": "ready", **PLUS, "or_date": "2025-03-05"}, (), "2025-02-01", "2025-03-05"),
    ({"event": "signing", **PLUS}, (), "2025-02-01", "2025-01-25"),
    ({"event": "signing", "of": "second", **PLUS}, (), "2025-12-01", "2025-05-12"),
    ({"event": "signing", "of": "second", **PLUS}, (), "2025-05-01", None),
    ({"event": "signing", "of": "C-1", "plus": {"n": 1, "unit": "business"}}, (SIGNED,), "2025-12-01", "2025-02-11"),
    ({"event": "signing", "of": "C-1"}, (), "2025-12-01", None),
    ({"determination": "agi", "plus": {"n": 1, "unit": "month"}}, (DECLARED,), "2025-12-01", "2025-05-01"),
    ({"determination": "agi", "state": "verified"}, (DECLARED,), "2025-12-01", None),
    ({"before_end_of": "term", "by": {"n": 90}}, (), "2025-12-01", "2029-10-02"),
    ({"before_end_of": "near", "by": {"n": 1, "unit": "year"}}, (), "2025-12-01", "2026-06-30"),
]  # fmt: skip


@pytest.mark.parametrize(("day", "events", "on", "expected"), KNOWN, ids=str)
def test_a_date_falls_where_what_it_hangs_on_puts_it(
    at: Callable[..., Position], day: dict[str, Any], events: tuple[dict[str, Any], ...], on: str, expected: str | None
) -> None:
    found = hung_day(at(on, *events), DAY.validate_python(day))
    assert (found.isoformat() if found else None) == expected


def test_what_was_entered_later_was_not_known(at: Callable[..., Position]) -> None:
    late = READY | {"recorded": "2025-06-01T12:00:00Z"}
    day = DAY.validate_python({"event": "ready"})
    assert hung_day(at("2025-12-01", late, known="2025-05-31"), day) is None
    assert hung_day(at("2025-12-01", late, known="2025-06-02"), day) == date(2025, 2, 28)


def test_a_plain_day_is_itself(at: Callable[..., Position]) -> None:
    assert hung_day(at("2025-12-01"), date(2026, 1, 2)) == date(2026, 1, 2)
