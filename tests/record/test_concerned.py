"""Which rights an offer concerns, and how an amendment leaves offers in flight."""

import pytest
from tests.refusal.deal import Deal, local, refusal

from firstcall.errors import NotFound
from firstcall.record.concerned import concerned, is_told_of, offers_of, right_named

EAST = refusal(id="east", scope={"age": "new", "mode": ["third_party"], "region": ["east"]})
WEST = refusal(id="west", holder="iris", scope={"age": "new", "mode": ["third_party"], "region": ["west"]})


def names(deal: Deal, at: str, offer: str = "o") -> list[str]:
    return [held.clause.id for held in concerned(deal.position(at), offer)]


def test_an_offer_concerns_the_rights_whose_scope_can_hold_it() -> None:
    assert names(Deal(EAST, WEST).received(dimensions={"region": "west"}), "2025-03-11 09:00") == ["west"]
    assert names(Deal(EAST, WEST).received(), "2025-03-11 09:00") == ["east", "west"]
    assert names(Deal(EAST).received(mode="built_for_grantor"), "2025-03-11 09:00") == []
    training = refusal(scope={"workloads": ["training"]})
    assert names(Deal(training).received(workloads=["serving"]), "2025-03-11 09:00") == []
    assert names(Deal(training).received(workloads=["serving", "training"]), "2025-03-11 09:00") == ["refusal"]
    assert names(Deal(refusal(scope={"age": "existing"})).received(), "2025-03-11 09:00") == []
    assert names(Deal(refusal(scope={"providers": ["other"]})).received(provider="stranger"), "2025-03-11 09:00") == [
        "refusal"
    ]
    assert names(Deal(refusal(scope={"providers": ["rival"]})).received(provider="stranger"), "2025-03-11 09:00") == []
    assert names(Deal(), "2025-03-11 09:00") == []


def test_a_requirement_concerns_rights_whoever_may_meet_it() -> None:
    deal = Deal(refusal(trigger="requirement")).say("capacity-requested", "2025-03-10 09:00", quantity="5")
    assert names(deal, "2025-03-11 09:00") == ["refusal"]


def test_a_right_that_does_not_concern_the_offer_is_told() -> None:
    here = Deal(EAST, WEST).received(dimensions={"region": "west"}).position("2025-03-11 09:00")
    assert [clause.id for clause in right_named(here, "o", "west")] == ["west"]
    with pytest.raises(NotFound, match=r"no right of first refusal 'east' concerns offer 'o'(?s:.*)fix: did you mean"):
        right_named(here, "o", "east")


def amended(in_flight: str, **change: object) -> Deal:
    later = {"id": "second", "signed": "2025-03-20", "effective": "2025-03-20", "in_flight": in_flight, **change}
    deal = Deal(refusal(), amendments=[later]).received().noticed()
    return deal.received("2025-03-21 09:00", offer="p")


@pytest.mark.parametrize(("in_flight", "left"), [("continue", ["refusal"]), ("end", [])])
def test_an_offer_in_flight_runs_on_where_the_amendment_says_so(in_flight: str, left: list[str]) -> None:
    deal = amended(in_flight, remove=["refusal"])
    assert names(deal, "2025-03-25 09:00") == left
    assert names(deal, "2025-03-25 09:00", "p") == []


def test_a_right_given_to_another_holder_leaves_the_first_only_what_is_in_flight() -> None:
    deal = amended("continue", replace=[refusal(holder="iris", since="2025-03-20")])
    held = [getattr(item.clause, "holder", "") for item in concerned(deal.position("2025-03-25 09:00"), "o")]
    assert held == ["iris", "halcyon"]


def test_an_offer_finishes_under_the_version_of_its_notice() -> None:
    deal = amended("end", replace=[refusal(window={"n": "3"})])
    deal.noticed("2025-03-24 09:00", offer="p")
    assert deal.state("2025-03-28 17:00") == "notified"
    assert deal.offer("2025-03-27 17:00:01", "p").state == "lapsed"


def test_every_offer_under_every_right_in_order() -> None:
    deal = Deal(EAST, WEST).received().received("2025-03-11 09:00", offer="p", dimensions={"region": "west"})
    found = offers_of(deal.position("2025-03-12 09:00"))
    assert [(offer.id, clause.id) for offer, clause in found] == [("o", "east"), ("o", "west"), ("p", "west")]
    assert local("2025-03-12 09:00") > found[0][0].since


def test_a_holder_is_told_of_its_own_rights_alone() -> None:
    here = Deal(EAST, WEST).received().position("2025-03-12 09:00")
    for party, own in ((None, ["east", "west"]), ("grace", ["east", "west"]), ("halcyon", ["east"]), ("juno", [])):
        assert [clause.id for _, clause in offers_of(here, party=party)] == own
    shared = refusal(several={"tiers": [{"holders": [{"holder": "halcyon", "holding": "1"}]},
                                        {"holders": [{"holder": "juno", "holding": "1"}]}]})  # fmt: skip
    deal = Deal(shared).received()
    assert is_told_of(deal.right(), "juno", deal.position("2025-03-12 09:00").terms())
