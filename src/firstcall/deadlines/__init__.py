"""Deadlines: when a notice counts as received, when its window closes, how long a tail runs, and why.

    notice_rules -> day_count -> endings
    event_days

One count serves every deadline. It walks the days from an anchor on and says of each whether it counts;
a deadline is the last day of that walk, and the steps people forward are the walk itself. Instants are
read in the zone of the place of receipt and returned in UTC.
"""

from firstcall.deadlines.day_count import DayStep, InTurn, deemed_day
from firstcall.deadlines.endings import (
    Deemed,
    TailEnd,
    WindowEnd,
    business_days_between,
    deemed_received,
    is_in_time,
    marked_between,
    marked_days,
    received_at,
    tail_closes,
    tail_end,
    window_closes,
    window_end,
)
from firstcall.deadlines.event_days import EventRule, Hinge, Offset, OffsetUnit, last_of, shifted
from firstcall.deadlines.notice_rules import DayUnit, NoticeRules, Tail, TailAnchor, Toll, Window, WindowAnchor

__all__ = [
    "DayStep",
    "DayUnit",
    "Deemed",
    "EventRule",
    "Hinge",
    "InTurn",
    "NoticeRules",
    "Offset",
    "OffsetUnit",
    "Tail",
    "TailAnchor",
    "TailEnd",
    "Toll",
    "Window",
    "WindowAnchor",
    "WindowEnd",
    "business_days_between",
    "deemed_day",
    "deemed_received",
    "is_in_time",
    "last_of",
    "marked_between",
    "marked_days",
    "received_at",
    "shifted",
    "tail_closes",
    "tail_end",
    "window_closes",
    "window_end",
]
