"""A Decision: may we, under which clauses, resting on what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Literal, get_args

from firstcall.agreement.model.basis import Grade
from firstcall.said import Said
from firstcall.values import dataclass

DecidedAct = Literal["sign", "run", "use", "license", "assign", "change_of_control", "hire"]
Outcome = Literal["ungoverned", "permitted", "offer-first", "consent-first", "forbidden"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)  # from free to barred
_RANK = {outcome: rank for rank, outcome in enumerate(OUTCOMES)}
FREE: frozenset[Outcome] = frozenset(("ungoverned", "permitted"))
DutyKind = Literal["first_ship", "primary_provider"]
DutyStatus = Literal["met", "unmet", "unknown"]
Mark = Literal["conflict", "contested", "hindsight"]
Role = Literal["decides", "applies", "yields to", "defeated by", "tried and did not hold"]


def strictest(outcomes: tuple[Outcome, ...]) -> Outcome:
    """Return the strictest of some outcomes; ungoverned when there is none.

    >>> strictest(("permitted", "offer-first"))
    'offer-first'
    """
    return max(outcomes, key=_RANK.__getitem__, default="ungoverned")


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause and its part in a decision."""

    clause: str
    version: str
    """The version whose text the clause has."""
    type: str
    role: Role
    other: str | None
    """The clause it yields to or is defeated by."""
    why: Said
    grade: Grade
    sources: tuple[str, ...]
    acts: tuple[str, ...]
    workloads: tuple[str, ...]

    @property
    def reference(self) -> str:
        """The clause and the version that wrote it: clause@version."""
        return f"{self.clause}@{self.version}"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something of the record that a decision relied on."""

    event: str
    type: str
    at: datetime
    grade: Grade


@dataclass(frozen=True, slots=True)
class RestsOn:
    """The least well known thing that a decision rests on: its grade, and which field or event it is."""

    grade: Grade
    field: Said | str
    """The path of a field, by the clause or version that has it; an event as a fact."""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActAnswer:
    """The answer for one act, at its own instant."""

    act: DecidedAct
    outcome: Outcome
    at: datetime
    workloads: Mapping[str, Outcome]


@dataclass(frozen=True, slots=True)
class PortionAnswer:
    """The answer for a part of an offer under one right of first refusal."""

    clause: str
    quantity: Decimal | None
    outcome: Outcome
    why: Said


@dataclass(frozen=True, slots=True)
class DatedAnswer:
    """The answer at one instant of a date known only to the month or year."""

    at: datetime
    outcome: Outcome
    version: str | None


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """The answer under one way of reading the points that were left open."""

    choice: Mapping[str, str | Said]
    """Point -> alternative; what is supposed of a model where the question leaves it open."""
    outcome: Outcome
    deciding: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty of precedence that goes with an answer, and whether the record shows it met."""

    clause: str
    version: str
    duty: DutyKind
    workload: str
    status: DutyStatus
    why: Said


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to a question, with everything that decided it."""

    outcome: Outcome
    marks: tuple[Mark, ...]
    acts: tuple[ActAnswer, ...]
    version: str | None
    effective: datetime | None
    clauses: tuple[Cited, ...]
    facts: tuple[Fact, ...]
    rests_on: RestsOn
    notes: tuple[Said, ...]
    """What must be said beside the answer: defaults taken, near misses, facts about time."""
    portions: tuple[PortionAnswer, ...] = ()
    dated: tuple[DatedAnswer, ...] = ()
    readings: tuple[ReadAnswer, ...] = ()
    """The answer under each reading in play; empty where one reading is all there is."""
    duties: tuple[Duty, ...] = ()
    hindsight: Outcome | None = None
    """What was known when it was signed would have answered; None where nothing entered later matters."""

    @property
    def free(self) -> bool:
        """Whether nothing stands in the way: permitted, or no clause speaks."""
        return self.outcome in FREE

    @property
    def deciding(self) -> tuple[Cited, ...]:
        """The clauses that decide."""
        return tuple(cited for cited in self.clauses if cited.role == "decides")
