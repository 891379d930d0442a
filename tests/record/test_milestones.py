"""Where determinations, escapes and points stand: folds of their events, against a slow second reckoning."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.agreement.model.clauses.kinds import Escape
from firstcall.dates import parse_instant, zone
from firstcall.record.dated.speaking import ended_by, speaking_clauses
from firstcall.record.journal.journal import Record
from firstcall.record.milestones import (
    developed,
    exercises,
    interpretations,
    milestone,
    shipped,
    support_declined,
)
from firstcall.record.position import Position, position

Written = Callable[[Iterable[dict[str, Any]]], tuple[Record, list[str]]]
At = Callable[..., Position]


@pytest.fixture(scope="module")
def pact(root: Path) -> Agreement:
    return load((root / "tests" / "rights" / "pact.yaml").read_bytes())


def day(text: str) -> datetime:
    return parse_instant(text, zone("UTC"))


def dated(event: dict[str, Any]) -> dict[str, Any]:
    recorded = day(event.get("recorded", event["at"])).isoformat()
    return {**event, "at": day(event["at"]).isoformat(), "recorded": recorded}


@pytest.fixture(scope="module")
def here(pact: Agreement, written: Written) -> At:
    def at(on: str, *events: dict[str, Any], known: str | None = None) -> Position:
        record, _ = written(dated(event) for event in events)
        return position(pact, record, day(on), day(known) if known else None)

    return at


DECLARED = {"type": "determination-declared", "determination": "dawn", "by": "lab", "at": "2024-06-01"}
VERIFIED = {"type": "determination-verified", "determination": "dawn", "by": "panel", "at": "2024-07-01"}
DISPUTED = {"type": "determination-disputed", "determination": "dawn", "by": "cloud", "at": "2024-07-01"}
REVERSED = {"type": "determination-reversed", "determination": "dawn", "by": "lab", "at": "2024-08-01"}

STANDS: list[tuple[str, tuple[dict[str, Any], ...], str, bool]] = [
    ("2024-05-31", (DECLARED,), "none", False),
    ("2024-06-01", (DECLARED,), "declared", True),
    ("2024-06-01", (DECLARED | {"by": "cloud"},), "none", False),
    ("2024-09-01", (DECLARED | {"figure": "100", "currency": "USD"},), "declared, test not met", False),
    ("2024-09-01", (DECLARED | {"figure": "101", "currency": "USD"},), "declared", True),
    (
        "2024-09-01",
        (DECLARED | {"figure": "100", "currency": "USD"}, DECLARED | {"at": "2024-07-01"}),
        "declared",
        True,
    ),
    ("2024-09-01", (DECLARED, DISPUTED), "declared", True),
    ("2024-07-31", (DECLARED, REVERSED), "declared", True),
    ("2024-08-01", (DECLARED, REVERSED), "reversed", False),
    ("2024-08-01", (DECLARED, REVERSED | {"by": "cloud"}), "declared", True),
    ("2024-08-01", (DECLARED, REVERSED | {"by": "court"}), "reversed", False),  # a tribunal
    ("2024-09-01", (DECLARED, REVERSED, DECLARED | {"at": "2024-08-15"}), "declared", True),
    ("2024-09-01", (DECLARED, VERIFIED), "declared", True),  # the first text has nobody verify
    ("2025-09-01", (DECLARED | {"at": "2025-02-01"},), "declared", False),  # the second has the panel
    ("2025-09-01", (DECLARED | {"at": "2025-02-01"}, VERIFIED | {"at": "2025-03-01"}), "verified", True),
    ("2025-09-01", (VERIFIED | {"at": "2025-03-01"},), "none", False),
    ("2025-09-01", (DECLARED, VERIFIED | {"at": "2025-03-01"}), "verified", True),
]


@pytest.mark.parametrize(("on", "events", "status", "holds"), STANDS)
def test_where_a_determination_stands(
    here: At, on: str, events: tuple[dict[str, Any], ...], status: str, holds: bool
) -> None:
    stand = milestone(here(on, *events), "dawn")
    assert stand.status == status
    assert (stand.since("determined") is not None) == holds


def test_each_state_has_its_own_instant(here: At) -> None:
    events = (DECLARED | {"at": "2025-02-01"}, VERIFIED | {"at": "2025-03-01"}, DISPUTED | {"at": "2025-04-01"})
    stand = milestone(here("2025-09-01", *events), "dawn")
    assert [stand.since(state) for state in ("declared", "verified", "determined")] == [
        day("2025-02-01"), day("2025-03-01"), day("2025-03-01"),
    ]  # fmt: skip
    assert stand.disputed and [event.id for event in stand.events] == ["e1", "e2", "e3"]
    assert milestone(here("2024-09-01", DECLARED), "dawn").since("determined") == day("2024-06-01")


def test_a_determination_ends_a_clause_until_it_is_reversed(here: At) -> None:
    events = (DECLARED | {"at": "2025-02-01"}, VERIFIED | {"at": "2025-03-01"}, REVERSED | {"at": "2025-06-01"})
    for on, ended in (("2025-02-15", False), ("2025-03-01", True), ("2025-06-01", False), ("2029-01-01", False)):
        at = here(on, *events)
        held = at.terms().by_id["sole"]
        assert (ended_by(at, held) is not None) == ended, on
        spoken = {one.clause.id for one in speaking_clauses(at)}
        assert ("sole" in spoken) == (not ended and on < "2028-12-31"), on


def test_only_exercises_that_count_are_found(here: At) -> None:
    out = {"type": "escape-exercised", "by": "lab", "at": "2024-06-02"}
    events = (out | {"at": "2024-05-01"}, out, out | {"clause": "way-out", "at": "2024-06-03"},
              out | {"clause": "other", "at": "2024-06-04"}, out | {"by": "cloud", "at": "2024-06-05"},
              out | {"at": "2024-12-01"})  # fmt: skip
    at = here("2024-07-01", *events)
    clause = at.terms().by_id["way-out"].clause
    assert isinstance(clause, Escape)
    assert [event.id for event in exercises(at, clause, day("2024-06-01"), ("lab",))] == ["e2", "e3"]


def test_a_model_is_known_once_it_is_entered(here: At) -> None:
    late = {"type": "model-developed", "by": "lab", "model": "m", "at": "2024-05-01", "recorded": "2024-09-01"}
    found = developed(here("2024-06-01", late), "m")
    assert found is not None and found.at == day("2024-05-01")
    assert developed(here("2024-06-01", late, known="2024-08-31"), "m") is None
    assert developed(here("2024-06-01", late), "n") is None


def test_a_point_is_settled_by_its_latest_word(here: At) -> None:
    settle = {"type": "interpretation", "by": "lab", "point": "shared", "alternative": "shared", "at": "2024-06-01"}
    again = settle | {"alternative": "alone", "at": "2024-08-01"}
    other = settle | {"point": "which", "alternative": "listed", "at": "2024-09-01", "relates_back": True}
    events = (settle, again, other)
    read = {on: {name: event.alternative for name, event in interpretations(here(on, *events)).items()}
            for on in ("2024-05-01", "2024-06-01", "2024-08-01")}  # fmt: skip
    assert read == {
        "2024-05-01": {"which": "listed"},
        "2024-06-01": {"which": "listed", "shared": "shared"},
        "2024-08-01": {"which": "listed", "shared": "alone"},
    }


def test_shipping_and_support_by_workload(here: At) -> None:
    home = {"type": "shipped", "by": "lab", "workloads": ["training"], "provider": "cloud-one", "at": "2024-02-01"}
    no = {"type": "support-declined", "by": "cloud", "reasons": ["cannot"], "at": "2024-02-06"}
    at = here("2024-03-01", home, home | {"at": "2024-02-05"}, no, no | {"by": "lab"}, no | {"workloads": ["serving"]})
    first = shipped(at, "training", ("cloud-one", "rival"))
    assert first is not None and first.id == "e1"
    assert shipped(at, "serving", ("cloud-one",)) is None and shipped(at, "training", ("rival",)) is None
    assert [event.id for event in support_declined(at, "training", "cloud")] == ["e3"]
    assert [event.id for event in support_declined(at, "serving", "cloud")] == ["e3", "e5"]


# Any row of declarations, verifications and reversals, against a reckoning from the words alone.

KINDS = (DECLARED, DECLARED | {"by": "cloud"}, VERIFIED, VERIFIED | {"by": "lab"}, DISPUTED, REVERSED)
MONTHS = [f"{year}-{month:02d}-01" for year in (2024, 2025) for month in range(1, 13)]
rows = st.lists(st.tuples(st.sampled_from(MONTHS), st.sampled_from(KINDS)), max_size=6).map(
    lambda pairs: [{**event, "at": at} for at, event in sorted(pairs, key=lambda pair: pair[0])]
)


def slow(events: list[dict[str, Any]], on: str) -> tuple[str, bool]:
    """Status and whether it is determined, read event by event."""
    status, needs = "none", False
    for event in events:
        if event["at"] > on:
            break
        panel = event["at"] >= "2025-01-01"
        kind = event["type"].partition("-")[2]
        if kind == "declared" and event["by"] == "lab" and status not in ("declared", "verified"):
            status, needs = "declared", panel
        if kind == "verified" and event["by"] == "panel" and panel and status == "declared":
            status = "verified"
        if kind == "reversed" and status in ("declared", "verified"):
            status = "reversed"
    return status, status == "verified" or (status == "declared" and not needs)


@settings(max_examples=150)
@given(rows, st.sampled_from(MONTHS))
def test_the_fold_agrees_with_the_slow_reckoning(here: At, events: list[dict[str, Any]], on: str) -> None:
    stand = milestone(here(on, *events), "dawn")
    assert (stand.status, stand.since("determined") is not None) == slow(events, on)
