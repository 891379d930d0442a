from datetime import UTC, datetime
from typing import Any

from tests.settlement.settle_case import AGREEMENT, SHARE

from firstcall.agreement.load import load
from firstcall.record.journal.journal import Record, append
from firstcall.settlement.clauses.dated_terms import LegTerms
from firstcall.settlement.clauses.history import money_terms

AMENDED = (
    AGREEMENT
    + SHARE
    + """
  - {id: term, type: term, until: 2025-12-31}
amendments:
  - id: first
    signed: 2025-06-01
    effective: 2025-03-01
    replace:
"""
    + SHARE.replace("\n", "\n    ").replace("  - id", "      - id", 1).replace("0.20", "0.10").rstrip()
    + "\n"
)


def spans(known_at: datetime | None = None) -> list[tuple[str, str, str]]:
    (leg,) = money_terms(load(AMENDED), known_at)
    assert isinstance(leg, LegTerms)
    return [(f"{span.start:%Y-%m-%d}", f"{span.end:%Y-%m-%d}", span.version) for span in leg.spans]


def test_every_text_holds_for_its_own_days_and_the_term_ends_all() -> None:
    assert spans() == [("2024-01-01", "2025-03-01", "base"), ("2025-03-01", "2026-01-01", "first")]


def test_an_amendment_counts_from_its_signing_on_and_then_for_its_days() -> None:
    assert spans(datetime(2025, 5, 31, tzinfo=UTC)) == [("2024-01-01", "2026-01-01", "base")]


def test_an_agreement_about_capacity_alone_has_no_money() -> None:
    assert money_terms(load(AGREEMENT + "  - {id: term, type: term, until: 2025-12-31}\n")) == ()


MILESTONE = (
    AGREEMENT.replace(
        "{workloads: [training]}", "{workloads: [training], determinations: {done: {declared_by: alpha}}}"
    )
    + SHARE
    + "    until: {determination: done, state: declared, or_date: 2025-12-31}\n"
)


def test_a_clause_that_runs_until_a_determination_ends_when_it_is_made() -> None:
    agreement = load(MILESTONE)
    declared = {"id": "d", "type": "determination-declared", "at": "2025-04-01T00:00:00Z", "determination": "done",
                "recorded": "2025-04-02T00:00:00Z", "by": "alpha", "entered_by": "somebody"}  # fmt: skip
    record, _ = append(Record(), declared)
    ends = []
    for known in (record, Record()):
        (leg,) = money_terms(agreement, None, known)
        assert isinstance(leg, LegTerms)
        ends.append(f"{leg.spans[-1].end:%Y-%m-%d}")
    assert ends == ["2025-04-01", "2026-01-01"]


WAITING = AGREEMENT.replace("{workloads: [training]}", "{workloads: [training], events: [launch]}") + SHARE
READY = {"id": "e1", "type": "occurred", "event": "launch", "by": "alpha", "entered_by": "desk",
         "at": "2025-02-10T00:00:00Z", "recorded": "2025-02-11T00:00:00Z"}  # fmt: skip


def leg(text: str, *events: dict[str, Any]) -> LegTerms:
    record = Record()
    for event in events:
        record, _ = append(record, event)
    (found,) = money_terms(load(text), None, record)
    assert isinstance(found, LegTerms)
    return found


def test_a_share_that_waits_for_an_event_says_so_until_it_has_happened() -> None:
    text = WAITING + "    since: {event: launch, plus: {n: 5}}\n"
    waiting = leg(text)
    assert waiting.awaits is not None
    assert str(waiting.awaits.why) == (
        "it begins with 5 days after the event launch, which has not happened as far as is known"
    )
    assert not waiting.in_force(datetime(2024, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC))
    begun = leg(text, READY)
    assert begun.awaits is None
    assert [(f"{span.start:%Y-%m-%d}", span.end) for span in begun.spans] == [("2025-02-15", None)]


def test_a_share_that_begins_in_any_case_waits_for_nothing() -> None:
    begun = leg(WAITING + "    since: {event: launch, or_date: 2026-01-01}\n")
    assert (begun.awaits, f"{begun.spans[0].start:%Y-%m-%d}") == (None, "2026-01-01")
