"""First refusal in answers: who is named, asked and counted of several holders, and in which unit."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.refusal.deal import Deal, local, refusal

from firstcall.rights.decide import answer
from firstcall.rights.decision import Decision
from firstcall.rights.paths.search import routes_to_yes
from firstcall.rights.question import Asked

SHARED: dict[str, Any] = {
    "tiers": [{"holders": [{"holder": "halcyon", "holding": "50"}, {"holder": "iris", "holding": "30"}]},
              {"holders": [{"holder": "juno", "holding": "20"}], "n": 5}]
}  # fmt: skip
FRESH = Asked(("training",), provider="rival")


def decided(deal: Deal, at: str, asked: Asked) -> Decision:
    return answer(deal.position(at), asked)


def whys(deal: Deal, at: str, asked: Asked) -> list[str]:
    return [str(cited.why) for cited in decided(deal, at, asked).deciding]


def ways(deal: Deal, at: str, asked: Asked) -> dict[str, tuple[str, ...]]:
    moment: datetime = local(at)
    routes = routes_to_yes(deal.agreement, deal.record, asked, moment)
    return {route.steps[-1].act: route.steps[-1].by for route in routes}


def test_nobody_was_offered_what_is_asked_about() -> None:
    deal = Deal(refusal(several=SHARED))
    assert whys(deal, "2025-03-10 09:00", FRESH) == ["halcyon, iris and juno have not been offered this capacity"]
    everybody = ways(deal, "2025-03-10 09:00", FRESH)
    assert everybody["amend"] == ("grace", "halcyon", "iris", "juno")
    assert everybody["waiver"] == ("halcyon", "iris", "juno")


@pytest.mark.parametrize(
    ("at", "waits_for"),
    [
        ("2025-03-17 08:00", "halcyon, iris and juno have"),
        ("2025-03-18 09:00", "iris and juno have"),
        ("2025-03-31 09:00", "juno has"),
    ],
)
def test_an_offer_waits_for_those_who_have_time_and_have_not_answered(at: str, waits_for: str) -> None:
    deal = Deal(refusal(several=SHARED)).received().noticed()
    deal.say("matched-in-part", "2025-03-17 09:00", quantity="10")
    told = whys(deal, at, Asked(("training",), offer="o"))
    assert told == [f"offer o is notified: {waits_for} not answered a notice of it"]


def test_a_part_that_binds_only_with_the_whole_is_no_missing_answer() -> None:
    deal = Deal(refusal(partial="aggregate_all_or_nothing")).received().noticed()
    deal.say("matched-in-part", "2025-03-17 09:00", quantity="10")
    (told,) = whys(deal, "2025-03-18 09:00", Asked(("training",), offer="o"))
    assert told == "offer o is notified: what halcyon asked for binds only with the whole, and may still be raised"


def test_whoever_took_it_is_named() -> None:
    deal = Deal(refusal(several=SHARED)).received().noticed()
    deal.say("declined", "2025-03-17 09:00").say("matched-in-part", "2025-03-17 10:00", by="iris", quantity="40")
    deal.say("matched-in-part", "2025-03-17 11:00", by="juno", quantity="5")
    assert whys(deal, "2025-04-10 09:00", Asked(("training",), offer="o")) == ["iris and juno took offer o of 45"]


def test_whose_failure_ended_the_right_is_named() -> None:
    late = {"id": "late", "type": "delivery", "by": "iris", "of": ["refusal"], "remedy": ["release", "termination"],
            "milestones": [{"share": "1", "within": "30"}]}  # fmt: skip
    deal = Deal(refusal(several=SHARED), late).received().noticed()
    deal.say("declined", "2025-03-17 09:00").say("matched", "2025-03-17 10:00", by="iris")
    deal.say("holder-failed", "2025-05-20 09:00")
    assert whys(deal, "2025-05-21 09:00", FRESH) == ["the right ended when iris failed on offer o"]


def test_a_contract_is_cleared_afterwards_once_every_holder_has_waived() -> None:
    deal = Deal(refusal(several=SHARED))
    deal.say("contract-signed", "2025-03-10 09:00", offer=None, contract="k", provider="rival", tranches=[{}], terms={})
    asked = Asked(("training",), contract="k")
    for number, holder in enumerate(("iris", "iris", "halcyon"), 11):
        deal.say("waiver-given", f"2025-03-{number} 09:00", by=holder, contract="k", clause="refusal")
        assert decided(deal, f"2025-03-{number} 10:00", asked).outcome == "offer-first"
    assert ways(deal, "2025-03-14 09:00", asked)["waiver"] == ("juno",)
    deal.say("waiver-given", "2025-03-15 09:00", by="juno", contract="k", clause="refusal")
    assert decided(deal, "2025-03-15 10:00", asked).outcome == "permitted"


def test_a_contract_in_another_unit_than_its_offer_says_so() -> None:
    deal = Deal(refusal()).received().noticed()
    parts = [{"quantity": "0.04", "unit": "GW"}]
    deal.say("contract-signed", "2025-04-01 09:00", contract="k", provider="rival", tranches=parts, terms={})
    told = whys(deal, "2025-04-02 09:00", Asked(("training",), contract="k"))
    assert told == ["signed without clearance: offer o is lapsed: the contract is in GW, the offer in MW"]


@pytest.mark.parametrize(("unit", "outcome"), [("MW", "permitted"), (None, "permitted"), ("GW", "offer-first")])
def test_a_floor_frees_a_contract_in_its_own_unit(unit: str | None, outcome: str) -> None:
    deal = Deal(refusal(quantity_floor="10", parts={"unit": "MW"}))
    part = {"quantity": "9"} | ({"unit": unit} if unit else {})
    about: dict[str, Any] = {"offer": None, "contract": "k", "provider": "rival", "tranches": [part], "terms": {}}
    deal.say("contract-signed", "2025-04-01 09:00", **about)
    assert decided(deal, "2025-04-02 09:00", Asked(("training",), contract="k")).outcome == outcome


def test_an_arrival_is_supposed_only_where_something_rests_on_it() -> None:
    deal = Deal(refusal(failure={"sign_within": "5"})).received().noticed()
    asked = Asked(("training",), offer="o", quantity=Decimal(10))

    def supposes(at: str) -> bool:
        return any("no arrival" in str(note) for note in decided(deal, at, asked).notes)

    assert supposes("2025-03-17 09:00")
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="90").signed("2025-04-01 10:00", "10")
    assert supposes("2025-04-02 09:00"), "the end of the window freed what was signed"
    whole = Deal(refusal(failure={"sign_within": "5"})).received().noticed().say("matched", "2025-03-18 09:00")
    deal = whole.say("holder-failed", "2025-04-01 11:00", quantity="30")
    assert not supposes("2025-04-02 09:00"), "the failure frees what it is about, whenever the notice came"
