"""An audit as one HTML page: what it comes to is open, what it rests on folds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from firstcall.report.audit.headings import BarredHeading
from firstcall.report.audit.line_facts import AuditKicker, ExplainedAtFirstRow, FirstKindsExplained, WhyBarred
from firstcall.report.audit.rows import Audited, Explained, audit_sheets
from firstcall.report.brief.row_facts import marked_answer
from firstcall.report.decision.line_facts import ToldLine
from firstcall.report.page import render
from firstcall.report.words.words import PageWords
from firstcall.said import Said
from firstcall.values import dataclass
from firstcall.verification.audit.judged import Breach


@dataclass(frozen=True, slots=True)
class ReasonPoint:
    """A point of a decision: what it says, and what stands under it."""

    said: Said
    under: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class ReasonPart:
    """A part of a decision under its head, such as the clauses that decide; a head alone is a remark."""

    head: Said
    points: tuple[ReasonPoint, ...]


@dataclass(frozen=True, slots=True)
class WhyOfKind:
    """Why a kind of rows is barred: the answer, the clauses that decide, the decision part by part, its command."""

    number: int
    answer: Said
    deciding: tuple[str, ...]
    asked: tuple[ReasonPoint, ...]
    """What was asked, and what each act comes to."""
    parts: tuple[ReasonPart, ...]
    command: str


def audit_page(audited: Audited, w: PageWords, header: str | None = None) -> str:
    """Return the page; everything that the log says is escaped.

    Args:
      audited: the audit.
      w: the words of its language.
      header: a line for the top of every page; None for none.
    """
    first, *sheets = audit_sheets(audited)
    ends = next((at for at, sheet in enumerate(sheets, start=1) if sheet.title == BarredHeading()), len(sheets))
    why = tuple(
        why_of(number, breach, one)
        for number, (breach, one) in enumerate(zip(audited.facts.breaches, audited.explained, strict=False), start=1)
    )
    kinds = len(audited.facts.breaches)
    note = ExplainedAtFirstRow() if len(why) == kinds else FirstKindsExplained(n=len(why), all=kinds)
    return render(
        "audit.html", w, header, title_=audited.title, first=first, sheets=sheets[:ends], beside=sheets[ends:],
        why=why, why_title=WhyBarred(), why_note=note, kicker=AuditKicker(),
    )  # fmt: skip


def why_of(number: int, breach: Breach, explained: Explained) -> WhyOfKind:
    """Return the decision on the first row of a kind, part by part.

    Args:
      number: which kind it is.
      breach: the kind.
      explained: the lines of the decision, the answer first, and the command that asks it.
    """
    (_, asked), *parts = reason_parts(explained.lines)
    held = tuple(ReasonPart(head, points) for head, points in parts)
    answer = marked_answer(breach.verdict.outcome, breach.verdict.marks)
    return WhyOfKind(number, answer, breach.verdict.deciding, asked, held, explained.command)


def reason_parts(lines: Iterable[ToldLine]) -> Iterator[tuple[Said, tuple[ReasonPoint, ...]]]:
    """Yield each line at the margin with the points under it, and under each of these what stands deeper."""
    head: Said | None = None
    points: list[ReasonPoint] = []
    for line in lines:
        if line.indent == 0:
            if head is not None:
                yield head, tuple(points)
            head, points = line.said, []
        elif line.indent == 2 or not points:
            points.append(ReasonPoint(line.said, ()))
        else:
            points[-1] = ReasonPoint(points[-1].said, (*points[-1].under, line.said))
    if head is not None:
        yield head, tuple(points)
