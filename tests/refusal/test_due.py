"""What is due, from whom, by when: in every state of an offer."""

from datetime import timedelta

import pytest
from tests.refusal.deal import Deal, local, refusal

from firstcall.refusal.due import Due, everything_due

ONE_TIER = {"tiers": [
    {"holders": [{"holder": "halcyon", "holding": "3"}]},
    {"holders": [{"holder": "iris", "holding": "2"}, {"holder": "juno", "holding": "2"}], "n": "5"},
]}  # fmt: skip


def due(deal: Deal, at: str, within: timedelta | None = None) -> list[tuple[str, tuple[str, ...], str | None]]:
    found = everything_due(deal.position(at), within=within)
    return [(item.what, item.who, item.by.isoformat() if item.by else None) for item in found]


def first(deal: Deal, at: str, what: str) -> Due:
    return next(item for item in everything_due(deal.position(at)) if item.what == what)


def test_of_an_offer_received_the_grantor_is_to_say_whether_it_wants_it() -> None:
    deal = Deal().say("offer-received", "2025-03-10 09:00", provider="rival")
    assert due(deal, "2025-03-11 09:00") == [("willingness", ("grace",), None)]


def test_a_notice_is_to_be_given_of_what_the_grantor_wants() -> None:
    assert due(Deal().received(), "2025-03-11 09:00") == [("notice", ("grace",), None)]
    amended = Deal().received().noticed().say("terms-amended", "2025-03-18 09:00", terms={"term_months": "48"})
    assert due(amended, "2025-03-19 09:00") == [
        ("answer to the noticed terms", ("halcyon",), "2025-03-28T21:00:00+00:00"),
        ("renewed notice", ("grace",), None),
    ]
    assert due(amended, "2025-04-19 09:00") == [("renewed notice", ("grace",), None)]


def test_an_answer_is_due_and_an_objection_may_be_made() -> None:
    assert due(Deal().received().noticed(), "2025-03-17 09:00") == [
        ("objection", ("halcyon",), "2025-03-21T21:00:00+00:00"),
        ("answer", ("halcyon",), "2025-03-28T21:00:00+00:00"),
    ]
    assert due(Deal().received().noticed(), "2025-03-22 09:00") == [
        ("answer", ("halcyon",), "2025-03-28T21:00:00+00:00")
    ]


def test_each_tier_is_waited_for_until_it_has_answered() -> None:
    deal = Deal(refusal(several=ONE_TIER)).received().noticed()
    assert due(deal, "2025-03-24 09:00") == [
        ("answer", ("halcyon",), "2025-03-28T21:00:00+00:00"),
        ("answer", ("iris", "juno"), "2025-04-04T21:00:00+00:00"),
    ]
    deal.say("declined", "2025-03-24 10:00", by="iris")
    assert due(deal, "2025-03-31 09:00") == [("answer", ("juno",), "2025-04-04T21:00:00+00:00")]


def test_while_the_clock_stands_no_day_is_named() -> None:
    deal = Deal().received().noticed().say("tolled", "2025-03-18 09:00")
    assert first(deal, "2025-03-24 09:00", "answer").by is not None
    deal.say("tolled", "2025-03-18 10:00", by="halcyon")
    item = first(deal, "2025-03-24 09:00", "answer")
    assert (item.by, str(item.then), item.is_duty, item.days_left(local("2025-03-24 09:00"))) == (
        None, "the clock stands", False, None)  # fmt: skip


def test_after_a_match_signature_and_delivery_are_due() -> None:
    delivery = {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"],
                "milestones": [{"share": "0.4", "within": "30"}, {"share": "0.6", "within": "60"}]}  # fmt: skip
    deal = Deal(refusal(failure={"sign_within": "10"}), delivery).received().noticed()
    deal.say("matched", "2025-03-18 09:00")
    assert [item[0] for item in due(deal, "2025-03-19 09:00")] == ["signature", "delivery", "delivery"]
    deal.signed("2025-03-20 09:00", "100", provider="halcyon-cloud").say("delivered", "2025-04-01 09:00", quantity="40")
    assert due(deal, "2025-04-02 09:00") == [("delivery", ("halcyon",), "2025-05-17T21:00:00+00:00")]
    assert first(deal, "2025-04-02 09:00", "delivery").quantity == 60


def test_what_is_overdue_says_so_and_names_what_is_still_lacking() -> None:
    delivery = {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"],
                "milestones": [{"share": "0.5", "within": "30"}, {"share": "0.5", "within": "60"}]}  # fmt: skip
    deal = Deal(refusal(), delivery).received().noticed().say("matched", "2025-03-18 09:00")
    last, after = "2025-04-17 17:00", "2025-04-17 17:00:01"
    assert [("overdue" in str(item.then), item.quantity) for item in everything_due(deal.position(last))] == [
        (False, 50),
        (False, 100),
    ]
    assert [("overdue" in str(item.then), item.quantity) for item in everything_due(deal.position(after))] == [
        (True, 50),
        (False, 100),
    ]
    deal.say("holder-failed", "2025-04-18 09:00", quantity="20")
    lacking = [(item.what, item.quantity) for item in everything_due(deal.position("2025-04-19 09:00"))]
    assert lacking == [("delivery", 30), ("delivery", 80), ("signature elsewhere", 20)]


def test_what_is_free_may_be_signed_through_the_last_day_of_the_tail() -> None:
    deal = Deal().received().noticed()
    item = first(deal, "2025-04-01 09:00", "signature elsewhere")
    assert item.until == local("2025-06-27 00:00") and not item.is_duty
    assert due(deal, "2025-06-27 00:00") == []


def test_only_what_is_due_so_soon() -> None:
    deal = Deal().received().noticed()
    assert [item[0] for item in due(deal, "2025-03-26 17:00", timedelta(days=2))] == ["answer"]
    assert due(deal, "2025-03-26 16:59:59", timedelta(days=2)) == []


@pytest.mark.parametrize(
    ("basis", "window", "grade", "assumed"),
    [
        ({"grade": "agreed", "source": "contract"},
         {"n": "10", "unit": "business", "anchor": "received", "cutoff": "17:00"}, "agreed", ()),
        ({"grade": "agreed", "source": "contract"}, {"n": "10", "unit": "business", "anchor": "received"},
         "assumed", ("cut-off",)),
        ({"grade": "reported", "source": "contract"},
         {"n": "10", "unit": "business", "anchor": "received", "cutoff": "17:00"},
         "reported", ("window", "kind of days", "what the window counts from", "cut-off")),
    ],
)  # fmt: skip
def test_a_deadline_says_what_it_rests_on(
    basis: dict[str, str], window: dict[str, str], grade: str, assumed: tuple[str, ...]
) -> None:
    arrived = Deal(refusal(basis=basis, window=window)).received()
    arrived.noticed(delivered="2025-03-14T16:59:00-04:00")
    item = first(arrived, "2025-03-24 09:00", "answer")
    assert (item.grade, item.assumed) == (grade, assumed)
    supposed = Deal(refusal(basis=basis, window=window)).received().noticed()
    item = first(supposed, "2025-03-24 09:00", "answer")
    assert item.grade == "assumed" and item.assumed[-1] == "receipt, which is not recorded"


def test_a_window_that_counts_from_sending_supposes_no_receipt() -> None:
    deal = Deal(refusal(window={"n": "10", "anchor": "sent"})).received().noticed()
    assert "receipt, which is not recorded" not in first(deal, "2025-03-24 09:00", "answer").assumed


def test_each_tier_is_told_what_its_own_silence_brings() -> None:
    deal = Deal(refusal(several=ONE_TIER)).received().noticed()
    one, two = (item for item in everything_due(deal.position("2025-03-24 09:00")) if item.what == "answer")
    assert (str(one.then), one.next_by) == ("silence passes it on to iris and juno", None)
    assert str(two.then) == "silence lapses it" and two.next_by is not None


def test_the_third_partys_own_last_day_stands_beside_the_first_free_day() -> None:
    deal = Deal().received(terms={"price": "2", "expires": "2025-03-27"})
    before = first(deal, "2025-03-12 09:00", "notice").expiry
    assert before is not None and str(before) == (
        "the third party's offer expires on 2025-03-27, and silence frees it on 2025-03-26 at the earliest, "
        "if notice is given now"
    )
    after = first(deal.noticed(), "2025-03-17 09:00", "answer").expiry
    assert (
        after is not None
        and after.too_late
        and str(after).endswith(
            "silence frees it on 2025-03-28 at the earliest: too late, unless the holder answers before"
        )
    )


def test_a_match_without_a_day_to_perform_by_is_told() -> None:
    deal = Deal().received().noticed().say("matched", "2025-03-18 09:00")
    assert due(deal, "2025-12-31 09:00") == [("performance", ("halcyon",), None)]
    assert "no clause sets a day" in str(first(deal, "2025-12-31 09:00", "performance").then)


def test_what_was_taken_stays_due_while_the_rest_is_offered_again() -> None:
    deal = Deal(refusal(failure={"sign_within": "60"})).received().noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="40")
    deal.say("terms-amended", "2025-04-01 09:00", terms={"price_usd_per_gpu_hour": "2.50"}).noticed("2025-04-02 09:00")
    assert [item[0] for item in due(deal, "2025-04-21 09:00")] == ["signature", "signature elsewhere"]
    assert deal.standing("2025-04-21 09:00")[0] == ("40", "taken", "matched-in-part")
    assert deal.say("holder-failed", "2025-05-18 09:00").offer("2025-05-19 09:00").failed == 40


def test_an_exempt_offer_asks_for_nothing() -> None:
    assert due(Deal(refusal(exempt=["renewal"])).received(exemption="renewal"), "2025-03-11 09:00") == []


def test_silence_that_holds_is_said_and_no_tail_follows() -> None:
    item = first(Deal(refusal(silence="holds")).received().noticed(), "2025-03-24 09:00", "answer")
    assert (str(item.then), item.next_by) == ("silence changes nothing", None)


def test_lateness_is_said_with_what_it_takes_off() -> None:
    delivery = {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"], "remedy": ["late_fee"],
                "milestones": [{"share": "1", "within": "30"}],
                "late_fee": {"share_per_day": "0.005", "at_most": "0.1"}}  # fmt: skip
    deal = Deal(refusal(), delivery).received().noticed().say("matched", "2025-03-18 09:00")
    assert str(first(deal, "2025-04-17 17:00", "delivery").then) == "lateness takes a share off the price"
    assert (
        str(first(deal, "2025-04-20 09:00", "delivery").then) == "late, which takes 1.5 per cent off the price so far"
    )


@pytest.mark.parametrize(
    ("fields", "then"),
    [
        ({}, "it must be offered again after that"),
        ({"until": "2025-04-30"}, "the right has ended by then, so nothing has to be offered again"),
        ({"continuing": "false"}, "the right has ended by then, so nothing has to be offered again"),
    ],
)
def test_what_follows_a_tail_is_told_of_the_right_as_it_then_is(fields: dict[str, str], then: str) -> None:
    deal = Deal(refusal(**fields)).received().noticed().say("declined", "2025-03-18 09:00")
    assert str(first(deal, "2025-03-19 09:00", "signature elsewhere").then) == then


def test_a_first_notice_rests_on_nothing_that_only_a_re_offer_reads() -> None:
    window = {"n": "10", "reoffer": "5"}
    deal = Deal(refusal(basis={"grade": "assumed"}, window=window)).received()
    deal.noticed(delivered="2025-03-14T16:59:00-04:00")
    once = first(deal, "2025-03-17 09:00", "answer").assumed
    deal.say("declined", "2025-03-18 09:00").noticed("2025-04-01 09:00", delivered="2025-04-01T09:00:00-04:00")
    again = first(deal, "2025-04-02 09:00", "answer").assumed
    assert len(again) == len(once) + 1 and set(once) < set(again)


def test_the_third_party_s_last_day_stands_only_beside_what_comes_before_an_answer() -> None:
    deal = Deal().received(terms={"price": "2", "expires": "2025-03-27"}).noticed()
    assert first(deal, "2025-03-17 09:00", "answer").expiry is not None
    assert first(deal, "2025-03-17 09:00", "objection").expiry is None


@pytest.mark.parametrize(
    ("required", "then"),
    [
        ([], "no clock runs until notice is given"),
        (["start"], "the notice lacked start, so no clock runs until notice is given with it"),
        (["start", "site"], "the notice lacked start, site, so no clock runs until notice is given with it"),
    ],
)
def test_a_notice_that_started_no_clock_is_due_with_what_it_lacked(required: list[str], then: str) -> None:
    deal = Deal(refusal(notice={"required": required}, incomplete="no_clock")).received()
    if required:
        deal.noticed(incomplete=True)
    assert [str(item.then) for item in everything_due(deal.position("2025-03-17 09:00"))] == [then]


def test_a_notice_that_cures_is_due_an_answer_beside_which_stands_what_it_lacked() -> None:
    deal = Deal(refusal(notice={"required": ["start", "site"]})).received().noticed(incomplete=True)
    item = first(deal, "2025-03-17 09:00", "answer")
    assert item.lacked == ("start", "site")
    assert [str(said) for said in item.beside] == [
        "the notice lacked start, site, and counts as complete unless the holder objects in time"
    ]


@pytest.mark.parametrize("at", ["2025-03-24 09:00", "2025-04-07 09:00"])
def test_what_rests_on_silence_says_so_and_what_the_notice_lacked_and_that_its_arrival_is_supposed(at: str) -> None:
    """After the days to object: while the window runs, and of the freedom after it."""
    deal = Deal(refusal(notice={"required": ["start"]})).received().noticed(incomplete=True)
    [item] = everything_due(deal.position(at))
    assert [str(said) for said in item.beside] == [
        "the notice lacked start, and counts as complete since nobody said so in time"
    ]
    assert [str(said) for said in item.supposed] == ["no arrival of the notice is on the record: its sending stands in"]
    assert (item.grade, "receipt, which is not recorded" in item.assumed) == ("assumed", True)


@pytest.mark.parametrize(("tail", "freed", "supposed"), [
    ("lapse", "declined", False), ("receipt", "declined", True), ("notice", "declined", False),
    ("lapse", None, True), ("receipt", None, True), ("notice", None, True),
])  # fmt: skip
def test_the_days_to_sign_rest_on_an_arrival_by_the_lapse_or_by_what_they_count_from(
    tail: str, freed: str | None, supposed: bool
) -> None:
    deal = Deal(refusal(tail={"n": "90", "anchor": tail})).received().noticed()
    if freed is not None:
        deal.say(freed, "2025-03-17 09:00")
    [item] = everything_due(deal.position("2025-03-31 09:00"))
    assert (item.what, "receipt, which is not recorded" in item.assumed) == ("signature elsewhere", supposed)


def test_the_days_to_sign_after_a_failure_rest_on_no_arrival() -> None:
    clause = refusal(tail={"n": "90", "anchor": "receipt"}, failure={"sign_within": "5"})
    deal = Deal(clause).received().noticed().say("matched", "2025-03-17 09:00").say("holder-failed", "2025-03-24 09:00")
    [item] = everything_due(deal.position("2025-03-25 09:00"))
    assert (item.what, "receipt, which is not recorded" in item.assumed) == ("signature elsewhere", False)


WINDOW = {"n": "10", "unit": "business", "anchor": "received", "cutoff": "17:00"}
REPORTED = {"grade": "reported", "source": "contract"}
AMENDED = {"id": "second", "signed": "2025-03-17", "effective": "2025-03-17", "in_flight": "continue",
           "basis": {"grade": "agreed", "source": "contract"}}  # fmt: skip


@pytest.mark.parametrize("change", [{"replace": [refusal(window={**WINDOW, "n": "5"})]}, {"remove": ["refusal"]}])
def test_a_deadline_rests_on_the_text_under_which_notice_was_given(change: dict[str, list[object]]) -> None:
    deal = Deal(refusal(window=WINDOW, basis=REPORTED), amendments=[AMENDED | change]).received()
    deal.noticed(delivered="2025-03-14T16:59:00-04:00")
    item = first(deal, "2025-03-18 09:00", "answer")
    assert (item.by, item.grade) == (local("2025-03-28 17:00"), "reported")
    assert item.assumed == ("window", "kind of days", "what the window counts from", "cut-off")


def test_what_follows_an_answer_rests_on_that_text_too() -> None:
    failure = {"sign_within": "60"}
    change = AMENDED | {"replace": [refusal(window=WINDOW, failure=failure)]}
    deal = Deal(refusal(window=WINDOW, failure=failure, basis=REPORTED), amendments=[change]).received()
    deal.noticed(delivered="2025-03-14T16:59:00-04:00").say("matched-in-part", "2025-03-16 09:00", quantity="40")
    found = {item.what: item for item in everything_due(deal.position("2025-04-01 09:00"))}
    assert (found["signature"].grade, found["signature"].assumed) == ("reported", ("days to sign",))
    assert (found["signature elsewhere"].grade, found["signature elsewhere"].assumed[0]) == ("reported", "tail")


@pytest.mark.parametrize(
    ("basis", "window", "known"),
    [
        ({"grade": "agreed", "source": "contract"}, WINDOW, ()), (REPORTED, WINDOW, ()),
        ({"grade": "agreed", "source": "contract"}, {"n": "10", "anchor": "received"}, ("kind of days", "cut-off")),
    ],
)  # fmt: skip
def test_a_supposed_receipt_stands_beside_only_what_is_known_as_little(
    basis: dict[str, str], window: dict[str, str], known: tuple[str, ...]
) -> None:
    item = first(Deal(refusal(basis=basis, window=window)).received().noticed(), "2025-03-24 09:00", "answer")
    assert (item.grade, item.assumed) == ("assumed", (*known, "receipt, which is not recorded"))


def test_before_a_notice_what_is_due_rests_on_the_clause_as_it_stands_now() -> None:
    deal = Deal(refusal(basis=REPORTED), amendments=[AMENDED | {"replace": [refusal()]}]).received()
    assert first(deal, "2025-03-16 09:00", "notice").grade == "reported"
    assert first(deal, "2025-03-18 09:00", "notice").grade == "agreed"


def test_an_answer_is_due_to_the_last_instant_of_its_window_and_an_objection_to_that_of_its_days() -> None:
    deal = Deal(refusal(silence="holds")).received().noticed()
    assert due(deal, "2025-03-28 17:00") == [("answer", ("halcyon",), "2025-03-28T21:00:00+00:00")]
    assert due(deal, "2025-03-28 17:00:00.000001") == [("answer", ("halcyon",), None)], "it waits for it still"
    lapses = Deal().received().noticed()
    assert [item[0] for item in due(lapses, "2025-03-28 17:00:00.000001")] == ["signature elsewhere"]
    assert [item[0] for item in due(deal, "2025-03-21 17:00")] == ["objection", "answer"]
    assert [item[0] for item in due(deal, "2025-03-21 17:00:00.000001")] == ["answer"]


def test_amended_terms_leave_the_noticed_ones_to_be_answered_to_their_last_instant() -> None:
    deal = Deal().received().noticed().say("terms-amended", "2025-03-18 09:00", terms={"term_months": "48"})
    item = first(deal, "2025-03-28 17:00", "answer to the noticed terms")
    assert (item.by, str(item.then)) == (
        local("2025-03-28 17:00"), "a match of them binds, and silence changes nothing",
    )  # fmt: skip
    assert due(deal, "2025-03-28 17:00:00.000001") == [("renewed notice", ("grace",), None)]


def test_each_tier_may_answer_terms_that_were_amended_since_to_its_own_last_day() -> None:
    deal = Deal(refusal(several=ONE_TIER)).received().noticed().say("declined", "2025-03-17 09:00", by="iris")
    deal.say("terms-amended", "2025-03-18 09:00", terms={"term_months": "48"})
    assert due(deal, "2025-03-28 17:00") == [
        ("answer to the noticed terms", ("halcyon",), "2025-03-28T21:00:00+00:00"),
        ("answer to the noticed terms", ("juno",), "2025-04-04T21:00:00+00:00"),
        ("renewed notice", ("grace",), None),
    ]
    assert [item[1] for item in due(deal, "2025-03-28 17:00:01")] == [("juno",), ("grace",)]


@pytest.mark.parametrize(
    ("grace", "runs_from", "costs"),
    [("10", "milestone", "lateness after Thu 17 Apr 2025 takes a share"), ("10", "grace", "lateness takes a share"),
     (None, "milestone", "lateness takes a share")],
)  # fmt: skip
def test_a_fee_that_runs_before_the_milestone_is_missed_says_from_when(
    grace: str | None, runs_from: str, costs: str
) -> None:
    delivery = {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"], "remedy": ["late_fee"],
                "milestones": [{"share": "1", "within": "30"}],
                "late_fee": {"share_per_day": "0.01", "at_most": "0.1", "runs_from": runs_from}}  # fmt: skip
    clause = delivery if grace is None else delivery | {"grace": grace}
    deal = Deal(refusal(), clause).received().noticed().say("matched", "2025-03-18 09:00")
    assert str(first(deal, "2025-03-19 09:00", "delivery").then).startswith(costs)


def test_a_part_that_binds_only_with_the_whole_is_told_until_when_it_may_be_raised() -> None:
    deal = Deal(refusal(partial="aggregate_all_or_nothing")).received().noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="40")
    item = first(deal, "2025-03-28 17:00", "answer")
    assert (item.by, item.who, item.is_duty) == (local("2025-03-28 17:00"), ("halcyon",), True)
    assert str(item.then) == "a part is provisional: it lapses unless the whole is taken together"
    assert [one[0] for one in due(deal, "2025-03-28 17:00:01")] == ["signature elsewhere"]
    tiers = Deal(refusal(partial="aggregate_all_or_nothing", several=ONE_TIER)).received().noticed()
    tiers.say("matched-in-part", "2025-03-18 09:00", quantity="40")
    tiers.say("declined", "2025-03-18 09:00", by="iris").say("matched", "2025-03-18 10:00", by="juno", quantity=None)
    assert tiers.state("2025-03-18 10:00") == "matched", "together they took the whole"
    assert [item.who for item in everything_due(tiers.position("2025-03-18 09:30")) if item.what == "answer"] == [
        ("halcyon",), ("juno",),
    ]  # fmt: skip


def test_what_is_delivered_stands_for_nothing_more() -> None:
    deal = Deal().received().noticed().say("matched", "2025-03-18 09:00")
    assert [item[0] for item in due(deal, "2025-03-19 09:00")] == ["performance"]
    assert due(deal.say("delivered", "2025-03-20 09:00"), "2025-03-21 09:00") == []


def test_marked_days_are_told_of_days_of_business_to_object_and_of_no_others() -> None:
    for unit, marked in (("business", ["2025-12-24", "2025-12-26"]), ("calendar", [])):
        deal = (
            Deal(refusal(deficiency={"n": "5", "unit": unit})).received("2025-12-15 09:00").noticed("2025-12-19 10:00")
        )
        item = first(deal, "2025-12-19 11:00", "objection")
        assert [step.day.isoformat() for step in item.marked] == marked


def test_marked_days_of_a_tail_are_those_from_what_it_counts_from() -> None:
    for anchor, marked in (("notice", ["2025-12-24", "2025-12-26"]), ("receipt", ["2025-12-24", "2025-12-26"]),
                           ("lapse", ["2025-12-26"])):  # fmt: skip
        tail = {"n": "20", "unit": "business", "anchor": anchor}
        deal = Deal(refusal(tail=tail)).received("2025-12-15 09:00").noticed("2025-12-19 10:00")
        item = first(deal.say("declined", "2025-12-24 12:00"), "2025-12-29 09:00", "signature elsewhere")
        assert [step.day.isoformat() for step in item.marked] == marked


def test_days_to_object_are_counted_by_themselves_beside_the_window() -> None:
    window = {"n": "3", "unit": "business", "anchor": "received"}
    deal = Deal(refusal(window=window, deficiency={"n": "2"})).received().noticed()
    item = first(deal, "2025-03-17 09:00", "objection")
    assert (item.by, item.who, str(item.then)) == (
        local("2025-03-18 17:00"), ("halcyon",), "the notice counts as complete",
    )  # fmt: skip
    assert first(deal, "2025-03-17 09:00", "answer").by == local("2025-03-19 17:00")


@pytest.mark.parametrize(
    ("remedy", "told"),
    [
        (["release"], ["it is overdue", "the grantor may record a failure"]),
        (["termination"], ["it is overdue", "the grantor may record a failure", "the right then ends"]),
        (["late_fee"], ["late, which takes 3 per cent off the price so far"]),
        (["release", "late_fee"], ["late, which takes 3 per cent off", "the grantor may record a failure"]),
    ],
)
def test_what_a_missed_delivery_brings_is_told_by_its_remedies(remedy: list[str], told: list[str]) -> None:
    fee = {"late_fee": {"share_per_day": "0.01", "at_most": "0.1"}} if "late_fee" in remedy else {}
    delivery = {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"], "remedy": remedy,
                "milestones": [{"share": "1", "within": "30"}], **fee}  # fmt: skip
    deal = Deal(refusal(), delivery).received().noticed().say("matched", "2025-03-18 09:00")
    then = str(first(deal, "2025-04-20 09:00", "delivery").then)
    assert all(words in then for words in told), then
    others = {"it is overdue", "late, which", "may record a failure", "the right then ends", "lateness takes"}
    assert {words for words in others if words in then} == {w for w in others if any(w in said for said in told)}


def test_each_milestone_of_a_match_keeps_its_name_while_it_is_due() -> None:
    delivery = {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"],
                "milestones": [{"share": "0.4", "within": "30"}, {"share": "0.6", "within": "60"}]}  # fmt: skip
    deal = Deal(refusal(), delivery).received().noticed().say("matched", "2025-03-18 09:00")
    before = {item.by: item.part for item in everything_due(deal.position("2025-03-19 09:00"))}
    assert len(set(before.values())) == 2 and all(before.values())
    deal.say("delivered", "2025-04-01 09:00", quantity="40")
    after = {item.by: item.part for item in everything_due(deal.position("2025-04-02 09:00"))}
    assert after.items() < before.items()


def test_a_match_without_milestones_is_due_no_longer_once_it_is_delivered_or_failed_on() -> None:
    deal = Deal().received().noticed().say("matched-in-part", "2025-03-18 09:00", quantity="40")
    assert first(deal, "2025-03-19 09:00", "performance").quantity == 40
    deal.say("delivered", "2025-03-20 09:00", quantity="40")
    assert "performance" not in [item[0] for item in due(deal, "2025-03-20 09:00")]


@pytest.mark.parametrize(
    ("now", "days"),
    [("2025-03-24 00:00", 5), ("2025-03-24 00:00:00.000001", 4), ("2025-03-24 09:00", 4), ("2025-03-27 23:59", 1),
     ("2025-03-28 00:00", 1), ("2025-03-28 17:00", 0)],
)  # fmt: skip
def test_the_business_days_left_of_an_answer_are_whole_ones(now: str, days: int) -> None:
    item = first(Deal().received().noticed(), now, "answer")
    assert item.days_left(local(now)) == days
    assert item.until == item.by == local("2025-03-28 17:00"), "an answer is shown with the instant of its cut-off"


def test_what_is_due_first_is_told_first_and_what_has_no_day_last() -> None:
    deal = Deal().received(offer="later").noticed("2025-03-17 09:00", offer="later")
    deal.received("2025-03-17 09:00", offer="open").received("2025-03-17 09:00").noticed("2025-03-17 10:00")
    deal.say("declined", "2025-03-18 09:00", offer="later")
    found = [(item.offer, item.what) for item in everything_due(deal.position("2025-03-18 09:00"))]
    assert found == [
        ("o", "objection"), ("o", "answer"), ("later", "signature elsewhere"), ("open", "notice")
    ]  # fmt: skip
    soon = everything_due(deal.position("2025-03-18 09:00"), within=timedelta(days=3650))
    assert [item.offer for item in soon] == ["o", "o", "later"], "what has no day is not due within any span"


def test_a_holder_is_told_what_is_due_under_its_own_rights() -> None:
    deal = Deal(refusal(), refusal(id="other", holder="iris", window={"n": "15"})).received().noticed()
    here = deal.position("2025-03-24 09:00")
    answers = {party: [due.who for due in everything_due(here, party=party) if due.what == "answer"]
               for party in (None, "grace", "iris", "juno")}  # fmt: skip
    both = [("halcyon",), ("iris",)]
    assert answers == {None: both, "grace": both, "iris": [("iris",)], "juno": []}
