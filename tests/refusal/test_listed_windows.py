"""Inputs about windows and tails that once answered wrongly, each by its rule and with others of its kind.

The numbers are those of the list that they come from.
"""

from typing import Any

import pytest
from tests.refusal.deal import NEW_YORK, TERMS, Deal, local, refusal

from firstcall.errors import RefusalError
from firstcall.refusal.due import everything_due

PRICE = "price_usd_per_gpu_hour"
SHORTER = {"window": {"n": "10", "reoffer": "5"}}
"""Ten business days to answer, five to answer again: from 14 March 2025, 16:59, to 28 March."""


def ends(deal: Deal, at: str) -> list[str]:
    """The last instant of each tier's window."""
    return [f"{close.astimezone(NEW_YORK):%m-%d %H:%M}" for close in deal.offer(at).tiers_close]


def due(deal: Deal, at: str) -> list[tuple[str, str | None]]:
    return [(item.what, f"{item.by.astimezone(NEW_YORK):%m-%d %H:%M}" if item.by else None)
            for item in everything_due(deal.position(at))]  # fmt: skip


# 6. Amendments that change nothing or little


@pytest.mark.parametrize(
    "amended",
    [
        {"terms": {PRICE: "2.00"}}, {"terms": {PRICE: "2"}}, {"terms": {PRICE: "2.000", "term_months": "36.0"}},
        {"quantity": "100"}, {"quantity": "100.0"}, {"quantity": "100", "terms": {"prepayment_usd": "0"}},
    ],
)  # fmt: skip
def test_6_terms_that_are_the_noticed_ones_amend_nothing(amended: dict[str, Any]) -> None:
    deal = Deal(refusal(**SHORTER)).received().noticed()
    with pytest.raises(RefusalError, match="so nothing is amended"):
        deal.act("amend", "2025-03-17 09:00", **amended)
    deal.say("terms-amended", "2025-03-17 09:00", **amended).say("notice-given", "2025-03-17 10:00")
    assert (ends(deal, "2025-03-17 11:00"), deal.state("2025-03-17 11:00")) == (["03-28 17:00"], "notified")


def test_6_amended_there_and_back_the_notice_runs_as_it_did() -> None:
    deal = Deal(refusal(**SHORTER)).received().noticed()
    deal.say("terms-amended", "2025-03-17 09:00", terms={PRICE: "3"}).say(
        "terms-amended", "2025-03-18 09:00", terms={PRICE: "2.0"})  # fmt: skip
    assert (deal.state("2025-03-19 09:00"), ends(deal, "2025-03-19 09:00")) == ("notified", ["03-28 17:00"])
    assert deal.state("2025-03-28 17:00:01") == "lapsed"


@pytest.mark.parametrize(
    ("notices", "last"),
    [
        (("03-17 09:00",), "03-28 17:00"), (("03-20 17:00",), "03-28 17:00"), (("03-24 09:00",), "03-31 17:00"),
        (("03-28 17:00",), "04-04 17:00"), (("03-28 17:01",), "04-07 17:00"),
        (("03-17 09:00", "03-18 09:00", "03-19 09:00"), "03-28 17:00"),
        (("03-26 09:00", "03-27 09:00"), "04-03 17:00"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("trifle", ["site", "interconnect", "conditions"])
def test_6_no_renewed_window_ends_before_the_one_it_takes_the_place_of(
    notices: tuple[str, ...], last: str, trifle: str
) -> None:
    deal = Deal(refusal(**SHORTER)).received().noticed()
    for number, notice in enumerate(notices):
        deal.say("terms-amended", f"2025-{notice}", terms={trifle: f"hall-{number}"}).noticed(f"2025-{notice}")
    assert ends(deal, f"2025-{notices[-1]}") == [last]


def test_6_a_clause_may_say_that_it_may_shorten() -> None:
    deal = Deal(refusal(window={"n": "10", "reoffer": "5", "may_shorten": True})).received().noticed()
    deal.say("terms-amended", "2025-03-17 09:00", terms={"site": "b"}).noticed("2025-03-17 10:00")
    assert ends(deal, "2025-03-18 09:00") == ["03-24 17:00"]


def test_6_stops_of_the_first_clock_are_kept_in_the_renewed_one() -> None:
    deal = Deal(refusal(**SHORTER)).received().noticed()
    deal.say("tolled", "2025-03-17 09:00", ground="force_majeure", evidence={"file": "f", "sha256": "0" * 64})
    deal.say("resumed", "2025-03-21 09:00")
    deal.say("terms-amended", "2025-03-21 10:00", terms={"site": "b"}).noticed("2025-03-21 11:00")
    assert ends(deal, "2025-03-24 09:00") == ["04-03 17:00"], "four days that did not count"


@pytest.mark.parametrize("counts_from", ["last_day", "answer"])
def test_6_no_tier_s_renewed_window_is_shorter(counts_from: str) -> None:
    tiers = [{"holders": [{"holder": "halcyon", "holding": "1"}]},
             {"holders": [{"holder": "iris", "holding": "1"}], "n": "5", "counts_from": counts_from}]  # fmt: skip
    deal = Deal(refusal(several={"tiers": tiers}, **SHORTER)).received().noticed()
    assert ends(deal, "2025-03-17 08:00") == ["03-28 17:00", "04-04 17:00"]
    deal.say("terms-amended", "2025-03-17 09:00", terms={"site": "b"}).noticed("2025-03-17 10:00")
    assert ends(deal, "2025-03-17 11:00") == ["03-28 17:00", "04-04 17:00"]


@pytest.mark.parametrize("fields", [{"incomplete": "no_clock"}, {"window": {"n": "10", "anchor": "complete"}}])
def test_6_an_incomplete_notice_of_amended_terms_cuts_nothing(fields: dict[str, Any]) -> None:
    deal = Deal(refusal(notice={"required": ["start"]}, **fields)).received().noticed(states=["start"])
    deal.say("terms-amended", "2025-03-17 09:00", terms={"site": "b"}).noticed("2025-03-17 10:00", incomplete=True)
    assert deal.offer("2025-03-18 09:00").answerable_until == local("2025-03-28 17:00")
    deal.say("withdrawn", "2025-03-18 10:00").say("matched", "2025-03-28 17:00")
    assert deal.state("2025-03-28 17:00") == "matched"


def test_6_an_objection_to_a_renewed_notice_leaves_the_first_one_as_it_was() -> None:
    deal = Deal(refusal(**SHORTER)).received().noticed()
    deal.say("terms-amended", "2025-03-17 09:00", terms={PRICE: "3"}).noticed("2025-03-17 10:00")
    deal.say("notice-deficient", "2025-03-18 09:00", missing=["start"])
    assert deal.state("2025-03-19 09:00") == "received"
    assert deal.offer("2025-03-19 09:00").answerable_until == local("2025-03-28 17:00")
    deal.say("withdrawn", "2025-03-19 09:00").say("matched", "2025-03-20 09:00")
    found = deal.offer("2025-03-21 09:00")
    assert (found.state, found.terms[PRICE]) == ("matched", "2.00")


def test_6_after_an_objection_the_amended_terms_are_noticed_with_a_whole_window() -> None:
    deal = Deal(refusal(**SHORTER)).received().noticed()
    deal.say("terms-amended", "2025-03-17 09:00", terms={PRICE: "3"}).noticed("2025-03-17 10:00")
    deal.say("notice-deficient", "2025-03-18 09:00", missing=["start"])
    assert deal.state("2025-03-31 09:00") == "received"
    deal.say("notice-given", "2025-04-01 09:00", supplies=["start"])
    assert (deal.state("2025-04-02 09:00"), ends(deal, "2025-04-02 09:00")) == ("notified", ["04-08 17:00"])
    assert deal.offer("2025-04-02 09:00").terms[PRICE] == "3"


# 8. What waits without a day


def test_8_after_an_offer_is_received_the_grantor_is_to_say_whether_it_is_willing() -> None:
    deal = Deal().say("offer-received", "2025-03-10 09:00", provider="rival", quantity="1", terms=TERMS)
    assert due(deal, "2025-03-11 09:00") == [("willingness", None)]
    assert due(deal.say("grantor-willing", "2025-03-11 10:00"), "2025-03-12 09:00") == [("notice", None)]
    asked = Deal(refusal(trigger="requirement")).say("capacity-requested", "2025-03-10 09:00", quantity="5")
    assert due(asked, "2025-03-11 09:00") == [("notice", None)]


# 10. In flight when the clause ends


TERM = {"id": "term", "type": "term", "until": "2025-03-20"}


def in_flight(how: str, by: str) -> Deal:
    """An offer whose window runs to 28 March under a clause that ends after 20 March."""
    if by == "until":
        return Deal(refusal(until="2025-03-20", in_flight=how)).received().noticed()
    return Deal(refusal(in_flight=how), TERM).received().noticed()


@pytest.mark.parametrize("by", ["until", "term"])
def test_10_an_offer_in_flight_goes_on_to_the_end_of_its_own_window_and_tail(by: str) -> None:
    deal = in_flight("continue", by)
    assert ("answer", "03-28 17:00") in due(deal, "2025-03-19 09:00")
    assert ("answer", "03-28 17:00") in due(deal, "2025-03-27 09:00"), "past the end of the clause"
    assert deal.standing("2025-03-28 17:00")[0][1] == "offer"
    assert deal.standing("2025-03-28 17:00:01")[0][1] == "free"
    deal.say("matched", "2025-03-28 17:00")
    assert deal.standing("2025-06-01 09:00")[0][1] == "taken"


@pytest.mark.parametrize("by", ["until", "term"])
def test_10_where_it_ends_no_day_past_the_end_is_promised(by: str) -> None:
    deal = in_flight("end", by)
    assert all(day is None or day < "03-21" for _, day in due(deal, "2025-03-19 09:00"))
    assert due(deal, "2025-03-21 09:00") == []
    with pytest.raises(RefusalError):
        deal.act("match", "2025-03-21 09:00")


@pytest.mark.parametrize("by", ["until", "term"])
def test_10_where_it_ends_neither_the_tail_nor_what_follows_silence_reaches_past_the_end(by: str) -> None:
    """The time to answer would run to 28 March; an early decline frees for 90 days. Both end with the 20th."""
    waiting = everything_due(in_flight("end", by).position("2025-03-19 09:00"))
    [answer] = [item for item in waiting if item.what == "answer"]
    assert (answer.next_by, str(answer.then)) == (
        None,
        "the right has ended by then, so nothing has to be offered again",
    )
    deal = in_flight("end", by).say("declined", "2025-03-18 09:00")
    [pool] = deal.offer("2025-03-19 09:00").pools
    assert pool.until == local("2025-03-21 00:00")


@pytest.mark.parametrize(("says", "state"), [({}, None), ({"in_flight": "continue"}, "notified")])
def test_10_by_amendment_only_where_the_amendment_says_so(says: dict[str, str], state: str | None) -> None:
    text = {"id": "gone", "signed": "2025-01-02", "effective": "2025-03-20", "remove": ["refusal"], **says}
    deal = Deal(refusal(), amendments=[text]).received().noticed()
    found = due(deal, "2025-03-21 09:00")
    assert (("answer", "03-28 17:00") in found) == (state is not None)


def test_10_an_amendment_that_shortens_the_window_shortens_none_that_runs() -> None:
    text = {"id": "shorter", "signed": "2025-01-02", "effective": "2025-03-17",
            "replace": [refusal(window={"n": "3"})]}  # fmt: skip
    deal = Deal(refusal(), amendments=[text]).received().noticed()
    assert ends(deal, "2025-03-18 09:00") == ["03-28 17:00"]


# 11. Tiers


THREE = [{"holders": [{"holder": "halcyon", "holding": "3"}]},
         {"holders": [{"holder": "iris", "holding": "2"}], "n": "5"},
         {"holders": [{"holder": "juno", "holding": "2"}], "n": "20", "unit": "calendar"}]  # fmt: skip


def test_11_each_party_has_its_own_day_and_silence_passes_on_but_for_the_last() -> None:
    deal = Deal(refusal(several={"tiers": THREE})).received().noticed()
    found = [item for item in everything_due(deal.position("2025-03-24 09:00")) if item.what == "answer"]
    assert [(item.who, f"{item.by:%m-%d}", str(item.then)) for item in found if item.by] == [
        (("halcyon",), "03-28", "silence passes it on to iris and juno"),
        (("iris",), "04-04", "silence passes it on to juno"),
        (("juno",), "04-24", "silence lapses it"),
    ]
    assert [item.next_by is not None for item in found] == [False, False, True], "then it may be signed elsewhere"
    late = [item.who for item in everything_due(deal.position("2025-04-05 09:00")) if item.what == "answer"]
    assert late == [("juno",)]


@pytest.mark.parametrize(("at", "free"), [("2025-03-31 09:00", False), ("2025-04-24 17:00", False),
                                          ("2025-04-24 17:00:01", True)])  # fmt: skip
def test_11_silence_of_one_tier_frees_nothing(at: str, free: bool) -> None:
    deal = Deal(refusal(several={"tiers": THREE})).received().noticed()
    assert (deal.standing(at)[0][1] == "free") == free
    assert (deal.say("declined", "2025-03-17 09:00").standing(at)[0][1] == "free") == free


# 13. A tail in which delivery must begin


@pytest.mark.parametrize("must", ["signed", "delivered"])
def test_13_terms_that_are_the_noticed_ones_can_be_signed_without_a_start(must: str) -> None:
    deal = Deal(refusal(tail={"n": "90", "must": must})).received().noticed()
    assert deal.standing("2025-04-01 09:00") == [("100", "free", "lapsed")]
    deal.act("sign", "2025-04-01 09:00", provider="rival", contract="k", tranches=[{"quantity": "100"}])


@pytest.mark.parametrize(("start", "cleared"), [("2025-06-26", True), ("2025-06-27", False), ("2026-01-01", False)])
def test_13_delivery_that_begins_after_the_tail_is_refused_by_the_name_of_its_term(start: str, cleared: bool) -> None:
    deal = Deal(refusal(tail={"n": "90", "must": "delivered"})).received(terms={**TERMS, "start": start}).noticed()
    signing: dict[str, Any] = {"provider": "rival", "contract": "k", "tranches": [{"quantity": "100"}]}
    if cleared:
        deal.act("sign", "2025-04-01 09:00", **signing)
    else:
        with pytest.raises(RefusalError, match=r"refusal: the signing was not cleared(.|\n)*start"):
            deal.act("sign", "2025-04-01 09:00", **signing)


@pytest.mark.parametrize(
    ("package", "name"),
    [("allocated_part", "allocated_price_usd"), ("appraised", "appraised_price_usd"), ("whole", "package")],
)
@pytest.mark.parametrize("acceptance", ["mirror", "principal_terms"])
def test_13_a_bundle_is_signed_for_what_it_was_put_at(package: str, name: str, acceptance: str) -> None:
    said = {"package": "with land", "allocated_price_usd": "12000000", "appraised_price_usd": "12000000"}
    deal = Deal(refusal(package=package, acceptance=acceptance)).received(terms={**TERMS, **said}).noticed()
    for number, other in enumerate(("8000000", "12000001")):
        deal.signed("2025-04-01 09:00", "1", f"k{number}", terms={name: other})
    assert deal.offer("2025-04-02 09:00").cleared == frozenset()
    assert name in str(deal.offer("2025-04-02 09:00").without_effect[0].fix)
    deal.signed("2025-04-02 09:00", "1", "same", terms={name: said[name]})
    assert deal.offer("2025-04-03 09:00").cleared == {"same"}
