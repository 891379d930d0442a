"""Several holders: tiers one after another, shares by holding, and what is settled when."""

from typing import Any

import pytest
from tests.refusal.deal import TERMS, Deal, local, refusal, told

from firstcall.errors import AgreementError

TWO_TIERS = {
    "tiers": [
        {"holders": [{"holder": "halcyon", "holding": "1"}]},
        {"holders": [{"holder": "iris", "holding": "3"}, {"holder": "juno", "holding": "2"}], "n": "5"},
    ]
}
PRICE = "price_usd_per_gpu_hour"
ONE_TIER = {"tiers": [{"holders": [{"holder": "halcyon", "holding": "3"}, {"holder": "iris", "holding": "2"}]}]}


def shared(several: Any, quantity: str | None = "100", **fields: Any) -> Deal:
    return Deal(refusal(several=several, **fields)).received(quantity=quantity).noticed()


def test_each_tier_has_its_own_end_counted_from_the_one_before() -> None:
    found = shared(TWO_TIERS).offer("2025-03-18 09:00")
    assert [at.isoformat() for at in found.tiers_close] == ["2025-03-28T21:00:00+00:00", "2025-04-04T21:00:00+00:00"]
    assert found.window_closes == found.tiers_close[-1]


def test_a_tier_answers_until_its_own_end() -> None:
    deal = shared(TWO_TIERS).say("matched-in-part", "2025-03-28 17:00:01", quantity="50")
    told = str(deal.offer("2025-03-29 09:00").without_effect[0].reason)
    assert told.startswith("the time of 'halcyon' to answer was over")
    deal.say("matched-in-part", "2025-04-04 17:00", by="iris", quantity="50")
    assert deal.offer("2025-04-05 09:00").parts == {"iris": 50}


def test_the_later_tier_takes_what_the_earlier_one_leaves() -> None:
    deal = shared(TWO_TIERS).say("matched-in-part", "2025-03-18 09:00", quantity="40")
    deal.say("matched-in-part", "2025-03-19 09:00", by="iris", quantity="30")
    assert deal.standing("2025-03-20 09:00") == [(None, "offer", "notified")]
    deal.say("matched-in-part", "2025-03-20 09:00", by="juno", quantity="60")
    found = deal.offer("2025-03-20 09:00")
    assert told(found.state, found.parts) == ("matched", {"halcyon": 40, "iris": 30, "juno": 30})
    assert sum(found.parts.values()) == found.matched


def test_when_the_first_tier_takes_everything_the_others_need_not_be_waited_for() -> None:
    deal = shared(TWO_TIERS).say("matched", "2025-03-18 09:00")
    assert deal.state("2025-03-18 09:00") == "matched"


@pytest.mark.parametrize(
    ("step", "asked", "again"), [("8", "40", True), ("8", "48", False), ("0.5", "51.5", True), ("60", "60", False)]
)
def test_nobody_is_asked_again_about_less_than_a_unit(step: str, asked: str, again: bool) -> None:
    """Of 52 the first takes its share and no more; what is left must make a whole unit to be asked about."""
    tiers = {"tiers": [{"holders": [{"holder": "halcyon", "holding": "3"}, {"holder": "iris", "holding": "2"}]},
                       {"then": "leftover", "n": "5"}]}  # fmt: skip
    quantity = "100" if step == "60" else "52"
    deal = Deal(refusal(several=tiers, parts={"step": step})).received(quantity=quantity).noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity=asked).say("declined", "2025-03-19 09:00", by="iris")
    offer = deal.offer("2025-03-19 09:00")
    assert (offer.state == "notified", offer.asked_again) == (again, {"halcyon"} if again else frozenset())


def test_all_declined_is_declined_at_once_and_silence_is_a_lapse() -> None:
    deal = shared(ONE_TIER).say("declined", "2025-03-18 09:00").say("declined", "2025-03-19 09:00", by="iris")
    assert deal.standing("2025-03-19 09:00") == [("100", "free", "declined")]
    silent = shared(ONE_TIER).say("declined", "2025-03-18 09:00")
    assert silent.state("2025-03-28 17:00") == "notified"
    assert silent.state("2025-03-28 17:00:01") == "lapsed"


def test_what_nobody_took_is_free_from_the_end_of_the_window() -> None:
    deal = shared(ONE_TIER).say("matched-in-part", "2025-03-18 09:00", quantity="10")
    deal.say("declined", "2025-03-19 09:00", by="iris")
    assert deal.standing("2025-03-20 09:00", "90") == [("90", "offer", "not before the window ends")]
    assert deal.standing("2025-03-28 17:00:01", "90") == [("90", "free", "matched-in-part")]


def test_the_first_answer_of_each_holder_is_final() -> None:
    deal = shared(ONE_TIER).say("matched-in-part", "2025-03-18 09:00", quantity="10")
    deal.say("matched-in-part", "2025-03-19 09:00", quantity="60")
    assert "has answered; the first answer is final" in str(deal.offer("2025-03-20 09:00").without_effect[0].reason)


@pytest.mark.parametrize(
    ("second", "state", "parts"), [("40", "matched", {"halcyon": 60, "iris": 40}), ("39", "lapsed", {})]
)
def test_all_or_nothing_counts_everybody_together(second: str, state: str, parts: dict[str, int]) -> None:
    deal = shared(ONE_TIER, partial="aggregate_all_or_nothing")
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="30").say(
        "matched-in-part", "2025-03-19 09:00", quantity="60"
    )
    deal.say("matched-in-part", "2025-03-20 09:00", by="iris", quantity=second)
    found = deal.offer("2025-03-28 17:00:01")
    assert told(found.state, found.parts) == (state, parts)


@pytest.mark.parametrize(("again", "effect"), [("29", False), ("30", False), ("30.5", True)])
def test_a_part_of_all_or_nothing_is_only_ever_raised(again: str, effect: bool) -> None:
    deal = shared(ONE_TIER, partial="aggregate_all_or_nothing")
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="30")
    deal.say("matched-in-part", "2025-03-19 09:00", quantity=again)
    assert (not deal.offer("2025-03-20 09:00").without_effect) == effect


def test_who_takes_all_that_is_noticed_leaves_free_what_a_failure_freed_meanwhile() -> None:
    deal = shared(ONE_TIER, failure={"sign_within": "5"}).say("matched-in-part", "2025-03-18 09:00", quantity="40")
    deal.say("declined", "2025-03-18 10:00", by="iris").noticed("2025-03-31 09:00")
    deal.say("holder-failed", "2025-04-01 09:00", holder="halcyon")
    deal.say("declined", "2025-04-02 09:00").say("matched", "2025-04-02 10:00", by="iris")
    offer = deal.offer("2025-04-02 10:00")
    assert told(offer.state, offer.parts, offer.failed, offer.remainder) == (
        "matched-in-part", {"halcyon": 0, "iris": 60}, 40, 40)  # fmt: skip
    assert deal.standing("2025-04-02 10:00", "40") == [("40", "free", "released")]


def test_what_a_later_tier_asks_for_takes_nothing_from_those_who_are_asked_again_before_it() -> None:
    tiers = {"tiers": [{"holders": [{"holder": "halcyon", "holding": "2"}, {"holder": "iris", "holding": "1"}]},
                       {"then": "leftover", "n": "3"},
                       {"holders": [{"holder": "juno", "holding": "1"}], "n": "5"}]}  # fmt: skip
    deal = Deal(refusal(several=tiers)).received(quantity="90").noticed()
    deal.say("matched-in-part", "2025-03-17 09:00", by="iris", quantity="60")
    deal.say("matched-in-part", "2025-03-17 10:00", by="juno", quantity="1")
    deal.say("matched-in-part", "2025-03-17 11:00", quantity="29")
    offer = deal.offer("2025-03-17 11:00")
    assert told(offer.state, offer.asked_again) == ("notified", {"iris"}), "1 is left before juno's turn"
    deal.say("matched", "2025-03-18 09:00", by="iris")
    assert deal.offer("2025-03-18 09:00").parts == {"halcyon": 29, "iris": 61}


def test_what_all_declined_is_free_on_the_noticed_terms_and_not_on_those_amended_since() -> None:
    for terms, quantity, standing in (({"price_usd_per_gpu_hour": "2.50"}, None, "offer"), ({}, "120", "free")):
        deal = shared(ONE_TIER).say("terms-amended", "2025-03-17 09:00", terms=terms, quantity=quantity)
        deal.say("declined", "2025-03-18 09:00").say("declined", "2025-03-19 09:00", by="iris")
        offer = deal.offer("2025-03-19 09:00")
        assert told(offer.state, deal.standing("2025-03-19 09:00", "100")[0][1]) == ("declined", standing)
        assert offer.next_notice.quantity == (120 if quantity else 100)
        assert deal.noticed("2025-03-20 09:00").state("2025-03-20 09:00") == "notified"


def test_over_allotment_may_be_ruled_out() -> None:
    deal = shared({**ONE_TIER, "over_allotment": "false"}).say("matched", "2025-03-18 09:00")
    deal.say("declined", "2025-03-19 09:00", by="iris")
    assert deal.offer("2025-03-28 17:00:01").parts == {"halcyon": 60}


def test_a_waiver_of_one_holder_before_notice_is_its_decline() -> None:
    deal = Deal(refusal(several=ONE_TIER)).received().say("waiver-given", "2025-03-11 09:00").noticed()
    assert deal.state("2025-03-14 17:00") == "notified"
    deal.say("matched", "2025-03-18 09:00", by="iris")
    assert deal.offer("2025-03-18 09:00").parts == {"iris": 100}
    both = Deal(refusal(several=ONE_TIER)).received().say("waiver-given", "2025-03-11 09:00")
    both.say("waiver-given", "2025-03-12 09:00", by="iris")
    assert both.standing("2025-03-12 09:00") == [("100", "free", "waived")]


def test_a_failure_comes_off_the_part_of_who_failed() -> None:
    deal = shared(ONE_TIER, failure={"sign_within": "30"})
    deal.say("matched", "2025-03-18 09:00").say("matched", "2025-03-19 09:00", by="iris")
    deal.say("holder-failed", "2025-07-01 09:00", holder="iris", quantity="15")
    assert deal.offer("2025-07-02 09:00").parts == {"halcyon": 60, "iris": 25}


UNCOUNTED = {"notice": {"required": ["price"]}}


@pytest.mark.parametrize(
    ("several", "asking", "takers"),
    [
        (ONE_TIER, ("halcyon",), ["halcyon"]), (ONE_TIER, ("iris",), ["iris"]),
        (ONE_TIER, ("iris", "halcyon"), ["halcyon", "iris"]), (ONE_TIER, (), []),
        (TWO_TIERS, ("juno", "iris"), ["iris", "juno"]), (TWO_TIERS, ("juno", "halcyon"), ["halcyon"]),
    ],
)  # fmt: skip
def test_an_offer_without_a_quantity_is_taken_by_the_first_who_asked_and_nothing_of_it_is_left(
    several: dict[str, Any], asking: tuple[str, ...], takers: list[str]
) -> None:
    deal = shared(several, **UNCOUNTED, quantity=None)
    for who in ("halcyon", "iris", "juno")[: sum(len(tier["holders"]) for tier in several["tiers"])]:
        deal.say("matched" if who in asking else "declined", "2025-03-18 09:00", by=who)
    offer = deal.offer("2025-04-14 09:00")
    assert told(offer.state, [match.by for match in offer.matches]) == ("matched" if takers else "declined", takers)
    assert len(offer.free_at(local("2025-04-14 09:00"))) == (0 if takers else 1)


def test_an_offer_without_a_quantity_that_everybody_is_silent_about_is_free() -> None:
    assert shared(ONE_TIER, **UNCOUNTED, quantity=None).standing("2025-03-28 17:00:01") == [(None, "free", "lapsed")]


def test_of_an_offer_without_a_quantity_nothing_is_free_while_one_who_took_it_has_not_failed() -> None:
    deal = shared(ONE_TIER, **UNCOUNTED, failure={"sign_within": "30"}, quantity=None)
    deal.say("matched", "2025-03-18 09:00").say("matched", "2025-03-18 09:00", by="iris")
    deal.say("holder-failed", "2025-07-01 09:00", holder="iris")
    assert deal.standing("2025-07-02 09:00")[0][1] != "free" and deal.state("2025-07-02 09:00") == "matched"
    deal.say("holder-failed", "2025-07-03 09:00", holder="halcyon")
    assert deal.standing("2025-07-04 09:00") == [(None, "free", "released")]


def test_a_waiver_after_notice_is_of_the_noticed_terms_with_those_that_it_names_otherwise() -> None:
    price = {"price_usd_per_gpu_hour": "2.50"}
    nothing: dict[str, str] = {}
    for terms in (nothing, price):
        deal = Deal().received().noticed().say("waiver-given", "2025-03-18 09:00", terms=terms)
        offer = deal.offer("2025-03-18 09:00")
        assert told(offer.state, offer.noticed_terms, offer.better) == ("waived", TERMS | terms, ())
        dearer = deal.say("terms-amended", "2025-03-19 09:00", terms=price).offer("2025-03-19 09:00")
        assert dearer.better == (() if terms else ("price_usd_per_gpu_hour",))
        longer = deal.say("terms-amended", "2025-03-20 09:00", terms={"term_months": "48"}).offer("2025-03-20 09:00")
        assert "term_months" in longer.better, "which no waiver named"


DEARER = {"price_usd_per_gpu_hour": "2.50"}


def test_what_one_of_several_waives_binds_no_other() -> None:
    """Another takes the offer at the price that it was told, whatever one of them would have let pass."""
    deal = shared(ONE_TIER).say("waiver-given", "2025-03-17 09:00", by="iris", terms=DEARER)
    offer = deal.say("matched", "2025-03-18 09:00").offer("2025-03-18 09:00")
    assert [(match.by, match.terms, match.quantity) for match in offer.matches] == [("halcyon", TERMS, 100)]


@pytest.mark.parametrize("noticed", [True, False])
@pytest.mark.parametrize(
    ("first", "second", "free"),
    [
        (DEARER, DEARER, True),
        (DEARER, {}, False),
        ({}, DEARER, False),
        (DEARER, {"price_usd_per_gpu_hour": "3"}, False),
    ],
)
def test_what_all_holders_waive_is_free_on_the_terms_that_each_of_them_names_alike(
    noticed: bool, first: dict[str, str], second: dict[str, str], free: bool
) -> None:
    deal = shared(ONE_TIER) if noticed else Deal(refusal(several=ONE_TIER)).received()
    deal.say("waiver-given", "2025-03-17 09:00", terms=first)
    assert deal.standing("2025-03-17 10:00")[0][1] == "offer", "one of two has waived"
    deal.say("waiver-given", "2025-03-17 11:00", by="iris", terms=second)
    offer = deal.offer("2025-03-17 11:00")
    assert offer.noticed_terms == (TERMS | DEARER if free else TERMS)
    assert told(offer.state, offer.remainder) == ("declined" if noticed else "waived", 100)
    deal.signed("2025-03-18 09:00", "60").signed("2025-03-19 09:00", "40", "dearer", terms=DEARER)
    assert deal.offer("2025-03-20 09:00").cleared == ({"k", "dearer"} if free else {"k"})


def test_a_waiver_of_a_holder_whose_time_is_over_names_nothing() -> None:
    deal = shared(TWO_TIERS).say("waiver-given", "2025-03-31 09:00", terms=DEARER)
    offer = deal.say("waiver-given", "2025-03-31 10:00", by="iris", terms=DEARER).offer("2025-03-31 10:00")
    assert (offer.noticed_terms, [str(item.fix) for item in offer.without_effect]) == (
        TERMS, ["a later answer needs a new notice"])  # fmt: skip
    silent = deal.say("waiver-given", "2025-03-31 11:00", by="juno", terms=DEARER).offer("2025-03-31 11:00")
    assert told(silent.noticed_terms, silent.state) == (TERMS, "notified"), "who is silent until its time is over"


def test_terms_waived_before_a_notice_are_not_those_of_the_notice() -> None:
    deal = Deal(refusal(several=ONE_TIER)).received().say("waiver-given", "2025-03-11 09:00", terms=DEARER).noticed()
    offer = deal.say("waiver-given", "2025-03-18 09:00", by="iris", terms=DEARER).offer("2025-03-18 09:00")
    assert told(offer.state, offer.noticed_terms) == ("declined", TERMS)


def test_conditions_make_a_counter_offer() -> None:
    deal = Deal().received().noticed().say("matched", "2025-03-18 09:00", conditions="if the site is ours")
    assert deal.state("2025-03-19 09:00") == "notified"
    assert "counter-offer" in str(deal.offer("2025-03-19 09:00").without_effect[0].reason)


@pytest.mark.parametrize(
    ("cash", "rule", "said"),
    [
        ({"other_consideration": "5000"}, True, None),
        ({"other_consideration": "4999"}, True, "'4999' is less than the value of 'other_consideration', 5000"),
        ({"other_consideration": "5000"}, False, "does not let 'other_consideration' be matched in cash"),
        ({"site": "1"}, True, "'site' is no term of the notice"),
    ],
)
def test_cash_stands_in_only_where_the_clause_lets_it(cash: dict[str, str], rule: bool, said: str | None) -> None:
    terms = {"price_usd_per_gpu_hour": "2", "other_consideration": "warrants", "other_consideration_value_usd": "5000"}
    clause = refusal(terms={"other_consideration": {"cash_equivalent": str(rule).lower()}})
    deal = Deal(clause).received(terms=terms).noticed().say("matched", "2025-03-18 09:00", cash_for=cash)
    found = deal.offer("2025-03-19 09:00")
    assert found.state == ("notified" if said else "matched")
    assert said is None or said in str(found.without_effect[0].reason)


@pytest.mark.parametrize(("quantity", "matched"), [("24", 24), ("100", 100), ("20", 0)])
def test_a_part_is_a_whole_multiple_of_the_step_or_all_that_is_left(quantity: str, matched: int) -> None:
    deal = Deal(refusal(parts={"step": "8"})).received().noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity=quantity)
    assert (deal.offer("2025-03-19 09:00").matched or 0) == matched


def test_only_what_the_holder_matched_is_delivered() -> None:
    early = Deal(refusal()).received().noticed().say("delivered", "2025-03-18 09:00", quantity="10")
    assert [
        str(item.reason)
        for item in early.offer("2025-03-19 09:00").without_effect
        if "has matched nothing" in str(item.reason)
    ]
    deal = Deal(refusal()).received().noticed().say("matched", "2025-03-18 09:00")
    part = deal.say("delivered", "2025-03-19 09:00", quantity="10").offer("2025-03-20 09:00")
    assert told(part.state, part.delivered, part.without_effect) == ("matched", 10, ())
    whole = deal.say("delivered", "2025-03-21 09:00").offer("2025-03-22 09:00")
    assert told(whole.state, whole.delivered, whole.without_effect) == ("delivered", 100, ())


@pytest.mark.parametrize(("counts_from", "last"), [("last_day", "2025-04-04"), ("answer", "2025-03-25")])
def test_a_later_tier_counts_from_the_last_day_before_it_or_from_the_answer(counts_from: str, last: str) -> None:
    one, two = ([{"holder": name, "holding": "1"}] for name in ("halcyon", "iris"))
    tiers = [{"holders": one}, {"holders": two, "n": "5", "counts_from": counts_from}]
    deal = Deal(refusal(several={"tiers": tiers})).received().noticed().say("declined", "2025-03-18 09:00")
    assert deal.offer("2025-03-19 09:00").tiers_close[-1] == local(f"{last} 17:00")
    assert deal.state(f"{last} 17:00") == "notified"
    assert deal.state(f"{last} 17:00:01") == "lapsed"


ASKED_AGAIN = {
    "over_allotment": False,
    "tiers": [
        {"holders": [{"holder": "halcyon", "holding": "50"}, {"holder": "iris", "holding": "30"},
                     {"holder": "juno", "holding": "20"}]},
        {"then": "leftover", "n": "5"},
    ],
}  # fmt: skip


def asked_twice(*answers: tuple[str, str, str | None]) -> Deal:
    """An offer of 1000 to three holders, with what each took on the day, in order."""
    deal = Deal(refusal(several=ASKED_AGAIN, partial="any")).received(quantity="1000").noticed()
    for day, who, quantity in answers:
        kind, part = ("declined", {}) if quantity is None else ("matched-in-part", {"quantity": quantity})
        deal.say(kind, f"{day} 09:00", by=who, **part)
    return deal


FIRST = (("2025-03-18", "halcyon", "500"), ("2025-03-18", "iris", "100"), ("2025-03-18", "juno", None))


def test_who_took_its_full_share_is_asked_again_about_what_is_left_in_days_of_its_own() -> None:
    asked = asked_twice(*FIRST).offer("2025-03-19 09:00")
    assert told(asked.state, asked.asked_again, len(asked.tiers_close)) == ("notified", frozenset({"halcyon"}), 2)
    assert asked.tiers_close[0] < asked.tiers_close[1] == local("2025-04-04 17:00")
    more = asked_twice(*FIRST, ("2025-03-20", "halcyon", "300")).offer("2025-03-20 09:00")
    assert told(more.state, dict(more.parts)) == ("matched-in-part", {"halcyon": 800, "iris": 100})


def test_silence_about_what_is_left_frees_it_after_the_last_day_of_its_own_window() -> None:
    deal = asked_twice(*FIRST)
    assert deal.state("2025-04-04 17:00") == "notified"
    later = deal.offer("2025-04-04 17:00:01")
    assert told(later.state, later.matched, later.remainder) == ("matched-in-part", 600, 400)
    no = asked_twice(*FIRST, ("2025-03-20", "halcyon", None)).offer("2025-03-20 10:00")
    assert told(no.state, no.matched) == ("matched-in-part", 600)


def test_nobody_is_asked_again_who_took_less_than_its_share_and_no_time_runs_for_it() -> None:
    less = asked_twice(("2025-03-18", "halcyon", "400"), *FIRST[1:]).offer("2025-03-18 10:00")
    assert told(less.state, less.matched) == ("matched-in-part", 500)
    assert asked_twice().state("2025-03-28 17:00") == "notified"
    assert asked_twice().state("2025-03-28 17:00:01") == "lapsed"


def test_who_is_asked_again_after_every_tier_takes_nothing_from_a_tier_before() -> None:
    first = [{"holder": "halcyon", "holding": "2"}, {"holder": "iris", "holding": "1"}]
    again = [first[0], {"holder": "juno", "holding": "1"}]
    tiers = [{"holders": first}, {"holders": again[1:], "n": "5"}, {"then": "leftover", "holders": again, "n": "3"}]
    deal = Deal(refusal(several={"tiers": tiers})).received(quantity="90").noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="60").say("declined", "2025-03-18 09:00", by="iris")
    deal.say("matched-in-part", "2025-03-19 09:00", by="juno", quantity="20")
    assert deal.offer("2025-03-20 09:00").asked_again == {"halcyon"}, "juno took less than all that its tier was left"
    deal.say("matched", "2025-03-20 10:00")
    assert told(dict(deal.offer("2025-03-21 09:00").parts), deal.state("2025-03-21 09:00")) == (
        {"halcyon": 70, "juno": 20}, "matched")  # fmt: skip


def test_what_is_left_is_free_after_the_last_window_that_ran() -> None:
    less = asked_twice(("2025-03-18", "halcyon", "400"), *FIRST[1:])
    assert [less.standing(f"2025-03-28 17:00{tick}", "500")[0][1] for tick in ("", ":01")] == ["offer", "free"]


def test_a_tier_that_asks_nobody_is_refused() -> None:
    with pytest.raises(AgreementError, match="a tier names no holders"):
        Deal(refusal(several={"tiers": [{"n": "5"}]}))


def test_what_is_left_of_an_answer_while_the_clock_stands_is_free_at_once() -> None:
    """No end of the window can be named that it would wait for."""
    deal = Deal().received().noticed().say("tolled", "2025-03-17 09:00").say("tolled", "2025-03-17 10:00", by="halcyon")
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="40")
    offer = deal.offer("2025-03-18 09:00")
    assert told(offer.state, offer.matched, [pool.since for pool in offer.pools]) == (
        "matched-in-part", 40, [local("2025-03-18 09:00")])  # fmt: skip


def test_a_waiver_of_an_offer_in_flight_counts_after_its_clause_has_ended() -> None:
    deal = Deal(refusal(until="2025-03-20")).received().noticed().say("waiver-given", "2025-03-24 09:00")
    assert deal.state("2025-03-24 09:00") == "waived"


def test_a_decline_is_no_part_that_may_be_raised() -> None:
    deal = shared(ONE_TIER, partial="aggregate_all_or_nothing").say("declined", "2025-03-18 09:00")
    deal.say("matched-in-part", "2025-03-19 09:00", quantity="60")
    offer = deal.offer("2025-03-19 09:00")
    assert told(offer.elected, [str(item.fix) for item in offer.without_effect]) == (
        {"halcyon": 0}, ["a part may only be raised"])  # fmt: skip


def test_a_raise_counts_from_the_first_answer_of_its_holder() -> None:
    """A tier that counts from the answer is told its days once, whatever is raised afterwards."""
    one, two = ([{"holder": name, "holding": "1"}] for name in ("halcyon", "iris"))
    tiers = [{"holders": one}, {"holders": two, "n": "5", "counts_from": "answer"}]
    deal = Deal(refusal(several={"tiers": tiers}, partial="aggregate_all_or_nothing")).received().noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="30")
    assert deal.offer("2025-03-18 09:00").tiers_close[1] == local("2025-03-25 17:00")
    deal.say("matched-in-part", "2025-03-20 09:00", quantity="40")
    offer = deal.offer("2025-03-20 09:00")
    assert told(offer.tiers_close[1], offer.elected) == (local("2025-03-25 17:00"), {"halcyon": 40})


@pytest.mark.parametrize("partial", ["any", "aggregate_all_or_nothing"])
def test_where_all_have_answered_it_is_over_unless_a_part_may_still_be_raised(partial: str) -> None:
    deal = shared(ONE_TIER, partial=partial).say("matched-in-part", "2025-03-18 09:00", quantity="30")
    deal.say("matched-in-part", "2025-03-19 09:00", by="iris", quantity="30")
    raisable = partial != "any"
    assert deal.state("2025-03-19 09:00") == ("notified" if raisable else "matched-in-part")
    deal.say("matched-in-part", "2025-03-20 09:00", by="iris", quantity="70")
    offer = deal.offer("2025-03-20 09:00")
    assert told(offer.state, offer.parts) == (
        ("matched", {"halcyon": 30, "iris": 70}) if raisable else ("matched-in-part", {"halcyon": 30, "iris": 30})
    )


def test_all_or_nothing_that_all_decline_is_over_at_once() -> None:
    deal = shared(ONE_TIER, partial="aggregate_all_or_nothing").say("declined", "2025-03-18 09:00")
    offer = deal.say("declined", "2025-03-19 09:00", by="iris").offer("2025-03-19 09:00")
    assert told(offer.state, offer.since, offer.elected) == ("declined", local("2025-03-19 09:00"), {})
    alone = Deal(refusal(partial="aggregate_all_or_nothing")).received().noticed().say("matched", "2025-03-18 09:00")
    found = alone.offer("2025-03-18 09:00")
    assert told(found.state, found.matched, found.parts) == ("matched", 100, {"halcyon": 100})
    assert [match.event for match in found.matches] == ["e4"]


def test_what_time_ends_rests_on_the_last_answer_that_asked_for_something() -> None:
    deal = shared(ONE_TIER).say("matched-in-part", "2025-03-18 09:00", quantity="30")
    (match,) = deal.offer("2025-03-28 17:00:01").matches
    assert told(match.event, match.by, match.at, match.quantity) == ("e4", "halcyon", local("2025-03-28 17:00"), 30)
    early = shared(ONE_TIER).say("matched-in-part", "2025-03-18 09:00", quantity="30")
    early.say("declined", "2025-03-19 09:00", by="iris")
    (match,) = early.offer("2025-03-19 09:00").matches
    assert told(match.event, match.at) == ("e5", local("2025-03-19 09:00"))
    none = shared(ONE_TIER, **UNCOUNTED, quantity=None).say("matched", "2025-03-18 09:00", by="iris")
    (match,) = none.offer("2025-03-28 17:00:01").matches
    assert told(match.event, match.by, match.at, match.quantity) == ("e4", "iris", local("2025-03-28 17:00"), None)


def test_parts_of_several_rounds_of_an_offer_add_up_by_holder() -> None:
    deal = shared(ONE_TIER).say("matched-in-part", "2025-03-18 09:00", quantity="30")
    deal.say("declined", "2025-03-18 10:00", by="iris").noticed("2025-03-31 09:00")
    deal.say("matched-in-part", "2025-04-01 09:00", quantity="20").say("declined", "2025-04-01 10:00", by="iris")
    offer = deal.offer("2025-04-01 10:00")
    assert told(offer.parts, offer.matched, offer.state) == ({"halcyon": 50}, 50, "matched-in-part")
    assert [pool.because for pool in offer.pools] == ["matched-in-part"]


def test_a_lapse_of_what_was_offered_again_to_several_leaves_the_parts_as_they_were() -> None:
    deal = shared(ONE_TIER).say("matched-in-part", "2025-03-18 09:00", quantity="30")
    deal.say("declined", "2025-03-18 10:00", by="iris").noticed("2025-03-31 09:00")
    offer = deal.offer("2025-04-14 17:00:01")
    assert told(offer.state, offer.since, offer.parts) == (
        "matched-in-part",
        local("2025-04-14 17:00"),
        {"halcyon": 30},
    )
    assert deal.standing("2025-04-14 17:00:01") == [("30", "taken", "matched-in-part"), ("70", "free", "lapsed")]


def test_what_a_part_leaves_of_an_amended_offer_is_free_on_the_noticed_terms() -> None:
    deal = shared(ONE_TIER).say("terms-amended", "2025-03-17 09:00", terms=DEARER, quantity="150")
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="30").say("declined", "2025-03-18 10:00", by="iris")
    offer = deal.offer("2025-03-18 10:00")
    assert told(offer.state, offer.quantity, offer.terms, offer.answerable_until) == (
        "matched-in-part", 100, TERMS, None)  # fmt: skip
    silent = shared(ONE_TIER).say("terms-amended", "2025-03-17 09:00", terms=DEARER, quantity="150")
    after = silent.offer("2025-03-28 17:00:01")
    assert told(after.state, after.since, after.quantity, after.terms) == (
        "received", local("2025-03-17 09:00"), 150, TERMS | DEARER)  # fmt: skip


THREE = [
    {"holders": [{"holder": "halcyon", "holding": "2"}, {"holder": "iris", "holding": "1"}]},
    {"then": "leftover", "n": "3"},
    {"holders": [{"holder": "juno", "holding": "1"}], "n": "5", "counts_from": "answer"},
]


def in_three(*answers: tuple[str, str, str | None]) -> Deal:
    """An offer of 90 to halcyon (60) and iris (30), then who took its share again, then juno from that answer."""
    deal = Deal(refusal(several={"tiers": THREE})).received(quantity="90").noticed()
    for at, who, quantity in answers:
        part = {} if quantity is None else {"quantity": quantity}
        deal.say("declined" if quantity is None else "matched-in-part", at, by=who, **part)
    return deal


@pytest.mark.parametrize(
    ("answers", "asked", "last"),
    [
        # iris took its share and is asked about the 60 that halcyon left: juno's days begin with iris' answer
        ([("2025-03-17 09:00", "iris", "30"), ("2025-03-18 09:00", "halcyon", None)], {"iris"}, "2025-04-09 17:00"),
        ([("2025-03-17 09:00", "iris", "30"), ("2025-03-18 09:00", "halcyon", None),
          ("2025-03-19 09:00", "iris", "10")], frozenset(), "2025-03-26 17:00"),
        ([("2025-03-17 09:00", "iris", "30"), ("2025-03-18 09:00", "halcyon", None),
          ("2025-03-19 09:00", "iris", None)], frozenset(), "2025-03-26 17:00"),
        # nobody took its share, so that nobody is asked again: they begin with the last answer
        ([("2025-03-17 09:00", "iris", "20"), ("2025-03-18 09:00", "halcyon", None)], frozenset(), "2025-03-25 17:00"),
        ([("2025-03-18 09:00", "halcyon", None), ("2025-03-19 09:00", "iris", "20")], frozenset(), "2025-03-26 17:00"),
        # halcyon is silent: nobody is asked again until its time is over
        ([("2025-03-17 09:00", "iris", "20")], frozenset(), "2025-04-09 17:00"),
    ],
)  # fmt: skip
def test_a_tier_after_those_asked_again_has_its_days_from_their_answer_or_from_when_they_would_have_been_asked(
    answers: list[tuple[str, str, str | None]], asked: set[str], last: str
) -> None:
    deal = in_three(*answers)
    for at in (answers[-1][0], "2025-03-24 09:00"):
        offer = deal.offer(at)
        assert told(offer.state, offer.asked_again, offer.tiers_close[-1]) == ("notified", asked, local(last))


def test_where_a_holder_of_the_first_tier_is_silent_the_days_of_the_last_begin_with_the_end_of_the_first() -> None:
    deal = in_three(("2025-03-17 09:00", "iris", "20"))
    offer = deal.offer("2025-03-28 17:00:01")
    assert told(offer.state, offer.asked_again, offer.tiers_close[-1]) == (
        "notified", frozenset(), local("2025-04-04 17:00"))  # fmt: skip
    took = in_three(("2025-03-17 09:00", "iris", "30")).offer("2025-03-28 17:00:01")
    assert told(took.asked_again, took.tiers_close[-1]) == ({"iris"}, local("2025-04-09 17:00"))


def test_who_is_asked_again_may_answer_from_when_it_is_asked_to_its_own_last_instant() -> None:
    """Before that, its word is a second answer to what it was asked first."""
    early = in_three(("2025-03-17 09:00", "iris", "30"), ("2025-03-17 10:00", "iris", "40"))
    assert "has answered" in str(early.offer("2025-03-17 10:00").without_effect[0].reason)
    for at, effect in (("2025-03-28 17:00:01", True), ("2025-04-02 17:00", True), ("2025-04-02 17:00:01", False)):
        deal = in_three(("2025-03-17 09:00", "iris", "30"), (at, "iris", "40"))
        assert bool(deal.offer(at).without_effect) != effect, at
    deal = in_three(("2025-03-17 09:00", "iris", "30"), ("2025-03-18 09:00", "halcyon", None),
                    ("2025-03-19 09:00", "iris", "60"))  # fmt: skip
    offer = deal.offer("2025-03-19 09:00")
    assert told(offer.state, offer.parts) == ("matched", {"iris": 90})


def test_what_is_left_after_all_three_is_shared_once_the_last_has_answered() -> None:
    deal = in_three(("2025-03-17 09:00", "iris", "30"), ("2025-03-18 09:00", "halcyon", None),
                    ("2025-03-19 09:00", "iris", "10"), ("2025-03-20 09:00", "juno", "45"))  # fmt: skip
    offer = deal.offer("2025-03-20 09:00")
    assert told(offer.state, offer.parts, offer.remainder) == ("matched-in-part", {"iris": 40, "juno": 45}, 5)
    silent = in_three(("2025-03-17 09:00", "iris", "30"), ("2025-03-18 09:00", "halcyon", None),
                      ("2025-03-20 09:00", "juno", "45"))  # fmt: skip
    assert silent.state("2025-03-20 09:00") == "notified", "iris may still take what halcyon left"
    ends = silent.offer("2025-03-20 09:00").window_closes
    assert ends is not None
    over = silent.offer("2025-04-30 09:00")
    assert told(over.state, over.parts) == ("matched-in-part", {"iris": 30, "juno": 45})


def test_a_part_is_bounded_by_what_is_left_its_step_and_its_lot_each_to_the_last_unit() -> None:
    for parts, quantity, matched in (
        ({"step": "8"}, "96", 96), ({"step": "8"}, "100", 100), ({"step": "8"}, "99", 0), ({}, "100", 100),
        ({}, "100.01", 0), ({"minimum_lot": "50"}, "50", 50), ({"minimum_lot": "50"}, "49.9", 0),
        ({"minimum_lot": "200"}, "100", 100),
    ):  # fmt: skip
        deal = Deal(refusal(parts=parts)).received().noticed()
        offer = deal.say("matched-in-part", "2025-03-18 09:00", quantity=quantity).offer("2025-03-18 09:00")
        assert told(offer.matched) == (matched,), (parts, quantity)
    lot = Deal(refusal(parts={"minimum_lot": "50"}, several=ONE_TIER)).received().noticed()
    lot.say("matched-in-part", "2025-03-18 09:00", quantity="20").say("matched", "2025-03-18 10:00", by="iris")
    assert lot.offer("2025-03-18 10:00").parts == {"iris": 100}, "among several a part below the lot falls out"


@pytest.mark.parametrize(("package", "whole"), [("whole", True), ("allocated_part", False), ("appraised", False)])
def test_a_bundle_put_whole_is_matched_whole(package: str, whole: bool) -> None:
    terms = {"price": "2", "package": "with land", "allocated_price_usd": "1", "appraised_price_usd": "1"}
    deal = Deal(refusal(package=package)).received(terms=terms).noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="10")
    assert bool(deal.offer("2025-03-18 09:00").without_effect) == whole
    alone = Deal(refusal(package=package)).received(terms={"price": "2"}).noticed()
    alone.say("matched-in-part", "2025-03-18 09:00", quantity="10")
    assert not alone.offer("2025-03-18 09:00").without_effect


def test_a_match_in_the_time_of_an_amendment_leaves_nothing_of_that() -> None:
    deal = Deal().received().noticed().say("terms-amended", "2025-03-17 09:00", terms=DEARER)
    offer = deal.say("matched-in-part", "2025-03-18 09:00", quantity="40").offer("2025-03-18 09:00")
    assert told(offer.state, offer.since, offer.terms, offer.answerable_until) == (
        "matched-in-part", local("2025-03-18 09:00"), TERMS, None)  # fmt: skip


def test_several_may_answer_while_the_clock_stands() -> None:
    deal = shared(TWO_TIERS).say("tolled", "2025-03-17 09:00").say("tolled", "2025-03-17 10:00", by="halcyon")
    deal.say("matched-in-part", "2025-04-18 09:00", by="iris", quantity="10")
    offer = deal.offer("2025-04-18 09:00")
    assert told(offer.elected, offer.without_effect, offer.tiers_close) == ({"iris": 10}, (), ())


def test_the_time_to_be_asked_again_is_there_until_the_time_before_it_is_over() -> None:
    """Until then somebody may still take its share, and be asked again."""
    assert len(asked_twice().offer("2025-03-28 17:00").tiers_close) == 2
    assert len(asked_twice(*FIRST).offer("2025-03-28 17:00:01").tiers_close) == 2
    assert len(asked_twice(("2025-03-18", "halcyon", "400")).offer("2025-03-28 17:00").tiers_close) == 2


@pytest.mark.parametrize("quantity", [None, "40"])
def test_what_was_amended_before_a_match_of_the_noticed_terms_is_told_to_be_a_new_offer(quantity: str | None) -> None:
    deal = Deal().received().noticed().say("terms-amended", "2025-03-17 09:00", terms={PRICE: "3"})
    assert deal.offer("2025-03-17 10:00").beside == ()
    taken = {"quantity": quantity} if quantity else {}
    deal.say("matched-in-part" if quantity else "matched", "2025-03-18 09:00", **taken)
    [said] = deal.offer("2025-03-18 09:00").beside
    assert str(said) == (
        "what was amended at 2025-03-17T13:00:00Z is a new offer, since the terms noticed before were matched"
    )
    if quantity:
        assert deal.noticed("2025-04-01 09:00").offer("2025-04-01 09:00").beside == (), "the rest is offered again"


def test_of_several_the_first_who_matches_the_noticed_terms_makes_the_amended_ones_a_new_offer() -> None:
    deal = shared(ONE_TIER).say("terms-amended", "2025-03-17 09:00", terms={PRICE: "3"})
    assert deal.offer("2025-03-18 08:00").beside == ()
    deal.say("matched", "2025-03-18 09:00")
    assert len(deal.offer("2025-03-18 09:00").beside) == 1
    assert len(deal.say("declined", "2025-03-19 09:00", by="iris").offer("2025-03-19 09:00").beside) == 1


@pytest.mark.parametrize("by", ["grace", "halcyon"])
def test_a_stop_that_one_side_alone_has_agreed_to_is_told_beside_the_state(by: str) -> None:
    other = "holder" if by == "grace" else "grantor"
    deal = Deal().received().noticed().say("tolled", "2025-03-17 09:00", by=by)
    told_now = [str(said) for said in deal.offer("2025-03-17 10:00").beside]
    assert told_now == [f"the clock runs on until the {other} agrees to stop it"]
    deal.say("tolled", "2025-03-17 11:00", by="halcyon" if by == "grace" else "grace")
    assert deal.offer("2025-03-17 12:00").beside == ()


@pytest.mark.parametrize(("delivered", "supposed"), [(None, True), ("2025-03-14T16:59:00-04:00", False)])
def test_an_answer_after_a_window_from_a_supposed_arrival_is_told_what_was_supposed(
    delivered: str | None, supposed: bool
) -> None:
    deal = Deal().received().noticed(delivered=delivered).say("matched", "2025-03-28 17:00:01")
    [idle] = deal.offer("2025-03-29 09:00").without_effect
    assert ("as if the notice arrived when it was sent" in str(idle.fix)) is supposed


def test_a_tier_of_which_one_has_not_answered_may_still_change_who_gets_what() -> None:
    deal = shared(TWO_TIERS).say("matched-in-part", "2025-03-18 09:00", quantity="40")
    deal.say("matched-in-part", "2025-03-19 09:00", by="iris", quantity="60")
    assert deal.state("2025-03-19 09:00") == "notified", "juno has a share of what halcyon left"
    deal.say("matched-in-part", "2025-03-20 09:00", by="juno", quantity="60")
    offer = deal.offer("2025-03-20 09:00")
    assert told(offer.state, offer.parts) == ("matched", {"halcyon": 40, "iris": 36, "juno": 24})


def test_the_first_tiers_may_take_everything_together_before_the_last_has_its_turn() -> None:
    one, two, three = ([{"holder": name, "holding": "1"}] for name in ("halcyon", "iris", "juno"))
    tiers = {"tiers": [{"holders": one}, {"holders": two, "n": "5"}, {"holders": three, "n": "5"}]}
    deal = shared(tiers).say("matched-in-part", "2025-03-18 09:00", quantity="40")
    assert deal.state("2025-03-18 09:00") == "notified"
    deal.say("matched-in-part", "2025-03-19 09:00", by="iris", quantity="60")
    offer = deal.offer("2025-03-19 09:00")
    assert told(offer.state, offer.parts) == ("matched", {"halcyon": 40, "iris": 60})
    late = shared(tiers).say("matched", "2025-03-18 09:00", by="iris")
    assert late.state("2025-03-18 09:00") == "notified", "halcyon comes first"


def test_terms_that_a_match_leaves_as_a_new_offer_are_named_until_the_next_notice() -> None:
    for clause, by in ((refusal(), "halcyon"), (refusal(several=ONE_TIER), "iris")):
        deal = Deal(clause).received().noticed().say("terms-amended", "2025-03-17 09:00", terms=DEARER)
        assert deal.offer("2025-03-17 10:00").new_offer_since is None
        deal.say("matched-in-part", "2025-03-18 09:00", quantity="40", by=by)
        deal.say("declined", "2025-03-18 10:00", by="halcyon" if by == "iris" else "iris")
        assert deal.offer("2025-03-18 11:00").new_offer_since == local("2025-03-17 09:00")
        assert deal.noticed("2025-03-31 09:00").offer("2025-03-31 09:00").new_offer_since is None
    plain = Deal().received().noticed().say("matched", "2025-03-18 09:00")
    assert plain.offer("2025-03-18 09:00").new_offer_since is None


def test_nobody_is_asked_again_before_all_have_answered_or_their_time_is_over() -> None:
    deal = in_three(("2025-03-17 09:00", "iris", "30"))
    for at, asked in (("2025-03-17 10:00", set()), ("2025-03-28 17:00", set()), ("2025-03-28 17:00:01", {"iris"})):
        assert deal.offer(at).asked_again == asked, at


def test_what_a_decline_frees_beside_a_part_that_is_kept_is_free_as_declined() -> None:
    deal = Deal().received().noticed().say("matched-in-part", "2025-03-18 09:00", quantity="40")
    deal.noticed("2025-03-31 09:00").say("declined", "2025-04-01 09:00")
    assert deal.standing("2025-04-01 09:00") == [("40", "taken", "matched-in-part"), ("60", "free", "declined")]


SHARED = refusal(
    withdrawal="until_answer",
    several={"tiers": [{"holders": [{"holder": name, "holding": "1"} for name in ("halcyon", "iris", "juno")]}]},
)


def test_a_match_of_one_of_several_binds_whatever_is_amended_or_taken_back_afterwards() -> None:
    deal = Deal(SHARED).received(quantity="90").noticed()
    deal.say("matched-in-part", "2025-03-17 09:00", quantity="30")
    deal.say("terms-amended", "2025-03-18 09:00", terms={"term_months": "48"})
    deal.noticed("2025-03-18 09:00").say("withdrawn", "2025-03-18 09:00")
    idle = [(item.kind, str(item.reason)) for item in deal.offer("2025-03-19 09:00").without_effect]
    binds = "a match binds, and there is one of halcyon"
    assert idle == [("notice-given", binds), ("withdrawn", binds)]
    deal.say("matched-in-part", "2025-03-19 09:00", by="iris", quantity="20")
    after = deal.offer("2025-04-01 09:00")
    assert (after.state, after.parts, after.new_offer_since) == (
        "matched-in-part", {"halcyon": 30, "iris": 20}, local("2025-03-18 09:00"))  # fmt: skip
    assert after.terms == after.noticed_terms == TERMS


def test_terms_amended_before_the_first_match_of_several_are_a_new_offer_once_one_comes() -> None:
    deal = Deal(SHARED).received(quantity="90").noticed()
    deal.say("declined", "2025-03-17 08:00", by="juno")
    deal.say("terms-amended", "2025-03-17 09:00", terms={"term_months": "48"})
    assert deal.offer("2025-03-17 10:00").answerable_until is not None, "a decline takes nothing"
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="30")
    after = deal.offer("2025-03-18 10:00")
    assert (after.state, after.answerable_until, after.new_offer_since) == ("notified", None, local("2025-03-17 09:00"))


def test_a_part_that_binds_only_with_the_whole_holds_up_nothing() -> None:
    deal = Deal(SHARED | {"partial": "aggregate_all_or_nothing"}).received(quantity="90").noticed()
    deal.say("matched-in-part", "2025-03-17 09:00", quantity="30").say("withdrawn", "2025-03-18 09:00")
    assert deal.state("2025-03-18 10:00") == "withdrawn"


def test_a_match_outlasts_what_another_holder_objects_to() -> None:
    deal = Deal(SHARED).received(quantity="90").noticed()
    deal.say("matched-in-part", "2025-03-17 09:00", quantity="30").say("declined", "2025-03-17 09:00", by="juno")
    deal.say("notice-deficient", "2025-03-18 09:00", by="iris", missing=["site"])
    assert (deal.state("2025-03-18 10:00"), deal.offer("2025-03-18 10:00").elected) == ("received", {"halcyon": 30})
    deal.say("terms-amended", "2025-03-18 11:00", terms={"term_months": "48"}).say("withdrawn", "2025-03-18 12:00")
    deal.noticed("2025-03-19 09:00", states=["site"]).say("matched-in-part", "2025-03-20 09:00", quantity="10")
    cured = deal.offer("2025-03-20 10:00")
    assert (cured.state, cured.elected, cured.noticed_terms) == ("notified", {"halcyon": 30}, TERMS)
    assert [str(item.reason) for item in cured.without_effect] == [
        "a match binds, and there is one of halcyon", "'halcyon' has answered; the first answer is final"]  # fmt: skip
    deal.say("matched-in-part", "2025-03-21 09:00", by="juno", quantity="20")
    assert deal.offer("2025-04-10 09:00").parts == {"halcyon": 30, "juno": 20}
