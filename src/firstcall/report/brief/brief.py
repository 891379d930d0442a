"""The brief: a partnership on a day, gathered, and as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from firstcall.agreement.document import Agreement
from firstcall.agreement.terms import Terms, terms
from firstcall.dates import iso, local_day, zone
from firstcall.record.journal.journal import Record
from firstcall.record.position import position
from firstcall.record.transactions import FIGURES, FamilyTotal, Transaction, family_totals
from firstcall.report.audit.quarter import AuditedQuarter, quarter_json
from firstcall.report.brief.backtest import JudgedLeg, back_test, matrix
from firstcall.report.brief.contested import (
    Contested,
    ShownAnswer,
    Tested,
    contested_json,
    contested_points,
    flips_json,
    turned_on,
)
from firstcall.report.brief.row_facts import PointOnDay
from firstcall.report.brief.story import Story, StoryAnswer, WhatIfs, question_of, tell, used_in
from firstcall.report.brief.story_rows import StoryDay, days_of, told_json
from firstcall.report.decision.rows import decision_json
from firstcall.report.glance.allowed import AnswerTable
from firstcall.report.glance.first_screen import FirstScreen, first_screen
from firstcall.report.plan.story_need import Desks
from firstcall.report.terms.rows import clause_json
from firstcall.rights.paths.flip import flip_test
from firstcall.said import Said
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class Brief:
    """A partnership on a day: its story run, its terms, the matrix of answers and the back-test."""

    agreement: Agreement
    path: str
    on: datetime
    today: datetime
    terms: Terms
    first: FirstScreen
    """The answers that stand first."""
    story: Story | None
    days: tuple[StoryDay, ...]
    """The days the story is asked at; none without a story."""
    told: tuple[StoryAnswer, ...]
    matrix: AnswerTable
    judged: tuple[JudgedLeg, ...]
    contested: tuple[Contested, ...]
    """The points of construction that answers of the story and of transactions turn on."""
    tested: tuple[Tested, ...]
    """Each question of the story on the day of the brief, and what would change its answer."""
    supposed: tuple[Said, ...] = ()
    """What-ifs that all of it is read under; every page says so."""
    placements: AuditedQuarter | None = None
    """The placements of the last whole quarter; None where none are kept."""


def make_brief(
    agreement: Agreement,
    record: Record,
    path: str,
    on: datetime,
    today: datetime,
    story: Story | None = None,
    transactions: tuple[Transaction, ...] = (),
    what_ifs: WhatIfs | None = None,
    supposed: tuple[Said, ...] = (),
    desks: Desks | None = None,
    placements: AuditedQuarter | None = None,
    owed: tuple[Said, ...] = (),
    *,
    whole: bool = True,
) -> Brief:
    """Return the brief of a partnership.

    Args:
      agreement: the agreement.
      record: the record.
      path: the partnership as commands name it.
      on: the day whose terms and matrix are shown.
      today: the last day at which the story is asked.
      story: the points of a text to be run; None for none.
      transactions: to be held against the agreement of their day.
      what_ifs: the what-ifs that the story asks under.
      supposed: the what-ifs that agreement and record are read under already.
      desks: where needs are planned under the text of a day; None where the folder has none.
      placements: those of the last whole quarter, judged; None where none are kept.
      owed: who owes whom for the last whole month; nothing where no files say so.
      whole: whether each question of the story is also asked what would change its answer, and needs are planned on
        every day of the story; else only on those that tell what the change turned.
    """
    text = terms(agreement, on)
    days = days_of(story.day, agreement, on, today) if story else ()
    table = matrix(agreement, record, on)
    turn = None if whole else frozenset(day.at for day in days if {"before", "after"} & {*day.moments})
    told = tell(story, agreement, record, path, tuple(day.at for day in days), what_ifs, desks, turn) if story else ()
    judged = back_test(transactions, agreement, record)
    contested = contested_points(agreement, (*_of_story(told, text), *_of_transactions(judged)))
    tested = tuple(_tested(told, agreement, record, on, what_ifs or {})) if whole else ()
    first = first_screen(table, position(agreement, record, on), turned_on(contested), owed)
    return Brief(
        agreement, path, on, today, text, first, story, days, told, table, judged, contested, tested, supposed,
        placements,
    )  # fmt: skip


def _of_story(told: Iterable[StoryAnswer], text: Terms) -> Iterable[ShownAnswer]:
    for item in told:
        for at, decision in item.decisions:
            what = PointOnDay(point=item.point.id, day=local_day(at, text.where))
            yield from (ShownAnswer(what, use, decision) for use in used_in(item.point))


def _of_transactions(judged: Iterable[JudgedLeg]) -> Iterable[ShownAnswer]:
    for leg in judged:
        item = leg.transaction
        yield from (ShownAnswer(f"{item.id}.{item.leg} {item.title}", use, decision) for use, decision in leg.answers)


def _tested(
    told: Iterable[StoryAnswer], agreement: Agreement, record: Record, on: datetime, what_ifs: WhatIfs
) -> Iterable[Tested]:
    for item in told:
        asked = question_of(item.point, zone(agreement.timezone))
        if asked is not None:
            held = what_ifs.get(item.point.what_if or "", (agreement, record))
            where, last = zone(agreement.timezone), item.decisions[-1][0]
            at = next((at for at, _ in item.decisions if local_day(at, where) == local_day(on, where)), last)
            decision = dict(item.decisions)[at]
            yield Tested(item.point.id, at, decision, flip_test(*held, asked, at, decision))


def brief_json(brief: Brief) -> dict[str, Any]:
    """Return a brief as plain values for JSON."""
    text = brief.terms
    return {
        "partnership": brief.agreement.id,
        "title": brief.agreement.title,
        **({"what_if": [str(one) for one in brief.supposed]} if brief.supposed else {}),
        "on": iso(brief.on),
        "today": iso(brief.today),
        "version": text.version.id if text.version else None,
        "ends": iso(text.ends) if text.ends else None,
        "parties": {name: {"name": party.name, "role": party.role} for name, party in text.parties.items()},
        "story": [told_json(told, brief.days) for told in brief.told],
        "terms": [clause_json(held, text) for held in text.speaking(brief.on)],
        "first": {name: [said.as_json() for said in lines] for name, _, lines in brief.first.rows},
        "matrix": {
            workload: {provider: verdict.outcome for provider, verdict in answers} for workload, answers in brief.matrix
        },
        "transactions": [_judged(judged) for judged in brief.judged],
        "families": [_family(total) for total in family_totals([judged.transaction for judged in brief.judged])],
        "placements": quarter_json(brief.placements),
        "contested": contested_json(brief.contested),
        "rests_on_words": flips_json(brief.tested),
    }


def _family(total: FamilyTotal) -> dict[str, Any]:
    figures = {name: getattr(total, name) for name in FIGURES}
    exact = {name: None if figure is None else f"{figure:f}" for name, figure in figures.items()}
    return {"family": total.family, "transactions": [*total.transactions], **exact}


def _judged(judged: JudgedLeg) -> dict[str, Any]:
    item = judged.transaction
    return {
        "id": item.id,
        "leg": item.leg,
        "family": item.family,
        "title": item.title,
        "announced": item.announced,
        "signed": item.signed,
        "binding": item.binding,
        "provider": item.provider,
        "mode": item.mode,
        "grade": item.grade,
        "version": judged.version,
        "use_told": judged.told,
        "answers": {
            workload: {key: value for key, value in decision_json(decision).items() if key in _SHORT}
            for workload, decision in judged.answers
        },
    }


_SHORT = ("outcome", "free", "marks", "version", "rests_on", "dated")
