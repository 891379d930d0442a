"""The life of a match, input by input: nothing fails early, nothing of another match, nothing silently."""

from typing import Any

import pytest
from tests.refusal.deal import Deal, local, refusal, told

from firstcall.errors import RefusalError


def delivery(*milestones: tuple[str, str], **fields: Any) -> dict[str, Any]:
    steps = [{"share": share, "within": within} for share, within in milestones]
    return {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"], "milestones": steps} | fields


def matched(*clauses: dict[str, Any], quantity: str = "1000") -> Deal:
    deal = Deal(*(clauses or (refusal(failure={"sign_within": "30"}),))).received(quantity=quantity).noticed()
    return deal.say("matched", "2025-03-20 09:00")


def why(deal: Deal, at: str) -> str:
    return str(deal.offer(at).without_effect[-1].reason)


def test_a_failure_minutes_after_the_match_is_refused_as_act_and_as_event() -> None:
    deal = matched()
    with pytest.raises(RefusalError, match="'halcyon' has until 2025-04-19T21:00:00Z to sign"):
        deal.act("fail", "2025-03-20 09:05")
    deal.say("holder-failed", "2025-03-20 09:05")
    assert told(deal.state("2025-03-21 09:00"), deal.offer("2025-03-21 09:00").failed) == ("matched", 0)
    assert why(deal, "2025-03-21 09:00").startswith("'halcyon' has until")


def test_a_failure_reaches_what_passed_milestones_lack_and_no_more() -> None:
    two = delivery(("0.5", "25"), ("0.5", "85"))
    deal = matched(refusal(), two, quantity="100").say("delivered", "2025-04-10 09:00", quantity="50")
    deal.say("holder-failed", "2025-04-15 09:00", quantity="50")
    assert "has until 2025-06-13T21:00:00Z to deliver" in why(deal, "2025-04-16 09:00")
    short = matched(refusal(), two, quantity="100").say("holder-failed", "2025-04-15 09:00", quantity="100")
    assert why(short, "2025-04-16 09:00") == "100 is more than the 50 that passed milestones still lack"
    assert short.say("holder-failed", "2025-04-17 09:00").offer("2025-04-18 09:00").failed == 50
    assert short.state("2025-04-18 09:00") == "matched-in-part"


def test_milestones_count_from_the_match_that_they_belong_to() -> None:
    deal = matched(refusal(), delivery(("1", "135"))).say("holder-failed", "2025-08-04 09:00")
    deal.noticed("2025-08-05 09:00").say("matched", "2025-08-11 09:00")
    (first, second) = deal.offer("2025-08-12 09:00").matches
    assert told(first.open, second.open, second.at) == (0, 1000, local("2025-08-11 09:00"))
    deal.say("holder-failed", "2025-08-12 09:00")
    assert "has until 2025-12-24T22:00:00Z to deliver" in why(deal, "2025-08-12 10:00")


def test_the_rest_taken_later_does_not_fail_with_the_first_part() -> None:
    deal = Deal(refusal(), delivery(("1", "135"))).received(quantity="1000").noticed()
    deal.say("matched-in-part", "2025-03-20 09:00", quantity="400").noticed("2025-06-02 09:00")
    deal.say("matched", "2025-06-10 09:00").say("delivered", "2025-07-01 09:00", quantity="400")
    deal.say("holder-failed", "2025-08-04 09:00", quantity="600")
    assert "has until 2025-10-23T21:00:00Z" in why(deal, "2025-08-05 09:00")
    assert deal.standing("2025-08-05 09:00") == [("1000", "taken", "matched")]


def test_what_failed_can_be_amended_and_offered_again_while_the_rest_stands() -> None:
    deal = matched().signed("2025-03-25 09:00", "700", provider="halcyon-cloud")
    deal.say("holder-failed", "2025-04-20 09:00")
    assert deal.standing("2025-04-21 09:00") == [("700", "taken", "matched-in-part"), ("300", "free", "released")]
    deal.say("terms-amended", "2025-04-22 09:00", terms={"price_usd_per_gpu_hour": "2.50"}).noticed("2025-04-23 09:00")
    assert deal.state("2025-04-24 09:00") == "notified"
    deal.say("matched", "2025-04-24 09:00")
    assert deal.standing("2025-04-25 09:00") == [("1000", "taken", "matched")]


def test_a_lapse_of_the_rest_leaves_the_part_as_it_was_matched() -> None:
    deal = Deal().received(quantity="1000").noticed()
    deal.say("matched-in-part", "2025-03-20 09:00", quantity="400").noticed("2025-04-02 09:00")
    assert deal.standing("2025-05-02 09:00") == [("400", "taken", "matched-in-part"), ("600", "free", "lapsed")]


def test_a_remedy_that_is_only_a_fee_frees_nothing() -> None:
    fee = delivery(("1", "30"), remedy=["late_fee"], late_fee={"share_per_day": "0.01", "at_most": "0.1"})
    deal = matched(refusal(), fee).say("holder-failed", "2025-08-01 09:00")
    assert told(deal.state("2025-08-02 09:00"), why(deal, "2025-08-02 09:00")) == (
        "matched", "by delivery lateness brings a fee and frees nothing")  # fmt: skip


def test_a_remedy_of_termination_ends_the_right() -> None:
    deal = matched(refusal(), delivery(("1", "30"), remedy=["termination"])).say("holder-failed", "2025-08-01 09:00")
    deal.received("2025-08-02 09:00", offer="p")
    assert str(deal.offer("2025-08-03 09:00", "p").free_because) == "the right ended when halcyon failed on offer o"


@pytest.mark.parametrize("fields", [{"quantity_floor": "10"}, {"exempt": ["renewal"]}])
def test_a_floor_or_an_exemption_frees_its_own_quantity_once_and_from_its_own_provider(fields: dict[str, Any]) -> None:
    offered = {"exemption": "renewal"} if "exempt" in fields else {}
    deal = Deal(refusal(**fields)).received(quantity="9", **offered)
    assert deal.standing("2025-03-11 09:00", "500")[0][1] == "offer"
    deal.signed("2025-03-11 09:00", "500").signed("2025-03-12 09:00", "9", "other", provider="other-rival")
    assert deal.offer("2025-03-13 09:00").cleared == frozenset()
    deal.signed("2025-03-13 09:00", "9", "own").signed("2025-03-14 09:00", "9", "again")
    assert deal.offer("2025-03-15 09:00").cleared == {"own"}


def test_an_offer_amended_below_the_floor_is_free_for_that_much_only() -> None:
    deal = Deal(refusal(quantity_floor="10")).received(quantity="36")
    deal.say("terms-amended", "2025-03-11 09:00", quantity="9").signed("2025-03-12 09:00", "36")
    assert deal.offer("2025-03-13 09:00").cleared == frozenset()


def test_an_offer_amended_up_to_the_floor_is_offered_first_and_free_again_once_it_is_below() -> None:
    deal = Deal(refusal(quantity_floor="10")).received(quantity="9")
    for day, quantity, standing in (("11", "10", "offer"), ("12", "9.99", "free"), ("13", "500", "offer")):
        deal.say("terms-amended", f"2025-03-{day} 09:00", quantity=quantity)
        assert deal.standing(f"2025-03-{day} 10:00")[0][1] == standing
        assert deal.standing(f"2025-03-{day} 10:00", "9")[0][1] == standing


def test_what_was_noticed_may_be_taken_though_the_offer_falls_below_the_floor_meanwhile() -> None:
    deal = Deal(refusal(quantity_floor="10")).received(quantity="36").noticed()
    deal.say("terms-amended", "2025-03-17 09:00", quantity="9")
    assert deal.standing("2025-03-18 09:00", "9")[0][1] == "offer"
    assert deal.standing("2025-03-28 17:00:01", "9") == [("9", "free", "below the floor of 10")]
    assert deal.standing("2025-03-28 17:00:01", "10")[0][1] == "offer"
    deal.say("matched", "2025-03-19 09:00")
    assert deal.standing("2025-03-28 17:00:01", "9")[0][1] == "taken"


def test_a_lapsed_offer_amended_below_the_floor_is_free_for_that_much_once_the_tail_is_over() -> None:
    deal = Deal(refusal(quantity_floor="10")).received(quantity="36").noticed()
    deal.say("terms-amended", "2025-04-01 09:00", quantity="9")
    assert deal.standing("2025-04-02 09:00", "36")[0][1] == "free", "the tail of what was noticed runs"
    assert [deal.standing("2025-12-01 09:00", much)[0][1] for much in ("9", "10", "36")] == ["free", "offer", "offer"]


def renewed(*amended: tuple[str, str]) -> Deal:
    """An exempt offer of 36, amended."""
    deal = Deal(refusal(exempt=["renewal"])).received(quantity="36", exemption="renewal")
    for at, quantity in amended:
        deal.say("terms-amended", at, quantity=quantity)
    return deal


def test_what_an_exempt_offer_is_amended_to_beyond_its_own_quantity_is_offered_first() -> None:
    deal = renewed(("2025-03-11 09:00", "50"))
    assert [part[:2] for part in deal.standing("2025-03-12 09:00")] == [("36", "free"), ("14", "offer")]
    deal.signed("2025-03-12 09:00", "37", "too-much").signed("2025-03-12 10:00", "36", "own")
    deal.signed("2025-03-12 11:00", "1", "more")
    assert deal.offer("2025-03-13 09:00").cleared == {"own"}


def test_the_excess_of_an_exempt_offer_has_a_notice_of_its_own() -> None:
    deal = renewed(("2025-03-11 09:00", "50")).noticed()
    assert deal.offer("2025-03-14 16:00").next_notice.quantity == 14
    deal.say("matched", "2025-03-18 09:00")
    assert [part[:2] for part in deal.standing("2025-03-19 09:00")] == [("14", "taken"), ("36", "free")]
    again = renewed(("2025-03-11 09:00", "50")).noticed().signed("2025-03-31 09:00", "14", "excess")
    assert [part[:2] for part in again.standing("2025-04-01 09:00")] == [("36", "free")]
    again.signed("2025-04-01 10:00", "36", "own").signed("2025-04-01 11:00", "1", "more")
    assert again.offer("2025-04-02 09:00").cleared == {"excess", "own"}


def test_an_exempt_offer_frees_no_more_for_having_been_amended_there_and_back() -> None:
    deal = renewed(("2025-03-11 09:00", "9"), ("2025-03-12 09:00", "500"))
    assert [part[:2] for part in deal.standing("2025-03-13 09:00")] == [("36", "free"), ("464", "offer")]
    less = renewed(("2025-03-11 09:00", "9"))
    assert [less.standing("2025-03-12 09:00", much)[0][1] for much in ("9", "10", "36")] == [
        "free",
        "offer",
        "offer",
    ]


def test_an_exempt_offer_that_named_no_quantity_is_of_the_first_that_it_names() -> None:
    deal = Deal(refusal(exempt=["renewal"])).received(quantity=None, exemption="renewal")
    assert deal.standing("2025-03-11 09:00") == [(None, "free", "exempt (renewal)")]
    deal.say("terms-amended", "2025-03-11 10:00", quantity="36").say("terms-amended", "2025-03-11 11:00", quantity="50")
    assert [part[:2] for part in deal.standing("2025-03-12 09:00")] == [("36", "free"), ("14", "offer")]


def test_what_a_holder_takes_of_an_exempt_offer_put_to_it_is_taken() -> None:
    deal = renewed().noticed().say("matched", "2025-03-18 09:00")
    assert deal.standing("2025-03-19 09:00", "36")[0][1] == "taken"


def test_purchases_from_one_provider_within_a_year_count_together_against_a_floor() -> None:
    deal = Deal(refusal(quantity_floor="10"))
    for name, day in (("o", "2025-03-10"), ("p", "2025-06-10"), ("q", "2026-06-11")):
        deal.received(f"{day} 09:00", "6", offer=name)
        deal.signed(f"{day} 10:00", "6", f"k-{name}", offer=name)
    assert deal.offer("2025-06-10 11:00", "p").cleared == frozenset()
    assert deal.offer("2026-06-12 11:00", "q").cleared == {"k-q"}, "a year and a day later it is small again"


def test_a_seller_is_better_served_by_a_lower_price() -> None:
    deal = Deal(refusal(grantor="seller")).received(terms={"price_usd_per_gpu_hour": "180"}).noticed()
    deal.say("declined", "2025-03-18 09:00")
    for price, cleared in (("120", False), ("185", True)):
        deal.signed("2025-03-19 09:00", "1", f"k{price}", terms={"price_usd_per_gpu_hour": price})
        assert (f"k{price}" in deal.offer("2025-03-20 09:00").cleared) == cleared
    assert "price_usd_per_gpu_hour" in str(deal.offer("2025-03-20 09:00").without_effect[0].fix)


def test_a_lower_allocation_of_a_package_is_offered_again() -> None:
    terms = {"price": "2", "package": "with land", "allocated_price_usd": "12000000"}
    deal = Deal().received(terms=terms).noticed().say("declined", "2025-03-18 09:00")
    deal.signed("2025-03-19 09:00", "1", terms={"allocated_price_usd": "8000000"})
    assert deal.offer("2025-03-20 09:00").cleared == frozenset()
    assert "allocated_price_usd" in str(deal.offer("2025-03-20 09:00").without_effect[0].fix)


@pytest.mark.parametrize(("in_flight", "state", "closes"), [("continue", "matched", "2025-03-28"), ("end", "none", "")])
def test_an_offer_in_flight_when_its_clause_ends(in_flight: str, state: str, closes: str) -> None:
    deal = Deal(refusal(until="2025-03-20", in_flight=in_flight)).received().noticed()
    ends = deal.offer("2025-03-19 09:00").window_closes
    assert ends is not None and (ends < local("2025-03-21 00:00")) == (in_flight == "end"), "no day past the end"
    if in_flight == "continue":
        deal.act("match", "2025-03-25 09:00")
        assert deal.state("2025-03-26 09:00") == state
    else:
        with pytest.raises(RefusalError, match="no right of first refusal concerns offer 'o'"):
            deal.act("match", "2025-03-25 09:00")


@pytest.mark.parametrize(("answer", "free"), [("declined", "100"), ("matched", "30")])
def test_what_fails_while_the_rest_is_offered_again_is_freed_once_and_is_no_part_of_that_notice(
    answer: str, free: str
) -> None:
    deal = Deal(refusal(failure={"sign_within": "5"})).received().noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="30").noticed("2025-03-31 09:00")
    deal.say("holder-failed", "2025-04-01 09:00").say(answer, "2025-04-02 09:00")
    found = deal.offer("2025-04-03 09:00")
    pools = sum(pool.quantity or 0 for pool in found.free_at(local("2025-04-03 09:00")))
    assert (str(pools), str(found.remainder)) == (free, free)


ONE_TIER = {"tiers": [{"holders": [{"holder": "halcyon", "holding": "3"}, {"holder": "iris", "holding": "2"}]}]}


def both(*clauses: dict[str, Any], quantity: str | None = "100", **fields: Any) -> Deal:
    """Iris takes 40 of 100, and halcyon 60, in the order listed."""
    deal = Deal(refusal(several=ONE_TIER, **fields), *clauses).received(quantity=quantity).noticed()
    return deal.say("matched", "2025-03-18 09:00", by="iris").say("matched", "2025-03-19 09:00")


def kept(deal: Deal, at: str) -> dict[str, tuple[object, ...]]:
    """What was signed, delivered and failed of each holder's matches."""
    return {match.by: (match.signed, match.delivered, match.failed) for match in deal.offer(at).matches}


def test_a_contract_with_a_holder_performs_its_own_match_and_no_other() -> None:
    deal = both().signed("2025-03-20 09:00", "70", provider="iris-cloud")
    assert kept(deal, "2025-03-20 09:00") == {"halcyon": (0, 0, 0), "iris": (40, 0, 0)}
    deal.signed("2025-03-21 09:00", None, "k2", provider="halcyon-cloud")
    assert kept(deal, "2025-03-21 09:00") == {"halcyon": (60, 0, 0), "iris": (40, 0, 0)}


def test_what_is_signed_goes_to_the_earliest_match_that_still_lacks_it() -> None:
    deal = Deal(refusal(failure={"sign_within": "5"})).received().noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="40").signed("2025-03-19 09:00", "10",
                                                                          provider="halcyon-cloud")  # fmt: skip
    deal.say("holder-failed", "2025-03-31 09:00", quantity="5").noticed("2025-04-01 09:00")
    deal.say("matched-in-part", "2025-04-01 10:00", quantity="30")
    deal.signed("2025-04-02 09:00", "30", "k2", provider="halcyon-cloud")
    assert [match.signed for match in deal.offer("2025-04-02 09:00").matches] == [35, 5]


def test_deliveries_are_of_who_delivers_and_never_more_than_it_took() -> None:
    deal = both().say("delivered", "2025-03-20 09:00", by="iris", quantity="70")
    assert kept(deal, "2025-03-20 09:00") == {"halcyon": (0, 0, 0), "iris": (0, 40, 0)}
    deal.say("delivered", "2025-03-21 09:00", by="iris")
    assert why(deal, "2025-03-21 09:00") == "everything that was matched is delivered or failed"
    assert deal.state("2025-03-21 09:00") == "matched"
    deal.say("delivered", "2025-03-22 09:00", quantity="59")
    assert deal.state("2025-03-22 09:00") == "matched"
    deal.say("delivered", "2025-03-23 09:00")
    offer = deal.offer("2025-03-24 09:00")
    assert told(offer.state, offer.since, offer.delivered) == ("delivered", local("2025-03-23 09:00"), 100)


def test_an_offer_without_a_quantity_is_signed_and_delivered_whole() -> None:
    deal = Deal(refusal(notice={"required": ["price"]})).received(quantity=None).noticed()
    deal.say("matched", "2025-03-18 09:00").signed("2025-03-19 09:00", "7", provider="halcyon-cloud")
    (match,) = deal.offer("2025-03-19 09:00").matches
    assert told(match.signed, match.open) == (1, 1)
    (done,) = deal.say("delivered", "2025-03-20 09:00", quantity="7").offer("2025-03-20 09:00").matches
    assert told(done.delivered, done.open, deal.state("2025-03-20 09:00")) == (1, 0, "delivered")


def test_a_part_that_is_delivered_leaves_the_offer_matched_in_part() -> None:
    deal = Deal().received().noticed().say("matched-in-part", "2025-03-18 09:00", quantity="40")
    deal.say("delivered", "2025-03-19 09:00")
    assert deal.state("2025-03-20 09:00") == "matched-in-part"


@pytest.mark.parametrize(
    ("by", "fields", "failed"),
    [("grace", {"quantity": "70"}, (60, 10)), ("grace", {"holder": "iris", "quantity": "10"}, (0, 10)),
     ("iris", {"quantity": "10"}, (0, 10)), ("halcyon", {}, (60, 0)), ("grace", {}, (60, 40)),
     ("iris", {"holder": "halcyon", "quantity": "5"}, (5, 0))],
)  # fmt: skip
def test_a_failure_is_of_the_holder_named_or_who_enters_it_else_of_each_as_listed(
    by: str, fields: dict[str, str], failed: tuple[int, int]
) -> None:
    deal = both(failure={"sign_within": "5"}).say("holder-failed", "2025-03-31 09:00", by=by, **fields)
    offer = deal.offer("2025-03-31 09:00")
    assert {match.by: match.failed for match in offer.matches} == dict(zip(("halcyon", "iris"), failed, strict=True))
    assert offer.parts == {"halcyon": 60 - failed[0], "iris": 40 - failed[1]}
    assert offer.state == ("released" if sum(failed) == 100 else "matched-in-part")


@pytest.mark.parametrize(
    ("fields", "told_of"),
    [({}, "'halcyon' has until 2025-03-28T21:00:00Z to sign"),
     ({"holder": "iris"}, "'iris' has until 2025-03-28T21:00:00Z to sign"),
     ({"to": "deliver"}, "'iris' has until 2025-04-08T21:00:00Z to deliver"),
     ({"holder": "iris", "to": "deliver"}, "'iris' has until 2025-04-08T21:00:00Z to deliver"),
     ({"holder": "halcyon", "to": "deliver"}, "no clause sets a day to deliver by, so nothing can have failed")],
)  # fmt: skip
def test_who_has_still_time_is_told_by_name_and_for_what(fields: dict[str, str], told_of: str) -> None:
    deal = both(delivery(("1", "20"), by="iris"), failure={"sign_within": "9"})
    deal.say("holder-failed", "2025-03-20 09:00", **fields)
    assert why(deal, "2025-03-20 09:00") == told_of


@pytest.mark.parametrize(("holder", "ends"), [("halcyon", False), ("iris", True)])
def test_only_a_failure_on_what_a_termination_is_agreed_for_ends_the_right(holder: str, ends: bool) -> None:
    deal = both(delivery(("1", "5"), remedy=["release"]),
                delivery(("1", "5"), id="iris-delivery", by="iris", remedy=["termination"]))  # fmt: skip
    deal.say("holder-failed", "2025-04-01 09:00", holder=holder)
    assert deal.offer("2025-04-01 09:00").terminates is ends
    other = {"halcyon": "iris", "iris": "halcyon"}[holder]
    assert deal.say("holder-failed", "2025-04-02 09:00", holder=other).offer("2025-04-02 09:00").terminates


def test_a_failure_while_what_is_left_is_put_to_the_holder_again_leaves_that_notice_as_it_is() -> None:
    for then, state in (("notice-given", "notified"), ("notice-deficient", "received")):
        deal = Deal(refusal(failure={"sign_within": "5"})).received().noticed()
        deal.say("matched-in-part", "2025-03-18 09:00", quantity="40").noticed("2025-03-31 09:00")
        if then == "notice-deficient":
            deal.say("notice-deficient", "2025-03-31 10:00", missing=["start"])
        since = deal.offer("2025-03-31 11:00").since
        deal.say("holder-failed", "2025-04-01 09:00", quantity="15")
        offer = deal.offer("2025-04-01 09:00")
        assert told(offer.state, offer.since, offer.failed) == (state, since, 15)


def test_what_is_not_yet_free_is_neither_signed_nor_used_up() -> None:
    deal = Deal(refusal(failure={"sign_within": "3"})).received().noticed()
    deal.say("matched-in-part", "2025-03-17 09:00", quantity="40")
    deal.say("holder-failed", "2025-03-24 09:00", quantity="20")
    deal.signed("2025-03-24 10:00", "5").signed("2025-03-24 11:00", None, "all").signed("2025-03-24 12:00", "16", "k16")
    offer = deal.offer("2025-03-24 12:00")
    assert told(offer.signed, offer.cleared, sorted(pool.amount for pool in offer.pools)) == (5, {"k"}, [15, 60])
    last = deal.signed("2025-03-24 13:00", "15", "k15").offer("2025-03-24 13:00")
    assert told(last.signed, last.cleared, [pool.quantity for pool in last.pools]) == (20, {"k", "k15"}, [60])


def test_under_a_right_that_has_ended_no_more_is_signed_of_an_offer_than_there_is() -> None:
    deal = Deal(refusal(quantity_cap="30")).received(quantity="70").noticed().say("matched", "2025-03-18 09:00")
    deal.signed("2025-12-01 09:00", "50")
    offer = deal.offer("2025-12-02 09:00")
    assert told(offer.cleared, offer.signed, offer.remainder) == ({"k"}, 40, 0)


def test_an_exempt_offer_of_a_requirement_s_kind_may_be_signed_with_anybody() -> None:
    """Nobody made it, so that nobody else is not who made it."""
    deal = Deal(refusal(trigger="requirement", quantity_floor="10"))
    deal.say("capacity-requested", "2025-03-10 09:00", quantity="9", unit="MW", terms={"price_usd": "2"})
    deal.signed("2025-03-11 09:00", "4", provider="other-rival").signed("2025-03-12 09:00", None, "rest")
    offer = deal.offer("2025-03-13 09:00")
    assert told(offer.cleared, offer.signed, offer.alone) == ({"k", "rest"}, 9, 0)


def test_what_is_free_by_itself_is_used_up_signature_by_signature() -> None:
    deal = Deal(refusal(exempt=["renewal"])).received(quantity="36", exemption="renewal")
    deal.signed("2025-03-11 09:00", "10").signed("2025-03-12 09:00", "10", "k2")
    offer = deal.offer("2025-03-12 09:00")
    assert told(offer.alone, offer.signed, offer.remainder) == (16, 20, 16)


def test_what_a_tail_frees_may_be_signed_with_whoever_signs_on_those_terms() -> None:
    deal = Deal().received().noticed().say("declined", "2025-03-18 09:00")
    deal.signed("2025-03-19 09:00", "10", provider="other-rival")
    assert deal.offer("2025-03-19 09:00").cleared == {"k"}


def test_of_a_wholly_signed_offer_more_is_free_once_its_right_has_ended() -> None:
    deal = Deal(refusal(continuing="false")).received(quantity="70").noticed().say("declined", "2025-03-18 09:00")
    deal.signed("2025-03-19 09:00", "70")
    assert deal.standing("2025-03-20 09:00", "5")[0][1] == "free", "nothing of it is under notice or tail any more"
    assert str(deal.offer("2025-03-20 09:00").free_because) == "the right was for one offer, and offer o was it"


def test_while_a_notice_runs_another_offer_ends_no_right_for_it() -> None:
    deal = Deal(refusal(continuing="false")).received().noticed()
    deal.received("2025-03-11 09:00", offer="p").noticed(offer="p").say("declined", "2025-03-17 09:00", offer="p")
    assert deal.offer("2025-03-18 09:00").free_because is None
    assert deal.standing("2025-03-18 09:00", "5") == [("5", "offer", "notified")]


@pytest.mark.parametrize(
    ("units", "cleared"), [(["MW"], True), ([None], True), (["GW"], False), (["MW", "kW"], False), (["MW", None], True)]
)
def test_a_contract_is_counted_in_the_unit_of_its_offer_alone(units: list[str | None], cleared: bool) -> None:
    deal = Deal().received().noticed()
    parts = [{"id": str(n), "quantity": "40"} | ({"unit": unit} if unit else {}) for n, unit in enumerate(units)]
    deal.say("contract-signed", "2025-04-01 09:00", contract="k", provider="rival", tranches=parts, terms={})
    offer = deal.offer("2025-04-02 09:00")
    assert ("k" in offer.cleared, offer.signed) == (cleared, 40 * len(units) if cleared else 0)
    assert [str(item.fix) for item in offer.without_effect] == [
        "give the quantities of the contract in MW"][cleared:]  # fmt: skip


def test_a_match_is_not_performed_in_another_unit() -> None:
    deal = Deal().received().noticed().say("matched", "2025-03-18 09:00")
    parts = [{"quantity": "40", "unit": "kW"}]
    deal.say("contract-signed", "2025-03-20 09:00", contract="k", provider="halcyon-cloud", tranches=parts, terms={})
    assert [match.signed for match in deal.offer("2025-03-21 09:00").matches] == [0]
