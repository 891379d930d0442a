"""How an offer reads at an instant: the parts of it, and why."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.refusal.deal import Deal, local, refusal


@given(st.integers(1, 99), st.integers(0, 120), st.booleans())
def test_portions_add_up_to_what_was_offered(part: int, asked: int, later: bool) -> None:
    deal = Deal().received().noticed().say("matched-in-part", "2025-03-18 09:00", quantity=str(part))
    offer = deal.offer("2025-04-01 09:00" if later else "2025-03-20 09:00")
    now = local("2025-04-01 09:00" if later else "2025-03-20 09:00")
    assert sum(portion.quantity or 0 for portion in offer.standing(now)) == 100
    (one,) = offer.standing(now, Decimal(asked))
    free = sum(pool.quantity or 0 for pool in offer.free_at(now))
    assert (one.standing == "free") == (asked <= free)


def test_of_an_exempt_offer_without_a_quantity_what_the_holder_took_is_taken() -> None:
    clause = refusal(exempt=["renewal"], notice={"required": ["price"]})
    deal = Deal(clause).received(quantity=None, exemption="renewal").noticed()
    assert deal.standing("2025-03-17 09:00") == [(None, "free", "exempt (renewal)")]
    deal.say("matched", "2025-03-18 09:00")
    assert deal.standing("2025-03-19 09:00") == [(None, "taken", "matched")]


def test_why_a_part_is_not_free_is_said() -> None:
    deal = Deal().received().noticed().say("matched-in-part", "2025-03-18 09:00", quantity="40")
    assert deal.standing("2025-03-20 09:00", "1") == [("1", "offer", "not before the window ends")]
    assert deal.standing("2025-04-01 09:00", "61") == [("61", "offer", "more than the remainder")]
    assert deal.standing("2025-12-01 09:00", "1") == [("1", "offer", "tail over")]


def test_an_offer_without_a_quantity_is_all_or_nothing() -> None:
    clause = refusal(notice={"required": ["price"]})
    deal = Deal(clause).received(quantity=None).noticed()
    assert deal.offer("2025-04-01 09:00").remainder is None and deal.offer("2025-04-01 09:00").taken is None
    assert deal.standing("2025-04-01 09:00") == [(None, "free", "lapsed")]
    deal.signed("2025-04-02 09:00")
    assert deal.standing("2025-04-03 09:00") == [(None, "offer", "wholly signed")]
    taken = (
        Deal(refusal(notice={"required": ["price"]}))
        .received(quantity=None)
        .noticed()
        .say("matched-in-part", "2025-03-18 09:00", quantity="1")
    )
    assert "matched whole or not at all" in str(taken.offer("2025-03-19 09:00").remarks[0])


def test_what_changed_nothing_is_a_sentence_and_a_mend() -> None:
    item = Deal().received().noticed().noticed("2025-03-17 09:00").offer("2025-03-18 09:00").without_effect[0]
    said = "event e4 of 2025-03-17T13:00:00Z is without effect: notice of these terms was given already"
    assert str(item.told()) == said
    assert str(item.fix) == "wait for the answer, or amend the terms first"


def test_the_tail_is_over_with_the_last_pool() -> None:
    assert Deal(refusal()).received().noticed().offer("2025-04-01 09:00").tail_closes == local("2025-06-27 00:00")
    assert Deal().received().offer("2025-03-11 09:00").tail_closes is None


def test_the_last_day_of_a_tail_is_the_day_before_it_is_over_where_notices_are_read() -> None:
    deal = Deal(refusal(window={"n": "10", "timezone": "Asia/Tokyo"})).received().noticed("2025-03-14 01:00")
    offer = deal.offer("2025-05-01 09:00")
    assert offer.tail_closes == local("2025-06-27T00:00+09:00") and offer.last_day_of(offer.tail_closes).day == 26
