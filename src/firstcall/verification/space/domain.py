"""Every question of placement that some text tells apart: stretches of time, and classes of words.

A question is a point: the number of its stretch, then of its class on each axis. What a class has in it is asked by
the first of its words. Points that cannot be asked (an own build at a holder's provider) are kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import datetime
from itertools import product
from typing import Any, assert_never

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import (
    Approval,
    Commitment,
    Consent,
    DatedDuty,
    Delivery,
    Escape,
    Exclusivity,
    FirstRefusal,
    Licence,
    Option,
    Payment,
    PricePromise,
    Priority,
    Prohibition,
    RevenueShare,
    Term,
)
from firstcall.agreement.model.clauses.prohibition import TECHNOLOGY_ACTS
from firstcall.agreement.model.definitions import CAPACITY_ACTS, CapacityAct
from firstcall.agreement.terms import InForce, terms
from firstcall.errors import QuestionError
from firstcall.record.journal.journal import Record
from firstcall.record.position import Position, position
from firstcall.rights.judge.doing import Doing
from firstcall.rights.judge.judge import doing_of
from firstcall.rights.question import CAPACITY, Asked, Question, resolve
from firstcall.rights.table.axes.merging import (
    Axis,
    customer_axis,
    dimension_axis,
    dimension_names,
    provider_axis,
    workload_axis,
)
from firstcall.rights.table.axes.turning_points import TableSources, of_capacity, of_text, sources
from firstcall.values import dataclass
from firstcall.verification.space.boxes import Box, QuestionPoint

SpanSignature = tuple[Any, ...]
"""What answers of capacity hang on in a stretch of time."""
SPAN = "span"
"""The name of the axis of time."""


@dataclass(frozen=True, slots=True)
class TextStretch:
    """A stretch of time in which no text, no clause and no line of capacity changes."""

    start: datetime
    end: datetime | None
    """The first instant after it; None for the last."""
    version: str
    """The version in force."""


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """The points of an agreement: its stretches of time, and the classes of words on each axis."""

    stretches: tuple[TextStretch, ...]
    names: tuple[str, ...]
    """The axes: span, workload, customer, each dimension, provider, capacity."""
    classes: tuple[tuple[tuple[str, ...], ...], ...]
    """The words of each class, for every axis but that of time."""
    _told: dict[QuestionPoint, tuple[str, ...]] = field(default_factory=dict)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many values each axis has."""
        return (len(self.stretches), *map(len, self.classes))

    def points(self) -> Iterator[QuestionPoint]:
        """Yield every point."""
        return product(*map(range, self.sizes))

    def words(self, point: QuestionPoint) -> tuple[str, ...]:
        """Return the words that stand for a point, axis by axis, that of time aside."""
        told = self._told.get(point[1:])
        if told is None:
            told = tuple([held[number][0] for held, number in zip(self.classes, point[1:], strict=True)])
            self._told[point[1:]] = told
        return told

    def asked(self, point: QuestionPoint) -> Asked:
        """Return the question of a point."""
        workload, customer, *rest, provider, capacity = self.words(point)
        dimensions = dict(zip(self.names[3:-2], rest, strict=True))
        return Asked((workload,), provider, customer, capacity, dimensions=dimensions)

    def told(self, box: Box) -> dict[str, tuple[str, ...]]:
        """Return the words of a box on each axis but that of time, in the order in which they are listed."""
        return {
            name: tuple(word for number in sorted(values) for word in held[number])
            for name, held, values in zip(self.names[1:], self.classes, box[1:], strict=True)
        }

    def is_whole(self, axis: str, box: Box) -> bool:
        """Say whether a box has every value of an axis."""
        number = self.names.index(axis)
        return len(box[number]) == self.sizes[number]

    def spans(self, numbers: Iterable[int]) -> tuple[TextStretch, ...]:
        """Return stretches of time, joined where one follows the other under one version."""
        found: list[TextStretch] = []
        for number in sorted(numbers):
            one = self.stretches[number]
            if found and found[-1].end == one.start and found[-1].version == one.version:
                found[-1] = replace(found[-1], end=one.end)
            else:
                found.append(one)
        return tuple(found)


def space_of(held: TableSources, record: Record | None = None) -> Space:
    """Return the points that some text, or something on a record, tells apart.

    Args:
      held: the texts; those of several agreements where they are compared.
      record: what happened; None where nothing is.
    """
    instants = of_text(held) if record is None else of_capacity(held)
    starts = sorted(at for at in instants if terms(held.agreement, at).version is not None)
    ends = (*starts[1:], None)
    stretches = tuple(
        TextStretch(start, end, _version(held.agreement, start)) for start, end in zip(starts, ends, strict=True)
    )
    axes: list[Axis] = [workload_axis(held), customer_axis(held)]
    axes += [dimension_axis(held, name) for name in dimension_names(held)]
    axes.append(provider_axis(held))
    classes = [tuple(words for words in axis.classes if words) for axis in axes]
    names = (SPAN, *(axis.name for axis in axes), "capacity")
    return Space(stretches, names, (*classes, tuple((word,) for word in CAPACITY)))


def _version(agreement: Agreement, at: datetime) -> str:
    version = terms(agreement, at).version
    assert version is not None
    return version.id


@dataclass(slots=True, eq=False)
class Questions:
    """The points of an agreement as questions to it, read one way, on a record.

    Args:
      agreement: the agreement, read one way.
      record: what happened; nothing, where any record may follow.
      space: the points.
    """

    agreement: Agreement
    record: Record
    space: Space
    _here: dict[int, Position] = field(default_factory=dict)
    _placed: dict[QuestionPoint, Question | None] = field(default_factory=dict)
    _doings: dict[tuple[Any, ...], Doing] = field(default_factory=dict)
    _cells: dict[QuestionPoint, Mapping[str, str]] = field(default_factory=dict)
    _alike: dict[int, int] = field(default_factory=dict)
    _first: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def here(self, span: int) -> Position:
        """Return the record at the first instant of a stretch of time."""
        found = self._here.get(span)
        if found is None:
            found = self._here[span] = position(self.agreement, self.record, self.space.stretches[span].start)
        return found

    def placed(self, point: QuestionPoint) -> Question | None:
        """Return a point as the clauses read it; None where it cannot be asked.

        Provider, mode, signing and instant are the point's own; workload, customer and dimensions those of the first
        point asked at that place.
        """
        key = (point[0], *point[-2:])
        if key not in self._placed:
            try:
                self._placed[key] = resolve(self.space.asked(point), self.here(point[0]))[0]
            except QuestionError:
                self._placed[key] = None
        return self._placed[key]

    def doing(self, point: QuestionPoint, act: CapacityAct) -> Doing:
        """Return an act of a point that can be asked."""
        key = (act, *point[:3], *point[-2:])
        found = self._doings.get(key)
        if found is None:
            question = self.placed(point)
            assert question is not None
            workload, customer = self.space.words(point)[:2]
            found = self._doings[key] = doing_of(question, workload, act, customer)
        return found

    def cell(self, point: QuestionPoint) -> Mapping[str, str]:
        """Return a point's values of the declared dimensions."""
        key = point[3:-2]
        if key not in self._cells:
            self._cells[key] = dict(zip(self.space.names[3:-2], self.space.words(point)[2:-2], strict=True))
        return self._cells[key]

    def is_known(self, point: QuestionPoint) -> bool:
        """Say whether a text has a point's words: a later one may have brought them."""
        words, (workload, customer, *rest) = self.here(point[0]).now.definitions, self.space.words(point)
        dimensions = zip(self.space.names[3:-2], rest, strict=False)
        return (
            workload in words.workloads
            and customer in words.customers
            and all(value in words.dimensions.get(name, ()) for name, value in dimensions)
        )

    def alike(self, span: int) -> int:
        """Return the first stretch of time in which the same clauses speak of capacity in the same words."""
        if self.record.events:
            return span
        if span not in self._alike:
            self._alike[span] = self._first.setdefault(self.signature(span), span)
        return self._alike[span]

    def signature(self, span: int) -> SpanSignature:
        """Return all that answers of capacity hang on in a stretch of time, where nothing is on the record."""
        return _signature(self.here(span))

    def same_as(self, other: Questions, span: int) -> int | None:
        """Return a stretch of time in which another agreement answers alike; None where it has none."""
        for number in range(len(other.space.stretches)):
            other.alike(number)
        return other._first.get(self.signature(span))


def _signature(here: Position) -> SpanSignature:
    """Return all that answers of capacity hang on at an instant, on a record on which nothing happened."""
    text = here.now
    speaking = tuple(
        (id(held.clause), held.version.id, held.since) for held in text.speaking(here.at) if bears_on_capacity(held)
    )
    dated = [held.since for held in text.clauses if held.clause.since is not None or held.clause.scope.age is not None]
    signed = min((since for since in dated if since <= here.at), default=here.at)
    words = text.definitions
    operators = tuple((name, provider.operator) for name, provider in text.providers.items())
    named = tuple((name, party.role) for name, party in text.parties.items())
    over = text.ends is not None and here.at >= text.ends
    determined = tuple((name, id(one)) for name, one in words.determinations.items())
    listed = (words.workloads, words.customers, *words.dimensions.items())
    return speaking, signed, listed, operators, named, over, determined


def bears_on_capacity(held: InForce) -> bool:
    """Say whether a clause restricts or permits capacity, or lets somebody lift what does."""
    clause = held.clause
    match clause:
        case Exclusivity() | FirstRefusal() | Approval() | Consent():
            return True
        case Prohibition():
            return bool(set(clause.acts) & set(CAPACITY_ACTS))
        case Delivery() | Term() | Licence() | Escape() | Priority() | RevenueShare() | Commitment() | Payment():
            return False
        case DatedDuty() | Option() | PricePromise():
            return False
        case _:
            assert_never(clause)


def bears_on_technology(held: InForce) -> bool:
    """Say whether a clause opens technology to somebody, closes it, or forbids its use or licence."""
    clause = held.clause
    if isinstance(clause, Prohibition):
        return bool(set(clause.acts) & set(TECHNOLOGY_ACTS))
    return isinstance(clause, Licence | Escape)


def questions_of(agreement: Agreement) -> tuple[Space, Record]:
    """Return the points that the texts of an agreement tell apart, and the record on which nothing happened."""
    empty = Record()
    return space_of(sources(agreement, empty, None)), empty
