"""Dates by rule checked: what they hang on is there, has an end, and can tell old capacity from new."""

from __future__ import annotations

from typing import Annotated

from firstcall.agreement.model.clauses.kinds import Commitment, Term
from firstcall.agreement.model.event_dates import TERM, BeforeEnd, hangs_on_record, hung_dates, last_day_of
from firstcall.agreement.read.problems import ProblemList
from firstcall.agreement.read.text import Path
from firstcall.agreement.terms import InForce, Terms
from firstcall.said import Quoted, Said, sentence


class NoTermSet(Said):
    says = sentence("event-date.no-term", "the text has no term, so nothing lies before its end")


class AddTermClause(Said):
    says = sentence("event-date.add-term", "add a clause of type term, or name a clause with a last day")


class HasNoLastDay(Said):
    says = sentence(
        "event-date.no-last-day", "{clause} has no last day of its own, so nothing can be counted back from it"
    )
    clause: Annotated[str, Quoted]


class GiveLastDay(Said):
    says = sentence("event-date.give-last-day", "give it `until` with a day, or name another clause")


class CountedBackFromEnd(Said):
    says = sentence("event-date.counted-back", "{clause} is a term or commitment, whose days are not counted back")
    clause: Annotated[str, Quoted]


class RateCountedBack(Said):
    says = sentence("event-date.rate-counted-back", "the days of a rate are not counted back from an end")


class GiveDayOrEvent(Said):
    says = sentence("event-date.give-day-or-event", "give a day, or what happens and how long after it")


class AgeNeedsDay(Said):
    says = sentence(
        "event-date.age-needs-day", "`scope.age` parts capacity by the day in `since`, and this one hangs on an event"
    )


class GiveDayOrDropAge(Said):
    says = sentence("event-date.give-day-or-drop-age", "write a day, or take `age` out of the scope")


def check_event_dates(held: InForce, terms: Terms, problems: ProblemList) -> None:
    """Keep a problem for each date that is counted back from no end, and for a line that no day draws."""
    clause = held.clause
    for field, day in hung_dates(clause):
        if isinstance(day, BeforeEnd) and isinstance(clause, Term | Commitment):
            problems.add((*held.path, *field), CountedBackFromEnd(clause=clause.id), GiveDayOrEvent())
        elif isinstance(day, BeforeEnd) and field[0] == "rate":
            problems.add((*held.path, *field), RateCountedBack(), GiveDayOrEvent())
        elif isinstance(day, BeforeEnd):
            _check_end(day, (*held.path, *field), terms, problems)
    if hangs_on_record(clause.since) and clause.scope.age is not None:
        problems.add((*held.path, "since"), AgeNeedsDay(), GiveDayOrDropAge(), (*held.path, "scope", "age"))


def _check_end(day: BeforeEnd, path: Path, terms: Terms, problems: ProblemList) -> None:
    name, where = day.before_end_of, (*path, "before_end_of")
    if name == TERM:
        if not any(isinstance(held.clause, Term) for held in terms.clauses) and "term" not in problems.unread:
            problems.add(where, NoTermSet(), AddTermClause())
        return
    problems.name(where, name, (*terms.by_id, TERM), "clause", terms.removed.get(name))
    ending = terms.by_id.get(name)
    known_later = ending is not None and isinstance(ending.clause, Term | Commitment)
    if ending is not None and not known_later and last_day_of(ending.clause.until) is None:
        problems.add(where, HasNoLastDay(clause=name), GiveLastDay())
