"""Transactions held against the agreement of their day, and the matrix of answers on one day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from firstcall.agreement.document import Agreement
from firstcall.agreement.terms import terms
from firstcall.dates import When, parse_when, zone
from firstcall.record.journal.journal import Record
from firstcall.record.transactions import Transaction
from firstcall.report.glance.allowed import AnswerTable
from firstcall.rights.decide import decide
from firstcall.rights.decision import OUTCOMES, Decision, Outcome
from firstcall.rights.question import Asked
from firstcall.rights.table.answering import Answering
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class JudgedLeg:
    """A leg of a transaction, and the answer for each kind of workload it may serve."""

    transaction: Transaction
    told: bool
    """Whether the use was told; where it was not, every kind of workload is asked."""
    answers: tuple[tuple[str, Decision], ...]

    @property
    def version(self) -> str | None:
        """The version in force on its day."""
        return next((decision.version for _, decision in self.answers), None)


def back_test(
    transactions: tuple[Transaction, ...], agreement: Agreement, record: Record, known_at: datetime | None = None
) -> tuple[JudgedLeg, ...]:
    """Return every transaction judged on the day it was signed, else announced, in the order of those days.

    The answers say what the rules say about a transaction; never whether they were followed.
    """
    where = zone(agreement.timezone)
    in_order = sorted(transactions, key=lambda item: parse_when(item.when, where).first)
    return tuple(_judge(item, agreement, record, known_at) for item in in_order)


def _judge(item: Transaction, agreement: Agreement, record: Record, known_at: datetime | None) -> JudgedLeg:
    when, asked = _asked(item, agreement, known_at)
    answers = tuple((workload, decide(agreement, record, one, when, known_at)) for workload, one in asked)
    return JudgedLeg(item, bool(item.workloads), answers)


def leg_outcomes(item: Transaction, answering: Answering) -> dict[str, Outcome]:
    """Return the outcome alone of a transaction by workload, as `back_test` has it, for whoever compares many.

    Args:
      item: the transaction.
      answering: the agreement and the record.

    Raises:
      QuestionError: it cannot be asked.
    """
    when, asked = _asked(item, answering.agreement, answering.known_at)
    return {workload: answering.outcome(one, when) for workload, one in asked}


def _asked(
    item: Transaction, agreement: Agreement, known_at: datetime | None
) -> tuple[When, tuple[tuple[str, Asked], ...]]:
    """Return the day of a transaction, and the question of each workload that it may serve."""
    when = parse_when(item.when, zone(agreement.timezone))
    words = terms(agreement, when.first, known_at).definitions
    capacity = item.mode if item.mode in ("own_build", "built_for_grantor") else None
    customer = item.customer if item.customer in words.customers else None
    return when, tuple(
        (workload, Asked((workload,), item.provider, customer, capacity, dimensions=dict(item.dimensions)))
        for workload in item.workloads or words.workloads
    )


def matrix(agreement: Agreement, record: Record, at: datetime) -> AnswerTable:
    """Return the answer for each workload at each provider, for capacity to be signed at that instant."""
    answering = Answering(agreement, record)
    here = answering.at(at)
    text = here.terms()
    return tuple(
        (
            workload,
            tuple((name, answering.verdict(Asked((workload,), name), here)) for name in text.provider_names()),
        )
        for workload in text.definitions.workloads
    )


@dataclass(frozen=True, slots=True)
class CountedLegs:
    """How many transactions were judged, in how many parts, and with which answers."""

    transactions: int
    parts: int
    answers: tuple[tuple[Outcome, int], ...]
    """Parts by their answer, the strictest first; of several workloads the strictest counts."""
    by_use: int
    """Parts whose use was not told and whose answer turns on it; they have no one answer."""


def counted_legs(judged: Iterable[JudgedLeg]) -> CountedLegs:
    """Return how many transactions and parts there are, and how many parts have which answer."""
    legs = [leg for leg in judged if leg.answers]
    outcomes = [{decision.outcome for _, decision in leg.answers} for leg in legs]
    open_use = [not leg.told and len(found) > 1 for leg, found in zip(legs, outcomes, strict=True)]
    strictest = Counter(
        max(found, key=OUTCOMES.index) for found, several in zip(outcomes, open_use, strict=True) if not several
    )
    answers = tuple((outcome, strictest[outcome]) for outcome in reversed(OUTCOMES) if strictest[outcome])
    return CountedLegs(len({leg.transaction.id for leg in legs}), len(legs), answers, sum(open_use))
