from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.settlement.books.test_contract_commitments import listed
from tests.settlement.reckon.test_drawdown import commitment
from tests.settlement.settle_case import ZONE, leg, line, share
from tests.settlement.sums.test_payments import FEE, agreed, recorded, terms_of

from firstcall.settlement.books.deliveries import Books
from firstcall.settlement.clauses.dated_terms import CommitmentTerms
from firstcall.settlement.clauses.periods import asked_period
from firstcall.settlement.statement.remarks import why_empty, with_commitments
from firstcall.settlement.statement.statement import settle

AT = datetime(2026, 1, 1, tzinfo=UTC)


def test_notes_stand_with_their_commitment_and_no_amount_changes() -> None:
    clause = commitment(commitment_ids=["C-1"], per="term", amount="900")
    money = (CommitmentTerms(clause, "base"), CommitmentTerms(commitment(id="other"), "base"))
    entries = (line("2024-08-01", "1", fields=(("CommitmentId", "C-2"),)),)
    books = Books(
        billed=(("buy", entries),), lines=entries, commitments=(listed(amount="901", last=date(2026, 6, 30)),)
    )
    plain = settle("x", money, books, asked_period("2024-08"), AT, ZoneInfo("UTC"), estimate=True)
    told = with_commitments(plain, money, books)
    assert tuple(map(str, told.legs[0].notes)) == (
        *map(str, plain.legs[0].notes),
        "commitments.csv:2: C-1 comes to 901 USD, the clause to 900",
        "1 row was applied to commitment C-2, which no clause names: 1 USD",
    )
    assert tuple(map(str, told.legs[1].notes)) == (
        *map(str, plain.legs[1].notes),
        "1 row was applied to commitment C-2, which no clause names: 1 USD",
    )
    assert [leg.gross for leg in told.legs] == [leg.gross for leg in plain.legs]


@pytest.mark.parametrize(("asked", "told"), [
    ("2025-11", ["no clause about money is in force before 2026-01-01; from then on: fee"]),
    ("2026-02", ["no sum falls in this period; in force in it: fee",
                 "the next sum, of fee, falls on 2026-03-31 and is due on 2026-04-30"]),
    ("2026-05", ["no sum falls in this period; in force in it: fee"]),
])  # fmt: skip
def test_why_nothing_is_owed_names_what_is_in_force_and_from_when(asked: str, told: list[str]) -> None:
    fee = terms_of(agreed({**FEE, "when": "2026-03-31", "due_days": 30}), recorded())
    assert list(map(str, why_empty((fee,), asked_period(asked), ZoneInfo("UTC")))) == told


def test_a_share_that_ended_and_one_that_begins_later_are_told_by_their_days() -> None:
    ended, later = leg(share(id="old"), "2022-01-01", "2023-01-01"), leg(share(id="new"), "2024-07-01")
    assert list(map(str, why_empty((ended, later), asked_period("2023-11"), ZONE))) == [
        "no clause about money is in force before 2024-07-01; from then on: new"
    ]
    assert list(map(str, why_empty((ended,), asked_period("2023-11"), ZONE))) == [
        "no clause about money is in force after 2022-12-31; until then: old"
    ]
    assert list(map(str, why_empty((), asked_period("2023-11"), ZONE))) == [
        "no clause about money is in force in this period"
    ]
