"""A difference as sheets: the wording, the answers, the transactions that turn, the deadlines that move, the money."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from firstcall.report.decision.line_facts import TheAnswer
from firstcall.report.difference.line_facts import (
    ActComesTo,
    AfterColumn,
    AnswerByAct,
    AnswerOfOneAct,
    AnswersColumn,
    AnswersHeading,
    BeforeColumn,
    ChangedAnswersCounted,
    DifferenceAbout,
    DifferenceTitle,
    FieldAtPath,
    FieldColumn,
    MovedHeading,
    NoDeadline,
    NothingIsDifferent,
    OfferColumn,
    PartAdded,
    PartChanged,
    PartRemoved,
    QuestionNotAsked,
    QuestionsThere,
    RightColumn,
    TechnologyAbout,
    TechnologyHeading,
    TextOfDay,
    TransactionColumn,
    TurnedHeading,
    WhatColumn,
    WhichColumn,
    WordingHeading,
    WorkloadColumn,
)
from firstcall.report.difference.money_sheet import money_sheet
from firstcall.report.findings.rows import set_line
from firstcall.report.offer.due_facts import AtClock
from firstcall.report.plan.texts import TextVersion
from firstcall.report.sheet import Cell, OwnWords, Sheet, natural_order
from firstcall.report.terms.field_names import field_called
from firstcall.report.terms.values import value_at
from firstcall.rights.decision import Outcome
from firstcall.said import Said
from firstcall.values import dataclass
from firstcall.verification.difference.answers import ActOutcomes, AnswersChanged
from firstcall.verification.difference.sums import NO_MONEY, MoneyBetween
from firstcall.verification.difference.technologies import TechnologyChanged
from firstcall.verification.difference.wording import PartOfText, Reworded, WordingChange

_HOW: dict[WordingChange, Callable[[PartOfText, str], Said]] = {
    "added": lambda kind, name: PartAdded(kind=kind, name=name),
    "removed": lambda kind, name: PartRemoved(kind=kind, name=name),
    "changed": lambda kind, name: PartChanged(kind=kind, name=name),
}


@dataclass(frozen=True, slots=True)
class Turned:
    """A transaction whose answer is another under the second text."""

    transaction: str
    line: int
    workload: str
    before: Outcome
    after: Outcome


@dataclass(frozen=True, slots=True)
class MovedDeadline:
    """An offer in flight whose last instant for an answer is another under the second text; None for none."""

    offer: str
    right: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class WordedField:
    """A field that reads otherwise: what people call it, its path in the file, what it held and holds."""

    called: Said
    path: str
    """Nothing where the part is a list of words, and has no fields."""
    before: Cell
    after: Cell


@dataclass(frozen=True, slots=True)
class WordingPart:
    """A part of the text that reads otherwise, field by field."""

    told: Said
    how: WordingChange
    fields: tuple[WordedField, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two texts of one partnership, and all that is different between them."""

    title: str
    before: str
    after: str
    wording: tuple[Reworded, ...]
    answers: tuple[AnswersChanged, ...]
    technology: tuple[TechnologyChanged, ...]
    turned: tuple[Turned, ...]
    moved: tuple[MovedDeadline, ...]
    where: ZoneInfo
    money: MoneyBetween = NO_MONEY
    by_day: tuple[bool, bool] = (False, False)
    """Whether each text is named by a day, and not by its version."""
    called: Mapping[str, str] = field(default_factory=dict)
    """What people call the parties."""

    @property
    def sides(self) -> tuple[Said, Said]:
        """What each text is named by."""
        before, after = (
            TextOfDay(day=name) if by_day else TextVersion(version=name)
            for name, by_day in zip((self.before, self.after), self.by_day, strict=True)
        )
        return before, after

    @property
    def is_empty(self) -> bool:
        """Whether nothing is different."""
        compared = self.wording or self.answers or self.technology or self.turned or self.moved
        return not (compared or self.money.clauses or self.money.why)


def difference_sheets(found: Difference) -> Iterator[Sheet]:
    """Yield the sheets of a difference, in the order in which they are read."""
    about = (NothingIsDifferent(),) if found.is_empty else ()
    yield Sheet(title_of(found), (), (), (*about, DifferenceAbout()))
    if found.wording:
        yield Sheet(WordingHeading(), (WhatColumn(), FieldColumn(), *found.sides), tuple(_wording(found)))
    sides = (BeforeColumn(), AfterColumn())
    if found.answers:
        note = ChangedAnswersCounted(n=sum(one.questions for one in found.answers))
        yield Sheet(AnswersHeading(), (*sides, AnswersColumn(), WhichColumn()), tuple(_answers(found)), (note,))
    if found.technology:
        told = ChangedAnswersCounted(n=sum(one.questions for one in found.technology))
        columns = (*sides, AnswersColumn(), WhichColumn())
        yield Sheet(TechnologyHeading(), columns, tuple(_technology(found)), (told, TechnologyAbout()))
    if found.turned:
        rows = tuple(
            (OwnWords(one.transaction), OwnWords(one.workload), TheAnswer(outcome=one.before),
             TheAnswer(outcome=one.after))
            for one in found.turned
        )  # fmt: skip
        yield Sheet(TurnedHeading(), (TransactionColumn(), WorkloadColumn(), *sides), rows)
    if found.moved:
        rows_ = tuple(
            (OwnWords(one.offer), OwnWords(one.right), _instant(one.before, found), _instant(one.after, found))
            for one in sorted(found.moved, key=lambda one: natural_order(one.offer))
        )
        yield Sheet(MovedHeading(), (OfferColumn(), RightColumn(), *sides), rows_)
    if found.money.clauses or found.money.why:
        yield money_sheet(found.money, found.called)


def part_said(one: Reworded) -> Said:
    """Return what reads otherwise, and how: added, removed or changed.

    >>> str(part_said(Reworded("clause", "sole", "changed", (None, None), ())))
    'clause sole (changed)'
    """
    return _HOW[one.how](one.kind, one.name)


def _instant(at: datetime | None, found: Difference) -> Said:
    return NoDeadline() if at is None else AtClock(at=at.astimezone(found.where))


def title_of(found: Difference) -> Said:
    """Return the title of a difference: the agreement, and what each text is named by."""
    before, after = found.sides
    return DifferenceTitle(title=found.title, before=before, after=after)


def _wording(found: Difference) -> Iterator[tuple[Cell, ...]]:
    blank = OwnWords()
    for part in wording_parts(found):
        if not part.fields:
            yield part.told, blank, blank, blank
        for number, one in enumerate(part.fields):
            called = FieldAtPath(called=one.called, path=one.path) if one.path else blank
            yield part.told if number == 0 else blank, called, one.before, one.after


def wording_parts(found: Difference) -> Iterator[WordingPart]:
    """Yield each part of the text that reads otherwise, with its fields as people say them."""
    for one in found.wording:
        fields = tuple(
            WordedField(
                field_called(field.field), field.field, _value(one.held[0], field.before, field.field),
                _value(one.held[1], field.after, field.field),
            )
            for field in one.fields
        )  # fmt: skip
        yield WordingPart(part_said(one), one.how, fields)


def _value(held: BaseModel | None, written: str | None, path: str) -> Cell:
    """Return what a field holds as people say it; what cannot be looked up, such as a list of words, as written."""
    told = None if written is None else value_at(held, path)
    if told is None:
        return OwnWords(written or "")
    return OwnWords(told) if isinstance(told, str) else told


def _answers(found: Difference) -> Iterator[tuple[Cell, ...]]:
    for one in found.answers:
        which = tuple(set_line(shown, found.where) for shown in one.sets)
        yield _outcome(one.before), _outcome(one.after), QuestionsThere(n=one.questions), which


def _technology(found: Difference) -> Iterator[tuple[Cell, ...]]:
    for one in found.technology:
        which = tuple(set_line(shown, found.where) for shown in one.sets)
        sides = (TheAnswer(outcome=side) if side else QuestionNotAsked() for side in (one.before, one.after))
        yield *sides, QuestionsThere(n=one.questions), which


def _outcome(told: ActOutcomes) -> Said:
    """Return what a question comes to, act by act where its acts come to different things.

    >>> str(_outcome(ActOutcomes((("sign", "offer-first"), ("run", "ungoverned")))))
    'offer-first (sign offer-first, run ungoverned)'
    """
    if told.outcome is None:
        return QuestionNotAsked()
    if len(told.acts) == 1:
        return AnswerOfOneAct(outcome=told.outcome, act=told.acts[0][0])
    if len({outcome for _, outcome in told.acts}) == 1:
        return TheAnswer(outcome=told.outcome)
    return AnswerByAct(
        outcome=told.outcome, acts=tuple(ActComesTo(act=act, outcome=outcome) for act, outcome in told.acts)
    )
