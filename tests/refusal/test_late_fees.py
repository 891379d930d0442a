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
