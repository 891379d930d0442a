"""The days a story is asked at: before, on the day, after and today, each once and in order."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstcall.agreement.document import Agreement
from firstcall.agreement.terms import terms, versions
from firstcall.dates import day_start, local_day, zone
from firstcall.report.brief.story_rows import StoryDay, days_of, together
from firstcall.service.folder import open_partnership

ROOT = Path(__file__).resolve().parents[3]
PUBLIC = open_partnership(ROOT / "examples" / "microsoft-openai").agreement
CHANGE = date(2025, 1, 21)


def at(day: str) -> datetime:
    return day_start(date.fromisoformat(day), zone(PUBLIC.timezone))


def told(found: tuple[StoryDay, ...]) -> list[tuple[str, str]]:
    return [(item.day.isoformat(), " and ".join(item.moments)) for item in found]


def test_before_at_after_and_today() -> None:
    found = days_of(CHANGE, PUBLIC, at("2025-01-21"), at("2026-11-22"))
    assert told(found) == [
        ("2025-01-20", "before"), ("2025-01-21", "on the day"), ("2025-10-27", "after"), ("2026-11-22", "today"),
    ]  # fmt: skip
    assert [item.at for item in found] == [at(item.day.isoformat()) for item in found]


def test_after_is_the_last_day_of_the_text_that_the_change_made() -> None:
    after = next(
        item for item in days_of(CHANGE, PUBLIC, at("2025-01-21"), at("2026-11-22")) if "after" in item.moments
    )
    ours, following = terms(PUBLIC, after.at).version, terms(PUBLIC, after.at + timedelta(days=1)).version
    assert ours is not None and following is not None
    assert (ours.id, following.id) == ("amendment-2025-01", "amendment-2025-10")


def test_while_that_text_is_in_force_today_is_after() -> None:
    found = told(days_of(CHANGE, PUBLIC, at("2025-01-21"), at("2025-06-01")))
    assert found == [("2025-01-20", "before"), ("2025-01-21", "on the day"), ("2025-06-01", "after and today")]


def test_on_the_very_day_nothing_came_after_yet_but_the_text_has_its_end() -> None:
    found = told(days_of(CHANGE, PUBLIC, at("2025-01-21"), at("2025-01-21")))
    assert found == [("2025-01-20", "before"), ("2025-01-21", "on the day and today"), ("2025-10-27", "after")]


def test_a_change_to_come_has_its_after_and_no_today() -> None:
    without = PUBLIC.fresh_copy({"amendments": PUBLIC.amendments[:1]})
    last = versions(without)[-1]
    day = local_day(last.effective, zone(PUBLIC.timezone))
    found = told(days_of(day, without, at("2018-01-01"), at("2018-01-01")))
    assert found[0] == ("2018-01-01", "day of the brief")
    assert [moments for _, moments in found[1:]] == ["before", "on the day", "after"]


def test_the_end_of_the_term_is_the_end_of_its_text() -> None:
    ended = PUBLIC.fresh_copy({"amendments": PUBLIC.amendments[:2]})
    change = local_day(versions(ended)[-1].effective, zone(PUBLIC.timezone))
    over = terms(ended, day_start(change, zone(PUBLIC.timezone))).ends
    assert over is not None
    after = next(day for day in days_of(change, ended, at("2025-01-21"), at("2060-01-01")) if "after" in day.moments)
    assert day_start(after.day + timedelta(days=1), zone(PUBLIC.timezone)) == over


def test_the_day_of_the_brief_is_asked_and_named_where_it_is_no_other() -> None:
    found = told(days_of(CHANGE, PUBLIC, at("2025-03-07"), at("2026-11-22")))
    assert ("2025-03-07", "day of the brief") in found
    noon = at("2025-01-21") + timedelta(hours=12)
    asked = days_of(CHANGE, PUBLIC, noon, at("2026-11-22"))
    assert [item.at for item in asked if item.day == CHANGE] == [noon], "the brief's own instant answers its day"


DAYS = st.dates(date(2017, 1, 1), date(2035, 12, 31))


@settings(derandomize=True, max_examples=150, deadline=None)
@given(DAYS, DAYS, DAYS)
def test_each_day_once_in_order_and_each_moment_once(change: date, on: date, today: date) -> None:
    found = days_of(change, PUBLIC, day_start(on, UTC_ZONE), day_start(today, UTC_ZONE))
    assert all(first.day < second.day and first.at < second.at for first, second in pairwise(found))
    moments = [moment for item in found for moment in item.moments if moment != "day of the brief"]
    assert len(moments) == len(set(moments)) and {"before", "on the day", "after"} <= set(moments)
    assert all(item.day == local_day(item.at, zone(PUBLIC.timezone)) for item in found)
    after = next(item.day for item in found if "after" in item.moments)
    assert after >= change
    assert ("today" in moments) == (local_day(day_start(today, UTC_ZONE), zone(PUBLIC.timezone)) >= change)


UTC_ZONE = zone("UTC")


@pytest.mark.parametrize("agreement", [PUBLIC])
@settings(derandomize=True, max_examples=60, deadline=None)
@given(change=DAYS)
def test_nothing_but_the_passing_of_days_lies_between_the_day_and_after(agreement: Agreement, change: date) -> None:
    """From the end of the day of the change to the day after it, one text is in force."""
    found = days_of(change, agreement, at("2025-01-21"), datetime(2040, 1, 1, tzinfo=UTC))
    after = next(item.day for item in found if "after" in item.moments)
    where = zone(agreement.timezone)
    first = terms(agreement, day_start(change + timedelta(days=1), where) - timedelta(microseconds=1)).version
    last = terms(agreement, day_start(after, where)).version
    if after > change:
        assert (first and first.id) == (last and last.id)


def test_days_with_one_answer_stand_together_only_where_they_follow_on_one_another() -> None:
    assert together([("1", "a"), ("2", "b"), ("3", "b"), ("4", "a")]) == (
        (("1",), "a"),
        (("2", "3"), "b"),
        (("4",), "a"),
    )
    assert together([]) == ()
