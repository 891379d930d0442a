"""A leg that runs until a determination: where it ends, by which text and state, and what is said about it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.settlement.settle_case import AGREEMENT, SHARE

from firstcall.agreement.load import load
from firstcall.record.journal.journal import Record, append
from firstcall.settlement.clauses.dated_terms import LegTerms
from firstcall.settlement.clauses.history import money_terms

HEAD = AGREEMENT.replace("role: holder}\n", "role: holder}\n  panel: {name: Panel, role: other}\n").replace(
    "{workloads: [training]}",
    "{workloads: [training], determinations: {done: {declared_by: alpha, verified_by: panel}}}",
)


def text(state: str, amended: str = "") -> str:
    until = f"    until: {{determination: done, state: {state}}}\n"
    if not amended:
        return HEAD + SHARE + until
    later = (SHARE + f"    until: {{determination: done, state: {amended}}}\n").replace("\n", "\n    ").rstrip()
    change = "amendments:\n  - id: first\n    signed: 2025-03-01\n    effective: 2025-03-01\n    replace:\n    "
    return HEAD + SHARE + until + change + later + "\n"


def happened(*said: tuple[str, str], recorded: str | None = None) -> Record:
    record = Record()
    for number, (kind, at) in enumerate(said):
        event: dict[str, Any] = {
            "id": f"e{number}", "type": f"determination-{kind}", "at": at, "recorded": recorded or at,
            "determination": "done", "by": "panel" if kind == "verified" else "alpha", "entered_by": "somebody",
        }  # fmt: skip
        record, _ = append(record, event)
    return record


def leg(agreement: str, record: Record, known_at: datetime | None = None) -> LegTerms:
    (found,) = money_terms(load(agreement), known_at, record)
    assert isinstance(found, LegTerms)
    return found


def spans(found: LegTerms) -> list[tuple[str, str | None]]:
    return [(f"{one.start:%m-%d %H:%M}", f"{one.end:%m-%d %H:%M}" if one.end else None) for one in found.spans]


DECLARED, VERIFIED = ("declared", "2025-02-01T12:00:00Z"), ("verified", "2025-05-10T14:30:00Z")


@pytest.mark.parametrize(
    ("state", "end"),
    [("declared", "02-01 12:00"), ("verified", "05-10 14:30"), ("determined", "05-10 14:30")],
)
def test_the_state_that_the_clause_names_is_the_one_that_ends_it(state: str, end: str) -> None:
    assert spans(leg(text(state), happened(DECLARED, VERIFIED))) == [("01-01 00:00", end)]


def test_declared_alone_does_not_end_what_runs_until_verified_and_that_is_said() -> None:
    found = leg(text("verified"), happened(DECLARED))
    assert found.spans[-1].end is None
    assert [str(one.told) for one in found.happenings] == [
        "done is declared from 2025-02-01 12:00:00+00:00; share@base runs until it is verified, so it goes on"
    ]
    (_, ended) = leg(text("verified"), happened(DECLARED, VERIFIED)).happenings
    assert str(ended.told).endswith("verified from 2025-05-10 14:30:00+00:00; share@base runs until it is verified,"
                               " so it ends there")  # fmt: skip


def test_the_version_in_force_says_which_state_counts() -> None:
    assert spans(leg(text("verified", "declared"), happened(("declared", "2025-04-01T00:00:00Z")))) == [
        ("01-01 00:00", "03-01 00:00"), ("03-01 00:00", "04-01 00:00"),
    ]  # fmt: skip
    before = leg(text("verified", "declared"), happened(DECLARED))
    assert spans(before) == [("01-01 00:00", "03-01 00:00")]
    assert str(before.happenings[-1].told).endswith("share@first runs until it is declared, so it ends there")
    assert before.happenings[-1].at == datetime(2025, 3, 1, tzinfo=UTC)


def test_a_reversal_lets_it_speak_again_and_leaves_what_lay_between_without_a_share() -> None:
    back = happened(DECLARED, VERIFIED, ("reversed", "2025-07-01T00:00:00Z"))
    found = leg(text("verified"), back)
    assert spans(found) == [("01-01 00:00", "05-10 14:30"), ("07-01 00:00", None)]
    assert found.at(datetime(2025, 6, 1, tzinfo=UTC)) is None
    assert str(found.happenings[-1].told).endswith("so it speaks again")


def test_a_voided_entry_never_happened_once_that_is_known() -> None:
    record = happened(DECLARED, VERIFIED)
    at = "2025-06-01T00:00:00Z"
    void = {"id": "c", "type": "correction", "at": at, "recorded": at, "of": "e1", "by": "alpha", "entered_by": "x"}
    record, _ = append(record, void | {"void": True})
    assert spans(leg(text("verified"), record)) == [("01-01 00:00", None)]
    assert spans(leg(text("verified"), record, datetime(2025, 5, 20, tzinfo=UTC))) == [("01-01 00:00", "05-10 14:30")]


def test_a_dispute_changes_nothing_and_is_said() -> None:
    found = leg(text("verified"), happened(DECLARED, VERIFIED, ("disputed", "2025-06-01T00:00:00Z")))
    assert spans(found) == [("01-01 00:00", "05-10 14:30")]
    assert "verified, though disputed, from 2025-06-01" in str(found.happenings[-1].told)
    assert str(found.happenings[-1].told).endswith("so it stays ended")


def test_two_reversals_leave_two_gaps() -> None:
    said = [DECLARED, VERIFIED, ("reversed", "2025-07-01T00:00:00Z"), ("declared", "2025-08-01T00:00:00Z"),
            ("verified", "2025-09-01T00:00:00Z")]  # fmt: skip
    assert spans(leg(text("verified"), happened(*said))) == [
        ("01-01 00:00", "05-10 14:30"), ("07-01 00:00", "09-01 00:00"),
    ]  # fmt: skip
