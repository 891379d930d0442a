"""What is contested: the points that answers turn on, why, and which questions and transactions they touch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.readings import Reading
from firstcall.dates import iso, local_day
from firstcall.report.brief.row_facts import (
    ChooseReading,
    ContestedTitle,
    NoneContested,
    PointOnDay,
    RestsOnWords,
    TouchedOf,
    UsesOf,
    WayAnswered,
    heads,
)
from firstcall.report.decision.line_facts import FlipTold, KnownAs, NothingFlips, TheAnswer
from firstcall.report.glance.disputes import PointTurnedOn
from firstcall.report.sheet import Cell, OwnWords, Sheet
from firstcall.rights.decision import Decision, Outcome
from firstcall.rights.paths.flip import Flip
from firstcall.rights.under_readings import points_that_matter
from firstcall.said import Said
from firstcall.values import dataclass

_Ways = tuple[tuple[str, tuple[Outcome, ...]], ...]
"""Each way of reading a point, with the answers under it."""


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """Something whose answer is shown: what it is of, for which use, and the answer."""

    what: Said | str
    use: str
    """The workload, or the product."""
    decision: Decision


@dataclass(frozen=True, slots=True)
class Touched:
    """Answers that turn on a point: of what, for which uses, and the outcome under each way of reading it."""

    what: Said | str
    uses: tuple[str, ...]
    outcomes: Mapping[str, tuple[Outcome, ...]]


@dataclass(frozen=True, slots=True)
class Contested:
    """A point of construction that some answers turn on."""

    point: Reading
    touched: tuple[Touched, ...]


@dataclass(frozen=True, slots=True)
class Tested:
    """A question at an instant, its answer, and the changes of words that would change it."""

    what: str
    at: datetime
    decision: Decision
    flips: tuple[Flip, ...]


def contested_points(agreement: Agreement, asked: Iterable[ShownAnswer]) -> tuple[Contested, ...]:
    """Return the points that answers turn on, in the order of the file, each with what it touches.

    A point that changes none of the answers asked about is not contested here, whatever may be said of it.
    """
    found: dict[str, dict[tuple[Said | str, _Ways], list[str]]] = {}
    for item in asked:
        for name in points_that_matter(item.decision.readings):
            ways = tuple(_outcomes(item.decision, name).items())
            uses = found.setdefault(name, {}).setdefault((item.what, ways), [])
            if item.use not in uses:
                uses.append(item.use)
    points = {point.id: point for point in agreement.readings}
    return tuple(
        Contested(point, tuple(Touched(what, tuple(uses), dict(ways)) for (what, ways), uses in found[name].items()))
        for name, point in points.items()
        if name in found
    )


def _outcomes(decision: Decision, point: str) -> dict[str, tuple[Outcome, ...]]:
    """Return the outcomes under each way of reading a point; several where other points matter too."""
    told: dict[str, dict[Outcome, None]] = {}
    for read in decision.readings:
        if point in read.choice:
            told.setdefault(str(read.choice[point]), {})[read.outcome] = None
    return {way: tuple(outcomes) for way, outcomes in told.items()}


def turned_on(points: Iterable[Contested]) -> tuple[PointTurnedOn, ...]:
    """Return the points that answers turn on, as their author asks them, each with how many answers do."""
    return tuple((held.point.about, sum(len(one.uses) for one in held.touched)) for held in points)


def turning_answers(
    points: Iterable[Contested],
) -> dict[str, tuple[tuple[_Ways, tuple[tuple[Said | str, tuple[str, ...]], ...]], ...]]:
    """Return, point by point, the outcomes under each way of reading it, and which answers have just those."""
    found: dict[str, dict[_Ways, list[tuple[Said | str, tuple[str, ...]]]]] = {}
    for held in points:
        for one in held.touched:
            alike = found.setdefault(held.point.id, {}).setdefault(tuple(one.outcomes.items()), [])
            alike.append((one.what, one.uses))
    return {point: tuple((ways, tuple(told)) for ways, told in alike.items()) for point, alike in found.items()}


def contested_sheet(points: tuple[Contested, ...]) -> Sheet:
    """Return the sheet of what is contested; it says so where nothing is."""
    if not points:
        return Sheet(ContestedTitle(), (), (), (NoneContested(),))
    rows: list[tuple[Cell, ...]] = []
    for held in points:
        why = held.point.about + (f" {held.point.note}" if held.point.note else "")
        for number, touched in enumerate(held.touched):
            ways = tuple(WayAnswered(way=way, outcomes=outcomes) for way, outcomes in touched.outcomes.items())
            first = (OwnWords(held.point.id), OwnWords(why)) if number == 0 else heads("", "")
            rows.append((*first, (TouchedOf(what=touched.what), UsesOf(uses=touched.uses)), ways))
    columns = heads("point", "why", "what it touches", "answer, read as")
    return Sheet(ContestedTitle(), columns, tuple(rows), (ChooseReading(),))


def flips_sheet(tested: Iterable[Tested], where: ZoneInfo) -> Sheet:
    """Return the sheet of what rests on assumed or reported words: each change of them that changes an answer."""
    rows: list[tuple[Cell, ...]] = []
    for item in tested:
        changes = tuple(
            FlipTold(what=flip.what, how=flip.how, outcome=flip.outcome, ground=KnownAs(grade=flip.grade))
            for flip in item.flips
        )
        asked = PointOnDay(point=item.what, day=local_day(item.at, where))
        rows.append((asked, TheAnswer(outcome=item.decision.outcome), changes or NothingFlips()))
    columns = heads("", "answer", "what would change it, and how well that is known")
    return Sheet(RestsOnWords(), columns, tuple(rows))


def flips_json(tested: Iterable[Tested]) -> list[dict[str, Any]]:
    """Return what would change each answer as plain values for JSON."""
    return [
        {
            "what": item.what,
            "on": iso(item.at),
            "outcome": item.decision.outcome,
            "flips": [
                {
                    "what": str(flip.what),
                    "how": str(flip.how),
                    "reasons": [flip.what.as_json(), flip.how.as_json()],
                    "grade": flip.grade,
                    "outcome": flip.outcome,
                }
                for flip in item.flips
            ],
        }
        for item in tested
    ]


def contested_json(points: tuple[Contested, ...]) -> list[dict[str, Any]]:
    """Return what is contested as plain values for JSON."""
    return [
        {
            "point": held.point.id,
            "about": held.point.about,
            "why": held.point.note,
            "sources": list(held.point.source),
            "base": held.point.base,
            "touches": [
                {
                    "what": str(touched.what),
                    "reason": touched.what.as_json() if isinstance(touched.what, Said) else None,
                    "uses": list(touched.uses),
                    "outcomes": {way: " or ".join(outcomes) for way, outcomes in touched.outcomes.items()},
                }
                for touched in held.touched
            ],
        }
        for held in points
    ]
