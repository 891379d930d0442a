"""What is due in every course that an offer may take: how much, under which right, until when, and resting on what."""

from decimal import Decimal
from typing import Any

import pytest
from tests.refusal.deal import Deal, local, refusal, told

from firstcall.refusal.due import Due, everything_due

REPORTED = {"grade": "reported", "source": "contract"}
AGREED = {"grade": "agreed", "source": "contract"}
RECEIPT = "receipt, which is not recorded"
ON_ARRIVAL = "2025-03-14T16:59:00-04:00"
TIERS = {"tiers": [
    {"holders": [{"holder": "halcyon", "holding": "3"}]},
    {"holders": [{"holder": "iris", "holding": "2"}], "n": "5"},
]}  # fmt: skip
DELIVERY = {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"], "basis": AGREED,
            "milestones": [{"share": "1", "within": "30"}]}  # fmt: skip
WHOLLY = {"window": {"n": "10", "unit": "business", "anchor": "received", "cutoff": "17:00"}}


def found(deal: Deal, at: str, what: str) -> list[Due]:
    return [item for item in everything_due(deal.position(at)) if item.what == what]


def kinds(deal: Deal, at: str) -> list[str]:
    return [item.what for item in everything_due(deal.position(at))]


def only(deal: Deal, at: str, what: str) -> Due:
    (item,) = found(deal, at, what)
    return item


def stopped(deal: Deal, at: str) -> Deal:
    """The clock stands by agreement from an instant on."""
    return deal.say("tolled", at).say("tolled", at, by="halcyon")


def resumed(deal: Deal, at: str) -> Deal:
    """It runs on by the word of both."""
    return deal.say("resumed", at).say("resumed", at, by="halcyon")


def test_all_that_is_due_names_its_offer_its_right_who_acts_and_how_much_it_is_about() -> None:
    unwilling = Deal().say("offer-received", "2025-03-10 09:00", provider="rival", quantity="100", unit="MW")
    signing = refusal(failure={"sign_within": "10"})
    half = Deal(signing, DELIVERY).received().noticed().say("matched-in-part", "2025-03-18 09:00", quantity="40")
    amended = Deal().received().noticed().say("terms-amended", "2025-03-18 09:00", terms={"term_months": "48"})
    for deal, at, what, who, quantity in (
        (unwilling, "2025-03-11 09:00", "willingness", "grace", 100),
        (Deal().received(), "2025-03-11 09:00", "notice", "grace", 100),
        (amended, "2025-03-19 09:00", "renewed notice", "grace", 100),
        (amended, "2025-03-19 09:00", "answer to the noticed terms", "halcyon", 100),
        (Deal().received().noticed(), "2025-03-17 09:00", "answer", "halcyon", 100),
        (Deal().received().noticed(), "2025-03-17 09:00", "objection", "halcyon", 100),
        (half, "2025-03-31 09:00", "delivery", "halcyon", 40),
        (half, "2025-03-31 09:00", "signature", "halcyon", 40),
        (half, "2025-03-31 09:00", "signature elsewhere", "grace", 60),
    ):
        item = only(deal, at, what)
        assert told(item.offer, item.clause, item.who, item.quantity, item.unit) == (
            "o", "refusal", (who,), quantity, "MW",
        )  # fmt: skip


def test_of_an_offer_without_a_quantity_all_is_due_and_no_number_is_made_up() -> None:
    terms = refusal(notice={"required": ["price"]}, failure={"sign_within": "10"})
    deal = Deal(terms, DELIVERY).received(quantity=None).noticed().say("matched", "2025-03-18 09:00")
    assert [(item.what, item.quantity) for item in everything_due(deal.position("2025-03-19 09:00"))] == [
        ("signature", None), ("delivery", None),
    ]  # fmt: skip


@pytest.mark.parametrize(("amended", "quantity"), [(None, None), ("150", 50)])
def test_of_an_exempt_offer_only_what_passes_it_is_to_be_offered(amended: str | None, quantity: int | None) -> None:
    deal = Deal(refusal(exempt=["renewal"])).received(exemption="renewal")
    if amended:
        deal.say("terms-amended", "2025-03-11 09:00", quantity=amended)
    asked = [(item.what, item.quantity) for item in everything_due(deal.position("2025-03-12 09:00"))]
    assert asked == ([] if quantity is None else [("notice", quantity)])


def test_what_was_matched_stays_due_when_the_right_has_ended_for_the_rest() -> None:
    deal = Deal(refusal(quantity_cap="40", failure={"sign_within": "300"})).received(quantity="100").noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="40")
    assert deal.offer("2025-08-01 09:00").free_because is not None, "the cap is reached, and the tail is over"
    assert kinds(deal, "2025-08-01 09:00") == ["signature"]


@pytest.mark.parametrize(
    ("cut_off", "basis", "grade", "assumed"),
    [
        ({}, AGREED, "assumed", ("cut-off",)),
        ({}, REPORTED, "assumed", ("cut-off",)),
        ({"cutoff": "17:00"}, AGREED, "agreed", ()),
    ],
)
def test_the_weakest_field_gives_a_deadline_its_grade(
    cut_off: dict[str, str], basis: dict[str, str], grade: str, assumed: tuple[str, ...]
) -> None:
    window = {"n": "10", "unit": "business", "anchor": "received", **cut_off}
    deal = Deal(refusal(window=window, basis=basis)).received().noticed(delivered=ON_ARRIVAL)
    item = only(deal, "2025-03-17 09:00", "answer")
    assert told(item.grade, item.assumed) == (grade, assumed)


@pytest.mark.parametrize(
    ("what", "at", "known"),
    [("answer", "2025-03-17 09:00", ("cut-off",)), ("objection", "2025-03-17 09:00", ("days to object",)),
     ("answer to the noticed terms", "2025-03-18 10:00", ("cut-off",))],
)  # fmt: skip
@pytest.mark.parametrize("recorded", [True, False])
def test_each_clock_of_a_notice_says_that_its_arrival_is_supposed(
    what: str, at: str, known: tuple[str, ...], recorded: bool
) -> None:
    deal = Deal().received().noticed(**({"delivered": ON_ARRIVAL} if recorded else {}))
    if what == "answer to the noticed terms":
        deal.say("terms-amended", "2025-03-18 09:00", terms={"term_months": "48"})
    item = only(deal, at, what)
    assert told(item.grade, item.assumed) == ("assumed", known if recorded else (*known, RECEIPT))


@pytest.mark.parametrize("recorded", [True, False])
@pytest.mark.parametrize(
    ("anchor", "answer", "stands_on_it"),
    [("lapse", None, True), ("lapse", "declined", False), ("lapse", "matched-in-part", True),
     ("receipt", "declined", True), ("notice", "declined", False), ("notice", None, True)],
)  # fmt: skip
def test_a_freedom_that_stands_on_an_arrival_says_whether_that_is_supposed(
    anchor: str, answer: str | None, stands_on_it: bool, recorded: bool
) -> None:
    """It begins with the end of the window, where silence brings it; and ends with a tail that may count from receipt.

    An answer frees at once, and a tail that counts from the answer or the sending needs no arrival.
    """
    tail = {"n": "90", "unit": "calendar", "anchor": anchor}
    deal = Deal(refusal(tail=tail)).received().noticed(**({"delivered": ON_ARRIVAL} if recorded else {}))
    if answer:
        deal.say(answer, "2025-03-18 09:00", **({"quantity": "40"} if answer == "matched-in-part" else {}))
    item = only(deal, "2025-03-31 09:00", "signature elsewhere")
    assert told(item.grade, item.assumed) == (("assumed", (RECEIPT,)) if stands_on_it and not recorded
                                              else ("agreed", ()))  # fmt: skip


def test_a_failure_frees_from_its_own_day_whatever_the_tail_counts_from() -> None:
    tail = {"n": "90", "unit": "calendar", "anchor": "receipt"}
    deal = Deal(refusal(tail=tail, failure={"sign_within": "5"})).received().noticed()
    deal.say("matched", "2025-03-18 09:00").say("holder-failed", "2025-03-25 09:00")
    item = only(deal, "2025-03-26 09:00", "signature elsewhere")
    assert told(item.by, item.grade) == (local("2025-06-23 23:59:59.999999"), "agreed")


def test_a_freedom_keeps_one_name_while_it_lasts_and_no_two_have_the_same() -> None:
    deal = Deal(refusal(failure={"sign_within": "5"})).received().noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="40").say("holder-failed", "2025-03-25 09:00")
    one = {item.quantity: item.part for item in found(deal, "2025-03-31 09:00", "signature elsewhere")}
    assert len(one) == len(set(one.values())) == 2 and all(one.values())
    later = {item.quantity: item.part for item in found(deal, "2025-04-30 09:00", "signature elsewhere")}
    assert later == one


@pytest.mark.parametrize(
    ("anchor", "last"), [("notice", "2025-06-12"), ("receipt", "2025-06-15"), ("lapse", "2025-06-26")]
)
def test_the_tail_that_follows_silence_counts_from_its_anchor_and_ends_with_its_last_instant(
    anchor: str, last: str
) -> None:
    """Ninety days, the first not counted, from sending on 14 March, receipt on 17 March, lapse on 28 March."""
    deal = Deal(refusal(tail={"n": "90", "unit": "calendar", "anchor": anchor})).received()
    deal.noticed("2025-03-14 16:59", delivered="2025-03-17T09:00:00-04:00")
    end = "2025-06-29" if anchor == "lapse" else last  # the window of ten days of business ends on 31 March
    item = only(deal, "2025-03-18 09:00", "answer")
    assert item.next_by == local(f"{end} 23:59:59.999999")
    assert only(deal, "2025-04-01 09:00", "signature elsewhere").by == item.next_by


def test_days_left_are_counted_at_the_holder_s_place() -> None:
    """The tail ends in the last instant of 26 June in New York, which is 27 June elsewhere already."""
    item = only(Deal().received().noticed(), "2025-06-25 09:00", "signature elsewhere")
    assert told(item.by, item.days_left(local("2025-06-25 09:00"))) == (local("2025-06-26 23:59:59.999999"), 1)


def test_a_clock_that_stood_names_its_day_again_once_it_runs() -> None:
    deal = stopped(Deal().received().noticed(), "2025-03-18 09:00")
    item = only(deal, "2025-03-19 09:00", "answer")
    assert told(item.by, str(item.then), item.next_by) == (None, "the clock stands", None)
    resumed(deal, "2025-03-20 09:00")
    item = only(deal, "2025-03-20 10:00", "answer")
    assert told(item.by, str(item.then)) == (local("2025-04-01 17:00"), "silence lapses it"), "two days do not count"


def test_while_the_clock_stands_no_tier_is_told_what_its_silence_brings() -> None:
    deal = stopped(Deal(refusal(several=TIERS)).received().noticed(), "2025-03-18 09:00")
    items = found(deal, "2025-03-19 09:00", "answer")
    assert [(item.who, item.by, str(item.then), item.next_by) for item in items] == [
        (("halcyon",), None, "the clock stands", None), (("iris",), None, "the clock stands", None),
    ]  # fmt: skip


def test_where_silence_holds_a_clock_that_stands_is_told_all_the_same() -> None:
    deal = stopped(Deal(refusal(silence="holds")).received().noticed(), "2025-03-18 09:00")
    item = only(deal, "2025-03-31 09:00", "answer")
    assert told(item.by, str(item.then), item.next_by) == (None, "the clock stands", None)


def test_days_to_object_are_over_with_the_window_and_run_on_while_its_clock_stands() -> None:
    short = Deal(refusal(window={"n": "2", "unit": "business", "anchor": "received"})).received().noticed()
    assert only(short, "2025-03-17 09:00", "objection").by == local("2025-03-18 17:00")
    deal = stopped(Deal().received().noticed(), "2025-03-18 09:00")
    assert only(deal, "2025-03-19 09:00", "objection").by == local("2025-03-21 17:00")


@pytest.mark.parametrize("window", [{"n": "10"}, {"n": "10", "reoffer": "5"}])
def test_a_second_notice_rests_on_the_window_of_a_re_offer_only_where_there_is_one(window: dict[str, str]) -> None:
    own = ("window of a re-offer",) if "reoffer" in window else ()
    deal = Deal(refusal(basis={"grade": "assumed"}, window=window)).received().noticed(delivered=ON_ARRIVAL)
    first = only(deal, "2025-03-17 09:00", "answer").assumed
    deal.say("declined", "2025-03-18 09:00").noticed("2025-04-01 09:00", delivered="2025-04-01T09:00:00-04:00")
    assert only(deal, "2025-04-02 09:00", "answer").assumed == (*first, *own)
    deal.say("terms-amended", "2025-04-02 10:00", terms={"term_months": "48"})
    assert only(deal, "2025-04-02 11:00", "answer to the noticed terms").assumed == (*first, *own)


def test_a_notice_found_incomplete_leaves_nothing_to_answer() -> None:
    deal = Deal().received().noticed().say("notice-deficient", "2025-03-17 09:00", missing=["start"])
    assert kinds(deal, "2025-03-17 10:00") == ["notice"]


def test_who_may_raise_a_part_is_told_by_each_tier_s_own_last_instant_and_on_what_that_rests() -> None:
    clause = refusal(several=TIERS, partial="aggregate_all_or_nothing", notice={"required": ["site"]}, **WHOLLY)
    deal = Deal(clause).received().noticed(incomplete=True)
    for by, quantity in (("halcyon", "40"), ("iris", "20")):
        deal.say("matched-in-part", "2025-03-18 09:00", by=by, quantity=quantity)
    items = found(deal, "2025-03-19 09:00", "answer")
    lapses = "a part is provisional: it lapses unless the whole is taken together"
    assert [(item.who, item.by, str(item.then)) for item in items] == [
        (("halcyon",), local("2025-04-04 17:00"), lapses), (("iris",), local("2025-04-11 17:00"), lapses),
    ]  # fmt: skip
    assert {(item.grade, item.assumed, item.lacked) for item in items} == {("assumed", (RECEIPT,), ("site",))}
    assert [item.who for item in found(deal, "2025-04-04 17:00:00.000001", "answer")] == [("iris",)]
    stopped(deal, "2025-04-05 09:00")
    assert {(item.by, str(item.then)) for item in found(deal, "2025-04-06 09:00", "answer")} == {
        (None, "the clock stands")
    }


def test_of_several_matches_without_a_day_each_is_due_until_it_is_performed() -> None:
    deal = Deal().received().noticed().say("matched-in-part", "2025-03-18 09:00", quantity="40")
    deal.noticed("2025-04-01 09:00").say("matched", "2025-04-02 09:00")
    assert [item.quantity for item in found(deal, "2025-04-03 09:00", "performance")] == [40, 60]
    deal.say("delivered", "2025-04-04 09:00", quantity="40")
    assert [item.quantity for item in found(deal, "2025-04-05 09:00", "performance")] == [60]
    deal.say("delivered", "2025-04-06 09:00", quantity="59.5")
    assert [item.quantity for item in found(deal, "2025-04-07 09:00", "performance")] == [60]


def test_what_a_match_owes_rests_on_the_text_under_which_it_was_noticed_whatever_is_noticed_later() -> None:
    text = refusal(failure={"sign_within": "60"}, basis=REPORTED)
    change = {"id": "second", "signed": "2025-03-25", "effective": "2025-03-25", "in_flight": "continue",
              "basis": AGREED, "replace": [refusal(failure={"sign_within": "60"})]}  # fmt: skip
    deal = Deal(text, amendments=[change]).received().noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="40").noticed("2025-04-01 09:00")
    deal.say("matched", "2025-04-02 09:00")
    items = found(deal, "2025-04-03 09:00", "signature")
    assert [(item.quantity, item.grade, item.assumed) for item in items] == [
        (40, "reported", ("days to sign",)), (60, "agreed", ()),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("basis", "grade", "assumed"),
    [(AGREED, "agreed", ()), (REPORTED, "reported", ("days to deliver",)),
     ({"grade": "agreed", "source": "contract", "assumed": ["milestones"]}, "assumed", ("days to deliver",))],
)  # fmt: skip
def test_a_day_to_deliver_by_rests_on_the_clause_that_sets_it(
    basis: dict[str, Any], grade: str, assumed: tuple[str, ...]
) -> None:
    deal = Deal(refusal(failure={"sign_within": "60"}), DELIVERY | {"basis": basis}).received().noticed()
    deal.say("matched", "2025-03-18 09:00")
    item = only(deal, "2025-03-19 09:00", "delivery")
    assert told(item.grade, item.assumed, item.clause) == (grade, assumed, "refusal")
    assert only(deal, "2025-03-19 09:00", "signature").grade == "agreed"


def marked(item: Due) -> list[str]:
    return [step.day.isoformat() for step in item.marked]


def test_marked_days_are_those_of_a_tier_s_own_window_and_of_what_its_silence_brings() -> None:
    tail = {"n": "3", "unit": "business", "anchor": "lapse"}
    several = {"tiers": [{"holders": [{"holder": "halcyon", "holding": "3"}]},
                         {"holders": [{"holder": "iris", "holding": "2"}], "n": "2"}]}  # fmt: skip
    window = {"n": "3", "unit": "business", "anchor": "received"}
    deal = Deal(refusal(several=several, window=window, tail=tail)).received("2025-12-15 09:00")
    deal.noticed("2025-12-19 10:00")
    one, two = found(deal, "2025-12-22 09:00", "answer")
    assert told(one.by, marked(one)) == (local("2025-12-24 17:00"), ["2025-12-24"])
    assert told(two.by, marked(two)) == (local("2025-12-29 17:00"), ["2025-12-24", "2025-12-26"])
    before = Deal(refusal(window=window, tail=tail)).received("2025-12-15 09:00").noticed("2025-12-18 10:00")
    item = only(before, "2025-12-22 09:00", "answer")
    assert told(item.by, marked(item)) == (local("2025-12-23 17:00"), ["2025-12-24", "2025-12-26"]), "those of its tail"


def test_a_marked_day_on_which_the_clock_stood_was_not_counted() -> None:
    deal = Deal(refusal(tail={"n": "1", "unit": "calendar"})).received("2025-12-15 09:00").noticed("2025-12-19 10:00")
    assert marked(only(deal, "2025-12-22 09:00", "answer")) == ["2025-12-24", "2025-12-26"]
    stopped(deal, "2025-12-24 09:00")
    resumed(deal, "2025-12-26 09:00")
    assert marked(only(deal, "2025-12-26 10:00", "answer")) == ["2025-12-26"]


def test_amended_terms_name_the_marked_days_of_the_noticed_ones_by_tier() -> None:
    window = {"n": "3", "unit": "business", "anchor": "received"}
    deal = Deal(refusal(several=TIERS, window=window)).received("2025-12-15 09:00").noticed("2025-12-19 10:00")
    deal.say("terms-amended", "2025-12-22 09:00", terms={"term_months": "48"})
    one, two = found(deal, "2025-12-22 10:00", "answer to the noticed terms")
    assert told(one.by, marked(one)) == (local("2025-12-24 17:00"), ["2025-12-24"])
    assert marked(two)[:2] == ["2025-12-24", "2025-12-26"]


def test_what_a_request_or_an_offer_asked_for_is_exact() -> None:
    item = only(Deal().received(quantity="0.1"), "2025-03-11 09:00", "notice")
    assert item.quantity == Decimal("0.1")
