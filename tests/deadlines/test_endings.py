"""Known deadlines: the worked vectors, the last second, clocks that change, stops, tails and countdowns."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.calendars import calendar_for
from firstcall.deadlines import (
    NoticeRules,
    Tail,
    Toll,
    Window,
    WindowAnchor,
    business_days_between,
    deemed_received,
    is_in_time,
    tail_end,
    window_closes,
    window_end,
)

NEW_YORK = ZoneInfo("America/New_York")
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
JAKARTA = ZoneInfo("Asia/Jakarta")
AUCKLAND = ZoneInfo("Pacific/Auckland")
RULES = NoticeRules(NEW_YORK, calendar_for("US"))
MOMENT = timedelta(microseconds=1)


def at(text: str, where: ZoneInfo = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=where)


def last_day(text: str, window: Window, rules: NoticeRules = RULES, tolls: tuple[Toll, ...] = ()) -> str | None:
    end = window_end(at(text, rules.zone), at(text, rules.zone), rules, window, None, tolls)
    return None if end is None else end.day.isoformat()


# The worked vectors: deemed day, ten business days, fifteen calendar days without and with roll, 90-day tail


@pytest.mark.parametrize(
    ("sent", "deemed", "business", "plain", "rolled", "tail"),
    [
        (
            "2025-03-14T16:59",
            "2025-03-14",
            "2025-03-28T21:00:00+00:00",
            "2025-03-29",
            "2025-03-31",
            "2025-06-26",
        ),
        (
            "2025-06-07T09:00",
            "2025-06-09",
            "2025-06-24T21:00:00+00:00",
            "2025-06-24",
            "2025-06-24",
            "2025-09-22",
        ),
        (
            "2025-11-26T17:30",
            "2025-11-28",
            "2025-12-12T22:00:00+00:00",
            "2025-12-13",
            "2025-12-15",
            "2026-03-12",
        ),
    ],
)
def test_the_worked_vectors(sent: str, deemed: str, business: str, plain: str, rolled: str, tail: str) -> None:
    assert deemed_received(at(sent), RULES).day.isoformat() == deemed
    end = window_end(at(sent), at(sent), RULES, Window(10))
    assert end is not None and end.ends.isoformat() == business
    assert end.day.isoformat() == business[:10]
    assert last_day(sent, Window(15, "calendar")) == plain
    assert last_day(sent, Window(15, "calendar", roll=True)) == rolled
    assert tail_end(RULES, Tail(90), lapsed=end.ends).day.isoformat() == tail


def test_a_window_tells_each_day() -> None:
    end = window_end(at("2025-06-13T17:30"), at("2025-06-13T17:30"), RULES, Window(4))
    assert end is not None
    assert [(step.day.isoformat()[5:], step.number, str(step.why)) for step in end.steps] == [
        ("06-13", None, "arrived 17:30 EDT, after the cut-off 17:00 EDT"),
        ("06-14", None, "Saturday"),
        ("06-15", None, "Sunday"),
        ("06-16", None, "the next business day, deemed received; day of receipt, not counted"),
        ("06-17", 1, "business day 1 of 4"),
        ("06-18", 2, "business day 2 of 4"),
        ("06-19", None, "holiday: Juneteenth National Independence Day"),
        ("06-20", 3, "business day 3 of 4"),
        ("06-21", None, "Saturday"),
        ("06-22", None, "Sunday"),
        ("06-23", 4, "business day 4 of 4; the window closes at 17:00 EDT, included"),
    ]


def test_a_window_that_rolls_and_stands_tells_so() -> None:
    stop = Toll(at("2025-03-19T12:00"), at("2025-03-20T12:00"))
    sent = at("2025-03-17T10:00")
    end = window_end(sent, sent, RULES, Window(4, "calendar", "sent", roll=True), None, (stop,))
    assert end is not None
    assert [(step.day.isoformat()[5:], step.number, str(step.why)) for step in end.steps] == [
        ("03-17", None, "sent 10:00 EDT; day of sending, not counted"),
        ("03-18", 1, "calendar day 1 of 4"),
        ("03-19", None, "the clock stands at the cut-off"),
        ("03-20", 2, "calendar day 2 of 4"),
        ("03-21", 3, "calendar day 3 of 4"),
        ("03-22", 4, "calendar day 4 of 4 (Saturday)"),
        ("03-23", None, "Sunday"),
        (
            "03-24",
            None,
            "the next business day, to which the end rolls; the window closes at 17:00 EDT, included",
        ),
    ]


def test_a_window_that_counts_its_first_day_tells_so() -> None:
    end = window_end(at("2025-03-17T10:00"), at("2025-03-17T10:00"), RULES, Window(1, count_first_day=True))
    assert end is not None
    assert [str(step.why) for step in end.steps] == [
        "arrived 10:00 EDT, by the cut-off 17:00 EDT; day of receipt, business day 1 of 1; "
        "the window closes at 17:00 EDT, included"
    ]


EVE = "though marked as government holiday: Christmas Eve"


@pytest.mark.parametrize(
    ("sent", "window", "day", "why"),
    [
        ("2025-12-23", Window(1), "12-24", f"business day 1 of 1 (counted, {EVE}); "),
        (
            "2025-12-24", Window(1, count_first_day=True), "12-24",
            f"arrived 10:00 EST, by the cut-off 17:00 EST; day of receipt, business day 1 of 1 (counted, {EVE}); ",
        ),
        (
            "2025-12-24", Window(1), "12-24",
            "arrived 10:00 EST, by the cut-off 17:00 EST; day of receipt, not counted",
        ),
        (
            "2025-12-24", Window(2, "calendar", count_first_day=True), "12-24",
            f"arrived 10:00 EST, by the cut-off 17:00 EST; day of receipt, calendar day 1 of 2 (counted, {EVE})",
        ),
        ("2025-12-19", Window(2, "calendar", "sent", roll=True), "12-24",
         f"the next business day, to which the end rolls, {EVE}; "),
    ],
)  # fmt: skip
def test_a_day_that_another_table_marks_is_told_wherever_it_counts(
    sent: str, window: Window, day: str, why: str
) -> None:
    rules = NoticeRules(NEW_YORK, calendar_for("US", (date(2025, 12, 22), date(2025, 12, 23)) if window.roll else ()))
    end = window_end(at(f"{sent}T10:00"), at(f"{sent}T10:00"), rules, window)
    assert end is not None
    step = next(step for step in end.steps if step.marked is not None)
    assert (step.day.isoformat()[5:], str(step.marked)) == (day, "government holiday: Christmas Eve")
    ending = "the window closes at 17:00 EST, included" if why.endswith("; ") else ""
    assert str(step.why) == why + ending


# The last second


def test_receipt_at_the_cutoff_is_that_day_and_a_microsecond_later_the_next() -> None:
    cutoff = at("2025-03-14T17:00")
    on_time, late = deemed_received(cutoff, RULES), deemed_received(cutoff + MOMENT, RULES)
    assert (on_time.day, on_time.instant) == (date(2025, 3, 14), cutoff)
    assert (late.day, late.instant) == (date(2025, 3, 17), at("2025-03-17T00:00"))
    assert str(late.steps[0].why) == "arrived 17:00:00.000001 EDT, after the cut-off 17:00 EDT"


def test_an_answer_at_the_cutoff_is_in_time_and_a_microsecond_later_late() -> None:
    end = window_closes(at("2025-03-14T16:59"), at("2025-03-14T16:59"), RULES, Window(10))
    assert is_in_time(at("2025-03-28T17:00"), end)
    assert is_in_time(at("2025-03-28T14:00", LOS_ANGELES), end)
    assert not is_in_time(at("2025-03-28T17:00") + MOMENT, end)


def test_any_answer_is_in_time_while_no_end_can_be_named() -> None:
    assert is_in_time(at("2099-01-01T00:00"), None)


def test_in_the_repeated_hour_the_second_pass_is_late() -> None:
    ends = NoticeRules(NEW_YORK, calendar_for("US"), time(1, 30)).closes(date(2025, 11, 2))
    assert is_in_time(at("2025-11-02T01:30"), ends)
    assert not is_in_time(at("2025-11-02T01:30").replace(fold=1), ends)
    local = ends.astimezone(NEW_YORK)
    assert not is_in_time(at("2025-11-02T01:15").replace(fold=1), local)  # though its clock shows less


# Where and when


@pytest.mark.parametrize(
    ("anchor", "last"),
    [
        ("sent", "2025-03-18"),  # still Monday in Los Angeles
        ("delivered", "2025-03-19"),
        ("received", "2025-03-20"),  # Tuesday evening counts as Wednesday
        ("complete", "2025-03-21"),
    ],
)
def test_anchors_are_days_at_the_place_of_receipt(anchor: WindowAnchor, last: str) -> None:
    rules = NoticeRules(LOS_ANGELES, calendar_for("US"))
    sent, arrived = at("2025-03-18T08:00", JAKARTA), at("2025-03-19T08:00", JAKARTA)
    completed = at("2025-03-20T08:00", JAKARTA)
    end = window_end(sent, arrived, rules, Window(1, "business", anchor), completed)
    assert end is not None and end.day.isoformat() == last


@pytest.mark.parametrize(
    ("anchor", "told"),
    [
        ("sent", ["03-17 sent 18:00 PDT; day of sending, not counted"]),
        ("delivered", ["03-18 arrived 18:00 PDT; day of delivery, not counted"]),
        ("received", ["03-18 arrived 18:00 PDT, after the cut-off 17:00 PDT",
                      "03-19 the next business day, deemed received; day of receipt, not counted"]),
        ("complete", ["03-19 complete 18:00 PDT, after the cut-off 17:00 PDT",
                      "03-20 the next business day, deemed received; day of the complete notice, not counted"]),
    ],
)  # fmt: skip
def test_a_window_tells_what_it_counts_from_and_whether_receipt_is_deemed(
    anchor: WindowAnchor, told: list[str]
) -> None:
    rules = NoticeRules(LOS_ANGELES, calendar_for("US"))
    sent, arrived = at("2025-03-18T08:00", JAKARTA), at("2025-03-19T08:00", JAKARTA)
    end = window_end(sent, arrived, rules, Window(1, "business", anchor), at("2025-03-20T08:00", JAKARTA))
    assert end is not None
    assert [f"{step.day:%m-%d} {step.why}" for step in end.steps[:-1]] == told


def test_a_notice_that_came_whole_is_complete_on_receipt() -> None:
    sent = at("2025-03-14T10:00")
    whole = window_end(sent, sent, RULES, Window(10, anchor="complete"))
    early = window_end(sent, sent, RULES, Window(10, anchor="complete"), sent - timedelta(days=3))
    received = window_end(sent, sent, RULES, Window(10))
    assert whole is not None and early is not None and received is not None
    assert whole.day == early.day == received.day


def test_auckland_is_a_day_ahead_of_its_sender() -> None:
    rules = NoticeRules(AUCKLAND, calendar_for("NZ"))
    sent = at("2025-04-03T16:00", LOS_ANGELES)  # Friday 12:00 there, before its clocks go back
    end = window_end(sent, sent, rules, Window(2))
    assert end is not None
    assert (end.day, end.ends) == (date(2025, 4, 8), datetime(2025, 4, 8, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    ("sent", "window", "last"),
    [
        ("2024-02-28T10:00", Window(1), "2024-02-29"),
        ("2023-02-28T10:00", Window(1), "2023-03-01"),
        ("2025-12-31T10:00", Window(1), "2026-01-02"),
        ("2025-12-31T10:00", Window(1, "calendar"), "2026-01-01"),
        ("2021-12-30T17:30", Window(1), "2022-01-04"),  # New Year's Day observed on the Friday before
        ("2025-06-19T10:00", Window(1), "2025-06-23"),  # received on a holiday
        ("2025-06-19T10:00", Window(1, anchor="delivered"), "2025-06-20"),
        ("2025-03-15T10:00", Window(1, anchor="sent"), "2025-03-17"),  # from a Saturday day 1 is Monday
        ("2025-03-15T10:00", Window(1, anchor="sent", count_first_day=True), "2025-03-17"),
        ("2025-03-15T10:00", Window(1, "calendar", "sent", count_first_day=True), "2025-03-15"),
        ("2025-03-15T10:00", Window(1, "calendar", "sent", True, roll=True), "2025-03-17"),
        ("2025-03-14T10:00", Window(10, count_first_day=True), "2025-03-27"),
        ("2025-03-14T10:00", Window(10, roll=True), "2025-03-28"),
    ],
)
def test_known_windows(sent: str, window: Window, last: str) -> None:
    assert last_day(sent, window) == last


def test_a_closure_of_the_agreement_moves_a_window() -> None:
    closed = NoticeRules(NEW_YORK, calendar_for("US", (date(2025, 3, 28),)))
    assert last_day("2025-03-14T16:59", Window(10), closed) == "2025-03-31"


@pytest.mark.parametrize(
    ("cutoff", "sent", "ends"),
    [
        (time(2, 30), "2025-03-08T01:00", "2025-03-09T07:30:00+00:00"),  # 03:30 by the new clock
        (time(1, 30), "2025-11-01T01:00", "2025-11-02T05:30:00+00:00"),  # the first 01:30
        (time(17), "2025-03-08T01:00", "2025-03-09T21:00:00+00:00"),
    ],
)
def test_a_window_that_ends_on_a_night_of_the_clocks(cutoff: time, sent: str, ends: str) -> None:
    rules = NoticeRules(NEW_YORK, calendar_for("US"), cutoff)
    found = window_closes(at(sent), at(sent), rules, Window(1, "calendar", "sent"))
    assert found is not None and found.isoformat() == ends


def test_a_notice_before_opening_is_received_at_the_opening_of_that_day() -> None:
    rules = NoticeRules(NEW_YORK, calendar_for("US"), time(17), time(9))
    early, during = (
        deemed_received(at("2025-03-14T06:00"), rules),
        deemed_received(at("2025-03-14T11:00"), rules),
    )
    late = deemed_received(at("2025-03-14T17:30"), rules)
    assert (early.day, early.instant) == (date(2025, 3, 14), at("2025-03-14T09:00"))
    assert (during.day, during.instant) == (date(2025, 3, 14), at("2025-03-14T11:00"))
    assert (late.day, late.instant) == (date(2025, 3, 17), at("2025-03-17T09:00"))


# Countdowns


@pytest.mark.parametrize(
    ("now", "last", "days"),
    [
        ("2025-03-17T09:00", date(2025, 3, 19), 2),
        ("2025-03-17T18:00", date(2025, 3, 19), 2),
        ("2025-03-17T00:00", date(2025, 3, 19), 3),
        ("2025-03-19T09:00", date(2025, 3, 19), 0),
        ("2025-03-15T09:00", date(2025, 3, 17), 1),
        ("2025-06-17T09:00", date(2025, 6, 22), 2),
        ("2025-03-20T09:00", date(2025, 3, 19), 0),
        ("2025-03-19T00:00", date(2025, 3, 19), 1),
        ("2025-03-19T00:00:00.000001", date(2025, 3, 19), 0),
        ("2025-03-21T00:00", date(2025, 3, 19), 0),
        ("2025-03-09T00:00", date(2025, 3, 10), 1),  # the night on which clocks go forward
    ],
)
def test_known_countdowns(now: str, last: date, days: int) -> None:
    assert business_days_between(at(now), last, RULES) == days


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001 - the zone is put on below
    st.integers(1, 40),
)
def test_a_countdown_never_promises_a_day_too_many(moment: datetime, ahead: int) -> None:
    now = moment.replace(tzinfo=NEW_YORK, hour=9)
    last = now.date() + timedelta(days=ahead)
    days = business_days_between(now, last, RULES)
    if days:
        within = window_end(now, now, RULES, Window(days, anchor="sent"))
        assert within is not None and within.day <= last
    beyond = window_end(now, now, RULES, Window(days + 1, anchor="sent"))
    assert beyond is not None and beyond.day > last
