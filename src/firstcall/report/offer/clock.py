"""What is due, as sentences, rows, plain values and an iCalendar file; each in the party's zone and in UTC.

A reminder, never the notice itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from firstcall.calendars import WEEKDAYS
from firstcall.dates import day_start, iso
from firstcall.deadlines import DayStep
from firstcall.record.dated.duties import DutyTime
from firstcall.record.dated.option_states import OptionTime
from firstcall.record.events.entry import whole
from firstcall.refusal.due import Due, NoticeLackedThis
from firstcall.refusal.hypothetical import Deadlines, OfTail
from firstcall.report.offer.duties import duty_entries
from firstcall.report.offer.options import option_entries
from firstcall.said import Said, sentence

if TYPE_CHECKING:
    from icalendar import Alarm

    from firstcall.settlement.statement.upcoming import UpcomingSum


MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class NoLegalNotice(Said):
    says = sentence("due.no-legal-notice", "A reminder, not a legal notice and not legal advice.")


SAID = {
    "willingness": "To be said: willing to accept or not",
    "answer to the noticed terms": "May be answered as noticed until",
    "notice": "Notice to be given", "renewed notice": "Notice of the amended terms to be given",
    "answer": "Answer due", "objection": "May be called incomplete until", "signature": "Signature due",
    "delivery": "Delivery due", "performance": "To be signed and delivered",
    "signature elsewhere": "May be signed elsewhere through",
}  # fmt: skip


def day_and_time(at: datetime, where: ZoneInfo) -> str:
    """Return an instant as people say it, whatever the settings of the machine.

    >>> from firstcall.dates import zone
    >>> from datetime import UTC
    >>> day_and_time(datetime(2025, 3, 15, tzinfo=UTC), zone("America/Los_Angeles"))
    'Fri 14 Mar 2025 17:00 PDT'
    """
    local = at.astimezone(where)
    return f"{whole_day(at, where)} {_clock(local)} {_zone_name(local)}"


def _clock(local: datetime) -> str:
    return f"{local:%H:%M:%S}" if local.second or local.microsecond else f"{local:%H:%M}"


def _zone_name(local: datetime) -> str:
    name = local.tzname() or "UTC"
    return name if name.isalpha() else f"UTC{name}"


def utc_text(at: datetime, where: ZoneInfo) -> str:
    """Return an instant in UTC beside its local day: with the weekday only where it is another."""
    utc = at.astimezone(ZoneInfo("UTC"))
    other = utc.date() != at.astimezone(where).date()
    return f"{WEEKDAYS[utc.weekday()][:3] + ' ' if other else ''}{_clock(utc)} UTC"


def whole_day(at: datetime, where: ZoneInfo) -> str:
    """Return the day that an instant falls on, as people say it: the last of a tail, wholly inside."""
    local = at.astimezone(where)
    return f"{WEEKDAYS[local.weekday()][:3]} {local.day} {MONTH_NAMES[local.month - 1]} {local.year}"


def due_sentence(due: Due) -> str:
    """Return one sentence that can be forwarded: what, by when, what silence brings, what it rests on."""
    subject = SAID[due.what]
    if due.by is not None and due.rules is not None:
        where = due.rules.zone
        exact = f"{day_and_time(due.by, where)} ({utc_text(due.by, where)})"
        subject += f" {whole_day(due.by, where) if due.what == 'signature elsewhere' else exact}"
    parts = [subject, str(due.then)]
    if due.what == "answer" and due.next_by is not None and due.rules is not None:
        parts.append(f"then sign elsewhere through {whole_day(due.next_by, due.rules.zone)}")
    if due.lacked:
        parts.append(str(NoticeLackedThis(lacked=due.lacked)))
    if due.marked:
        days = ", ".join(f"{step.day} ({step.marked})" for step in due.marked)
        parts.append(f"counted though another table marks it: {days}")
    if due.expiry is not None:
        parts.append(str(due.expiry))
    if due.assumed:
        parts.append(f"rests on: {', '.join(due.assumed)}, {due.grade}")
    return "; ".join(parts) + "."


def due_lines(due_items: Iterable[Due], now: datetime) -> Iterator[str]:
    """Yield everything due as text: who, what offer, the sentence, the days left."""
    for due in due_items:
        amount = "" if due.quantity is None else f", {whole(due.quantity)} {due.unit or ''}".rstrip()
        yield f"{due.offer} under {due.clause}{amount}: {' and '.join(due.who)}"
        yield f"  {due_sentence(due)}"
        left = due.days_left(now)
        if left is not None:
            yield f"  {left} business day{'' if left == 1 else 's'} left"


def due_json(due: Due, now: datetime) -> dict[str, Any]:
    """Return one thing due as plain values."""
    rules = due.rules
    return {
        "offer": due.offer, "clause": due.clause, "what": due.what, "who": list(due.who),
        "by": iso(due.until) if due.until else None, "included": due.by == due.until,
        "by_local": due.until.astimezone(rules.zone).isoformat() if due.until and rules else None,
        "zone": rules.zone.key if rules else None,
        "business_days_left": due.days_left(now),
        "quantity": whole(due.quantity) if due.quantity is not None else None, "unit": due.unit,
        "then": str(due.then), "then_reason": due.then.as_json(),
        "then_through": whole_day(due.next_by, rules.zone) if due.next_by and rules else None,
        "expiry": _expiry_json(due), "lacked": list(due.lacked),
        "marked_days": [{"day": step.day.isoformat(), "as": str(step.marked), "reason": _reason(step.marked)}
                        for step in due.marked],
        "rests_on": {"grade": due.grade, "fields": list(due.assumed)}, "sentence": due_sentence(due),
    }  # fmt: skip


def _expiry_json(due: Due) -> dict[str, Any] | None:
    expiry = due.expiry
    if expiry is None:
        return None
    return {
        "day": expiry.day.isoformat(), "first_free": iso(expiry.first_free) if expiry.first_free else None,
        "if_noticed_now": not expiry.noticed, "too_late": expiry.too_late,
    }  # fmt: skip


def due_table(due_items: Iterable[Due], now: datetime) -> Iterator[str]:
    """Yield everything due as a Markdown table that can be pasted into a message."""
    yield "| offer | right | from | what | by | UTC | business days left |"
    yield "|---|---|---|---|---|---|---|"
    for due in due_items:
        local = day_and_time(due.until, due.rules.zone) if due.until and due.rules else "–"
        utc = iso(due.until) if due.until else "–"
        left = due.days_left(now)
        shown = "–" if left is None else str(left)
        yield f"| {due.offer} | {due.clause} | {', '.join(due.who)} | {due.what} | {local} | {utc} | {shown} |"


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


def deadlines_lines(deadlines: Deadlines, where: ZoneInfo) -> Iterator[str]:
    """Yield the deadlines of a hypothetical notice as text, then every day and its reason."""
    yield f"deemed received {deadlines.received.day}"
    for number, ends in enumerate(deadlines.closes, start=1):
        tier = f" of tier {number}" if len(deadlines.closes) > 1 else ""
        yield f"window{tier} ends {day_and_time(ends, where)} ({utc_text(ends, where)}), included"
    yield f"tail ends with {deadlines.tail.day}, so at {iso(deadlines.tail.ends)}, if the offer lapses"
    yield from map(str, deadlines.remarks)
    for name, step in _told(deadlines):
        mark = f"{step.number:>3}" if step.number is not None else "  –"
        yield f"  {name!s:<8} {step.day} {WEEKDAYS[step.day.weekday()][:3]} {mark}  {step.why}"


ALARMS = (5, 2, 1)
"""Business days ahead at which a calendar reminds."""


def calendar_of(
    due_items: Iterable[Due], agreement: str, now: datetime, *, sequence: int = 0, duties: Iterable[DutyTime] = (),
    sums: Iterable[UpcomingSum] = (), choices: Iterable[OptionTime] = (),
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
        event.add("summary", f"{SAID[due.what]}: offer {due.offer} ({', '.join(due.who)})")
        event.add("description", f"{due_sentence(due)}\n{NoLegalNotice()}")
        for alarm in _alarms(due):
            event.add_component(alarm)
        calendar.add_component(event)
    dated = (*duty_entries(duties, agreement, now), *sum_entries(sums, agreement, now))
    for entry in (*dated, *option_entries(choices, agreement, now)):
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def uid_of(due: Due, agreement: str) -> str:
    """Return a name for a deadline that is the same on every machine, and tells nothing to others."""
    parts = (agreement, due.offer, due.clause, due.what, *due.who)
    text = "\n".join((*parts, due.part) if due.part else parts)
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
