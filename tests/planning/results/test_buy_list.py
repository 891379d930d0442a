"""The buy list: in which case something is bought, told by the fewest things, and merged where cases decide alike."""

from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from tests.planning.search.test_planner import of_case, result
from tests.planning.slow_plan import Case

from firstcall.planning.options.scenarios import ALL, DEMAND, NOTHING, Scenario, Scenarios, Uncertainty
from firstcall.planning.results.buy_list import as_few_cases, condition_of

FOUND = result(of_case(Case(2, 1, 2, 3, (2, 2), (1, 1), 7, 8, Fraction(1, 4))))
ANSWER = Uncertainty("answer", "r", "first-call")


def test_a_case_is_told_by_what_sets_it_apart() -> None:
    model = FOUND.planned.model
    taken = [n for n in range(len(model.scenarios.all)) if model.scenarios.outcome(n, ANSWER) == ALL]
    rest = [n for n in range(len(model.scenarios.all)) if n not in taken]
    assert condition_of(model.scenarios, taken) == ((ANSWER, ALL),)
    assert condition_of(model.scenarios, rest) == ((ANSWER, NOTHING),)
    assert condition_of(model.scenarios, [*taken, *rest]) == ()


def test_each_entry_has_its_days_in_order() -> None:
    assert FOUND.buys
    for buy in FOUND.buys:
        assert buy.signing <= buy.starts and 0 < buy.weight <= 1 and buy.blocks > 0
        if buy.kind == "notice":
            assert buy.notice_first is not None and buy.notice_last is not None and buy.window_day is not None
            assert buy.notice_first <= buy.notice_last < buy.signing and buy.window_day < buy.signing
            assert buy.safe_days >= 1 and buy.if_taken


def test_what_is_signed_under_a_right_was_noticed_for_the_same_start() -> None:
    noticed = {(buy.line, buy.starts, buy.term_months): buy.blocks for buy in FOUND.buys if buy.kind == "notice"}
    for buy in FOUND.buys:
        if buy.kind == "sign" and buy.rights:
            assert buy.blocks <= noticed[buy.line, buy.starts, buy.term_months]
            assert (ANSWER, NOTHING) in buy.only_if or buy.weight == 1


ITEMS = (ANSWER, Uncertainty("answer", "s", "first-call"), DEMAND)
CUBE = Scenarios(
    ITEMS,
    tuple(Scenario(Fraction(1, 12), found) for found in product((ALL, NOTHING), (ALL, NOTHING), ("a", "b", "c"))),
    False, (),
)  # fmt: skip


def holds_in(among: list[int]) -> list[int]:
    """The scenarios in which the condition of some holds, looked up one by one."""
    asked = condition_of(CUBE, among)
    return [n for n in range(12) if all(CUBE.outcome(n, item) == outcome for item, outcome in asked)]


@given(st.sets(st.integers(0, 11), min_size=1))
def test_cases_that_decide_alike_are_told_in_as_few_rows_as_their_conditions_allow(chosen: set[int]) -> None:
    found = as_few_cases(CUBE, [[n] for n in chosen])
    assert sorted(n for group in found for n in group) == sorted(chosen)
    assert all(holds_in(group) == group for group in found)
    assert len(found) <= len(chosen)


def test_rows_are_joined_over_a_branch_that_does_not_matter_and_not_over_one_that_does() -> None:
    assert as_few_cases(CUBE, [[n] for n in range(12)]) == [list(range(12))]
    assert as_few_cases(CUBE, [[0], [1], [2]]) == [[0, 1, 2]]  # every demand, one pair of answers
    assert as_few_cases(CUBE, [[0], [1], [2], [6], [7]]) == [[0, 6], [1, 7], [2]]
    assert as_few_cases(CUBE, [[0], [4]]) == [[0], [4]]
