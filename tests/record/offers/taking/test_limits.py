"""Rights that end by themselves: a cap that is reached, one time only, a failure."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.refusal.deal import Deal, refusal, told

from firstcall.record.position import Position
from firstcall.rights.decide import decide
from firstcall.rights.question import Asked

LIMITED: list[dict[str, Any]] = [
    {"continuing": "false"}, {"quantity_cap": "100"},
    {"failure": {"then": "release_and_terminate", "sign_within": "5"}},
    {"continuing": "false", "quantity_cap": "60"},
]  # fmt: skip


def two_offers(deal: Deal, second: str = "80") -> Deal:
    deal.received("2025-03-10 09:00", "70").noticed()
    return deal.received("2025-06-02 09:00", second, offer="p")


def test_a_cap_leaves_room_and_then_ends_the_right() -> None:
    deal = two_offers(Deal(refusal(quantity_cap="100"))).say("matched", "2025-03-18 09:00")
    deal.noticed("2025-06-03 09:00", offer="p").say("matched", "2025-06-04 09:00", offer="p")
    found = deal.offer("2025-06-05 09:00", "p")
    assert told(found.state, found.matched, found.remainder) == ("matched-in-part", 30, 50)
    deal.received("2025-08-01 09:00", "5", offer="q").noticed("2025-08-02 09:00", offer="q")
    last = deal.offer("2025-08-03 09:00", "q")
    assert last.state == "received"
    assert str(last.free_because) == "the right ended when 100 had been taken under it"
    assert last.without_effect[0].reason == last.free_because


@pytest.mark.parametrize("answer", ["declined", "waiver-given", None])
def test_a_one_time_right_is_spent_with_an_offer_not_taken(answer: str | None) -> None:
    deal = two_offers(Deal(refusal(continuing="false")))
    if answer:
        deal.say(answer, "2025-03-18 09:00")
    assert str(deal.offer("2025-06-03 09:00", "p").free_because) == "the right was for one offer, and offer o was it"
    assert deal.offer("2025-06-03 09:00").free_because is None


def test_a_one_time_right_lasts_while_its_offer_is_taken() -> None:
    deal = two_offers(Deal(refusal(continuing="false"))).say("matched", "2025-03-18 09:00")
    assert deal.offer("2025-06-03 09:00", "p").free_because is None


OVER: dict[str, tuple[dict[str, Any], list[tuple[str, str, dict[str, Any]]]]] = {
    "one time": ({"continuing": "false"}, [("declined", "2025-03-18 09:00", {})]),
    "one time, lapsed": ({"continuing": "false"}, []),
    "cap": ({"quantity_cap": "30"}, [("matched", "2025-03-18 09:00", {})]),
    "failure": (
        {"failure": {"then": "release_and_terminate", "sign_within": "5"}},
        [("matched-in-part", "2025-03-18 09:00", {"quantity": "30"}), ("holder-failed", "2025-03-31 09:00", {})],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(OVER))
def test_an_offer_whose_tail_is_over_meets_an_ended_right_as_a_fresh_question_does(name: str) -> None:
    """What ended the right frees the offer that ended it too, once its own tail is over; until then its terms bind."""
    fields, answers = OVER[name]
    deal = Deal(refusal(**fields)).received(quantity="70").noticed()
    for kind, at, more in answers:
        deal.say(kind, at, **more)
    dearer = {"price_usd_per_gpu_hour": "3.00"}
    deal.say("terms-amended", "2025-05-01 09:00", terms=dearer)
    last = deal.offer("2025-05-02 09:00").tail_closes
    assert last is not None
    for moment, own in ((last - timedelta(microseconds=1), "offer-first"), (last, "permitted")):
        asked = [Asked(("training",), offer="o", quantity=Decimal(5)), Asked(("training",), provider="rival")]
        answers_now = [decide(deal.agreement, deal.record, item, moment).acts[0].outcome for item in asked]
        assert answers_now == [own, "permitted"]
    over = deal.offer(last.isoformat())
    assert over.remainder is not None
    free = [str(part.quantity) for part in over.standing(last) if part.standing == "free"]
    assert free == [str(over.remainder)]
    told_again = deal.noticed(last.isoformat()).offer(last.isoformat())
    assert told(told_again.state, told_again.without_effect[-1].reason) == (over.state, over.free_because)
    deal.signed((last + timedelta(days=1)).isoformat(), "5")
    after = deal.offer((last + timedelta(days=2)).isoformat())
    assert told(after.cleared, after.remainder) == ({"k"}, over.remainder - 5)


def test_what_is_taken_counts_from_the_round_that_ended_it() -> None:
    """Nobody is asked again, so the first window ends it: another offer that is matched after it finds so much less."""
    asked = [{"holder": "halcyon", "holding": "1"}, {"holder": "iris", "holding": "1"}]
    several = {"tiers": [{"holders": asked}, {"then": "leftover", "n": "5"}]}
    deal = Deal(refusal(several=several, quantity_cap="100"))
    deal.received(quantity="90").noticed().say("matched-in-part", "2025-03-18 09:00", quantity="30")
    deal.received("2025-03-17 09:00", offer="p").noticed("2025-03-17 10:00", offer="p")
    over = deal.offer("2025-03-31 09:00")
    assert told(over.state, over.matched) == ("matched-in-part", 30)
    deal.say("matched", "2025-03-31 10:00", offer="p").say("declined", "2025-03-31 11:00", by="iris", offer="p")
    found = deal.offer("2025-04-30 09:00", "p")
    assert told(found.state, found.matched, found.remainder) == ("matched-in-part", 70, 30)


def test_what_was_taken_of_an_offer_counts_when_the_rest_of_it_is_offered_again() -> None:
    """A cap is for all offers together, and for the parts of one: 10 and 50 leave 40 of a cap of 100."""
    deal = Deal(refusal(quantity_cap="100", window={"n": "10", "reoffer": "5"})).received().received(offer="p")
    deal.noticed(offer="p").say("matched-in-part", "2025-03-17 09:00", offer="p", quantity="10")
    deal.noticed("2025-04-02 09:00").say("matched-in-part", "2025-04-02 10:00", quantity="50")
    deal.noticed("2025-04-03 09:00", offer="p").say("matched-in-part", "2025-04-03 10:00", offer="p", quantity="40.1")
    refused = deal.offer("2025-04-03 10:00", "p").without_effect[-1]
    assert str(refused.reason) == "40.1 is more than the 40 offered"
    deal.say("matched", "2025-04-03 11:00", offer="p")
    found = deal.offer("2025-04-03 12:00", "p")
    assert told(found.matched, found.remainder) == (50, 50)
    deal.noticed("2025-04-14 09:00", offer="p").say("matched", "2025-04-14 10:00", offer="p")
    after = deal.offer("2025-04-14 11:00", "p")
    assert after.matched == 50
    assert str(after.without_effect[-1].reason) == "the right ended when 100 had been taken under it"


def test_a_match_of_the_whole_stays_taken_after_the_right_has_ended() -> None:
    deal = Deal(refusal(quantity_cap="70")).received(quantity="70").noticed().say("matched", "2025-03-18 09:00")
    assert deal.standing("2026-03-18 09:00") == [("70", "taken", "matched")]
    assert deal.standing("2026-03-18 09:00", "5") == [("5", "taken", "matched")]


@pytest.mark.parametrize("then", ["withdrawn", "notice-deficient"])
def test_an_offer_back_before_its_notice_is_free_when_another_has_spent_the_right(then: str) -> None:
    deal = Deal(refusal(continuing="false", withdrawal="until_answer")).received().noticed()
    deal.say(then, "2025-03-17 09:00").received("2025-03-18 09:00", offer="p").noticed("2025-03-18 10:00", offer="p")
    deal.say("declined", "2025-03-19 09:00", offer="p")
    assert deal.standing("2025-03-20 09:00") == [(None, "free", "the right was for one offer, and offer p was it")]


def test_a_failure_may_end_the_right() -> None:
    deal = two_offers(Deal(refusal(failure={"then": "release_and_terminate", "sign_within": "30"}))).say(
        "matched", "2025-03-18 09:00"
    )
    deal.say("holder-failed", "2025-06-10 09:00", quantity="1")
    assert deal.offer("2025-06-09 09:00", "p").free_because is None
    assert str(deal.offer("2025-06-11 09:00", "p").free_because) == "the right ended when halcyon failed on offer o"


def test_below_the_floor_and_exempt_offers_are_free() -> None:
    deal = Deal(refusal(quantity_floor="50", exempt=["renewal"])).received(quantity="49.9")
    assert str(deal.offer("2025-03-11 09:00").free_because) == "below the floor of 50"
    deal.signed("2025-03-12 09:00", "49.9")
    assert deal.offer("2025-03-13 09:00").cleared == {"k"}
    renewed = Deal(refusal(exempt=["renewal"])).received(exemption="renewal")
    assert renewed.standing("2025-03-11 09:00", "100") == [("100", "free", "exempt (renewal)")]
    other = Deal(refusal(exempt=["renewal"])).received(exemption="affiliate")
    assert other.standing("2025-03-11 09:00") == [(None, "offer", "received")]


@pytest.mark.parametrize(
    ("quantities", "signed", "left"),
    [
        (["20"], "20", "29.9"),
        (["20", "25"], "45", "4.9"),
        (["20", None], "49.9", "0.0"),
        # what passes the offer was not cleared, and uses up nothing
        (["60"], "0", "49.9"),
        (["20", "60"], "20", "29.9"),
        (["60", "49.9"], "49.9", "0.0"),
    ],
)
def test_what_is_signed_of_a_free_offer_is_taken_off_what_is_left(
    quantities: list[str | None], signed: str, left: str
) -> None:
    """An offer below a floor is free for its own quantity only; a signing beyond that reduces no remainder."""
    deal = Deal(refusal(quantity_floor="50")).received(quantity="49.9")
    for day, quantity in enumerate(quantities, start=12):
        deal.signed(f"2025-03-{day} 09:00", quantity, contract=f"k{day}")
    found = deal.offer("2025-03-20 09:00")
    assert (str(found.signed), str(found.remainder)) == (signed, left)


def left_by_others(deal: Deal, here: Position, offer: str) -> tuple[Decimal, set[str]]:
    """How much the other offers have taken of a right, and which of them end it, each read from the offer itself."""
    clause, taken, ending = deal.right(), Decimal(0), set()
    for name in here.offer_ids():
        other = here.offer(name, clause) if name != offer else None
        if other is not None:
            taken += other.taken or Decimal(0)
            once = not clause.continuing and other.state in ("declined", "lapsed", "waived")
            ending |= {name} if once or other.terminates else set()
    return taken, ending


@pytest.mark.parametrize("fields", LIMITED)
def test_offers_without_notice_under_a_right_that_can_end_are_to_be_offered_first(fields: dict[str, Any]) -> None:
    deal = Deal(refusal(**fields)).received("2025-03-10 09:00", "70").received("2025-03-11 09:00", "80", offer="p")
    for offer in ("o", "p"):
        asked = Asked(("training",), offer=offer)
        assert decide(deal.agreement, deal.record, asked, datetime(2025, 3, 12, tzinfo=UTC)).outcome == "offer-first"


def test_more_offers_than_python_nests_calls_are_folded_each_from_the_one_before() -> None:
    deal = Deal(refusal(quantity_cap="100000"))
    for n in range(150):
        day = f"2025-03-{n // 20 + 10}"
        hour, minute = 9 + n % 20 // 3, n % 3 * 20
        deal.received(f"{day} {hour:02}:{minute:02}", "1", offer=f"o{n}")
        deal.noticed(f"{day} {hour:02}:{minute + 5:02}", offer=f"o{n}")
        deal.say("matched", f"{day} {hour:02}:{minute + 10:02}", offer=f"o{n}")
    right = deal.position("2025-04-01 09:00").right_on(deal.right(), "o7")(datetime(2025, 4, 1, tzinfo=UTC))
    assert right is not None and right.room == 100000 - 149


EVENTS = st.tuples(
    st.sampled_from(["notice-given", "matched", "matched-in-part", "declined", "waiver-given", "holder-failed",
                     "terms-amended", "withdrawn"]),
    st.sampled_from("opq"), st.integers(0, 60), st.sampled_from(["9", "40", "70"]),
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(LIMITED), st.lists(EVENTS, max_size=9), st.lists(st.integers(0, 75), min_size=1, max_size=4))
def test_what_is_left_of_a_right_is_what_the_other_offers_have_become(
    fields: dict[str, Any], events: list[tuple[str, str, int, str]], days: list[int]
) -> None:
    deal, start = Deal(refusal(**fields)), datetime(2025, 3, 3, 14, tzinfo=UTC)
    for n, name in enumerate("opq"):
        deal.received((start + timedelta(days=9 * n, hours=-1)).isoformat(), "70", offer=name)
    for kind, name, day, quantity in sorted(events, key=lambda event: event[2]):
        more: dict[str, Any] = {"quantity": quantity} if kind in ("matched-in-part", "holder-failed") else {}
        more |= {"terms": {"price_usd_per_gpu_hour": f"1.{quantity}"}} if kind == "terms-amended" else {}
        deal.say(kind, (start + timedelta(days=day)).isoformat(), offer=name, **more)
    for day in days:  # in any order
        at = start + timedelta(days=day, hours=1)
        for name in "opqr":
            right = deal.position(at.isoformat()).right_on(deal.right(), name)(at)
            assert right is not None
            before = deal.position((at - timedelta(microseconds=1)).isoformat())
            taken, ending = left_by_others(deal, before, name)
            cap = right.clause.quantity_cap
            assert right.room == (None if cap is None else max(cap - taken, Decimal(0)))
            assert (right.spent is not None) == (bool(ending) or (cap is not None and taken >= cap))
            named = getattr(right.spent, "offer", None)
            assert named is None or named == min(ending)


def test_a_failure_gives_a_cap_back_what_it_freed_however_often_the_offer_moves() -> None:
    deal = Deal(refusal(quantity_cap="100", failure={"sign_within": "5"})).received("2025-03-10 09:00", "90").noticed()
    deal.received("2025-03-10 10:00", "5", offer="p")

    def room(at: str) -> object:
        right = deal.offer(at, "p").right or deal.position(at).right_on(deal.right(), "p")(deal.position(at).at)
        assert right is not None
        return right.room

    assert room("2025-03-17 09:00") == 100
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="70")
    assert [room("2025-03-18 09:00"), room("2025-03-18 09:00:01")] == [100, 30], "not at the instant of the match yet"
    deal.say("holder-failed", "2025-03-31 09:00", quantity="30")
    assert room("2025-03-31 09:00:01") == 60
    deal.say("holder-failed", "2025-04-01 09:00", quantity="15")
    assert room("2025-04-01 09:00:01") == 75
    deal.say("holder-failed", "2025-04-02 09:00")
    assert room("2025-04-02 09:00:01") == 100
    deal.noticed("2025-04-03 09:00").say("matched-in-part", "2025-04-04 09:00", quantity="20")
    assert room("2025-04-04 09:00:01") == 80


def ended(deal: Deal, at: str, offer: str) -> str:
    """Why the right has ended for an offer; "" while it goes on."""
    return str(deal.offer(at, offer).free_because or "")


def test_a_right_of_one_offer_comes_back_while_that_offer_is_put_again_and_once_it_is_taken() -> None:
    deal = two_offers(Deal(refusal(continuing="false"))).say("declined", "2025-03-18 09:00")
    once = "the right was for one offer, and offer o was it"
    assert ended(deal, "2025-06-02 09:00", "p") == once
    deal.noticed("2025-06-03 09:00")
    assert [ended(deal, at, "p") for at in ("2025-06-03 09:00", "2025-06-03 09:00:01")] == [once, ""]
    deal.say("matched", "2025-06-04 09:00")
    assert ended(deal, "2025-06-05 09:00", "p") == ""


def test_of_several_that_end_a_right_the_first_made_is_named_and_none_names_itself() -> None:
    deal = Deal(refusal(continuing="false"))
    for offer, day in (("o", "10"), ("p", "11"), ("q", "12"), ("r", "13")):
        deal.received(f"2025-03-{day} 09:00", "5", offer=offer)
    for offer in ("q", "p", "o"):
        deal.noticed("2025-03-14 09:00", offer=offer)
    for offer, day in (("q", "17"), ("p", "18")):
        deal.say("declined", f"2025-03-{day} 09:00", offer=offer)
    assert ended(deal, "2025-03-17 10:00", "r") == "the right was for one offer, and offer q was it"
    assert ended(deal, "2025-03-18 10:00", "r") == "the right was for one offer, and offer p was it"
    deal.say("declined", "2025-03-19 09:00", offer="o")
    assert ended(deal, "2025-03-19 10:00", "r") == "the right was for one offer, and offer o was it"
    after = {offer: ended(deal, "2025-12-01 09:00", offer) for offer in "opq"}
    assert set(after.values()) == {"the right was for one offer, and offer o was it"}, (
        "each counts itself once it is over"
    )


def test_a_failure_that_ends_a_right_is_named_whatever_becomes_of_the_rest() -> None:
    """The right goes on from offer to offer, so that a decline ends nothing."""
    fields = {"failure": {"then": "release_and_terminate", "sign_within": "5"}}
    deal = Deal(refusal(**fields)).received().noticed().received("2025-03-11 09:00", "5", offer="p")
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="40")
    assert ended(deal, "2025-03-30 09:00", "p") == ""
    deal.say("holder-failed", "2025-03-31 09:00")
    why = "the right ended when halcyon failed on offer o"
    assert [ended(deal, at, "p") for at in ("2025-03-31 09:00", "2025-03-31 09:00:01")] == ["", why]
    deal.noticed("2025-04-01 09:00").say("declined", "2025-04-02 09:00")
    assert ended(deal, "2025-04-03 09:00", "p") == why


def test_a_cap_is_named_as_it_was_written_and_reached_by_the_last_unit() -> None:
    for taken, why in (("29.5", ""), ("30", "the right ended when 30 had been taken under it")):
        deal = Deal(refusal(quantity_cap="30.0")).received().noticed().received("2025-03-11 09:00", "5", offer="p")
        deal.say("matched-in-part", "2025-03-18 09:00", quantity=taken)
        assert ended(deal, "2025-03-19 09:00", "p") == why


def test_an_answer_counts_against_a_cap_from_when_it_takes_effect() -> None:
    clause = refusal(quantity_cap="30", takes_effect={"answer": "delivered"})
    deal = Deal(clause).received().noticed().received("2025-03-11 09:00", "5", offer="p")
    deal.say("matched", "2025-03-18 09:00", delivered="2025-03-19T09:00:00-04:00")
    assert ended(deal, "2025-03-19 09:00", "p") == ""
    assert ended(deal, "2025-03-19 09:00:01", "p") == "the right ended when 30 had been taken under it"


def test_a_lapse_ends_a_right_of_one_offer_an_instant_after_its_window() -> None:
    deal = two_offers(Deal(refusal(continuing="false")))
    once = "the right was for one offer, and offer o was it"
    deal.received("2025-03-11 09:00", "5", offer="q")
    assert [ended(deal, f"2025-03-28 17:00{tick}", "q") for tick in ("", ":00.000001", ":00.000002")] == ["", "", once]


def test_capacity_signed_with_a_holder_s_own_provider_performs_its_match_under_a_limited_right_too() -> None:
    fields = {"failure": {"then": "release_and_terminate", "sign_within": "5"}}
    deal = Deal(refusal(**fields)).received().noticed().received("2025-03-11 09:00", "5", offer="p")
    deal.say("matched", "2025-03-18 09:00").signed("2025-03-19 09:00", "100", provider="halcyon-cloud")
    deal.say("holder-failed", "2025-04-01 09:00")
    assert ended(deal, "2025-04-02 09:00", "p") == "", "nothing had failed"
