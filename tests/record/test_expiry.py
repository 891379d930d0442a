"""The third party's own last day beside the first free one."""

import pytest
from tests.refusal.deal import Deal, local

from firstcall.record.expiry import expiry_of
from firstcall.refusal.due import everything_due


def test_an_offer_that_waits_says_when_it_expires_and_a_settled_one_does_not() -> None:
    deal = Deal().received(terms={"price": "2", "expires": "2025-03-31"}).noticed()
    offer = deal.offer("2025-03-17 09:00")
    found = expiry_of(offer, offer.right, local("2025-03-17 09:00"))
    assert found is not None and (str(found.day), str(found.free_day), found.too_late) == (
        "2025-03-31", "2025-03-28", False)  # fmt: skip
    done = deal.say("matched", "2025-03-18 09:00").offer("2025-03-19 09:00")
    assert expiry_of(done, done.right, local("2025-03-19 09:00")) is None


@pytest.mark.parametrize(
    ("expires", "at", "told"),
    [
        ("2025-03-31", "2025-03-31 23:59", "the third party's own offer expires on 2025-03-31"),
        ("2025-03-31", "2025-04-01 00:00", "the third party's own offer expired on 2025-03-31"),
        ("2025-03-31T12:00", "2025-03-31 12:00", "the third party's own offer expires on 2025-03-31; it expires at"),
        ("2025-03-31T12:00", "2025-03-31 12:01", "the third party's own offer expired on 2025-03-31; it expires at"),
        ("2025-03-20", "2025-03-31 09:00", "the third party's own offer expired on 2025-03-20"),
    ],
)
def test_what_is_free_to_sign_says_until_when_the_third_party_keeps_its_word(expires: str, at: str, told: str) -> None:
    """Silence freed it on 28 March, and the tail runs for long: what the third party offers may not."""
    deal = Deal().received(terms={"price": "2", "expires": expires}).noticed()
    offer = deal.offer(at)
    found = expiry_of(offer, offer.right, local(at))
    assert found is not None and str(found).startswith(told) and "too late" not in str(found)
    assert found.first_free == local("2025-03-28 17:00:00.000001")
    [item] = everything_due(deal.position(at))
    assert (item.what, item.expiry) == ("signature elsewhere", found)


def test_a_clock_that_stands_names_no_day() -> None:
    deal = Deal().received(terms={"price": "2", "expires": "2025-03-31"}).noticed()
    deal.say("tolled", "2025-03-17 09:00").say("tolled", "2025-03-17 10:00", by="halcyon")
    offer = deal.offer("2025-03-18 09:00")
    assert "while the clock stands no day can be named" in str(expiry_of(offer, offer.right, local("2025-03-18 09:00")))


@pytest.mark.parametrize(
    ("expires", "day", "too_late"),
    [
        ("2025-03-28", "2025-03-28", False),
        ("2025-03-28T16:00", "2025-03-28", True),
        ("2025-03-28T17:00", "2025-03-28", True),
        ("2025-03-28T18:00", "2025-03-28", False),
        ("2025-03-29T02:00+00:00", "2025-03-28", False),
        ("2025-03-28T18:00Z", "2025-03-28", True),
    ],
)
def test_an_expiry_with_an_hour_ends_at_it_and_one_without_at_the_end_of_its_day(
    expires: str, day: str, too_late: bool
) -> None:
    offer = Deal().received(terms={"price": "2", "expires": expires}).noticed().offer("2025-03-17 09:00")
    found = expiry_of(offer, offer.right, local("2025-03-17 09:00"))
    assert found is not None and (str(found.day), found.too_late) == (day, too_late)
    assert str(found.free_day) == "2025-03-28"
    assert ("; it expires at" in str(found)) == ("T" in expires)
    assert ("too late" in str(found)) == too_late


@pytest.mark.parametrize("expires", ["soon", "0001-01-01T00:00+14:00", "2025-02-30"])
def test_what_is_no_day_is_no_expiry(expires: str) -> None:
    offer = Deal().received(terms={"price": "2", "expires": expires}).noticed().offer("2025-03-17 09:00")
    assert expiry_of(offer, offer.right, local("2025-03-17 09:00")) is None
