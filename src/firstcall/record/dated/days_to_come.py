"""Days that a term, a commitment or a rate hangs on: known from the instant at which what brings them happens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from firstcall.agreement.model.clauses.kinds import Clause, Commitment, RevenueShare, Term
from firstcall.agreement.model.event_dates import EventDate, UntilDetermination, event_rule, hung_dates
from firstcall.agreement.model.scope import ClauseBase
from firstcall.agreement.terms import terms, versions
from firstcall.dates import day_start
from firstcall.record.dated.event_days import counted_day, ends_a_span, hinge_at
from firstcall.record.vantage import Vantage

HungText = TypeVar("HungText", bound=ClauseBase)


def hung_fields(clause: Clause) -> dict[tuple[str | int, ...], UntilDetermination | EventDate]:
    """Return the days of a term, of a commitment and its amounts, or of rates that the record brings, by place."""
    match clause:
        case Term():
            within = {"until"}
        case Commitment():
            within = {"since", "until", "amount"}
        case RevenueShare():
            within = {"rate"}
        case _:
            return {}
    days = {path: day for path, day in hung_dates(clause) if path[0] in within}
    return {path: day for path, day in days.items() if isinstance(day, UntilDetermination | EventDate)}


def days_known_from(here: Vantage) -> tuple[datetime, ...]:
    """Return the instants from which such a day may be known: as something happens, and on a day in any case.

    Args:
      here: a position after everything, with what is known.
    """
    found: set[datetime] = set()
    starts = sorted({version.effective for version in versions(here.agreement, here.known_at)})
    for start in starts:
        for held in terms(here.agreement, start, here.known_at).clauses:
            for day in hung_fields(held.clause).values():
                found |= {max(start, at) for at in _instants(here, day)}
    return tuple(sorted(found))


def _instants(here: Vantage, day: UntilDetermination | EventDate) -> Iterator[datetime]:
    happened = hinge_at(here, event_rule(day).hinge)
    if happened is not None:
        yield happened
    if day.or_date is not None:
        yield day_start(day.or_date, here.now.where)


def dated_clause(here: Vantage, clause: Clause) -> Clause | None:
    """Return a term, commitment or share with the days that are known by now; None where none has become known."""
    found = {}
    for path, day in hung_fields(clause).items():
        counted = counted_day(here, day, ends=ends_a_span(clause, path))
        over = day.or_date is not None and day_start(day.or_date, here.now.where) <= here.at
        days = [one for one in (counted, day.or_date if over or counted is not None else None) if one is not None]
        if days:
            found[path] = min(days)
    return with_days(clause, found) if found else None


def with_days(clause: HungText, days: Mapping[tuple[str | int, ...], date]) -> HungText:
    """Return a clause with days in place of the rules at some places of it."""
    for path, day in days.items():
        clause = _set(clause, path, day)
    return clause


def _set(value: Any, path: tuple[str | int, ...], day: date) -> Any:
    if not path:
        return day
    first, *rest = path
    if isinstance(first, str):
        return value.model_copy(update={first: _set(getattr(value, first), tuple(rest), day)})
    return tuple(_set(one, tuple(rest), day) if number == first else one for number, one in enumerate(value))
