"""What an offer does not take in: each reason, and what would help, in the words that people read."""

from typing import Any

import pytest
from tests.refusal.deal import TERMS, Deal, refusal

SIGN = {"failure": {"sign_within": "5"}}
NOTICED, MATCHED = ("noticed",), ("noticed", "matched")
BEGINNINGS: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "noticed": [("notice-given", "2025-03-14 16:59", {})],
    "matched": [("matched", "2025-03-17 09:00", {})],
    "part": [("matched-in-part", "2025-03-17 09:00", {"quantity": "40"})],
    "declined": [("declined", "2025-03-17 09:00", {})],
    "waived": [("waiver-given", "2025-03-11 09:00", {})],
    "withdrawn": [("withdrawn", "2025-03-17 09:00", {})],
    "stopped": [("tolled", "2025-03-17 09:00", {}), ("tolled", "2025-03-17 10:00", {"by": "halcyon"})],
    "one word by the holder": [("tolled", "2025-03-17 09:00", {"by": "halcyon"})],
    "withdrawn late": [("matched", "2025-03-17 08:00", {}), ("withdrawn", "2025-03-17 09:00", {})],
    "bundled": [("terms-amended", "2025-03-11 09:00", {"terms": {"package": "with land"}})],
    "other declined": [
        ("offer-received", "2025-03-11 09:00", {"offer": "p", "provider": "rival", "quantity": "5", "terms": TERMS}),
        ("grantor-willing", "2025-03-11 09:00", {"offer": "p"}), ("notice-given", "2025-03-11 10:00", {"offer": "p"}),
        ("declined", "2025-03-12 09:00", {"offer": "p"})],
    "one word": [("tolled", "2025-03-17 09:00", {})],
    "delivered": [("delivered", "2025-03-17 10:00", {})],
    "signed": [("contract-signed", "2025-03-17 10:00",
                {"provider": "rival", "contract": "k", "tranches": [{"quantity": "100"}]})],
}  # fmt: skip
THIRD = {"provider": "rival", "contract": "k2", "terms": {}}
NO_NOTICE = "no notice is waiting for an answer"
TABLE: list[tuple[dict[str, Any], tuple[str, ...], str, dict[str, Any], str, str]] = [
    ({}, (), "offer-received", {"provider": "rival"},
     "the offer was received already; changed terms are an amendment", "amend it, or give a new offer its own id"),
    ({}, (), "grantor-willing", {}, "the grantor has said so already", "give notice of the offer"),
    ({"withdrawal": "until_answer"}, ("noticed", "withdrawn"), "grantor-willing", {},
     "the offer was withdrawn", "record the offer again when it is made again"),
    ({}, (), "notice-given", {"delivered": "2025-03-17T09:00:00-04:00"},
     "it arrived at 2025-03-17T13:00:00Z, before it was sent at 2025-03-18T13:00:00Z", "correct one of the two"),
    ({}, NOTICED, "matched", {"delivered": "2025-03-17T09:00:00-04:00"},
     "it arrived at 2025-03-17T13:00:00Z, before it was sent at 2025-03-18T13:00:00Z", "correct one of the two"),
    ({"withdrawal": "until_answer"}, ("noticed", "withdrawn"), "notice-given", {},
     "the offer was withdrawn", "record the offer again when it is made again"),
    ({"since": "2025-04-01"}, (), "notice-given", {},
     "no such right of first refusal was in force", "check the day, and the clause"),
    ({"since": "2025-04-01"}, (), "waiver-given", {},
     "no such right of first refusal was in force", "check the day, and the clause"),
    ({"notice": {"required": ["start", "site"]}}, (), "notice-given", {},
     "a notice of offer 'o' would be incomplete: start, site missing",
     "amend the offer with what is missing, then give notice; or say that it is incomplete, and read what follows"),
    ({"currency": "EUR"}, (), "notice-given", {},
     "'price_usd_per_gpu_hour' is in USD, and amounts under this clause are in EUR",
     "state it as the clause does, as an offer of its own"),
    ({}, NOTICED, "notice-given", {},
     "notice of these terms was given already",
     "wait for the answer, or amend the terms first; when it arrived is entered by correcting `delivered` of event e3"),
    ({}, MATCHED, "notice-given", {},
     "the holder has answered", "other terms, or a further quantity, are a new offer"),
    ({}, ("noticed", "matched", "delivered"), "notice-given", {},
     "the holder has answered", "other terms, or a further quantity, are a new offer"),
    ({}, ("noticed", "part"), "notice-given", {},
     "the holder has answered", "other terms, or a further quantity, are a new offer"),
    ({"package": "not_allowed"}, ("bundled",), "notice-given", {},
     "the offer is bundled with other things, which the clause does not allow",
     "obtain a separate offer for what the right is on"),
    ({"continuing": "false"}, ("other declined",), "notice-given", {},
     "the right was for one offer, and offer p was it", "sign without notice; the right has ended"),
    ({}, ("noticed", "declined", "signed"), "notice-given", {},
     "nothing of the offer is left", "give a further quantity as a new offer"),
    ({}, NOTICED, "notice-given", {"supplies": ["price"]}, "the window runs from the notice itself",
     "nothing is to be done"),
    ({}, (), "notice-given", {"supplies": ["price"]}, "no notice is waiting for a missing piece",
     "give notice of the offer"),
    ({}, MATCHED, "terms-amended", {"terms": {"term_months": "48"}},
     "the offer is matched; what was matched stands, and other terms are a new offer",
     "record the changed terms as a new offer"),
    ({}, ("noticed", "matched", "delivered"), "terms-amended", {"terms": {"term_months": "48"}},
     "the offer is delivered; what was matched stands, and other terms are a new offer",
     "record the changed terms as a new offer"),
    ({"withdrawal": "until_answer"}, ("noticed", "withdrawn"), "terms-amended", {"terms": {"term_months": "48"}},
     "the offer is withdrawn; what was matched stands, and other terms are a new offer",
     "record the changed terms as a new offer"),
    ({}, ("noticed", "part"), "terms-amended", {"quantity": "39.5"},
     "39.5 is less than the 40 taken or signed already", "check the quantity"),
    ({}, NOTICED, "terms-amended", {"terms": {"term_months": "36.0"}},
     "the terms are as they were, so nothing is amended", "state what changes, or do nothing"),
    ({}, MATCHED, "withdrawn", {}, "the offer is matched", "nothing is left to withdraw"),
    ({}, NOTICED, "withdrawn", {},
     "once noticed, an offer cannot be taken back while the window runs: until 2025-03-28T21:00:00Z",
     "wait for the answer; `withdrawal: until_answer` in the clause would allow it"),
    ({}, ("noticed", "stopped"), "withdrawn", {},
     "once noticed, an offer cannot be taken back while the window runs: until the holder has answered",
     "wait for the answer; `withdrawal: until_answer` in the clause would allow it"),
    ({}, ("noticed", "stopped"), "tolled", {}, "there is no such clock to stop or start",
     "see `offer show` for the state of the offer"),
    ({}, MATCHED, "tolled", {}, "there is no such clock to stop or start",
     "see `offer show` for the state of the offer"),
    ({}, ("noticed", "one word by the holder"), "tolled", {"by": "halcyon"},
     "this side has said so already, and the other has not", "wait for the other's word"),
    ({}, NOTICED, "resumed", {}, "there is no such clock to stop or start",
     "see `offer show` for the state of the offer"),
    ({"tolling": ["regulatory_approval", "agreement"]}, NOTICED, "tolled", {"ground": "force_majeure"},
     "the clock cannot be stopped on force_majeure", "the grounds are: regulatory_approval, agreement"),
    ({"tolling": []}, NOTICED, "tolled", {}, "the clock cannot be stopped on agreement", "the clause knows no ground"),
    ({}, NOTICED, "tolled", {"ground": "force_majeure"}, "nothing shows that there is force_majeure",
     "add the paper that shows it as evidence"),
    ({}, ("noticed", "one word"), "tolled", {}, "this side has said so already, and the other has not",
     "wait for the other's word"),
    ({}, (), "notice-deficient", {"missing": ["start"]}, "no notice to this holder is waiting for an answer",
     "see `offer show` for the state of the offer"),
    ({"deficiency": {"n": "1"}}, NOTICED, "notice-deficient", {"missing": ["start"]},
     "the time to say so was over at 2025-03-17T21:00:00Z, so the notice counts as complete",
     "answer the notice as it stands"),
    ({}, (), "matched", {}, NO_NOTICE, "wait for a complete notice of the terms as they stand"),
    ({"window": {"n": "1"}}, NOTICED, "matched", {}, NO_NOTICE,
     "the window closed at 2025-03-17T21:00:00Z, reckoned as if the notice arrived when it was sent; a later answer "
     "needs a new notice, or the day of its arrival on the record"),
    ({"window": {"n": "1", "anchor": "sent"}}, NOTICED, "matched", {}, NO_NOTICE,
     "the window closed at 2025-03-17T21:00:00Z; a later answer needs a new notice"),
    ({}, ("noticed", "declined"), "matched", {}, NO_NOTICE, "the offer is declined; the first answer is final"),
    ({}, ("noticed", "withdrawn late"), "matched", {}, NO_NOTICE, "the offer is matched; the first answer is final"),
    ({}, NOTICED, "matched", {"by": "iris"}, "'iris' does not hold refusal", "let its holder answer"),
    ({}, NOTICED, "declined", {"by": "grace"}, "'grace' does not hold refusal", "let its holder answer"),
    ({}, NOTICED, "notice-deficient", {"by": "iris"}, "'iris' does not hold refusal", "let its holder answer"),
    ({"since": "2025-04-01"}, (), "matched", {"by": "iris"}, NO_NOTICE,
     "wait for a complete notice of the terms as they stand"),
    ({}, (), "notice-given", {"by": "halcyon"}, "it is no act of 'halcyon'", "that is for grace to do"),
    ({}, MATCHED, "holder-failed", {"by": "iris"}, "it is no act of 'iris'", "that is for grace or halcyon to do"),
    ({}, NOTICED, "withdrawn", {"by": "iris"}, "it is no act of 'iris'", "that is for grace to do"),
    ({}, NOTICED, "tolled", {"by": "iris"}, "it is no act of 'iris'", "that is for grace or halcyon to do"),
    ({}, NOTICED, "matched", {"conditions": "if it rains"},
     "an acceptance with conditions is a counter-offer, and takes nothing",
     "accept without conditions before the window closes, or ask the grantor to amend the terms"),
    ({}, NOTICED, "matched", {"cash_for": {"site": "5"}},
     "the acceptance does not match the offer: 'site' is no term of the notice",
     "match the term itself, or its value"),
    ({"partial": "none"}, NOTICED, "matched-in-part", {"quantity": "5"},
     "this offer is matched whole or not at all", "match the whole, or decline"),
    ({}, NOTICED, "matched-in-part", {"quantity": "100.50"}, "100.5 is more than the 100 offered",
     "take that much at most"),
    ({"parts": {"step": "8"}}, NOTICED, "matched-in-part", {"quantity": "12"}, "12 is no multiple of 8",
     "take whole multiples"),
    ({"parts": {"minimum_lot": "8"}}, NOTICED, "matched-in-part", {"quantity": "7.50"},
     "7.5 is below the minimum lot of 8", "take more, or decline"),
    ({}, ("noticed", "declined"), "waiver-given", {}, "the offer has been answered, or has lapsed",
     "nothing is left to waive"),
    ({}, NOTICED, "contract-signed", THIRD, "the signing was not cleared, so it uses up nothing",
     "the offer reads: notified; sign what is free, or obtain a waiver"),
    ({"exempt": ["renewal"]}, (), "contract-signed", THIRD | {"provider": "other-rival"},
     "the signing was not cleared, so it uses up nothing",
     "the offer reads: exempt (renewal) for rival, not for other-rival; sign what is free, or obtain a waiver"),
    ({}, NOTICED, "delivered", {}, "the holder has matched nothing", "record a match first, or check the offer"),
    ({}, ("noticed", "matched", "delivered"), "delivered", {}, "everything that was matched is delivered or failed",
     "check the quantity and the offer"),
    ({}, ("noticed", "matched", "delivered"), "holder-failed", {}, "nothing that was matched is still due",
     "check the offer, and what was delivered"),
    (SIGN, MATCHED, "holder-failed", {}, "'halcyon' has until 2025-03-22T21:00:00Z to sign",
     "wait until that has passed"),
    ({}, MATCHED, "holder-failed", {}, "no clause sets a day to sign or deliver by, so nothing can have failed",
     "agree on a day by amendment: `failure.sign_within`, or a delivery clause"),
    (SIGN, MATCHED, "holder-failed", {"to": "deliver"},
     "no clause sets a day to deliver by, so nothing can have failed",
     "agree on a day by amendment: `failure.sign_within`, or a delivery clause"),
]  # fmt: skip


@pytest.mark.parametrize(("clause", "before", "kind", "fields", "reason", "fix"), TABLE)
def test_what_changes_nothing_says_why_and_what_would_help(
    clause: dict[str, Any], before: tuple[str, ...], kind: str, fields: dict[str, Any], reason: str, fix: str
) -> None:
    deal = Deal(refusal(**clause)).received(**({"exemption": "renewal"} if "exempt" in clause else {}))
    for name in before:
        for event, at, given in BEGINNINGS[name]:
            deal.say(event, at, **given)
    if kind in ("tolled", "resumed"):
        fields = {"ground": "agreement", **fields} if kind == "tolled" else fields
    counted = {event.id for event in deal.offer("2025-03-18 08:00").events}
    deal.say(kind, "2025-03-18 09:00", **fields)
    after = deal.offer("2025-03-18 09:00")
    (told,) = [item for item in after.without_effect if item.event == deal.record.events[-1].id]
    assert (str(told.reason), str(told.fix), told.kind) == (reason, fix, kind)
    assert counted == {event.id for event in after.events}, "and it moves nothing"


def test_more_than_passed_milestones_lack_says_how_much_may_be_called_failed() -> None:
    deal = Deal(refusal(**SIGN)).received().noticed().say("matched", "2025-03-18 09:00")
    deal.say("delivered", "2025-03-19 09:00", quantity="70.50").say("holder-failed", "2025-04-01 09:00", quantity="30")
    (told,) = deal.offer("2025-04-01 09:00").without_effect
    assert str(told.reason) == "30 is more than the 29.5 that passed milestones still lack"
    assert str(told.fix) == "record 29.5 as failed, or leave the quantity out"


def test_where_lateness_only_costs_nothing_can_be_called_failed() -> None:
    delivery = {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"], "remedy": ["late_fee"],
                "milestones": [{"share": "1", "within": "5"}],
                "late_fee": {"share_per_day": "0.01", "at_most": "0.1"}}  # fmt: skip
    deal = Deal(refusal(), delivery).received().noticed().say("matched", "2025-03-18 09:00")
    (told,) = deal.say("holder-failed", "2025-04-01 09:00").offer("2025-04-01 09:00").without_effect
    assert str(told.reason) == "by delivery lateness brings a fee and frees nothing"
    assert str(told.fix) == "let the fee run, or agree on a release"


def test_a_holder_whose_time_is_over_or_who_has_answered_is_told_so() -> None:
    tiers = {"tiers": [{"holders": [{"holder": "halcyon", "holding": "1"}], "n": "1"},
                       {"holders": [{"holder": "iris", "holding": "1"}]}]}  # fmt: skip
    deal = Deal(refusal(several=tiers)).received().noticed().say("matched", "2025-03-18 09:00")
    deal.say("matched-in-part", "2025-03-18 09:00", by="iris", quantity="5").say(
        "declined", "2025-03-18 10:00", by="iris"
    )
    late, again = deal.offer("2025-03-18 11:00").without_effect
    assert (str(late.reason), str(late.fix)) == (
        "the time of 'halcyon' to answer was over at 2025-03-17T21:00:00Z", "a later answer needs a new notice",
    )  # fmt: skip
    assert (str(again.reason), str(again.fix)) == (
        "'iris' has answered; the first answer is final", "a part may only be raised",
    )  # fmt: skip


def test_an_event_of_an_offer_that_was_not_made_yet_says_so() -> None:
    deal = Deal().say("matched", "2025-03-01 09:00").received()
    (told,) = deal.offer("2025-03-11 09:00").without_effect
    assert (str(told.reason), str(told.fix)) == (
        "there is no such offer yet", "record that it was received, or check the date")  # fmt: skip


def test_an_offer_that_lapsed_while_no_end_of_its_window_could_be_named_says_that_the_window_closed() -> None:
    """All or nothing, and all have answered for less: it is over at once, though the clock stood still."""
    tiers = {"tiers": [{"holders": [{"holder": "halcyon", "holding": "1"}, {"holder": "iris", "holding": "1"}]}]}
    deal = Deal(refusal(several=tiers)).received(quantity="0.5").noticed()
    deal.say("tolled", "2025-03-17 09:00").say("tolled", "2025-03-17 10:00", by="halcyon")
    deal.say("matched", "2025-03-18 09:00").say("declined", "2025-03-18 10:00", by="iris")
    deal.say("matched", "2025-03-18 11:00")
    (told,) = deal.offer("2025-03-18 11:00").without_effect
    assert deal.state("2025-03-18 11:00") == "lapsed", "half a unit is nothing that can be shared"
    assert str(told.fix) == "the window closed; a later answer needs a new notice"
