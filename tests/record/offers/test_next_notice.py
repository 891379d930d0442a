"""How much the next notice of an offer is of: what was offered, without what is taken, signed or set apart."""

from tests.refusal.deal import Deal, refusal


def left(deal: Deal, at: str) -> object:
    return deal.offer(at).next_notice.quantity


def test_it_is_of_all_that_was_offered_until_something_of_it_is_gone() -> None:
    deal = Deal().received()
    assert left(deal, "2025-03-11 09:00") == 100
    assert left(deal.noticed(), "2025-03-17 09:00") == 100
    assert left(deal, "2025-04-01 09:00") == 100, "a lapse takes nothing"


def test_what_the_holder_took_is_not_offered_again_until_it_fails_on_it() -> None:
    deal = Deal(refusal(failure={"sign_within": "5"})).received().noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="40")
    assert left(deal, "2025-03-31 09:00") == 60
    deal.say("holder-failed", "2025-03-31 10:00", quantity="15")
    assert left(deal, "2025-03-31 10:00") == 75


def test_what_was_signed_elsewhere_is_gone() -> None:
    deal = Deal().received().noticed().say("declined", "2025-03-18 09:00").signed("2025-03-19 09:00", "30")
    assert left(deal, "2025-03-19 09:00") == 70
    assert left(deal.signed("2025-03-20 09:00", "70", "rest"), "2025-03-20 09:00") == 0


def test_taken_failed_on_and_signed_each_count_once() -> None:
    deal = Deal(refusal(failure={"sign_within": "5"})).received().noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="40")
    deal.say("holder-failed", "2025-03-31 09:00", quantity="10").signed("2025-03-31 10:00", "20")
    assert left(deal, "2025-03-31 11:00") == 100 - 40 + 10 - 20


def test_of_an_offer_without_a_quantity_it_names_none() -> None:
    deal = Deal(refusal(notice={"required": ["price"]})).received(quantity=None)
    assert left(deal, "2025-03-11 09:00") is None
    assert left(deal.noticed().say("declined", "2025-03-18 09:00"), "2025-03-19 09:00") is None
