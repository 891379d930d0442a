"""The brief: a partnership on a day, as sheets and as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from firstcall.agreement.document import Agreement
from firstcall.agreement.terms import Terms, terms
from firstcall.dates import iso, local_day, zone
from firstcall.record.journal.journal import Record
from firstcall.record.transactions import Transaction
from firstcall.report.audit.quarter import AuditedQuarter, quarter_json, quarter_sheet
from firstcall.report.brief.backtest import JudgedLeg, back_test, matrix
from firstcall.report.brief.contested import (
    Contested,
    ShownAnswer,
    Tested,
    contested_json,
    contested_points,
    contested_sheet,
    flips_json,
    flips_sheet,
)
from firstcall.report.brief.row_facts import (
    AnswerFor,
    BuiltAt,
    DealNotBinding,
    GroundOf,
    PartyInRole,
    PointOnDay,
    UseNotTold,
    VersionSince,
    marked,
)
from firstcall.report.brief.story import Story, StoryAnswer, WhatIfs, question_of, tell, used_in
from firstcall.report.brief.story_rows import StoryDay, days_of, story_sheet, told_json
from firstcall.report.decision.line_facts import TheAnswer
from firstcall.report.decision.rows import decision_json
from firstcall.report.plan.story_need import Desks
from firstcall.report.sheet import Cell, OwnWords, Sheet
from firstcall.report.terms.rows import clause_json, last_day, reach_text
from firstcall.rights.decision import Outcome
from firstcall.rights.paths.flip import flip_test
from firstcall.said import Said

ABOUT = (
    "What the rules in the file say, on the facts in the record: never whether they were followed. "
    "Not legal advice, not a notice, not affiliated with anyone named."
)


@dataclass(frozen=True, slots=True)
class Brief:
    """A partnership on a day: its story run, its terms, the matrix of answers and the back-test."""

    agreement: Agreement
    path: str
    on: datetime
    today: datetime
    terms: Terms
    story: Story | None
    days: tuple[StoryDay, ...]
    """The days the story is asked at; none without a story."""
    told: tuple[StoryAnswer, ...]
    matrix: tuple[tuple[str, tuple[tuple[str, Outcome], ...]], ...]
    judged: tuple[JudgedLeg, ...]
    contested: tuple[Contested, ...]
    """The points of construction that answers of the story and of transactions turn on."""
    tested: tuple[Tested, ...]
    """Each question of the story on the day of the brief, and what would change its answer."""
    supposed: tuple[str, ...] = ()
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
    supposed: tuple[str, ...] = (),
    desks: Desks | None = None,
    placements: AuditedQuarter | None = None,
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
    """
    text = terms(agreement, on)
    days = days_of(story.day, agreement, on, today) if story else ()
    told = tell(story, agreement, record, path, tuple(day.at for day in days), what_ifs, desks) if story else ()
    judged = back_test(transactions, agreement, record)
    asked = (*_of_story(told, text), *_of_transactions(judged))
    return Brief(
        agreement, path, on, today, text, story, days, told, matrix(agreement, record, on), judged,
        contested_points(agreement, asked), tuple(_tested(told, agreement, record, on, what_ifs or {})), supposed,
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


def brief_sheets(brief: Brief) -> Iterable[Sheet]:
    """Yield the sheets of a brief, in the order in which they are read."""
    day = local_day(brief.on, brief.terms.where).isoformat()
    yield Sheet(f"{brief.agreement.title}: {day}", (), (), (ABOUT, *(f"what-if: {text}" for text in brief.supposed)))
    if brief.story is not None:
        yield story_sheet(brief.story, brief.told, brief.days)
    yield _parties_sheet(brief)
    yield _terms_sheet(brief)
    yield _matrix_sheet(brief, day)
    if brief.judged:
        yield _back_test_sheet(brief)
    if brief.placements is not None:
        yield quarter_sheet(brief.placements)
    yield contested_sheet(brief.contested)
    if brief.tested:
        yield flips_sheet(brief.tested, brief.terms.where)


def _parties_sheet(brief: Brief) -> Sheet:
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
    return Sheet("Parties and term", ("", ""), tuple(rows))


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
        (OwnWords(workload), *(TheAnswer(outcome=outcome) for _, outcome in answers))
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


def brief_json(brief: Brief) -> dict[str, Any]:
    """Return a brief as plain values for JSON."""
    text = brief.terms
    return {
        "partnership": brief.agreement.id,
        "title": brief.agreement.title,
        **({"what_if": list(brief.supposed)} if brief.supposed else {}),
        "on": iso(brief.on),
        "today": iso(brief.today),
        "version": text.version.id if text.version else None,
        "ends": iso(text.ends) if text.ends else None,
        "parties": {name: {"name": party.name, "role": party.role} for name, party in text.parties.items()},
        "story": [told_json(told, brief.days) for told in brief.told],
        "terms": [clause_json(held, text) for held in text.speaking(brief.on)],
        "matrix": {workload: dict(answers) for workload, answers in brief.matrix},
        "transactions": [_judged(judged) for judged in brief.judged],
        "placements": quarter_json(brief.placements),
        "contested": contested_json(brief.contested),
        "rests_on_words": flips_json(brief.tested),
    }


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
