"""What a holder owes after a match, and what lateness costs."""

from fractions import Fraction
from typing import Any

import pytest
from tests.refusal.deal import Deal, local, refusal

from firstcall.refusal.delivery import dues_of


def delivery(**fields: Any) -> dict[str, Any]:
    return {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"],
            "milestones": [{"share": "1", "within": "30"}]} | fields  # fmt: skip


def owed(deal: Deal, at: str) -> list[tuple[str, str, bool]]:
    return [(item.milestone.what, item.milestone.by.isoformat(), item.done)
            for item in dues_of(deal.offer(at), local(at))]  # fmt: skip


def matched(*clauses: dict[str, Any], **offer: Any) -> Deal:
    return Deal(*clauses).received(**offer).noticed().say("matched", "2025-03-18 09:00")


def test_nothing_is_owed_before_a_match() -> None:
    assert owed(Deal(refusal(), delivery()).received().noticed(), "2025-03-18 09:00") == []


def test_a_milestone_counts_from_the_match_with_its_grace() -> None:
    assert owed(matched(refusal(), delivery()), "2025-03-19 09:00") == [("deliver", "2025-04-17T21:00:00+00:00", False)]
    late = matched(refusal(), delivery(grace="5"))
    assert owed(late, "2025-03-19 09:00") == [("deliver", "2025-04-22T21:00:00+00:00", False)]


def test_a_milestone_may_count_from_the_start_that_was_offered() -> None:
    step = [{"share": "1", "within": "10", "anchor": "start"}]
    deal = matched(refusal(), delivery(milestones=step), terms={"price": "2", "start": "2025-06-01"})
    assert owed(deal, "2025-03-19 09:00") == [("deliver", "2025-06-11T21:00:00+00:00", False)]
    assert owed(matched(refusal(), delivery(milestones=step)), "2025-03-19 09:00") == []


def test_milestones_add_up_and_are_done_when_so_much_was_delivered() -> None:
    steps = [{"share": "0.25", "within": "10"}, {"share": "0.75", "within": "20", "unit": "business"}]
    deal = matched(refusal(), delivery(milestones=steps)).say("delivered", "2025-03-20 09:00", quantity="25")
    assert [done for _, _, done in owed(deal, "2025-03-21 09:00")] == [True, False]


def test_what_lateness_costs_is_told_beside_the_milestone_of_its_own_clause() -> None:
    """Two clauses that set one day each cost their own share, and neither is told twice."""

    def fee(share: str) -> dict[str, Any]:
        return {"remedy": ["late_fee"], "late_fee": {"share_per_day": share, "at_most": "1"}}

    deal = matched(refusal(), delivery(**fee("0.01")), delivery(id="again", **fee("0.02")))
    found = {item.milestone.clause: [one.share for one in item.fees]
             for item in dues_of(deal.offer("2025-04-20 09:00"), local("2025-04-20 09:00"))}  # fmt: skip
    assert found == {"delivery": [Fraction(3, 100)], "again": [Fraction(6, 100)]}


def test_a_signature_is_owed_where_the_clause_says_by_when() -> None:
    deal = matched(refusal(failure={"sign_within": "5", "sign_unit": "business"}))
    assert owed(deal, "2025-03-19 09:00") == [("sign", "2025-03-25T21:00:00+00:00", False)]
    deal.signed("2025-03-20 09:00", "100", provider="halcyon-cloud")
    assert owed(deal, "2025-03-21 09:00")[0][2]


def test_an_offer_without_a_quantity_is_delivered_or_not() -> None:
    assert (
        owed(matched(refusal(notice={"required": ["price"]}), delivery(), quantity=None), "2025-03-19 09:00")[0][2]
        is False
    )


@pytest.mark.parametrize(
    ("delivered", "fee"),
    [("2025-04-17 17:00", Fraction(0)), ("2025-04-17 17:00:01", Fraction(1, 100)),
     ("2025-04-18 09:00", Fraction(1, 100)), ("2025-04-20 09:00", Fraction(3, 100)),
     ("2026-04-20 09:00", Fraction(1, 10))],
)  # fmt: skip
def test_lateness_takes_a_share_of_the_price_a_day_up_to_the_most(delivered: str, fee: Fraction) -> None:
    clause = delivery(remedy=["late_fee"], late_fee={"share_per_day": "0.01", "at_most": "0.1"})
    deal = matched(refusal(), clause).say("delivered", delivered)
    (owed,) = dues_of(deal.offer("2026-06-01 09:00"), local("2026-06-01 09:00"))
    assert [item.share for item in owed.fees] == ([fee] if fee else [])
    plain = matched(refusal(), delivery()).say("delivered", delivered)
    assert not dues_of(plain.offer("2026-06-01 09:00"), local("2026-06-01 09:00"))[0].fees


def test_what_each_milestone_of_a_clause_costs_stands_beside_it_alone() -> None:
    steps = [{"share": "0.5", "within": "30"}, {"share": "0.5", "within": "32"}]
    fee = {"remedy": ["late_fee"], "late_fee": {"share_per_day": "0.01", "at_most": "1"}}
    deal = matched(refusal(), delivery(milestones=steps, **fee))
    found = [[one.share for one in item.fees] for item in dues_of(deal.offer("2025-04-22 09:00"),
                                                                  local("2025-04-22 09:00"))]  # fmt: skip
    assert found == [[Fraction(5, 100)], [Fraction(3, 100)]]
