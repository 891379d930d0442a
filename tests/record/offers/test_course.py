"""What is free, and why an offer is free whatever its state."""

from tests.refusal.deal import Deal, refusal


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
