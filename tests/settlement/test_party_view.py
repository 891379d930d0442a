from dataclasses import replace
from datetime import date
from typing import Any

from tests.settlement.settle_case import leg, line, share
from tests.settlement.statement.test_changes import between, drawn

from firstcall.agreement.model.clauses.money import Commitment
from firstcall.agreement.model.clauses.money_terms import Base
from firstcall.settlement.books.counting import ALineCrossesIntoNothing, CrossesIntoNothing
from firstcall.settlement.clauses.dated_terms import CommitmentTerms
from firstcall.settlement.party_view import (
    by_row,
    concerns,
    counts,
    delta_seen_by,
    owners_of_lines,
    reads_bills,
    seen_by,
    sees_rows,
    withheld,
)
from firstcall.settlement.statement.remarks import Closed

TWO, THREE = ("alpha", "beta"), ("alpha", "beta", "gamma")
RESALE = leg(
    share(
        id="resale",
        payer="beta",
        payee="alpha",
        base={"source": "focus", "streams": [{"name": "models", "where": {"ProviderName": "Cloud"}}]},
    )
)
BOUGHT = CommitmentTerms(
    Commitment.model_validate(
        {"id": "buys", "type": "commitment", "by": "alpha", "to": "beta", "amount": "100", "currency": "USD",
         "since": "2025-01-01", "until": "2025-12-31", "commitment_ids": ["C-1"]}
    ),
    "base",
)  # fmt: skip


LINES = {"source": "revenue_lines", "of": "gamma", "streams": ["api"]}
FROM_LINES = CommitmentTerms(
    BOUGHT.clause.model_copy(update={"commitment_ids": (), "base": Base.model_validate(LINES)}), "base"
)


def test_a_commitment_that_lines_draw_is_reckoned_on_its_lines_and_on_no_bills() -> None:
    assert owners_of_lines([FROM_LINES, BOUGHT]) == {"gamma"}
    assert [reads_bills((terms,)) for terms in (FROM_LINES, BOUGHT)] == [False, True]
    assert counts(FROM_LINES, line("2025-01-03", "1", origin="gamma"))
    assert not counts(FROM_LINES, line("2025-01-03", "1"))
    assert not counts(FROM_LINES, line("2025-01-03", "1", origin="gamma", stream="hardware"))
    assert not counts(BOUGHT, line("2025-01-03", "1", origin="gamma"))


def test_who_pays_or_is_paid_is_concerned() -> None:
    assert [concerns(leg(share()), party) for party in THREE] == [True, True, False]
    assert [concerns(BOUGHT, party) for party in THREE] == [True, True, False]
    shared = leg(share(payee=[{"party": "beta"}, {"party": "gamma"}]))
    assert concerns(shared, "gamma")


def test_whose_revenue_it_is_sees_its_rows_and_the_other_only_between_two() -> None:
    assert [sees_rows(leg(share()), party, TWO) for party in TWO] == [True, True]
    assert [sees_rows(leg(share()), party, THREE) for party in TWO] == [True, False]
    lent = leg(share(base={"source": "revenue_lines", "of": "gamma", "streams": ["api"]}))
    assert [sees_rows(lent, party, THREE) for party in THREE] == [False, False, True]
    assert owners_of_lines([lent, leg(share())]) == {"gamma", "alpha"}


def test_bills_to_customers_stay_with_who_sends_them_and_bills_under_a_commitment_are_for_both() -> None:
    assert [sees_rows(RESALE, party, TWO) for party in TWO] == [False, True]
    assert [sees_rows(BOUGHT, party, THREE) for party in TWO] == [True, True]
    assert withheld([leg(share()), RESALE, BOUGHT], "alpha", TWO) == {"resale"}
    assert [reads_bills((terms,)) for terms in (leg(share()), RESALE, BOUGHT)] == [False, True, True]


ROWS = [line("2025-01-03", "100.03", id="INV-1"), line("2025-01-03", "50", id="INV-2")]


def test_a_withheld_line_keeps_what_it_is_reckoned_on_and_loses_the_names_of_its_rows() -> None:
    whole = drawn(ROWS)
    seen = seen_by(whole, "beta", {"share"})
    (before,), (after,) = whole.legs[0].lines, seen.legs[0].lines
    assert after == replace(before, entries=())
    by_rows = seen_by(drawn(ROWS, rounding={"at": "row"}), "beta", {"share"})
    assert [one.id for one in by_rows.legs[0].lines] == [f"share/2025-01/api/2025-01-03/{n}" for n in (1, 2)]
    assert "INV" not in repr(by_rows.legs)


def test_remarks_and_deltas_lose_the_names_of_rows_too() -> None:
    noted = drawn(ROWS)
    crosses = CrossesIntoNothing(line="INV-1", since=date(2025, 1, 1), last=date(2025, 3, 31), clause="share")
    noted = replace(noted, legs=(replace(noted.legs[0], notes=(crosses, Closed())),))
    nameless = ALineCrossesIntoNothing(since=date(2025, 1, 1), last=date(2025, 3, 31), clause="share")
    assert seen_by(noted, "beta", {"share"}).legs[0].notes == (nameless, Closed())
    assert "INV-1" not in repr(seen_by(noted, "beta", {"share"}))
    terms: dict[str, Any] = {"rounding": {"at": "row"}}
    change = between(drawn(ROWS[:1], **terms), drawn(ROWS, **terms), drawn(ROWS, **terms))
    assert change.changes[0].lines == ("share/2025-01/api/2025-01-03/INV-2",)
    seen = delta_seen_by(change, "beta", by_row([leg(share(**terms))]))
    assert (seen.changes[0].lines, seen.changes[0].delta) == ((), change.changes[0].delta)


def test_nets_between_others_are_left_out() -> None:
    shared = drawn(ROWS, payee=[{"party": "beta"}, {"party": "gamma"}])
    assert [net.payee for net in seen_by(shared, "gamma", ()).nets] == ["gamma"]
    change = between(drawn([]), shared, shared)
    assert {net.payee for net in delta_seen_by(change, "gamma", ()).nets} == {"gamma"}


def test_lines_of_other_streams_are_not_counted_under_any_text() -> None:
    assert counts(leg(share()), line("2025-01-03", "1"))
    assert not counts(leg(share()), line("2025-01-03", "1", stream="hardware"))
    assert not counts(leg(share()), line("2025-01-03", "1", origin="gamma"))
