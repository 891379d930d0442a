"""Late fees as facts: part by part, from the milestone or its grace, until the part comes or is failed on."""

from fractions import Fraction
from typing import Any

import pytest
from tests.refusal.deal import Deal, local, refusal

from firstcall.refusal.late_fees import OwedFee, late_fees

TERMS = {"price_usd_per_mw_month": "100", "term_months": "12"}


def owed(at: str, *events: tuple[str, str, str], **fields: Any) -> tuple[OwedFee, ...]:
    fee = {"share_per_day": "0.01", "at_most": "0.1"} | fields.pop("fee", {})
    clause = {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"], "grace": "5",
              "milestones": [{"share": "0.5", "within": "30"}, {"share": "0.5", "within": "60"}],
              "remedy": ["release", "late_fee"], "late_fee": fee} | fields  # fmt: skip
    deal = Deal(refusal(), clause).received(terms=TERMS).noticed().say("matched", "2025-03-18 09:00")
    for kind, when, quantity in events:
        deal.say(kind, when, quantity=quantity)
    (match,) = deal.offer(at).matches
    return late_fees(match, local(at))


def test_nothing_is_owed_in_time() -> None:
    assert owed("2025-04-22 17:00") == ()
    assert (
        owed("2026-01-01 09:00", ("delivered", "2025-04-01 09:00", "50"), ("delivered", "2025-05-01 09:00", "50")) == ()
    )


@pytest.mark.parametrize(("runs_from", "days"), [("grace", 3), ("milestone", 8)])
def test_days_run_from_the_grace_or_from_the_milestone(runs_from: str, days: int) -> None:
    (fee,) = owed("2025-04-25 09:00", fee={"runs_from": runs_from})
    assert (fee.days, fee.share, fee.until, fee.quantity) == (days, Fraction(days, 100), None, 50)
    assert (fee.price, fee.price_off) == ("price_usd_per_mw_month", Fraction(days))
    assert fee.amount == Fraction(days, 100) * 100 * 50 * 12


def test_a_fee_stays_owed_after_delivery_and_stops_growing() -> None:
    late, later = (owed(at, ("delivered", "2025-04-25 09:00", "50")) for at in ("2025-04-26 09:00", "2025-05-10 09:00"))
    assert late == later
    assert late[0].until == local("2025-04-25 09:00")


def test_parts_that_come_on_different_days_owe_different_fees() -> None:
    fees = owed("2025-04-30 09:00", ("delivered", "2025-04-24 09:00", "20"), ("delivered", "2025-04-26 09:00", "30"))
    assert [(fee.quantity, fee.days) for fee in fees] == [(20, 2), (30, 4)]


def test_a_failure_ends_the_fee_and_the_most_caps_it() -> None:
    (fee,) = owed("2025-05-15 09:00", ("holder-failed", "2025-04-25 09:00", "50"))
    assert (fee.days, fee.until) == (3, local("2025-04-25 09:00"))
    first, _ = owed("2026-01-01 09:00")
    assert first.share == Fraction(1, 10)


def whole(terms: dict[str, str], *, quantity: str | None = "100", unit: str | None = "MW", part: str | None = None,
          at: str = "2025-04-20 09:00", parts: dict[str, Any] | None = None) -> tuple[OwedFee, ...]:  # fmt: skip
    """What is owed for a match that is to be delivered at once by 17 April, on an offer of these terms."""
    clause = {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"], "remedy": ["late_fee"],
              "milestones": [{"share": "1", "within": "30"}],
              "late_fee": {"share_per_day": "0.01", "at_most": "0.1"}}  # fmt: skip
    deal = Deal(refusal(notice={"required": []}, **(parts or {})), clause)
    deal.received(terms=terms, quantity=quantity, unit=unit).noticed()
    deal.say("matched-in-part" if part else "matched", "2025-03-18 09:00", quantity=part)
    (match,) = deal.offer(at).matches
    return late_fees(match, local(at))


@pytest.mark.parametrize(
    ("at", "days"),
    [("2025-04-17 17:00", None), ("2025-04-17 17:00:00.000001", 1), ("2025-04-17 23:59", 1), ("2025-04-18 00:00", 1),
     ("2025-04-18 23:59:59", 1), ("2025-04-19 00:00", 2), ("2025-04-26 09:00", 9), ("2025-04-27 09:00", 10)],
)  # fmt: skip
def test_a_day_begun_counts_from_the_first_instant_after_the_last_one_in_time(at: str, days: int | None) -> None:
    assert [fee.days for fee in whole(TERMS, at=at)] == ([] if days is None else [days])


def test_the_most_is_reached_and_never_passed() -> None:
    shares = [whole(TERMS, at=at)[0].share for at in ("2025-04-26 09:00", "2025-04-27 09:00", "2025-04-28 09:00")]
    assert shares == [Fraction(9, 100), Fraction(1, 10), Fraction(1, 10)]


@pytest.mark.parametrize(
    ("terms", "price_off", "amount"),
    [
        ({"site": "x"}, None, None), ({"price_usd": "about two", "term_months": "12"}, None, None),
        ({"price_usd_per_mw_month": "100", "price_usd_per_gpu_hour": "2", "term_months": "12"}, None, None),
        ({"price_usd_per_mw_month": "100"}, 3, None), ({"price_usd_per_mw_month": "100", "term_months": "12"}, 3, 3600),
        ({"price_usd_per_mw_month": "0", "term_months": "12"}, 0, 0),
    ],
)  # fmt: skip
def test_an_amount_is_named_only_where_the_terms_say_what_is_paid_in_all(
    terms: dict[str, str], price_off: int | None, amount: int | None
) -> None:
    (fee,) = whole(terms)
    assert (fee.share, fee.price_off, fee.amount) == (Fraction(3, 100), price_off, amount)
    assert (fee.price is None) == (price_off is None)


@pytest.mark.parametrize(
    ("terms", "unit", "amount"),
    [
        ({"price_usd_per_gpu_hour": "2", "term_months": "1"}, "MW", None),
        ({"price_usd_per_gpu_hour": "2", "term_months": "1"}, "GPU", Fraction(3, 100) * 2 * 100 * 730),
        ({"price_usd_per_mw_month": "100", "term_months": "1"}, "kW", Fraction(3, 100) * 100 * Fraction(100, 1000)),
        ({"price_usd_per_mw_month": "100", "term_months": "1"}, "GW", Fraction(3, 100) * 100 * 100_000),
        ({"price_usd_per_mw_month": "100", "term_months": "1"}, "GPU", None),
        ({"price_usd_per_mw_month": "100", "term_months": "1"}, None, Fraction(3, 100) * 100 * 100),
    ],
)  # fmt: skip
def test_a_quantity_is_paid_for_in_its_own_unit(terms: dict[str, str], unit: str | None, amount: Any) -> None:
    (fee,) = whole(terms, unit=unit, parts={"parts": {"unit": unit or "MW"}})
    assert fee.amount == amount


@pytest.mark.parametrize(("part", "share"), [(None, Fraction(1)), ("40", Fraction(2, 5)), ("1", Fraction(1, 100))])
@pytest.mark.parametrize(
    "terms",
    [{"price_usd_per_gpu_hour": "2", "gpu_hours": "5000"},
     {"price_usd_per_gpu_month": "2", "accelerator_count": "2500", "term_months": "2"},
     {"price_usd_per_mw_month": "5", "term_months": "20"}],
)  # fmt: skip
def test_who_took_a_part_owes_that_part_of_what_is_paid_for_the_whole_offer(
    terms: dict[str, str], part: str | None, share: Fraction
) -> None:
    (fee,) = whole(terms, part=part)
    assert fee.amount == Fraction(3, 100) * 10_000 * share


def test_an_offer_without_a_quantity_is_late_as_a_whole() -> None:
    (fee,) = whole({"price_usd_per_gpu_hour": "2", "gpu_hours": "5000"}, quantity=None)
    assert (fee.quantity, fee.amount) == (None, 300)
    assert whole({"price_usd_per_mw_month": "100", "term_months": "12"}, quantity=None)[0].amount is None


def test_a_remedy_without_a_fee_owes_none() -> None:
    assert owed("2025-06-01 09:00", remedy=["release"], late_fee=None) == ()


def test_a_delivery_later_than_asked_about_does_not_end_the_fee_yet() -> None:
    (fee,) = owed("2025-04-25 09:00", ("delivered", "2025-04-25 09:00", "50"))
    assert (fee.days, fee.until) == (3, local("2025-04-25 09:00"))
    (before,) = owed("2025-04-25 08:59:59", ("delivered", "2025-04-25 09:00", "50"))
    assert (before.days, before.until) == (3, None)


def test_a_fee_up_to_an_instant_is_the_same_for_who_knows_what_came_after_it() -> None:
    fee = {"share_per_day": "0.01", "at_most": "0.1"}
    clause = {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"], "late_fee": fee,
              "milestones": [{"share": "1", "within": "30"}], "remedy": ["late_fee"]}  # fmt: skip
    deal = Deal(refusal(), clause).received(terms=TERMS).noticed().say("matched", "2025-03-18 09:00")
    asked = local("2025-04-20 09:00")
    (known,) = deal.offer("2025-04-20 09:00").matches
    (later,) = deal.say("delivered", "2025-04-25 09:00").offer("2025-05-01 09:00").matches
    assert later.arrivals and late_fees(later, asked) == late_fees(known, asked)
    assert [(fee.days, fee.until) for fee in late_fees(later, asked)] == [(3, None)]


def test_a_delivery_larger_than_its_milestone_serves_the_next_and_the_earliest_is_told_first() -> None:
    fees = owed("2025-06-30 09:00", ("delivered", "2025-04-25 09:00", "70"), ("delivered", "2025-05-24 09:00", "20"))
    assert [(fee.quantity, fee.days, fee.until is None) for fee in fees] == [
        (50, 3, False), (20, 2, False), (10, 39, True)
    ]  # fmt: skip


BY_THE_HOUR = {"price_usd_per_gpu_hour": "2", "gpu_hours": "5000"}
AT_ONCE = {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"], "remedy": ["late_fee"],
           "milestones": [{"share": "1", "within": "30"}], "basis": {"grade": "agreed", "source": "contract"},
           "late_fee": {"share_per_day": "0.01", "at_most": "0.1"}}  # fmt: skip


def at_most(deal: Deal) -> list[Any]:
    """What each match owes when its fee has long reached the most, a tenth."""
    return [
        fee.amount
        for match in deal.offer("2026-01-01 09:00").matches
        for fee in late_fees(match, local("2026-01-01 09:00"))
    ]


def test_what_is_taken_in_turns_owes_together_what_the_whole_offer_would() -> None:
    deal = Deal(refusal(), AT_ONCE).received(terms=BY_THE_HOUR).noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="40").noticed("2025-04-01 09:00")
    deal.say("matched", "2025-04-02 09:00")
    assert at_most(deal) == [400, 600]


@pytest.mark.parametrize(("amended", "matched", "amount"), [
    ("2025-03-12 09:00", "2025-03-18 09:00", 3000), ("2025-03-17 09:00", "2025-03-18 09:00", 1000),
])  # fmt: skip
def test_a_fee_is_of_the_terms_and_the_quantity_that_were_noticed(amended: str, matched: str, amount: int) -> None:
    deal = Deal(refusal(), AT_ONCE).received(terms=BY_THE_HOUR)
    more: dict[str, Any] = {"quantity": "200", "terms": {"gpu_hours": "15000"}}
    nothing: dict[str, Any] = {}
    steps = [(amended, "terms-amended", more),
             ("2025-03-14 16:59", "notice-given", nothing), (matched, "matched", nothing)]  # fmt: skip
    for at, kind, fields in sorted(steps, key=lambda step: step[0]):
        deal.say(kind, at, **fields)
    assert at_most(deal) == [amount]


def test_what_came_late_first_serves_the_earlier_milestone_and_then_the_next_before_what_came_after_it() -> None:
    fees = owed("2025-06-30 09:00", ("delivered", "2025-04-25 09:00", "70"), ("delivered", "2025-05-24 09:00", "40"))
    assert [(fee.quantity, fee.days, fee.until) for fee in fees] == [
        (50, 3, local("2025-04-25 09:00")), (30, 2, local("2025-05-24 09:00")),
    ]  # fmt: skip


def test_a_price_that_is_no_number_costs_no_amount() -> None:
    (fee,) = whole({"price_usd_per_mw_month": "about two", "term_months": "12"})
    assert (fee.share, fee.price_off, fee.amount) == (Fraction(3, 100), None, None)
