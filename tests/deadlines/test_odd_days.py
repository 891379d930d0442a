"""A search for days on which two counts could differ: clocks that change, odd holidays, make-up days, ends of months.

The second count walks a wall calendar with the tables of holidays alone. The days are searched for over the years
given, place by place; which windows are tried on them is drawn by the seed in the name of the test, the same on every
machine. `FIRSTCALL_WHOLE=1` tries every one of the days.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings, target
from hypothesis import strategies as st

from firstcall.agreement.check.worst_days import longest, longest_wait
from firstcall.agreement.model.clauses.refusal_terms import WindowUnit
from firstcall.calendars import WEEKDAYS, calendar_for
from firstcall.deadlines import NoticeRules, Tail, Window, WindowAnchor, tail_closes, window_closes

FIRST, LAST = date(2018, 1, 1), date(2032, 12, 31)
TRIED = None if os.environ.get("FIRSTCALL_WHOLE") else 60
"""How many of the days found are tried at each place; None is all."""
UNITS: tuple[WindowUnit, ...] = ("business", "calendar")
ANCHORS: tuple[WindowAnchor, ...] = ("sent", "delivered", "received", "complete")
ONE, TICK = timedelta(days=1), timedelta(microseconds=1)


@dataclass(frozen=True)
class Spot:
    """Where notices are received: a zone, a calendar with what the agreement says of it, a cut-off."""

    zone: str
    code: str
    categories: tuple[str, ...] = ()
    weekend: tuple[str, ...] = ()
    cutoff: time = time(17)
    besides: tuple[str, ...] = ()
    """What closes offices there besides public holidays, where the agreement names no categories."""

    @property
    def where(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def rules(self) -> NoticeRules:
        return NoticeRules(self.where, calendar_for(self.code, (), self.categories, self.weekend), self.cutoff)


SPOTS = (
    Spot("America/New_York", "US"),
    Spot("America/New_York", "US-NY", cutoff=time(2, 30)),
    Spot("America/Toronto", "CA-ON", besides=("optional", "government")),
    Spot("Asia/Hong_Kong", "HK", besides=("optional",)),
    Spot("Asia/Tokyo", "JP", besides=("bank",)),
    Spot("Asia/Jakarta", "ID", besides=("government",)),
    Spot("Asia/Shanghai", "CN"),
    Spot("Asia/Dubai", "AE"),
    Spot("Asia/Jerusalem", "IL", cutoff=time(1, 30)),
    Spot("Europe/Berlin", "DE-BE", cutoff=time(2, 30)),
    Spot("Pacific/Auckland", "NZ", cutoff=time(0)),
    Spot("America/Sao_Paulo", "BR", categories=("public", "optional"), cutoff=time(0)),
    Spot("Africa/Cairo", "EG", weekend=("friday",)),
    Spot("Australia/Lord_Howe", "AU", cutoff=time(1, 45)),
    Spot("America/New_York", "US", weekend=("wednesday", "thursday", "friday", "saturday", "sunday")),
    Spot("Asia/Kathmandu", "US", weekend=("saturday",)),
)


@cache
def tables(code: str, categories: tuple[str, ...], year: int) -> Any:
    country, _, part = code.partition("-")
    return holidays.country_holidays(country, subdiv=part or None, years=year, categories=categories)


@cache
def works(spot: Spot, day: date) -> bool:
    """Whether business is done: no weekend but a make-up day, and no holiday of what closes offices."""
    held = tables(spot.code, spot.categories or ("public", *spot.besides), day.year)
    rest = WEEKDAYS[day.weekday()].lower() in spot.weekend if spot.weekend else held.is_weekend(day)
    return day in held.weekend_workdays if rest else day not in held


@cache
def shown(spot: Spot, day: date, hour: time) -> datetime:
    """The first instant that shows an hour; where none does, the hour with the offset from before the clocks change."""
    told = datetime.combine(day, hour, UTC)
    offsets = [(told + timedelta(hours=h)).astimezone(spot.where).utcoffset() or timedelta() for h in range(-30, 31)]
    hits = [told - offset for offset in offsets if (told - offset).astimezone(spot.where).replace(tzinfo=UTC) == told]
    return min(hits) if hits else told - offsets[0]


def odd(spot: Spot, day: date) -> bool:
    """Whether two counts could go apart on a day, or right before or after it."""
    midday = datetime.combine(day, time(12), spot.where)
    clocks = midday.utcoffset() != (midday - ONE).utcoffset() or midday.utcoffset() != (midday + ONE).utcoffset()
    plain = day.weekday() < 5
    turns = (day + ONE).month != day.month
    return clocks or turns or works(spot, day) != plain


def walked(spot: Spot, sent: datetime, window: Window) -> datetime:
    """The last instant of a window, day by day."""
    day = sent.astimezone(spot.where).date()
    if window.anchor in ("received", "complete") and not (works(spot, day) and sent <= shown(spot, day, spot.cutoff)):
        day += ONE
        while not works(spot, day):
            day += ONE

    def counts(one: date) -> bool:
        return window.unit == "calendar" or works(spot, one)

    left = window.n - (1 if window.count_first_day and counts(day) else 0)
    while left:
        day += ONE
        left -= counts(day)
    while window.roll and window.unit == "calendar" and not works(spot, day):
        day += ONE
    return shown(spot, day, spot.cutoff)


def passed(spot: Spot, lapsed: datetime, tail: Tail) -> datetime:
    """The first instant after a tail from a lapse, day by day."""
    day, left = lapsed.astimezone(spot.where).date(), tail.n
    while left:
        day += ONE
        left -= tail.unit == "calendar" or works(spot, day)
    return shown(spot, day + ONE, time())


def drawn(rng: Random) -> tuple[Window, Tail]:
    window = Window(rng.randint(1, 15), rng.choice(UNITS), rng.choice(ANCHORS), rng.random() < 0.3, rng.random() < 0.5)
    return window, Tail(rng.randint(1, 60), rng.choice(UNITS), "lapse")


def instants(spot: Spot, day: date) -> Iterator[datetime]:
    """The instants of a day at which the one before and the one after read otherwise."""
    yield from (shown(spot, day, time()), shown(spot, day, spot.cutoff), shown(spot, day, spot.cutoff) + TICK)


def agrees(spot: Spot, sent: datetime, window: Window, tail: Tail) -> datetime:
    """Compare the two counts of a notice, and return the end of its window."""
    ends = walked(spot, sent, window)
    assert window_closes(sent, sent, spot.rules, window) == ends, (spot, sent, window)
    assert tail_closes(spot.rules, tail, sent=sent, arrived=sent, lapsed=ends) == passed(spot, ends, tail), (spot, ends)
    return ends


@pytest.mark.parametrize(
    ("seed", "spot"), list(enumerate(SPOTS)), ids=lambda value: getattr(value, "code", f"seed{value}")
)
def test_no_odd_day_parts_the_two_counts(seed: int, spot: Spot) -> None:
    rng = Random(seed)
    span = (LAST - FIRST).days
    days = [day for day in (FIRST + n * ONE for n in range(span)) if odd(spot, day)]
    assert len(days) > 15 * 12, "fifteen years have that many ends of months alone"
    for day in days if TRIED is None else rng.sample(days, TRIED):
        for sent in instants(spot, day):
            agrees(spot, sent, *drawn(rng))
        window, tail = drawn(rng)  # and one that is to end on that day or just before it
        back = window.n if window.unit == "calendar" else window.n * 7 // 5
        agrees(spot, shown(spot, day - back * ONE, spot.cutoff), window, tail)


WINDOWS = st.builds(Window, st.integers(1, 30), st.sampled_from(("business", "calendar")),
                    st.just("received"), st.just(False), st.booleans())  # fmt: skip


@settings(max_examples=400, derandomize=True)
@given(st.sampled_from(SPOTS), st.dates(FIRST, LAST - timedelta(days=400)), WINDOWS)
def test_the_longest_wait_that_can_be_found_is_within_what_the_check_searches(
    spot: Spot, day: date, window: Window
) -> None:
    """The search goes towards windows that wait longest beyond their own count: the days a check must not miss."""
    sent = shown(spot, day, spot.cutoff) + TICK
    ends = agrees(spot, sent, window, Tail(10, "calendar", "lapse"))
    waited = (ends.astimezone(spot.where).date() - day).days
    weekend = len(spot.weekend) or 2
    beyond = waited - longest(window.n, window.unit, weekend)
    target(float(beyond))
    assert beyond <= longest_wait(window.n)
