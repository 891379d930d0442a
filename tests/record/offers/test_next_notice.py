"""How much the next notice of an offer is of: what was offered, without what is taken, signed or set apart."""

from tests.refusal.deal import Deal, local, refusal


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


def test_a_notice_after_an_amendment_ends_no_earlier_than_the_one_that_it_takes_the_place_of() -> None:
    deal = Deal(refusal(window={"n": "10", "reoffer": "2"})).received().noticed()
    deal.say("tolled", "2025-03-17 09:00").say("tolled", "2025-03-17 10:00", by="halcyon")
    deal.say("resumed", "2025-03-19 09:00").say("terms-amended", "2025-03-20 09:00", terms={"term_months": "48"})
    at = local("2025-03-20 10:00")
    offer = deal.offer("2025-03-20 10:00")
    assert offer.right is not None
    closes = offer.next_notice.closes(offer.right, at)
    assert closes == (local("2025-04-01 17:00"),), "two days stood still"
    assert deal.noticed("2025-03-20 10:00").offer("2025-03-20 10:00").tiers_close == closes


def test_a_notice_found_incomplete_gives_back_the_one_before_it() -> None:
    deal = Deal(refusal(window={"n": "10", "reoffer": "9"})).received().noticed()
    deal.say("terms-amended", "2025-03-18 09:00", terms={"term_months": "48"}, quantity="120").noticed(
        "2025-03-18 10:00"
    )
    cut = deal.offer("2025-03-18 10:00")
    deal.say("notice-deficient", "2025-03-19 09:00", missing=["start"])
    back = deal.offer("2025-03-19 09:00")
    assert (cut.quantity, cut.window_closes) == (120, local("2025-03-31 17:00"))
    assert (back.state, back.quantity, back.answerable_until) == ("received", 120, local("2025-03-28 17:00"))
    assert back.noticed_terms == {"price_usd_per_gpu_hour": "2.00", "term_months": "36", "prepayment_usd": "0"}
    matched = deal.say("matched", "2025-03-28 17:00").offer("2025-03-28 17:00")
    assert (matched.state, matched.matched) == ("matched", 100)


def test_of_an_offer_without_a_quantity_it_names_none() -> None:
    deal = Deal(refusal(notice={"required": ["price"]})).received(quantity=None)
    assert left(deal, "2025-03-11 09:00") is None
    assert left(deal.noticed().say("declined", "2025-03-18 09:00"), "2025-03-19 09:00") is None
