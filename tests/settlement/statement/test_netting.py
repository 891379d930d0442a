from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.agreement.model.clauses.money_terms import Netting
from firstcall.errors import BillingError
from firstcall.money import Money, Rounding
from firstcall.settlement.books.entries import ExchangeTable, Quote
from firstcall.settlement.statement.debts import LeftOpen
from firstcall.settlement.statement.netting import Net, Owed, net, net_difference

DAY = date(2025, 1, 31)
EURO = ExchangeTable([Quote(DAY, "EUR", "USD", Fraction("1.1"), "x")])


def owed(clause: str, payer: str, payee: str, units: int | None, currency: str = "USD", netted: bool = False) -> Owed:
    amount = None if units is None else Money(units, currency)
    terms = Netting(currency="USD") if netted else None
    return Owed(
        clause,
        payer,
        payee,
        amount,
        DAY,
        None,
        terms,
        Rounding.half_up,
        None if amount else LeftOpen(reason="never published"),
    )


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
    assert [(gross.clause, gross.payer, gross.payee, str(gross.own)) for gross in done.gross] == [
        ("x", "a", "b", "10.05 EUR"), ("y", "b", "a", "10.00 USD"),
    ]  # fmt: skip


def test_currencies_stay_apart_unless_the_clause_nets_them() -> None:
    done = net([owed("x", "a", "b", 1005, "EUR"), owed("y", "b", "a", 1000)], EURO)
    assert [(one.payer, str(one.amount)) for one in done] == [("a", "10.05 EUR"), ("b", "10.00 USD")]


def test_an_unknown_leg_is_told_and_never_a_zero() -> None:
    (done,) = net([owed("x", "a", "b", 100), owed("y", "b", "a", None)], EURO)
    assert tuple(map(str, done.unknown)) == ("y: never published",)
    assert [gross.clause for gross in done.gross] == ["x"]


def test_a_leg_without_an_amount_is_told_with_the_known_legs_of_its_parties_in_each_currency() -> None:
    legs = [owed("lost", "b", "a", None), owed("x", "a", "b", 100), owed("lost", "b", "a", None)]
    done = net([*legs, owed("y", "a", "b", 5, "EUR"), owed("z", "a", "c", 7)], EURO)
    assert {(one.amount.currency, one.payee): tuple(map(str, one.unknown)) for one in done} == {
        ("USD", "b"): ("lost: never published",), ("EUR", "b"): ("lost: never published",), ("USD", "c"): (),
    }  # fmt: skip
    (alone,) = net([owed("lost", "b", "a", None)], EURO)
    assert (alone.payer, alone.payee, alone.amount.units, alone.gross) == ("b", "a", 0, ())
    assert tuple(map(str, alone.unknown)) == ("lost: never published",)


def test_a_leg_without_an_amount_stays_in_the_currency_that_its_clause_nets_in() -> None:
    yen = replace(owed("lost", "a", "b", None), netting=Netting(currency="JPY"))
    done = net([owed("x", "a", "b", 100), yen], EURO)
    assert [(str(one.amount), tuple(map(str, one.unknown))) for one in done] == [
        ("1.00 USD", ()),
        ("0 JPY", ("lost: never published",)),
    ]


EARLY, MIDDLE, LATE = date(2025, 2, 10), date(2025, 2, 20), date(2025, 3, 5)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_net_is_due_on_the_latest_due_day_of_the_legs_that_its_payer_owes(order: tuple[int, ...]) -> None:
    legs = [
        replace(owed("x", "a", "b", 500), due=MIDDLE), replace(owed("y", "a", "b", 300), due=EARLY),
        replace(owed("z", "b", "a", 200), due=LATE),
    ]  # fmt: skip
    (done,) = net([legs[at] for at in order], EURO)
    assert (done.payer, done.payee, done.amount.units, done.due) == ("a", "b", 600, MIDDLE)
    more = [*legs[:2], replace(legs[2], amount=Money(900, "USD"))]
    (done,) = net([more[at] for at in order], EURO)
    assert (done.payer, done.payee, done.amount.units, done.due) == ("b", "a", 100, LATE)


def test_a_net_whose_payer_owes_no_leg_with_a_due_day_has_none() -> None:
    (done,) = net([owed("x", "a", "b", 500), replace(owed("z", "b", "a", 200), due=LATE)], EURO)
    assert (done.payer, done.due) == ("a", None)


def test_legs_that_are_even_leave_nothing_for_the_payer_of_the_first() -> None:
    (done,) = net([owed("x", "a", "b", 500), owed("y", "b", "a", 500)], EURO)
    assert (done.payer, done.payee, done.amount.units) == ("a", "b", 0)
    assert [(one.payer, one.payee, one.own.units) for one in done.gross] == [("a", "b", 500), ("b", "a", 500)]


RATES = ExchangeTable([Quote(DAY, "EUR", "JPY", Fraction("160.5"), "x"), Quote(LATE, "EUR", "JPY", Fraction(150), "x")])
ONE_EURO = replace(owed("x", "a", "b", 100, "EUR"), due=LATE)


@pytest.mark.parametrize(
    ("due", "day", "expected"),
    [(LATE, "end_of_period", 161), (LATE, "due_day", 150), (None, "due_day", 161), (None, "end_of_period", 161)],
)
def test_the_rate_is_that_of_the_day_which_the_clause_names(due: date | None, day: str, expected: int) -> None:
    terms = Netting.model_validate({"currency": "JPY", "day": day})
    (done,) = net([replace(ONE_EURO, netting=terms, due=due)], RATES)
    assert done.amount == Money(expected, "JPY", 0) and done.gross[0].own == Money(100, "EUR")


def test_a_day_without_a_rate_is_refused_or_takes_the_one_before_as_the_clause_says() -> None:
    leg = replace(ONE_EURO, netting=Netting(currency="JPY"), on=MIDDLE)
    with pytest.raises(BillingError, match="there is no rate from EUR to JPY for 2025-02-20"):
        net([leg], RATES)
    (done,) = net([replace(leg, netting=Netting(currency="JPY", missing="previous"))], RATES)
    assert str(done.amount) == "161 JPY"


def test_a_converted_leg_is_rounded_as_its_own_clause_rounds() -> None:
    half = replace(ONE_EURO, netting=Netting(currency="JPY"))
    found = {mode: net([replace(half, rounding=mode)], RATES)[0].amount.units for mode in Rounding}
    assert found == {Rounding.half_up: 161, Rounding.half_even: 160, Rounding.down: 160}


def test_a_leg_in_the_currency_of_netting_keeps_every_digit_it_has() -> None:
    fine = replace(owed("x", "a", "b", None, netted=True), amount=Money(12345, "USD", 4))
    (done,) = net([fine], ExchangeTable())
    assert done.amount == Money(12345, "USD", 4) and done.gross[0].counted == done.gross[0].own


LEGS = st.lists(
    st.tuples(st.sampled_from("xyz"), st.sampled_from([("a", "b"), ("b", "a"), ("a", "c")]), st.integers(-99, 99)),
    max_size=6,
)
Drawn = list[tuple[str, tuple[str, str], int]]


def paid(nets: tuple[Net, ...]) -> Counter[tuple[str, str]]:
    """What each party pays each other in all: a payment back counts against it."""
    found: Counter[tuple[str, str]] = Counter()
    for one in nets:
        found[one.payer, one.payee] += one.amount.units
        found[one.payee, one.payer] -= one.amount.units
    return Counter({key: units for key, units in found.items() if units})


def by_clause(nets: tuple[Net, ...]) -> Counter[tuple[str, str, str]]:
    found: Counter[tuple[str, str, str]] = Counter()
    for gross in (gross for one in nets for gross in one.gross):
        assert gross.own.units == gross.counted.units
        found[gross.clause, gross.payer, gross.payee] += gross.counted.units
    return Counter({key: units for key, units in found.items() if units})


@given(LEGS, LEGS)
def test_what_was_netted_and_the_difference_are_what_is_netted_now(first: Drawn, then: Drawn) -> None:
    before, after = (net([owed(c, *pair, units) for c, pair, units in legs], EURO) for legs in (first, then))
    change = net_difference(before, after)
    for told in (paid, by_clause):
        total = Counter(told(before))
        total.update(told(change))
        assert {key: units for key, units in total.items() if units} == dict(told(after))
    assert all(gross.counted.units for one in change for gross in one.gross)
    assert all(one.amount.units >= 0 for one in change)


def test_a_difference_has_the_due_day_and_the_unknown_of_what_is_netted_now() -> None:
    before = net([replace(owed("x", "a", "b", 500), due=EARLY), owed("lost", "a", "b", None)], EURO)
    after = net([replace(owed("x", "a", "b", 700), due=LATE), owed("dark", "a", "b", None)], EURO)
    (change,) = net_difference(before, after)
    assert (change.payer, change.payee, str(change.amount), change.due) == ("a", "b", "2.00 USD", LATE)
    assert tuple(map(str, change.unknown)) == ("dark: never published",)
    assert [(one.clause, one.payer, one.payee, one.own.units) for one in change.gross] == [("x", "a", "b", 200)]


def test_what_is_owed_no_more_goes_back_without_a_due_day() -> None:
    before = net([replace(owed("x", "a", "b", 500), due=EARLY), owed("y", "a", "c", 1, "JPY")], EURO)
    back, kept = net_difference(before, before[1:])
    assert (back.payer, back.payee, back.amount, back.due, back.unknown) == ("b", "a", Money(500, "USD"), None, ())
    assert (kept.payer, kept.payee, kept.amount, kept.gross) == ("a", "c", Money(0, "JPY"), ())


def test_a_difference_keeps_currencies_digits_and_own_amounts_apart() -> None:
    yen = Netting(currency="JPY")
    before = net([replace(owed("x", "a", "b", 100, "EUR"), netting=yen)], RATES)
    after = net([replace(owed("x", "a", "b", 300, "EUR"), netting=yen), owed("y", "a", "b", 5)], RATES)
    converted, plain = net_difference(before, after)
    assert [(one.own, one.counted) for one in converted.gross] == [(Money(200, "EUR"), Money(482 - 161, "JPY", 0))]
    assert (converted.amount, plain.amount) == (Money(482 - 161, "JPY", 0), Money(5, "USD"))


def test_a_leg_has_changed_where_its_own_or_its_converted_amount_has() -> None:
    yen = Netting(currency="JPY")
    cent = replace(ONE_EURO, netting=yen, amount=Money(10000, "EUR", 4), rounding=Rounding.down)
    more = replace(cent, amount=Money(10001, "EUR", 4))
    (change,) = net_difference(net([cent], RATES), net([more], RATES))
    assert [(one.own, one.counted) for one in change.gross] == [(Money(1, "EUR", 4), Money(0, "JPY", 0))]
    dearer = ExchangeTable([Quote(DAY, "EUR", "JPY", Fraction(170), "x")])
    (change,) = net_difference(net([cent], RATES), net([cent], dearer))
    assert [(one.own, one.counted) for one in change.gross] == [(Money(0, "EUR", 4), Money(10, "JPY", 0))]
    (change,) = net_difference(net([cent], RATES), net([cent], RATES))
    assert change.gross == () and change.amount == Money(0, "JPY", 0)
