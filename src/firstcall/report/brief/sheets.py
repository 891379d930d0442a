"""A brief as sheets, for a terminal or Markdown: the answers first, then each part as far as it was asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from firstcall.dates import local_day
from firstcall.money import sum_of
from firstcall.record.transactions import FamilyTotal, family_totals
from firstcall.report.audit.quarter import quarter_sheet
from firstcall.report.brief.backtest import JudgedLeg, counted_legs
from firstcall.report.brief.brief import Brief
from firstcall.report.brief.contested import contested_sheet, flips_sheet
from firstcall.report.brief.row_facts import (
    AboutTheBrief,
    AnswerCounted,
    AnswerFor,
    AnswersCounted,
    BriefTitle,
    BuiltAt,
    ByFamily,
    ColumnHead,
    CountedOnce,
    DealNotBinding,
    EachPartWhole,
    EveryUseAsked,
    FiveAnswers,
    Gigawatts,
    GroundOf,
    MayWe,
    NoNoticePublished,
    NoVersionThen,
    NoVersionYet,
    OnDate,
    OpenClocks,
    PartiesAndTerm,
    PartyInRole,
    SignedThatDay,
    TermsThen,
    TransactionsJudged,
    TurnsOnUse,
    UseNotTold,
    VersionSince,
    heads,
    in_parts,
    kind_said,
    marked,
)
from firstcall.report.brief.story_rows import short_story_sheet, story_sheet
from firstcall.report.decision.line_facts import KnownAs, TheAnswer
from firstcall.report.glance.due_next import MoreOpen, due_rows
from firstcall.report.glance.first_screen import MEANINGS
from firstcall.report.sheet import Cell, OwnWords, Sheet
from firstcall.report.terms.rows import last_day
from firstcall.report.terms.scope_said import reach_said
from firstcall.said import Said


def brief_sheets(brief: Brief, *, full: bool = True) -> Iterable[Sheet]:
    """Yield the sheets of a brief, in the order in which they are read: the answers first.

    Args:
      brief: the partnership on a day.
      full: every part whole; else the story a line a point, transactions as counts, and what they rest on left out.
    """
    day = local_day(brief.on, brief.terms.where)
    supposed: list[tuple[Cell, ...]] = [(ColumnHead(name="what-if"), said) for said in brief.supposed]
    rows = (*supposed, *((question, lines) for _, question, lines in brief.first.rows))
    yield Sheet(BriefTitle(title=brief.agreement.title, day=day), heads("", ""), rows)
    yield Sheet(FiveAnswers(), heads("", ""), tuple((TheAnswer(outcome=name), means) for name, means in MEANINGS))
    if brief.first.due_lines:
        yield _due_sheet(brief, full=full)
    yield _matrix_sheet(brief, day)
    yield _terms_sheet(brief) if full else _short_terms_sheet(brief)
    if brief.story is not None:
        yield (story_sheet if full else short_story_sheet)(brief.story, brief.told, brief.days)
    if brief.judged:
        yield _back_test_sheet(brief) if full else _counts_sheet(brief)
    if full and (families := families_sheet(brief.judged)).rows:
        yield families
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
        tuple(cell if cell is not None else OwnWords("–") for cell in row)
        for row in due_rows((line.due for line in shown), brief.terms.parties, brief.on)
    )
    more = len(brief.first.due_lines) - len(shown)
    rows += ((MoreOpen(n=more), *heads("", "", "", "")),) if more else ()
    return Sheet(OpenClocks(), heads("offer", "what is due", "from whom", "by when", "left"), rows)


_DUE_SHOWN = 8
"""How many open things a brief that is not full shows."""


def _counts_sheet(brief: Brief) -> Sheet:
    counted = counted_legs(brief.judged)
    lines: list[Said] = [AnswerCounted(count=n, outcome=outcome) for outcome, n in counted.answers]
    lines += [TurnsOnUse(n=counted.by_use)] if counted.by_use else []
    row = (in_parts(counted.transactions, counted.parts), AnswersCounted(answers=tuple(lines)))
    return Sheet(TransactionsJudged(), heads("", ""), (row,))


def _short_terms_sheet(brief: Brief) -> Sheet:
    rows = [
        (kind_said(held.clause.type), OwnWords(held.clause.says or ""), KnownAs(grade=held.clause.basis.grade),
         OwnWords(held.clause.id))
        for held in brief.terms.speaking(brief.on)
    ]  # fmt: skip
    return Sheet(TermsThen(), heads("kind", "what it says", "grade", "clause"), tuple(rows))


def _parties_sheet(brief: Brief, *, full: bool) -> Sheet:
    text = brief.terms
    rows: list[tuple[Cell, ...]] = [
        (ColumnHead(name="party"), PartyInRole(name=party.name, role=party.role)) for party in text.parties.values()
    ]
    if text.version is not None:
        start = text.version.effective.astimezone(text.where)
        rows.append((ColumnHead(name="version"), VersionSince(version=text.version.id, start=start)))
    else:
        rows.append((ColumnHead(name="version"), NoVersionYet()))
    rows.append((ColumnHead(name="last day of the term"), last_day(text)))
    days = brief.agreement.business_days().name
    rows.append((ColumnHead(name="zone, business days"), OwnWords(f"{brief.agreement.timezone}, {days}")))
    asked = f"firstcall brief {brief.path} --on {local_day(brief.on, brief.terms.where)}"
    notes = (AboutTheBrief(),) if full else (AboutTheBrief(), EachPartWhole())
    return Sheet(PartiesAndTerm(), heads("", ""), tuple(rows), notes, () if full else (f"{asked} --full",))


def _terms_sheet(brief: Brief) -> Sheet:
    rows = [
        (
            OwnWords(f"{held.clause.id}@{held.version.id}"),
            kind_said(held.clause.type),
            OwnWords(held.clause.says or ""),
            reach_said(held.clause) or OwnWords(),
            KnownAs(grade=held.clause.basis.grade),
            OwnWords(", ".join(held.clause.basis.source)),
        )
        for held in brief.terms.speaking(brief.on)
    ]
    columns = heads("clause@version", "kind", "what it says", "of", "grade", "sources")
    return Sheet(TermsThen(), columns, tuple(rows))


def _matrix_sheet(brief: Brief, day: date) -> Sheet:
    providers = tuple(OwnWords(name) for name, _ in brief.matrix[0][1]) if brief.matrix else ()
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (OwnWords(workload), *(TheAnswer(outcome=verdict.outcome) for _, verdict in answers))
        for workload, answers in brief.matrix
    )
    return Sheet(MayWe(day=day), (*heads("workload"), *providers), rows, (SignedThatDay(),))


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
        version = OwnWords(judged.version) if judged.version else NoVersionThen()
        rows.append((OnDate(when=item.when), deal, where, version, _answers(judged), tuple(grounds)))
    columns = heads("date", "transaction", "at", "version", "answer by workload", "rests on")
    return Sheet(TransactionsJudged(), columns, tuple(rows), (NoNoticePublished(), EveryUseAsked()))


def families_sheet(judged: Iterable[JudgedLeg]) -> Sheet:
    """Return what transactions come to by family: capacity, what was announced, what is known to be signed of it."""
    rows = tuple(_family_row(total) for total in family_totals([leg.transaction for leg in judged]) if total.is_known)
    columns = heads("family", "transactions", "capacity", "announced", "signed of it")
    return Sheet(ByFamily(), columns, rows, (CountedOnce(),))


def _family_row(total: FamilyTotal) -> tuple[Cell, ...]:
    figures = (
        total.capacity_gw and Gigawatts(quantity=total.capacity_gw),
        *(None if usd is None else sum_of(Fraction(usd), "USD") for usd in (total.headline_usd, total.executed_usd)),
    )
    names = (OwnWords(total.family), OwnWords(", ".join(total.transactions)))
    return (*names, *(figure or OwnWords("–") for figure in figures))


def _answers(judged: JudgedLeg) -> tuple[Said, ...]:
    """Return the answers of a transaction, workloads with the same answer together."""
    grouped: dict[Said, list[str]] = {}
    for workload, decision in judged.answers:
        grouped.setdefault(marked(decision), []).append(workload)
    told: list[Said] = [AnswerFor(answer=answer, workloads=tuple(names)) for answer, names in grouped.items()]
    if told and not judged.told:
        told[-1] = UseNotTold(answer=told[-1])
    return tuple(told)
