"""Days that hang on events: counted on a list of days, and unknown while what they hang on is."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from firstcall.calendars import calendar_for
from firstcall.deadlines import EventRule, Hinge, Offset, last_of, shifted

US = calendar_for("US")
DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
READY = Hinge("event", "ready", "C-1")


@given(DAYS, st.integers(1, 400), st.booleans())
def test_days_of_the_calendar_are_days(day: date, n: int, before: bool) -> None:
    assert shifted(day, Offset(n), US, before=before) == day + timedelta(days=-n if before else n)


@given(DAYS, st.integers(1, 60), st.booleans())
def test_business_days_are_counted_on_a_list(day: date, n: int, before: bool) -> None:
    around = [day + timedelta(days=step) for step in range(1, 200)]
    listed = [day - (one - day) for one in around] if before else around
    open_days = [one for one in listed if US.is_business_day(one)]
    assert shifted(day, Offset(n, "business"), US, before=before) == open_days[n - 1]


@given(DAYS, st.integers(1, 60))
def test_months_keep_the_day_or_take_the_last(day: date, n: int) -> None:
    there = shifted(day, Offset(n, "month"), US)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == n
    assert there.day == day.day or (there.day < day.day and (there + timedelta(days=1)).day == 1)


@given(DAYS, st.integers(1, 20))
def test_a_year_is_twelve_months(day: date, n: int) -> None:
    assert shifted(day, Offset(n, "year"), US) == shifted(day, Offset(12 * n, "month"), US)


def test_leap_day_and_month_ends() -> None:
    assert shifted(date(2024, 2, 29), Offset(1, "year"), US) == date(2025, 2, 28)
    assert shifted(date(2025, 3, 31), Offset(1, "month"), US, before=True) == date(2025, 2, 28)
    assert shifted(date(2025, 12, 15), Offset(1, "month"), US) == date(2026, 1, 15)


@given(DAYS, st.integers(1, 20), st.sampled_from(["month", "year"]))
def test_a_span_of_months_or_years_holds_so_many_and_no_day_more(first: date, n: int, unit: str) -> None:
    offset = Offset(n, "year" if unit == "year" else "month")
    last = last_of(first, offset, US)
    assert last < shifted(first, offset, US) == last + timedelta(days=1)
    assert last_of(first, Offset(n), US) == first + timedelta(days=n)


def test_a_span_ends_with_the_day_before_the_same_day() -> None:
    three = EventRule(READY, Offset(3, "year"))
    assert three.last_day({READY: date(2025, 5, 1)}, US) == date(2028, 4, 30)
    assert three.day({READY: date(2025, 5, 1)}, US) == date(2028, 5, 1)
    assert EventRule(READY).last_day({READY: date(2025, 5, 1)}, US) == date(2025, 5, 1)
    assert three.last_day({}, US) is None
    before = EventRule(READY, Offset(6, "month"), before=True)
    assert before.last_day({READY: date(2027, 12, 31)}, US) == before.day({READY: date(2027, 12, 31)}, US)


def test_what_has_not_happened_has_no_day() -> None:
    rule = EventRule(READY, Offset(10))
    assert rule.day({}, US) is None
    assert rule.day({Hinge("event", "ready", "C-2"): date(2025, 1, 1)}, US) is None
    assert rule.day({READY: date(2025, 1, 1)}, US) == date(2025, 1, 11)
    assert EventRule(READY).day({READY: date(2025, 1, 1)}, US) == date(2025, 1, 1)
