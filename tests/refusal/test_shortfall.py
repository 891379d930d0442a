"""Capacity asked for against capacity delivered, added up by quarter."""

from decimal import Decimal

import pytest
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


REQUIREMENT = refusal(trigger="requirement", notice={"required": ["quantity"]})


def rows(deal: Deal, at: str = "2025-12-31 09:00") -> list[tuple[str, str, Decimal, Decimal]]:
    return [(q.name, q.unit, q.requested, q.delivered) for q in shortfall(deal.position(at), deal.right())]


@pytest.mark.parametrize(
    ("needed", "quarter"),
    [("2025-03-31", "Q1"), ("2025-04-01", "Q2"), ("2025-12-31", "Q4"), (None, "Q1")],
)
def test_a_request_counts_from_the_quarter_it_was_needed_by_answered_or_not(needed: str | None, quarter: str) -> None:
    """Where none is named, from that of the request: the last evening of March in New York is April elsewhere."""
    deal = Deal(REQUIREMENT)
    deal.say("capacity-requested", "2025-03-31 22:00", quantity="40", unit="MW", needed_by=needed)
    assert rows(deal) == [(f"2025-{quarter}", "MW", 40, 0)]


def test_a_request_is_counted_once_however_it_is_answered() -> None:
    deal = Deal(REQUIREMENT).say("capacity-requested", "2025-01-10 09:00", quantity="40", unit="MW")
    deal.noticed("2025-01-13 09:00").say("matched-in-part", "2025-01-20 09:00", quantity="25")
    assert rows(deal) == [("2025-Q1", "MW", 40, 0)]


def test_what_was_matched_counts_from_the_quarter_of_its_match() -> None:
    deal = Deal().received("2025-03-24 09:00").noticed("2025-03-25 09:00").say("matched", "2025-04-01 09:00")
    assert rows(deal) == [("2025-Q2", "MW", 100, 0)]


def test_what_came_is_what_each_delivery_brought_and_no_more_than_was_taken() -> None:
    """A delivery that names no quantity brings what is still open, and one in the evening is of that day."""
    deal = Deal().received("2025-02-10 09:00").noticed("2025-02-11 09:00").say("matched", "2025-02-12 09:00")
    deal.say("delivered", "2025-03-31 22:00", quantity="40").say("delivered", "2025-04-02 09:00")
    assert rows(deal) == [("2025-Q1", "MW", 100, 40), ("2025-Q2", "MW", 100, 100)]


def test_what_a_holder_failed_on_is_asked_for_no_more() -> None:
    deal = Deal(refusal(failure={"sign_within": "5"})).received("2025-02-10 09:00").noticed("2025-02-11 09:00")
    deal.say("matched", "2025-02-12 09:00").say("holder-failed", "2025-03-01 09:00", quantity="30")
    assert rows(deal) == [("2025-Q1", "MW", 70, 0)]


def test_what_has_no_unit_or_no_quantity_is_not_added_up() -> None:
    for given in ({"unit": None}, {"quantity": None}):
        deal = Deal(refusal(notice={"required": []})).received("2025-02-10 09:00", **given)
        deal.noticed("2025-02-11 09:00").say("matched", "2025-02-12 09:00").say("delivered", "2025-02-13 09:00")
        assert deal.state("2025-02-13 09:00") == "delivered"
        deal.say("capacity-requested", "2025-02-14 09:00", offer="p", **({"quantity": "5"} | given))
        deal.received("2025-05-10 09:00", "7", offer="q").noticed("2025-05-11 09:00", offer="q")
        deal.say("matched", "2025-05-12 09:00", offer="q")
        assert rows(deal) == [("2025-Q2", "MW", 7, 0)]


def test_several_holders_deliveries_are_added_together() -> None:
    both = {"tiers": [{"holders": [{"holder": "halcyon", "holding": "1"}, {"holder": "iris", "holding": "1"}]}]}
    deal = Deal(refusal(several=both)).received("2025-02-10 09:00").noticed("2025-02-11 09:00")
    for by in ("halcyon", "iris"):
        deal.say("matched", "2025-02-12 09:00", by=by)
    for by, quantity in (("halcyon", "50"), ("iris", "20")):
        deal.say("delivered", "2025-03-12 09:00", by=by, quantity=quantity)
    assert rows(deal) == [("2025-Q1", "MW", 100, 70)]
