"""The table: every question of placement falls in one class; a class is judged once, and looked up by its number.

A class is a stretch of time in which nothing that is read changes, the words that nothing tells apart, and
where it is named, an offer or a tranche with the span of a quantity. Classes are numbered without gaps, so that
arrays of columns become arrays of numbers by sums, and numbers become answers by one look-up each. Only classes
that somebody asks for are judged; `whole` judges every class of capacity that names no offer or contract.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import datetime
from itertools import accumulate
from operator import mul
from typing import Annotated

import numpy
from numpy.typing import NDArray

from firstcall.agreement.document import Agreement
from firstcall.errors import QuestionError
from firstcall.gaps import Joining
from firstcall.record.journal.journal import Record
from firstcall.record.position import Position, position
from firstcall.rights.question import Asked
from firstcall.rights.table.answering import Answering
from firstcall.rights.table.axes.merging import (
    CAPACITIES,
    UNKNOWN,
    Axis,
    customer_axis,
    dimension_axis,
    dimension_names,
    naming_axes,
    provider_axis,
    workload_axis,
)
from firstcall.rights.table.axes.turning_points import TableSources, sources
from firstcall.rights.table.cases import Case, Name, at_last, case_of, instant_in, quantity_in
from firstcall.rights.table.class_questions import UNKNOWN_WORD, ClassParts, Word, ask
from firstcall.rights.table.verdicts import QuestionFault, TableAnswer, Unasked
from firstcall.said import Grouped, Said, sentence
from firstcall.values import dataclass


class CountOnAxis(Said):
    says = sentence("table.count-on-axis", "{count} {of}")
    count: Annotated[int, Grouped]
    of: str


class TableTooLarge(Said):
    says = sentence(
        "table.too-large", "the table of answers would have {entries} entries, and at most {most} are kept: {axes}"
    )
    entries: Annotated[int, Grouped]
    most: Annotated[int, Grouped]
    axes: Annotated[tuple[Said, ...], Joining.commas]


class AskFewerDays(Said):
    says = sentence("table.ask-fewer-days", "judge the log in parts, file by file")


MOST_CLASSES = 50_000_000
ROW_FAULTS: tuple[QuestionFault, ...] = ("no instant", "impossible instant", "impossible quantity")
"""What can be wrong with a row before it falls in a class; these have the first numbers."""


@dataclass(slots=True, eq=False)
class Table:
    """Classes of questions and their answers, under one agreement and one record.

    Args:
      held: what is answered from.
      answering: what judges a class.
      axes: workload, customer, then each dimension: what every question has.
      providers: the classes of providers.
      naming: the offers, the contracts and the tranches of the record.
    """

    held: TableSources
    answering: Answering
    axes: tuple[Axis, ...]
    providers: Axis
    naming: tuple[Axis, Axis, Axis]
    most: int = MOST_CLASSES
    answers: list[TableAnswer] = field(default_factory=list)
    """Each different answer once."""
    strides: tuple[int, ...] = ()
    """How far apart the classes of each axis stand; the last is next to the next."""
    scope: int = 1
    """How many classes of words there are besides provider and capacity."""
    size: int = 0
    """How many classes there are."""
    cases: list[Case] = field(default_factory=list)
    _room: NDArray[numpy.int32] = field(default_factory=lambda: numpy.full(1, -1, dtype=numpy.int32))
    _known: dict[TableAnswer, int] = field(default_factory=dict)
    _cases: dict[Name, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        steps = [*accumulate((axis.size for axis in reversed(self.axes)), mul, initial=1)]
        self.strides, self.scope = tuple(reversed(steps[:-1])), steps[-1]
        self._grow(len(ROW_FAULTS))
        self.by_class[:] = [self._number(Unasked(fault)) for fault in ROW_FAULTS]
        self.case(Name("nothing", None, None))

    @property
    def by_class(self) -> NDArray[numpy.int32]:
        """The number of each class's answer; -1 where it has not been judged."""
        return self._room[: self.size]

    def _grow(self, more: int) -> None:
        """Make room for classes; twice as much as is needed, so that many small cases cost what one large one does."""
        self.size += more
        if self.size > len(self._room):
            left = numpy.full(max(self.size, 2 * len(self._room)) - len(self._room), -1, dtype=numpy.int32)
            self._room = numpy.concatenate([self._room, left])

    def case(self, name: Name) -> int:
        """Return the number of the classes of questions that name something; made when first asked for.

        Raises:
          QuestionError: the table would have more classes than are kept.
        """
        number = self._cases.get(name)
        if number is None:
            width = self.scope * (1 if self.cases else self.providers.size * CAPACITIES.size)
            plain = self.cases[0] if self.cases else None
            made = case_of(self.held, name, self.size, width, plain)
            self._refuse_too_many(made)
            number = self._cases[name] = len(self.cases)
            self.cases.append(made)
            self._grow(made.size)
        return number

    def _refuse_too_many(self, made: Case) -> None:
        if made.start + made.size <= self.most:
            return
        sizes = {"instants": len(made.instants) + 1, "quantities": made.spans}
        if made.name.named == "nothing":
            sizes |= {"providers": self.providers.size, "capacities": CAPACITIES.size}
        sizes |= {f"{axis.name}s": axis.size for axis in self.axes}
        widest = sorted(sizes.items(), key=lambda item: -item[1])
        told = tuple(CountOnAxis(count=count, of=what) for what, count in widest if count > 1)
        what = TableTooLarge(entries=made.start + made.size, most=self.most, axes=told)
        raise QuestionError(what, fix=AskFewerDays())

    def parts(self, number: int) -> tuple[ClassParts, datetime]:
        """Return the question that stands for a class, and an instant of its stretch of time."""
        case = self.cases[bisect_right(self.cases, number, key=lambda one: one.start) - 1]
        moment, rest = divmod(number - case.start, case.spans * case.width)
        span, rest = divmod(rest, case.width)
        place, rest = divmod(rest, self.scope)
        words: dict[str, Word] = {}
        for axis, stride in zip(self.axes, self.strides, strict=True):
            code, rest = divmod(rest, stride)
            words[axis.name] = UNKNOWN_WORD if code == UNKNOWN else axis.word(code)
        provider, capacity = case.name.provider, case.name.capacity
        if case.name.named == "nothing":
            provider, capacity = divmod(place, CAPACITIES.size)
        kind: Word = UNKNOWN_WORD if capacity == UNKNOWN else CAPACITIES.word(capacity)
        workload, customer = words.pop("workload"), words.pop("customer")
        named = (case.name.named, case.name.name, case.name.tranche)
        asked = ClassParts(
            workload, self.providers.word(provider), customer, kind, *named, quantity_in(case, span), words
        )
        return asked, instant_in(case, moment)

    def judge(self, numbers: Iterable[int]) -> None:
        """Judge classes; those that were judged before cost nothing."""
        here: Position | None = None
        for number in sorted(numbers):
            if self.by_class[number] < 0:
                parts, at = self.parts(number)
                if here is None or here.at != at:
                    here = position(self.held.agreement, self.held.record, at, self.held.known_at)
                asked = ask(parts, here)
                found = self.answering.verdict(asked, here) if isinstance(asked, Asked) else Unasked(asked)
                self.by_class[number] = self._number(found)

    def answer(self, number: int) -> TableAnswer:
        """Return the answer of a class."""
        self.judge((number,))
        return self.answers[int(self.by_class[number])]

    def whole(self) -> range:
        """Judge every class of capacity that names neither an offer nor a contract, and return their numbers."""
        case = self.cases[0]
        numbers = range(case.start, case.start + case.size)
        self.judge(numbers)
        return numbers

    def every_name(self) -> Iterator[Name]:
        """Yield each offer, and each tranche of each contract, that the record has."""
        here = at_last(self.held)
        for offer in here.offer_ids():
            yield Name("offer", offer, None)
        for contract in here.contracts():
            for tranche in contract.tranches:
                yield Name("contract", contract.contract, tranche.id)

    def _number(self, answer: TableAnswer) -> int:
        if answer not in self._known:
            self._known[answer] = len(self.answers)
            self.answers.append(answer)
        return self._known[answer]


def table_of(
    agreement: Agreement,
    record: Record,
    known_at: datetime | None = None,
    readings: Mapping[str, str] | None = None,
    most: int = MOST_CLASSES,
) -> Table:
    """Return the table of an agreement and a record.

    Args:
      agreement: the agreement.
      record: what happened.
      known_at: what had been entered and signed by then counts; None for everything in the files.
      readings: point -> alternative, for points that are read one way.
      most: how many classes may be kept.

    Raises:
      QuestionError: there would be more; the message names what they are made of.
    """
    held = sources(agreement, record, known_at, readings)
    axes = (
        workload_axis(held),
        customer_axis(held),
        *(dimension_axis(held, name) for name in dimension_names(held)),
    )
    answering = Answering(agreement, record, known_at, dict(readings or {}))
    return Table(held, answering, axes, provider_axis(held), naming_axes(held), most)
