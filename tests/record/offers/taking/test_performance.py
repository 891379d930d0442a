"""Signed elsewhere, delivered, failed: exact to the last unit."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.refusal.deal import Deal, local, refusal

from firstcall.record.offers.taking.performance import milestones_of, undated

SIGN = refusal(failure={"sign_within": "5"})


@given(st.lists(st.tuples(st.sampled_from(["sign", "deliver", "fail"]), st.integers(1, 60)), max_size=8))
def test_nothing_is_signed_delivered_or_failed_twice(steps: list[tuple[str, int]]) -> None:
    deal = Deal(SIGN).received().noticed().say("matched-in-part", "2025-03-18 09:00", quantity="60")
    for number, (kind, amount) in enumerate(steps):
        at = f"2025-04-{number + 1:02} 09:00"
        match kind:
            case "sign":
                deal.signed(at, str(amount), f"k{number}")
            case "deliver":
                deal.say("delivered", at, quantity=str(amount))
            case _:
                deal.say("holder-failed", at, quantity=str(amount))
    offer = deal.offer("2025-04-20 09:00")
    assert offer.matched == 60 and offer.delivered is not None and offer.failed is not None and offer.signed is not None
    assert offer.delivered + offer.failed <= 60
    assert offer.signed <= 40 + offer.failed
    free = sum((pool.quantity or 0 for pool in offer.free_at(deal.position("2025-04-20 09:00").at)), Decimal(0))
    assert free == 40 + offer.failed - offer.signed == offer.remainder


def test_days_from_the_offered_start_wait_until_the_terms_name_one() -> None:
    """A milestone from the start of the service has no day, and none of it can have failed, while no start is known."""
    steps = [{"share": "1", "within": "10", "anchor": "start"}]
    delivery = {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"], "milestones": steps}
    for terms, day in (({}, None), ({"start": "2025-05-01"}, "2025-05-11")):
        deal = Deal(refusal(), delivery).received(terms={"price_usd": "2", **terms}).noticed()
        (match,) = deal.say("matched", "2025-03-18 09:00").offer("2025-03-19 09:00").matches
        assert [item.by for item in milestones_of(match)] == ([local(f"{day} 17:00")] if day else [])
        assert undated(match) == (day is None)


def test_the_freedom_that_ends_first_is_used_first() -> None:
    deal = Deal(SIGN).received().noticed().say("matched-in-part", "2025-03-18 09:00", quantity="60")
    deal.say("holder-failed", "2025-04-01 09:00", quantity="10").signed("2025-04-02 09:00", "40")
    (pool,) = deal.offer("2025-04-03 09:00").pools
    assert pool.quantity == 10 and pool.since == deal.position("2025-04-01 09:00").at


def test_a_tranche_without_a_quantity_takes_all_that_is_free() -> None:
    deal = Deal().received().noticed().say("declined", "2025-03-18 09:00").signed("2025-03-19 09:00")
    assert deal.offer("2025-03-20 09:00").signed == 100
