from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from tests.settlement.settle_case import TAKEN_IN, ZONE, leg, line, share

from firstcall.errors import QuestionError
from firstcall.settlement.books.deliveries import Books, key_of
from firstcall.settlement.books.entries import Entry
from firstcall.settlement.clauses.periods import asked_period
from firstcall.settlement.statement.statement import Statement, settle


def settled(asked: str, *entries: Entry, estimate: bool = False, **fields: Any) -> Statement:
    books = Books(entries, covered=frozenset(("revenue_lines", key_of(entry)) for entry in entries))
    terms = (leg(share(**fields)),)
    return settle("example", terms, books, asked_period(asked), TAKEN_IN, ZONE, estimate)


def test_a_period_without_any_delivery_is_unknown_and_not_zero() -> None:
    (one,) = settled("2025-01", line("2025-02-03", "10")).legs
    assert str(one.unknown) == "no revenue lines were delivered for 2025-01"
    assert not one.is_known
    (estimated,) = settled("2025-01", line("2025-02-03", "10"), estimate=True).legs
    assert estimated.is_known
    assert estimated.units == 0


def test_a_line_of_zero_says_that_there_was_nothing() -> None:
    (one,) = settled("2025-01", line("2025-01-03", "0")).legs
    assert one.is_known
    assert one.units == 0


def test_a_year_is_the_sum_of_its_months_and_tells_which_are_missing() -> None:
    one = settled("2025", line("2025-01-03", "10"), line("2025-03-03", "20")).legs[0]
    assert one.units == 6_00
    assert str(one.unknown) == "no revenue lines were delivered for 2025-02, 2025-04 to 2025-12"


def test_a_span_that_cuts_a_settlement_period_is_refused() -> None:
    words = "settles by the quarter, and none ends in 2025-01\n  fix: ask for 2025-Q1"
    with pytest.raises(QuestionError, match=words):
        settled("2025-01", line("2025-01-03", "10"), period="quarter")


def test_a_quarter_stands_on_the_statement_of_its_last_month() -> None:
    """Legs of two rhythms are settled month by month; three months come to what the quarter does."""
    rows = [line("2025-01-03", "10"), line("2025-02-03", "20"), line("2025-03-03", "30")]
    books = Books(tuple(rows), covered=frozenset(("revenue_lines", key_of(row)) for row in rows))
    money = (leg(share()), leg(share(id="by-quarter", period="quarter", rate="0.10")))

    def drawn(name: str) -> Statement:
        return settle("example", money, books, asked_period(name), TAKEN_IN, ZONE)

    january, february, march, quarter = (drawn(name) for name in ("2025-01", "2025-02", "2025-03", "2025-Q1"))
    assert [one.clause for one in january.legs] == ["share"]
    assert tuple(map(str, january.notes)) == (
        "by-quarter settles by the quarter: 2025-Q1 stands on the statement of its last month",
    )
    assert [(one.clause, one.units) for one in march.legs] == [("share", 6_00), ("by-quarter", 6_00)]
    assert not march.notes
    months = [net.amount.units for one in (january, february, march) for net in one.nets]
    assert sum(months) == quarter.nets[0].amount.units == 18_00


def test_a_quarter_that_ended_early_is_still_owed_or_unknown_in_its_last_month() -> None:
    """Nothing was delivered for the quarter, and the leg ended in February: March must not pass over it."""
    rows = (line("2025-03-03", "10"),)
    books = Books(rows, covered=frozenset((("revenue_lines", key_of(rows[0])),)))
    theirs = {"source": "revenue_lines", "of": "beta", "streams": ["api"]}
    money = (leg(share()), leg(share(id="by-quarter", period="quarter", base=theirs), end="2025-02-11"))
    _, ended = settle("example", money, books, asked_period("2025-03"), TAKEN_IN, ZONE).legs
    assert (ended.clause, str(ended.unknown)) == ("by-quarter", "no revenue lines were delivered for 2025-Q1")
    assert ended.ended == date(2025, 2, 10)


def test_due_days_count_from_the_periods_end() -> None:
    assert settled("2025-01", line("2025-01-03", "10"), due_days=30).legs[0].due == date(2025, 3, 2)


def test_the_weakest_grade_among_what_decides_is_told() -> None:
    basis = {"grade": "stated", "assumed": ["rate"]}
    assert settled("2025-01", line("2025-01-03", "10"), basis=basis).rests_on == "assumed"
    stated = {"grade": "stated"}
    assert settled("2025-01", line("2025-01-03", "10", grade="reported"), basis=stated).rests_on == "reported"


def test_an_open_leg_says_why() -> None:
    (one,) = settled("2025-01", base=None, rate=None, open="never published").legs
    assert (str(one.unknown), one.is_known) == ("never published", False)


def test_amounts_stay_exact_until_they_are_rounded() -> None:
    (one,) = settled("2025-01", line("2025-01-03", "0.01"), line("2025-01-04", "0.02")).legs
    assert one.earned == Fraction("0.006")
    assert one.units == 1
