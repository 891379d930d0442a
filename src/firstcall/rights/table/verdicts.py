"""What a class of questions comes to: a verdict, or why it cannot be asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from firstcall.rights.decision import FREE, OUTCOMES, Mark, Outcome
from firstcall.values import dataclass

QuestionFault = Literal[
    "no workload", "unknown workload", "unknown customer", "unknown capacity", "unknown dimension", "no provider",
    "not own build", "unknown offer", "offer not yet made", "unknown contract",
    "contract not yet signed", "unknown tranche", "tranche not said", "tranche without contract", "offer and contract",
    "contradicts the offer", "contradicts the contract", "offer of capacity signed before",
    "no instant", "impossible instant", "impossible quantity",
]  # fmt: skip
"""Why a question cannot be asked."""
QUESTION_FAULTS: tuple[QuestionFault, ...] = get_args(QuestionFault)
VERDICT_MARKS: tuple[Mark, ...] = get_args(Mark)


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer without its explanation: what `decide` finds, with the clauses that decide."""

    outcome: Outcome
    marks: tuple[Mark, ...]
    """In the order of the closed list."""
    version: str | None
    """The version in force; None before the first."""
    deciding: tuple[str, ...]
    """clause@version, sorted."""

    @property
    def free(self) -> bool:
        """Whether nothing stands in the way."""
        return self.outcome in FREE


@dataclass(frozen=True, slots=True)
class Unasked:
    """A question that cannot be asked, and why."""

    fault: QuestionFault


TableAnswer = Verdict | Unasked


@dataclass(frozen=True, slots=True)
class Weight:
    """What one or several acts come to, with the text read one way."""

    outcome: Outcome
    conflict: bool
    deciding: frozenset[str]


_RANK = {outcome: rank for rank, outcome in enumerate(OUTCOMES)}


def strictest_of(weights: Iterable[Weight]) -> Weight:
    """Return what acts come to together: the strictest outcome, and what decides where it is reached.

    >>> a = Weight("permitted", False, frozenset({"a@base"}))
    >>> b = Weight("forbidden", True, frozenset({"b@base"}))
    >>> strictest_of((a, b)) == b
    True
    """
    found = tuple(weights)
    if len(found) == 1:
        return found[0]
    worst = max((one.outcome for one in found), key=_RANK.__getitem__)
    deciding = frozenset().union(*(one.deciding for one in found if one.outcome == worst))
    return Weight(worst, any(one.conflict for one in found), deciding)


def marks_in_order(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Return marks once each, in the order of the closed list."""
    held = set(marks)
    return tuple(mark for mark in VERDICT_MARKS if mark in held)
