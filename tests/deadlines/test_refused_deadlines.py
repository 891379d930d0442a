"""Deadlines that cannot be named, each with the message that says why and how to mend it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from firstcall.calendars import calendar_for
from firstcall.deadlines import (
    NoticeRules,
    Tail,
    TailAnchor,
    Window,
    business_days_between,
    deemed_received,
    is_in_time,
    tail_end,
    window_closes,
    window_end,
)
from firstcall.errors import QuestionError, RecordError

NEW_YORK = ZoneInfo("America/New_York")
RULES = NoticeRules(NEW_YORK, calendar_for("US"))


def at(text: str, where: ZoneInfo = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=where)


def test_a_notice_that_arrived_before_it_was_sent_is_refused() -> None:
    with pytest.raises(RecordError) as caught:
        window_end(at("2025-03-14T10:00"), at("2025-03-14T09:59"), RULES, Window(1))
    assert str(caught.value) == (
        "the notice arrived at 2025-03-14T13:59:00Z, before it was sent at 2025-03-14T14:00:00Z\n"
        "  fix: correct one of the two instants"
    )


@pytest.mark.parametrize(
    ("anchor", "missing"),
    [
        ("notice", "the notice was sent"),
        ("receipt", "the notice arrived"),
        ("lapse", "the window closed or an answer took effect"),
    ],
)
def test_a_tail_without_its_anchor_is_refused(anchor: TailAnchor, missing: str) -> None:
    known = {
        "sent": at("2025-03-14T10:00"),
        "arrived": at("2025-03-14T10:00"),
        "lapsed": at("2025-03-28T17:00"),
    }
    del known[{"notice": "sent", "receipt": "arrived", "lapse": "lapsed"}[anchor]]
    with pytest.raises(RecordError) as caught:
        tail_end(RULES, Tail(90, anchor=anchor), **known)
    assert str(caught.value) == (
        f"the tail is counted from the day {missing}, which is not known\n  fix: record that event first"
    )


def test_an_instant_without_a_zone_is_refused() -> None:
    naive, aware = datetime(2025, 3, 14, 10), at("2025-03-14T10:00")  # noqa: DTZ001 - the mistake
    calls = (
        lambda: deemed_received(naive, RULES),
        lambda: window_end(naive, aware, RULES, Window(1)),
        lambda: window_closes(aware, naive, RULES, Window(1)),
        lambda: window_closes(aware, aware, RULES, Window(1, anchor="complete"), naive),
        lambda: tail_end(RULES, Tail(1), lapsed=naive),
        lambda: is_in_time(naive, aware),
        lambda: business_days_between(naive, date(2025, 3, 19), RULES),
    )
    for call in calls:
        with pytest.raises(ValueError, match="has no zone; give an instant with one"):
            call()


def test_a_deadline_beyond_the_holiday_tables_is_refused() -> None:
    with pytest.raises(QuestionError, match="knows the holidays of 1777 to 2100, not of 2101"):
        window_end(at("2100-12-30T10:00"), at("2100-12-30T10:00"), RULES, Window(5))
