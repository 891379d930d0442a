"""A story, run: what texts describe, each sentence asked of the agreement before, at and after a day.

A partnership folder may hold `story.yaml`: the points of a text in a few words of one's own, and for
each the clause that carries it and the question, clause or events that answer it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from firstcall.agreement.basis import GRADES, Day, Grade, Id, Sources, Text, Written, weakest
from firstcall.agreement.definitions import Ids
from firstcall.agreement.document import Agreement
from firstcall.agreement.faults import faults
from firstcall.agreement.terms import InForce, Terms
from firstcall.agreement.text import decode, read_yaml
from firstcall.dates import day_start, local_day, zone
from firstcall.errors import AgreementError, Problem
from firstcall.record.journal import Record
from firstcall.record.position import position
from firstcall.rights.decide import decide
from firstcall.rights.question import Asked


class Ask(Written):
    """A question of signing and running."""

    workload: Ids = Field(min_length=1)
    provider: Text | None = None
    capacity: Text | None = None
    customer: Text | None = None
    contract: Id | None = None
    scope: dict[Id, Id] = {}


class Point(Written):
    """One point of the story, and what answers it: a question, a clause, events, or the grades."""

    id: Id
    says: Text
    source: Sources = ()
    attribution: Text | None = None
    clause: Id | None = None
    """The clause that carries it."""
    ask: Ask | None = None
    shows: Id | None = None
    """A clause whose state is the answer."""
    events: Ids = ()
    """Events of the record that are the answer."""
    grades: bool = False
    """Answer with how the clauses in force are known."""
    also: tuple[Day, ...] = ()
    """Further days to ask at."""
    not_yet: Text | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _one_answer(self) -> Point:
        given = [bool(self.ask), bool(self.shows), bool(self.events), self.grades, bool(self.not_yet)]
        if sum(given) != 1:
            raise ValueError("a point has exactly one of ask, shows, events, grades, not_yet; keep one")
        return self


class Story(Written):
    """A text as points, and the day of the change it tells."""

    schema_: Literal["firstcall/story/1"] = Field(alias="schema")
    title: Text
    day: Day
    points: tuple[Point, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Told:
    """A point of the story, run: its answers by day, how well they are known, how to repeat them."""

    point: Point
    clauses: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]
    """Day and answer, in the order of time."""
    grade: Grade | None
    command: str


def read_story(raw: bytes, file: str, agreement: Agreement) -> Story:
    """Return the story kept in a YAML text.

    Raises:
      AgreementError: with every Problem found in it.
    """
    data, places, problems = read_yaml(decode(raw, file), file)
    found = list(problems)
    try:
        story = Story.model_validate(data)
    except ValidationError as error:
        raise AgreementError([*found, *faults(error, Story, data, places)]) from error
    for index, point in enumerate(story.points):
        for source in point.source:
            if source not in agreement.sources:
                place = places.of(("points", index, "source"))
                found.append(Problem(place, f"unknown source '{source}'", "name one of the agreement's sources"))
    if found:
        raise AgreementError(found)
    return story


def tell(story: Story, agreement: Agreement, record: Record, path: str, days: tuple[datetime, ...]) -> tuple[Told, ...]:
    """Return every point of a story, answered at some days.

    Args:
      story: the story.
      agreement: the agreement.
      record: the record.
      path: the partnership as commands name it.
      days: the day before the change, its day, and today.
    """
    return tuple(_tell(point, agreement, record, path, days) for point in story.points)


def days_of(story_day: datetime, now: datetime) -> tuple[datetime, ...]:
    """Return the days a story is asked at: the day before, the day, and today where that is later."""
    days = (story_day - timedelta(days=1), story_day, now)
    return tuple(dict.fromkeys(day for day in days if day <= max(now, story_day)))


def _tell(point: Point, agreement: Agreement, record: Record, path: str, days: tuple[datetime, ...]) -> Told:
    where = zone(agreement.timezone)
    asked_days = sorted({*days, *(day_start(day, where) for day in point.also)})
    answers: list[tuple[str, str]] = []
    clauses: list[str] = []
    grades: list[Grade] = []
    for at in asked_days:
        answer, cited, grade = _answer(point, agreement, record, at)
        answers.append((local_day(at, where).isoformat(), answer))
        clauses += cited
        grades += [grade] if grade else []
    if point.not_yet or point.events:
        answers = answers[-1:]
    return Told(
        point,
        tuple(dict.fromkeys(clauses)),
        tuple(answers),
        weakest(tuple(grades)) if grades else None,
        _command(point, path, local_day(days[min(1, len(days) - 1)], where).isoformat()),
    )


def _answer(point: Point, agreement: Agreement, record: Record, at: datetime) -> tuple[str, list[str], Grade | None]:
    here = position(agreement, record, at)
    text = here.terms()
    carrier = text.by_id.get(point.clause or "")
    cited = [_reference(carrier)] if carrier else []
    if point.ask is not None:
        decision = decide(agreement, record, _asked(point.ask), at)
        marks = "".join(f" [{mark}]" for mark in decision.marks)
        return decision.outcome + marks, [*cited, *(c.reference for c in decision.deciding)], decision.rests_on.grade
    if point.shows is not None:
        held = text.by_id.get(point.shows)
        answer = _state(point.shows, held, text, at)
        return answer, [_reference(held)] if held else [], held.clause.basis.grade if held else None
    if point.grades:
        return _grades(text.speaking(at)), [], None
    if point.not_yet is not None:
        return f"not yet: {point.not_yet}", cited, None
    known = {event.id: event for event in record.known().events}
    found = [known[name] for name in point.events if name in known]
    said = ", ".join(f"{event.type} on {local_day(event.at, text.where)}" for event in found)
    return said or "not on the record", cited, weakest(tuple(event.basis.grade for event in found)) if found else None


def _asked(ask: Ask) -> Asked:
    return Asked(
        tuple(ask.workload), ask.provider, ask.customer, ask.capacity, contract=ask.contract, dimensions=ask.scope
    )


def _reference(held: InForce) -> str:
    return f"{held.clause.id}@{held.version.id}"


def _state(name: str, held: InForce | None, text: Terms, at: datetime) -> str:
    if held is None:
        return f"removed by {text.removed[name]}" if name in text.removed else "not in the text"
    until: Any = getattr(held.clause, "until", None)
    said = f", until {until}" if until is not None else ""
    if name in text.silent:
        said += f" ({text.silent[name]} is silent on it)"
    return ("in force" if held in text.speaking(at) else "not in force") + said


def _grades(held: Iterable[InForce]) -> str:
    grades = [item.clause.basis.grade for item in held]
    return ", ".join(f"{grades.count(grade)} {grade}" for grade in GRADES if grade in grades) or "no clause"


def _command(point: Point, path: str, day: str) -> str:
    if point.ask is not None:
        ask = point.ask
        flags = [f"--workload {','.join(ask.workload)}"]
        flags += [f"--{name} {value}" for name in ("provider", "capacity", "customer", "contract")
                  if (value := getattr(ask, name))]  # fmt: skip
        flags += [f"--scope {name}={value}" for name, value in ask.scope.items()]
        return f"firstcall decide {path} {' '.join(flags)} --on {day}"
    if point.shows is not None:
        return f"firstcall terms {path} {point.shows} --history"
    if point.events:
        return f"firstcall record show {path}"
    return f"firstcall terms {path} --on {day}"
