"""What is free, and why an offer is free whatever its state."""

import pytest
from tests.refusal.deal import Deal, local, refusal


def test_delivery_may_have_to_fall_into_the_tail() -> None:
    clause = refusal(tail={"n": "90", "must": "delivered"})
    for start, free in (("2025-06-26", True), ("2025-06-27", False), (None, True)):
        terms = {"price": "2", **({"start": start} if start else {})}  # unknown is no breach
        deal = Deal(clause).received(terms=terms).noticed().say("declined", "2025-03-28 09:00")
        assert (deal.standing("2025-04-01 09:00")[0][1] == "free") == free, start


def test_a_tail_may_count_from_the_notice_or_its_receipt() -> None:
    for anchor, last, after in (
        ("notice", "2025-06-13", "2025-06-14"), ("receipt", "2025-06-15", "2025-06-16"),
        ("lapse", "2025-06-29", "2025-06-30"),
    ):  # fmt: skip
        deal = Deal(refusal(tail={"n": "90", "anchor": anchor})).received().noticed("2025-03-15 12:00")
        assert deal.standing(f"{last} 23:59:59.999999")[0][1] == "free", anchor
        assert deal.standing(f"{after} 00:00")[0][1] == "offer", anchor


@pytest.mark.parametrize(
    ("anchor", "last"), [("lapse", "2025-04-27"), ("notice", "2025-04-13"), ("receipt", "2025-04-13")]
)
def test_the_tail_of_what_an_answer_in_part_leaves_counts_from_the_day_on_which_it_becomes_free(
    anchor: str, last: str
) -> None:
    """The window ends on 28 March whenever the part was taken: thirty days from then, or from the notice before."""
    for answered in ("2025-03-14 18:00", "2025-03-28 16:59"):
        deal = Deal(refusal(tail={"n": "30", "anchor": anchor})).received().noticed()
        deal.say("matched-in-part", answered, quantity="40")
        [pool] = deal.offer("2025-03-28 17:00").pools
        assert (pool.quantity, pool.since) == (60, local("2025-03-28 17:00:00.000001"))
        assert deal.offer("2025-03-28 17:00").last_day_of(pool.until).isoformat() == last


def test_what_several_leave_who_answered_early_has_its_tail_from_the_end_of_the_window() -> None:
    tiers = {"tiers": [{"holders": [{"holder": "halcyon", "holding": "3"}, {"holder": "iris", "holding": "2"}]}]}
    deal = Deal(refusal(several=tiers, tail={"n": "7"})).received().noticed()
    deal.say("matched-in-part", "2025-03-17 09:00", quantity="40").say("declined", "2025-03-17 10:00", by="iris")
    assert deal.standing("2025-04-04 23:59", "60")[0][1] == "free"
    assert deal.standing("2025-04-05 00:00", "60")[0][1] == "offer"


def test_a_fresh_tail_after_a_failure_counts_from_its_day() -> None:
    clause = refusal(tail={"n": "30", "anchor": "notice"}, failure={"sign_within": "30"})
    deal = Deal(clause).received().noticed().say("matched", "2025-03-18 09:00")
    deal.say("holder-failed", "2025-08-01 09:00")
    assert deal.standing("2025-08-31 23:59")[0][1] == "free"
    assert deal.standing("2025-09-01 00:00")[0][1] == "offer"


def test_an_arrival_is_supposed_exactly_where_a_day_counts_from_it_and_nobody_recorded_it() -> None:
    for anchor, tail in (("received", "lapse"), ("sent", "lapse"), ("sent", "receipt")):
        clause = refusal(window={"n": "10", "anchor": anchor}, tail={"n": "90", "anchor": tail})
        counts = anchor != "sent" or tail == "receipt"
        assert Deal(clause).received().noticed().offer("2025-03-17 09:00").arrival_supposed is counts
        known = Deal(clause).received().noticed(delivered="2025-03-14T16:59:00-04:00")
        assert known.offer("2025-03-17 09:00").arrival_supposed is False
        assert Deal(clause).received().offer("2025-03-11 09:00").arrival_supposed is False, "nothing was sent"
