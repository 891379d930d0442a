from datetime import date

from tests.settlement.statement.test_standing import ISSUED, ONE, event, paid

from firstcall.report.statement.account import account_data, account_lines
from firstcall.settlement.statement.standing import account, standing_of_statement

EVENTS = [
    ISSUED,
    event("disputed", 2, "alpha", lines=["share/2025-01/api/2025-01-03"], note="counted twice"),
    event("agreed", 3, "gamma"),
    paid("12", 4),
    paid("1", 5, currency="EUR"),
]


def test_disputes_consents_and_payments_are_told_in_lines() -> None:
    assert account_lines(account(standing_of_statement(EVENTS, "s-1"), ONE), date(2025, 2, 20)) == (
        "Issued by beta on 2025-02-01T00:00:00Z",
        "Disputed by alpha on 2025-02-02T00:00:00Z: share/2025-01/api/2025-01-03 (counted twice)",
        "Agreed by gamma on 2025-02-03T00:00:00Z",
        "Paid by alpha on 2025-02-04T00:00:00Z: 12 USD",
        "Paid by alpha on 2025-02-05T00:00:00Z: 1 EUR",
        "  alpha to beta: 12.00 USD paid, 8.05 USD left to pay, due 2025-03-01",
        "  1 EUR paid by alpha count against nothing owed here; say to whom with --to, in a currency of the statement,"
        " by a correction",
    )


def test_a_draft_says_nothing() -> None:
    assert account_lines(account(standing_of_statement([], "s-1"), ONE), date(2025, 2, 20)) == ()


def test_json_tells_what_counts_and_what_is_left() -> None:
    data = account_data(account(standing_of_statement(EVENTS, "s-1"), ONE))
    assert [one["counted"] for one in data["payments"]] == [True, False]
    assert data["balances"] == [
        {"payer": "alpha", "payee": "beta", "currency": "USD", "owed": "20.05", "paid": "12", "left": "8.05",
         "due": "2025-03-01"}
    ]  # fmt: skip
    assert data["disputes"][0]["lines"] == ["share/2025-01/api/2025-01-03"]
