from datetime import UTC, datetime

from tests.settlement.settle_case import share

from firstcall.settlement.clauses.dated_terms import LegTerms, TermsSpan

FIRST, SECOND, END = (datetime(2025, month, 1, tzinfo=UTC) for month in (1, 3, 6))
LEG = LegTerms("share", (TermsSpan(FIRST, SECOND, "base", share()), TermsSpan(SECOND, END, "first", share())))


def test_a_span_holds_its_first_instant_and_not_its_last() -> None:
    assert [span.version for at in (FIRST, SECOND) if (span := LEG.at(at))] == ["base", "first"]
    assert LEG.at(END) is None


def test_a_statement_after_the_end_is_cut_under_the_last_terms() -> None:
    late = datetime(2026, 1, 1, tzinfo=UTC)
    governing = LEG.governing(late)
    assert governing is not None
    assert governing.version == "first"
    assert LEG.governing(FIRST) is None
    assert LEG.ended_by(END)
    assert not LEG.in_force(END, late)
