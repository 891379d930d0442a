"""Where the dated duties of an agreement stand: each time that one falls due, met, late, unmet, open or unknown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from firstcall.agreement.model.clauses.promises.duty import DatedDuty
from firstcall.agreement.model.clauses.promises.payment import Recurring
from firstcall.agreement.model.event_date_words import said_date
from firstcall.agreement.model.event_dates import HungDate
from firstcall.agreement.terms import InForce
from firstcall.dates import day_end, day_start, local_day
from firstcall.deadlines import Offset, shifted
from firstcall.record.dated.event_days import hung_day, sooner
from firstcall.record.dated.speaking import speaking_clauses
from firstcall.record.events.kinds import DutyPerformed
from firstcall.record.vantage import Vantage
from firstcall.said import Said, sentence
from firstcall.values import dataclass

DutyState = Literal["open", "met", "late", "unmet", "unknown"]
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


class AwaitedDay(Said):
    says = sentence("duty.awaited-day", "its time is {when}, which has not happened as far as is known")
    when: Said


@dataclass(frozen=True, slots=True)
class DutyTime:
    """One time that a duty falls: by when, where it stands, and by which event it was done."""

    held: InForce
    clause: DatedDuty
    name: str
    """The id of the clause, with the month, quarter or year where it comes again."""
    falls: date | None
    """The day from which the time to do it runs."""
    due: date | None
    """The last day on which it is done in time."""
    closes: datetime | None
    """The first instant at which it is late."""
    state: DutyState
    performed: DutyPerformed | None
    unknown: Said | None
    where: ZoneInfo
    """The agreement's zone, which tells the day of what was done."""
    sooner: Said | None = None
    """What may still bring its day before the day in any case."""


def duties_at(here: Vantage) -> tuple[DutyTime, ...]:
    """Return every time that has fallen by an instant, and the next one, of each duty that speaks then.

    What was done is set against the time that it names; where it names none, against the earliest one not yet done.
    What is to be done by a day may be done from the day after the one before it; what is to be done `within` a time
    after a day, from that day on, unless it names the time.
    """
    found: list[DutyTime] = []
    for held in speaking_clauses(here):
        if isinstance(held.clause, DatedDuty):
            found += times_of(held, held.clause, here)
    return tuple(found)


def times_of(held: InForce, clause: DatedDuty, here: Vantage) -> tuple[DutyTime, ...]:
    """Return every time of one duty that has fallen by an instant, and the next one."""
    return tuple(_standing(held, clause, list(_times(clause, here)), here))


@dataclass(frozen=True, slots=True)
class _Time:
    name: str
    falls: date | None
    unknown: Said | None = None
    sooner: Said | None = None


def _times(clause: DatedDuty, here: Vantage) -> Iterator[_Time]:
    if isinstance(clause.when, Recurring):
        yield from _again(clause, clause.when, here)
        return
    day = hung_day(here, clause.when)
    yield _Time(clause.id, day, None if day is not None else _awaited(clause.when), sooner(here, clause.when))


def _awaited(when: date | HungDate) -> Said | None:
    return None if isinstance(when, date) else AwaitedDay(when=said_date(when))


def _again(clause: DatedDuty, times: Recurring, here: Vantage) -> Iterator[_Time]:
    """Yield the times of a duty that comes again: those that have fallen, and the next."""
    first = hung_day(here, times.since)
    if first is None:
        yield _Time(clause.id, None, _awaited(times.since))
        return
    last = None if times.until is None else hung_day(here, times.until, ends=True)
    today, start = local_day(here.at, here.now.where), _start_of(first, times)
    while last is None or start <= last:
        after = _months_after(start, _MONTHS[times.every])
        begins, ends = max(start, first), after - timedelta(days=1)
        falls = begins if times.falls == "first_day" else ends if last is None else min(ends, last)
        early = sooner(here, times.since) if begins == first else None
        yield _Time(f"{clause.id}/{_name(start, times)}", falls, sooner=early)
        if falls > today:
            return
        start = after


def _start_of(day: date, times: Recurring) -> date:
    months = _MONTHS[times.every]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _name(start: date, times: Recurring) -> str:
    match times.every:
        case "month":
            return f"{start:%Y-%m}"
        case "quarter":
            return f"{start.year}-Q{(start.month + 2) // 3}"
        case "year":
            return str(start.year)


def _standing(held: InForce, clause: DatedDuty, times: list[_Time], here: Vantage) -> Iterator[DutyTime]:
    done = _done(clause, times, here)
    for time in times:
        if time.falls is None:
            yield DutyTime(held, clause, time.name, None, None, None, "unknown", None, time.unknown, here.now.where)
            continue
        due = _due(clause, time.falls, here)
        closes, event = day_end(due, here.now.where), done.get(time.name)
        state: DutyState = "open" if here.at < closes else "unmet"
        if event is not None:
            state = "met" if event.at < closes else "late"
        early = time.sooner if state == "open" else None
        yield DutyTime(held, clause, time.name, time.falls, due, closes, state, event, None, here.now.where, early)


def _due(clause: DatedDuty, falls: date, here: Vantage) -> date:
    if clause.within is None:
        return falls
    return shifted(falls, Offset(clause.within.n, clause.within.unit), here.agreement.business_days())


def _done(clause: DatedDuty, times: list[_Time], here: Vantage) -> dict[str, DutyPerformed]:
    """Return by which event each time was done: the first that names it, or that could be for no earlier one."""
    found: dict[str, DutyPerformed] = {}
    for event in here.events_of_kind(DutyPerformed):
        if event.clause == clause.id and event.by == clause.by:
            name = _meant(event, clause, [one for one in times if one.name not in found], times, here.now.where)
            if name is not None:
                found.setdefault(name, event)
    return found


def _meant(
    event: DutyPerformed, clause: DatedDuty, undone: list[_Time], times: list[_Time], where: ZoneInfo
) -> str | None:  # fmt: skip
    """Return which time an event is of: the one that it names, with or without the clause, or the earliest not done."""
    if event.occurrence is not None:
        named = event.occurrence
        return named if named.partition("/")[0] == clause.id else f"{clause.id}/{named}"
    if not isinstance(clause.when, Recurring):
        return times[0].name
    opens = dict(zip((one.name for one in times), _opens(clause, times, where), strict=True))
    return next((one.name for one in undone if (at := opens[one.name]) is not None and at <= event.at), None)


def _opens(clause: DatedDuty, times: list[_Time], where: ZoneInfo) -> Iterator[datetime | None]:
    """Yield from when on each time of a duty is done by an act that names none; None while its day is unknown.

    What is to be done `within` a time after a day is done from that day on; what is to be done by a day, from the end
    of the day before it in line on.
    """
    after_last = datetime.min.replace(tzinfo=UTC)
    for one in times:
        if one.falls is None:
            yield None
        else:
            yield after_last if clause.within is None else day_start(one.falls, where)
            after_last = day_end(one.falls, where)
