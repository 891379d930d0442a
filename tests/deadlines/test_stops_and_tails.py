"""Known stops of the clock, which move windows, and known tails, which nothing moves."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from firstcall.calendars import calendar_for
from firstcall.deadlines import NoticeRules, Tail, TailAnchor, Toll, Window, tail_closes, tail_end, window_end

NEW_YORK = ZoneInfo("America/New_York")
RULES = NoticeRules(NEW_YORK, calendar_for("US"))


def at(text: str, where: ZoneInfo = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=where)


def last_day(text: str, window: Window, rules: NoticeRules = RULES, tolls: tuple[Toll, ...] = ()) -> str | None:
    end = window_end(at(text, rules.zone), at(text, rules.zone), rules, window, None, tolls)
    return None if end is None else end.day.isoformat()


# Stops of the clock. Without any, the window below ends on Thursday 20 March.


@pytest.mark.parametrize(
    ("start", "end", "last"),
    [
        ("2025-03-18T09:00", "2025-03-19T17:00", "2025-03-21"),  # resumed at a cut-off: that day counts
        ("2025-03-18T09:00", "2025-03-19T17:00:00.000001", "2025-03-24"),
        ("2025-03-18T17:00", "2025-03-18T17:00:00.000001", "2025-03-21"),  # tolled at a cut-off
        ("2025-03-18T17:00:00.000001", "2025-03-19T16:00", "2025-03-20"),  # overnight
        ("2025-03-18T10:00", "2025-03-18T15:00", "2025-03-20"),  # between two cut-offs
        ("2025-03-18T17:00", "2025-03-18T17:00", "2025-03-20"),  # an empty stop
        ("2025-03-10T09:00", "2025-03-17T12:00", "2025-03-20"),  # over before the first day
        ("2025-03-20T17:00:00.000001", "2025-03-27T12:00", "2025-03-20"),  # after the end
        ("2025-03-20T17:00", None, None),  # at the last instant
        ("2025-03-20T17:00:00.000001", None, "2025-03-20"),
        ("2025-03-10T09:00", None, None),
    ],
)
def test_a_day_counts_unless_the_clock_stands_at_its_cutoff(start: str, end: str | None, last: str | None) -> None:
    stop = Toll(at(start), None if end is None else at(end))
    assert last_day("2025-03-17T10:00", Window(3), RULES, (stop,)) == last


def test_a_window_does_not_roll_to_a_day_on_which_the_clock_stands() -> None:
    window = Window(5, "calendar", roll=True)  # Saturday, so Monday
    assert last_day("2025-03-17T10:00", window) == "2025-03-24"
    stop = Toll(at("2025-03-23T09:00"), at("2025-03-25T09:00"))
    assert last_day("2025-03-17T10:00", window, RULES, (stop,)) == "2025-03-25"
    assert last_day("2025-03-17T10:00", window, RULES, (Toll(stop.start),)) is None


def test_stops_that_overlap_count_once_and_an_open_one_wins() -> None:
    first = Toll(at("2025-03-18T09:00"), at("2025-03-19T09:00"))
    second = Toll(at("2025-03-18T12:00"), at("2025-03-20T09:00"))
    assert last_day("2025-03-17T10:00", Window(3), RULES, (first, second)) == "2025-03-24"
    assert last_day("2025-03-17T10:00", Window(3), RULES, (first, Toll(second.start))) is None


# Tails


@pytest.mark.parametrize(
    ("anchor", "unit", "last"),
    [
        ("notice", "calendar", "2025-06-17"),
        ("receipt", "calendar", "2025-06-19"),
        ("lapse", "calendar", "2025-06-22"),  # a Sunday: a tail does not roll
        ("notice", "business", "2025-06-23"),
        ("receipt", "business", "2025-06-24"),
        ("lapse", "business", "2025-06-27"),
    ],
)
def test_a_tail_is_counted_from_its_own_anchor(anchor: TailAnchor, unit: str, last: str) -> None:
    tail = Tail(10, "business" if unit == "business" else "calendar", anchor)
    end = tail_end(
        RULES,
        tail,
        sent=at("2025-06-07T09:00"),
        arrived=at("2025-06-07T09:00"),
        lapsed=at("2025-06-12T17:00"),
    )
    assert end.day.isoformat() == last
    assert end.ends == at(last + "T00:00") + timedelta(days=1)
    begun = {"notice": "sent 09:00 EDT; day of the notice, not counted", "receipt": "arrived 09:00 EDT, Saturday",
             "lapse": "lapsed or answered 17:00 EDT; day of lapse or answer, not counted"}  # fmt: skip
    assert str(end.steps[0].why) == begun[anchor]


def test_the_last_day_of_a_tail_is_wholly_inside() -> None:
    closes = tail_closes(RULES, Tail(1), lapsed=at("2025-03-08T17:00"))  # ends on a day of 23 hours
    assert closes == datetime(2025, 3, 10, 4, tzinfo=UTC)
    assert closes - datetime(2025, 3, 9, 5, tzinfo=UTC) == timedelta(hours=23)


def test_a_tail_tells_each_day() -> None:
    end = tail_end(RULES, Tail(2), lapsed=at("2025-03-28T17:00"))
    assert [str(step.why) for step in end.steps] == [
        "lapsed or answered 17:00 EDT; day of lapse or answer, not counted",
        "calendar day 1 of 2 (Saturday)",
        "calendar day 2 of 2 (Sunday); the last day of the tail, wholly inside",
    ]
