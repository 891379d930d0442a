"""The rules of offers, one by one: what each event does, and what changes nothing."""

from typing import Any

import pytest
from tests.refusal.deal import TERMS, Deal, local, refusal, told

from firstcall.record.offers.offer import Offer

CLOSES = "2025-03-28 17:00"
LATE = "2025-03-28 17:00:00.000001"
SIGN = {"sign_within": "30"}


def why(deal: Deal, at: str, event: str) -> str:
    return next(str(item.reason) for item in deal.offer(at).without_effect if item.event == event)


def test_an_offer_is_received_until_the_grantor_is_willing_and_notice_is_given() -> None:
    terms = {"price": "2"}
    deal = Deal().say("offer-received", "2025-03-10 09:00", provider="rival", quantity="100", terms=terms)
    assert deal.state("2025-03-10 09:00") == "received"
    assert deal.position("2025-03-10 08:59").offer("o", deal.right()) is None
    deal.say("grantor-willing", "2025-03-11 09:00")
    assert deal.state("2025-03-12 09:00") == "received"
    assert deal.noticed("2025-03-12 10:00").state("2025-03-12 10:00") == "notified"


def test_a_notice_before_the_grantor_is_willing_starts_no_clock_and_is_told_so() -> None:
    deal = Deal().say("offer-received", "2025-03-10 09:00", provider="rival").noticed("2025-03-11 09:00")
    deal.say("grantor-willing", "2025-03-12 09:00")
    assert deal.state("2025-05-30 09:00") == "received"
    assert "not yet willing" in why(deal, "2025-05-30 09:00", "e2")


def test_the_window_is_closed_at_its_end_and_lapse_begins_any_instant_later() -> None:
    deal = Deal().received().noticed()
    assert deal.state(CLOSES) == "notified"
    assert deal.state(LATE) == "lapsed"
    assert deal.standing(CLOSES) == [(None, "offer", "notified")]
    assert deal.standing(LATE) == [("100", "free", "lapsed")]


@pytest.mark.parametrize(("at", "state"), [(CLOSES, "matched"), (LATE, "lapsed")])
def test_an_answer_in_the_last_instant_binds_and_one_later_does_not(at: str, state: str) -> None:
    deal = Deal().received().noticed().say("matched", at)
    assert deal.state("2025-04-10 09:00") == state


def test_the_tail_counts_from_the_day_of_lapse_its_last_day_wholly_inside() -> None:
    deal = Deal().received().noticed()
    assert deal.standing("2025-06-26 23:59:59.999999") == [("100", "free", "lapsed")]
    assert deal.standing("2025-06-27 00:00") == [("100", "offer", "tail over")]


def test_the_first_effective_answer_is_final() -> None:
    for first, second, state in (("declined", "matched", "declined"), ("matched", "declined", "matched")):
        deal = Deal().received().noticed().say(first, "2025-03-18 09:00").say(second, "2025-03-19 09:00")
        assert deal.state("2025-03-20 09:00") == state
        assert "no notice is waiting" in why(deal, "2025-03-20 09:00", "e5")


def test_an_answer_counts_from_the_sending_of_the_notice_before_its_receipt() -> None:
    deal = Deal().received().noticed("2025-03-14 18:00").say("matched", "2025-03-14 18:30")
    assert deal.state("2025-03-14 18:30") == "matched"
    early = Deal().received().noticed("2025-03-14 18:00").say("matched", "2025-03-14 17:59")
    assert early.state("2025-03-14 19:00") == "notified"


@pytest.mark.parametrize("answer", ["matched", "declined"])
def test_a_withdrawal_after_an_answer_does_nothing(answer: str) -> None:
    deal = Deal().received().noticed().say(answer, "2025-03-18 09:00").say("withdrawn", "2025-03-19 09:00")
    assert deal.state("2025-03-20 09:00") == answer
    assert why(deal, "2025-03-20 09:00", "e5") == f"the offer is {answer}"


def test_a_withdrawn_offer_reads_as_none_and_may_be_made_again() -> None:
    deal = Deal(refusal(withdrawal="until_answer")).received().noticed().say("withdrawn", "2025-03-18 09:00")
    assert deal.standing("2025-03-20 09:00") == [(None, "offer", "withdrawn")]
    assert deal.noticed("2025-03-21 09:00").state("2025-03-22 09:00") == "withdrawn"
    deal.received("2025-04-01 09:00", "50").noticed("2025-04-01 10:00")
    assert (deal.state("2025-04-02 09:00"), str(deal.offer("2025-04-02 09:00").remainder)) == ("notified", "50")


AMENDED = {"term_months": "48"}


def test_terms_amended_before_an_answer_are_back_to_received_until_noticed_again() -> None:
    deal = Deal().received().noticed().say("terms-amended", "2025-03-20 09:00", terms=AMENDED)
    assert told(deal.state("2025-03-21 09:00"), deal.offer("2025-03-21 09:00").terms["term_months"]) == (
        "received", "48")  # fmt: skip
    assert deal.state("2025-12-31 09:00") == "received"
    assert deal.standing("2025-12-31 09:00", "1") == [("1", "offer", "received")]


def test_the_noticed_terms_may_still_be_matched_within_their_window() -> None:
    deal = Deal().received().noticed().say("terms-amended", "2025-03-20 09:00", terms=AMENDED, quantity="150")
    deal.say("matched", "2025-03-21 10:00")
    found = deal.offer("2025-03-22 09:00")
    assert told(found.state, found.matched, found.quantity, found.terms["term_months"]) == ("matched", 100, 100, "36")
    late = Deal().received().noticed().say("terms-amended", "2025-03-20 09:00", terms=AMENDED).say("matched", LATE)
    assert late.state("2025-04-02 09:00") == "received"


def test_a_decline_of_the_noticed_terms_frees_those_only() -> None:
    deal = Deal().received().noticed().say("terms-amended", "2025-03-20 09:00", terms=AMENDED, quantity="150")
    deal.say("declined", "2025-03-21 10:00")
    assert deal.standing("2025-03-22 09:00") == [("100", "offer", "better terms for the third party: term_months")]
    deal.signed("2025-03-22 09:00", "100", terms={"term_months": "36"}).signed("2025-03-23 09:00", "50", "k2")
    assert deal.offer("2025-03-24 09:00").cleared == {"k"}


def test_an_amendment_that_changes_nothing_is_without_effect() -> None:
    deal = Deal().received().noticed()
    deal.say("terms-amended", "2025-03-20 09:00", terms={"price_usd_per_gpu_hour": "2.0"}, quantity="100.0")
    assert deal.state("2025-03-21 09:00") == "notified"
    assert why(deal, "2025-03-21 09:00", "e4") == "the terms are as they were, so nothing is amended"


def test_an_amendment_taken_back_leaves_the_notice_as_it_was() -> None:
    deal = Deal().received().noticed().say("terms-amended", "2025-03-20 09:00", terms=AMENDED)
    deal.say("terms-amended", "2025-03-21 09:00", terms={"term_months": "36"})
    assert deal.state(CLOSES) == "notified"
    assert deal.state(LATE) == "lapsed"


@pytest.mark.parametrize(
    ("window", "day"),
    [({"n": "10"}, "2025-04-03"), ({"n": "10", "reoffer": "4"}, "2025-03-28"),
     ({"n": "10", "reoffer": "8"}, "2025-04-01"), ({"n": "10", "reoffer": "4", "may_shorten": "true"}, "2025-03-26")],
)  # fmt: skip
def test_no_renewed_notice_ends_before_the_window_that_it_takes_the_place_of(window: dict[str, str], day: str) -> None:
    deal = Deal(refusal(window=window)).received().noticed()
    deal.say("terms-amended", "2025-03-19 09:00", terms=AMENDED).noticed("2025-03-20 09:00")
    assert deal.state(f"{day} 17:00") == "notified"
    assert deal.state(f"{day} 17:00:01") == "lapsed"


def test_a_chain_of_amendments_never_shortens_a_window() -> None:
    deal = Deal(refusal(window={"n": "10", "reoffer": "1"})).received().noticed()
    for number, day in enumerate(("17", "18", "19")):
        deal.say("terms-amended", f"2025-03-{day} 09:00", terms={"site": f"hall-{number}"})
        deal.noticed(f"2025-03-{day} 10:00")
    assert told(deal.state(CLOSES), deal.state(LATE)) == ("notified", "lapsed")


def test_once_noticed_an_offer_cannot_be_taken_back_while_the_window_runs() -> None:
    deal = Deal().received().noticed().say("withdrawn", "2025-03-18 09:00").say("matched", "2025-03-19 09:00")
    assert deal.state("2025-03-20 09:00") == "matched"
    assert "cannot be taken back while the window runs: until 2025-03-28T21:00:00Z" in why(deal, LATE, "e4")
    amended = Deal().received().noticed().say("terms-amended", "2025-03-18 09:00", terms=AMENDED)
    amended.say("withdrawn", "2025-03-19 09:00")
    assert amended.state("2025-03-20 09:00") == "received"
    assert amended.say("withdrawn", "2025-03-31 09:00").state("2025-04-01 09:00") == "withdrawn"


def test_terms_amended_after_a_match_leave_the_match_of_the_noticed_terms() -> None:
    deal = Deal().received().noticed().say("matched", "2025-03-18 09:00")
    deal.say("terms-amended", "2025-03-19 09:00", terms={"price_usd_per_gpu_hour": "3.00"})
    assert deal.state("2025-03-20 09:00") == "matched"
    assert deal.offer("2025-03-20 09:00").terms["price_usd_per_gpu_hour"] == "2.00"
    assert "other terms are a new offer" in why(deal, "2025-03-20 09:00", "e5")


@pytest.mark.parametrize(("again", "last"), [("2025-06-20 09:00", "2025-06-27"), ("2025-06-30 09:00", "2025-07-15")])
def test_a_notice_within_the_tail_is_a_re_offer_and_after_it_a_new_one(again: str, last: str) -> None:
    deal = Deal(refusal(window={"n": "10", "reoffer": "5"})).received().noticed().noticed(again)
    assert deal.offer(again).again == (again < "2025-06-27")
    assert deal.state(f"{last} 17:00") == "notified"
    assert deal.state(f"{last} 17:00:01") == "lapsed"


def test_while_a_re_offer_is_open_the_earlier_freedom_is_gone() -> None:
    deal = Deal().received().noticed().say("declined", "2025-03-18 09:00").noticed("2025-03-20 09:00")
    assert deal.standing("2025-03-20 09:00", "1") == [("1", "offer", "notified")]


def test_a_deficient_notice_starts_no_clock_and_the_cured_one_starts_a_whole_window() -> None:
    deal = Deal().received().noticed().say("notice-deficient", "2025-03-20 09:00", missing=["start"])
    assert deal.state("2025-05-30 09:00") == "received"
    deal.noticed("2025-03-24 09:00")
    assert deal.state("2025-04-07 17:00") == "notified"
    assert deal.state("2025-04-07 17:00:01") == "lapsed"


@pytest.mark.parametrize(("at", "state"), [("2025-03-21 17:00", "received"), ("2025-03-21 17:00:01", "notified")])
def test_a_deficiency_is_raised_within_the_days_or_the_notice_counts_as_complete(at: str, state: str) -> None:
    deal = Deal().received().noticed().say("notice-deficient", at)
    assert deal.state("2025-03-24 09:00") == state
    if state == "notified":
        assert "counts as complete" in why(deal, "2025-03-24 09:00", "e4")


def test_a_missing_piece_moves_the_window_where_it_counts_from_the_complete_notice() -> None:
    for anchor, last in (("complete", "2025-04-03"), ("received", "2025-03-28")):
        deal = Deal(refusal(window={"n": "10", "anchor": anchor})).received().noticed()
        deal.noticed("2025-03-20 09:00", supplies=["start"])
        assert deal.state(f"{last} 17:00") == "notified"
        assert deal.state(f"{last} 17:00:01") == "lapsed"


def test_a_missing_piece_after_an_objection_cures_the_notice() -> None:
    for anchor, sent in (("complete", "2025-03-14 16:59"), ("received", "2025-03-24 09:00")):
        deal = Deal(refusal(window={"n": "10", "anchor": anchor})).received().noticed()
        deal.say("notice-deficient", "2025-03-20 09:00").noticed("2025-03-24 09:00", supplies=["start"])
        found = deal.offer("2025-03-25 09:00")
        assert (found.state, found.notice) == ("notified", local(sent))
        assert deal.state("2025-04-07 17:00") == "notified"
        assert deal.state("2025-04-07 17:00:01") == "lapsed"


def test_a_missing_piece_of_nothing_changes_nothing() -> None:
    deal = Deal().received().noticed("2025-03-14 09:00", supplies=["start"])
    assert deal.state("2025-03-17 09:00") == "received"
    assert "no notice is waiting for a missing piece" in why(deal, "2025-03-17 09:00", "e3")


def test_tolling_stops_the_window_and_not_the_tail() -> None:
    deal = Deal().received().noticed().say("tolled", "2025-03-17 09:00")
    assert deal.offer("2025-03-17 09:00").stop_asked_by == ("grantor",)
    deal.say("tolled", "2025-03-18 09:00", by="halcyon")
    assert deal.state("2026-01-30 09:00") == "notified"
    deal.say("resumed", "2025-03-20 09:00")
    assert deal.state("2025-04-01 17:00") == "notified"
    assert deal.state("2025-04-01 17:00:01") == "lapsed"
    deal.say("tolled", "2025-04-02 09:00")
    assert "no such clock" in why(deal, "2025-04-03 09:00", "e7")
    assert deal.standing("2025-06-30 23:00") == [("100", "free", "lapsed")]


def test_an_answer_while_the_clock_stands_is_in_time() -> None:
    deal = Deal().received().noticed().say("tolled", "2025-03-18 09:00")
    deal.say("tolled", "2025-03-18 10:00", by="halcyon").say("matched", "2025-08-01 09:00")
    assert deal.state("2025-08-01 09:00") == "matched"


def test_the_clock_is_stopped_only_on_the_grounds_of_the_clause() -> None:
    deal = Deal(refusal(tolling=["force_majeure"])).received().noticed().say("tolled", "2025-03-18 09:00")
    assert deal.state("2025-04-10 09:00") == "lapsed"
    assert "cannot be stopped on agreement" in why(deal, "2025-04-10 09:00", "e4")


def test_one_party_alone_does_not_stop_the_clock() -> None:
    deal = Deal().received().noticed().say("tolled", "2025-03-18 09:00").say("tolled", "2025-03-19 09:00")
    assert told(deal.state(CLOSES), deal.state(LATE)) == ("notified", "lapsed")
    assert "this side has said so already" in why(deal, "2025-03-20 09:00", "e5")


def test_a_ground_of_the_clause_needs_its_proof() -> None:
    paper = {"file": "order.pdf", "sha256": "0" * 64}
    bare = Deal().received().noticed().say("tolled", "2025-03-18 09:00", ground="force_majeure")
    assert bare.state(LATE) == "lapsed"
    assert why(bare, LATE, "e4") == "nothing shows that there is force_majeure"
    shown = Deal().received().noticed().say("tolled", "2025-03-18 09:00", ground="force_majeure", evidence=paper)
    assert shown.state(LATE) == "notified"


def test_silence_may_hold_instead_of_lapsing() -> None:
    deal = Deal(refusal(silence="holds")).received().noticed()
    assert deal.state("2026-03-28 17:00") == "notified"
    assert deal.say("declined", "2026-03-29 09:00").state("2026-03-30 09:00") == "declined"


def test_a_part_leaves_the_remainder_free_from_the_end_of_the_window() -> None:
    deal = Deal().received().noticed().say("matched-in-part", "2025-03-18 09:00", quantity="40")
    assert deal.standing(CLOSES)[1] == ("60", "offer", "not before the window ends")
    assert deal.standing(LATE) == [("40", "taken", "matched-in-part"), ("60", "free", "matched-in-part")]
    assert deal.standing(LATE, "60.01") == [("60.01", "offer", "more than the remainder")]


@pytest.mark.parametrize(
    ("clause", "quantity", "reason"),
    [
        ({"partial": "none"}, "40", "matched whole or not at all"),
        ({}, "100.5", "100.5 is more than the 100 offered"),
        ({"parts": {"step": "8"}}, "20", "20 is no multiple of 8"),
        ({"parts": {"minimum_lot": "50"}}, "20", "20 is below the minimum lot of 50"),
    ],
)
def test_a_part_that_the_clause_does_not_allow_takes_nothing(
    clause: dict[str, object], quantity: str, reason: str
) -> None:
    deal = Deal(refusal(**clause)).received().noticed().say("matched-in-part", "2025-03-18 09:00", quantity=quantity)
    assert deal.state("2025-03-19 09:00") == "notified"
    assert reason in why(deal, "2025-03-19 09:00", "e4")


def test_under_all_or_nothing_a_part_is_provisional_and_may_be_raised_to_the_whole() -> None:
    clause = refusal(partial="aggregate_all_or_nothing")
    deal = Deal(clause).received().noticed().say("matched-in-part", "2025-03-18 09:00", quantity="40")
    assert deal.standing("2025-03-19 09:00") == [(None, "offer", "notified")]
    assert deal.state(LATE) == "lapsed"
    assert deal.offer(LATE).matched == 0
    assert deal.say("matched-in-part", CLOSES, quantity="100").state(CLOSES) == "matched"
    declined = Deal(clause).received().noticed().say("declined", "2025-03-18 09:00")
    assert declined.standing("2025-03-18 09:00") == [("100", "free", "declined")]


def test_a_signature_uses_up_the_remainder_exactly_and_no_more() -> None:
    deal = Deal().received().noticed().say("matched-in-part", "2025-03-18 09:00", quantity="40")
    deal.signed("2025-04-02 09:00", "59.5").signed("2025-04-03 09:00", "0.5", "k2")
    found = deal.offer("2025-04-04 09:00")
    assert told(found.remainder, found.signed, found.cleared) == (0, 60, {"k", "k2"})
    assert deal.standing("2025-04-04 09:00", "1") == [("1", "taken", "matched-in-part")]
    wholly = Deal().received().noticed().say("declined", "2025-03-18 09:00").signed("2025-03-19 09:00", "100")
    assert wholly.standing("2025-03-20 09:00", "1") == [("1", "offer", "wholly signed")]


def test_a_signature_that_was_not_cleared_moves_no_state_and_uses_up_nothing() -> None:
    deal = Deal().received().noticed().signed("2025-03-18 09:00", "10").say("declined", "2025-03-19 09:00")
    found = deal.offer("2025-03-20 09:00")
    assert told(found.state, found.remainder, found.cleared) == ("declined", 100, frozenset())
    assert "was not cleared" in why(deal, "2025-03-20 09:00", "e4")


def test_signing_with_the_holder_performs_the_match() -> None:
    deal = Deal().received().noticed().say("matched", "2025-03-18 09:00")
    deal.signed("2025-03-25 09:00", "100", provider="halcyon-cloud")
    assert deal.offer("2025-03-26 09:00").signed == 0
    assert not deal.offer("2025-03-26 09:00").without_effect


def test_what_was_delivered_stays_forbidden_elsewhere() -> None:
    deal = Deal().received().noticed().say("matched", "2025-03-18 09:00").say("delivered", "2025-06-01 09:00")
    assert deal.state("2025-06-02 09:00") == "delivered"
    assert deal.standing("2026-06-02 09:00") == [("100", "taken", "delivered")]
    deal.say("delivered", "2025-06-03 09:00")
    assert "delivered or failed" in why(deal, "2025-06-04 09:00", "e6")


def test_a_failure_frees_what_was_failed_on_with_a_fresh_tail_and_leaves_the_rest() -> None:
    tail = {"n": "60", "unit": "calendar", "anchor": "notice"}
    deal = Deal(refusal(tail=tail, failure=SIGN)).received().noticed().say("matched", "2025-03-18 09:00")
    deal.say("delivered", "2025-06-01 09:00", quantity="70").say("holder-failed", "2025-07-01 09:00", quantity="20")
    assert deal.state("2025-07-02 09:00") == "matched-in-part"
    assert deal.standing("2025-07-02 09:00") == [("80", "taken", "matched-in-part"), ("20", "free", "released")]
    assert deal.standing("2025-08-30 23:59", "20")[0][1] == "free"
    assert deal.standing("2025-08-31 00:00", "20")[0][1] == "offer"
    deal.say("holder-failed", "2025-07-03 09:00", quantity="50")
    assert deal.offer("2025-07-04 09:00").failed == 20
    assert why(deal, "2025-07-04 09:00", "e7") == "50 is more than the 10 that passed milestones still lack"
    assert deal.say("holder-failed", "2025-07-05 09:00").offer("2025-07-06 09:00").failed == 30


def test_a_whole_failure_releases_the_offer() -> None:
    deal = Deal(refusal(failure=SIGN)).received().noticed().say("matched", "2025-03-18 09:00")
    deal.say("holder-failed", "2025-07-01 09:00")
    assert deal.standing("2025-07-02 09:00") == [("100", "free", "released")]
    clause = refusal(failure=SIGN, notice={"required": ["price"]})
    unmeasured = Deal(clause).received(quantity=None).noticed().say("matched", "2025-03-18 09:00")
    assert unmeasured.standing("2025-03-19 09:00") == [(None, "taken", "matched")]
    assert unmeasured.say("holder-failed", "2025-07-01 09:00").standing("2025-07-02 09:00") == [
        (None, "free", "released")
    ]


def test_a_waiver_reads_as_declined_for_the_terms_it_names_before_notice_too() -> None:
    deal = Deal().received().say("waiver-given", "2025-03-11 09:00", terms={"price_usd_per_gpu_hour": "2.50"})
    assert deal.standing("2025-03-12 09:00") == [("100", "free", "waived")]
    deal.signed("2025-03-13 09:00", "100", terms={"price_usd_per_gpu_hour": "2.50"})
    assert deal.offer("2025-03-14 09:00").cleared == {"k"}
    dearer = Deal().received().say("waiver-given", "2025-03-11 09:00")
    dearer.signed("2025-03-13 09:00", "100", terms={"price_usd_per_gpu_hour": "2.01"})
    assert dearer.offer("2025-03-14 09:00").cleared == frozenset()


def test_terms_better_for_the_third_party_force_a_re_offer() -> None:
    deal = Deal().received().noticed().say("declined", "2025-03-18 09:00")
    deal.say("terms-amended", "2025-03-19 09:00", terms={"price_usd_per_gpu_hour": "2.01"})
    assert deal.standing("2025-03-20 09:00") == [
        ("100", "offer", "better terms for the third party: price_usd_per_gpu_hour")
    ]
    deal.say("terms-amended", "2025-03-21 09:00", terms={"price_usd_per_gpu_hour": "1.99"})
    assert deal.standing("2025-03-22 09:00") == [("100", "free", "declined")]


def test_a_quantity_amended_after_a_decline_waits_for_the_next_notice() -> None:
    deal = Deal().received().noticed().say("declined", "2025-03-18 09:00")
    deal.say("terms-amended", "2025-03-19 09:00", quantity="150")
    assert deal.standing("2025-03-20 09:00", "101") == [("101", "offer", "more than the remainder")]
    assert deal.noticed("2025-03-21 09:00").offer("2025-03-22 09:00").remainder == 150
    less = Deal().received().noticed().say("matched-in-part", "2025-03-18 09:00", quantity="40")
    less.say("terms-amended", "2025-03-19 09:00", quantity="30")
    assert "30 is less than the 40 taken or signed" in why(less, "2025-03-20 09:00", "e5")


def test_events_at_equal_instants_count_in_the_order_of_recording() -> None:
    first = Deal().received().noticed().say("declined", "2025-03-18 09:00").say("matched", "2025-03-18 09:00")
    assert first.state("2025-03-18 09:00") == "declined"


def test_an_answer_entered_late_binds_by_its_own_instant() -> None:
    deal = Deal().received().noticed().say("matched", "2025-03-27 09:00", recorded="2025-06-01 09:00")
    assert deal.state("2025-04-10 09:00") == "matched"


def test_a_correction_counts_for_all_earlier_instants() -> None:
    deal = Deal().received().noticed()
    deal.say("correction", "2025-05-01 09:00", of="e3", set={"at": "2025-03-17T09:00:00-04:00"}, offer=None)
    assert deal.state("2025-03-31 17:00") == "notified"
    assert deal.state("2025-03-31 17:00:01") == "lapsed"


def test_an_answer_takes_effect_as_the_clause_says_for_its_type() -> None:
    for how, at, delivered, state in (
        ("sent", "2025-03-28 16:59", "2025-03-29 09:00", "matched"),
        ("delivered", "2025-03-28 16:59", "2025-03-28 17:01", "lapsed"),
        ("delivered", "2025-03-28 16:59", "2025-03-28 17:00", "matched"),
        ("received", "2025-03-27 17:01", "2025-03-27 17:01", "matched"),
        ("received", "2025-03-28 17:01", "2025-03-28 17:01", "lapsed"),
    ):
        deal = Deal(refusal(takes_effect={"answer": how})).received().noticed()
        deal.say("matched", at, delivered=f"{delivered}:00-04:00".replace(" ", "T"))
        assert deal.state("2025-04-02 09:00") == state, (how, at, delivered)


def test_no_right_in_force_means_no_notice_counts() -> None:
    deal = Deal(refusal(since="2025-04-01")).received().noticed().say("waiver-given", "2025-03-18 09:00")
    assert deal.state("2025-03-20 09:00") == "received"
    assert {str(item.reason) for item in deal.offer("2025-03-20 09:00").without_effect} == {
        "no such right of first refusal was in force"
    }


def test_a_bundle_follows_the_package_rule() -> None:
    bundle = {"price_usd_per_gpu_hour": "2.00", "package": "with land", "allocated_price_usd": "1"}
    barred = Deal(refusal(package="not_allowed")).received(terms=bundle).noticed()
    assert "bundled with other things" in why(barred, "2025-03-18 09:00", "e3")
    whole = Deal(refusal(package="whole")).received(terms=bundle).noticed()
    whole.say("matched-in-part", "2025-03-18 09:00", quantity="10")
    assert why(whole, "2025-03-19 09:00", "e4") == "this offer is matched whole or not at all"


def test_one_of_the_others_cannot_answer() -> None:
    deal = Deal().received().noticed().say("matched", "2025-03-18 09:00", by="iris")
    assert deal.state("2025-03-19 09:00") == "notified"
    assert why(deal, "2025-03-19 09:00", "e4") == "'iris' does not hold refusal"


def test_what_was_never_received_is_no_offer() -> None:
    deal = Deal().noticed("2025-03-01 09:00").received()
    assert [str(item.reason) for item in deal.offer("2025-03-11 09:00").without_effect] == [
        "there is no such offer yet"
    ]
    twice = Deal().received().say("offer-received", "2025-03-12 09:00", provider="rival")
    assert "received already" in why(twice, "2025-03-12 09:00", "e3")
    again = Deal().received().say("grantor-willing", "2025-03-12 09:00")
    assert "said so already" in why(again, "2025-03-12 09:00", "e3")


def test_a_remainder_may_be_offered_again_and_its_withdrawal_leaves_the_match() -> None:
    deal = Deal(refusal(withdrawal="until_answer")).received().noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="40")
    deal.noticed("2025-04-02 09:00").say("withdrawn", "2025-04-03 09:00")
    assert deal.state("2025-04-04 09:00") == "matched-in-part"
    assert deal.standing("2025-04-04 09:00") == [("40", "taken", "matched-in-part"), ("60", "offer", "tail over")]


def test_what_failed_may_be_offered_again_while_the_rest_still_waits_for_its_window() -> None:
    """Two freedoms, of which one has begun: what is free is offered again, whatever the other waits for."""
    deal = Deal(refusal(failure={"sign_within": "3"})).received().noticed()
    deal.say("matched-in-part", "2025-03-17 09:00", quantity="40").say(
        "holder-failed", "2025-03-24 09:00", quantity="20"
    )
    assert deal.standing("2025-03-24 10:00", "20") == [("20", "free", "released")]
    assert deal.standing("2025-03-24 10:00", "21") == [("21", "offer", "more than the remainder")]
    deal.noticed("2025-03-25 09:00")
    assert deal.state("2025-03-25 09:00") == "notified"


def test_a_requirement_names_nobody_to_sign_with() -> None:
    deal = Deal(refusal(trigger="requirement")).say("capacity-requested", "2025-03-10 09:00", quantity="100", unit="MW",
                                                     terms={"price_usd": "2"})  # fmt: skip
    offer = deal.offer("2025-03-11 09:00")
    assert told(offer.provider, offer.mode, offer.unit, offer.quantity) == (None, None, "MW", 100)


SETTLED: list[tuple[list[tuple[str, str, dict[str, str]]], str, bool]] = [
    ([], "2025-03-13 09:00", False),
    ([("notice-given", "2025-03-14 16:59", {})], "2025-03-28 17:00", False),
    ([("notice-given", "2025-03-14 16:59", {})], "2025-06-26 23:59", False),
    ([("notice-given", "2025-03-14 16:59", {})], "2025-06-27 00:00", True),
    ([("notice-given", "2025-03-14 16:59", {}), ("matched", "2025-03-18 09:00", {})], "2026-03-18 09:00", False),
    ([("notice-given", "2025-03-14 16:59", {}), ("matched", "2025-03-18 09:00", {}),
      ("delivered", "2025-03-20 09:00", {"quantity": "99"})], "2026-03-18 09:00", False),
    ([("notice-given", "2025-03-14 16:59", {}), ("matched", "2025-03-18 09:00", {}),
      ("delivered", "2025-03-20 09:00", {})], "2025-03-20 09:00", True),
]  # fmt: skip


@pytest.mark.parametrize(("events", "at", "over"), SETTLED)
def test_an_offer_is_over_when_it_waits_for_nobody_and_frees_nothing(
    events: list[tuple[str, str, dict[str, str]]], at: str, over: bool
) -> None:
    deal = Deal().received()
    assert deal.position("2025-03-09 09:00").is_over("o", deal.right()), "it has not begun"
    for kind, when, fields in events:
        deal.say(kind, when, **fields)
    assert deal.position(at).is_over("o", deal.right()) == over


def test_nothing_left_is_nothing_to_notify() -> None:
    deal = Deal().received().noticed().say("declined", "2025-03-18 09:00").signed("2025-03-19 09:00", "100")
    deal.noticed("2025-03-20 09:00")
    assert why(deal, "2025-03-21 09:00", "e6") == "nothing of the offer is left"


def test_a_word_for_stopping_one_notice_s_clock_is_none_for_the_next() -> None:
    """A stop by agreement takes the word of both on the window that runs."""
    deal = Deal().received().noticed().say("tolled", "2025-03-17 09:00").say("declined", "2025-03-18 09:00")
    deal.noticed("2025-03-19 09:00").say("tolled", "2025-03-20 09:00", by="halcyon")
    found = deal.offer("2025-03-21 09:00")
    assert (found.window_closes is not None, found.tolls, found.stop_asked_by) == (True, (), ("holder",))


def test_a_notice_offers_what_is_left_of_the_quantity_as_it_was_amended() -> None:
    """What failed is there to be offered again, what was signed is not, and an amendment counts before its notice."""
    failed = Deal(refusal(failure={"sign_within": "5"})).received().noticed()
    failed.say("matched-in-part", "2025-03-18 09:00", quantity="60").say("holder-failed", "2025-04-01 09:00")
    failed.say("terms-amended", "2025-04-02 09:00", quantity="60").noticed("2025-04-03 09:00")
    found = failed.offer("2025-04-04 09:00")
    assert told(found.state, found.remainder) == ("notified", 60)
    sold = Deal().received().noticed().say("declined", "2025-03-18 09:00").signed("2025-03-19 09:00", "80")
    sold.say("terms-amended", "2025-04-02 09:00", quantity="80").noticed("2025-04-03 09:00")
    assert sold.offer("2025-04-04 09:00").state == "declined"
    again = Deal().received().noticed().say("matched-in-part", "2025-03-18 09:00", quantity="60")
    again.noticed("2025-04-01 09:00").say("terms-amended", "2025-04-02 09:00", quantity="60")
    again.noticed("2025-04-03 09:00")
    assert "nothing" in str(again.offer("2025-04-04 09:00").without_effect[-1].reason)


def test_where_silence_cures_a_notice_its_window_runs_from_the_end_of_the_time_to_object() -> None:
    deal = Deal(refusal(notice={"required": ["site"]})).received().noticed(incomplete=True)
    assert deal.offer("2025-03-17 09:00").window_closes == local("2025-04-04 17:00"), "five days, and then ten"
    whole = Deal(refusal(notice={"required": ["site"]})).received().noticed(states=["site"])
    assert whole.offer("2025-03-17 09:00").window_closes == local("2025-03-28 17:00")


@pytest.mark.parametrize("rule", ["answer", "deficiency", "withdrawal"])
@pytest.mark.parametrize(
    ("kind", "by_rule", "after"),
    [("matched", "answer", "matched"), ("declined", "answer", "declined"), ("waiver-given", "answer", "waived"),
     ("notice-deficient", "deficiency", "received"), ("withdrawn", "withdrawal", "withdrawn")],
)  # fmt: skip
def test_what_a_party_sends_takes_effect_by_the_rule_for_its_kind_and_no_other(
    rule: str, kind: str, by_rule: str, after: str
) -> None:
    deal = Deal(refusal(withdrawal="until_answer", takes_effect={rule: "delivered"})).received().noticed()
    deal.say(kind, "2025-03-18 09:00", delivered="2025-03-18T12:00:00-04:00")
    assert deal.state("2025-03-18 08:59") == "notified"
    assert deal.state("2025-03-18 11:59") == ("notified" if rule == by_rule else after)
    assert told(deal.state("2025-03-18 12:00"), deal.offer("2025-03-18 12:00").since) == (
        after, local("2025-03-18 12:00" if rule == by_rule else "2025-03-18 09:00"))  # fmt: skip


def test_an_event_of_one_right_moves_no_other() -> None:
    deal = Deal(refusal(), refusal(id="other", holder="iris")).received()
    deal.noticed(clause="refusal").say("matched", "2025-03-18 09:00", clause="refusal")
    assert (deal.state("2025-03-18 09:00"), deal.state("2025-03-18 09:00", clause="other")) == ("matched", "received")
    other = deal.offer("2025-03-18 09:00", clause="other")
    assert told(other.without_effect, [event.type for event in other.events]) == (
        (), ["offer-received", "grantor-willing"])  # fmt: skip


def fields(offer: Offer) -> dict[str, object]:
    """What an offer says, without its right, the events it rests on and when it began."""
    apart = {"events", "without_effect", "since", "next_notice", "right", "runs"}
    return {name: getattr(offer, name) for name in Offer.__slots__ if name not in apart}


def test_an_offer_made_again_after_it_was_withdrawn_is_as_if_it_had_never_been_made_before() -> None:
    clause = refusal(withdrawal="until_answer", notice={"required": ["site"]}, quantity_floor="5")
    deal = Deal(clause).received(quantity="70").noticed(incomplete=True)
    deal.say("notice-deficient", "2025-03-17 09:00", missing=["site"])
    deal.say("terms-amended", "2025-03-17 10:00", terms={"term_months": "48"}, quantity="90")
    deal.noticed("2025-03-17 11:00", incomplete=True).say("withdrawn", "2025-03-18 09:00")
    deal.received("2025-03-19 09:00", "40")
    fresh = Deal(clause).received("2025-03-19 09:00", "40")
    again, new = deal.offer("2025-03-19 10:00"), fresh.offer("2025-03-19 10:00")
    assert fields(again) == fields(new)
    assert told(again.since, again.next_notice, again.terms) == told(
        local("2025-03-19 09:00"), new.next_notice, TERMS)  # fmt: skip
    for one in (deal, fresh):
        one.noticed("2025-03-20 09:00", incomplete=True)
    assert fields(deal.offer("2025-03-20 10:00")) == fields(fresh.offer("2025-03-20 10:00"))


def test_where_silence_holds_amended_terms_are_what_is_left_once_the_window_is_over() -> None:
    deal = Deal(refusal(silence="holds")).received().noticed()
    deal.say("terms-amended", "2025-03-20 09:00", terms=AMENDED, quantity="150")
    assert deal.offer(CLOSES).answerable_until == local(CLOSES)
    offer = deal.offer(LATE)
    assert told(offer.state, offer.since, offer.quantity, offer.answerable_until) == (
        "received", local(CLOSES), 150, None)  # fmt: skip
    assert offer.terms == TERMS | AMENDED
    lapsing = Deal().received().noticed().say("terms-amended", "2025-03-20 09:00", terms=AMENDED)
    assert lapsing.offer(LATE).since == local("2025-03-20 09:00")


NO_CLOCK = {"incomplete": "no_clock", "notice": {"required": ["site", "start"]}}


@pytest.mark.parametrize(
    "clause", [NO_CLOCK, {"notice": NO_CLOCK["notice"], "window": {"n": "10", "anchor": "complete"}}]
)
def test_an_incomplete_notice_that_starts_no_clock_waits_for_every_piece(clause: dict[str, Any]) -> None:
    deal = Deal(refusal(**clause)).received().noticed(incomplete=True)
    offer = deal.offer("2025-03-14 17:00")
    assert told(offer.state, offer.lacked, offer.window_closes, offer.next_notice.again) == (
        "received", ("site", "start"), None, False)  # fmt: skip
    deal.noticed("2025-03-17 09:00", supplies=["site"], incomplete=True)
    assert told(deal.state("2025-03-17 09:00"), deal.offer("2025-03-17 09:00").lacked) == ("received", ("start",))
    deal.noticed("2025-03-18 09:00", supplies=["start"])
    found = deal.offer("2025-03-18 09:00")
    assert told(found.state, found.lacked, found.again) == ("notified", (), False)
    assert found.window_closes == local("2025-04-01 17:00")
    assert found.noticed_terms == TERMS


def test_a_whole_notice_after_an_incomplete_one_needs_no_piece_of_it() -> None:
    deal = Deal(refusal(**NO_CLOCK)).received().noticed(incomplete=True)
    deal.noticed("2025-03-17 09:00", states=["site"], incomplete=True)
    assert deal.offer("2025-03-17 09:00").lacked == ("start",), "what the one before said is not said in this one"
    deal.noticed("2025-03-18 09:00", states=["site", "start"])
    found = deal.offer("2025-03-18 09:00")
    assert told(found.state, found.lacked, found.notice) == ("notified", (), local("2025-03-18 09:00"))
    deal.noticed("2025-03-19 09:00", supplies=["site"])
    assert why(deal, "2025-03-19 09:00", "e6") == "the window runs from the notice itself"


def test_an_incomplete_notice_of_amended_terms_leaves_the_one_before_it_running() -> None:
    deal = Deal(refusal(**NO_CLOCK)).received().noticed(states=["site", "start"])
    deal.say("terms-amended", "2025-03-18 09:00", terms=AMENDED).noticed("2025-03-18 10:00", states=["site"],
                                                                        incomplete=True)  # fmt: skip
    offer = deal.offer("2025-03-18 10:00")
    assert told(offer.state, offer.answerable_until, offer.lacked) == ("received", local(CLOSES), ("start",))
    assert offer.noticed_terms == TERMS
    supplied = deal.noticed("2025-03-19 09:00", supplies=["start"]).offer("2025-03-19 09:00")
    assert told(supplied.state, supplied.lacked, supplied.noticed_terms, supplied.again) == (
        "notified", (), TERMS | AMENDED, True)  # fmt: skip


@pytest.mark.parametrize("back", [True, False])
def test_what_an_incomplete_notice_of_amended_terms_lacked_is_kept_unless_the_amendment_is_taken_back(
    back: bool,
) -> None:
    deal = Deal(refusal(**NO_CLOCK)).received().noticed(states=["site", "start"])
    deal.say("terms-amended", "2025-03-18 09:00", terms=AMENDED)
    deal.noticed("2025-03-18 10:00", states=["site"], incomplete=True)
    if back:
        deal.say("terms-amended", "2025-03-19 09:00", terms={"term_months": "36"})
    offer = deal.offer("2025-03-20 09:00")
    assert told(offer.state, offer.lacked) == (("notified", ()) if back else ("received", ("start",)))
    after = deal.offer(LATE)
    assert told(after.state, after.lacked) == (("lapsed", ()) if back else ("received", ("start",)))
    deal.noticed("2025-04-01 09:00", supplies=["start"])
    assert deal.state("2025-04-01 09:00") == ("lapsed" if back else "notified")


def test_what_a_notice_lacked_is_what_its_holder_says_else_what_the_grantor_knew() -> None:
    clause = refusal(notice={"required": ["site", "start"]})
    for missing, lacked in (([], ("site", "start")), (["site"], ("site",))):
        deal = Deal(clause).received().noticed(incomplete=True).say("notice-deficient", "2025-03-17 09:00",
                                                                    missing=missing)  # fmt: skip
        offer = deal.offer("2025-03-17 09:00")
        assert told(offer.state, offer.since, offer.lacked, offer.notice) == (
            "received", local("2025-03-17 09:00"), lacked, None)  # fmt: skip


def test_a_renewed_notice_found_incomplete_says_what_it_lacked_while_the_one_before_runs_on() -> None:
    deal = Deal().received().noticed().say("terms-amended", "2025-03-18 09:00", terms=AMENDED)
    deal.noticed("2025-03-18 10:00").say("notice-deficient", "2025-03-19 09:00", missing=["start"])
    offer = deal.offer("2025-03-19 09:00")
    assert told(offer.state, offer.since, offer.lacked, offer.noticed_terms) == (
        "received", local("2025-03-19 09:00"), ("start",), TERMS)  # fmt: skip
    after = deal.offer(LATE)
    assert told(after.state, after.lacked, after.terms) == ("received", ("start",), TERMS | AMENDED)


def test_an_amendment_counts_from_the_last_one_and_names_only_what_changes() -> None:
    deal = Deal().received().noticed().say("terms-amended", "2025-03-17 09:00", terms=AMENDED)
    deal.say("terms-amended", "2025-03-18 09:00", quantity="150")
    offer = deal.offer("2025-03-18 09:00")
    assert told(offer.since, offer.quantity, offer.terms) == (local("2025-03-18 09:00"), 150, TERMS | AMENDED)
    deal.say("terms-amended", "2025-03-19 09:00", quantity="150.0")
    assert why(deal, "2025-03-19 09:00", "e6") == "the terms are as they were, so nothing is amended"
    before = Deal().received().say("terms-amended", "2025-03-11 09:00", quantity="80")
    early = before.offer("2025-03-11 09:00")
    assert told(early.state, early.since, early.quantity, early.terms) == (
        "received", local("2025-03-11 09:00"), 80, TERMS)  # fmt: skip
    after = Deal().received().noticed().say("declined", "2025-03-18 09:00")
    after.say("terms-amended", "2025-03-19 09:00", terms={"price_usd_per_gpu_hour": "1.90"})
    later = after.offer("2025-03-19 09:00")
    assert told(later.state, later.since, later.quantity, later.next_notice.quantity) == (
        "declined", local("2025-03-18 09:00"), 100, 100)  # fmt: skip


def test_an_amendment_to_exactly_what_is_taken_and_signed_leaves_nothing_to_offer() -> None:
    deal = Deal(refusal(failure={"sign_within": "5"})).received().noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="40").say(
        "holder-failed", "2025-03-31 09:00", quantity="15"
    )
    deal.signed("2025-04-01 09:00", "50").say("terms-amended", "2025-04-02 09:00", quantity="74.9")
    assert why(deal, "2025-04-02 09:00", "e7") == "74.9 is less than the 75 taken or signed already"
    assert (
        deal.say("terms-amended", "2025-04-02 10:00", quantity="75").offer("2025-04-02 10:00").next_notice.quantity == 0
    )


def test_a_withdrawal_takes_back_what_does_not_bind_yet_and_an_amendment_with_it() -> None:
    tiers = {"tiers": [{"holders": [{"holder": "halcyon", "holding": "1"}, {"holder": "iris", "holding": "1"}]}]}
    whole = "aggregate_all_or_nothing"
    deal = Deal(refusal(several=tiers, withdrawal="until_answer", partial=whole)).received().noticed()
    deal.say("matched-in-part", "2025-03-17 09:00", quantity="40")
    deal.say("terms-amended", "2025-03-17 10:00", quantity="150").say("withdrawn", "2025-03-18 09:00")
    offer = deal.offer("2025-03-18 09:00")
    assert told(offer.state, offer.since, offer.elected, offer.quantity, offer.matched) == (
        "withdrawn", local("2025-03-18 09:00"), {}, 150, 0)  # fmt: skip


def test_the_clock_stops_and_runs_again_as_often_as_both_say_so() -> None:
    deal = Deal().received().noticed()
    for stop, go in (("17", "18"), ("19", "21")):
        deal.say("tolled", f"2025-03-{stop} 09:00", by="halcyon").say("tolled", f"2025-03-{stop} 10:00")
        assert deal.offer(f"2025-03-{stop} 10:00").stop_asked_by == ()
        assert deal.offer(f"2025-03-{stop} 10:00").window_closes is None
        deal.say("resumed", f"2025-03-{go} 09:00")
    offer = deal.offer("2025-03-21 09:00")
    stood = [("2025-03-17 10:00", "2025-03-18 09:00"), ("2025-03-19 10:00", "2025-03-21 09:00")]
    assert [(toll.start, toll.end) for toll in offer.tolls] == [(local(stop), local(go)) for stop, go in stood]
    assert offer.window_closes == local("2025-04-02 17:00"), "three days stood still"


def test_a_stop_on_a_ground_forgets_a_word_that_one_side_gave() -> None:
    paper = {"file": "order.pdf", "sha256": "0" * 64}
    deal = Deal().received().noticed().say("tolled", "2025-03-17 09:00")
    deal.say("tolled", "2025-03-17 10:00", ground="force_majeure", evidence=paper).say("resumed", "2025-03-18 09:00")
    assert deal.offer("2025-03-18 09:00").stop_asked_by == ()
    assert len(deal.offer("2025-03-18 09:00").tolls) == 1


def test_the_holder_of_a_requirement_is_asked_though_nobody_said_that_the_grantor_was_willing() -> None:
    deal = Deal(refusal(trigger="requirement")).say("capacity-requested", "2025-03-10 09:00", quantity="100", unit="MW",
                                                     terms=TERMS).noticed()  # fmt: skip
    offer = deal.offer("2025-03-17 09:00")
    assert told(offer.state, offer.willing, offer.window_closes) == ("notified", False, local(CLOSES))


def test_a_waiver_before_a_notice_counts_for_that_notice_and_not_for_the_next() -> None:
    tiers = {"tiers": [{"holders": [{"holder": "halcyon", "holding": "1"}, {"holder": "iris", "holding": "1"}]}]}
    deal = Deal(refusal(several=tiers)).received().say("waiver-given", "2025-03-11 09:00").noticed()
    assert deal.offer("2025-03-17 09:00").elected == {"halcyon": 0}
    deal.say("declined", "2025-03-18 09:00", by="iris").noticed("2025-03-19 09:00")
    assert told(deal.state("2025-03-19 09:00"), deal.offer("2025-03-19 09:00").elected) == ("notified", {})


def test_the_pieces_of_what_is_lacked_may_come_one_by_one_where_silence_cures() -> None:
    deal = Deal(refusal(notice={"required": ["site", "start"]})).received().noticed(incomplete=True)
    assert deal.offer("2025-03-17 09:00").lacked == ("site", "start")
    deal.noticed("2025-03-17 10:00", supplies=["start"])
    assert deal.offer("2025-03-17 10:00").lacked == ("site",)
    deal.noticed("2025-03-17 11:00", supplies=["start"])
    assert why(deal, "2025-03-17 11:00", "e5") == "the window runs from the notice itself"


def test_what_is_left_may_be_offered_again_down_to_the_smallest_part() -> None:
    for signed, state in (("30", "notified"), ("99.5", "notified"), ("100", "declined")):
        deal = Deal().received().noticed().say("declined", "2025-03-18 09:00").signed("2025-03-19 09:00", signed)
        assert deal.noticed("2025-03-20 09:00").state("2025-03-20 09:00") == state, signed
    whole = Deal(refusal(notice={"required": ["price"]})).received(quantity=None).noticed()
    whole.say("declined", "2025-03-18 09:00").signed("2025-03-19 09:00").noticed("2025-03-20 09:00")
    assert why(whole, "2025-03-20 09:00", "e6") == "nothing of the offer is left"


def test_a_notice_found_incomplete_has_no_window_and_no_tiers() -> None:
    deal = Deal().received().noticed().say("notice-deficient", "2025-03-17 09:00", missing=["start"])
    offer = deal.offer("2025-03-17 09:00")
    assert told(offer.notice, offer.arrived, offer.window_closes, offer.tiers_close) == (None, None, None, ())


def test_the_pieces_of_a_notice_of_amended_terms_may_come_one_by_one() -> None:
    deal = Deal(refusal(**NO_CLOCK)).received().noticed(states=["site", "start"])
    deal.say("terms-amended", "2025-03-18 09:00", terms=AMENDED).noticed("2025-03-18 10:00", incomplete=True)
    assert deal.offer("2025-03-18 10:00").lacked == ("site", "start")
    deal.noticed("2025-03-19 09:00", supplies=["site"], incomplete=True)
    half = deal.offer("2025-03-19 09:00")
    assert told(half.state, half.lacked, half.noticed_terms) == ("received", ("start",), TERMS)
    deal.noticed("2025-03-20 09:00", supplies=["start"])
    assert deal.offer("2025-03-20 09:00").noticed_terms == TERMS | AMENDED


@pytest.mark.parametrize(("at", "effect"), [("2025-03-21 17:00", True), ("2025-03-21 17:00:00.000001", False)])
def test_a_piece_that_comes_after_silence_has_cured_the_notice_changes_nothing(at: str, effect: bool) -> None:
    deal = Deal(refusal(notice={"required": ["site"]})).received().noticed(incomplete=True)
    deal.noticed(at, supplies=["site"])
    offer = deal.offer(at)
    assert told(bool(offer.without_effect), offer.lacked) == (not effect, () if effect else ("site",))
    if not effect:
        (item,) = offer.without_effect
        said = "the notice counts as complete since 2025-03-21T21:00:00Z, and its days run"
        assert (str(item.reason), str(item.fix)) == (said, "nothing is to be done")
