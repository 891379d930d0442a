"""Scenes of a sound agreement: each use at a third party that restrictions name, and amounts that rights tell apart."""

from decimal import Decimal

from tests.verification.sound import FIRST, agreement

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.verification.loopholes.scene import amounts_for, scenes, text_ahead
from firstcall.verification.space.domain import Questions, questions_of
from firstcall.verification.space.sayings import ClauseHearings


def test_each_use_is_a_scene_with_the_restrictions_that_name_it() -> None:
    text = agreement()
    space, record = questions_of(text)
    found = list(scenes(ClauseHearings(Questions(text, record, space)), {}))
    named = {
        one.workload: {held.clause.id for held in one.turns[0][1]} for one in found if one.provider == "rival"
    }  # fmt: skip
    assert named == {"train": {"first"}, "serve": {"first", "sole"}}
    one = found[0]
    (_, now), *_ = text_ahead(one, one.stretches[0].stretch.start)
    assert now == tuple(held.path for held in one.turns[0][1])


def test_a_token_is_under_a_floor_and_two_of_it_are_over() -> None:
    right = FirstRefusal.model_validate({**FIRST, "quantity_floor": "50"})
    amounts = amounts_for((right,))
    assert amounts.token < 50 <= 2 * amounts.token == amounts.whole
    assert amounts_for((FirstRefusal.model_validate(FIRST),)).token == Decimal(1)
