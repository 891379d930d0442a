"""What is due as plain values and an iCalendar file, and the deadlines of a notice day by day.

A reminder, never the notice itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, get_args
from zoneinfo import ZoneInfo

from firstcall.dates import day_start, iso, local_day
from firstcall.deadlines import DayStep
from firstcall.gaps import weekdayed
from firstcall.record.dated.duties import DutyTime
from firstcall.record.dated.option_states import OptionTime
from firstcall.record.events.entry import whole
from firstcall.refusal.due import Due
from firstcall.refusal.hypothetical import Deadlines, OfTail
from firstcall.report.offer.due_facts import EMPTY, DueAlarm, NoLegalNotice, due_said, entry_said, exactly
from firstcall.report.offer.duties import duty_entries
from firstcall.report.offer.options import option_entries
from firstcall.report.sheet import Tell
from firstcall.said import Said, sentence

if TYPE_CHECKING:
    from icalendar import Alarm

    from firstcall.settlement.statement.upcoming import UpcomingSum


def due_json(due: Due, now: datetime) -> dict[str, Any]:
    """Return one thing due as plain values."""
    rules, told = due.rules, due_said(due)
    return {
        "offer": due.offer, "clause": due.clause, "what": due.what, "who": list(due.who),
        "by": iso(due.until) if due.until else None, "included": due.by == due.until,
        "by_local": due.until.astimezone(rules.zone).isoformat() if due.until else None,
        "zone": rules.zone.key,
        "business_days_left": due.days_left(now),
        "quantity": whole(due.quantity) if due.quantity is not None else None, "unit": due.unit,
        "shares": {name: whole(share) for name, share in due.shares}, "of_rest": due.of_rest,
        "then": str(due.then), "then_reason": due.then.as_json(),
        "then_through": weekdayed(local_day(due.next_by, rules.zone)) if due.next_by else None,
        "expiry": _expiry_json(due), "lacked": list(due.lacked),
        "marked_days": [{"day": step.day.isoformat(), "as": str(step.marked), "reason": _reason(step.marked)}
                        for step in due.marked],
        "rests_on": {"grade": due.grade, "fields": list(due.assumed)}, "sentence": str(told), "reason": told.as_json(),
    }  # fmt: skip


def _expiry_json(due: Due) -> dict[str, Any] | None:
    expiry = due.expiry
    if expiry is None:
        return None
    return {
        "day": expiry.day.isoformat(), "first_free": iso(expiry.first_free) if expiry.first_free else None,
        "if_noticed_now": not expiry.noticed, "too_late": expiry.too_late,
    }  # fmt: skip


def deadlines_json(deadlines: Deadlines) -> dict[str, Any]:
    """Return the deadlines of a hypothetical notice as plain values, with every day and its reason."""
    return {
        "deemed_received": deadlines.received.day.isoformat(),
        "deemed_received_at": iso(deadlines.received.instant),
        "window_ends": iso(deadlines.closes[-1]),
        "tiers_end": [iso(ends) for ends in deadlines.closes],
        "tail_ends": iso(deadlines.tail.ends),
        "tail_last_day": deadlines.tail.day.isoformat(),
        "arrival_supposed": deadlines.arrival_supposed,
        "remarks": [str(said) for said in deadlines.remarks],
        "remark_reasons": [said.as_json() for said in deadlines.remarks],
        "steps": [{"of": str(name), **_step(step)} for name, step in deadlines.steps],
    }


def _step(step: DayStep) -> dict[str, Any]:
    return {"day": step.day.isoformat(), "counted": step.counted, "number": step.number,
            "why": str(step.why), "reason": step.why.as_json(),
            "marked": None if step.marked is None else str(step.marked),
            "marked_reason": _reason(step.marked)}  # fmt: skip


def _reason(said: Said | None) -> dict[str, Any] | None:
    return None if said is None else said.as_json()


def _told(deadlines: Deadlines) -> Iterator[tuple[Said, DayStep]]:
    """Yield every day but the plain ones in the middle of a long tail."""
    last = len(deadlines.tail.steps) - 1
    for number, step in enumerate(deadlines.tail.steps):
        if number == 0:
            yield from ((name, day) for name, day in deadlines.steps if not isinstance(name, OfTail))
        if number in (0, 1, last) or not step.counted or step.marked is not None:
            yield OfTail(), step


DayName = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
DAY_NAMES: tuple[DayName, ...] = get_args(DayName)


class DeemedReceivedOn(Said):
    says = sentence("deadline.deemed-received", "deemed received {day}")
    day: date


class WindowEndsAt(Said):
    says = sentence("deadline.window-ends", "window ends {ends}, included")
    ends: Said


class WindowOfTierEnds(Said):
    says = sentence("deadline.window-of-tier-ends", "window of tier {tier} ends {ends}, included")
    tier: int
    ends: Said


class TailEndsWith(Said):
    says = sentence("deadline.tail-ends", "tail ends with {day}, so at {at}, if the offer lapses")
    day: date
    at: datetime


class CountedDay(Said):
    says = sentence("deadline.counted-day", "{day} {weekday}")
    day: date
    weekday: DayName


def deadlines_lines(deadlines: Deadlines, where: ZoneInfo, tell: Tell = str) -> Iterator[str]:
    """Yield the deadlines of a hypothetical notice as text, then every day and its reason, in columns."""
    yield tell(DeemedReceivedOn(day=deadlines.received.day))
    for number, closes in enumerate(deadlines.closes, start=1):
        ends = exactly(closes.astimezone(where))
        tiers = len(deadlines.closes) > 1
        yield tell(WindowOfTierEnds(tier=number, ends=ends) if tiers else WindowEndsAt(ends=ends))
    yield tell(TailEndsWith(day=deadlines.tail.day, at=deadlines.tail.ends))
    yield from map(tell, deadlines.remarks)
    told = list(_told(deadlines))
    names = [tell(name) for name, _ in told]
    days = [tell(CountedDay(day=step.day, weekday=DAY_NAMES[step.day.weekday()])) for _, step in told]
    wide, long = max(8, *map(len, names)), max(map(len, days))
    for name, day, (_, step) in zip(names, days, told, strict=True):
        mark = "  –" if step.number is None else f"{step.number:>3}"
        yield f"  {name:<{wide}} {day:<{long}} {mark}  {tell(step.why)}"


ALARMS = (5, 2, 1)
"""Business days ahead at which a calendar reminds."""


def calendar_of(
    due_items: Iterable[Due], agreement: str, now: datetime, *, sequence: int = 0, duties: Iterable[DutyTime] = (),
    sums: Iterable[UpcomingSum] = (), choices: Iterable[OptionTime] = (), tell: Tell = str,
    names: Mapping[str, str] = EMPTY,
) -> bytes:  # fmt: skip
    """Return the deadlines as an iCalendar file, one event each, with alarms 5, 2 and 1 business days ahead.

    The UID of a deadline stays the same when its day moves, so that a calendar moves the entry; the
    sequence grows with the instant of asking.

    Args:
      due_items: what is due; what has no day is left out.
      agreement: the agreement's id.
      now: the instant of asking, which stamps the file.
      sequence: added to the number that orders versions of an entry.
      duties: dated duties; those still to be done have a day of their own.
      sums: what is paid next; each that is due by a day has one of its own.
      choices: options; the last instant of each window that is open or to come.
      tell: what says a fact in the reader's language.
      names: the parties' names by their ids.

    Source: RFC 5545, 3.6.1 and 3.8.7.4.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 - an extra of its own

    from firstcall.report.offer.payments import sum_entries  # noqa: PLC0415 - only where a calendar is made

    calendar = Calendar()
    calendar.add("prodid", "-//Firstcall//first refusal//EN")
    calendar.add("version", "2.0")
    for due in due_items:
        if due.by is None:
            continue
        event = Event()
        event.add("uid", uid_of(due, agreement))
        event.add("sequence", sequence + int(now.timestamp()) // 60)
        event.add("dtstamp", now)
        event.add("dtstart", due.by.replace(microsecond=0))
        event.add("summary", tell(entry_said(due, names)))
        event.add("description", f"{tell(due_said(due))}\n{tell(NoLegalNotice())}")
        for alarm in _alarms(due, tell):
            event.add_component(alarm)
        calendar.add_component(event)
    dated = (*duty_entries(duties, agreement, now, tell), *sum_entries(sums, agreement, now, tell))
    for entry in (*dated, *option_entries(choices, agreement, now, tell)):
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def uid_of(due: Due, agreement: str) -> str:
    """Return a name for a deadline that is the same on every machine, and tells nothing to others."""
    parts = (agreement, due.offer, due.clause, due.what, *due.who)
    text = "\n".join((*parts, due.part) if due.part else parts)
    return f"{hashlib.sha256(text.encode()).hexdigest()[:32]}@firstcall"


def _alarms(due: Due, tell: Tell) -> Iterable[Alarm]:
    from icalendar import Alarm  # noqa: PLC0415 - an extra of its own

    for days in ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", tell(DueAlarm(n=days, offer=due.offer)))
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
