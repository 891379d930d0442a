"""How an offer reads at an instant: the parts of it, and why."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.refusal.deal import TERMS, Deal, local, refusal, told

from firstcall.record.offers.offer import Pool


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
    mend = "wait for the answer, or amend the terms first"
    assert str(item.fix) == f"{mend}; when it arrived is entered by correcting `delivered` of event e3"
    known = Deal().received().noticed(delivered="2025-03-14T17:00:00-04:00").noticed("2025-03-17 09:00")
    assert str(known.offer("2025-03-18 09:00").without_effect[0].fix) == mend


def test_the_tail_is_over_with_the_last_pool() -> None:
    assert Deal(refusal()).received().noticed().offer("2025-04-01 09:00").tail_closes == local("2025-06-27 00:00")
    assert Deal().received().offer("2025-03-11 09:00").tail_closes is None


def test_the_last_day_of_a_tail_is_the_day_before_it_is_over_where_notices_are_read() -> None:
    deal = Deal(refusal(window={"n": "10", "timezone": "Asia/Tokyo"})).received().noticed("2025-03-14 01:00")
    offer = deal.offer("2025-05-01 09:00")
    assert offer.tail_closes == local("2025-06-27T00:00+09:00") and offer.last_day_of(offer.tail_closes).day == 26


def reads(offer: object, **fields: Any) -> bool:
    """Every field that is told reads so; a difference is shown by name."""
    assert {name: getattr(offer, name) for name in fields} == fields
    return True


def test_what_an_offer_says_before_notice_is_what_was_received() -> None:
    deal = Deal().received(workloads=["training"], dimensions={"region": "east"})
    assert reads(
        deal.offer("2025-03-11 09:00"),
        id="o", clause="refusal", holder="halcyon", state="received", since=local("2025-03-10 09:00"),
        provider="rival", mode="third_party", workloads=("training",), dimensions={"region": "east"},
        quantity=100, unit="MW", terms=TERMS, noticed_terms=None, better=(), notice=None, arrived=None, again=False,
        tolls=(), window_closes=None, tiers_close=(), right=None, willing=True, free_because=None, alone=100,
        not_below=None, elected={}, asked_again=frozenset(), parts={}, matched=0, delivered=0, failed=0, signed=0,
        pools=(), cleared=frozenset(), terminates=False, lacked=(), arrival_supposed=False, answerable_until=None,
        stop_asked_by=(), matches=(), without_effect=(),
    )  # fmt: skip


def test_what_an_offer_says_that_was_amended_while_its_notice_runs() -> None:
    """It reads as received since the amendment; the notice, its window and what it may not shorten are told beside."""
    deal = Deal(refusal(window={"n": "10", "reoffer": "4"})).received().noticed("2025-03-14 09:00",
                                                               delivered="2025-03-14T16:59:00-04:00")  # fmt: skip
    deal.say("tolled", "2025-03-17 09:00", by="halcyon").say("tolled", "2025-03-17 09:30")
    deal.say("resumed", "2025-03-18 09:00").say("tolled", "2025-03-19 09:00", by="halcyon")
    deal.say("terms-amended", "2025-03-20 09:00", terms={"term_months": "48"}, quantity="150")
    offer = deal.offer("2025-03-21 09:00")
    closes = local("2025-03-31 17:00")
    assert reads(
        offer,
        state="received", since=local("2025-03-20 09:00"), quantity=150, terms=TERMS | {"term_months": "48"},
        noticed_terms=TERMS, better=(), notice=local("2025-03-14 09:00"), arrived=local("2025-03-14 16:59"),
        again=False, window_closes=closes, tiers_close=(closes,), alone=100, matched=0, answerable_until=closes,
        arrival_supposed=False, stop_asked_by=("holder",), pools=(),
    )  # fmt: skip
    assert [(toll.start, toll.end) for toll in offer.tolls] == [(local("2025-03-17 09:30"), local("2025-03-18 09:00"))]
    coming = offer.next_notice
    (cut,) = coming.replaces
    assert told(coming.again, coming.quantity, coming.tolls, cut[1:3]) == (
        True, 150, offer.tolls, (local("2025-03-14 09:00"), local("2025-03-14 16:59")))  # fmt: skip


def test_what_an_offer_says_after_parts_of_it_were_taken_brought_failed_on_and_signed() -> None:
    deal = Deal(refusal(failure={"sign_within": "5"})).received().noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="40").say("delivered", "2025-03-19 09:00", quantity="10")
    deal.say("holder-failed", "2025-03-31 09:00", quantity="20").signed("2025-04-01 09:00", "70")
    offer = deal.offer("2025-04-02 09:00")
    assert reads(
        offer,
        state="matched-in-part", since=local("2025-03-31 09:00"), quantity=100, matched=40, delivered=10, failed=20,
        signed=70, remainder=10, taken=20, kept=True, cleared=frozenset({"k"}), alone=10, parts={}, elected={},
        terminates=False, tail_closes=local("2025-06-30 00:00"), arrival_supposed=True,
        pools=(Pool(Decimal(10), local("2025-03-31 09:00"), local("2025-06-30 00:00"), "released"),),
    )  # fmt: skip
    assert [event.type for event in offer.events] == [
        "offer-received", "grantor-willing", "notice-given", "matched-in-part", "delivered", "holder-failed",
        "contract-signed",
    ]  # fmt: skip
    (match,) = offer.matches
    assert reads(match, event="e4", at=local("2025-03-18 09:00"), by="halcyon", quantity=40, terms=TERMS, offered=100,
                 unit="MW", deliveries=())  # fmt: skip


FREE_BY_ITSELF: list[tuple[str, str | None, list[tuple[str, str, dict[str, Any]]], list[tuple[object, str, str]]]] = [
    ("no quantity", None, [], [(None, "free", "exempt (renewal)")]),
    ("no quantity, signed", None, [("contract-signed", "2025-03-17 09:00", {})], [(None, "offer", "wholly signed")]),
    ("no quantity, taken", None, [("notice-given", "2025-03-14 16:59", {}), ("matched", "2025-03-17 09:00", {})],
     [(None, "taken", "matched")]),
    ("untouched", "36", [], [("36", "free", "exempt (renewal)")]),
    ("a part taken", "36", [("notice-given", "2025-03-14 16:59", {}),
                            ("matched-in-part", "2025-03-17 09:00", {"quantity": "10"})],
     [("10", "taken", "matched-in-part"), ("26", "free", "exempt (renewal)")]),
    ("wholly taken", "36", [("notice-given", "2025-03-14 16:59", {}), ("matched", "2025-03-17 09:00", {})],
     [("36", "taken", "matched")]),
    ("wholly signed", "36", [("contract-signed", "2025-03-17 09:00", {"tranches": [{"quantity": "36"}]})],
     [(None, "offer", "wholly signed")]),
    ("more than it named", "36", [("contract-signed", "2025-03-17 09:00", {"tranches": [{"quantity": "30"}]}),
                                  ("terms-amended", "2025-03-18 09:00", {"quantity": "50"})],
     [("6", "free", "exempt (renewal)"), ("14", "offer", "more than the 6 that is free (exempt (renewal))")]),
    ("nothing of it left, and more", "36",
     [("contract-signed", "2025-03-17 09:00", {"tranches": [{"quantity": "36"}]}),
      ("terms-amended", "2025-03-18 09:00", {"quantity": "50"})], [("14", "offer", "wholly signed")]),
]  # fmt: skip


@pytest.mark.parametrize(("quantity", "events", "parts"), [row[1:] for row in FREE_BY_ITSELF],
                         ids=[row[0] for row in FREE_BY_ITSELF])  # fmt: skip
def test_how_an_exempt_offer_stands_part_by_part_and_for_any_quantity(
    quantity: str | None, events: list[tuple[str, str, dict[str, Any]]], parts: list[tuple[str | None, str, str]]
) -> None:
    clause = refusal(exempt=["renewal"], notice={"required": ["price"]})
    deal = Deal(clause).received(quantity=quantity, exemption="renewal")
    for kind, at, fields in events:
        given = {"provider": "rival", "contract": "k", "tranches": [{}], "terms": {}} | fields
        deal.say(kind, at, **(given if kind == "contract-signed" else fields))
    assert deal.standing("2025-03-20 09:00") == parts
    free = sum(Decimal(much or 0) for much, standing, _ in parts if standing == "free")
    left = deal.offer("2025-03-20 09:00").remainder
    if left is None:
        assert deal.standing("2025-03-20 09:00", "5") == [("5", *parts[0][1:])]
        return
    for much in {Decimal("0.5"), free, free + 1} - {Decimal(0)}:
        (one,) = deal.standing("2025-03-20 09:00", str(much))
        assert (one[1] == "free") == (much <= free)
        assert (one[1] == "taken") == (left == 0 and parts[0][1] == "taken"), "of what was wholly signed nothing is"
    beyond = deal.offer("2025-03-20 09:00").beyond
    assert beyond == sum(Decimal(much or 0) for much, standing, _ in parts if standing == "offer")


STANDS: list[tuple[str, str | None, list[tuple[str, str, dict[str, Any]]], str, list[tuple[object, str, str]]]] = [
    ("offered again", "100", [("matched-in-part", "2025-03-17 09:00", {"quantity": "40"}),
                              ("notice-given", "2025-04-02 09:00", {})], "2025-04-03 09:00",
     [("40", "taken", "matched-in-part"), ("60", "offer", "notified")]),
    ("taken, the rest signed", "100", [("matched-in-part", "2025-03-17 09:00", {"quantity": "40"}),
                                       ("signed", "2025-04-02 09:00", {"quantity": "60"})], "2025-04-03 09:00",
     [("40", "taken", "matched-in-part")]),
    ("wholly signed", "100", [("declined", "2025-03-17 09:00", {}),
                              ("signed", "2025-03-18 09:00", {"quantity": "100"})],
     "2025-03-19 09:00", [(None, "offer", "wholly signed")]),
    ("partly signed", "100", [("declined", "2025-03-17 09:00", {}), ("signed", "2025-03-18 09:00", {"quantity": "30"})],
     "2025-03-19 09:00", [("70", "free", "declined")]),
    ("delivered in part", "100", [("matched-in-part", "2025-03-17 09:00", {"quantity": "40"}),
                                  ("delivered", "2025-03-18 09:00", {})], "2025-03-19 09:00",
     [("40", "taken", "delivered"), ("60", "offer", "not before the window ends")]),
    ("no quantity, delivered", None, [("matched", "2025-03-17 09:00", {}), ("delivered", "2025-03-18 09:00", {})],
     "2025-03-19 09:00", [(None, "taken", "delivered")]),
    ("no quantity, tail over", None, [("declined", "2025-03-17 09:00", {})], "2025-12-01 09:00",
     [(None, "offer", "tail over")]),
    ("no quantity, better", None, [("declined", "2025-03-17 09:00", {}),
                                   ("terms-amended", "2025-03-18 09:00", {"terms": {"term_months": "48"}})],
     "2025-03-19 09:00", [(None, "offer", "better terms for the third party: term_months")]),
]  # fmt: skip


@pytest.mark.parametrize(("quantity", "events", "at", "parts"), [row[1:] for row in STANDS],
                         ids=[row[0] for row in STANDS])  # fmt: skip
def test_how_an_offer_stands_part_by_part(
    quantity: str | None, events: list[tuple[str, str, dict[str, Any]]], at: str, parts: list[tuple[object, str, str]]
) -> None:
    deal = Deal(refusal(notice={"required": ["price"]})).received(quantity=quantity).noticed()
    for kind, when, fields in events:
        deal.signed(when, **fields) if kind == "signed" else deal.say(kind, when, **fields)
    assert deal.standing(at) == parts


@pytest.mark.parametrize(
    ("much", "standing"),
    [("20", ("20", "free", "released")), ("21", ("21", "offer", "more than the remainder")),
     ("1", ("1", "free", "released"))],
)  # fmt: skip
def test_a_quantity_asked_about_is_free_up_to_what_is_open(much: str, standing: tuple[str, str, str]) -> None:
    deal = Deal(refusal(failure={"sign_within": "3"})).received().noticed()
    deal.say("matched-in-part", "2025-03-17 09:00", quantity="40")
    deal.say("holder-failed", "2025-03-24 09:00", quantity="20")
    assert deal.standing("2025-03-24 10:00", much) == [standing]


def test_of_what_is_wholly_signed_nothing_can_be_signed_and_of_what_is_taken_neither() -> None:
    wholly = Deal().received().noticed().say("declined", "2025-03-18 09:00").signed("2025-03-19 09:00", "100")
    assert wholly.standing("2025-03-20 09:00", "1") == [("1", "offer", "wholly signed")]
    taken = Deal().received().noticed().say("matched", "2025-03-18 09:00")
    assert taken.standing("2025-03-20 09:00", "1") == [("1", "taken", "matched")]
    back = Deal(refusal(withdrawal="until_answer")).received().noticed().say("withdrawn", "2025-03-18 09:00")
    assert back.standing("2025-03-20 09:00", "1") == [("1", "offer", "withdrawn")]


TIERS: dict[str, Any] = {
    "tiers": [{"holders": [{"holder": "halcyon", "holding": "2"}, {"holder": "iris", "holding": "1"}]},
              {"then": "leftover", "n": "3"}, {"holders": [{"holder": "juno", "holding": "1"}], "n": "5"}],
}  # fmt: skip


def test_who_has_yet_to_answer_is_told_tier_by_tier() -> None:
    alone = Deal().received().noticed()
    assert alone.offer("2025-03-17 09:00").waiting(alone.right()) == [("halcyon",)]
    deal = Deal(refusal(several=TIERS)).received(quantity="90").noticed()
    assert deal.offer("2025-03-17 08:00").waiting(deal.right()) == [("halcyon", "iris"), (), ("juno",)]
    deal.say("matched", "2025-03-17 09:00", by="iris")
    assert deal.offer("2025-03-17 09:00").waiting(deal.right()) == [("halcyon",), (), ("juno",)]
    taken = Deal(refusal(several=TIERS)).received(quantity="90").noticed()
    taken.say("matched-in-part", "2025-03-17 09:00", by="iris", quantity="30")
    taken.say("declined", "2025-03-17 10:00").say("declined", "2025-03-17 11:00", by="juno")
    assert taken.offer("2025-03-17 11:00").waiting(taken.right()) == [(), ("iris",), ()]
    assert taken.offer("2025-03-17 11:00").waiting(taken.right(), raising=True) == [(), (), ()]


def test_who_may_raise_a_part_that_binds_only_with_the_whole_is_told_apart() -> None:
    for several, tier in ((None, ("halcyon",)), ({"tiers": TIERS["tiers"][:1]}, ("halcyon", "iris"))):
        clause = refusal(partial="aggregate_all_or_nothing", **({"several": several} if several else {}))
        deal = Deal(clause).received().noticed().say("matched-in-part", "2025-03-18 09:00", quantity="40")
        offer = deal.offer("2025-03-18 09:00")
        assert offer.provisional == {"halcyon"}
        assert offer.waiting(deal.right(), raising=True) == [("halcyon",)]
        assert offer.waiting(deal.right()) == [tier[1:]]
    plain = Deal(refusal(several={"tiers": TIERS["tiers"][:1]})).received().noticed()
    plain.say("matched-in-part", "2025-03-18 09:00", quantity="40")
    assert plain.offer("2025-03-18 09:00").provisional == frozenset()


def test_an_offer_without_a_quantity_has_no_amounts() -> None:
    deal = (
        Deal(refusal(notice={"required": ["price"]}))
        .received(quantity=None)
        .noticed()
        .say("matched", "2025-03-17 09:00")
    )
    assert reads(deal.offer("2025-03-18 09:00"), matched=None, delivered=None, failed=None, signed=None, taken=None,
                 remainder=None, alone=0, beyond=0)  # fmt: skip


def test_what_is_left_is_told_down_to_the_smallest_part_and_one_unit_is_freed_as_any() -> None:
    deal = Deal().received().noticed().say("declined", "2025-03-18 09:00").signed("2025-03-19 09:00", "99.5")
    assert deal.standing("2025-12-01 09:00") == [("0.5", "offer", "tail over")]
    one = Deal().received(quantity="1").noticed().say("declined", "2025-03-18 09:00")
    assert one.standing("2025-03-19 09:00") == [("1", "free", "declined")]


ARRIVED = "2025-03-14T16:59:00-04:00"


@pytest.mark.parametrize(
    ("tail", "delivered", "answer", "rests"),
    [
        ("lapse", None, None, True), ("lapse", None, "declined", False), ("receipt", None, "declined", True),
        ("receipt", ARRIVED, "declined", False), ("lapse", ARRIVED, None, False),
        ("lapse", None, "matched-in-part", True), ("notice", None, "declined", False),
    ],
)  # fmt: skip
def test_days_to_sign_rest_on_a_supposed_arrival_where_the_window_freed_it_or_the_tail_counts_from_receipt(
    tail: str, delivered: str | None, answer: str | None, rests: bool
) -> None:
    deal = Deal(refusal(tail={"n": "90", "anchor": tail})).received().noticed(delivered=delivered)
    if answer:
        deal.say(answer, "2025-03-18 09:00", **({"quantity": "40"} if answer == "matched-in-part" else {}))
    offer = deal.offer("2025-04-01 09:00")
    assert [offer.rests_on_arrival(pool) for pool in offer.pools] == [rests]


def test_what_a_failure_freed_rests_on_no_arrival() -> None:
    clause = refusal(tail={"n": "90", "anchor": "receipt"}, failure={"sign_within": "5"})
    deal = Deal(clause).received().noticed().say("matched", "2025-03-18 09:00").say("holder-failed", "2025-03-31 09:00")
    offer = deal.offer("2025-03-31 09:00")
    assert told(offer.arrival_supposed, [offer.rests_on_arrival(pool) for pool in offer.pools]) == (True, [False])
