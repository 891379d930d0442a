"""An audit as sheets: rows by answer, clause and month, what was barred, and what could not be judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from firstcall.dates import shown
from firstcall.record.events.entry import whole
from firstcall.report.brief.row_facts import marked_answer
from firstcall.report.decision.line_facts import TheAnswer
from firstcall.report.sheet import Cell, Sheet
from firstcall.rights.decision import OUTCOMES
from firstcall.verification.audit.judged import AuditFacts, Breach, Origin, RowSum, Strange, Unjudged

AUDIT_ABOUT = (
    "What the rules in the file say of each row, on the facts in the record: never whether anybody knew or meant it. "
    "Not legal advice."
)
MOST_AUDIT_SHOWN = 10
"""How many row numbers, and how many kinds of barred rows, a person is shown; JSON has more."""


@dataclass(frozen=True, slots=True)
class Audited:
    """An audit with what is said beside it."""

    title: str
    """The agreement's title."""
    files: tuple[str, ...]
    engine: str
    facts: AuditFacts
    where: ZoneInfo
    explained: tuple[tuple[str, ...], ...]
    """For each kind of barred rows that is explained: the lines of its decision."""
    rounded: bool = False
    """Whether quantities were written as binary fractions, and so read to nine decimal places."""
    local: bool = False
    """Whether instants were written without a zone, and so read in the agreement's."""


def audit_sheets(audited: Audited) -> Iterator[Sheet]:
    """Yield the sheets of an audit, in the order in which they are read."""
    facts = audited.facts
    yield Sheet(f"Placements: {audited.title}", (), (), (*_heading(audited), AUDIT_ABOUT))
    yield _answers(facts)
    if facts.clauses:
        rows = ((name, TheAnswer(outcome=outcome), *_amount(amount)) for name, outcome, amount in facts.clauses)
        note = "Where several clauses decide a row, it stands beside each of them."
        yield Sheet("By clause that decides", ("clause@version", "answer", "rows", "quantity"), tuple(rows), (note,))
    if facts.months:
        yield _months(facts)
    if facts.breaches:
        yield _breaches(audited)
    if facts.unjudged:
        yield _unjudged(facts.unjudged)
    if facts.strange:
        yield _strange(facts.strange)
    yield _grounds(facts)


def _heading(audited: Audited) -> Iterator[str]:
    facts = audited.facts
    files = "1 file" if len(audited.files) == 1 else f"{len(audited.files):,} files"
    left = facts.rows - facts.judged
    yield f"{facts.rows:,} rows in {files}: {facts.judged:,} judged, {left:,} not."
    if facts.barred:
        yield f"{facts.barred:,} of them the agreement bars: {share(facts.barred, facts.judged)}."
    elif facts.judged:
        yield "The agreement bars none of them."
    if audited.local:
        yield f"The instants have no zone; they are read in the agreement's, {audited.where.key}."
    if audited.rounded:
        yield "Quantities are binary fractions in the file; they are read to nine decimal places."


def share(part: int, of: int) -> str:
    """Return a part of a whole as a percentage; what is something is never told as nothing.

    >>> share(1, 3), share(1, 100_000_000), share(99_999_999, 100_000_000), share(3, 3)
    ('33.3%', 'under 0.1%', 'over 99.9%', '100%')
    """
    if part in (0, of):
        return "0%" if part == 0 else "100%"
    told = Decimal(part) * 100 / Decimal(of)
    if told < Decimal("0.1"):
        return "under 0.1%"
    return "over 99.9%" if told > Decimal("99.9") else f"{told:.1f}%"


def _amount(amount: RowSum) -> tuple[str, str]:
    return f"{amount.rows:,}", quantity_text(amount.quantity)


def quantity_text(quantity: Decimal) -> str:
    """Return an exact quantity with its thousands apart; nothing where there is none.

    >>> quantity_text(Decimal("1234567.50")), quantity_text(Decimal(0))
    ('1,234,567.5', '')
    """
    return f"{Decimal(whole(quantity)):,f}" if quantity else ""


def _answers(facts: AuditFacts) -> Sheet:
    told: list[tuple[Cell, RowSum]] = [(TheAnswer(outcome=outcome), amount) for outcome, amount in facts.outcomes]
    told += [(f"of them {mark}", amount) for mark, amount in facts.marks]
    rows = tuple(
        (name, f"{amount.rows:,}", share(amount.rows, facts.judged), quantity_text(amount.quantity))
        for name, amount in told
    )
    return Sheet("By answer", ("answer", "rows", "share", "quantity"), rows)


def _months(facts: AuditFacts) -> Sheet:
    held = [outcome for outcome in OUTCOMES if any(outcome == other for _, other, _ in facts.months)]
    found: dict[str, dict[str, int]] = {}
    for month, outcome, amount in facts.months:
        found.setdefault(month, {})[outcome] = amount.rows
    rows = tuple((month, *(f"{counts.get(outcome, 0):,}" for outcome in held)) for month, counts in found.items())
    return Sheet("Rows by month, in the agreement's zone", ("month", *held), rows)


def _breaches(audited: Audited) -> Sheet:
    held = audited.facts.breaches
    rows = tuple(
        _breach(number, breach, audited.where) for number, breach in enumerate(held[:MOST_AUDIT_SHOWN], start=1)
    )
    notes = ["Each kind once, with its first row; --breaches FILE writes every row."]
    if len(held) > MOST_AUDIT_SHOWN:
        notes.append(f"{len(held) - MOST_AUDIT_SHOWN:,} more kinds are in --json.")
    columns = ("#", "answer", "decided by", "rows", "quantity", "first row", "when", "what")
    return Sheet("Barred", columns, rows, tuple(notes))


def _breach(number: int, breach: Breach, where: ZoneInfo) -> tuple[Cell, ...]:
    answer = marked_answer(breach.verdict.outcome, breach.verdict.marks)
    deciding = "\n".join(breach.verdict.deciding)
    first = (origin_text(breach.first), shown(breach.at, where), asked_text(breach))
    return (str(number), answer, deciding, *_amount(breach.amount), *first)


def origin_text(origin: Origin) -> str:
    """Return where a row stands.

    >>> origin_text(Origin("log.csv", 12))
    'log.csv row 12'
    """
    return f"{origin.file} row {origin.row}"


def asked_text(breach: Breach) -> str:
    """Return what the first row of a kind asks, in the words that stand there."""
    asked = breach.asked
    told = [*asked.workloads, f"at {asked.provider}" if asked.provider else ""]
    told += [asked.customer or "", asked.capacity or "", *(f"{k} {v}" for k, v in asked.dimensions.items())]
    told += [f"offer {asked.offer}" if asked.offer else "", f"contract {asked.contract}" if asked.contract else ""]
    told += [f"tranche {asked.tranche}" if asked.tranche else ""]
    told += [f"quantity {whole(asked.quantity)}" if asked.quantity is not None else ""]
    return ", ".join(word for word in told if word)


def rows_text(rows: Iterable[Origin], total: int) -> str:
    r"""Return where rows stand: the first of them, file by file, and how many more there are.

    >>> rows_text((Origin("a.csv", 1), Origin("a.csv", 4), Origin("b.csv", 2)), 5)
    'a.csv: 1, 4\nb.csv: 2\nand 2 more'
    """
    held = tuple(rows)[:MOST_AUDIT_SHOWN]
    found: dict[str, list[str]] = {}
    for origin in held:
        found.setdefault(origin.file, []).append(str(origin.row))
    lines = [f"{file}: {', '.join(numbers)}" for file, numbers in found.items()]
    return "\n".join([*lines, *([f"and {total - len(held):,} more"] if total > len(held) else [])])


def _unjudged(unjudged: Iterable[Unjudged]) -> Sheet:
    rows = tuple((one.fault, f"{one.amount.rows:,}", rows_text(one.rows, one.amount.rows)) for one in unjudged)
    note = "Rows count from 1, a heading aside. Nothing is guessed: these rows are in no sum but these."
    return Sheet("Not judged", ("why", "rows", "which"), rows, (note,))


def _strange(strange: Iterable[Strange]) -> Sheet:
    told = tuple(strange)
    rows = tuple(
        (one.column, one.word, f"{one.rows:,}", origin_text(one.first),
         "judged as `other`" if one.column == "provider" else "not judged")
        for one in sorted(told, key=lambda one: (-one.rows, one.column, one.word))[:MOST_AUDIT_SHOWN]
    )  # fmt: skip
    notes = (f"{len(told) - MOST_AUDIT_SHOWN:,} more words are in --json.",) if len(told) > MOST_AUDIT_SHOWN else ()
    columns = ("column", "word", "rows", "first row", "and so")
    return Sheet("Words that stand neither in the agreement nor on the record", columns, rows, notes)


def _grounds(facts: AuditFacts) -> Sheet:
    held = facts.certificate
    return Sheet(
        "What it rests on", (), (),
        (
            f"checksum {facts.checksum}",
            f"{held.judged:,} kinds of question judged, {held.answers:,} different answers; semantics {held.semantics}",
            f"texts {held.history}",
            f"record {held.record}",
            f"answers {held.digest}",
        ),
    )  # fmt: skip
