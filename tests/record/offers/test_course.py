"""What is free, and why an offer is free whatever its state."""

from typing import Any

import pytest
from tests.refusal.deal import Deal, local, refusal, told


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


@pytest.mark.parametrize(
    ("noticed", "now", "better"),
    [({}, {"start": "2025-06-27"}, ("start",)), ({"start": "2025-06-01"}, {"start": "2025-06-27"}, ("start",)),
     ({"start": "2025-06-27"}, {}, ("start",)), ({"start": "2025-06-26"}, {}, ()),
     ({"start": "2025-06-27"}, {"start": "2025-06-26"}, ()),
     ({"start": "2025-06-27"}, {"price": "3"}, ("price", "start"))],
)  # fmt: skip
def test_a_start_after_the_tail_is_better_once_whatever_else_is(
    noticed: dict[str, str], now: dict[str, str], better: tuple[str, ...]
) -> None:
    deal = Deal(refusal(tail={"n": "90", "must": "delivered"})).received(terms={"price": "2", **noticed}).noticed()
    deal.say("declined", "2025-03-28 09:00")
    if now:
        deal.say("terms-amended", "2025-03-31 09:00", terms=now)
    assert deal.offer("2025-04-01 09:00").better == better


def test_before_anything_is_free_no_terms_are_better() -> None:
    clause = refusal(tail={"n": "90", "must": "delivered"})
    deal = Deal(clause).received(terms={"price": "2", "start": "2099-01-01"}).noticed()
    assert deal.offer("2025-03-17 09:00").better == ()
    deal.say("terms-amended", "2025-03-17 10:00", terms={"price": "3"})
    assert deal.offer("2025-03-17 11:00").better == ()


def lifted(deal: Deal, at: str, offer: str = "p") -> tuple[str, str]:
    """What makes an offer free, and by which purchases it is not."""
    found = deal.offer(at, offer)
    return str(found.free_because or ""), str(found.not_below or "")


BOUGHT = "with the 6 bought of rival within a year it is not below the floor of 10"


def test_an_offer_that_purchases_lift_to_the_floor_says_so_while_it_waits_for_a_notice_or_an_answer() -> None:
    deal = Deal(refusal(quantity_floor="10", exempt=["renewal"])).received(quantity="6")
    deal.signed("2025-03-10 10:00", "6").received("2025-03-11 09:00", "4", offer="p")
    assert lifted(deal, "2025-03-11 09:00") == ("", BOUGHT)
    deal.noticed("2025-03-14 16:59", offer="p")
    assert lifted(deal, "2025-03-17 09:00") == ("", BOUGHT)
    assert lifted(deal.say("declined", "2025-03-18 09:00", offer="p"), "2025-03-18 09:00") == ("", "")
    for name, quantity, fields, why in (
        ("q", "3.9", {}, ("below the floor of 10", "")), ("r", "10", {}, ("", "")), ("s", None, {}, ("", "")),
        ("t", "4", {"provider": "other-rival"}, ("below the floor of 10", "")),
        ("u", "4", {"exemption": "renewal"}, ("exempt (renewal)", "")),
    ):  # fmt: skip
        deal.received("2025-03-20 09:00", quantity, offer=name, **fields)
        assert lifted(deal, "2025-03-20 09:00", name) == why


def test_what_an_offer_bought_itself_does_not_count_against_its_own_floor() -> None:
    deal = Deal(refusal(quantity_floor="10")).received(quantity="9").signed("2025-03-11 09:00", "6")
    assert lifted(deal, "2025-03-12 09:00", "o") == ("below the floor of 10", "")
    assert deal.standing("2025-03-12 09:00", "3") == [("3", "free", "below the floor of 10")]
    assert deal.standing("2025-03-12 09:00", "3.1")[0][1] == "offer"


def test_purchases_count_no_more_under_a_text_without_the_right() -> None:
    """An offer in flight goes on under its clause; what was bought since is bought under none."""
    deal = Deal(refusal(quantity_floor="10", until="2025-03-20")).received(quantity="6")
    deal.signed("2025-03-10 10:00", "6").received("2025-03-11 09:00", "4", offer="p").noticed(offer="p")
    assert lifted(deal, "2025-03-20 09:00") == ("", BOUGHT)
    assert lifted(deal, "2025-03-21 09:00") == ("below the floor of 10", "")


def test_a_notice_of_more_than_the_floor_still_waits_though_the_offer_is_amended_below_it() -> None:
    for before, after, free in (("36", "9", False), ("9.9", "9", True), ("9", "36", False)):
        deal = Deal(refusal(quantity_floor="10")).received(quantity=before).noticed()
        deal.say("terms-amended", "2025-03-17 09:00", quantity=after)
        assert (deal.offer("2025-03-17 09:00").free_because is not None) == free


@pytest.mark.parametrize(
    ("signed", "amended", "alone", "apart"),
    [(None, None, 36, 36), ("10", None, 26, 26), (None, "50", 36, 14), ("10", "50", 26, 14), (None, "20", 20, 20)],
)  # fmt: skip
def test_of_an_exempt_offer_what_it_named_first_is_free_by_itself_and_a_notice_is_of_the_rest(
    signed: str | None, amended: str | None, alone: int, apart: int
) -> None:
    deal = Deal(refusal(exempt=["renewal"])).received(quantity="36", exemption="renewal")
    if signed:
        deal.signed("2025-03-11 09:00", signed)
    if amended:
        deal.say("terms-amended", "2025-03-12 09:00", quantity=amended)
    offer = deal.offer("2025-03-12 09:00")
    assert told(offer.alone, offer.next_notice.quantity) == (alone, apart)


def test_a_part_may_be_taken_only_of_what_the_notice_is_of() -> None:
    deal = Deal(refusal(exempt=["renewal"])).received(quantity="36", exemption="renewal")
    deal.say("terms-amended", "2025-03-12 09:00", quantity="50").noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="14.1")
    assert str(deal.offer("2025-03-18 09:00").without_effect[0].reason) == "14.1 is more than the 14 offered"
    deal.say("matched-in-part", "2025-03-18 10:00", quantity="4")
    offer = deal.offer("2025-03-31 09:00")
    assert told(offer.matched, sum(pool.amount for pool in offer.pools)) == (4, 10)


NOW: list[tuple[str, list[tuple[str, str, dict[str, Any]]], str, bool, int]] = [
    ("received", [], "2025-03-11 09:00", False, 0),
    ("amended early", [("terms-amended", "2025-03-11 09:00", {"quantity": "90"})], "2025-03-12 09:00", False, 0),
    ("notified", [("notice-given", "2025-03-14 16:59", {})], "2025-03-17 09:00", True, 1),
    ("found incomplete", [("notice-given", "2025-03-14 16:59", {}), ("notice-deficient", "2025-03-17 09:00", {})],
     "2025-03-18 09:00", False, 0),
    ("amended and lapsed", [("notice-given", "2025-03-14 16:59", {}),
                            ("terms-amended", "2025-03-17 09:00", {"quantity": "90"})], "2025-03-31 09:00", True, 0),
    ("declined", [("notice-given", "2025-03-14 16:59", {}), ("declined", "2025-03-17 09:00", {})],
     "2025-03-18 09:00", True, 0),
    ("after the tail", [("notice-given", "2025-03-14 16:59", {}), ("declined", "2025-03-17 09:00", {})],
     "2025-06-16 00:00", False, 0),
    ("last day of the tail", [("notice-given", "2025-03-14 16:59", {}), ("declined", "2025-03-17 09:00", {})],
     "2025-06-15 23:59", True, 0),
    ("matched", [("notice-given", "2025-03-14 16:59", {}), ("matched", "2025-03-17 09:00", {})],
     "2025-03-18 09:00", False, 0),
    ("in part", [("notice-given", "2025-03-14 16:59", {}), ("matched-in-part", "2025-03-17 09:00", {"quantity": "4"})],
     "2025-03-31 09:00", True, 0),
    ("waived", [("waiver-given", "2025-03-11 09:00", {})], "2025-03-12 09:00", True, 0),
    ("offered again and found incomplete",
     [("notice-given", "2025-03-14 16:59", {}), ("declined", "2025-03-17 09:00", {}),
      ("notice-given", "2025-03-18 09:00", {}), ("notice-deficient", "2025-03-19 09:00", {})],
     "2025-03-20 09:00", True, 0),
]  # fmt: skip


@pytest.mark.parametrize(("events", "at", "again", "cut"), [row[1:] for row in NOW], ids=[row[0] for row in NOW])
def test_whether_a_notice_would_offer_again_and_which_window_it_would_cut(
    events: list[tuple[str, str, dict[str, Any]]], at: str, again: bool, cut: int
) -> None:
    deal = Deal().received()
    for kind, when, fields in events:
        deal.say(kind, when, **fields)
    coming = deal.offer(at).next_notice
    assert told(coming.again, len(coming.replaces)) == (again, cut)


def test_what_a_notice_would_cut_is_counted_from_when_it_came() -> None:
    deal = Deal().received().noticed("2025-03-14 09:00", delivered="2025-03-17T09:00:00-04:00")
    (cut,) = deal.offer("2025-03-18 09:00").next_notice.replaces
    assert told(cut.sent, cut.arrived, cut.again) == (local("2025-03-14 09:00"), local("2025-03-17 09:00"), False)


def test_a_right_whose_cap_leaves_nothing_takes_no_answer_but_a_decline() -> None:
    deal = Deal(refusal(quantity_cap="30")).received(quantity="30").noticed()
    deal.received("2025-03-11 09:00", "5", offer="p").noticed(offer="p").say("matched", "2025-03-17 09:00")
    deal.say("matched", "2025-03-18 09:00", offer="p").say("waiver-given", "2025-03-18 10:00", offer="p")
    offer = deal.offer("2025-03-18 10:00", "p")
    assert [str(item.reason) for item in offer.without_effect] == ["the right ended when 30 had been taken under it"]
    assert [str(item.fix) for item in offer.without_effect] == ["nothing is to be done"]
    assert offer.state == "waived"


def test_what_is_taken_of_one_offer_is_not_there_for_another_under_notice() -> None:
    deal = Deal(refusal(quantity_cap="30")).received(quantity="100").noticed()
    deal.received("2025-03-11 09:00", "100", offer="p").noticed(offer="p")
    deal.say("matched-in-part", "2025-03-17 09:00", quantity="20")
    deal.say("matched-in-part", "2025-03-18 09:00", offer="p", quantity="10.5")
    offer = deal.offer("2025-03-18 09:00", "p")
    assert str(offer.without_effect[0].reason) == "10.5 is more than the 10 offered"
    found = deal.say("matched", "2025-03-18 10:00", offer="p").offer("2025-03-18 10:00", "p")
    assert told(found.state, found.matched) == ("matched-in-part", 10)


def test_an_effective_price_is_reckoned_in_the_unit_of_the_offer() -> None:
    """Of 10 MW, 120 off 10,000 kW for 12 months is a thousandth of a unit of price: the tolerance decides."""
    terms = {"price_usd_per_kw_month": "1", "credits_usd": "120", "term_months": "12"}
    clause = refusal(tolerance={"rule": "effective_price", "share": "0.01"})
    deal = Deal(clause).received(terms=terms, quantity="10", unit="MW").noticed().say("declined", "2025-03-18 09:00")
    deal.say("terms-amended", "2025-03-19 09:00", terms={"credits_usd": "0"})
    assert deal.offer("2025-03-19 09:00").better == ()
    deal.say("terms-amended", "2025-03-20 09:00", terms={"price_usd_per_kw_month": "1.02"})
    assert deal.offer("2025-03-20 09:00").better == ("effective_price",)


@pytest.mark.parametrize(
    ("anchor", "lacks", "piece", "supposed"),
    [
        ("sent", False, None, False), ("sent", True, None, True), ("received", False, None, True),
        ("sent", True, "2025-03-18T09:00:00-04:00", False), ("received", True, "2025-03-18T09:00:00-04:00", True),
    ],
)  # fmt: skip
def test_an_arrival_is_supposed_where_silence_cures_or_a_piece_counts(
    anchor: str, lacks: bool, piece: str | None, supposed: bool
) -> None:
    """The days to object count from the arrival, whatever the window counts from."""
    clause = refusal(window={"n": "10", "anchor": anchor}, notice={"required": ["site"]})
    deal = Deal(clause).received().noticed(**({"incomplete": True} if lacks else {"states": ["site"]}))
    if piece:
        deal.noticed("2025-03-17 09:00", supplies=["site"], delivered=piece)
    assert deal.offer("2025-03-18 09:00").arrival_supposed is supposed


def test_a_piece_whose_arrival_nobody_recorded_is_supposed_to_have_come() -> None:
    for given, supposed in (({}, True), ({"delivered": "2025-03-18T09:00:00-04:00"}, False)):
        deal = Deal(refusal(notice={"required": ["site"]})).received()
        deal.noticed(incomplete=True, delivered="2025-03-14T16:59:00-04:00")
        deal.noticed("2025-03-17 09:00", supplies=["site"], **given)
        assert deal.offer("2025-03-18 09:00").arrival_supposed is supposed
