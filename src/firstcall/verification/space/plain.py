"""The answer of each point on one record, with the text read one way: by act, and in all."""

from __future__ import annotations

from dataclasses import field

from firstcall.agreement.model.definitions import CAPACITY_ACTS, CapacityAct
from firstcall.rights.decision import Outcome, strictest
from firstcall.rights.table.answering import Answering
from firstcall.rights.table.verdicts import Weight
from firstcall.values import dataclass
from firstcall.verification.space.boxes import QuestionPoint
from firstcall.verification.space.domain import Questions

ByAct = tuple[tuple[CapacityAct, Weight], ...]
"""What each act comes to."""


@dataclass(slots=True, eq=False)
class Plainly:
    """Answers every point of an agreement on its record; what one point was answered serves all alike.

    Args:
      questions: the points, with the agreement and the record.
    """

    questions: Questions
    _answering: Answering = field(init=False)
    _known: dict[QuestionPoint, ByAct | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._answering = Answering(self.questions.agreement, self.questions.record)

    def acts(self, point: QuestionPoint) -> ByAct | None:
        """Return what each act of a point comes to; None where it cannot be asked."""
        at: QuestionPoint = (self.questions.alike(point[0]), *point[1:])
        if at not in self._known:
            self._known[at] = self._asked(at)
        return self._known[at]

    def outcome(self, point: QuestionPoint) -> Outcome | None:
        """Return what a point comes to: the strictest of its acts; None where it cannot be asked."""
        acts = self.acts(point)
        return None if acts is None else strictest(tuple(weight.outcome for _, weight in acts))

    def _asked(self, at: QuestionPoint) -> ByAct | None:
        question = self.questions.placed(at)
        if question is None or not self.questions.is_known(at):
            return None
        here, cell = self.questions.here(at[0]), self.questions.cell(at)
        acts: tuple[CapacityAct, ...] = CAPACITY_ACTS if question.fresh else ("run",)
        return tuple((act, self._answering.of_act(self.questions.doing(at, act), cell, here)) for act in acts)
