"""What is due as an iCalendar file: a reminder, never the notice itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from firstcall.dates import day_start
from firstcall.refusal.due import Due
from firstcall.report.clock_rows import NO_NOTICE, SAID, sentence

if TYPE_CHECKING:
    from icalendar import Alarm

ALARMS = (5, 2, 1)
"""Business days ahead at which a calendar reminds."""


def calendar_of(found: Iterable[Due], agreement: str, now: datetime, *, sequence: int = 0) -> bytes:
    """Return the deadlines as an iCalendar file, one event each, with alarms 5, 2 and 1 business days ahead.

    The UID of a deadline stays the same when its day moves, so that a calendar moves the entry; the
    sequence grows with the instant of asking.

    Args:
      found: what is due; what has no day is left out.
      agreement: the agreement's id.
      now: the instant of asking, which stamps the file.
      sequence: added to the number that orders versions of an entry.

    Source: RFC 5545, 3.6.1 and 3.8.7.4.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 - an extra of its own

    calendar = Calendar()
    calendar.add("prodid", "-//Firstcall//first refusal//EN")
    calendar.add("version", "2.0")
    for due in found:
        if due.by is None:
            continue
        event = Event()
        event.add("uid", uid_of(due, agreement))
        event.add("sequence", sequence + int(now.timestamp()) // 60)
        event.add("dtstamp", now)
        event.add("dtstart", due.by.replace(microsecond=0))
        event.add("summary", f"{SAID[due.what]}: offer {due.offer} ({', '.join(due.who)})")
        event.add("description", f"{sentence(due)}\n{NO_NOTICE}")
        for alarm in _alarms(due):
            event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def uid_of(due: Due, agreement: str) -> str:
    """Return a name for a deadline that is the same on every machine, and tells nothing to others."""
    text = "\n".join((agreement, due.offer, due.clause, due.what, *due.who))
    return f"{hashlib.sha256(text.encode()).hexdigest()[:32]}@firstcall"


def _alarms(due: Due) -> Iterable[Alarm]:
    from icalendar import Alarm  # noqa: PLC0415 - an extra of its own

    for days in ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"{days} business day{'' if days == 1 else 's'} left: offer {due.offer}")
        alarm.add("trigger", _before(due, days))
        yield alarm


def _before(due: Due, days: int) -> datetime:
    """Return the deadline's own hour, so many business days earlier."""
    assert due.by is not None and due.rules is not None
    where, day = due.rules.zone, due.by.astimezone(due.rules.zone).date()
    left = days
    while left:
        day -= timedelta(days=1)
        left -= due.rules.calendar.is_business_day(day)
    hour = due.by - day_start(due.by.astimezone(where).date(), where)
    return (day_start(day, where) + hour).replace(microsecond=0)
