"""Days that a term or a commitment hangs on: known from the instant at which what brings them happens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from firstcall.agreement.model.clauses.kinds import Clause, Commitment, Term
from firstcall.agreement.model.event_dates import EventDate, HungDate, UntilDetermination, event_rule
from firstcall.agreement.terms import terms, versions
from firstcall.dates import day_start
from firstcall.record.dated.event_days import counted_day, hinge_at
from firstcall.record.vantage import Vantage


def hung_fields(clause: Clause) -> dict[str, HungDate]:
    """Return the days of a term or commitment that the record brings, by their fields."""
    if not isinstance(clause, Term | Commitment):
        return {}
    days = {"since": clause.since, "until": clause.until} if isinstance(clause, Commitment) else {"until": clause.until}
    return {name: day for name, day in days.items() if isinstance(day, UntilDetermination | EventDate)}


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


def _instants(here: Vantage, day: HungDate) -> Iterator[datetime]:
    assert isinstance(day, UntilDetermination | EventDate)
    happened = hinge_at(here, event_rule(day).hinge)
    if happened is not None:
        yield happened
    if day.or_date is not None:
        yield day_start(day.or_date, here.now.where)


def dated_clause(here: Vantage, clause: Clause) -> Clause | None:
    """Return a term or commitment with the days that are known by now; None where none has become known."""
    found = {}
    for name, day in hung_fields(clause).items():
        assert isinstance(day, UntilDetermination | EventDate)
        counted = counted_day(here, day)
        over = day.or_date is not None and day_start(day.or_date, here.now.where) <= here.at
        days = [one for one in (counted, day.or_date if over or counted is not None else None) if one is not None]
        if days:
            found[name] = min(days)
    return clause.model_copy(update=found) if found else None
