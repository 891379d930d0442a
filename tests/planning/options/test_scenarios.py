"""Scenarios: their weights, the mood that moves all answers, what is drawn, what is known when."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.errors import QuestionError
from firstcall.planning.inputs.futures import Branch, ConsentFuture, Futures, HolderAnswer, PartAnswer
from firstcall.planning.options.scenarios import ALL, DEMAND, NOTHING, Information, Taken, Uncertainty, scenarios

A, B = Uncertainty("answer", "a", "c"), Uncertainty("answer", "b", "c")


def futures(one: str, two: str, common: str = "0") -> Futures:
    answers = (HolderAnswer(line="a", match=Decimal(one)), HolderAnswer(line="b", match=Decimal(two)))
    return Futures(answers=answers, common=Decimal(common))


@given(st.integers(0, 10), st.integers(0, 10), st.integers(0, 10))
def test_each_answer_keeps_its_own_chance_whatever_the_mood(one: int, two: int, common: int) -> None:
    found = scenarios(futures(f"{one / 10}", f"{two / 10}", f"{common / 10}"), [("a", "c"), ("b", "c")], [])
    assert sum(found.weights) == 1
    for item, chance in ((A, one), (B, two)):
        taken = sum(w for n, w in enumerate(found.weights) if found.outcome(n, item) == ALL)
        assert taken == Fraction(chance, 10)


def test_a_common_mood_takes_the_likelier_wherever_it_takes_the_less_likely() -> None:
    found = scenarios(futures("0.5", "0.2", "1"), [("a", "c"), ("b", "c")], [])
    told = {(found.outcome(n, A), found.outcome(n, B)): w for n, w in enumerate(found.weights)}
    assert told == {(ALL, ALL): Fraction(1, 5), (ALL, NOTHING): Fraction(3, 10), (NOTHING, NOTHING): Fraction(1, 2)}


def test_what_nobody_gave_a_chance_for_does_not_happen() -> None:
    found = scenarios(Futures(), [("a", "c")], ["k"])
    assert [one.outcomes for one in found.all] == [(NOTHING, False)]


def test_parts_consents_and_branches_are_listed_with_their_weights() -> None:
    held = HolderAnswer(
        line="any",
        match=Decimal("0.2"),
        parts=(
            PartAnswer(share=Decimal("0.5"), probability=Decimal("0.3")),
            PartAnswer(share="stranding", probability=Decimal("0.1")),
        ),
    )
    given = Futures(
        answers=(held,), consents=(ConsentFuture(clause="k", given=Decimal("0.25")),),
        demand=(Branch(id="up", weight=Decimal("1")), Branch(id="down", weight=Decimal("3"))),
    )  # fmt: skip
    found = scenarios(given, [("a", "c")], ["k"])
    assert len(found.all) == 4 * 2 * 2 and sum(found.weights) == 1
    half = sum(w for n, w in enumerate(found.weights) if found.outcome(n, A) == Taken(Fraction(1, 2)))
    assert half == Fraction(3, 10)
    assert sum(w for n, w in enumerate(found.weights) if found.outcome(n, DEMAND) == "down") == Fraction(3, 4)


def test_too_many_ask_for_a_seed_and_one_seed_draws_the_same() -> None:
    many = Futures(answers=(HolderAnswer(line="any", match=Decimal("0.5")),))
    lines = [(f"l{n}", "c") for n in range(12)]
    with pytest.raises(QuestionError, match=r"4,096 ways to turn out, more than the 16.*\n  fix: give --seed N"):
        scenarios(many, lines, [], most=16)
    one, two = (scenarios(many, lines, [], most=16, seed=7) for _ in range(2))
    assert one == two and one.drawn and sum(one.weights) == 1
    assert scenarios(many, lines, [], most=16, seed=8) != one


def test_scenarios_are_told_apart_only_by_what_is_known() -> None:
    found = scenarios(futures("0.5", "0.5"), [("a", "c"), ("b", "c")], [])
    info = Information(found, (date(2025, 2, 1), date(2025, 4, 1)))
    assert len(set(info.groups(date(2025, 1, 1)))) == 1
    assert len(set(info.groups(date(2025, 2, 1)))) == 2
    assert len(set(info.groups(date(2025, 4, 1)))) == 4
    assert len(set(info.groups(date(2025, 1, 1), [B]))) == 2


def test_one_mood_of_many_holders_has_few_ways_to_turn_out() -> None:
    one_mood = Futures(answers=(HolderAnswer(line="any", match=Decimal("0.5")),), common=Decimal(1))
    assert len(scenarios(one_mood, [(f"l{n}", "c") for n in range(500)], [], most=2).all) == 2
