from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from tests.settlement.books.test_contract_commitments import listed
from tests.settlement.reckon.test_drawdown import commitment
from tests.settlement.settle_case import line

from firstcall.settlement.books.deliveries import Books
from firstcall.settlement.clauses.dated_terms import CommitmentTerms
from firstcall.settlement.clauses.periods import asked_period
from firstcall.settlement.statement.remarks import with_commitments
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
