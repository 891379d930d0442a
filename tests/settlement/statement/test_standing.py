from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.money import Money
from firstcall.record.events.kinds import EVENT_KINDS
from firstcall.settlement.statement.netting import Gross, Net
from firstcall.settlement.statement.standing import account, standing_of_statement


def event(kind: str, number: int = 1, by: str = "beta", **fields: Any) -> Any:
    at = datetime(2025, 2, number, tzinfo=UTC).isoformat()
    common = {"id": f"e{number}", "stream": "statement:s-1", "seq": number, "hash": "0" * 64, "at": at, "recorded": at,
              "by": by, "entered_by": "somebody", "statement": "s-1", "type": f"statement-{kind}"}  # fmt: skip
    return EVENT_KINDS[f"statement-{kind}"].model_validate(common | fields)


ISSUE: dict[str, Any] = {
    "period": "2025-01", "known_at": "2025-02-01T00:00:00Z", "amounts": {"share": "20.05"}, "digest": "a" * 64,
}  # fmt: skip
ISSUED = event("issued", **ISSUE)


def net(payer: str, payee: str, units: int, currency: str = "USD", due: date | None = None) -> Net:
    amount = Money(units, currency, 2)
    return Net(payer, payee, amount, (Gross("share", payer, payee, amount, amount),), (), due)


def paid(amount: str, number: int = 5, by: str = "alpha", **fields: Any) -> Any:
    return event("paid", number, by, amount=amount, **({"currency": "USD"} | fields))


ONE = (net("alpha", "beta", 2005, due=date(2025, 3, 1)),)


def test_draft_issued_disputed_agreed_and_issued_anew_with_a_delta() -> None:
    said = [
        ISSUED,
        event("disputed", 2, "alpha", lines=["share/2025-01/api/2025-01-03"], note="twice"),
        event("agreed", 3, "alpha"),
        event("issued", 4, **ISSUE, delta=True),
        event("agreed", 5, "alpha"),
    ]
    assert [standing_of_statement(said[:number], "s-1").status for number in range(6)] == [
        "draft", "issued", "disputed", "agreed", "issued", "agreed",
    ]  # fmt: skip
    assert standing_of_statement(said, "s-2").status == "draft"
    assert standing_of_statement(said[:2], "s-1").disputes[0].lines == ("share/2025-01/api/2025-01-03",)


def test_who_issued_it_cannot_agree_to_it_and_who_disputes_no_longer_agrees() -> None:
    assert standing_of_statement([ISSUED, event("agreed", 2, "beta")], "s-1").status == "issued"
    said = [ISSUED, event("agreed", 2, "alpha"), event("disputed", 3, "alpha")]
    assert (standing_of_statement(said, "s-1").status, standing_of_statement(said, "s-1").agreed) == ("disputed", ())
    other = [ISSUED, event("disputed", 2, "alpha"), event("agreed", 3, "gamma")]
    assert standing_of_statement(other, "s-1").status == "disputed"


@pytest.mark.parametrize(
    ("payments", "status", "says"),
    [
        ([], "issued", "alpha to beta: 20.05 USD left to pay, due 2025-03-01"),
        (["12"], "issued", "alpha to beta: 12.00 USD paid, 8.05 USD left to pay, due 2025-03-01"),
        (["12", "8.05"], "paid", "alpha to beta: paid in full, 20.05 USD"),
        (["21.005"], "paid",
         "alpha to beta: overpaid by 0.955 USD, to be given back or set against the next"),
    ],
)  # fmt: skip
def test_payments_in_part_in_full_and_too_much(payments: list[str], status: str, says: str) -> None:
    events = [ISSUED, *(paid(amount, number) for number, amount in enumerate(payments, start=5))]
    held = account(standing_of_statement(events, "s-1"), ONE)
    assert (held.status, [str(one.stands(date(2025, 2, 20))) for one in held.balances]) == (status, [says])


def test_what_is_left_after_the_due_date_is_overdue_and_the_due_date_itself_is_not() -> None:
    (balance,) = account(standing_of_statement([ISSUED], "s-1"), ONE).balances
    assert "overdue" not in str(balance.stands(date(2025, 3, 1)))
    assert str(balance.stands(date(2025, 3, 2))).endswith("left to pay, due 2025-03-01, overdue on 2025-03-02")


def test_a_dispute_stands_until_all_is_paid() -> None:
    events = [ISSUED, event("disputed", 2, "alpha"), paid("12")]
    assert account(standing_of_statement(events, "s-1"), ONE).status == "disputed"
    assert account(standing_of_statement([*events, paid("8.05", 6)], "s-1"), ONE).status == "paid"


def test_with_several_payees_a_payment_says_to_whom() -> None:
    nets = (net("alpha", "beta", 1000), net("alpha", "gamma", 500), net("delta", "alpha", 300))
    unsaid = account(standing_of_statement([ISSUED, paid("10")], "s-1"), nets)
    assert (len(unsaid.astray), unsaid.status) == (1, "issued")
    said = account(
        standing_of_statement([ISSUED, paid("10", to="beta"), paid("5", 6, to="gamma"), paid("3", 7, "delta")], "s-1"),
        nets,
    )
    assert (said.astray, said.status) == ((), "paid")
    wrong = account(
        standing_of_statement([ISSUED, paid("10", to="beta", currency="EUR"), paid("1", 6, "panel")], "s-1"), nets
    )
    assert len(wrong.astray) == 2


def test_money_given_back_counts_the_other_way_round() -> None:
    held = account(standing_of_statement([ISSUED, paid("25"), paid("4.95", 6, "beta")], "s-1"), ONE)
    assert (held.status, held.balances[0].left) == ("paid", Fraction(0))


def test_a_draft_and_a_statement_of_nothing_are_not_paid() -> None:
    assert account(standing_of_statement([], "s-1"), ONE).status == "draft"
    nothing = account(standing_of_statement([ISSUED], "s-1"), (net("alpha", "beta", 0),))
    assert (nothing.status, str(nothing.balances[0].stands(date(2025, 2, 2)))) == (
        "issued",
        "alpha to beta: nothing to pay",
    )


@given(st.lists(st.tuples(st.sampled_from(["alpha", "beta"]), st.integers(1, 3000)), max_size=6))
def test_what_is_left_is_what_is_owed_less_what_was_paid(payments: list[tuple[str, int]]) -> None:
    events = [paid(f"{cents / 100:.2f}", 5 + n, by) for n, (by, cents) in enumerate(payments)]
    held = account(standing_of_statement([ISSUED, *events], "s-1"), ONE)
    expected = 2005 - sum(cents if by == "alpha" else -cents for by, cents in payments)
    assert held.balances[0].left == Fraction(expected, 100)
    assert (held.status == "paid") == (expected <= 0)
