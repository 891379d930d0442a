"""Cut-offs on the nights when clocks change, and the parameters that are refused."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from firstcall.calendars import calendar_for
from firstcall.deadlines import NoticeRules, Tail, Toll, Window
from firstcall.errors import RecordError
from firstcall.gaps import Kind, in_english

NEW_YORK = ZoneInfo("America/New_York")
US = calendar_for("US")


@pytest.mark.parametrize(
    ("zone", "cutoff", "day", "utc"),
    [
        ("America/New_York", time(17), date(2025, 3, 8), "2025-03-08T22:00"),
        ("America/New_York", time(17), date(2025, 3, 9), "2025-03-09T21:00"),
        ("America/New_York", time(2, 30), date(2025, 3, 9), "2025-03-09T07:30"),  # skipped: the old offset
        ("America/New_York", time(1, 30), date(2025, 11, 2), "2025-11-02T05:30"),  # repeated: the first
        ("America/Los_Angeles", time(2, 30), date(2025, 3, 9), "2025-03-09T10:30"),
        ("America/Los_Angeles", time(1, 30), date(2025, 11, 2), "2025-11-02T08:30"),
        ("Pacific/Auckland", time(2, 30), date(2025, 9, 28), "2025-09-27T14:30"),
        ("Pacific/Auckland", time(2, 30), date(2025, 4, 6), "2025-04-05T13:30"),
        ("Pacific/Auckland", time(17), date(2025, 9, 27), "2025-09-27T05:00"),
        ("Pacific/Auckland", time(17), date(2025, 9, 28), "2025-09-28T04:00"),
        ("Europe/Berlin", time(2, 30), date(2025, 3, 30), "2025-03-30T01:30"),
        ("Asia/Kolkata", time(17), date(2025, 3, 9), "2025-03-09T11:30"),
        ("Asia/Jakarta", time(17), date(2025, 3, 9), "2025-03-09T10:00"),
    ],
)
def test_the_cutoff_is_an_instant(zone: str, cutoff: time, day: date, utc: str) -> None:
    closes = NoticeRules(ZoneInfo(zone), US, cutoff).closes(day)
    assert closes == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert closes.tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "opening", "day", "utc"),
    [
        ("America/New_York", None, date(2025, 3, 10), "2025-03-10T04:00"),
        ("America/New_York", time(9), date(2025, 3, 10), "2025-03-10T13:00"),
        ("America/New_York", time(2, 30), date(2025, 3, 9), "2025-03-09T07:30"),
        ("Africa/Cairo", None, date(2025, 4, 25), "2025-04-24T22:00"),  # that day has no midnight
    ],
)
def test_the_opening_is_an_instant(zone: str, opening: time | None, day: date, utc: str) -> None:
    opens = NoticeRules(ZoneInfo(zone), US, time(17), opening).opens(day)
    assert opens == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("utc", "shown"),
    [
        ("2025-03-14T20:59", "16:59 EDT"),
        ("2025-03-09T07:30", "03:30 EDT"),
        ("2025-11-02T05:30", "01:30 EDT"),
        ("2025-11-02T06:30", "01:30 EST"),
        ("2025-03-14T21:00:00.000001", "17:00:00.000001 EDT"),
        ("2025-03-14T21:00:07", "17:00:07 EDT"),
    ],
)
def test_an_hour_is_shown_with_its_zone_and_no_finer_than_it_is(utc: str, shown: str) -> None:
    hour = NoticeRules(NEW_YORK, US).local(datetime.fromisoformat(utc).replace(tzinfo=UTC))
    assert in_english(hour, Kind("hour")) == shown


@pytest.mark.parametrize("hour", [time(17, tzinfo=UTC), time(1, 30, fold=1)])
def test_an_hour_with_a_zone_of_its_own_is_refused(hour: time) -> None:
    told = f"{hour} carries a zone or a pass of its own; write a plain time of day, such as 17:00"
    with pytest.raises(ValueError) as caught:
        NoticeRules(NEW_YORK, US, hour)
    assert str(caught.value) == f"the cut-off {told}"
    with pytest.raises(ValueError) as caught:
        NoticeRules(NEW_YORK, US, time(18), hour)
    assert str(caught.value) == f"the opening hour {told}"


@pytest.mark.parametrize("opening", [time(17), time(18)])
def test_an_opening_that_is_not_before_the_cutoff_is_refused(opening: time) -> None:
    with pytest.raises(ValueError) as caught:
        NoticeRules(NEW_YORK, US, time(17), opening)
    assert str(caught.value) == (
        f"the opening hour {opening:%H:%M} is not before the cut-off 17:00; correct one of the two"
    )


@pytest.mark.parametrize("n", [0, -1])
def test_a_length_without_a_day_is_refused(n: int) -> None:
    with pytest.raises(ValueError) as caught:
        Window(n)
    assert str(caught.value) == (f"a window of {n} days has no day in it; write a number of days, 1 or more")
    with pytest.raises(ValueError) as caught:
        Tail(n)
    assert str(caught.value) == (f"a tail of {n} days has no day in it; write a number of days, 1 or more")


def test_a_stop_holds_from_its_start_up_to_but_without_its_end() -> None:
    start, end = datetime(2025, 3, 17, 21, tzinfo=UTC), datetime(2025, 3, 18, 21, tzinfo=UTC)
    moment = timedelta(microseconds=1)
    assert [Toll(start, end).stands(at) for at in (start - moment, start, end - moment, end)] == [
        False,
        True,
        True,
        False,
    ]
    assert Toll(start).stands(datetime(2099, 1, 1, tzinfo=UTC))
    assert not Toll(start, start).stands(start)


def test_stops_in_the_two_passes_of_a_repeated_hour_are_two_stops() -> None:
    first = datetime(2025, 11, 2, 1, 30, tzinfo=NEW_YORK)
    second = first.replace(fold=1)
    assert first == second  # what Python says within one zone
    assert Toll(first) != Toll(second)
    assert Toll(first, second).stands(datetime(2025, 11, 2, 6, tzinfo=UTC))


def test_a_stop_that_ends_before_it_starts_is_refused() -> None:
    start = datetime(2025, 3, 18, 12, tzinfo=timezone(timedelta(hours=2)))
    with pytest.raises(RecordError) as caught:
        Toll(start, start - timedelta(hours=1))
    assert str(caught.value) == (
        "the clock resumed at 2025-03-18T09:00:00Z, before it was tolled at 2025-03-18T10:00:00Z\n"
        "  fix: correct one of the two events"
    )


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError) as caught:
        Toll(datetime(2025, 3, 18, 12))  # noqa: DTZ001 - the mistake
    assert str(caught.value) == (
        "2025-03-18T12:00:00 has no zone; give an instant with one, such as 2025-03-18T12:00:00Z"
    )
