"""The count of days against a second count, made from a list of days instead of a walk."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from firstcall.calendars import calendar_for
from firstcall.deadlines import (
    NoticeRules,
    Tail,
    Toll,
    Window,
    deemed_day,
    deemed_received,
    marked_between,
    marked_days,
    tail_closes,
    tail_end,
    window_closes,
    window_end,
)
from firstcall.deadlines.day_count import count_days, last_counted_day
from firstcall.deadlines.endings import WindowClosesAt

ZONES = (
    "America/New_York",
    "America/Los_Angeles",
    "Pacific/Auckland",
    "Asia/Kolkata",
    "Asia/Jakarta",
    "Europe/Berlin",
    "Africa/Cairo",
    "UTC",
)
CODES = ("US", "US-NY", "ID", "DE-BE", "AE", "CN")
CUTOFFS = (time(17), time(17), time(12), time(2, 30), time(1, 30), time(0), time(23, 59, 59, 999999))
MOMENT = timedelta(microseconds=1)

# The nights that clocks change somewhere, a leap day, year ends and holidays that meet weekends.
NOTABLE = (
    date(2024, 2, 28),
    date(2024, 2, 29),
    date(2025, 3, 8),
    date(2025, 3, 9),
    date(2025, 3, 30),
    date(2025, 4, 6),
    date(2025, 4, 25),
    date(2025, 6, 19),
    date(2025, 9, 28),
    date(2025, 11, 2),
    date(2021, 12, 31),
    date(2025, 12, 31),
    date(2025, 1, 26),
)
DAYS = st.sampled_from(NOTABLE) | st.dates(date(2019, 1, 1), date(2028, 12, 31))


# The second count. It knows the tables of holidays and the offsets of a zone, nothing of the first.


@cache
def works(code: str, day: date) -> bool:
    country, _, part = code.partition("-")
    besides = {"HK": "optional", "CA": "government", "JP": "bank", "ID": "government"}.get(country, "public")
    tables = holidays.country_holidays(
        country, subdiv=part or None, years=day.year, categories=("public", besides)
    )  # fmt: skip
    return bool(tables.is_working_day(day))


@cache
def wall(day: date, hour: time, where: ZoneInfo) -> datetime:
    """The first instant that shows this hour; where none does, the hour with the offset of the day before."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    around = [(noon + timedelta(hours=h)).astimezone(where).utcoffset() or timedelta() for h in range(-36, 37)]
    shown = datetime.combine(day, hour, UTC)
    hits = [shown - off for off in around if (shown - off).astimezone(where).replace(tzinfo=UTC) == shown]
    return min(hits) if hits else shown - around[0]


class Place:
    """A place of receipt, for the second count."""

    def __init__(self, zone: str, code: str, cutoff: time, closures: tuple[date, ...]) -> None:
        self.where, self.code, self.cutoff, self.closures = ZoneInfo(zone), code, cutoff, closures
        self.rules = NoticeRules(self.where, calendar_for(code, closures), cutoff)

    def open(self, day: date) -> bool:
        return day not in self.closures and works(self.code, day)

    def local(self, at: datetime) -> date:
        return at.astimezone(self.where).date()

    def received(self, arrived: datetime) -> date:
        days = (self.local(arrived) + timedelta(days=n) for n in range(60))
        return next(day for day in days if self.open(day) and arrived <= wall(day, self.cutoff, self.where))

    def end(self, anchor: date, length: Window | Tail, tolls: tuple[Toll, ...]) -> date | None:
        skip = 0 if isinstance(length, Window) and length.count_first_day else 1
        days = [anchor + timedelta(days=n) for n in range(skip, 3 * length.n + 80)]
        cutoffs = [wall(day, self.cutoff, self.where) for day in days] if tolls else []
        for toll in tolls:
            past = bisect_left(cutoffs, toll.end) if toll.end else len(days)
            gone = range(bisect_left(cutoffs, toll.start), past)
            days = [day for at, day in enumerate(days) if at not in gone]
            cutoffs = [cutoff for at, cutoff in enumerate(cutoffs) if at not in gone]
        counted = [day for day in days if length.unit == "calendar" or self.open(day)]
        if len(counted) < length.n:
            return None
        last = counted[length.n - 1]
        if isinstance(length, Window) and length.roll and not self.open(last):
            return next((day for day in days if day > last and self.open(day)), None)
        return last


PLACES = st.builds(
    Place,
    st.sampled_from(ZONES),
    st.sampled_from(CODES),
    st.sampled_from(CUTOFFS),
    st.lists(st.sampled_from(NOTABLE), max_size=2).map(tuple),
)


@st.composite
def instants(draw: st.DrawFn, place: Place, day: date) -> datetime:
    """An instant near a day; often its cut-off, or a microsecond to either side."""
    cutoff = place.rules.closes(day)
    near = st.sampled_from((-MOMENT, timedelta(), MOMENT))
    return cutoff + draw(near | st.timedeltas(timedelta(hours=-30), timedelta(hours=30)))


@st.composite
def tolls(draw: st.DrawFn, place: Place, day: date) -> tuple[Toll, ...]:
    stops = []
    for _ in range(draw(st.integers(0, 2))):
        start = draw(instants(place, day + timedelta(days=draw(st.integers(-3, 25)))))
        end = start + draw(st.sampled_from((timedelta(), timedelta(hours=5), timedelta(days=1))))
        long = end + draw(st.timedeltas(timedelta(), timedelta(days=20)))
        stops.append(Toll(start, draw(st.sampled_from((end, long, None)))))
    return tuple(stops)


WINDOWS = st.builds(
    Window,
    st.integers(1, 25),
    st.sampled_from(("calendar", "business")),
    st.sampled_from(("sent", "delivered", "received", "complete")),
    st.booleans(),
    st.booleans(),
)
TAILS = st.builds(
    Tail,
    st.integers(1, 120),
    st.sampled_from(("calendar", "business")),
    st.sampled_from(("notice", "receipt", "lapse")),
)


@given(st.data(), PLACES, DAYS)
def test_receipt_is_deemed_on_the_first_open_day_whose_cutoff_is_not_past(
    data: st.DataObject, place: Place, day: date
) -> None:
    arrived = data.draw(instants(place, day))
    found = place.received(arrived)
    deemed = deemed_received(arrived, place.rules)
    assert deemed_day(arrived, place.rules) == deemed.day == found
    waited = found != place.local(arrived)
    assert deemed.instant == (wall(found, time(0), place.where) if waited else arrived)


@settings(max_examples=600)
@given(st.data(), PLACES, DAYS, WINDOWS)
def test_a_window_ends_where_the_second_count_ends(
    data: st.DataObject, place: Place, day: date, window: Window
) -> None:
    sent = data.draw(instants(place, day))
    arrived = sent + data.draw(st.sampled_from((timedelta(), timedelta(hours=9), timedelta(days=3))))
    completed = data.draw(st.none() | instants(place, day + timedelta(days=2)))
    stops = data.draw(tolls(place, day))
    anchor = {
        "sent": place.local(sent),
        "delivered": place.local(arrived),
        "received": place.received(arrived),
        "complete": max(place.received(arrived), place.received(completed or arrived)),
    }[window.anchor]
    last = place.end(anchor, window, stops)
    end = window_end(sent, arrived, place.rules, window, completed, stops)
    assert (end and end.day) == last
    assert (end and end.ends) == (last and wall(last, place.cutoff, place.where))
    assert window_closes(sent, arrived, place.rules, window, completed, stops) == (end and end.ends)


@settings(max_examples=200)
@given(st.data(), PLACES, DAYS, TAILS)
def test_a_tail_ends_where_the_second_count_ends(data: st.DataObject, place: Place, day: date, tail: Tail) -> None:
    at = data.draw(instants(place, day))
    last = place.end(place.received(at) if tail.anchor == "receipt" else place.local(at), tail, ())
    assert last is not None
    end = tail_end(place.rules, tail, sent=at, arrived=at, lapsed=at)
    assert end.day == last
    assert end.ends == wall(last + timedelta(days=1), time(0), place.where)
    assert tail_closes(place.rules, tail, sent=at, arrived=at, lapsed=at) == end.ends


# Laws that need no second count.


@given(st.data(), PLACES, DAYS, WINDOWS)
def test_steps_are_each_day_once_numbered_in_order(
    data: st.DataObject, place: Place, day: date, window: Window
) -> None:
    sent = data.draw(instants(place, day))
    end = window_end(sent, sent, place.rules, window, None, data.draw(tolls(place, day)))
    assume(end is not None)
    assert end is not None
    days = [step.day for step in end.steps]
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
    assert days[0] == place.local(sent) and days[-1] == end.day
    assert [step.number for step in end.steps if step.counted] == list(range(1, window.n + 1))
    assert all(step.counted is (step.number is not None) for step in end.steps)
    assert all(step.why for step in end.steps)
    assert str(end.steps[-1].why).endswith(str(WindowClosesAt(hour=place.rules.local(end.ends))))


@given(st.data(), PLACES, DAYS, WINDOWS)
def test_later_arrival_longer_windows_and_stops_never_end_a_window_sooner(
    data: st.DataObject, place: Place, day: date, window: Window
) -> None:
    sent, stops = data.draw(instants(place, day)), data.draw(tolls(place, day))
    later = sent + data.draw(st.timedeltas(timedelta(), timedelta(days=4)))
    longer = Window(window.n + 1, window.unit, window.anchor, window.count_first_day, window.roll)
    far = datetime(9999, 1, 1, tzinfo=UTC)
    end = window_closes(sent, sent, place.rules, window, None, stops) or far
    assert end <= (window_closes(later, later, place.rules, window, None, stops) or far)
    assert end <= (window_closes(sent, sent, place.rules, longer, None, stops) or far)
    assert (window_closes(sent, sent, place.rules, window) or far) <= end


@given(st.data(), PLACES, DAYS, WINDOWS)
def test_the_order_of_stops_and_the_zone_they_are_written_in_do_not_matter(
    data: st.DataObject, place: Place, day: date, window: Window
) -> None:
    sent, stops = data.draw(instants(place, day)), data.draw(tolls(place, day))
    kolkata = ZoneInfo("Asia/Kolkata")
    written = tuple(
        Toll(stop.start.astimezone(kolkata), stop.end and stop.end.astimezone(kolkata)) for stop in reversed(stops)
    )
    elsewhere = sent.astimezone(kolkata)
    assert window_end(sent, sent, place.rules, window, None, stops) == window_end(
        elsewhere, elsewhere, place.rules, window, None, written
    )


@given(st.data(), PLACES, DAYS | st.just(date(2025, 12, 23)), WINDOWS)
def test_days_that_are_marked_are_those_of_the_count_and_of_what_lies_between(
    data: st.DataObject, place: Place, day: date, window: Window
) -> None:
    sent, stops = data.draw(instants(place, day)), data.draw(tolls(place, day))
    arrived, completed = sent + timedelta(hours=9), data.draw(st.none() | instants(place, day + timedelta(days=2)))
    end = window_end(sent, arrived, place.rules, window, completed, stops)
    told = [(step.day, str(step.marked)) for step in end.steps if step.marked is not None] if end else []
    found = marked_days(sent, arrived, place.rules, window, completed, stops)
    assert [(step.day, str(step.marked)) for step in found] == told
    last = day + timedelta(days=data.draw(st.integers(0, 20)))
    days = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    between = [(day, str(place.rules.calendar.marked(day))) for day in days if place.rules.calendar.marked(day)]
    assert [(step.day, str(step.why)) for step in marked_between(day, last, place.rules)] == between


@given(PLACES, DAYS, WINDOWS | TAILS)
def test_the_last_day_alone_is_the_last_of_all_days(place: Place, day: date, length: Window | Tail) -> None:
    steps = count_days(day, place.rules, length)
    assert steps is not None and last_counted_day(day, place.rules, length) == steps[-1].day
