"""Clause prices: totals, marginals, joint parts that add up, windows, and what matters most."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.planning.small import agreement, desk, needs, supply

from firstcall.planning.inputs.futures import Futures, HolderAnswer
from firstcall.planning.prices.clause_prices import clause_prices
from firstcall.planning.prices.joint import joint
from firstcall.planning.prices.marginal import marginal
from firstcall.planning.prices.switching import Switchboard
from firstcall.planning.prices.tornado import tornado
from firstcall.planning.search.planner import Settings
from firstcall.planning.steps.texts import without

DAYS = Settings(date(2025, 1, 1), date(2025, 6, 30))
WANTED = needs(
    ("serve", "serve", "10", "2025-04-01", "2025-06-30", "9"), ("train", "train", "10", "2025-04-01", "2025-06-30", "9")
)
LINES = supply("h,hostcloud,a,6,12,2025-01-01", "r,rival,a,2,40,2025-01-01")
HOURS = 91 * 24
FUTURES = Futures(answers=(HolderAnswer(line="any", match=Decimal("0.5"), lead_days=0),))


def board(futures: Futures | None = None) -> Switchboard:
    return Switchboard(desk(WANTED, LINES, futures), agreement(), DAYS)


def test_the_total_price_of_an_exclusivity_is_the_plan_without_it() -> None:
    here = board()
    assert here.cost() == HOURS * (10 * 6 + 10 * 2)
    assert here.cost(("serving",)) == HOURS * 20 * 2


def test_one_accelerator_let_through_saves_the_difference_of_the_prices() -> None:
    found = marginal(board(), "serving")
    assert found is not None and found.saves == HOURS * (6 - 2)
    assert marginal(board(), "first-call") is None, "it bars nothing by itself"


def test_the_marginal_price_of_all_that_is_barred_is_at_least_its_total() -> None:
    here, found = board(), marginal(board(), "serving")
    before, after = here.cost(), here.cost(("serving",))
    assert found is not None and before is not None and after is not None
    assert found.saves * 10 >= before - after


@given(st.dictionaries(st.frozensets(st.sampled_from("abc")), st.integers(-50, 50)))
def test_shapley_parts_add_up(values: dict[frozenset[str], int]) -> None:
    found = joint("abc", lambda on: Fraction(values.get(on, 0)))
    assert found is not None
    assert sum((part.shapley for part in found.parts), Fraction(0)) == found.together
    assert found.together == values.get(frozenset("abc"), 0) - values.get(frozenset(), 0)


def test_too_many_clauses_are_not_shared_out() -> None:
    assert joint("abcdefg", lambda on: Fraction(0)) is None and joint("", lambda on: Fraction(0)) is None


def test_all_prices_together() -> None:
    found = clause_prices(board(FUTURES))
    assert found is not None and found.together is not None
    assert {price.clause for price in found.prices} == {"serving", "all-here", "first-call", "own"}
    assert sum((part.shapley for part in found.together.parts), Fraction(0)) == found.together.together
    windows = [point for point in found.curve if point.chance < 0]
    costs = [point.costs for point in windows if point.costs is not None]
    assert costs == sorted(costs), "a longer window never costs less here"


def test_a_clause_that_is_switched_off_stays_in_the_text_and_says_nothing() -> None:
    off = without(agreement(), ("serving",))
    assert [clause.id for clause in off.clauses] == [clause.id for clause in agreement().clauses]
    here = board().desk_without(frozenset(("serving",)))
    speaking = here.ground.terms(here.ground.act_at(here.ground.on)).speaking(here.ground.act_at(here.ground.on))
    assert "serving" not in {held.clause.id for held in speaking}


def test_what_matters_most_is_the_widest_first() -> None:
    swings = tornado(board(FUTURES))
    assert swings and [one.width for one in swings] == sorted((one.width for one in swings), reverse=True)
    amount = next(one for one in swings if (one.kind, one.about) == ("amount", "serve"))
    assert amount.low < 0 < amount.high


@pytest.mark.parametrize("kind", ["price", "quantity", "unmet", "match", "speed", "lead", "amount"])
def test_every_supposition_is_moved(kind: str) -> None:
    from firstcall.planning.prices.tornado import _moves

    assert kind in {move[0] for move in _moves(board(FUTURES).desk)}
