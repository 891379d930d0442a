"""Clause prices: totals, marginals, joint parts that add up, windows, and what matters most."""

from datetime import date
from decimal import Decimal

from tests.planning.small import agreement, desk, needs, supply

from firstcall.planning.inputs.futures import Futures, HolderAnswer
from firstcall.planning.prices.switching import Switchboard
from firstcall.planning.search.planner import Settings
from firstcall.planning.steps.texts import switched_off

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


def test_a_clause_that_is_switched_off_stays_in_the_text_and_says_nothing() -> None:
    off = switched_off(agreement(), ("serving",))
    assert [clause.id for clause in off.clauses] == [clause.id for clause in agreement().clauses]
    here = board().desk_without(frozenset(("serving",)))
    speaking = here.ground.terms(here.ground.act_at(here.ground.on)).speaking(here.ground.act_at(here.ground.on))
    assert "serving" not in {held.clause.id for held in speaking}
