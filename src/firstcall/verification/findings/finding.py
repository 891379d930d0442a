"""A finding: what is not sound about a text, where it shows, and what would mend it."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import field
from datetime import datetime
from typing import Any, Literal, get_args

from firstcall.agreement.terms import InForce, clause_text_name
from firstcall.said import Said
from firstcall.values import dataclass
from firstcall.verification.space.boxes import QuestionPoint, cover
from firstcall.verification.space.domain import Space, TextStretch

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""The worst first."""
FindingCode = Literal[
    "conflict", "nobody-can-make", "cannot-fit",
    "nowhere-free", "gap", "dead", "dead-first-refusal", "dead-consent", "dead-primarily", "loophole", "silent-order",
    "one-sided", "never-ends",
    "assumption-that-matters",
]  # fmt: skip
FINDING_CODES: tuple[FindingCode, ...] = get_args(FindingCode)
SEVERITY_OF: dict[FindingCode, Severity] = {
    code: "error" if code in ("conflict", "nobody-can-make", "cannot-fit")
    else "note" if code == "assumption-that-matters" else "warning"
    for code in FINDING_CODES
}  # fmt: skip
"""How bad each kind of finding is."""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions that have a fault: stretches of time, and the words on every other axis."""

    spans: tuple[TextStretch, ...]
    words: dict[str, tuple[str, ...]]
    whole: frozenset[str]
    """The axes of which every value is there."""
    questions: int
    """How many of them there are, as the text tells questions apart; what cannot be asked is not counted."""


@dataclass(frozen=True, slots=True)
class ClausePlace:
    """A clause's text, and the path at which the document has it."""

    clause: str
    version: str
    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One act of a trace: when, by whom, what, and what it puts on the record."""

    at: datetime
    by: str | None
    """Who acts; None where time passes."""
    act: str
    what: Said
    events: tuple[Mapping[str, Any], ...] = ()
    """As a file of supposed events has them."""
    detail: str = ""
    """The kind of transaction, or the term, where the act is of one."""


@dataclass(frozen=True, slots=True)
class TracedQuestion:
    """What can be done at the end of a trace: a workload run for a customer on a contract, from an instant on."""

    workload: str
    customer: str
    contract: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not sound."""

    code: FindingCode
    what: Said
    fix: Said
    places: tuple[ClausePlace, ...]
    shown: tuple[QuestionSet, ...] = ()
    """The fewest sets of questions that have the fault."""
    at_least: int = 0
    """How many sets are needed at least."""
    given: tuple[Said, ...] = ()
    """What must have happened for it to show; nothing where the text alone does."""
    since: datetime | None = None
    """When the text that has it takes effect, where no question shows it."""
    read_as: tuple[tuple[str, str], ...] = ()
    """The point of construction and the reading under which it is there; nothing where the text is read as its base."""
    questions: int = field(default=0)
    """How many questions have it."""
    trace: tuple[TraceStep, ...] = ()
    """The acts that bring it about, in order, where it is a way round a restriction."""
    asks: TracedQuestion | None = None
    """What can be done then."""

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return SEVERITY_OF[self.code]

    @property
    def proven(self) -> bool:
        """Whether fewer sets of questions cannot tell it."""
        return len(self.shown) == self.at_least


def place_of_text(held: InForce) -> ClausePlace:
    """Return where a clause's text stands."""
    return ClausePlace(held.clause.id, held.version.id, held.path)


def shown_in(
    points: Collection[QuestionPoint], space: Space, askable: Collection[QuestionPoint]
) -> tuple[tuple[QuestionSet, ...], int]:
    """Return the fewest sets of questions that make up some points, and how many are needed at least.

    Args:
      points: the questions that have a fault.
      space: every question.
      askable: those that can be asked; any other may stand in a set, and is not counted.
    """
    asked = frozenset(askable)
    free = [point for point in space.points() if point not in asked]
    found = cover(points, space.sizes, free)
    return tuple(
        QuestionSet(
            space.spans(box[0]),
            space.told(box),
            frozenset(name for name in space.names[1:] if space.is_whole(name, box)),
            sum(all(value in values for value, values in zip(point, box, strict=True)) for point in points),
        )
        for box in found.boxes
    ), found.at_least


def in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings once each, from the earliest day, the worst first, then by kind and by where they stand."""
    rank = {code: number for number, code in enumerate(FINDING_CODES)}
    once: dict[Hashable, Finding] = {}
    for one in found:
        key = (one.code, one.what, one.given, one.read_as, tuple(step.what for step in one.trace))
        before = once.setdefault(key, one)
        if one.since is not None and before.since is not None and one.since < before.since:
            once[key] = one
    return tuple(
        sorted(once.values(), key=lambda one: (SEVERITIES.index(one.severity), rank[one.code], bool(one.read_as)))
    )


__all__ = [
    "FINDING_CODES",
    "SEVERITIES",
    "SEVERITY_OF",
    "ClausePlace",
    "Finding",
    "FindingCode",
    "QuestionSet",
    "Severity",
    "TraceStep",
    "TracedQuestion",
    "clause_text_name",
    "in_order",
    "place_of_text",
    "shown_in",
]  # fmt: skip
