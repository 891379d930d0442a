"""A brief as sheets, for a terminal or Markdown: the answers first, then each part as far as it was asked for."""

from __future__ import annotations

from collections.abc import Iterable

from firstcall.dates import local_day
from firstcall.report.audit.quarter import quarter_sheet
from firstcall.report.brief.backtest import JudgedLeg, counted_legs
from firstcall.report.brief.brief import Brief
from firstcall.report.brief.contested import contested_sheet, flips_sheet
from firstcall.report.brief.row_facts import (
    AnswerCounted,
    AnswerFor,
    AnswersCounted,
    BuiltAt,
    DealNotBinding,
    GroundOf,
    PartyInRole,
    TurnsOnUse,
    UseNotTold,
    VersionSince,
    in_parts,
    marked,
)
from firstcall.report.brief.story_rows import short_story_sheet, story_sheet
from firstcall.report.decision.line_facts import TheAnswer
from firstcall.report.glance.due_next import MoreOpen, due_rows
from firstcall.report.glance.first_screen import MEANINGS
from firstcall.report.sheet import Cell, OwnWords, Sheet
from firstcall.report.terms.rows import last_day, reach_text
from firstcall.said import Said

ABOUT = (
    "What the rules in the file say, on the facts in the record: never whether they were followed. "
    "Not legal advice, not a notice, not affiliated with anyone named."
)


def brief_sheets(brief: Brief, *, full: bool = True) -> Iterable[Sheet]:
    """Yield the sheets of a brief, in the order in which they are read: the answers first.

    Args:
      brief: the partnership on a day.
      full: every part whole; else the story a line a point, transactions as counts, and what they rest on left out.
    """
    day = local_day(brief.on, brief.terms.where).isoformat()
    supposed: list[tuple[Cell, ...]] = [("what-if", said) for said in brief.supposed]
    rows = (*supposed, *((question, lines) for _, question, lines in brief.first.rows))
    yield Sheet(f"{brief.agreement.title}: {day}", ("", ""), rows)
    yield Sheet("The five answers", ("", ""), tuple((TheAnswer(outcome=name), means) for name, means in MEANINGS))
    if brief.first.due_lines:
        yield _due_sheet(brief, full=full)
    yield _matrix_sheet(brief, day)
    yield _terms_sheet(brief) if full else _short_terms_sheet(brief)
    if brief.story is not None:
        yield (story_sheet if full else short_story_sheet)(brief.story, brief.told, brief.days)
    if brief.judged:
        yield _back_test_sheet(brief) if full else _counts_sheet(brief)
    if full and brief.placements is not None:
        yield quarter_sheet(brief.placements)
    if full:
        yield contested_sheet(brief.contested)
    if full and brief.tested:
        yield flips_sheet(brief.tested, brief.terms.where)
    yield _parties_sheet(brief, full=full)


def _due_sheet(brief: Brief, *, full: bool) -> Sheet:
    shown = brief.first.due_lines if full else brief.first.due_lines[:_DUE_SHOWN]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        tuple(cell if cell is not None else "–" for cell in row)
        for row in due_rows((line.due for line in shown), brief.terms.parties, brief.on)
    )
    more = len(brief.first.due_lines) - len(shown)
    rows += ((MoreOpen(n=more), "", "", "", ""),) if more else ()
    columns = ("offer", "what is due", "from whom", "by when", "left")
    return Sheet("Open offers and clocks", columns, rows)


_DUE_SHOWN = 8
"""How many open things a brief that is not full shows."""


def _counts_sheet(brief: Brief) -> Sheet:
    counted = counted_legs(brief.judged)
    lines: list[Said] = [AnswerCounted(count=n, outcome=outcome) for outcome, n in counted.answers]
    lines += [TurnsOnUse(n=counted.by_use)] if counted.by_use else []
    row = (in_parts(counted.transactions, counted.parts), AnswersCounted(answers=tuple(lines)))
    return Sheet("Transactions, each under the agreement of its day", ("", ""), (row,))


def _short_terms_sheet(brief: Brief) -> Sheet:
    rows = [
        (held.clause.type, OwnWords(held.clause.says or ""), held.clause.basis.grade, OwnWords(held.clause.id))
        for held in brief.terms.speaking(brief.on)
    ]
    return Sheet("Terms in force", ("kind", "what it says", "grade", "clause"), tuple(rows))


def _parties_sheet(brief: Brief, *, full: bool) -> Sheet:
    text = brief.terms
    rows: list[tuple[Cell, ...]] = [
        ("party", PartyInRole(name=party.name, role=party.role)) for party in text.parties.values()
    ]
    if text.version is not None:
        start = text.version.effective.astimezone(text.where)
        rows.append(("version", VersionSince(version=text.version.id, start=start)))
    else:
        rows.append(("version", "none: the agreement had not taken effect"))
    rows.append(("last day of the term", last_day(text)))
    days = brief.agreement.business_days().name
    rows.append(("zone, business days", OwnWords(f"{brief.agreement.timezone}, {days}")))
    asked = f"firstcall brief {brief.path} --on {local_day(brief.on, brief.terms.where)}"
    notes = (ABOUT,) if full else (ABOUT, "Each part whole, and what every answer rests on:")
    return Sheet("Parties and term", ("", ""), tuple(rows), notes, () if full else (f"{asked} --full",))


def _terms_sheet(brief: Brief) -> Sheet:
    rows = [
        (
            OwnWords(f"{held.clause.id}@{held.version.id}"),
            held.clause.type,
            OwnWords(held.clause.says or ""),
            reach_text(held.clause),
            held.clause.basis.grade,
            OwnWords(", ".join(held.clause.basis.source)),
        )
        for held in brief.terms.speaking(brief.on)
    ]
    return Sheet("Terms in force", ("clause@version", "kind", "what it says", "of", "grade", "sources"), tuple(rows))


def _matrix_sheet(brief: Brief, day: str) -> Sheet:
    providers = tuple(OwnWords(name) for name, _ in brief.matrix[0][1]) if brief.matrix else ()
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (OwnWords(workload), *(TheAnswer(outcome=verdict.outcome) for _, verdict in answers))
        for workload, answers in brief.matrix
    )
    note = "Capacity to be signed that day, the stricter of signing and running; `other` is any provider not listed."
    return Sheet(f"May we? Workload by provider, {day}", ("workload", *providers), rows, (note,))


def _back_test_sheet(brief: Brief) -> Sheet:
    rows = []
    for judged in brief.judged:
        item = judged.transaction
        grounds = dict.fromkeys(
            GroundOf(grade=decision.rests_on.grade, field=decision.rests_on.field) for _, decision in judged.answers
        )
        where: Cell = OwnWords(item.provider)
        if item.mode == "own_build" or item.mode == "built_for_grantor":
            where = BuiltAt(provider=item.provider, mode=item.mode)
        name = f"{item.id}.{item.leg} {item.title}"
        deal: Cell = DealNotBinding(deal=name) if item.binding is False else OwnWords(name)
        version = OwnWords(judged.version) if judged.version else "none"
        rows.append((item.when, deal, where, version, _answers(judged), tuple(grounds)))
    notes = (
        "The answers are for capacity signed on that day, on this record: no notice of any offer was ever published, "
        "so a transaction that had to be offered first may well have been.",
        "Where the use was not told, every kind of workload is asked.",
    )
    columns = ("date", "transaction", "at", "version", "answer by workload", "rests on")
    return Sheet("Transactions, each under the agreement of its day", columns, tuple(rows), notes)


def _answers(judged: JudgedLeg) -> tuple[Said, ...]:
    """Return the answers of a transaction, workloads with the same answer together."""
    grouped: dict[Said, list[str]] = {}
    for workload, decision in judged.answers:
        grouped.setdefault(marked(decision), []).append(workload)
    told: list[Said] = [AnswerFor(answer=answer, workloads=tuple(names)) for answer, names in grouped.items()]
    if told and not judged.told:
        told[-1] = UseNotTold(answer=told[-1])
    return tuple(told)
