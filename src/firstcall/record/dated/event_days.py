"""On which day a date by rule falls, as far as the record knows; and when what it hangs on happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from firstcall.agreement.document import BASE, Exercised
from firstcall.agreement.model.clauses.kinds import Clause
from firstcall.agreement.model.clauses.promises.option import Option
from firstcall.agreement.model.event_date_words import said_rule
from firstcall.agreement.model.event_dates import (
    EXERCISE,
    SIGNING,
    TERM,
    EventDate,
    HungDate,
    UntilDetermination,
    earliest_of,
    event_rule,
    last_day_of,
)
from firstcall.agreement.terms import Version, instant, versions
from firstcall.dates import NEXT_INSTANT, day_end, local_day
from firstcall.deadlines import Hinge
from firstcall.record.events.kinds import ContractSigned
from firstcall.record.events.milestones import Occurred
from firstcall.record.milestones import milestone
from firstcall.record.vantage import Vantage
from firstcall.said import Said


def hinge_at(here: Vantage, hinge: Hinge) -> datetime | None:
    """Return when what a date hangs on happened or ends, by now; None while it has not.

    An event that happens again changes nothing: the first one counts. An end is that of the text in force.
    """
    match hinge.what:
        case "determination":
            return _determined(here, hinge)
        case "end":
            return _end_of(here, hinge.name)
        case "event":
            if hinge.name == EXERCISE:
                return next(exercises_of(here, hinge.of), None)
            found = _signed(here, hinge.of) if hinge.name == SIGNING else _occurred(here, hinge)
            return found if found is not None and found <= here.at else None


def _determined(here: Vantage, hinge: Hinge) -> datetime | None:
    standing = milestone(here, hinge.name)
    match hinge.of:
        case "declared" | "verified" | "determined" as state:
            return standing.since(state)
        case _:
            raise ValueError(hinge)


def _end_of(here: Vantage, name: str) -> datetime | None:
    """Return the last instant of the term or of a clause."""
    text = here.terms()
    held = text.by_id.get(name)
    end = text.ends if name == TERM else held.speaks.end if held is not None else None
    return None if end is None else end - NEXT_INSTANT


def exercises_of(here: Vantage, option: str | None) -> Iterator[datetime]:
    """Yield when an option was exercised, or any where none is named, by now; the first comes first."""
    changes = (change for change in here.agreement.amendments if isinstance(change, Exercised))
    done = (change for change in changes if change.option is not None and option in (None, change.option))
    instants = sorted(instant(change.effective, here.now.where) for change in done)
    return (at for at in instants if at <= here.at)


def _signed(here: Vantage, of: str | None) -> datetime | None:
    """Return when the agreement, an amendment or a contract was signed."""
    texts: dict[str, Version] = {version.id: version for version in versions(here.agreement, here.known_at)}
    if of is None or of in texts:
        return texts[of or BASE].signed
    contracts = here.events_of_kind(ContractSigned)
    return next((event.at for event in contracts if event.contract == of), None)


def _occurred(here: Vantage, hinge: Hinge) -> datetime | None:
    happened = (event for event in here.events_of_kind(Occurred) if event.event == hinge.name)
    return next((event.at for event in happened if hinge.of in (None, event.of)), None)


def hung_day(here: Vantage, day: date | HungDate, *, ends: bool = False) -> date | None:
    """Return the day on which a date falls as far as the record knows by now; None while it is unknown.

    A day in any case counts where it comes first, or where nothing else is known.

    Args:
      here: the text and the record at an instant.
      day: a day, or the rule that brings one.
      ends: as for `counted_day`.
    """
    if isinstance(day, date):
        return instant_day(day, here)
    known, last = counted_day(here, day, ends=ends), last_day_of(day)
    return min(filter(None, (known, last)), default=None)


def counted_day(here: Vantage, day: HungDate, *, ends: bool = False) -> date | None:
    """Return the day that the rule itself brings, whatever day is set in any case.

    Args:
      here: the text and the record at an instant.
      day: the rule.
      ends: whether it is the last day of a span, which is whole months or years long (see `ends_a_span`).
    """
    rule = event_rule(day)
    happened = hinge_at(here, rule.hinge)
    if happened is None:
        return None
    facts, calendar = {rule.hinge: local_day(happened, here.now.where)}, here.agreement.business_days()
    found, earliest = rule.last_day(facts, calendar) if ends else rule.day(facts, calendar), earliest_of(day)
    return found if found is None or earliest is None else max(found, earliest)


def ends_a_span(clause: Clause, path: Sequence[str | int] = ("until",)) -> bool:
    """Say whether a date of a clause is the last day of a span; that of an option is one to give notice by.

    Args:
      clause: the clause.
      path: where the date stands in it.
    """
    return path[-1] == "until" and not isinstance(clause, Option)


def sooner(here: Vantage, day: date | datetime | HungDate | None) -> Said | None:
    """Return what may still bring a date before its day in any case; None where nothing may.

    Args:
      here: the text and the record at an instant.
      day: a day, or the rule that brings one.
    """
    if not isinstance(day, UntilDetermination | EventDate) or day.or_date is None:
        return None
    now = here.at if here.known_at is None else min(here.at, here.known_at)
    over = day_end(day.or_date, here.now.where) <= now
    return None if over or counted_day(here, day) is not None else said_rule(day)


def instant_day(day: date, here: Vantage) -> date:
    """Return the day of a day or of an instant, in the agreement's zone."""
    return local_day(instant(day, here.now.where), here.now.where)
