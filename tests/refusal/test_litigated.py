"""What parties have fought over in court, each named after the rule that keeps it from happening here."""

from tests.refusal.deal import TERMS, Deal, refusal, told

PRICE = "price_usd_per_gpu_hour"


def test_an_incomplete_notice_starts_no_clock() -> None:
    deal = Deal().received().noticed().say("notice-deficient", "2025-03-17 09:00", missing=["start"])
    assert deal.state("2025-12-31 09:00") == "received"


def test_an_allocated_price_puts_the_burdened_part_of_a_package_to_the_holder() -> None:
    terms = {"package": "capacity and land", PRICE: "2.00", "allocated_price_usd_per_gpu_hour": "2.00"}
    deal = Deal().received(terms=terms).noticed().say("matched", "2025-03-18 09:00")
    assert deal.state("2025-03-19 09:00") == "matched"


def test_other_terms_after_a_decline_are_offered_again() -> None:
    deal = Deal().received().noticed().say("declined", "2025-03-18 09:00")
    cheaper_for_the_holder = {PRICE: "2.00", "term_months": "60"}
    assert (
        deal.signed("2025-04-01 09:00", "100", terms=cheaper_for_the_holder).offer("2025-04-02 09:00").cleared == set()
    )


def test_a_conditional_acceptance_is_a_counter_offer_and_the_window_goes_on() -> None:
    deal = Deal().received().noticed().say("matched", "2025-03-18 09:00", conditions="cash in place of exchange")
    assert deal.state("2025-03-28 17:00") == "notified"
    assert deal.state("2025-03-28 17:00:01") == "lapsed"


def test_a_letter_of_intent_is_not_an_offer_that_the_grantor_is_willing_to_accept() -> None:
    deal = Deal().say("offer-received", "2025-03-10 09:00", provider="rival", quantity="1").noticed()
    assert deal.state("2025-06-30 09:00") == "received"


def test_a_timely_match_binds_and_a_sweetened_bid_changes_nothing() -> None:
    deal = Deal().received().noticed().say("matched", "2025-03-18 09:00")
    deal.say("terms-amended", "2025-03-18 10:00", terms={PRICE: "9.99"}).noticed("2025-03-18 11:00")
    assert told(deal.state("2025-03-19 09:00"), deal.standing("2025-03-19 09:00", "1")[0][1]) == ("matched", "taken")


def test_a_bid_sweetened_before_the_answer_needs_a_new_notice() -> None:
    deal = Deal().received().noticed().say("terms-amended", "2025-03-17 09:00", terms={PRICE: "9.99"})
    assert deal.standing("2025-06-18 09:00") == [(None, "offer", "received")]
    deal.say("matched", "2025-03-18 09:00")
    assert told(deal.state("2025-03-19 09:00"), deal.offer("2025-03-19 09:00").terms[PRICE]) == ("matched", "2.00")


def test_a_waiver_is_an_act_with_a_scope_never_a_silence_before_notice() -> None:
    deal = Deal().received()
    assert deal.standing("2026-03-10 09:00") == [(None, "offer", "received")]


def test_dispatch_and_receipt_are_told_apart_by_the_clause() -> None:
    for anchor, last in (("sent", "2025-03-28"), ("delivered", "2025-03-31"), ("received", "2025-03-31")):
        deal = Deal(refusal(window={"n": "10", "anchor": anchor})).received()
        deal.noticed("2025-03-14 16:00", delivered="2025-03-17T09:00:00-04:00")
        assert deal.state(f"{last} 17:00") == "notified"
        assert deal.state(f"{last} 17:00:01") == "lapsed"


def test_a_silent_holder_does_not_freeze_the_deal() -> None:
    deal = Deal().received().noticed()
    assert deal.signed("2025-04-01 09:00", "100").offer("2025-04-02 09:00").cleared == {"k"}


def test_a_holder_that_does_not_perform_frees_what_it_failed_on() -> None:
    deal = Deal(refusal(failure={"sign_within": "30"})).received().noticed().say("matched", "2025-03-18 09:00")
    deal.say("holder-failed", "2025-09-01 09:00")
    assert deal.signed("2025-09-02 09:00", "100").offer("2025-09-03 09:00").cleared == {"k"}


def test_exactly_five_per_cent_differs_between_forms() -> None:
    for inclusive, cleared in (("true", {"k"}), ("false", set())):
        clause = refusal(tolerance={"share": "0.05", "inclusive": inclusive})
        deal = Deal(clause).received().noticed().say("declined", "2025-03-18 09:00")
        terms = {PRICE: "2.10", "term_months": "36", "prepayment_usd": "0"}
        assert deal.signed("2025-04-01 09:00", "100", terms=terms).offer("2025-04-02 09:00").cleared == cleared


def test_a_completed_signing_without_notice_stays_uncleared_until_waived() -> None:
    deal = Deal().received().signed("2025-03-12 09:00", "100").noticed("2025-03-14 16:59")
    found = deal.offer("2025-04-30 09:00")
    assert told(found.state, found.remainder, found.cleared) == ("lapsed", 100, frozenset())


def test_an_owner_cannot_take_the_offer_back_while_the_window_runs() -> None:
    deal = Deal().received().noticed().say("withdrawn", "2025-03-17 09:00").say("matched", "2025-03-18 09:00")
    assert deal.state("2025-03-19 09:00") == "matched"


def test_silence_waives_no_defect_where_the_contract_does_not_say_so() -> None:
    clause = refusal(notice={"required": ["site"]}, incomplete="no_clock")
    deal = Deal(clause).received().noticed(incomplete=True)
    assert deal.state("2025-12-31 09:00") == "received"


def test_a_notice_counts_from_its_arrival_where_that_is_known() -> None:
    late = Deal().received().noticed("2025-03-14 10:00", delivered="2025-03-27T10:00:00-04:00")
    assert late.say("matched", "2025-04-08 15:00").state("2025-04-09 09:00") == "matched"
    assert late.offer("2025-04-09 09:00").arrival_supposed is False
    assert Deal().received().noticed().offer("2025-03-17 09:00").arrival_supposed is True


def test_a_bundle_is_put_whole_where_the_clause_says_so_and_taken_whole() -> None:
    deal = Deal(refusal(package="whole", partial="any")).received(terms={**TERMS, "package": "with land"}).noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="50")
    assert deal.state("2025-03-19 09:00") == "notified"
    assert deal.say("matched", "2025-03-20 09:00").state("2025-03-21 09:00") == "matched"


def test_a_package_sale_waits_for_a_separate_offer_where_none_may_be_bundled() -> None:
    deal = Deal(refusal(package="not_allowed")).received(terms={**TERMS, "package": "with land"}).noticed()
    assert deal.state("2025-12-31 09:00") == "received"
    assert deal.signed("2025-12-31 10:00", "100").offer("2026-01-01 09:00").cleared == frozenset()


def test_less_asked_for_the_burdened_part_than_was_allocated_is_a_new_offer() -> None:
    terms = {**TERMS, "package": "with land", "allocated_price_usd": "140000"}
    for rule in ({}, {"acceptance": "principal_terms", "terms": {"price": {}}}):
        deal = Deal(refusal(**rule)).received(terms=terms).noticed().say("declined", "2025-03-18 09:00")
        deal.signed("2025-04-01 09:00", "100", terms={"allocated_price_usd": "117500"})
        assert deal.offer("2025-04-02 09:00").cleared == frozenset()


def test_only_principal_terms_need_be_matched_where_the_form_lists_them() -> None:
    clause = refusal(acceptance="principal_terms", terms={"price": {}})
    deal = Deal(clause).received().noticed().say("declined", "2025-03-18 09:00")
    deal.signed("2025-04-01 09:00", "50", "other-term", terms={"term_months": "60"})
    deal.signed("2025-04-01 10:00", "50", "other-price", terms={PRICE: "2.50"})
    assert deal.offer("2025-04-02 09:00").cleared == {"other-term"}


def test_whether_the_right_outlives_a_holder_s_failure_is_said_by_the_clause() -> None:
    for then, state in (("release", "notified"), ("release_and_terminate", "received")):
        deal = Deal(refusal(failure={"sign_within": "5", "then": then})).received().noticed()
        deal.say("matched", "2025-03-18 09:00").say("holder-failed", "2025-04-01 09:00")
        deal.received("2025-09-01 09:00", offer="p").noticed("2025-09-02 09:00", offer="p")
        assert deal.state("2025-09-03 09:00", name="p") == state


def test_an_exempt_transfer_frees_what_was_transferred_and_no_sale_after_it() -> None:
    deal = Deal(refusal(exempt=["affiliate"])).received(exemption="affiliate")
    deal.signed("2025-03-11 09:00", "100", "to-the-affiliate").signed("2025-03-12 09:00", "100", "onward")
    assert deal.offer("2025-03-13 09:00").cleared == {"to-the-affiliate"}
    other = Deal(refusal(exempt=["affiliate"])).received(exemption="affiliate")
    other.signed("2025-03-11 09:00", "100", "to-a-stranger", provider="other-rival")
    assert other.offer("2025-03-13 09:00").cleared == frozenset()


def test_all_together_take_the_whole_or_forfeit_their_parts() -> None:
    clause = refusal(partial="aggregate_all_or_nothing")
    part = Deal(clause).received().noticed().say("matched-in-part", "2025-03-18 09:00", quantity="99")
    assert part.state("2025-03-28 17:00:01") == "lapsed"
    raised = part.say("matched-in-part", "2025-03-27 09:00", quantity="100", recorded="2025-03-29 09:00")
    assert raised.state("2025-03-29 09:00") == "matched"


def test_a_waiver_of_one_offer_is_none_of_the_next() -> None:
    deal = Deal().received().say("waiver-given", "2025-03-11 09:00").signed("2025-03-12 09:00", "100")
    deal.received("2025-09-01 09:00", offer="p").signed("2025-09-02 09:00", "100", "k2", offer="p")
    assert told(deal.offer("2025-09-03 09:00").cleared, deal.offer("2025-09-03 09:00", "p").cleared) == ({"k"}, set())
