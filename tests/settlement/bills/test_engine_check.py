import pytest

from firstcall.errors import BillingError
from firstcall.settlement.bills.engine_check import check_engine, nasty_rows


def test_an_engine_that_gives_nothing_is_refused() -> None:
    with pytest.raises(BillingError, match=r"it gives –, and .* is right"):
        check_engine("silent", ())


def test_the_rows_hold_the_widest_and_the_finest_figures() -> None:
    figures = {f"{row['BilledCost']:f}" for row in nasty_rows()}
    assert {"99999999999999999999", "0.000000000000000001"} <= figures
