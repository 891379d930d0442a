"""Inputs about matches that once answered wrongly, each by its rule and with others of its kind.

The numbers are those of the list that they come from.
"""

from decimal import Decimal
from typing import Any

import pytest
from tests.refusal.deal import NEW_YORK, TERMS, Deal, local, refusal, told

from firstcall.errors import RefusalError
from firstcall.record.events.entry import whole
from firstcall.refusal.due import Due, everything_due
from firstcall.refusal.late_fees import late_fees

PRICE = "price_usd_per_gpu_hour"
TICK = ":00.000001"
"""What makes the last instant, 17:00:00, the first one after it."""


def steps(*pairs: tuple[str, str], **fields: Any) -> dict[str, Any]:
    """What a holder that matched must deliver by when: shares, and days after the match."""
    found = [{"share": share, "within": within} for share, within in pairs]
    return {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"], "milestones": found} | fields


def matched(*clauses: dict[str, Any], quantity: str | None = "100", at: str = "2025-03-18 09:00") -> Deal:
    """An offer noticed on 14 March 2025 and matched as a whole."""
    return Deal(*clauses).received(quantity=quantity).noticed().say("matched", at)


def not_yet(deal: Deal, at: str, **said: Any) -> str:
    """The act is refused and the event moves nothing; why."""
    with pytest.raises(RefusalError) as refused:
        deal.act("fail", at, **said)
    before = deal.offer(at)
    deal.say("holder-failed", at, **said)
    after = deal.offer(at)
    assert (after.state, after.failed, after.pools) == (before.state, before.failed, before.pools)
    assert str(after.without_effect[-1].reason) in str(refused.value)
    return str(after.without_effect[-1].reason)


def due(deal: Deal, at: str, *whats: str) -> list[Due]:
    return [item for item in everything_due(deal.position(at)) if item.what in whats]


def days(deal: Deal, at: str, *whats: str) -> list[tuple[str, str | None, str]]:
    """What is due, its local day and hour, and how much."""
    return [(item.what, f"{item.by.astimezone(NEW_YORK):%Y-%m-%d %H:%M}" if item.by else None, str(item.quantity))
            for item in due(deal, at, *whats)]  # fmt: skip


def parts(deal: Deal, at: str) -> list[tuple[str | None, str]]:
    """How the parts of the offer stand."""
    return [
        (None if part.quantity is None else whole(part.quantity), part.standing)
        for part in deal.offer(at).standing(local(at))
    ]


# 1. A failure before it is due


@pytest.mark.parametrize(
    ("failure", "match", "last"),
    [
        ({"sign_within": "30"}, "2025-03-18 09:00", "2025-04-17 17:00"),
        ({"sign_within": "5", "sign_unit": "business"}, "2025-03-20 23:30", "2025-03-27 17:00"),
        ({"sign_within": "1"}, "2025-03-28 17:00", "2025-03-29 17:00"),
        ({"sign_within": "3", "sign_unit": "business"}, "2025-03-21 18:00", "2025-03-26 17:00"),
    ],
)  # fmt: skip
def test_1_nobody_fails_before_the_last_instant_to_sign(failure: dict[str, str], match: str, last: str) -> None:
    deal = matched(refusal(failure=failure), at=match)
    assert days(deal, match, "signature") == [("signature", last, "100")]
    for early in (match, f"{last}:00"):
        assert "has until" in not_yet(deal, early)
    deal.act("fail", f"{last}{TICK}", quantity="40")
    assert deal.standing(f"{last}{TICK}") == [("60", "taken", "matched-in-part"), ("40", "free", "released")]


@pytest.mark.parametrize("amount", ["31", "60", "100"])
def test_1_what_later_milestones_want_has_not_failed_with_the_first(amount: str) -> None:
    deal = matched(refusal(), steps(("0.5", "27"), ("0.5", "87")))
    deal.say("delivered", "2025-04-14 09:00", quantity="20")
    assert "more than the 30 that passed milestones still lack" in not_yet(deal, "2025-04-15 09:00", quantity=amount)
    deal.act("fail", "2025-04-15 09:00")
    assert parts(deal, "2025-04-15 10:00") == [("70", "taken"), ("30", "free")]
    assert "has until 2025-06-13T21:00:00Z to deliver" in not_yet(deal, "2025-06-13 17:00")
    deal.act("fail", "2025-06-13 17:00:01")
    assert parts(deal, "2025-06-13 17:00:01") == [("20", "taken"), ("30", "free"), ("50", "free")]


def test_1_what_was_delivered_ahead_counts_towards_every_milestone() -> None:
    deal = matched(refusal(), steps(("0.5", "60"), ("0.5", "180")), quantity="1000")
    deal.say("delivered", "2025-04-01 09:00", quantity="500")
    assert "has until 2025-09-14T21:00:00Z" in not_yet(deal, "2025-06-30 09:00", quantity="500")


def test_1_thirds_lack_their_exact_part() -> None:
    deal = matched(refusal(), steps(("0.25", "10"), ("0.25", "20"), ("0.5", "30")), quantity="90")
    deal.say("delivered", "2025-03-27 09:00", quantity="30")
    assert "more than the 15 that" in not_yet(deal, "2025-04-08 09:00", quantity="15.5")
    deal.act("fail", "2025-04-08 09:00", quantity="15")
    assert parts(deal, "2025-04-08 10:00") == [("75", "taken"), ("15", "free")]


def test_1_grace_comes_before_failure_and_a_fee_alone_never_frees() -> None:
    deal = matched(refusal(), steps(("1", "30"), grace="10"))
    assert "has until 2025-04-27T21:00:00Z" in not_yet(deal, "2025-04-27 17:00")
    deal.act("fail", "2025-04-27 17:00:01")
    assert deal.state("2025-04-27 17:00:01") == "released"
    fee = steps(("1", "30"), remedy=["late_fee"], late_fee={"share_per_day": "0.01", "at_most": "0.2"})
    assert "lateness brings a fee and frees nothing" in not_yet(matched(refusal(), fee), "2026-03-18 09:00")


def test_1_a_kind_of_failure_waits_for_its_own_day() -> None:
    deal = matched(refusal(failure={"sign_within": "30"}), steps(("1", "10")))
    assert "to sign" in not_yet(deal, "2025-03-29 09:00", to="sign")
    deal.act("fail", "2025-03-29 09:00", to="deliver", quantity="30")
    assert deal.offer("2025-03-29 09:00").failed == 30


def test_1_a_milestone_from_the_start_of_delivery_waits_for_the_start() -> None:
    clause = steps(("1", "10"))
    clause["milestones"][0]["anchor"] = "start"
    deal = Deal(refusal(), clause).received(terms={**TERMS, "start": "2025-08-31"}).noticed()
    deal.say("matched", "2025-03-18 09:00")
    assert "has until 2025-09-10T21:00:00Z" in not_yet(deal, "2025-09-10 17:00")


# 2. Milestones of the wrong match


def test_2_what_is_due_belongs_to_the_match_that_runs() -> None:
    deal = matched(refusal(), steps(("1", "135")), quantity="1000", at="2025-03-20 09:00")
    assert days(deal, "2025-03-21 09:00", "delivery") == [("delivery", "2025-08-02 17:00", "1000")]
    deal.say("holder-failed", "2025-08-04 09:00").noticed("2025-08-05 09:00").say("matched", "2025-08-11 09:00")
    assert days(deal, "2025-08-12 09:00", "delivery") == [("delivery", "2025-12-24 17:00", "1000")]
    assert "has until 2025-12-24T22:00:00Z" in not_yet(deal, "2025-08-12 09:00")


def test_2_two_parts_matched_on_two_days_have_milestones_of_their_own() -> None:
    deal = Deal(refusal(), steps(("1", "135"))).received(quantity="1000").noticed()
    deal.say("matched-in-part", "2025-03-20 09:00", quantity="400").noticed("2025-06-02 09:00")
    deal.say("matched", "2025-06-10 09:00")
    assert days(deal, "2025-06-11 09:00", "delivery") == [
        ("delivery", "2025-08-02 17:00", "400"), ("delivery", "2025-10-23 17:00", "600")]  # fmt: skip
    for amount in ("401", "600", "1000"):
        assert "more than the 400" in not_yet(deal, "2025-08-04 09:00", quantity=amount)
    deal.act("fail", "2025-08-04 09:00")
    assert parts(deal, "2025-08-04 10:00") == [("600", "taken"), ("400", "free")]


def test_2_a_delivery_fills_the_earlier_match_first() -> None:
    deal = Deal(refusal(), steps(("1", "135"))).received(quantity="1000").noticed()
    deal.say("matched-in-part", "2025-03-20 09:00", quantity="400").noticed("2025-06-02 09:00")
    deal.say("matched", "2025-06-10 09:00").say("delivered", "2025-07-01 09:00", quantity="500")
    assert "has until 2025-10-23T21:00:00Z" in not_yet(deal, "2025-08-04 09:00")
    assert days(deal, "2025-08-04 09:00", "delivery") == [("delivery", "2025-10-23 17:00", "500")]


# 3. What the holder took, while the rest is offered again


@pytest.mark.parametrize("amend", [True, False])
@pytest.mark.parametrize("answer", [None, "declined", "matched"])
def test_3_what_was_taken_stays_taken_while_the_rest_is_offered_again(amend: bool, answer: str | None) -> None:
    deal = Deal(refusal(failure={"sign_within": "30"}), steps(("1", "135"))).received(quantity="1000").noticed()
    deal.say("matched-in-part", "2025-03-20 09:00", quantity="400")
    if amend:
        deal.say("terms-amended", "2025-04-01 09:00", terms={PRICE: "2.50"})
    deal.noticed("2025-04-02 09:00")
    if answer:
        deal.say(answer, "2025-04-03 09:00")
    for at in ("2025-04-02 10:00", "2025-04-18 09:00"):
        assert ("delivery", "2025-08-02 17:00", "400") in days(deal, at, "delivery")
        assert ("signature", "2025-04-19 17:00", "400") in days(deal, at, "signature")
        assert deal.standing(at)[0][1] == "taken"
    assert "more than the 400" in not_yet(deal, "2025-04-21 09:00", quantity="1000")
    deal.act("fail", "2025-04-21 09:00")
    free = sum(pool.quantity or 0 for pool in deal.offer("2025-04-21 10:00").free_at(local("2025-04-21 10:00")))
    assert free == (400 if answer == "matched" else 1000)


def test_3_nothing_is_overdue_in_silence() -> None:
    deal = Deal(refusal(), steps(("1", "135"))).received(quantity="1000").noticed()
    deal.say("matched-in-part", "2025-03-20 09:00", quantity="400").noticed("2025-04-02 09:00")
    (late,) = due(deal, "2025-08-10 09:00", "delivery")
    assert told(late.quantity, str(late.then).split(";")[0]) == (400, "it is overdue")


# 4. After a failure in part


@pytest.mark.parametrize("lost", ["1", "30", "99"])
def test_4_after_a_failure_in_part_the_rest_stands_and_what_failed_goes_its_own_way(lost: str) -> None:
    kept = str(100 - int(lost))
    deal = matched(refusal(failure={"sign_within": "5"})).say("holder-failed", "2025-03-24 09:00", quantity=lost)
    assert deal.state("2025-03-24 10:00") == "matched-in-part"
    assert deal.standing("2025-03-24 10:00", lost)[0][1] == "free"
    assert deal.standing("2025-03-24 10:00", "100")[0][1] == "offer"
    deal.act("amend", "2025-03-25 09:00", terms={PRICE: "2.20"})
    assert deal.standing("2025-03-25 10:00", lost)[0][1] == "offer", "better terms than noticed"
    deal.act("notify", "2025-03-26 09:00")
    assert deal.standing("2025-04-09 17:00:01") == [
        (kept, "taken", "matched-in-part"), (lost, "free", "lapsed")]  # fmt: skip


def test_4_what_failed_twice_is_counted_once() -> None:
    deal = matched(refusal(failure={"sign_within": "5"})).say("holder-failed", "2025-03-24 09:00", quantity="30")
    deal.say("holder-failed", "2025-03-25 09:00", quantity="70")
    assert told(deal.state("2025-03-25 10:00"), deal.offer("2025-03-25 10:00").failed) == ("released", 100)
    assert "nothing that was matched is still due" in not_yet(deal, "2025-03-26 09:00")


# 5. A match without a date to sign by


@pytest.mark.parametrize("quantity", ["100", None])
def test_5_a_match_that_no_day_is_set_for_is_told_as_such_and_never_fails(quantity: str | None) -> None:
    deal = matched(refusal(notice={"required": ["price"]}), quantity=quantity)
    for at in ("2025-03-19 09:00", "2027-03-19 09:00"):
        (stands,) = due(deal, at, "performance")
        assert told(stands.by, stands.who) == (None, ("halcyon",))
        assert "no clause sets a day to sign or deliver by" in str(stands.then)
        assert "no clause sets a day to sign or deliver by" in not_yet(deal, at)
        assert deal.standing(at)[0][1] == "taken"


# 12. Remedies act


def failed_with(*remedy: str) -> Deal:
    fee = {"late_fee": {"share_per_day": "0.01", "at_most": "0.1"}} if "late_fee" in remedy else {}
    deal = matched(refusal(), steps(("0.4", "30"), ("0.6", "60"), remedy=list(remedy), **fee))
    return deal.say("holder-failed", "2025-04-18 09:00")


@pytest.mark.parametrize(
    ("remedy", "freed", "ends"),
    [
        (("release",), "40", False), (("late_fee",), "0", False), (("termination",), "40", True),
        (("late_fee", "termination"), "40", True), (("release", "late_fee"), "40", False),
    ],
)  # fmt: skip
def test_12_each_remedy_brings_what_it_says(remedy: tuple[str, ...], freed: str, ends: bool) -> None:
    deal = failed_with(*remedy)
    assert deal.offer("2025-04-18 10:00").failed == Decimal(freed)
    deal.received("2025-05-01 09:00", offer="p")
    assert (deal.offer("2025-05-01 10:00", "p").free_because is not None) == ends


def test_12_a_fee_stays_owed_after_the_capacity_came() -> None:
    deal = matched(refusal(), steps(("1", "30"), remedy=["late_fee"],
                                    late_fee={"share_per_day": "0.01", "at_most": "0.1"}))  # fmt: skip
    deal.say("delivered", "2025-04-22 09:00")
    (fee,) = late_fees(deal.offer("2026-01-05 09:00").matches[0], local("2026-01-05 09:00"))
    assert told(fee.days, str(fee.share), fee.by) == (5, "1/20", "halcyon")
