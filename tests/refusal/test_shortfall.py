"""Capacity asked for against capacity delivered, added up by quarter."""

from decimal import Decimal

from tests.refusal.deal import Deal, refusal

from firstcall.refusal.delivery import shortfall


def test_what_was_asked_for_and_what_came() -> None:
    deal = Deal(refusal(trigger="requirement", notice={"required": ["quantity"]}))
    deal.say("capacity-requested", "2025-01-10 09:00", quantity="40", unit="MW", needed_by="2025-05-01")
    deal.noticed("2025-01-13 09:00").say("matched", "2025-01-20 09:00")
    deal.say("delivered", "2025-06-20 09:00", quantity="9").say("delivered", "2025-06-21 09:00", quantity="6")
    deal.say("delivered", "2025-08-01 09:00", quantity="10")
    found = shortfall(deal.position("2025-12-31 09:00"), deal.right())
    assert [(q.name, q.requested, q.delivered, q.short) for q in found] == [
        ("2025-Q2", Decimal(40), Decimal(15), Decimal(25)), ("2025-Q3", Decimal(40), Decimal(25), Decimal(15)),
    ]  # fmt: skip
    early = shortfall(deal.position("2025-07-01 09:00"), deal.right())
    assert [q.short for q in early] == [Decimal(25)]


def test_what_was_matched_counts_and_units_stay_apart() -> None:
    deal = Deal().received("2025-02-10 09:00", "30").noticed("2025-02-11 09:00").say("matched", "2025-02-12 09:00")
    deal.received("2025-03-10 09:00", "5", offer="p", unit="GPU").noticed("2025-03-11 09:00", offer="p")
    deal.say("matched-in-part", "2025-03-12 09:00", offer="p", quantity="2")
    found = shortfall(deal.position("2025-12-31 09:00"), deal.right())
    assert [(q.name, q.unit, q.requested) for q in found] == [
        ("2025-Q1", "GPU", Decimal(2)),
        ("2025-Q1", "MW", Decimal(30)),
    ]


def test_an_offer_that_the_holder_was_not_shown_counts_nothing() -> None:
    assert shortfall(Deal().received().position("2025-12-31 09:00"), Deal().right()) == ()
