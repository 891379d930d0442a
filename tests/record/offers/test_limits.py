"""Rights that end by themselves: a cap that is reached, one time only, a failure."""

import pytest
from tests.refusal.deal import Deal, refusal, told


def two_offers(deal: Deal, second: str = "80") -> Deal:
    deal.received("2025-03-10 09:00", "70").noticed()
    return deal.received("2025-06-02 09:00", second, offer="p")


def test_a_cap_leaves_room_and_then_ends_the_right() -> None:
    deal = two_offers(Deal(refusal(quantity_cap="100"))).say("matched", "2025-03-18 09:00")
    deal.noticed("2025-06-03 09:00", offer="p").say("matched", "2025-06-04 09:00", offer="p")
    found = deal.offer("2025-06-05 09:00", "p")
    assert told(found.state, found.matched, found.remainder) == ("matched-in-part", 30, 50)
    deal.received("2025-08-01 09:00", "5", offer="q").noticed("2025-08-02 09:00", offer="q")
    last = deal.offer("2025-08-03 09:00", "q")
    assert last.state == "received"
    assert last.free_because == "the right ended when 100 had been taken under it"
    assert last.without_effect[0].reason == last.free_because


@pytest.mark.parametrize("answer", ["declined", "waiver-given", None])
def test_a_one_time_right_is_spent_with_an_offer_not_taken(answer: str | None) -> None:
    deal = two_offers(Deal(refusal(continuing="false")))
    if answer:
        deal.say(answer, "2025-03-18 09:00")
    assert deal.offer("2025-06-03 09:00", "p").free_because == "the right was for one offer, and offer o was it"
    assert deal.offer("2025-06-03 09:00").free_because is None


def test_a_one_time_right_lasts_while_its_offer_is_taken() -> None:
    deal = two_offers(Deal(refusal(continuing="false"))).say("matched", "2025-03-18 09:00")
    assert deal.offer("2025-06-03 09:00", "p").free_because is None


def test_a_failure_may_end_the_right() -> None:
    deal = two_offers(Deal(refusal(failure={"then": "release_and_terminate", "sign_within": "30"}))).say(
        "matched", "2025-03-18 09:00"
    )
    deal.say("holder-failed", "2025-06-10 09:00", quantity="1")
    assert deal.offer("2025-06-09 09:00", "p").free_because is None
    assert deal.offer("2025-06-11 09:00", "p").free_because == "the right ended when halcyon failed on offer o"


def test_below_the_floor_and_exempt_offers_are_free() -> None:
    deal = Deal(refusal(quantity_floor="50", exempt=["renewal"])).received(quantity="49.9")
    assert deal.offer("2025-03-11 09:00").free_because == "below the floor of 50"
    deal.signed("2025-03-12 09:00", "49.9")
    assert deal.offer("2025-03-13 09:00").cleared == {"k"}
    renewed = Deal(refusal(exempt=["renewal"])).received(exemption="renewal")
    assert renewed.standing("2025-03-11 09:00", "100") == [("100", "free", "exempt (renewal)")]
    other = Deal(refusal(exempt=["renewal"])).received(exemption="affiliate")
    assert other.standing("2025-03-11 09:00") == [(None, "offer", "received")]


@pytest.mark.parametrize(
    ("quantities", "signed", "left"),
    [(["20"], "20", "29.9"), (["20", "25"], "45", "4.9"), (["60"], "49.9", "0.0"), (["20", None], "49.9", "0.0")],
)
def test_what_is_signed_of_a_free_offer_is_taken_off_what_is_left(
    quantities: list[str | None], signed: str, left: str
) -> None:
    deal = Deal(refusal(quantity_floor="50")).received(quantity="49.9")
    for day, quantity in enumerate(quantities, start=12):
        deal.signed(f"2025-03-{day} 09:00", quantity, contract=f"k{day}")
    found = deal.offer("2025-03-20 09:00")
    assert (str(found.signed), str(found.remainder)) == (signed, left)
