"""Which clauses speak at an instant: begun, and not ended, by what the record holds as well as by the text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from firstcall.agreement.model.event_dates import (
    EXERCISE,
    SIGNING,
    EventDate,
    UntilDetermination,
    event_rule,
    hangs_on_record,
)
from firstcall.agreement.terms import InForce
from firstcall.dates import day_end, day_start
from firstcall.kept import Kept
from firstcall.record.dated.event_days import counted_day, ends_a_span, hinge_at
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import ContractSigned
from firstcall.record.events.milestones import AboutDetermination, Occurred, OptionExercised
from firstcall.record.vantage import Vantage

_HUNG: Kept[int, bool] = Kept("whether the record can begin or end a clause that speaks, by stretch of time")
_SPEAKING: Kept[datetime, tuple[InForce, ...]] = Kept("clauses that speak, where the record can begin or end one")


def speaking_clauses(here: Vantage) -> tuple[InForce, ...]:
    """Return the clauses that speak at a position: in force, begun, and not ended by what happened."""
    text = here.terms()
    speaking = text.speaking(here.at)
    kept, stretch = _HUNG.on(text.shelf), text.stretch(here.at)
    if stretch not in kept:
        kept[stretch] = any(is_hung(held) for held in speaking)
    if not kept[stretch]:
        return speaking
    found = _SPEAKING.on(here.shelf)
    if here.at not in found:
        found[here.at] = tuple(held for held in speaking if speaks_now(here, held))
    return found[here.at]


def speaks_now(here: Vantage, held: InForce) -> bool:
    """Say whether a clause that speaks by its text has begun, and has not been ended by what happened."""
    return not is_hung(held) or (ended_by(here, held) is None and not is_awaited(here, held))


def ended_by(here: Vantage, held: InForce) -> datetime | None:
    """Return since when a determination or an event has ended a clause; None while it has not."""
    until = held.clause.until
    if not isinstance(until, UntilDetermination | EventDate):
        return None
    if not until.is_counted:
        return hinge_at(here, event_rule(until).hinge)
    last = counted_day(here, until, ends=ends_a_span(held.clause))
    over = None if last is None else day_end(last, here.now.where)
    return over if over is not None and over <= here.at else None


def is_awaited(here: Vantage, held: InForce) -> bool:
    """Say whether a clause has not begun: it begins with something, or so long after, that is not so yet."""
    since = held.clause.since
    if not isinstance(since, UntilDetermination | EventDate):
        return False
    if since.or_date is not None and day_start(since.or_date, here.now.where) <= here.at:
        return False
    if not since.is_counted:
        return hinge_at(here, event_rule(since).hinge) is None
    first = counted_day(here, since)
    return first is None or day_start(first, here.now.where) > here.at


def is_hung(held: InForce) -> bool:
    """Say whether the record can begin or end a clause."""
    return hangs_on_record(held.clause.since) or hangs_on_record(held.clause.until)


def brought_by(here: Vantage, held: InForce) -> tuple[EventBase, ...]:
    """Return the events that began a clause, or ended it, as far as its dates hang on the record."""
    found: list[EventBase] = []
    for day in (held.clause.since, held.clause.until) if is_hung(held) else ():
        if isinstance(day, UntilDetermination | EventDate):
            at = hinge_at(here, event_rule(day).hinge)
            found += [event for event in here.known.events if event.at == at and _may_bring(event, day)][:1]
    return tuple(found)


def turns_of(here: Vantage, held: InForce) -> Iterator[datetime]:
    """Yield every instant at which the record may begin or end a clause: as each event that may count takes effect.

    Args:
      here: a position after everything, with what is known.
      held: the clause.
    """
    for day, ends in ((held.clause.since, False), (held.clause.until, ends_a_span(held.clause))):
        if isinstance(day, UntilDetermination | EventDate):
            instants = {event.at for event in here.known.events if _may_bring(event, day)}
            for at in (*sorted(instants), here.at):
                yield from _turns(here.when(at), day, ends)
            if day.or_date is not None:
                yield day_start(day.or_date, here.now.where)
            yield from instants


def _may_bring(event: EventBase, day: UntilDetermination | EventDate) -> bool:
    """Say whether an event may bring a date, or take it away."""
    match event:
        case AboutDetermination():
            return isinstance(day, UntilDetermination) and event.determination == day.determination
        case Occurred():
            return isinstance(day, EventDate) and event.event == day.event
        case OptionExercised():
            return isinstance(day, EventDate) and day.event == EXERCISE and day.of in (None, event.clause)
        case ContractSigned():
            return isinstance(day, EventDate) and day.event == SIGNING and event.contract == day.of
        case _:
            return False


def _turns(here: Vantage, day: UntilDetermination | EventDate, ends: bool) -> Iterator[datetime]:
    at, counted = hinge_at(here, event_rule(day).hinge), counted_day(here, day, ends=ends)
    if at is not None and counted is not None:
        yield at
        yield day_start(counted, here.now.where)
        yield day_end(counted, here.now.where)
