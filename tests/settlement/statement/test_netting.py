from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from firstcall.agreement.model.clauses.money_terms import Netting
from firstcall.money import Money, Rounding
from firstcall.settlement.books.entries import ExchangeTable, Quote
from firstcall.settlement.statement.netting import Owed, net

DAY = date(2025, 1, 31)
EURO = ExchangeTable([Quote(DAY, "EUR", "USD", Fraction("1.1"), "x")])


def owed(clause: str, payer: str, payee: str, units: int | None, currency: str = "USD", netted: bool = False) -> Owed:
    amount = None if units is None else Money(units, currency)
    terms = Netting(currency="USD") if netted else None
    return Owed(clause, payer, payee, amount, DAY, None, terms, Rounding.half_up, "" if amount else "never published")


@given(
    st.lists(st.tuples(st.sampled_from([("a", "b"), ("b", "a"), ("a", "c")]), st.integers(-(10**9), 10**9)), max_size=8)
)
def test_netting_keeps_gross_and_one_partys_payable_is_the_others_receivable(
    legs: list[tuple[tuple[str, str], int]],
) -> None:
    listed = [owed(f"leg-{n}", payer, payee, units) for n, ((payer, payee), units) in enumerate(legs)]
    done = net(listed, ExchangeTable())
    assert sorted(gross.clause for one in done for gross in one.gross) == sorted(leg.clause for leg in listed)
    for party in "abc":
        owes = sum(leg.amount.units if leg.payer == party else -leg.amount.units
                   for leg in listed if leg.amount and party in (leg.payer, leg.payee))  # fmt: skip
        nets = sum(one.amount.units if one.payer == party else -one.amount.units
                   for one in done if party in (one.payer, one.payee))  # fmt: skip
        assert owes == nets


def test_a_leg_is_converted_and_rounded_before_it_is_netted() -> None:
    legs = [owed("x", "a", "b", 1005, "EUR", True), owed("y", "b", "a", 1000, "USD", True)]
    (done,) = net(legs, EURO)
    assert str(done.amount) == "1.06 USD"
    assert [str(gross.own) for gross in done.gross] == ["10.05 EUR", "10.00 USD"]


def test_currencies_stay_apart_unless_the_clause_nets_them() -> None:
    done = net([owed("x", "a", "b", 1005, "EUR"), owed("y", "b", "a", 1000)], EURO)
    assert [(one.payer, str(one.amount)) for one in done] == [("a", "10.05 EUR"), ("b", "10.00 USD")]


def test_an_unknown_leg_is_told_and_never_a_zero() -> None:
    (done,) = net([owed("x", "a", "b", 100), owed("y", "b", "a", None)], EURO)
    assert done.unknown == ("y: never published",)
    assert [gross.clause for gross in done.gross] == ["x"]
