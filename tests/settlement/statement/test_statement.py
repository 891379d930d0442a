from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from tests.settlement.reckon.test_drawdown import commitment
from tests.settlement.settle_case import AGREEMENT, SHARE, TAKEN_IN, ZONE, leg, line, share

from firstcall.agreement.load import load
from firstcall.errors import QuestionError
from firstcall.settlement.books.deliveries import Books, key_of
from firstcall.settlement.books.entries import Entry
from firstcall.settlement.clauses.dated_terms import CommitmentTerms
from firstcall.settlement.clauses.history import money_terms
from firstcall.settlement.clauses.periods import asked_period
from firstcall.settlement.statement.statement import Leg, Statement, settle


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


def covered(*rows: Entry) -> Books:
    return Books(rows, covered=frozenset(("revenue_lines", key_of(row)) for row in rows))


def stated(books: Books, period: str, estimate: bool = False, **fields: Any) -> Leg:
    terms = leg(share(**fields), start="2024-11-01", end="2025-03-01")
    return settle("x", (terms,), books, asked_period(period), TAKEN_IN, ZONE, estimate).legs[0]


def test_a_minimum_is_claimed_only_where_its_whole_year_was_delivered() -> None:
    late, both = line("2024-12-10", "100"), (line("2024-11-10", "50"), line("2024-12-10", "100"))
    lacking = stated(covered(late), "2024-12", minimum={"amount": "100"})
    assert (lacking.units, str(lacking.unknown)) == (
        20_00, "what is missing to the minimum of FY2024 (no revenue lines were delivered for 2024-11)",
    )  # fmt: skip
    assert stated(covered(*both), "2024-12", minimum={"amount": "100"}).units == 90_00
    assert stated(covered(late), "2024-12", minimum={"amount": "100"}, estimate=True).units == 100_00
    met = stated(covered(late), "2024-12", minimum={"amount": "20"})
    assert (met.units, met.unknown) == (20_00, None)


TWO_STEPS = {"steps": [{"threshold": "0", "rate": "0.10"}, {"threshold": "60", "rate": "0.20"}]}


@pytest.mark.parametrize(
    ("fields", "supposed"),
    [
        ({}, False),
        ({"rate": None, "tiers": TWO_STEPS}, True),
        ({"rate": None, "tiers": {**TWO_STEPS, "reset": "period"}}, False),
        ({"rate": None, "tiers": {**TWO_STEPS, "reset": "year"}}, False),
        ({"cap": {"total": "15"}}, True),
        ({"cap": {"per_period": "15"}}, False),
        ({"cap": {"total": "15", "counting_from": "2025-01-01"}}, False),
        ({"cap": {"total": "15", "past_payments": "1"}}, False),
    ],
)
def test_what_earlier_periods_would_move_and_was_not_delivered_is_told_and_assumed(
    fields: dict[str, Any], supposed: bool
) -> None:
    told = stated(covered(line("2025-01-10", "100")), "2025-01", basis={"grade": "agreed"}, **fields)
    reason = "no revenue lines were delivered for 2024-11, 2024-12: it is taken as nothing"
    assert (any(str(note).endswith(reason) for note in told.notes), told.rests_on == "assumed") == (supposed, supposed)


def test_a_gap_after_the_first_delivery_is_told_though_past_payments_are_known() -> None:
    rows = (line("2024-11-10", "100"), line("2025-01-10", "100"))
    (note,) = stated(covered(*rows), "2025-01", cap={"total": "90", "past_payments": "1"}).notes
    assert "no revenue lines were delivered for 2024-12: it is taken as nothing" in str(note)


def test_what_an_earlier_year_carries_over_is_unknown_while_months_of_it_lack() -> None:
    base = {"source": "focus", "streams": [{"name": "one", "where": {"ProviderName": "One"}}]}
    months = [f"2024-{n:02}" for n in (1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12)] + [f"2025-{n:02}" for n in range(1, 13)]
    given = frozenset(("focus", ("One", date.fromisoformat(f"{month}-01"))) for month in months)
    for excess, unknown in (("carries", "no billing rows of One were delivered for 2024-03"), ("lost", "None")):
        clause = commitment(base=base, excess=excess, since="2024-01-01", until="2025-12-31")
        terms = CommitmentTerms(clause, "base")
        made = settle("x", (terms,), Books(covered=given), asked_period("2025"), TAKEN_IN, ZONE).legs[0]
        assert str(made.unknown) == unknown


def test_a_share_that_has_yet_to_begin_is_unknown_and_not_left_out() -> None:
    text = AGREEMENT.replace("{workloads: [training]}", "{workloads: [training], events: [launch]}") + SHARE
    money = money_terms(load(text + "    since: {event: launch}\n"))
    told = settle("example", money, Books(), asked_period("2025-01"), TAKEN_IN, ZONE)
    (waiting,) = told.legs
    assert (waiting.clause, waiting.is_known) == ("share", False)
    assert str(waiting.unknown) == "it begins with the event launch, which has not happened as far as is known"
    (between,) = told.nets
    assert between.unknown and not between.gross
    assert settle("example", money, Books(), asked_period("2023-11"), TAKEN_IN, ZONE).legs == ()
