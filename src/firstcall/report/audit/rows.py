"""An audit as sheets: rows by answer, clause and month, what was barred, and what could not be judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from zoneinfo import ZoneInfo

from firstcall.record.events.entry import whole
from firstcall.report.audit.headings import (
    AndSoHead,
    AnswerHead,
    BarredHeading,
    ByAnswer,
    ByClause,
    ByMonth,
    ClauseAtVersion,
    DecidedByHead,
    FirstRowHead,
    LogColumnHead,
    MonthHead,
    NotJudgedHeading,
    QuantityHead,
    RowsHead,
    ShareHead,
    WhenHead,
    WordHead,
    WordsUnknown,
)
from firstcall.report.audit.line_facts import (
    AskedAt,
    AskedContract,
    AskedQuantity,
    AskedTranche,
    AskedWord,
    AuditAbout,
    AuditAnswers,
    AuditChecksum,
    AuditRecord,
    AuditTexts,
    BarredOnce,
    DifferentAnswers,
    FaultOfRows,
    JudgedAsOther,
    JudgedAsOtherNear,
    KindsJudged,
    KindsOfQuestion,
    LogFilesCounted,
    MonthTold,
    MoreKinds,
    MoreRows,
    MoreWords,
    NoneBarred,
    OfThemMarked,
    OriginRow,
    PlacementsOf,
    QuantitiesRounded,
    QuantityTold,
    ReadInZone,
    RowAlone,
    RowCount,
    RowsAlone,
    RowsBarred,
    RowsCounted,
    RowsCountFromOne,
    RowsInFile,
    RowsJudged,
    SeveralDecide,
    ShareOver,
    ShareUnder,
    WasNotJudged,
    WasNotJudgedNear,
)
from firstcall.report.brief.row_facts import marked_answer
from firstcall.report.decision.asked import AskedOfDimension
from firstcall.report.decision.line_facts import AtMoment, InARow, TheAnswer, ToldLine
from firstcall.report.difference.line_facts import WhatColumn, WhichColumn
from firstcall.report.figures import NOTHING, ShareRounded
from firstcall.report.glance.due_next import OfferAlone
from firstcall.report.papers.term_words import dimension_called
from firstcall.report.plan.facts.headings import RestsOnHeading, WhyColumn
from firstcall.report.sheet import Cell, OwnWords, Sheet
from firstcall.rights.decision import OUTCOMES, Outcome
from firstcall.said import Said
from firstcall.values import dataclass
from firstcall.verification.audit.judged import AuditFacts, Breach, Origin, RowSum, Strange, Unjudged

MOST_AUDIT_SHOWN = 10
"""How many row numbers, and how many kinds of barred rows, a person is shown; JSON has more."""


@dataclass(frozen=True, slots=True)
class Explained:
    """The decision on the first row of a kind: the command that asks it, and the lines that tell it."""

    command: str
    lines: tuple[ToldLine, ...]


@dataclass(frozen=True, slots=True)
class Audited:
    """An audit with what is said beside it."""

    title: str
    """The agreement's title."""
    files: tuple[str, ...]
    engine: str
    facts: AuditFacts
    where: ZoneInfo
    explained: tuple[Explained, ...]
    """The first kinds of barred rows, each with the decision on its first row."""
    rounded: bool = False
    """Whether quantities were written as binary fractions, and so read to nine decimal places."""
    local: bool = False
    """Whether instants were written without a zone, and so read in the agreement's."""


def audit_sheets(audited: Audited) -> Iterator[Sheet]:
    """Yield the sheets of an audit, in the order in which they are read."""
    facts = audited.facts
    yield Sheet(PlacementsOf(title=audited.title), (), (), (*_heading(audited), AuditAbout()))
    if facts.judged:
        yield _answers(facts)
    if facts.clauses:
        rows = (
            (OwnWords(name), TheAnswer(outcome=outcome), *_amount(amount)) for name, outcome, amount in facts.clauses
        )
        columns = (ClauseAtVersion(), AnswerHead(), RowsHead(), QuantityHead())
        yield Sheet(ByClause(), columns, tuple(rows), (SeveralDecide(),))
    if facts.months:
        yield _months(facts)
    if facts.breaches:
        yield _breaches(audited)
    if facts.unjudged:
        yield _unjudged(facts.unjudged, audited.files)
    if facts.strange:
        yield _strange(facts.strange, audited.files)
    yield _grounds(facts)


def _heading(audited: Audited) -> Iterator[Said]:
    facts = audited.facts
    yield RowsJudged(
        rows=RowsCounted(n=facts.rows), files=LogFilesCounted(n=len(audited.files)), judged=facts.judged,
        left=facts.rows - facts.judged,
    )  # fmt: skip
    if facts.barred:
        yield RowsBarred(count=facts.barred, share=share(facts.barred, facts.judged))
    elif facts.judged:
        yield NoneBarred()
    if audited.local:
        yield ReadInZone(zone=audited.where.key)
    if audited.rounded:
        yield QuantitiesRounded()


def share(part: int, of: int) -> Said:
    """Return a part of a whole as a percentage; what is something is never told as nothing.

    >>> [str(share(*two)) for two in ((1, 3), (1, 100_000_000), (99_999_999, 100_000_000), (3, 3))]
    ['33.3%', 'under 0.1%', 'over 99.9%', '100%']
    """
    if part in (0, of):
        return ShareRounded(part=Decimal(0 if part == 0 else 1))
    told = Decimal(part) / Decimal(of)
    if told < _LEAST:
        return ShareUnder(part=_LEAST)
    return ShareOver(part=1 - _LEAST) if told > 1 - _LEAST else ShareRounded(part=round(told, 3))


_LEAST = Decimal("0.001")


def _amount(amount: RowSum) -> tuple[Cell, Cell]:
    return RowCount(rows=amount.rows), quantity_said(amount.quantity)


def quantity_said(quantity: Decimal) -> Said | OwnWords:
    """Return an exact quantity with its thousands apart; nothing where there is none.

    >>> str(quantity_said(Decimal("1234567.50"))), str(quantity_said(Decimal(0)))
    ('1,234,567.5', '')
    """
    return QuantityTold(quantity=Decimal(whole(quantity))) if quantity else NOTHING


def _answers(facts: AuditFacts) -> Sheet:
    told: list[tuple[Cell, RowSum]] = [(TheAnswer(outcome=outcome), amount) for outcome, amount in facts.outcomes]
    told += [(OfThemMarked(mark=mark), amount) for mark, amount in facts.marks]
    rows = tuple(
        (name, RowCount(rows=amount.rows), share(amount.rows, facts.judged), quantity_said(amount.quantity))
        for name, amount in told
    )
    return Sheet(ByAnswer(), (AnswerHead(), RowsHead(), ShareHead(), QuantityHead()), rows)


def _months(facts: AuditFacts) -> Sheet:
    held = [outcome for outcome in OUTCOMES if any(outcome == other for _, other, _ in facts.months)]
    found: dict[str, dict[str, int]] = {}
    for month, outcome, amount in facts.months:
        found.setdefault(month, {})[outcome] = amount.rows
    return Sheet(ByMonth(), (MonthHead(), *answer_heads(held)), month_rows(found, held))


def answer_heads(held: Iterable[Outcome]) -> tuple[Said, ...]:
    """Return the columns of some answers."""
    return tuple(TheAnswer(outcome=outcome) for outcome in held)


def month_rows(found: Mapping[str, Mapping[str, int]], held: Sequence[Outcome]) -> tuple[tuple[Cell, ...], ...]:
    """Return how many rows each answer has in each month, a row a month."""
    return tuple(
        (MonthTold(month=month), *(RowCount(rows=counts.get(outcome, 0)) for outcome in held))
        for month, counts in found.items()
    )


def _breaches(audited: Audited) -> Sheet:
    held = audited.facts.breaches
    rows = tuple(_breach(number, breach, audited) for number, breach in enumerate(held[:MOST_AUDIT_SHOWN], start=1))
    notes: tuple[Said, ...] = (BarredOnce(),)
    if len(held) > MOST_AUDIT_SHOWN:
        notes = (*notes, MoreKinds(n=len(held) - MOST_AUDIT_SHOWN))
    columns = (OwnWords("#"), AnswerHead(), DecidedByHead(), RowsHead(), QuantityHead(), FirstRowHead(), WhenHead(),
               WhatColumn())  # fmt: skip
    return Sheet(BarredHeading(), columns, rows, notes)


def _breach(number: int, breach: Breach, audited: Audited) -> tuple[Cell, ...]:
    answer = marked_answer(breach.verdict.outcome, breach.verdict.marks)
    deciding = OwnWords("\n".join(breach.verdict.deciding))
    at = breach.at.astimezone(audited.where)
    first = (origin_said(breach.first, audited.files), AtMoment(moment=at), breach_asks(breach))
    return (RowCount(rows=number), answer, deciding, *_amount(breach.amount), *first)


def origin_said(origin: Origin, files: Sequence[str]) -> Said:
    """Return where a row stands; its file only where there are several.

    >>> [str(origin_said(Origin("a.csv", 12000), files)) for files in (["a.csv", "b.csv"], ["a.csv"])]
    ['a.csv row 12000', 'row 12000']
    """
    if len(files) == 1:
        return RowAlone(row=str(origin.row))
    return OriginRow(file=origin.file, row=str(origin.row))


def breach_asks(breach: Breach) -> Said:
    """Return what the first row of a kind asks, in the words that stand there."""
    asked = breach.asked
    told: list[Said] = [AskedWord(asked=name) for name in asked.workloads]
    told += [AskedAt(provider=asked.provider)] if asked.provider else []
    told += [AskedWord(asked=word) for word in (asked.customer, asked.capacity) if word]
    told += [
        AskedOfDimension(dimension=dimension_called(name), value=value) for name, value in asked.dimensions.items()
    ]
    told += [OfferAlone(offer=asked.offer)] if asked.offer else []
    told += [AskedContract(contract=asked.contract)] if asked.contract else []
    told += [AskedTranche(tranche=asked.tranche)] if asked.tranche else []
    told += [AskedQuantity(quantity=Decimal(whole(asked.quantity)))] if asked.quantity is not None else []
    return InARow(parts=tuple(told))


def rows_said(rows: Iterable[Origin], total: int, files: Sequence[str] = ()) -> tuple[Said, ...]:
    r"""Return where rows stand: the first of them, file by file, and how many more there are.

    Args:
      rows: the first of them.
      total: how many there are.
      files: the files of the log; where it is one alone, it is not named.

    >>> "\n".join(map(str, rows_said((Origin("a.csv", 1), Origin("a.csv", 4), Origin("b.csv", 2)), 5)))
    'a.csv: 1, 4\nb.csv: 2\nand 2 more'
    """
    held = tuple(rows)[:MOST_AUDIT_SHOWN]
    found: dict[str, list[str]] = {}
    for origin in held:
        found.setdefault(origin.file, []).append(str(origin.row))
    lines: tuple[Said, ...] = tuple(
        RowsAlone(rows=tuple(numbers)) if len(files) == 1 else RowsInFile(file=file, rows=tuple(numbers))
        for file, numbers in found.items()
    )
    return (*lines, MoreRows(n=total - len(held))) if total > len(held) else lines


def _unjudged(unjudged: Iterable[Unjudged], files: Sequence[str]) -> Sheet:
    rows = tuple(
        (FaultOfRows(fault=one.fault), RowCount(rows=one.amount.rows), rows_said(one.rows, one.amount.rows, files))
        for one in unjudged
    )
    return Sheet(NotJudgedHeading(), (WhyColumn(), RowsHead(), WhichColumn()), rows, (RowsCountFromOne(),))


def _strange(strange: Iterable[Strange], files: Sequence[str]) -> Sheet:
    told = tuple(strange)
    rows = tuple(
        (OwnWords(one.column), OwnWords(one.word), RowCount(rows=one.rows), origin_said(one.first, files),
         _and_so(one))
        for one in sorted(told, key=lambda one: (-one.rows, one.column, one.word))[:MOST_AUDIT_SHOWN]
    )  # fmt: skip
    notes = (MoreWords(n=len(told) - MOST_AUDIT_SHOWN),) if len(told) > MOST_AUDIT_SHOWN else ()
    return Sheet(WordsUnknown(), (LogColumnHead(), WordHead(), RowsHead(), FirstRowHead(), AndSoHead()), rows, notes)


def _and_so(one: Strange) -> Said:
    """Return what became of rows with a strange word, and what was likely meant."""
    if one.column == "provider":
        return JudgedAsOther() if one.near is None else JudgedAsOtherNear(near=one.near)
    return WasNotJudged() if one.near is None else WasNotJudgedNear(near=one.near)


def _grounds(facts: AuditFacts) -> Sheet:
    held = facts.certificate
    kinds, answers = KindsOfQuestion(n=held.judged), DifferentAnswers(n=held.answers)
    return Sheet(
        RestsOnHeading(), (), (),
        (
            AuditChecksum(checksum=facts.checksum),
            KindsJudged(kinds=kinds, answers=answers, semantics=held.semantics),
            AuditTexts(digest=held.history),
            AuditRecord(digest=held.record),
            AuditAnswers(digest=held.digest),
        ),
    )  # fmt: skip
