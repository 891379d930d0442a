"""Safe notice days counted a second time, day by day, from what the clause says and a table of holidays alone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.planning.small import stands

from firstcall.planning.steps.notice_days import notice_day, safe_days

CLOSED = holidays.country_holidays("GB", years=range(2024, 2027))
ON = date(2025, 3, 24)
"""A Monday; Good Friday and two bank holidays of May lie within the days that are counted."""
RIGHT = ("first-call",)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Terms:
    """What a clause says of its window and its tail."""

    window: int
    unit: str
    anchor: str
    first_counts: bool
    rolls: bool
    cutoff: int
    """An hour of the day."""
    where: str
    tail: int
    tail_unit: str
    tail_anchor: str

    def written(self) -> str:
        return (
            "window: {"
            f"n: {self.window}, unit: {self.unit}, anchor: {self.anchor}, roll: {str(self.rolls).lower()}, "
            f"count_first_day: {str(self.first_counts).lower()}, cutoff: '{self.cutoff:02}:00', timezone: {self.where}"
            "}\n        tail: {"
            f"n: {self.tail}, unit: {self.tail_unit}, anchor: {self.tail_anchor}"
            "}\n"
        )


TERMS = st.builds(
    Terms, window=st.integers(1, 12), unit=st.sampled_from(["business", "calendar"]),
    anchor=st.sampled_from(["sent", "delivered", "received"]), first_counts=st.booleans(), rolls=st.booleans(),
    cutoff=st.integers(9, 18), where=st.sampled_from(["Europe/London", "America/Los_Angeles", "Asia/Jakarta"]),
    tail=st.integers(25, 60), tail_unit=st.sampled_from(["business", "calendar"]),
    tail_anchor=st.sampled_from(["notice", "receipt", "lapse"]),
)  # fmt: skip


def is_open(day: date) -> bool:
    return day.weekday() < 5 and day not in CLOSED


def from_day(start: date, unit: str) -> Iterator[date]:
    """Yield the days that count, from one day on."""
    day = start
    while True:
        if unit == "calendar" or is_open(day):
            yield day
        day += DAY


def last_of(start: date, n: int, unit: str) -> date:
    """Return the n-th day that counts, the start being the first if it counts."""
    days = from_day(start, unit)
    return [next(days) for _ in range(n)][-1]


def led(terms: Terms, sent: datetime) -> tuple[datetime, datetime]:
    """Return the last instant for an answer, and the first after the freedom to sign."""
    where = ZoneInfo(terms.where)
    local = sent.astimezone(where)
    day = received = local.date()
    if local.time() > time(terms.cutoff) or not is_open(day):
        received = last_of(day + DAY, 1, "business")
    begins = received if terms.anchor == "received" else day
    ends = last_of(begins if terms.first_counts else begins + DAY, terms.window, terms.unit)
    if terms.unit == "calendar" and terms.rolls:
        ends = last_of(ends, 1, "business")
    after = {"notice": day, "receipt": received, "lapse": ends}[terms.tail_anchor]
    last = last_of(after + DAY, terms.tail, terms.tail_unit)
    return datetime.combine(ends, time(terms.cutoff), where), datetime.combine(last + DAY, time(0), where)


CHANGE = """
amendments:
  - id: other
    signed: 2025-01-15
    effective: {day}
    in_flight: continue
    replace:
      - id: first-call
        type: first_refusal
        holder: host
        since: 2024-01-01
        scope: {{age: new, mode: [holder, third_party]}}
        trigger: third_party_offer
        {terms}"""


def text(first: Terms, then: Terms, turn: date) -> str:
    """Return two amendments: the first one's terms from before the planning day, the other's from a day on."""
    one = CHANGE.format(day="2025-02-01", terms=first.written())
    two = CHANGE.format(day=turn, terms=then.written()).replace("id: other", "id: later").replace("\namendments:\n", "")
    return one + two


@settings(max_examples=40, deadline=None)
@given(TERMS, TERMS, st.integers(1, 50), st.integers(5, 90))
def test_the_days_that_are_safe_are_those_counted_by_hand(first: Terms, then: Terms, turn: int, signing: int) -> None:
    changes, signs = ON + turn * DAY, ON + signing * DAY
    ground = stands(ON, text(first, then, changes))
    begins, at = (datetime.combine(signs, time(hour), UTC) for hour in (0, 10))
    by_hand = set()
    for number in range(signing):
        day = ON + number * DAY
        ends, over = led(first if day < changes else then, datetime.combine(day, time(10), UTC))
        found = notice_day(ground, RIGHT, day)
        assert found is not None and (found.window_ends, found.tail_ends) == (ends, over), day
        if ends < begins and at < over:
            by_hand.add(day)
    assert {one.day for one in safe_days(ground, RIGHT, signs)} == by_hand


def test_a_count_walked_on_paper() -> None:
    """Monday 14 April 2025, ten business days: Good Friday is closed everywhere; Easter Monday is not."""
    terms = Terms(10, "business", "received", False, False, 17, "Europe/London", 90, "calendar", "lapse")
    ends, over = led(terms, datetime(2025, 4, 14, 10, tzinfo=UTC))
    assert ends == datetime(2025, 4, 29, 17, tzinfo=ZoneInfo("Europe/London"))
    assert over == datetime(2025, 7, 29, tzinfo=ZoneInfo("Europe/London"))
    late = replace(terms, where="Asia/Jakarta", cutoff=16)
    day = datetime(2025, 4, 30, 16, tzinfo=ZoneInfo("Asia/Jakarta"))
    assert led(late, datetime(2025, 4, 14, 10, tzinfo=UTC))[0] == day, "ten in London is five there: the next day"
