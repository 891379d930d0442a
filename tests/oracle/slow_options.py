"""Notices under options read a second time: which of them count, when, and what each makes of the text.

Written from the words of docs/spec.md and docs/clauses.md alone; it never imports the package.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.slow_days import Desk, at_clock, clock
from tests.oracle.slow_text import Clause, Happening, Text, Version, as_date, happenings, listed

ONE = timedelta(days=1)


def with_options(text: Text, lines: list[dict[str, Any]]) -> Text:
    """The text with a step for each notice that counts, in the order in which they count."""
    if not any(line["type"] == "option-exercised" for line in lines):
        return text
    events = [event for event in happenings(lines, None) if event.type == "option-exercised"]
    done: dict[str, int] = {}
    for event, at in sorted(((event, counts_at(text, event)) for event in events), key=lambda pair: pair[1]):
        step = exercised(text, event, at, done)
        if step is not None:
            done[event.get("clause")] = done.get(event.get("clause"), 0) + 1
            text.steps.append((min(event.at, event.recorded), at, step))
    return text


def clause_of(text: Text, event: Happening, at: datetime) -> tuple[Version, Clause]:
    version = text.version(at, None)
    assert version is not None
    return version, version.clauses[event.get("clause")]


def desk_of(text: Text, version: Version, clause: Clause, by: str) -> tuple[Desk, time]:
    """Where the notice is received: at the party it goes to, or at the other of two."""
    notice = clause.get("notice") or {}
    to = notice.get("to") or next(name for name in version.parties if name != by)
    zone = notice.get("timezone") or version.parties[to].get("timezone")
    closures = frozenset(as_date(day) for day in text.raw.get("closures") or [])
    desk = Desk(ZoneInfo(zone) if zone else text.zone, text.raw.get("calendar", "US"), closures)
    return desk, clock(notice.get("cutoff"))


def counts_at(text: Text, event: Happening) -> datetime:
    """As it is received: when it comes, by the cut-off of a business day, else when the next such day begins."""
    version, clause = clause_of(text, event, event.at)
    desk, cutoff = desk_of(text, version, clause, event.get("by"))
    day = desk.local_day(event.at)
    if desk.business(day) and event.at <= at_clock(day, cutoff, desk.zone):
        return event.at
    day += ONE
    while not desk.business(day):
        day += ONE
    return datetime.combine(day, time(), desk.zone).astimezone(UTC)


def moved(day: date, by: dict[str, Any], sign: int = 1) -> date:
    """A day so long after another, or before it; a month that is shorter gives its last day."""
    n, unit = sign * int(by["n"]), by.get("unit", "calendar")
    if unit == "calendar":
        return day + timedelta(days=n)
    months = day.year * 12 + day.month - 1 + n * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_of_term(version: Version) -> date:
    return next((as_date(clause["until"]) for clause in version.clauses.values() if clause["type"] == "term"), date.max)


def exercised(text: Text, event: Happening, at: datetime, done: dict[str, int]) -> dict[str, Any] | None:
    """What a notice makes of the text; None where it comes outside its window, too often, or from somebody else."""
    version, clause = clause_of(text, event, at)
    by = event.get("by")
    if by not in listed(clause["by"]) or done.get(clause["id"], 0) >= clause.get("at_most", 1):
        return None
    desk, cutoff = desk_of(text, version, clause, by)
    until = clause.get("until")
    last = last_of_term(version)
    if isinstance(until, dict):
        last = moved(last, until["by"], -1)
    elif until is not None:
        last = min(last, as_date(until))
    while not desk.business(last):
        last -= ONE
    if at > at_clock(last, cutoff, desk.zone) or (clause.get("since") and at < text.instant(clause["since"])):
        return None
    changed = [made(clause, one, version, desk.local_day(at)) for one in about(clause, version)]
    return {"id": event.said["id"], "option": True, "replace": changed}


def about(clause: Clause, version: Version) -> list[Clause]:
    """What the option is about; the term where it does not say."""
    names = listed(clause.get("of")) or ["term"]
    return [one for one in version.clauses.values() if one["id"] in names or (one["type"] in names)]


def made(clause: Clause, one: Clause, version: Version, day: date) -> Clause:
    if clause.get("renew"):
        last = as_date(one["until"])
        whole = clause["renew"].get("unit", "calendar") in ("month", "year")
        return {**one, "until": moved(last + ONE, clause["renew"]) - ONE if whole else moved(last, clause["renew"])}
    if clause.get("expand"):
        more = Decimal(str(one["up_to"]["quantity"])) + Decimal(str(clause["expand"]["quantity"]))
        return {**one, "up_to": {**one["up_to"], "quantity": str(more)}}
    wind_down = clause["terminate"].get("wind_down")
    last = moved(day, wind_down) if wind_down else day
    return {**one, "until": min(last, as_date(one["until"])) if one.get("until") else last}
