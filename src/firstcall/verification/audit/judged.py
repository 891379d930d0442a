"""What an audit finds, as facts: how many rows came to what, which could not be judged, and what to look at first."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from firstcall.rights.decision import Mark, Outcome
from firstcall.rights.question import Asked
from firstcall.rights.table.verdicts import QuestionFault, TableAnswer, Verdict
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """A row of a file; rows count from 1, a heading aside."""

    file: str
    row: int


@dataclass(frozen=True, slots=True)
class RowSum:
    """How many rows, and the sum of the quantities that they give."""

    rows: int
    quantity: Decimal

    def __add__(self, other: RowSum) -> RowSum:
        return RowSum(self.rows + other.rows, self.quantity + other.quantity)


NO_ROWS = RowSum(0, Decimal(0))


@dataclass(frozen=True, slots=True)
class Breach:
    """The rows that one answer bars, with the first of them as it was asked."""

    verdict: Verdict
    amount: RowSum
    first: Origin
    asked: Asked
    at: datetime


@dataclass(frozen=True, slots=True)
class Unjudged:
    """The rows that could not be judged for one reason, and where the first of them stand."""

    fault: QuestionFault
    amount: RowSum
    rows: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Strange:
    """A word that the agreement does not know, how often it stands there, and where first."""

    column: str
    word: str
    rows: int
    first: Origin
    near: str | None
    """The word of the agreement that was likely meant; None where none is near, and for names of the record."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What stands behind the answers: texts and record as digests, the classes, the sets of clauses, the answers."""

    history: str
    """The consolidated text of every version known."""
    record: str
    """What was known of the record."""
    known_at: str | None
    readings: tuple[str, ...]
    """Points that were read one way, each as point=alternative."""
    classes: int
    judged: int
    """The classes that some row fell in."""
    sets: int
    answers: int
    digest: str
    semantics: int


@dataclass(frozen=True, slots=True)
class AuditFacts:
    """A log of placements, judged."""

    rows: int
    outcomes: tuple[tuple[Outcome, RowSum], ...]
    marks: tuple[tuple[Mark, RowSum], ...]
    clauses: tuple[tuple[str, Outcome, RowSum], ...]
    """clause@version with each outcome that it decides; several may decide one row."""
    months: tuple[tuple[str, Outcome, RowSum], ...]
    """Year and month in the agreement's zone."""
    breaches: tuple[Breach, ...]
    """Each kind of answer that bars, in the order of its first row."""
    unjudged: tuple[Unjudged, ...]
    strange: tuple[Strange, ...]
    checksum: str
    certificate: Certificate

    @property
    def judged(self) -> int:
        """How many rows were judged."""
        return sum(amount.rows for _, amount in self.outcomes)

    @property
    def barred(self) -> int:
        """How many rows the agreement barred."""
        return sum(breach.amount.rows for breach in self.breaches)


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as it stands beside a row: empty where there is nothing to say."""

    outcome: str
    marks: str
    version: str
    decided_by: str
    fault: str


def shown_columns(answer: TableAnswer) -> Shown:
    """Return an answer as the columns that it adds to a row.

    >>> from firstcall.rights.table.verdicts import Unasked
    >>> shown_columns(Unasked("no provider")).fault
    'no provider'
    """
    if isinstance(answer, Verdict):
        marks, deciding = ";".join(answer.marks), ";".join(answer.deciding)
        return Shown(answer.outcome, marks, answer.version or "", deciding, "")
    return Shown("", "", "", "", answer.fault)
