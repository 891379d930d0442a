"""The first states of a search in the sound agreement: training at a rival, with one right of first refusal."""

from datetime import UTC, datetime

from tests.verification.sound import agreement

from firstcall.record.journal.journal import Record
from firstcall.verification.loopholes.procedure import OfferScene, acts_on_offers
from firstcall.verification.loopholes.scene import scenes
from firstcall.verification.loopholes.state import LoopholeState, offers_standing, rights_of
from firstcall.verification.space.domain import Questions, questions_of
from firstcall.verification.space.sayings import ClauseHearings


def begun() -> LoopholeState:
    text = agreement()
    space, record = questions_of(text)
    every = scenes(ClauseHearings(Questions(text, record, space)), {})
    scene = next(one for one in every if (one.workload, one.provider) == ("train", "rival"))
    return LoopholeState(scene, Record(), datetime(2024, 1, 8, 10, tzinfo=UTC))


def seen(state: LoopholeState) -> OfferScene:
    rights = rights_of(state.here(), state.scene)
    return OfferScene(state, state.here(), rights, offers_standing(state.here(), rights))


def after(state: LoopholeState, *acts: str) -> LoopholeState:
    for act in acts:
        state = next(one for one in acts_on_offers(seen(state)) if one is not None and one.steps[-1].act == act)
    return state
