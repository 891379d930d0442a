"""The third party's own last day beside the first free one."""

from tests.refusal.deal import Deal, local

from firstcall.record.expiry import expiry_of


def test_an_offer_that_waits_says_when_it_expires_and_a_settled_one_does_not() -> None:
    deal = Deal().received(terms={"price": "2", "expires": "2025-03-31"}).noticed()
    offer = deal.offer("2025-03-17 09:00")
    found = expiry_of(offer, offer.right, local("2025-03-17 09:00"))
    assert found is not None and (str(found.day), str(found.free_day), found.too_late) == (
        "2025-03-31", "2025-03-28", False)  # fmt: skip
    done = deal.say("declined", "2025-03-18 09:00").offer("2025-03-19 09:00")
    assert expiry_of(done, done.right, local("2025-03-19 09:00")) is None


def test_a_clock_that_stands_names_no_day() -> None:
    deal = Deal().received(terms={"price": "2", "expires": "2025-03-31"}).noticed()
    deal.say("tolled", "2025-03-17 09:00").say("tolled", "2025-03-17 10:00", by="halcyon")
    offer = deal.offer("2025-03-18 09:00")
    assert "while the clock stands no day can be named" in str(expiry_of(offer, offer.right, local("2025-03-18 09:00")))
