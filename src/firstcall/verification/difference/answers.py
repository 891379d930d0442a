"""Two texts question by question: which answers are others, told in the fewest sets of questions.

Both texts are asked on the same record at the same instants: where some text or the record turns, and so just before
as well. An answer counts as changed if its outcome, or that of one of its acts, is another. A question that one of
the texts has no words for is not asked of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import datetime

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.definitions import CAPACITY_ACTS, CapacityAct
from firstcall.agreement.terms import Terms, terms, versions
from firstcall.errors import QuestionError
from firstcall.record.journal.journal import Record
from firstcall.record.position import Position, position
from firstcall.rights.decision import Outcome, strictest
from firstcall.rights.judge.judge import doing_of
from firstcall.rights.question import Asked, resolve
from firstcall.rights.table.answering import Answering
from firstcall.rights.table.axes.turning_points import TableSources, sources
from firstcall.rights.under_readings import ways_to_read
from firstcall.values import dataclass
from firstcall.verification.findings.finding import QuestionSet, shown_in
from firstcall.verification.space.boxes import QuestionPoint
from firstcall.verification.space.domain import Space, space_of


@dataclass(frozen=True, slots=True)
class ActOutcomes:
    """What a question comes to, act by act; without acts where it cannot be asked."""

    acts: tuple[tuple[CapacityAct, Outcome], ...]

    @property
    def outcome(self) -> Outcome | None:
        """The strictest of them; None where the question cannot be asked."""
        return strictest(tuple(outcome for _, outcome in self.acts)) if self.acts else None


NOT_ASKED = ActOutcomes(())


@dataclass(frozen=True, slots=True)
class AnswersChanged:
    """Questions whose answers change alike: from what, to what, how many, and which."""

    before: ActOutcomes
    after: ActOutcomes
    questions: int
    sets: tuple[QuestionSet, ...]
    at_least: int


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
    """Two texts, the questions that either tells apart, and the record on which both are asked."""

    before: Agreement
    after: Agreement
    record: Record
    space: Space


def asking(before: Agreement, after: Agreement, whole: tuple[Agreement, ...], record: Record) -> Asking:
    """Return two texts ready to be asked.

    Args:
      before: the first text.
      after: the second.
      whole: every document whose turns count, so that differences of several texts add up.
      record: what happened.
    """
    held = [sources(one, record, None) for one in whole]
    texts = tuple(text for one in held for text in one.texts)
    together = TableSources(after, record, None, texts, held[0].events)
    return Asking(before, after, record, space_of(together, record))


def answer_changes(asked: Asking) -> tuple[AnswersChanged, ...]:
    """Return the answers that change, most questions first."""
    found = changed_points(asked)
    known = {point for pair in found.values() for point in pair}
    groups, askable = [], _askable(asked, known)
    for (before, after), points in found.items():
        sets, at_least = shown_in(points, asked.space, askable)
        groups.append(AnswersChanged(before, after, len(points), sets, at_least))
    return tuple(sorted(groups, key=lambda one: -one.questions))


def _askable(asked: Asking, known: set[QuestionPoint]) -> set[QuestionPoint]:
    """Return the questions that can be asked of one of the texts at least."""
    before, after = _Text(asked.before, asked.record), _Text(asked.after, asked.record)
    return {
        point for point in asked.space.points()
        if point in known or before.is_asked(asked.space, point) or after.is_asked(asked.space, point)
    }  # fmt: skip


def changed_points(asked: Asking) -> Mapping[tuple[ActOutcomes, ActOutcomes], set[QuestionPoint]]:
    """Return the questions whose answers change, by what they were and are."""
    before, after = _Text(asked.before, asked.record), _Text(asked.after, asked.record)
    found: dict[tuple[ActOutcomes, ActOutcomes], set[QuestionPoint]] = {}
    for point in asked.space.points():
        at = asked.space.stretches[point[0]].start
        if before.stands_as(after, at):
            continue
        was, now = before.answer(asked.space, point), after.answer(asked.space, point)
        if was != now:
            found.setdefault((was, now), set()).add(point)
    return found


@dataclass(slots=True, eq=False)
class _Text:
    """A text that is asked, under every reading in play."""

    agreement: Agreement
    record: Record
    _answering: Answering = field(init=False)
    _here: dict[datetime, Position] = field(default_factory=dict)
    _same: dict[datetime, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._answering = Answering(self.agreement, self.record)

    def stands_as(self, other: _Text, at: datetime) -> bool:
        """Say whether two texts, and all before them, have the same clauses and words at an instant."""
        if at not in self._same:
            self._same[at] = history_at(self.agreement, at) == history_at(other.agreement, at)
        return self._same[at]

    def is_asked(self, space: Space, point: QuestionPoint) -> bool:
        """Say whether a question can be asked of the text."""
        try:
            resolve(space.asked(point), self.here(space.stretches[point[0]].start))
        except QuestionError:
            return False
        return True

    def here(self, at: datetime) -> Position:
        """Return the record at an instant."""
        if at not in self._here:
            self._here[at] = position(self.agreement, self.record, at)
        return self._here[at]

    def answer(self, space: Space, point: QuestionPoint) -> ActOutcomes:
        """Return what a question comes to, the strictest of its readings for each act."""
        here, asked = self.here(space.stretches[point[0]].start), space.asked(point)
        try:
            found = [dict(self._acts(there, asked)) for there in self._ways(here, asked)]
        except QuestionError:
            return NOT_ASKED
        return ActOutcomes(
            tuple((act, strictest(tuple(one[act] for one in found))) for act in CAPACITY_ACTS if act in found[0])
        )

    def _ways(self, here: Position, asked: Asked) -> tuple[Position, ...]:
        if not self.agreement.readings:
            return (here,)
        return tuple(there for _, there in ways_to_read(here, asked, {}).positions)

    def _acts(self, here: Position, asked: Asked) -> Iterator[tuple[CapacityAct, Outcome]]:
        question, _ = resolve(asked, here)
        for act in CAPACITY_ACTS if question.fresh else ("run",):
            doing = doing_of(question, question.workloads[0], act)
            outcomes = [self._answering.of_act(doing, cell, here).outcome for cell in question.cells]
            yield act, strictest(tuple(outcomes))


def history_at(agreement: Agreement, at: datetime) -> object:
    """Return all of a document that can bear on an answer at an instant: its text then, and what stood before."""
    starts = [version.effective for version in versions(agreement) if version.effective <= at]
    return tuple(_words(terms(agreement, start)) for start in (*starts, at))


def _words(text: Terms) -> object:
    clauses = tuple((held.clause, held.version.id, held.since) for held in text.clauses)
    named = (tuple(text.parties.items()), tuple(text.providers.items()), text.definitions)
    return clauses, named, text.ends, text.survives, text.version and text.version.id
