"""What is disputed: points that answers turn on, and determinations and statements that a party disputes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from firstcall.record.events.kinds import AboutStatement, StatementIssued
from firstcall.record.milestones import milestone
from firstcall.record.position import Position
from firstcall.record.views.disclosure import heard
from firstcall.said import Said, plural, sentence
from firstcall.settlement.statement.standing import standing_of_statement

PointTurnedOn = tuple[str, int]
"""What is open, as its author asks it, and how many answers turn on it."""
_SHOWN = 4
"""How many points are told before they are only counted."""


class PointOpen(Said):
    says = plural(
        "glance.point-open",
        "{about} {n} answer here turns on it; the strictest reading counts",
        "{about} {n} answers here turn on it; the strictest reading counts",
    )
    about: str
    n: int


class MorePoints(Said):
    says = plural("glance.more-points", "{n} point more", "{n} points more")
    n: int


class DeterminationInDispute(Said):
    says = sentence("glance.determination-disputed", "the determination {name} is disputed")
    name: str


class StatementInDispute(Said):
    says = sentence("glance.statement-disputed", "the statement {statement} for {period} is disputed")
    statement: str
    period: str


class NothingDisputed(Said):
    says = sentence(
        "glance.nothing-disputed", "nothing: no answer here turns on a reading, and no dispute is on the record"
    )


def in_dispute(points: Iterable[PointTurnedOn], here: Position) -> tuple[Said, ...]:
    """Return all that is disputed, each in words.

    Args:
      points: the points of construction that some answer turns on.
      here: the record at the instant.
    """
    listed = tuple(points)
    told: list[Said] = [PointOpen(about=about, n=count) for about, count in listed[:_SHOWN]]
    told += [MorePoints(n=len(listed) - _SHOWN)] if len(listed) > _SHOWN else []
    told += [
        DeterminationInDispute(name=name)
        for name in here.terms().definitions.determinations
        if milestone(here, name).disputed
    ]
    return (*told, *_statements(here)) or (NothingDisputed(),)


def _statements(here: Position) -> Iterator[Said]:
    events = heard(here.events_of_kind(AboutStatement), here.agreement)
    for issued in events:
        if not isinstance(issued, StatementIssued) or issued.delta:
            continue
        if standing_of_statement(events, issued.statement).disputes:
            yield StatementInDispute(statement=issued.statement, period=issued.period)
