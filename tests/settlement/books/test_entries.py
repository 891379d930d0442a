from datetime import date
from fractions import Fraction

import pytest

from firstcall.agreement.model.clauses.money_terms import Exchange
from firstcall.errors import BillingError
from firstcall.settlement.books.entries import ExchangeTable, Quote
from firstcall.settlement.clauses.periods import period_of

JANUARY = period_of(date(2025, 1, 5), "month")


def table(*days: tuple[int, str]) -> ExchangeTable:
    return ExchangeTable(
        [Quote(date(2025, 1, day), "EUR", "USD", Fraction(rate), f"x.csv:{day}") for day, rate in days]
    )


@pytest.mark.parametrize(
    ("rule", "missing", "rate"),
    [
        ("day_of_line", "refuse", "1.1"),
        ("end_of_period", "refuse", "1.3"),
        ("end_of_period", "previous", "1.3"),
        ("average_of_period", "refuse", "1.2"),
    ],
)
def test_the_day_of_the_rate_is_a_term(rule: str, missing: str, rate: str) -> None:
    terms = Exchange.model_validate({"rule": rule, "missing": missing})
    known = table((5, "1.1"), (31, "1.3"))
    assert known.rate(date(2025, 1, 5), JANUARY, "EUR", "USD", terms) == Fraction(rate)


def test_a_missing_day_takes_the_previous_only_where_the_clause_says_so() -> None:
    known = table((5, "1.1"))
    assert known.on(date(2025, 1, 9), "EUR", "USD", "previous") == Fraction("1.1")
    with pytest.raises(BillingError, match="no rate from EUR to USD for 2025-01-09\n  fix: add the day"):
        known.on(date(2025, 1, 9), "EUR", "USD", "refuse")
    with pytest.raises(BillingError, match="no rate from EUR to USD for 2025-01-04"):
        known.on(date(2025, 1, 4), "EUR", "USD", "previous")


def test_no_inverse_rate_is_made_up() -> None:
    with pytest.raises(
        BillingError, match=r"no rate from USD to EUR is listed \(the table lists only the other direction"
    ):
        table((5, "1.1")).rate(date(2025, 1, 5), JANUARY, "USD", "EUR", Exchange())
    with pytest.raises(BillingError, match="no rate from GBP to USD is listed\n  fix: add GBP,USD rates"):
        table((5, "1.1")).rate(date(2025, 1, 5), JANUARY, "GBP", "USD", Exchange())


def test_two_rates_on_one_day_are_refused() -> None:
    with pytest.raises(BillingError, match="EUR to USD has two rates on 2025-01-05"):
        table((5, "1.1"), (5, "1.2"))
