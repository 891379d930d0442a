"""Signed elsewhere, delivered, failed: exact to the last unit."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.refusal.deal import Deal, local, refusal, told

from firstcall.record.offers.taking.performance import (
    MatchMilestone,
    milestones_of,
    overdue,
    poured,
    share_out,
    undated,
)

SIGN = refusal(failure={"sign_within": "5"})


@given(st.lists(st.tuples(st.sampled_from(["sign", "deliver", "fail"]), st.integers(1, 60)), max_size=8))
def test_nothing_is_signed_delivered_or_failed_twice(steps: list[tuple[str, int]]) -> None:
    deal = Deal(SIGN).received().noticed().say("matched-in-part", "2025-03-18 09:00", quantity="60")
    for number, (kind, amount) in enumerate(steps):
        at = f"2025-04-{number + 1:02} 09:00"
        match kind:
            case "sign":
                deal.signed(at, str(amount), f"k{number}")
            case "deliver":
                deal.say("delivered", at, quantity=str(amount))
            case _:
                deal.say("holder-failed", at, quantity=str(amount))
    offer = deal.offer("2025-04-20 09:00")
    assert offer.matched == 60 and offer.delivered is not None and offer.failed is not None and offer.signed is not None
    assert offer.delivered + offer.failed <= 60
    assert offer.signed <= 40 + offer.failed
    free = sum((pool.quantity or 0 for pool in offer.free_at(deal.position("2025-04-20 09:00").at)), Decimal(0))
    assert free == 40 + offer.failed - offer.signed == offer.remainder


def test_days_from_the_offered_start_wait_until_the_terms_name_one() -> None:
    """A milestone from the start of the service has no day, and none of it can have failed, while no start is known."""
    steps = [{"share": "1", "within": "10", "anchor": "start"}]
    delivery = {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"], "milestones": steps}
    for terms, day in (({}, None), ({"start": "2025-05-01"}, "2025-05-11")):
        deal = Deal(refusal(), delivery).received(terms={"price_usd": "2", **terms}).noticed()
        (match,) = deal.say("matched", "2025-03-18 09:00").offer("2025-03-19 09:00").matches
        assert [item.by for item in milestones_of(match)] == ([local(f"{day} 17:00")] if day else [])
        assert undated(match) == (day is None)


def test_the_freedom_that_ends_first_is_used_first() -> None:
    deal = Deal(SIGN).received().noticed().say("matched-in-part", "2025-03-18 09:00", quantity="60")
    deal.say("holder-failed", "2025-04-01 09:00", quantity="10").signed("2025-04-02 09:00", "40")
    (pool,) = deal.offer("2025-04-03 09:00").pools
    assert pool.quantity == 10 and pool.since == deal.position("2025-04-01 09:00").at


def test_a_tranche_without_a_quantity_takes_all_that_is_free() -> None:
    deal = Deal().received().noticed().say("declined", "2025-03-18 09:00").signed("2025-03-19 09:00")
    assert deal.offer("2025-03-20 09:00").signed == 100


def delivery(*milestones: tuple[str, str], **fields: Any) -> dict[str, Any]:
    steps = [{"share": share, "within": within} for share, within in milestones]
    return {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"], "milestones": steps} | fields


def matched(*clauses: dict[str, Any], quantity: str | None = "100") -> Deal:
    deal = Deal(*clauses).received(quantity=quantity).noticed()
    return deal.say("matched", "2025-03-18 09:00")


def test_what_a_match_must_bring_by_when_the_earliest_first() -> None:
    """To sign on the day the clause says; each delivery by its own day, with the grace after it."""
    sign = refusal(failure={"sign_within": "5", "sign_unit": "business"})
    two = delivery(("0.3", "90"), ("0.5", "20"), grace="10")
    deal = (
        matched(sign, two)
        .say("delivered", "2025-03-19 09:00", quantity="60")
        .signed("2025-03-19 10:00", "70", provider="halcyon-cloud")
    )
    (match,) = deal.offer("2025-03-20 09:00").matches
    (clause,) = match.deliveries
    at = local("2025-03-18 09:00")
    signing = local("2025-03-25 17:00")
    assert milestones_of(match) == (
        MatchMilestone("sign", "refusal", signing, signing, Decimal(100), Decimal(30), at, "business"),
        MatchMilestone("deliver", "delivery", local("2025-04-07 17:00"), local("2025-04-17 17:00"), Decimal(50),
                       Decimal(0), at, "calendar", clause),
        MatchMilestone("deliver", "delivery", local("2025-06-16 17:00"), local("2025-06-26 17:00"), Decimal(80),
                       Decimal(20), at, "calendar", clause),
    )  # fmt: skip


def test_a_signature_lacks_what_is_neither_signed_nor_delivered_nor_failed_on() -> None:
    """What was delivered need not be signed any more; what failed is released."""
    deal = matched(SIGN)
    for kind, at, quantity, lacking in (
        ("signed", "2025-03-19 09:00", "20", 80), ("delivered", "2025-03-20 09:00", "30", 70),
        ("delivered", "2025-03-21 09:00", "5", 65), ("holder-failed", "2025-04-01 09:00", "15", 50),
    ):  # fmt: skip
        if kind == "signed":
            deal.signed(at, quantity, provider="halcyon-cloud")
        else:
            deal.say(kind, at, quantity=quantity)
        (match,) = deal.offer(at).matches
        assert [item.lacking for item in milestones_of(match)] == [lacking]
    assert told(match.signed, match.delivered, match.failed, match.open, match.kept) == (20, 35, 15, 50, 85)


@pytest.mark.parametrize(("to", "lacks"), [(None, (100, ("refusal", "delivery"))), ("sign", (100, ("refusal",))),
                                           ("deliver", (40, ("delivery",)))])  # fmt: skip
def test_what_is_overdue_begins_after_the_last_instant_of_its_day(to: Any, lacks: tuple[int, tuple[str, ...]]) -> None:
    deal = matched(refusal(failure={"sign_within": "10"}), delivery(("0.4", "10")))
    (match,) = deal.offer("2025-03-19 09:00").matches
    none = overdue(match, local("2025-03-28 17:00"), to)
    assert (none.quantity, none.releases, none.terminates, none.clauses) == (0, False, False, ())
    late = overdue(match, local("2025-03-28 17:00:00.000001"), to)
    assert told(late.quantity, late.clauses, late.releases, late.terminates) == (*lacks, True, False)


@pytest.mark.parametrize(
    ("remedy", "releases", "terminates"),
    [(["release"], True, False), (["late_fee"], False, False), (["termination"], True, True),
     (["late_fee", "termination"], True, True)],
)  # fmt: skip
def test_what_a_remedy_does_to_what_is_overdue(remedy: list[str], releases: bool, terminates: bool) -> None:
    fee = {"late_fee": {"share_per_day": "0.01", "at_most": "0.1"}} if "late_fee" in remedy else {}
    (match,) = matched(refusal(), delivery(("1", "5"), remedy=remedy, **fee)).offer("2025-03-19 09:00").matches
    late = overdue(match, local("2025-04-19 09:00"))
    assert told(late.quantity, late.releases, late.terminates, late.clauses) == (
        100 if releases else 0, releases, terminates, ("delivery",))  # fmt: skip


def test_what_was_delivered_is_no_more_overdue_though_it_was_never_signed_and_no_more_than_is_open() -> None:
    (match,) = matched(SIGN).say("delivered", "2025-03-19 09:00", quantity="60").offer("2025-03-20 09:00").matches
    assert overdue(match, local("2025-04-19 09:00")).quantity == 40


@pytest.mark.parametrize(
    ("since", "until", "there"),
    [("2024-01-01", None, True), ("2025-03-19", None, False), ("2025-03-18", "2025-03-18", True),
     ("2024-01-01", "2025-03-17", False)],
)  # fmt: skip
def test_what_is_agreed_about_delivery_is_what_speaks_on_the_day_of_the_match(
    since: str, until: str | None, there: bool
) -> None:
    clause = delivery(("1", "5"), since=since, **({"until": until} if until else {}))
    (match,) = matched(refusal(), clause).offer("2025-03-20 09:00").matches
    assert bool(match.deliveries) == there


def test_days_from_the_offered_start_begin_with_the_opening_of_its_day_and_none_with_a_word() -> None:
    steps = [{"share": "0.6", "within": "10", "anchor": "start"}, {"share": "0.4", "within": "3"}]
    clause = delivery() | {"milestones": steps}
    deal = Deal(refusal(), clause).received(terms={"price_usd": "2", "start": "2025-05-01"}).noticed()
    (match,) = deal.say("matched", "2025-03-18 09:00").offer("2025-03-19 09:00").matches
    early, late = milestones_of(match)
    assert told(early.by, early.wanted, early.since) == (local("2025-03-21 17:00"), 40, local("2025-03-18 09:00"))
    assert told(late.by, late.wanted) == (local("2025-05-11 17:00"), 100)
    assert late.since.astimezone(match.right.rules.zone).date().isoformat() == "2025-05-01"
    assert [item.by for item in milestones_of(replace(match, terms={}))] == [early.by]


def test_an_amount_fills_each_match_before_the_next_and_only_what_came_is_noted() -> None:
    assert poured(Decimal(5), [Decimal(3), Decimal(-1), Decimal(4)]) == [3, 0, 2]
    assert poured(Decimal(0), [Decimal(3)]) == [0]
    (match,) = matched(SIGN).offer("2025-03-20 09:00").matches
    at = local("2025-03-21 09:00")
    for what, kept in (("signings", (7, 0, 0)), ("arrivals", (0, 7, 0)), ("failures", (0, 0, 7))):
        none, some = share_out([match, match], what, at, [Decimal(0), Decimal(7)])  # type: ignore[arg-type]
        assert none == match
        assert told(some.signed, some.delivered, some.failed) == kept
        assert [part.at for part in (*some.signings, *some.arrivals, *some.failures)] == [at]
        (again,) = share_out([some], what, at, [Decimal(1)])  # type: ignore[arg-type]
        assert again.signed + again.delivered + again.failed == 8


def test_a_contract_without_a_quantity_in_one_tranche_is_for_all_there_is() -> None:
    deal = matched(SIGN)
    mixed = [{"id": "a", "quantity": "30"}, {"id": "b", "quantity": "20"}]
    deal.signed("2025-03-19 09:00", provider="halcyon-cloud", tranches=mixed)
    assert deal.offer("2025-03-19 09:00").matches[0].signed == 50
    deal.signed(
        "2025-03-20 09:00",
        contract="k2",
        provider="halcyon-cloud",
        tranches=[{"id": "a", "quantity": "5"}, {"id": "b"}],
    )
    assert deal.offer("2025-03-20 09:00").matches[0].signed == 100
