"""The count: which days make up a window or tail, each with its reason.

Nothing else adds days together. A count starts at an anchor day, and the anchor comes from something
that happened: a notice sent, arrived, made complete, a window closed, an answer given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from firstcall.dates import local_day
from firstcall.deadlines.notice_rules import NoticeRules, Tail, Toll, Window, in_utc

ONE_DAY = timedelta(days=1)

_ANCHOR_DAY = {
    "sent": "day of sending",
    "delivered": "day of delivery",
    "received": "day of receipt",
    "complete": "day of the complete notice",
    "notice": "day of the notice",
    "receipt": "day of receipt",
    "lapse": "day of lapse or answer",
}


@dataclass(frozen=True, slots=True)
class DayStep:
    """One day on the way to a deadline: whether it counts, as the how-manieth, and why."""

    day: date
    counted: bool
    number: int | None
    why: str
    marked: str | None = None
    """How another category of the holiday tables marks a business day that was counted all the same."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a count starts from: what happened, when (UTC), and whether receipt is deemed."""

    what: str
    instant: datetime
    deemed: bool

    def day(self, rules: NoticeRules) -> date:
        """Return the day the count starts from, at the place of receipt."""
        return deemed_day(self.instant, rules) if self.deemed else local_day(self.instant, rules.zone)


def deemed_day(arrived: datetime, rules: NoticeRules) -> date:
    """Return the day on which a notice counts as received, at the place of receipt.

    After the cut-off or on a closed day nobody is there to read it: the next business day counts.

    Raises:
      QuestionError: the holiday tables do not reach that year.
      ValueError: the instant carries no zone.
    """
    arrived = in_utc(arrived)
    day = local_day(arrived, rules.zone)
    if rules.calendar.is_business_day(day) and arrived <= rules.closes(day):
        return day
    return rules.calendar.business_day_after(day)


@lru_cache(maxsize=4096)
def count_days(
    anchor: date, rules: NoticeRules, length: Window | Tail, tolls: tuple[Toll, ...] = ()
) -> tuple[DayStep, ...] | None:
    """Return every day from the anchor day to the last day of a window or tail.

    A day counts unless it is closed (in business days), or the clock stands at its cut-off. None says
    that the clock was stopped and has not resumed, so that no end can be named yet.

    Raises:
      QuestionError: the holiday tables do not reach so far.
    """
    first, roll = (length.count_first_day, length.roll) if isinstance(length, Window) else (False, False)
    name, day, number = _ANCHOR_DAY[length.anchor], anchor, 0
    steps: list[DayStep] = []
    if not first:
        steps.append(DayStep(day, False, None, f"{name}, not counted"))
        day += ONE_DAY
    while True:
        closed = rules.calendar.reason_closed(day)
        stops = [toll for toll in tolls if toll.stands(rules.closes(day))]
        if any(toll.end is None for toll in stops):
            return None
        if stops:
            steps.append(DayStep(day, False, None, "the clock stands at the cut-off"))
        elif closed and (length.unit == "business" or number == length.n):
            steps.append(DayStep(day, False, None, closed))
        elif number == length.n:
            marked = rules.calendar.marked(day)
            rolled = "the next business day, to which the end rolls"
            why = f"{rolled}, though marked as {marked}" if marked else rolled
            steps.append(DayStep(day, False, None, why, marked))
            return tuple(steps)
        else:
            number += 1
            marked = rules.calendar.marked(day) if length.unit == "business" else None
            told = closed or (f"counted, though marked as {marked}" if marked else None)
            why = f"{length.unit} day {number} of {length.n}" + (f" ({told})" if told else "")
            steps.append(DayStep(day, True, number, f"{name}, {why}" if day == anchor else why, marked))
            if number == length.n and not (roll and closed):
                return tuple(steps)
        day += ONE_DAY


def told_receipt(anchor: Anchor, rules: NoticeRules) -> tuple[DayStep, ...]:
    """Return the days from what happened to the anchor day, with the reason for every day of waiting."""
    day, last = local_day(anchor.instant, rules.zone), anchor.day(rules)
    what = f"{anchor.what} {rules.hour(anchor.instant)}"
    if not anchor.deemed:
        return (DayStep(day, False, None, what),)
    cutoff = f"the cut-off {rules.hour(rules.closes(day))}"
    if day == last:
        return (DayStep(day, False, None, f"{what}, by {cutoff}"),)
    waits = [DayStep(day, False, None, f"{what}, {rules.calendar.reason_closed(day) or 'after ' + cutoff}")]
    while (day := day + ONE_DAY) < last:
        waits.append(DayStep(day, False, None, rules.calendar.reason_closed(day) or ""))
    return (*waits, DayStep(last, False, None, "the next business day, deemed received"))


def told_in_full(before: tuple[DayStep, ...], counted: tuple[DayStep, ...], ending: str) -> tuple[DayStep, ...]:
    """Return one step a day: what led to the anchor day, the count from it on, and how it ends."""
    arrival, start = before[-1], counted[0]
    anchor_day = DayStep(start.day, start.counted, start.number, f"{arrival.why}; {start.why}", start.marked)
    told = (*before[:-1], anchor_day, *counted[1:])
    last = told[-1]
    return (*told[:-1], DayStep(last.day, last.counted, last.number, f"{last.why}; {ending}", last.marked))
