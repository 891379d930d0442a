from datetime import date

import pytest

from firstcall.agreement.model.clauses.money_terms import DatedRate, check_residual, duplicates
from firstcall.money import Residual


def test_a_rate_holds_through_its_last_day() -> None:
    rate = DatedRate.model_validate({"rate": "0.2", "since": "2025-01-01", "until": "2025-01-31"})
    assert [rate.holds(date(2025, month, day)) for month, day in ((1, 1), (1, 31), (2, 1))] == [True, True, False]


def test_names_that_stand_twice_are_told_once() -> None:
    assert duplicates(["a", "b", "a", "a"]) == ("a",)


def test_the_rest_goes_to_somebody_who_is_paid() -> None:
    check_residual(Residual.counterparty, "beta", ("beta",))
    with pytest.raises(ValueError, match="which is not a payee of this clause"):
        check_residual(Residual.first, "gamma", ("beta",))
