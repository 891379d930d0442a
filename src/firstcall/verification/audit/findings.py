"""What an auditor took in -> the facts of the audit: sums by outcome, clause and month, breaches, a checksum."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TypeVar

import numpy

from firstcall.dates import FIRST_YEAR, iso
from firstcall.rights.decision import OUTCOMES, Outcome
from firstcall.rights.receipt import SEMANTICS, history_digest
from firstcall.rights.table.axes.counted_places import PLACES
from firstcall.rights.table.axes.lookup import instant_at
from firstcall.rights.table.cases import Name, at_last
from firstcall.rights.table.table import Table
from firstcall.rights.table.verdicts import QUESTION_FAULTS, VERDICT_MARKS, TableAnswer, Unasked, Verdict
from firstcall.values import dataclass
from firstcall.verification.audit.auditor import Auditor
from firstcall.verification.audit.judged import (
    NO_ROWS,
    AuditFacts,
    Breach,
    Certificate,
    RowSum,
    Strange,
    Unjudged,
    shown_columns,
)
from firstcall.verification.audit.tally import Counted

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Summed:
    """What was counted, with its answer."""

    counted: Counted
    answer: TableAnswer

    @property
    def amount(self) -> RowSum:
        """How many rows, and of how much."""
        return RowSum(self.counted.rows, self.counted.quantity)


def facts_of_audit(auditor: Auditor) -> AuditFacts:
    """Return what an audit found, after its last batch."""
    table = auditor.table
    every = list(auditor.tally.items())
    table.judge({one.number for one in every})
    summed = [Summed(one, table.answers[int(table.by_class[one.number])]) for one in every]
    verdicts = [(one, one.answer) for one in summed if isinstance(one.answer, Verdict)]
    outcomes = _sums((answer.outcome, one.amount) for one, answer in verdicts)
    clauses = _sums(((name, answer.outcome), one.amount) for one, answer in verdicts for name in answer.deciding)
    months = _sums(((month_name(one.counted.month), answer.outcome), one.amount) for one, answer in verdicts)
    marks = _sums((mark, one.amount) for one, answer in verdicts for mark in answer.marks)
    return AuditFacts(
        rows=auditor.tally.rows,
        outcomes=tuple((outcome, outcomes[outcome]) for outcome in OUTCOMES if outcome in outcomes),
        marks=tuple((mark, marks[mark]) for mark in VERDICT_MARKS if mark in marks),
        clauses=tuple((*key, clauses[key]) for key in sorted(clauses, key=lambda key: (key[0], _rank(key[1])))),
        months=tuple((*key, months[key]) for key in sorted(months, key=lambda key: (key[0], _rank(key[1])))),
        breaches=_breaches(auditor, summed),
        unjudged=_unjudged(auditor, summed),
        strange=tuple(
            Strange(*key, seen.rows, seen.first, auditor.near(*key)) for key, seen in sorted(auditor.strange.items())
        ),
        checksum=_checksum(table, summed),
        certificate=_certificate(table, summed),
    )


def _sums(amounts: Iterable[tuple[Key, RowSum]]) -> dict[Key, RowSum]:
    found: dict[Key, RowSum] = {}
    for key, amount in amounts:
        found[key] = found.get(key, NO_ROWS) + amount
    return found


def _rank(outcome: Outcome) -> int:
    return OUTCOMES.index(outcome)


def month_name(month: int) -> str:
    """Return a month as it is written.

    >>> month_name(0), month_name(1501)
    ('1900-01', '2025-02')
    """
    return f"{FIRST_YEAR + month // 12:04}-{month % 12 + 1:02}"


def _breaches(auditor: Auditor, summed: Iterable[Summed]) -> tuple[Breach, ...]:
    amounts = _sums((one.answer, one.amount) for one in summed)
    held = sorted(auditor.first.items(), key=lambda item: (item[1][0].file, item[1][0].row))
    found = []
    for number, (origin, asked, at) in held:
        answer = auditor.table.answers[number]
        assert isinstance(answer, Verdict)
        found.append(Breach(answer, amounts[answer], origin, asked, instant_at(at)))
    return tuple(found)


def _unjudged(auditor: Auditor, summed: Iterable[Summed]) -> tuple[Unjudged, ...]:
    amounts = _sums((one.answer.fault, one.amount) for one in summed if isinstance(one.answer, Unasked))
    rows = {auditor.table.answers[number]: held for number, held in auditor.faults.items()}
    return tuple(
        Unjudged(fault, amounts[fault], tuple(rows.get(Unasked(fault), ())))
        for fault in QUESTION_FAULTS
        if fault in amounts
    )


def _checksum(table: Table, summed: Iterable[Summed]) -> str:
    """Return a digest of every class that rows fell in, month by month: its rows, their quantity, its answer.

    Numbers of classes hang on the order in which names were met, so each is told by what it names and its
    place there.
    """
    lines: list[tuple[str, int, int, int, int, str]] = []
    starts, names = numpy.array([case.start for case in table.cases]), [_told(case.name) for case in table.cases]
    answers = [_text(answer) for answer in table.answers]
    for one in summed:
        counted = one.counted
        number = int(numpy.searchsorted(starts, counted.number, side="right")) - 1
        name = names[number] if number >= 0 else "row"
        place = counted.number - (int(starts[number]) if number >= 0 else 0)
        told = answers[int(table.by_class[counted.number])]
        lines.append((name, place, counted.month, counted.rows, int(counted.quantity.scaleb(PLACES)), told))
    digest = hashlib.sha256()
    for line in sorted(lines):
        digest.update((" ".join(map(str, line)) + "\n").encode())
    return digest.hexdigest()


def _text(answer: TableAnswer) -> str:
    told = shown_columns(answer)
    return "|".join((told.outcome, told.marks, told.version, told.decided_by, told.fault))


def _told(name: Name) -> str:
    return " ".join((name.named, repr(name.name), repr(name.tranche), str(name.provider), str(name.capacity)))


def _certificate(table: Table, summed: Iterable[Summed]) -> Certificate:
    """Return what stands behind the answers that were used."""
    used = {one.counted.number: one.answer for one in summed}
    sets = table.answering.live.distinct()
    digest = hashlib.sha256()
    for told in sorted(_text(answer) for answer in set(used.values())):
        digest.update(f"{told}\n".encode())
    here, known_at = at_last(table.held), table.held.known_at
    readings = tuple(f"{point}={name}" for point, name in sorted(table.answering.readings.items()))
    return Certificate(
        history_digest(here), here.known.digest, iso(known_at) if known_at else None, readings, table.size, len(used),
        len(sets), len(set(used.values())), digest.hexdigest(), SEMANTICS,
    )  # fmt: skip
