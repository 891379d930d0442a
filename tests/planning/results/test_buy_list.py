"""The buy list: in which case something is bought, told by the fewest things, and merged where cases decide alike."""

from fractions import Fraction

from tests.planning.search.test_planner import of_case, result
from tests.planning.slow_plan import Case

from firstcall.planning.options.scenarios import ALL, NOTHING, Uncertainty
from firstcall.planning.results.buy_list import condition_of

FOUND = result(of_case(Case(2, 1, 2, 3, (2, 2), (1, 1), 7, 8, Fraction(1, 4))))
ANSWER = Uncertainty("answer", "r", "first-call")


def test_a_case_is_told_by_what_sets_it_apart() -> None:
    model = FOUND.planned.model
    taken = [n for n in range(len(model.scenarios.all)) if model.scenarios.outcome(n, ANSWER) == ALL]
    rest = [n for n in range(len(model.scenarios.all)) if n not in taken]
    assert condition_of(model, taken) == ((ANSWER, ALL),)
    assert condition_of(model, rest) == ((ANSWER, NOTHING),)
    assert condition_of(model, [*taken, *rest]) == ()


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
