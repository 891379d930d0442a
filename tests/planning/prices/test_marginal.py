"""What one accelerator let through is worth."""

from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.planning.small import agreement, desk, needs, supply

from firstcall.planning.inputs.futures import Futures, HolderAnswer
from firstcall.planning.prices.marginal import marginal
from firstcall.planning.prices.switching import Switchboard
from firstcall.planning.search.planner import Settings

DAYS = Settings(date(2025, 1, 1), date(2025, 6, 30))
WANTED = needs(
    ("serve", "serve", "10", "2025-04-01", "2025-06-30", "9"), ("train", "train", "10", "2025-04-01", "2025-06-30", "9")
)
LINES = supply("h,hostcloud,a,6,12,2025-01-01", "r,rival,a,2,40,2025-01-01")
HOURS = 91 * 24
FUTURES = Futures(answers=(HolderAnswer(line="any", match=Decimal("0.5"), lead_days=0),))


def board(futures: Futures | None = None) -> Switchboard:
    return Switchboard(desk(WANTED, LINES, futures), agreement(), DAYS)


def test_one_accelerator_let_through_saves_the_difference_of_the_prices() -> None:
    found = marginal(board(), "serving")
    assert found is not None and found.saves == HOURS * (6 - 2)
    assert marginal(board(), "first-call") is None, "it bars nothing by itself"


def test_the_marginal_price_of_all_that_is_barred_is_at_least_its_total() -> None:
    here, found = board(), marginal(board(), "serving")
    before, after = here.cost(), here.cost(("serving",))
    assert found is not None and before is not None and after is not None
    assert found.saves * 10 >= before - after


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.tuples(st.integers(1, 12), st.integers(1, 12)), st.tuples(st.integers(1, 9), st.integers(1, 9)),
    st.tuples(st.integers(0, 20), st.integers(1, 20)), st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(1)]),
)  # fmt: skip
def test_the_marginal_price_of_all_that_would_be_used_is_never_below_the_total(
    amounts: tuple[int, int], prices: tuple[int, int], there: tuple[int, int], match: Decimal
) -> None:
    wanted = needs(
        ("serve", "serve", str(amounts[0]), "2025-04-01", "2025-06-30", "7"),
        ("train", "train", str(amounts[1]), "2025-02-01", "2025-06-30", "7"),
    )
    lines = [f"r,rival,a,{prices[1]},{there[1]},2025-01-01"]
    if there[0]:
        lines.append(f"h,hostcloud,a,{prices[0]},{there[0]},2025-01-01")
    futures = Futures(answers=(HolderAnswer(line="any", match=match, lead_days=0),))
    here = Switchboard(desk(wanted, supply(*lines), futures), agreement(), DAYS)
    found, before, after = marginal(here, "serving"), here.cost(), here.cost(("serving",))
    assert before is not None and after is not None
    if found is not None:
        assert found.saves * amounts[0] >= before - after - amounts[0] - 1, "each figure is rounded to whole money"
