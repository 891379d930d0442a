"""Safe notice days against the engine: each notice played as events, and the signing asked of `decide`."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.planning.small import noticed, stands

from firstcall.errors import QuestionError
from firstcall.planning.steps.ground import PlanningGround
from firstcall.planning.steps.notice_days import first_free_day, margin_ends, notice_day, safe_days, with_margin
from firstcall.record.journal.supposed import suppose
from firstcall.rights.decide import decide
from firstcall.rights.question import Asked

RIGHT = ("first-call",)
SHORTER = """
amendments:
  - id: shorter
    signed: 2024-12-15
    effective: 2025-02-01
    in_flight: continue
    replace:
      - id: first-call
        type: first_refusal
        holder: host
        since: 2024-01-01
        scope: {age: new, mode: [holder, third_party]}
        trigger: third_party_offer
        window: {n: 3, unit: business, anchor: received}
        tail: {n: 20, unit: calendar, anchor: lapse}
"""


def is_free(ground: PlanningGround, sent: date, signing: date) -> bool:
    """Whether a notice on a day, left unanswered, lets the rival be signed on another, as `decide` has it."""
    at = ground.act_at(sent).isoformat()
    record = suppose(ground.record, noticed({"by": "lab", "at": at}), ground.where, "test")
    asked = Asked(("train",), offer="o")
    return decide(ground.agreement, record, asked, ground.act_at(signing), None, ground.readings).free


@pytest.mark.parametrize("more", ["", SHORTER])
@pytest.mark.parametrize("signing", ["2025-01-20", "2025-02-04", "2025-02-20", "2025-04-30"])
def test_a_day_is_safe_when_the_engine_lets_the_signing_through(more: str, signing: str) -> None:
    ground, day = stands(date(2025, 1, 1), more), date.fromisoformat(signing)
    safe = {one.day for one in safe_days(ground, RIGHT, day)}
    days = (date(2025, 1, 1) + timedelta(days=n) for n in range((day - date(2025, 1, 1)).days))
    assert safe == {one for one in days if is_free(ground, one, day)}


def test_safe_days_need_not_follow_each_other() -> None:
    ground = stands(date(2025, 1, 1), SHORTER)
    days = [one.day for one in safe_days(ground, RIGHT, date(2025, 2, 8))]
    assert date(2025, 1, 28) in days and date(2025, 1, 30) not in days and date(2025, 2, 3) in days


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 60), st.integers(1, 40))
def test_signing_later_keeps_what_was_early_enough_until_the_tail_is_over(start: int, more: int) -> None:
    ground = stands(date(2025, 1, 1))
    first = notice_day(ground, RIGHT, date(2025, 1, 1) + timedelta(days=start))
    assert first is not None
    signing = first.free_day + timedelta(days=more)
    safe = {one.day for one in safe_days(ground, RIGHT, signing)}
    assert (first.day in safe) == (ground.act_at(signing) < first.tail_ends)


def test_a_later_text_with_a_shorter_window_can_be_the_quicker_way() -> None:
    ground = stands(date(2025, 1, 29), SHORTER)
    found = first_free_day(ground, RIGHT)
    assert found is not None and (found.day, found.free_day) == (date(2025, 2, 1), date(2025, 2, 7))


def test_nothing_is_safe_after_the_provider_has_stopped_signing() -> None:
    assert safe_days(stands(), RIGHT, date(2025, 3, 1), expires=date(2025, 2, 28)) == ()


def test_a_right_that_is_not_in_force_has_no_notice_day() -> None:
    assert notice_day(stands(), ("no-such-right",), date(2025, 1, 1)) is None


SILENT = SHORTER.replace("tail: {n: 20", "silence: holds\n        tail: {n: 20")


def test_a_right_that_silence_does_not_free_is_refused_by_name() -> None:
    with pytest.raises(QuestionError, match=r"under first-call an unanswered offer is never free.*\n  fix: plan"):
        notice_day(stands(date(2025, 2, 1), SILENT), RIGHT, date(2025, 2, 3))


def test_the_margin_is_later_than_the_window() -> None:
    found = notice_day(stands(), RIGHT, date(2025, 1, 2))
    assert found is not None
    margin = margin_ends(stands(), RIGHT, date(2025, 1, 2))
    assert margin is not None and margin > found.window_ends
    assert found.window_ends == datetime.fromisoformat("2025-01-12T17:00:00+00:00")


def test_the_last_day_with_a_margin_is_safe_and_no_later_than_the_last() -> None:
    ground, signing = stands(), date(2025, 3, 3)
    safe = safe_days(ground, RIGHT, signing)
    room = with_margin(ground, RIGHT, safe, signing)
    assert room is not None and room in {one.day for one in safe} and room < safe[-1].day
    assert with_margin(ground, RIGHT, safe[-1:], signing) is None
