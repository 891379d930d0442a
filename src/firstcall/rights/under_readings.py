"""A question under every way of reading the points in play: one decision, contested where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import product
from typing import Annotated

from firstcall.agreement.construe import construe
from firstcall.agreement.model.readings import Reading
from firstcall.errors import QuestionError, near_or_listed
from firstcall.record.milestones import CorrectTheEvent, interpretations
from firstcall.record.position import Position, position
from firstcall.rights.bearing import AnyQuestion, bearing_on
from firstcall.rights.decision import OUTCOMES, Decision, Duty, DutyKind, DutyStatus, Mark, ReadAnswer
from firstcall.said import Quoted, Said, sentence
from firstcall.values import dataclass

__all__ = ["MOST_COMBINATIONS", "AnyQuestion", "Ways", "points_that_matter", "under_readings", "ways_to_read"]


class ReadAsSettled(Said):
    says = sentence("reading-note.as-settled", "read: {point}={alternative} (as settled)")
    point: str
    alternative: str


class ReadAsAsked(Said):
    says = sentence("reading-note.as-asked", "read: {point}={alternative} (as asked)")
    point: str
    alternative: str


class SettledAsUnknown(Said):
    says = sentence(
        "reading-note.settled-as-unknown",
        "event {event} settles {point} as {alternative}, which is no way to read it",
    )
    event: Annotated[str, Quoted]
    point: Annotated[str, Quoted]
    alternative: Annotated[str, Quoted]


class TooManyCombinations(Said):
    says = sentence(
        "reading-note.too-many-combinations",
        "the question turns on {count} combinations of {points}; at most {most} are answered",
    )
    count: int
    points: tuple[str, ...]
    most: int


class ChooseSome(Said):
    says = sentence("reading-note.choose-some", "choose some of them with --reading POINT=ALTERNATIVE")


class StatusIfRead(Said):
    says = sentence("reading-note.status-if-read", "{status} if read as {reading}")
    status: DutyStatus
    reading: tuple[str, ...]


class DutyDiffers(Said):
    says = sentence("reading-note.duty-differs", "duty {duty} ({clause}): {ways}")
    duty: DutyKind
    clause: str
    ways: tuple[Said, ...]


MOST_COMBINATIONS = 64
"""The most combinations of readings that one question is answered under."""
ReadingChoice = dict[str, str]
_WORSE: tuple[DutyStatus, ...] = ("met", "unknown", "unmet")


def under_readings(
    here: Position,
    asked: AnyQuestion,
    chosen: Mapping[str, str],
    answer: Callable[[Position, AnyQuestion], Decision],
) -> Decision:
    """Return the answer under every combination of the points that may touch a question.

    The strictest answers. Points settled by an interpretation, or chosen by whoever asks, are read
    that way; points that cannot touch the question are left at their base and cost nothing.

    Args:
      here: the text as the file has it, and the record, at the question's instant.
      asked: the question.
      chosen: point -> alternative, for points to be read one way.
      answer: answers the question under a text that is read one way.

    Raises:
      QuestionError: an unknown point or alternative, or more combinations than are answered.
    """
    if not here.agreement.readings:
        construe(here.agreement, chosen)
        return answer(here, asked)
    ways = ways_to_read(here, asked, chosen)
    settled, bearing = ways.settled, ways.bearing
    answers = [(choice, answer(there, asked)) for choice, there in ways.positions]
    read_so: list[Said] = [ReadAsSettled(point=point.id, alternative=settled[point.id]) for point in bearing
                           if point.id in settled and point.id not in chosen]  # fmt: skip
    read_so += [ReadAsAsked(point=point, alternative=name) for point, name in chosen.items()]
    return _together(answers, read_so)


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways in which a question is read: the points that bear on it, what settled them, and a position for each."""

    settled: ReadingChoice
    bearing: tuple[Reading, ...]
    positions: tuple[tuple[ReadingChoice, Position], ...]


def ways_to_read(here: Position, asked: AnyQuestion, chosen: Mapping[str, str]) -> Ways:
    """Return every combination of the points that may touch a question and are neither settled nor chosen.

    Args:
      here: the text as the file has it, and the record, at the question's instant.
      asked: the question.
      chosen: point -> alternative, for points to be read one way.

    Raises:
      QuestionError: an unknown point or alternative, or more combinations than are answered.
    """
    agreement = here.agreement
    settled = _settled(here)
    fixed = {**settled, **chosen}
    construe(agreement, fixed)
    bearing = bearing_on(asked, here)
    open_points = [point for point in bearing if point.id not in fixed]
    _refuse_too_many(open_points)
    found = []
    for names in product(*(_base_first(point) for point in open_points)):
        choice = dict(zip((point.id for point in open_points), names, strict=True))
        read = construe(agreement, {**fixed, **choice})
        found.append((choice, here if read is agreement else position(read, here.record, here.at, here.known_at)))
    return Ways(settled, bearing, tuple(found))


def _settled(here: Position) -> ReadingChoice:
    """Return the points of the text that interpretations on the record have settled."""
    points = {point.id: point for point in here.agreement.readings}
    found = {}
    for name, event in interpretations(here).items():
        if name not in points:
            continue
        known = points[name].alternatives
        if event.alternative not in known:
            what = SettledAsUnknown(event=event.id, point=name, alternative=event.alternative)
            raise QuestionError(what, fix=CorrectTheEvent(fix=near_or_listed(event.alternative, known)))
        found[name] = event.alternative
    return found


def _refuse_too_many(open_points: list[Reading]) -> None:
    count = 1
    for point in open_points:
        count *= len(point.alternatives)
    if count > MOST_COMBINATIONS:
        points = tuple(point.id for point in open_points)
        raise QuestionError(TooManyCombinations(count=count, points=points, most=MOST_COMBINATIONS), fix=ChooseSome())


def _base_first(point: Reading) -> tuple[str, ...]:
    return (point.base, *(name for name in point.alternatives if name != point.base))


def _together(answers: list[tuple[ReadingChoice, Decision]], notes: Iterable[Said]) -> Decision:
    """Return the strictest of the answers under all readings, marked contested where they differ."""
    strict = max((decision for _, decision in answers), key=lambda decision: OUTCOMES.index(decision.outcome))
    if len(answers) == 1:
        return replace(strict, notes=(*strict.notes, *notes))
    readings = tuple(read for choice, decision in answers for read in _ways(choice, decision))
    differ = len({(read.outcome, frozenset(read.deciding)) for read in readings}) > 1
    marks = (*strict.marks, *(mark for _, decision in answers for mark in decision.marks))
    contested: tuple[Mark, ...] = ("contested",) if differ else ()
    duties, remarks = _duties(answers)
    return replace(
        strict,
        readings=readings,
        marks=tuple(dict.fromkeys((*marks, *contested))),
        duties=duties,
        notes=(*strict.notes, *remarks, *notes),
    )


def _ways(choice: ReadingChoice, decision: Decision) -> Iterable[ReadAnswer]:
    """Yield a reading's answer, or its answers where it leaves the model open too."""
    if not decision.readings:
        yield ReadAnswer(choice, decision.outcome, tuple(cited.reference for cited in decision.deciding))
    for read in decision.readings:
        yield ReadAnswer({**choice, **read.choice}, read.outcome, read.deciding)


def _duties(answers: list[tuple[ReadingChoice, Decision]]) -> tuple[tuple[Duty, ...], tuple[Said, ...]]:
    """Return each duty as the reading that asks most of it leaves it, and where readings differ on one."""
    found: dict[tuple[str, str], list[tuple[ReadingChoice, Duty]]] = {}
    for choice, decision in answers:
        for duty in decision.duties:
            found.setdefault((duty.clause, duty.workload), []).append((choice, duty))
    worst: list[Duty] = []
    remarks: list[Said] = []
    for held in found.values():
        duty = max((duty for _, duty in held), key=lambda duty: _WORSE.index(duty.status))
        worst.append(duty)
        if len({other.status for _, other in held}) > 1:
            ways = tuple(_way(choice, other.status) for choice, other in held)
            remarks.append(DutyDiffers(duty=duty.duty, clause=duty.clause, ways=ways))
    return tuple(worst), tuple(remarks)


def _way(choice: ReadingChoice, status: DutyStatus) -> Said:
    return StatusIfRead(status=status, reading=tuple(f"{point}={name}" for point, name in choice.items()))


def points_that_matter(readings: Iterable[ReadAnswer]) -> tuple[str, ...]:
    """Return the points whose reading alone changes an answer, the others being read as they are.

    >>> points_that_matter((ReadAnswer({"a": "x", "b": "y"}, "permitted", ()),
    ...                     ReadAnswer({"a": "x", "b": "z"}, "forbidden", ()),
    ...                     ReadAnswer({"a": "w", "b": "y"}, "permitted", ())))
    ('b',)
    """
    held = tuple(readings)
    names = tuple(dict.fromkeys(name for read in held for name in read.choice))
    common = [name for name in names if all(name in read.choice for read in held)]
    return tuple(name for name in names if _matters(name, held, common))


def _matters(name: str, held: tuple[ReadAnswer, ...], common: list[str]) -> bool:
    """Say whether answers differ between the ways of reading a point, the other points being read alike."""
    answers: dict[tuple[str | Said, ...], dict[str | Said, set[object]]] = {}
    for read in held:
        if name in read.choice:
            rest = tuple(read.choice[key] for key in common if key != name)
            ways = answers.setdefault(rest, {})
            ways.setdefault(read.choice[name], set()).add((read.outcome, frozenset(read.deciding)))
    return any(
        way != first for ways in answers.values() for first in [next(iter(ways.values()))] for way in ways.values()
    )
