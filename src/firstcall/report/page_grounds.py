"""What the answers on a page hang on: readings of open points, and clauses that are only reported or assumed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from firstcall.record.journal import Record
from firstcall.report.backtest import Judged
from firstcall.report.brief import Brief
from firstcall.report.story import Ask, Point
from firstcall.rights.decide import decide
from firstcall.rights.decision import Decision, Outcome
from firstcall.rights.flip import Flip, flip_test
from firstcall.rights.question import Asked

Readings = tuple[tuple[tuple[tuple[str, str], ...], Outcome], ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """An answer that turns on how a point is read: of what, and under each reading."""

    what: str
    workloads: tuple[str, ...]
    readings: Readings


@dataclass(frozen=True, slots=True)
class Questioned:
    """A question of the story on the day of the brief, and what would change its answer."""

    point: Point
    decision: Decision
    flips: tuple[Flip, ...]


def doubts(judged: Iterable[Judged]) -> tuple[Doubt, ...]:
    """Return the answers of transactions that turn on a reading; workloads with the same readings together."""
    found: dict[tuple[str, Readings], list[str]] = {}
    for leg in judged:
        deal = leg.transaction
        for workload, decision in leg.answers:
            if "contested" in decision.marks and decision.readings:
                readings = tuple((tuple(read.choice.items()), read.outcome) for read in decision.readings)
                found.setdefault((f"{deal.id}.{deal.leg} {deal.title}", readings), []).append(workload)
    return tuple(Doubt(what, tuple(names), readings) for (what, readings), names in found.items())


def questioned(brief: Brief, record: Record) -> tuple[Questioned, ...]:
    """Return each question of the story with the flip test: what is reported or assumed and would change it.

    An answer that nothing here changes rests on what was agreed or stated.

    Args:
      brief: the partnership on a day.
      record: what happened.
    """
    found = []
    for point in brief.story.points if brief.story else ():
        if point.ask is not None:
            asked = _asked(point.ask)
            decision = decide(brief.agreement, record, asked, brief.on)
            found.append(Questioned(point, decision, flip_test(brief.agreement, record, asked, brief.on, decision)))
    return tuple(found)


def _asked(ask: Ask) -> Asked:
    return Asked(
        tuple(ask.workload), ask.provider, ask.customer, ask.capacity, contract=ask.contract, dimensions=ask.scope
    )
