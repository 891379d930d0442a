from tests.settlement.settle_case import ZONE, leg, line, share

from firstcall.settlement.books.counting import crossings
from firstcall.settlement.books.entries import Entry
from firstcall.settlement.clauses.dated_terms import LegTerms, TermsSpan
from firstcall.settlement.clauses.periods import asked_period

ENDED = leg(share(), end="2025-02-15")
COVERS = line("2025-03-31", "90", id="q1", fields=(("since", "2025-01-01"),))


def told(terms: LegTerms, *entries: Entry, month: str = "2025-03") -> tuple[str, ...]:
    return tuple(str(one) for one in crossings(terms, entries, (asked_period(month),), ZONE))


def test_a_line_that_reaches_over_the_end_is_told() -> None:
    assert told(ENDED, COVERS) == (
        "q1 covers 2025-01-01 to 2025-03-31, over which share changes; it is not shared, as on its last day:"
        " write it in parts if they are known",
    )


def test_a_line_that_reaches_over_another_rate_is_told_with_the_version_that_counts() -> None:
    first = ENDED.spans[0]
    later = TermsSpan(ENDED.spans[0].end or first.start, None, "first", share(rate="0.10"))
    (said,) = told(LegTerms("share", (first, later)), COVERS)
    assert "it counts under first, as on its last day" in said
    same = TermsSpan(later.start, None, "first", share(due_days=30))
    assert told(LegTerms("share", (first, same)), COVERS) == ()


def test_lines_of_a_day_of_other_months_and_of_no_stream_are_not() -> None:
    assert told(ENDED, line("2025-03-31", "90")) == ()
    assert told(ENDED, COVERS, month="2025-02") == ()
    assert told(ENDED, line("2025-03-31", "90", stream="chat", fields=(("since", "2025-01-01"),))) == ()
