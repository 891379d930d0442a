"""The brief as a page: what is on it, section by section, gathered for the template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from itertools import groupby
from zoneinfo import ZoneInfo

from firstcall.agreement.model.basis import GRADES, Grade
from firstcall.agreement.terms import InForce
from firstcall.dates import NEXT_INSTANT, local_day
from firstcall.record.journal.journal import Record
from firstcall.record.transactions import Transaction
from firstcall.report.audit.line_facts import QuarterPlacements
from firstcall.report.audit.quarter import quarter_sheet
from firstcall.report.brief.backtest import JudgedLeg, counted_legs
from firstcall.report.brief.brief import Brief
from firstcall.report.brief.contested import turning_answers
from firstcall.report.brief.row_facts import GradeCounted, GradesCounted, TurnsOnUse, in_parts, marked
from firstcall.report.brief.sheets import families_sheet
from firstcall.report.brief.story import StoryAnswer
from firstcall.report.brief.story_rows import before_and_after, moments_by_day, together
from firstcall.report.glance.allowed import AnswerTable
from firstcall.report.glance.first_screen import MEANINGS
from firstcall.report.page import render
from firstcall.report.terms.scope_said import reach_said
from firstcall.report.timeline.drawing import SYMBOLS, draw
from firstcall.report.timeline.pen import NARROW, WIDE
from firstcall.report.timeline.timeline import TimelineMark, make_timeline
from firstcall.report.words.clauses.clauses import clause_words, kind_titles
from firstcall.report.words.facts import say
from firstcall.report.words.words import PageWords, Words
from firstcall.rights.decision import OUTCOMES, Outcome
from firstcall.rights.table.verdicts import Verdict
from firstcall.said import Said
from firstcall.values import dataclass

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ShownLeg:
    """A leg of a transaction as the page shows it."""

    judged: JudgedLeg
    amount: Decimal | None
    answers: tuple[tuple[Said, tuple[str, ...]], ...]
    """Each answer with the kinds of workload that get it; the strictest first."""


def brief_page(brief: Brief, record: Record, w: PageWords, header: str | None = None) -> str:
    """Return a brief as one self-contained HTML page: readable on a telephone, a screen and paper.

    Args:
      brief: the partnership on a day.
      record: what happened.
      w: the words of the page's language; what authors wrote stays as they wrote it.
      header: a line for the top of every page; None for none.
    """
    where = brief.terms.where
    timeline = make_timeline(brief.agreement, record, brief.judged, brief.on, brief.today)
    zone_name, ends = brief.agreement.timezone, brief.terms.ends
    held = brief.terms.speaking(brief.on)
    return render(
        "brief.html", w, header,
        brief=brief, text=brief.terms, agreement=brief.agreement, where=where,
        day=local_day(brief.on, where), held=held,
        timeline=timeline, symbols=SYMBOLS, shown={item.clause.id: item for item in held},
        drawings=[draw(timeline, w.plain(), layout, zone_name) for layout in (WIDE, NARROW)],
        told=tuple(_deals(brief.judged, w)), grounds=_grounds, **_counts(brief.judged), meanings=MEANINGS,
        grades=_graded(held), due=brief.first.due_lines,
        parse_day=date.fromisoformat, matrix=alike(brief.matrix),
        plain={item.clause.id: clause_words(item, brief.terms, w) for item in held if not item.clause.says},
        events=len(record.events), last_day=local_day(ends - NEXT_INSTANT, where) if ends else None,
        names={name: provider.name or name for name, provider in brief.terms.providers.items()},
        turning=turning_answers(brief.contested), together=together, titles=kind_titles(w),
        reach=partial(reach_said, text=brief.terms),
        turned={item.point.id: _turned(item, brief) for item in brief.told},
        moments=moments_by_day(brief.days), happened=partial(_happened, where=where, w=w),
        last_moment=partial(_last_moment, where=where, w=w),
        sections=_sections(brief, len(timeline.bands) > 1 or bool(timeline.marks), w),
        quarter=quarter_sheet(brief.placements) if brief.placements else None,
        families=families_sheet(brief.judged),
    )  # fmt: skip


def alike(table: AnswerTable) -> tuple[tuple[tuple[str, ...], tuple[tuple[str, Verdict], ...]], ...]:
    """Return the rows of a table of answers, workloads that have the same answer everywhere in one."""
    found: dict[tuple[Outcome, ...], tuple[list[str], tuple[tuple[str, Verdict], ...]]] = {}
    for workload, answers in table:
        row = tuple(verdict.outcome for _, verdict in answers)
        found.setdefault(row, ([], answers))[0].append(workload)
    return tuple((tuple(workloads), answers) for workloads, answers in found.values())


def _graded(held: Iterable[InForce]) -> Said:
    """Return how many clauses have each grade."""
    found = Counter(item.clause.basis.grade for item in held)
    return GradesCounted(counts=tuple(GradeCounted(count=found[name], grade=name) for name in GRADES if found[name]))


def _sections(brief: Brief, drawn: bool, w: Words) -> tuple[tuple[str, str, bool], ...]:
    """Return the sections in their order: anchor, name, and whether there is anything in them."""
    story = w.own(brief.story.title) if brief.story else ""
    placements = say(QuarterPlacements(quarter=brief.placements.name), w) if brief.placements else ""
    return (
        ("clocks", w.text("Open offers and clocks"), bool(brief.first.due_lines)),
        ("matrix", w.text("May we?"), True),
        ("terms", w.text("Terms in force"), True),
        ("story", story, brief.story is not None),
        ("timeline", w.text("Timeline"), drawn),
        ("transactions", w.text("Transactions"), bool(brief.judged)),
        ("placements", placements, bool(brief.placements)),
        ("contested", w.text("Contested points"), True),
        ("assumed", w.text("What rests on assumed facts"), bool(brief.tested)),
        ("sources", w.text("Sources"), bool(brief.agreement.sources)),
    )


def _turned(told: StoryAnswer, brief: Brief) -> tuple[Said, Said]:
    """Return the answer before and after the change; the same twice where nothing came before."""
    before, after = before_and_after(told, brief.days)
    return (after if before is None else before), after


def _deals(
    judged: Iterable[JudgedLeg], w: Words
) -> Iterator[tuple[Transaction, str, str | None, tuple[ShownLeg, ...], tuple[ShownLeg, ...]]]:
    """Yield the parts of each transaction with one date: the first, date, version, each, each provider's."""
    for (_, when, _), legs in groupby(judged, lambda leg: (leg.transaction.id, leg.transaction.when, leg.version)):
        shown = tuple(_told(leg, w) for leg in legs)
        yield shown[0].judged.transaction, w.date(when), shown[0].judged.version, shown, _by_provider(shown)


def _happened(mark: TimelineMark, where: ZoneInfo, w: Words) -> str:
    """Return when something happened: a whole month as one, any other stretch by its first and last day."""
    if mark.last is None:
        return w.moment(mark.first, where)
    first, last = local_day(mark.first, where), local_day(mark.last, where)
    if first.day == 1 and (first.year, first.month) == (last.year, last.month) and (last + _A_DAY).day == 1:
        return w.date(f"{first:%Y-%m}")
    return f"{w.day(first)} – {w.day(last)}"


def _last_moment(end: datetime, where: ZoneInfo, w: Words) -> str:
    """Return the last day of a stretch that ends as a day begins; any other end as the instant that it is."""
    local = end.astimezone(where)
    return w.moment(end, where) if local.time() != time() else w.day(local.date() - _A_DAY)


def _by_provider(legs: Iterable[ShownLeg]) -> tuple[ShownLeg, ...]:
    """Return parts with the answers of those that are with one provider in one way told once, each with its uses."""
    found: dict[tuple[str, str | None, bool], list[ShownLeg]] = {}
    for leg in legs:
        part = leg.judged.transaction
        found.setdefault((part.provider, part.mode, leg.judged.told), []).append(leg)
    return tuple(replace(same[0], answers=_in_one(same)) for same in found.values())


def _in_one(legs: Iterable[ShownLeg]) -> tuple[tuple[Said, tuple[str, ...]], ...]:
    merged: dict[Said, tuple[str, ...]] = {}
    for told, uses in (one for leg in legs for one in leg.answers):
        merged[told] = tuple(dict.fromkeys((*merged.get(told, ()), *uses)))
    return tuple(merged.items())


def _told(judged: JudgedLeg, w: Words) -> ShownLeg:
    grouped: dict[tuple[Outcome, Said], list[str]] = {}
    for workload, decision in judged.answers:
        grouped.setdefault((decision.outcome, marked(decision)), []).append(workload)
    answers = sorted(grouped.items(), key=lambda item: -OUTCOMES.index(item[0][0]))
    return ShownLeg(
        judged, judged.transaction.headline_usd, tuple((told, tuple(names)) for (_, told), names in answers)
    )


def _grounds(legs: Iterable[ShownLeg]) -> tuple[tuple[Grade, Said | str], ...]:
    """Return what the answers of some parts rest on, each once, the weakest first."""
    decisions = [decision for leg in legs for _, decision in leg.judged.answers]
    grounds = dict.fromkeys((decision.rests_on.grade, decision.rests_on.field) for decision in decisions)
    return tuple(sorted(grounds, key=lambda ground: -GRADES.index(ground[0])))


def _counts(judged: Iterable[JudgedLeg]) -> dict[str, object]:
    counted = counted_legs(judged)
    return {
        "counted": counted,
        "parts": in_parts(counted.transactions, counted.parts),
        "by_use": TurnsOnUse(n=counted.by_use) if counted.by_use else None,
    }
