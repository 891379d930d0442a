from datetime import UTC, datetime
from typing import Any

import pytest

from firstcall.record.events.kinds import StatementIssued
from firstcall.settlement.clauses.periods import asked_period
from firstcall.settlement.statement.standing import charged_before


def issue(period: str, statement: str = "", clause: str = "share") -> Any:
    at = datetime(2025, 2, 1, tzinfo=UTC).isoformat()
    name = statement or f"s-{period}"
    return StatementIssued.model_validate(
        {"id": name, "stream": f"statement:{name}", "seq": 1, "hash": "0" * 64, "at": at, "recorded": at, "by": "beta",
         "entered_by": "somebody", "statement": name, "type": "statement-issued", "period": period, "known_at": at,
         "amounts": {clause: "20.05"}, "digest": "a" * 64}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("period", "start", "found"),
    [
        ("2025-Q1", 1, True),
        ("FY2025", 1, True),
        ("FY2025-Q3", 7, True),
        ("2025-02", 1, False),
        ("2024", 1, False),
        ("FY2026", 7, False),
    ],
)
def test_days_that_lie_in_both_are_found(period: str, start: int, found: bool) -> None:
    held = [issue("2025-01")]
    assert (charged_before(held, "new", asked_period(period, start), {"share"}, start) == tuple(held)) is found


def test_neither_its_own_issues_nor_other_clauses_count() -> None:
    january = asked_period("2025-01")
    assert charged_before([issue("2025-01")], "s-2025-01", january, {"share"}, 1) == ()
    assert charged_before([issue("2025-Q1", clause="resale")], "s-2025-01", january, {"share"}, 1) == ()


def test_an_issue_from_elsewhere_for_no_period_of_ours_stops_nobody() -> None:
    january = asked_period("2025-01")
    assert charged_before([issue("the winter", "s-w"), issue("2025")], "new", january, {"share"}, 1) == (issue("2025"),)
