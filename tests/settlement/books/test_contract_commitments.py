from collections.abc import Iterable
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from tests.settlement.reckon.test_drawdown import commitment
from tests.settlement.settle_case import line

from firstcall.settlement.books.contract_commitments import ContractCommitment, latest, listed_differences, unclaimed
from firstcall.settlement.clauses.periods import asked_period

CLAUSE = commitment(commitment_ids=["C-1"], per="term", amount="1000000")


def listed(name: str = "C-1", amount: str = "1000000", currency: str = "USD", **fields: Any) -> ContractCommitment:
    given: dict[str, Any] = {
        "file": "commitments.csv", "row": 2, "id": name, "contract": "K", "category": "Spend",
        "start": date(2024, 7, 1), "last": date(2026, 6, 30), "amounts": ((currency, Fraction(amount)),),
        "status": "Active",
    }  # fmt: skip
    return ContractCommitment(**(given | fields))


def texts(facts: Iterable[object]) -> tuple[str, ...]:
    return tuple(map(str, facts))


def test_a_list_that_agrees_or_is_not_there_says_nothing() -> None:
    assert listed_differences(CLAUSE, [listed(), listed("C-9", "5")]) == ()
    assert listed_differences(CLAUSE, []) == ()
    assert listed_differences(commitment(), [listed()]) == ()


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (listed("C-2"), "commitment C-1 is named by the clause, and not listed in commitments.csv"),
        (listed(amount="999999.99"), "commitments.csv:2: C-1 comes to 999,999.99 USD, the clause to 1,000,000"),
        (listed(currency="EUR"), "commitments.csv:2: commitment C-1 is in EUR, the clause in USD"),
        (listed(amounts=()), "commitments.csv:2: commitment C-1 is in no currency, the clause in USD"),
        (
            listed(start=date(2024, 7, 2)),
            "commitments.csv:2: the commitment starts on 2024-07-02, by the clause on 2024-07-01",
        ),
        (
            listed(last=date(2026, 12, 31)),
            "commitments.csv:2: the commitment ends on 2026-12-31, by the clause on 2026-06-30",
        ),
        (listed(status="Superseded"), "commitments.csv:2: commitment C-1 is superseded; the clause still names it"),
        (listed(status="Pending"), "commitments.csv:2: commitment C-1 is only pending"),
    ],
)
def test_each_difference_is_told(one: ContractCommitment, words: str) -> None:
    assert tuple(map(str, listed_differences(CLAUSE, [one]))) == (words,)


def test_several_commitments_are_held_together_against_one_clause() -> None:
    clause = commitment(commitment_ids=["C-1", "C-2"], per="term", amount="1000000")
    parts = [listed("C-1", "600000", last=date(2025, 6, 30)), listed("C-2", "400000", start=date(2025, 7, 1), row=3)]
    assert listed_differences(clause, parts) == ()
    assert texts(listed_differences(clause, [parts[0], listed("C-2", "400001", row=3)])) == (
        "commitments.csv:2, commitments.csv:3: C-1 and C-2 come to 1,000,001 USD, the clause to 1,000,000",
    )


def test_a_commitment_by_the_year_is_held_against_its_years() -> None:
    clause = commitment(commitment_ids=["C-1", "C-2"], amount="1000", fiscal_year_start=7)
    year = listed("C-1", "1000", last=date(2025, 6, 30))
    assert listed_differences(clause, [year, listed("C-2", "1000", start=date(2025, 7, 1))]) == ()
    assert (
        listed_differences(
            commitment(commitment_ids=["C-1"], amount="1000", fiscal_year_start=7), [listed(amount="2000")]
        )
        == ()
    )
    wrong = listed("C-2", "900", start=date(2025, 8, 1), row=3)
    assert texts(listed_differences(clause, [year, wrong])) == (
        "commitments.csv:3: C-2 comes to 900 USD, the clause to 1,000",
        "commitments.csv:3: commitment C-2 runs from 2025-08-01 to 2026-06-30, the clause by years:"
        " 2024-07-01 to 2025-06-30; 2025-07-01 to 2026-06-30",
    )


def test_a_commitment_counts_as_last_delivered_and_updated() -> None:
    may, june = (datetime(2025, month, 1, tzinfo=UTC) for month in (5, 6))
    first, second = listed(recorded=may, updated="2"), listed(amount="5", recorded=june, updated="1")
    same_day = listed(amount="7", recorded=june, updated="3")
    assert latest([second, first], june) == (second,)
    assert latest([same_day, second, first], june) == (same_day,)
    assert latest([second, first], may) == (first,)
    assert latest([second], may) == ()


def test_rows_applied_to_a_commitment_that_nobody_names_are_told_with_their_sum() -> None:
    rows = [line(f"2024-08-0{day}", "400.5", fields=(("CommitmentId", name),)) for day, name in
            ((1, "C-1"), (2, "C-2"), (3, "C-2"))]  # fmt: skip
    august = asked_period("2024-08")
    assert texts(unclaimed([*rows, line("2024-08-04", "3")], {"C-1"}, august)) == (
        "2 rows were applied to commitment C-2, which no clause names: 801 USD",
    )
    assert unclaimed(rows, {"C-1", "C-2"}, august) == unclaimed(rows, (), asked_period("2024-09")) == ()
