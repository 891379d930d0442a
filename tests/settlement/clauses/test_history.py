from datetime import UTC, datetime

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
