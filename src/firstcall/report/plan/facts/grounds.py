"""What a plan rests on, as facts.

>>> str(PointsAsRead(points=("training=wide",)))
'Points of construction as read: training=wide.'
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from firstcall.agreement.model.basis import Grade
from firstcall.said import Grouped, Said, Weekdayed, plural, sentence

_Count = Annotated[int, Grouped]
_Day = Annotated[date, Weekdayed]


class ScenariosPlanned(Said):
    says = sentence("plan.scenarios-planned", "Scenarios: {count}; answers move as one with a chance of {mood}.")
    count: _Count
    mood: Said


class ScenariosDrawn(Said):
    says = sentence(
        "plan.scenarios-drawn",
        "Scenarios: {count}, drawn by the seed; answers move as one with a chance of {mood}.",
    )
    count: _Count
    mood: Said


class NoChanceOfAnswer(Said):
    says = sentence(
        "plan.no-chance-of-answer",
        "No chance of an answer is given for {lines}: the holder is taken to decline.",
    )
    lines: tuple[str, ...]


class NoChanceOfConsent(Said):
    says = sentence(
        "plan.no-chance-of-consent",
        "No chance of a consent is given for {clauses}: it is taken to be refused.",
    )
    clauses: tuple[str, ...]


class PointsAsRead(Said):
    says = sentence("plan.points-as-read", "Points of construction as read: {points}.")
    points: tuple[str, ...]


class PlannedAgain(Said):
    says = plural(
        "plan.planned-again",
        "Planned {n} time, until no decision rested on an answer that is not known by then.",
        "Planned {n} times, until no decision rested on an answer that is not known by then.",
    )
    n: int


class WeakestGround(Said):
    says = sentence("plan.weakest-ground", "The weakest thing it rests on is {grade}.")
    grade: Grade


class AssumedIn(Said):
    says = sentence("plan.assumed", "Assumed: {text}")
    text: str
